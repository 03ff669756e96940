"""Run every benchmark and write the page of figures.

python benchmarks/page.py              writes docs/explanation/benchmarks.md
python benchmarks/page.py NAME.py …    measures these anew and keeps the other sections; options go to each of them:
python benchmarks/page.py cleansing.py --rows 1000000
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "explanation" / "benchmarks.md"

INTRODUCTION = """# Benchmarks

Every figure on this page was printed by the scripts in `benchmarks/`, on {machine}. What counts is the
ratio to the peer in the same run: seconds differ from machine to machine. `python benchmarks/page.py` writes the page
anew; it needs the dependency groups `bench` and `tests` and the extra `cli`.
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
    "cleansing.py": """## Cleansing

All fields of a lead beside the time that phonenumbers and email-validator alone need for its phone and e-mail fields,
in the same process. Ordinary values are plain addresses and numbers in the usual spellings of their countries; of the
arbitrary ones every second e-mail, phone and name is written in some other way, or wrong. The goals: at most 1.3 times
their time on arbitrary values, and with the fast paths three times faster than they on ordinary ones.
""",
    "bulk_capture.py": """## Capture in bulk

100,000 leads through the whole path into a database, 500 a transaction, beside SQLAlchemy Core that inserts the very
same finished rows bare. The goal is three times its time. It is not reached on PostgreSQL: to decide takes about 0.3 ms
a lead in Python wherever it is stored, and the bare rows take a third of that there, as the server has its own core.
""",
    "many_leads.py": """## A million leads

An import of 100,000 leads into SQLite from a generator: what the process holds at most. It does not grow with the
file; the limit is 400 MB for a million rows. The database then copies its rows until it holds a million leads. Then one
capture at a time, with its duplicate lookup and its commit, on that store and on one of 1,000 leads. The goal is at
most 3 times the median and 6 times the 99th percentile: the cost must not grow with the table.
""",
    "business_time.py": """## Business time

A month of work time, added and measured, in an office with a lunch break and a change of clocks: beside the package
businesstimedelta and beside a walk by minutes. All three give the same answers. The goal is 50 µs.
""",
    "follow_up.py": """## What is due among a million leads

Every open lead asked what is due or at risk, one after the other as they stream past, with work time: in one process,
and in two. The goals are 100,000 leads a second on two cores and less than 400 MB; a store has to read them first.
""",
    "follow_up_stored.py": """## What is due among the leads of a database

The same leads in a SQLite file, asked through the desk, a page of 500 at a time: two questions to the database a page,
one for the leads and one for their planned steps. What stands in the way is neither the database nor the asking: nearly
all of the time goes into making a checked noun of each stored text, field by field.
""",
    "import_cost.py": """## Importing

`import leadkit` loads nothing; the first name that is asked for loads what it needs: attrs and the standard library,
and the card packages (phonenumbers, email-validator, pendulum, cattrs) not before the first value that needs them.
""",
}


def main(names: list[str], options: list[str]) -> None:
    machine = (
        f"{os.cpu_count()} cores, {platform.python_implementation()} {platform.python_version()}, {platform.system()}"
    )
    known = PAGE.read_text(encoding="utf-8") if names and PAGE.exists() else ""
    parts = [INTRODUCTION.format(machine=machine)]
    for script, text in SECTIONS.items():
        if not known or script in names:
            figures = printed(script, options)
        else:
            _, _, rest = known.partition(text)
            figures = rest.partition("\n## ")[0].strip("\n") + "\n" if rest else "Not measured yet.\n"
        parts.append(f"{text}\n{figures}")
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def printed(script: str, options: list[str]) -> str:
    paths = os.pathsep.join([str(HERE.parent / "tools"), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, HERE / script, *options],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    print(done.stdout, flush=True)
    return done.stdout


if __name__ == "__main__":
    first = next((at for at, text in enumerate(sys.argv) if text.startswith("--")), len(sys.argv))
    main(sys.argv[1:first], sys.argv[first:])
