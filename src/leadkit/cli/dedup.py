"""`leadkit dedup`: which rows of a file are the same person or thing, and why."""

import argparse
import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.cli.dedup_fields import guess_fields, read_fields
from leadkit.cli.reading import read_table
from leadkit.cli.telling import tell_json
from leadkit.errors import Problem, UnusableInput
from leadkit.steps.dedup.wording import in_chinese

if TYPE_CHECKING:
    from leadkit.contrib.dedup import Found
    from leadkit.steps.dedup import Reason

__all__ = ["add_dedup", "figures"]

DONE = 0


def add_dedup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Teach the parser `dedup`."""
    parser = commands.add_parser("dedup", help="find the duplicates in any CSV or XLSX file, and say why")
    parser.set_defaults(command=_dedup)
    parser.add_argument("file", type=Path, metavar="FILE", help="people, companies, or anything else, as CSV or XLSX")
    parser.add_argument("--out", type=Path, default=Path("clusters.csv"), metavar="FILE", help="clusters.csv")
    parser.add_argument("--fields", type=Path, metavar="FILE", help='TOML: Column = "kind"; guessed when not given')
    parser.add_argument("--truth", metavar="COLUMN", help="who a row is; only counted against, never looked at")
    parser.add_argument(
        "--links", metavar="COLUMN", help="which list a row is from; only rows of different lists match"
    )
    parser.add_argument("--encoding", help="of the file; found out when not given")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="of the reasons (en)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")


def _dedup(options: argparse.Namespace) -> int:
    from leadkit.contrib.dedup import find_duplicates
    from leadkit.contrib.zh import Chinese

    _spare(options.out, filter(None, (options.file, options.fields)))
    table, encoding = read_table(options.file, options.encoding)
    for name in filter(None, (options.truth, options.links)):
        if name not in table.header:
            raise UnusableInput(
                [Problem("unknown_header", name, f"no such column; there are {', '.join(table.header)}")]
            )
    fields = (
        read_fields(options.fields, table.header)
        if options.fields
        else guess_fields(
            [name if name != options.links else "" for name in table.header], table.sample(), options.truth
        )
    )
    fields = tuple(each for each in fields if each.name not in (options.truth, options.links))
    rows = list(table.rows)
    blank = ("",) * len(table.header)
    cells = {name: [(row.cells or blank)[at] for row in rows] for at, name in enumerate(table.header)}
    found = find_duplicates(
        {each.name: cells[each.name] for each in fields} if fields else {},
        fields,
        chinese=Chinese(),
        workers=os.cpu_count() or 1,
        sides=_numbers(cells[options.links]) if options.links else None,
    )
    _write(options.out, found, cells, in_chinese if options.lang == "zh" else str)
    told: dict[str, Any] = {
        "rows": len(rows),
        "encoding": encoding,
        "rows_unreadable": sum(1 for row in rows if row.problem),
        "clusters": len(found.clusters),
        "rows_with_duplicates": sum(len(group) for group in found.clusters if len(group) > 1),
        "largest_cluster": max(map(len, found.clusters), default=0),
        "pairs_to_review": sum(1 for *_, bits in found.pairs if not _sure(bits)),
        "pairs_compared": found.compared,
        "blocks_left_out": sum(each.blocks_left_out for each in found.blocked),
        "fields": {each.name: each.kind.value for each in fields},
        "out": str(options.out),
    }
    if options.truth:
        told |= figures(found.clusters, cells[options.truth])
    tell_json(told) if options.json else _tell(told)
    return DONE


def _spare(out: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write over what was read."""
    if out.resolve() in {path.resolve() for path in inputs}:
        raise UnusableInput([Problem("would_overwrite", "out", f"writing {out} would replace what was read")])


def _numbers(values: Iterable[str]) -> list[int]:
    seen: dict[str, int] = {}
    return [seen.setdefault(value, len(seen)) for value in values]


def _sure(bits: float) -> bool:
    from leadkit.steps.dedup.weighing import DUPLICATE

    return bits >= DUPLICATE


def _write(path: Path, found: "Found", cells: dict[str, list[str]], told: Callable[[str], str]) -> None:
    """One line a row, in the order of the file: its cluster, how sure that is, and why: its strongest link."""
    cluster = {row: number for number, group in enumerate(found.clusters, 1) for row in group}
    links: dict[int, tuple[float, int]] = {}
    for low, high, bits in found.pairs:
        # A row that is alone shows what it may be a duplicate of; one in a cluster, what holds it there.
        for row, other in ((low, high), (high, low)):
            alone = len(found.clusters[cluster[row] - 1]) == 1
            if alone or cluster[row] == cluster[other]:
                links[row] = max(links.get(row, (float("-inf"), -1)), (bits, other))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("row", "cluster", "score", "reasons"))
        names = [each.name for each in found.model.plan.fields]
        columns = {name: cells[name] for name in names}
        for row in range(len(cluster)):
            score, because = "", ""
            if row in links:
                bits, other = links[row]
                weighed = found.explain(columns, min(row, other), max(row, other))
                score, because = f"{weighed.probability:.4f}", f"row {other + 1}: {_because(weighed.reasons, told)}"
            lines.writerow((row + 1, cluster[row], score, because))


def _because(reasons: Sequence["Reason"], told: Callable[[str], str]) -> str:
    strongest = sorted(reasons, key=lambda reason: -abs(reason.bits))
    return "; ".join(f"{told(reason.means)} {reason.bits:+.1f}" for reason in strongest)


def figures(clusters: Iterable[Sequence[int]], truth: Sequence[str]) -> dict[str, float]:
    """Pairwise precision, recall and F1. A row without an answer is nobody's duplicate."""
    who = [text.strip() or f"\0{row}" for row, text in enumerate(truth)]
    label = {row: number for number, group in enumerate(clusters) for row in group}
    both = _pairs(Counter((label[row], who[row]) for row in label).values())
    found, there = _pairs(Counter(label.values()).values()), _pairs(Counter(who).values())
    precision, recall = both / found if found else 1.0, both / there if there else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _tell(told: Mapping[str, Any]) -> None:
    fields = told["fields"]
    print("compared: " + ", ".join(f"{name} ({kind})" for name, kind in fields.items()))
    print(
        f"{told['rows']:,} rows are {told['clusters']:,} different ones; "
        f"{told['rows_with_duplicates']:,} rows have duplicates"
    )
    print(
        f"{told['pairs_to_review']:,} pairs are worth a look; the largest cluster has {told['largest_cluster']:,} rows"
    )
    if told["rows_unreadable"]:
        print(f"{told['rows_unreadable']:,} rows could not be read; each is nobody's duplicate")
    if told["blocks_left_out"]:
        print(f"{told['blocks_left_out']:,} values that too many rows share were not followed")
    if "f1" in told:
        print(f"precision {told['precision']:.4f}  recall {told['recall']:.4f}  F1 {told['f1']:.4f}")
    print(f"written: {told['out']}")
