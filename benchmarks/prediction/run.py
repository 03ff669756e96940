"""Predictions measured, each number beside its goal, peers in the same run.

python benchmarks/prediction/run.py                 everything; minutes
python benchmarks/prediction/run.py quality speed   some parts: quality, nothing, leaks, split, speed
python benchmarks/prediction/run.py --write         the figures into docs/explanation/predictions-measured.md

One thread each. Needs the dependency group bench-prediction, and the public lists in ../shared/data.
"""

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import argparse
import gc
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import numpy as np
import peers
import streams

from leadkit.contrib.predict import find_leaks, fit_scorecard, score_table
from leadkit.steps.prediction import Signal, figures, scorecard_from_json, scorecard_to_json

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "predictions-measured.md"
BLOCKS = 10


def prequential(peer: peers.Peer, stream: streams.Stream) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[float]]:
    """Probabilities, outcomes and base rates of all blocks but the first, and the AUC of each block."""
    edges = np.linspace(0, len(stream.won), BLOCKS + 1).astype(int)
    said, usual, by_block = [], [], []
    for start, end in pairwise(edges[1:]):
        found = peer(stream.table[:start], stream.won[:start], stream.table[start:end])
        said.append(found)
        usual.append(np.full(end - start, stream.won[:start].mean()))
        by_block.append(figures(found.tolist(), stream.won[start:end].astype(bool).tolist()).auc)
    return np.concatenate(said), stream.won[edges[1] :], np.concatenate(usual), by_block


