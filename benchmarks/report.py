"""How long a report of many leads takes to make, and to open in a browser.

python benchmarks/report.py [FILE] [--times 5]     FILE: leads as CSV, by default 10,000 made up

Needs leadkit[cli], playwright, and Chromium (apt-get install chromium). Opening is measured from the address to the
list of leads being there, on a page from disk; beside it an empty page in the same browser, and the page opened at its
first chart until that is drawn.
"""

import argparse
import re
import shutil
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, sync_playwright

from leadkit.cli.job import run_job
from leadkit.cli.reading import open_source
from leadkit.contrib.report import doubts, figures_of, material_of, render
from leadkit.desk._sync import LeadDesk
from leadkit.flows._sync.env import Env
from leadkit.memory import Store
from leadkit.playbook import Playbook
from leadkit.runtime import new_id, system_now


def made_up(path: Path, leads: int) -> None:
    """A file of so many different people."""
    some = Random(8)
    given = "Ada Bo Cy Dora Eve Finn Gus Hana Ivo Jia 小明 丽华 建国 雪".split()
    family = "Marsh Lin Hart Okafor Wexley Osby 王 李 张 刘".split()
    sources = "Referral, Google Ads, Trade Show, Website, Webinar, 展会".split(", ")
    stages = ", Contacted, Qualified, Closed Won, Closed Lost".split(", ")
    with path.open("w", encoding="utf-8") as stream:
        stream.write("Full Name,Company,Email,Phone,Source,Deal Stage\n")
        for at in range(leads):
            name = f"{some.choice(given)} {some.choice(family)}"
            row = (
                name,
                f"Company {at}",
                f"p{at}@company-{at}.com",
                f"+1212555{at:04d}"[:12],
                *map(some.choice, (sources, stages)),
            )
            stream.write(",".join(row) + "\n")


def opened(browser: Browser, page: str, folder: Path, there: str, times: int, section: str = "") -> float:
    """Seconds until an element is there, the median of so many openings in a fresh context each, at this section."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    found = []
    for _ in range(times):
        context = browser.new_context()
        tab = context.new_page()
        start = time.perf_counter()
        tab.goto(file.as_uri() + section, wait_until="commit")
        tab.locator(there).first.wait_for(state="attached")
        found.append(time.perf_counter() - start)
        context.close()
    return statistics.median(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = options.file or folder / "leads.csv"
        if not options.file:
            made_up(source, 10_000)
        store = Store()
        run_job(Env(store, Playbook(), system_now, new_id), open_source(source), bool)
        desk = LeadDesk(store=store)
        start = time.perf_counter()
        material = material_of(desk)
        figures = figures_of(desk, material, system_now() + timedelta(days=2), pairs=doubts(desk, material.leads))
        gathered = time.perf_counter()
        page = render(figures)
        made = time.perf_counter()
        without = re.sub(r"<script>\s*/\*\*\s*\n\* plotly.*?</script>", "", page, flags=re.DOTALL)
        sizes = f"{len(page.encode()) / 1e6:.1f} MB of which data and tables {len(without.encode()) / 1e6:.1f} MB"
        print(f"{len(figures.leads):,} leads: figures {gathered - start:.1f} s, page {made - gathered:.1f} s, {sizes}")
        with sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            empty = opened(browser, "<!doctype html><p id=there>", folder, "#there", options.times)
            listed = opened(browser, page, folder, "#leads-rows tr", options.times)
            drawn = opened(browser, page, folder, "#chart-funnel svg", options.times, "#funnel")
            browser.close()
        print(f"opens in {listed:.2f} s (an empty page: {empty:.2f} s; at the funnel, its chart drawn: {drawn:.2f} s)")


if __name__ == "__main__":
    main()
