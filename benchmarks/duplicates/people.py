"""Make lists of leads in which we know who is who: as dirty as real ones, as full of people who only look alike.

python benchmarks/duplicates/people.py ROWS FILE.csv [--seed 4] [--full-name] [--check]

FILE.csv has the columns of an export, and at the end `person`: who it is. FILE.truth.csv says of every row where the
person belongs (a company, a household), the undamaged name, and what befell the row. Rows come as a stream, in the
order of their creation; the same seed gives the same bytes. --check prints how often what happened. Who there is, is in
world.py; what is written down about them, in rows.py; the words in words.py; ways to spoil a value in noise.py. How
often something happens stands at the top of people.py, world.py and rows.py.
"""

import argparse
import csv
import heapq
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from rows import COLUMNS, record
from world import Person, World, drawn, table

#: How many further rows a person gets. A fifth of all rows repeat a person; every sixteenth comes three to five times.
FURTHER = ((0, 0.800), (1, 0.140), (2, 0.037), (3, 0.014), (4, 0.009))
#: The first row; the last is five years younger.
START, MINUTES = datetime(2021, 1, 4, 8), 2_600_000
T_FURTHER = table(FURTHER)


def leads(rows: int, seed: int = 4) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each row and its truth, in the order of creation."""
    world, chance, number = World(rows, seed), Random(seed), 0
    waiting: list[tuple[int, int, int]] = []  # position, person, turn
    for position in range(rows):
        if waiting and waiting[0][0] <= position:
            _, who, turn = heapq.heappop(waiting)
        else:
            who, turn, number = number, 0, number + 1
            at = position
            for further in range(drawn(chance, T_FURTHER)):
                at += 1 + int(chance.expovariate(9 / rows))
                heapq.heappush(waiting, (at, who, further + 1))
        person = world.person(who)
        cells, kinds, group = record(world, person, turn)
        cells |= {
            "id": f"L{position + 1:07}",
            "created": f"{START + timedelta(minutes=MINUTES * position // rows):%Y-%m-%d %H:%M}",
        }
        yield (
            cells,
            {
                "row": str(position + 1),
                "person": f"P{who}",
                "group": group,
                "name": true_name(person),
                "kinds": " ".join(sorted(kinds)),
            },
        )


def true_name(person: Person) -> str:
    if person.language == "zh":
        return "".join((person.family.simple, *(each.simple for each in person.given)))
    return f"{person.given[0]} {person.family}"


def full_name(first: str, last: str) -> str:
    """Both in one cell, as the script wants it."""
    return (
        last + first if not f"{first}{last}".isascii() and ord((last or first)[0]) > 0x2E80 else f"{first} {last}"
    ).strip()


def write(rows: int, path: Path, seed: int = 4, *, one_name: bool = False) -> Path:
    """The list and, beside it, FILE.truth.csv."""
    columns = [*COLUMNS, "person"]
    if one_name:
        columns[1:3] = ["full_name"]
    with (
        path.open("w", encoding="utf-8", newline="") as out,
        path.with_suffix(".truth.csv").open("w", encoding="utf-8", newline="") as told,
    ):
        file = csv.DictWriter(out, columns, extrasaction="ignore")
        truths = csv.DictWriter(told, ("row", "person", "group", "name", "kinds"))
        file.writeheader()
        truths.writeheader()
        for cells, truth in leads(rows, seed):
            if one_name:
                cells["full_name"] = full_name(cells["first_name"], cells["last_name"])
            file.writerow(cells | {"person": truth["person"]})
            truths.writerow(truth)
    return path


def check(rows: int, seed: int) -> None:
    """Print how often what happened, to hold against the rates above."""
    persons, groups, named, kinds, filled = Counter(), {}, {}, Counter(), Counter()
    for cells, truth in leads(rows, seed):
        persons[truth["person"]] += 1
        groups.setdefault(truth["group"], set()).add(truth["person"])
        named.setdefault((truth["name"], cells["city"]), set()).add(truth["person"])
        kinds.update(truth["kinds"].split())
        filled.update(column for column, text in cells.items() if text)
    sizes = {
        what: sorted((len(group) for name, group in groups.items() if name.startswith(what)), reverse=True)
        for what in ("company", "household")
    }
    times, families = Counter(persons.values()), sum(size > 1 for size in sizes["household"])
    namesakes = sum(len(each) for (_, city), each in named.items() if city and len(each) > 1)
    again = 1 - len(persons) / rows
    print(f"{rows:,} rows, {len(persons):,} persons; {again:.1%} of the rows repeat an earlier person")
    print("records a person:", ", ".join(f"{count}: {times[count]:,}" for count in sorted(times)))
    print(
        f"companies: {len(sizes['company']):,}, largest {sizes['company'][:5]}; households with several: {families:,}"
    )
    print(f"persons who share name and city with another: {namesakes:,}")
    print("filled:", ", ".join(f"{column} {count / rows:.0%}" for column, count in filled.items()))
    print("befell:", ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--full-name", action="store_true", help="one column for the name")
    parser.add_argument("--check", action="store_true", help="print the rates")
    options = parser.parse_args(arguments)
    if options.file:
        write(options.rows, options.file, options.seed, one_name=options.full_name)
    if options.check or not options.file:
        check(options.rows, options.seed)


if __name__ == "__main__":
    main(sys.argv[1:])
