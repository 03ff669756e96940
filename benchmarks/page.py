"""Run every benchmark and write the page of figures.

python benchmarks/page.py     writes docs/explanation/benchmarks.md
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "explanation" / "benchmarks.md"

INTRODUCTION = """# Benchmarks

Every figure on this page was printed by the scripts in `benchmarks/`, in one run on {machine}. What counts is the
ratio to the peer in the same run: seconds differ from machine to machine. `python benchmarks/page.py` writes the page
anew; it needs the dependency group `bench` and the extra `cli`.
"""

SECTIONS = {
    "transition.py": """## One decided transition

A step of our lead table, guards included: a new frozen lead and a past-tense event. The peers get the same table and
move a model in place, without an event. The goal is four times the speed of `transitions`; what stands in the way of
more is plain: copying a noun of forty fields, building an event of eight, and returning both.
""",
    "run_file.py": """## The whole run

`leadkit run` on a public export of 10,000 leads, beside the time that phonenumbers and email-validator alone need for
the phones and e-mails in it, in the same process. The goal is twice their time. Our own reading of those values takes
less than half of theirs (two fast paths, held equal to the libraries by property tests), so nearly all of the time is
the rest of the journey: about 75,000 events and 36,000 nouns built, checked and written as JSON in pure Python.
""",
    "import_cost.py": """## Importing

`import leadkit` loads nothing; the first name that is asked for loads what it needs: attrs and the standard library,
and the card packages (phonenumbers, email-validator, pendulum, cattrs) not before the first value that needs them.
""",
}


def main() -> None:
    machine = (
        f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {platform.system()}"
    )
    parts = [INTRODUCTION.format(machine=machine)]
    for script, text in SECTIONS.items():
        done = subprocess.run([sys.executable, HERE / script], stdout=subprocess.PIPE, text=True, check=True)
        parts.append(f"{text}\n{done.stdout}")
        print(done.stdout, flush=True)
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