def quality() -> Iterable[str]:
    """P1 and P2."""
    yield "| stream | model | AUC | mean of blocks | ECE | Brier |"
    yield "|---|---|---:|---:|---:|---:|"
    table: dict[tuple[str, str], tuple[float, float]] = {}
    ranked = [each.name for each in streams.streams()]
    for stream in [*streams.streams(), streams.drifting()]:
        for name, peer in peers.PEERS.items():
            said, won, usual, by_block = prequential(peer, stream)
            found = figures(said.tolist(), won.astype(bool).tolist(), usual.tolist())
            table[stream.name, name] = (found.auc, found.ece)
            told = f"{found.auc:.4f} | {np.mean(by_block):.4f} | {found.ece:.4f} | {found.brier:.4f}"
            yield f"| {stream.title} | {name} | {told} |"
    mean = {name: np.mean([table[stream, name][0] for stream in ranked]) for name in peers.PEERS}
    yield ""
    yield "Means over the first four: " + ", ".join(f"{name} {value:.4f}" for name, value in mean.items()) + "."
    boosted = [name for name in peers.PEERS if name.startswith("Hist")]
    every = [*ranked, streams.drifting().name]
    worst = max(max(table[each, name][0] for name in boosted) - table[each, "ours"][0] for each in every)
    plain = mean["ours"] - mean["naive Bayes, as Odoo"]
    binned = mean["ours"] - mean["naive Bayes, numbers in ten ranges"]
    eces = sorted(table[each, "ours"][1] for each in ranked)
    drifting = table[streams.drifting().name, "ours"][1]
    two_thirds = eces[-(-len(eces) * 2 // 3) - 1]
    yield ""
    yield from goals(
        ("P1", "mean AUC", "≥ .83", f"{mean['ours']:.4f}", mean["ours"] >= 0.83),
        ("P1", "furthest behind the better boosting on any stream", "≤ .005", f"{worst:+.4f}", worst <= 0.005),
        ("P1", "ahead of naive Bayes with ranges", "≥ .06", f"{binned:+.4f}", binned >= 0.06),
        ("P1", "ahead of naive Bayes as Odoo has it", "≥ .06", f"{plain:+.4f}", plain >= 0.06),
        (
            "P2",
            "ECE on two thirds",
            "≤ .02",
            f"{two_thirds:.4f}",
            two_thirds <= 0.02,
        ),
        ("P2", "ECE on all", "≤ .035", f"{eces[-1]:.4f}", eces[-1] <= 0.035),
        ("P2", "ECE on the bank by month, which drifts", "≤ .035", f"{drifting:.4f}", drifting <= 0.035),
    )


def goals(*rows: tuple[str, str, str, str, bool]) -> Iterable[str]:
    yield "| goal | what | wanted | measured | |"
    yield "|---|---|---:|---:|---|"
    for number, what, wanted, measured, met in rows:
        yield f"| {number} | {what} | {wanted} | {measured} | {'met' if met else '**missed**'} |"


def nothing() -> Iterable[str]:
    """P3."""
    control = streams.maven()
    said, won, usual, _ = prequential(peers.OURS, control)
    ratio = float(((said - won) ** 2).mean() / ((usual - won) ** 2).mean())
    boosted = prequential(peers.PEERS["HistGradientBoosting, rate .1"], control)
    theirs = float(((boosted[0] - won) ** 2).mean() / ((usual - won) ** 2).mean())
    rng = np.random.default_rng(3)
    table = streams.columns(control.table)
    silent, worst = 0, 0.0
    for _ in range(100):
        shuffled = rng.permutation(control.won)
        half = len(shuffled) // 2
        card = fit_scorecard({name: cells[:half] for name, cells in table.items()}, shuffled[:half])
        found = score_table(card, {name: cells[half:] for name, cells in table.items()}, reasons=0).probability
        rate = shuffled[:half].mean()
        worst = max(worst, float(((found - shuffled[half:]) ** 2).mean() / ((rate - shuffled[half:]) ** 2).mean()))
        silent += card.signal is Signal.NONE
    real = [fit_scorecard(streams.columns(each.table), each.won).signal for each in streams.streams()]
    heard = sum(signal is Signal.FOUND for signal in real)
    yield from goals(
        ("P3", "Maven: Brier to that of the base rate so far", "≤ 1.003", f"{ratio:.4f}", ratio <= 1.003),
        ("P3", "the same of HistGradientBoosting", "", f"{theirs:.4f}", True),
        ("P3", "100 shuffles: said “no signal”", "≥ 95", str(silent), silent >= 95),
        ("P3", "100 shuffles: worst Brier to that of the base rate", "", f"{worst:.4f}", True),
        ("P3", "real streams with signal found", f"{len(real)}", f"{heard}", heard == len(real)),
    )


def leaks() -> Iterable[str]:
    """P4."""
    rows = []
    for title, table, won, known in streams.raw():
        flags = {flag.column: flag for flag in find_leaks(streams.columns(table), won)}
        found = [name for name in known if name in flags]
        wanted = 6 if len(known) > 1 else len(known)
        false = sorted(flags.keys() - {*known})
        if known:
            rows.append(("P4", f"{title}: post-hoc columns flagged", f"≥ {wanted} of {len(known)}", str(len(found)),
                         len(found) >= wanted))  # fmt: skip
        told = f"{len(false)} {', '.join(false)}".strip()
        rows.append(("P4", f"{title}: others flagged", "≤ 1", told, len(false) <= 1))
    yield from goals(*rows)


def split() -> Iterable[str]:
    """P5, on several splits, because one is a matter of luck."""
    stream = streams.x_education(in_time=False)
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in (42, 1, 2, 3, 4):
        order = np.random.default_rng(seed).permutation(len(stream.won))
        cut = len(order) * 7 // 10
        known, asked = order[:cut], order[cut:]
        for name, peer in ({**peers.PEERS, "ours": peers.OURS_UNORDERED}).items():
            said = peer(stream.table.iloc[known], stream.won[known], stream.table.iloc[asked])
            each = figures(said.tolist(), stream.won[asked].astype(bool).tolist())
            found.setdefault(name, []).append((each.auc, each.ece))
    yield "| model | mean AUC of five splits | mean ECE |"
    yield "|---|---:|---:|"
    for name, pairs in found.items():
        auc, ece = np.mean(pairs, axis=0)
        yield f"| {name} | {auc:.4f} | {ece:.4f} |"
    auc, ece = np.mean(found["ours"], axis=0)
    yield ""
    yield from goals(
        ("P5", "AUC", "≥ .905", f"{auc:.4f}", auc >= 0.905), ("P5", "ECE", "≤ .02", f"{ece:.4f}", ece <= 0.02)
    )


def least(call: Callable[[], object], times: int = 5) -> float:
    """The least CPU seconds of several calls."""
    found = []
    for _ in range(times):
        started = time.process_time()
        call()
        found.append(time.process_time() - started)
    return min(found)


def speed() -> Iterable[str]:
    """P7 and P8."""
    stream = streams.made_up()
    table = streams.columns(stream.table)
    ours = least(lambda: fit_scorecard(table, stream.won))
    theirs = {rate: least(lambda rate=rate: peers.boosting(stream.table, stream.won, rate), 3) for rate in (0.1, 0.05)}
    made, encoded = peers.boosting(stream.table, stream.won, 0.1)
    ready = encoded(stream.table)
    bare = least(lambda: made.fit(ready, stream.won), 3)
    card = scorecard_from_json(scorecard_to_json(fit_scorecard(table, stream.won)))
    many = streams.columns(streams.made_up(100_000, seed=6).table)
    arrays = least(lambda: score_table(card, many, reasons=3), 3)
    texts = {name: ["" if cell is None else str(cell) for cell in cells] for name, cells in many.items()}
    from_text = least(lambda: score_table(card, texts, reasons=3), 2)
    leads = [
        dict(zip(texts, row, strict=True)) for row in zip(*(cells[:2_000] for cells in texts.values()), strict=True)
    ]
    single = least(lambda: [card.estimate(lead, 3) for lead in leads], 3) / len(leads) * 1e6
    more = {who: _memory(who) for who in ("ours", "boosting")}
    yield (
        f"Fitting 30,000 leads with 20 fields, from the table: ours {ours:.3f} s, "
        f"HistGradientBoosting {theirs[0.1]:.3f} s (rate .1), {theirs[0.05]:.3f} s (rate .05); "
        f"rate .1 from ready numbers {bare:.3f} s. "
        f"More memory while fitting: ours {more['ours']:.0f} MB, HistGradientBoosting {more['boosting']:.0f} MB."
    )
    yield ""
    yield from goals(
        ("P7", "leads/s, probability, grade, three reasons, from arrays", "≥ 300,000", f"{100_000 / arrays:,.0f}",
         arrays <= 1 / 3),
        ("P7", "the same from texts", "", f"{100_000 / from_text:,.0f}", True),
        ("P7", "one lead of texts in plain Python, µs", "≤ 50", f"{single:.1f}", single <= 50),
        ("P8", "fit, to HistGradientBoosting (rate .1)", "≤ .3 ×", f"{ours / theirs[0.1]:.2f} ×",
         ours <= 0.3 * theirs[0.1]),
        ("P8", "fit, to HistGradientBoosting (rate .05)", "≤ .3 ×", f"{ours / theirs[0.05]:.2f} ×",
         ours <= 0.3 * theirs[0.05]),
        ("P8", "more memory while fitting, MB", "≤ 40", f"{more['ours']:.0f}", more["ours"] <= 40),
    )  # fmt: skip


def _memory(who: str) -> float:
    """By how much a process grew at most while somebody fitted a table that it had made before, in MB."""
    done = subprocess.run([sys.executable, __file__, "--fit", who], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _held(name: str) -> float:
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(name))
    return int(line.split()[1]) / 1024


def _fit(who: str) -> None:
    stream = streams.made_up()
    table = streams.columns(stream.table)
    warm = streams.made_up(500)  # what is loaded on first use is no part of a fit
    fits: dict[str, Callable[[streams.Stream, dict[str, object]], object]] = {
        "ours": lambda made, columns: fit_scorecard(columns, made.won),
        "boosting": lambda made, _: peers.boosting(made.table, made.won, 0.1),
    }
    fits[who](warm, streams.columns(warm.table))
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forgets the highest mark so far
    before = _held("VmRSS")
    fits[who](stream, table)
    print(_held("VmHWM") - before)


PARTS: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
    "quality": ("As time went by", quality),
    "nothing": ("Where there is nothing", nothing),
    "leaks": ("Columns that know the outcome", leaks),
    "split": ("A random split of X Education", split),
    "speed": ("Speed and memory", speed),
}


def report(names: Iterable[str]) -> str:
    machine = (
        f"{os.cpu_count()} cores, one thread, {platform.python_implementation()} {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn"))
    )
    parts = [f"In one run on {machine}:"]
    for name in names:
        title, part = PARTS[name]
        parts.append(f"### {title}")
        parts.append("\n".join(part()))
    return "\n\n".join(parts)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", default=[], help=", ".join(PARTS))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fit", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    warnings.filterwarnings("ignore", category=UserWarning)
    if options.fit:
        _fit(options.fit)
        return
    if not streams.at_hand():
        sys.exit(f"the public lists are not at hand in {streams.DATA.name}/ beside the project")
    told = report(options.parts or PARTS)
    print(told)
    if options.write:
        marks = "<!-- figures -->", "<!-- end -->"
        before, _, rest = PAGE.read_text("utf-8").partition(marks[0])
        after = rest.partition(marks[1])[2]
        PAGE.write_text(f"{before}{marks[0]}\n\n{told}\n\n{marks[1]}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
