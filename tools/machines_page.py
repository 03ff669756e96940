"""Draw what the documents say about the code's own tables: machines, rules, columns, names, errors.

python tools/machines_page.py            rewrites the blocks between `<!-- generated: … -->` and `<!-- end -->`
python tools/machines_page.py --check    says which blocks differ from the code, and which are unknown or unused
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

import leadkit
from leadkit import errors
from leadkit.contrib.predict import leaks
from leadkit.kernel.diagram import markdown_table, mermaid
from leadkit.kernel.statemachine import StateMachine
from leadkit.lexicon.legal_forms import FORMS
from leadkit.machines.lead import LEAD
from leadkit.machines.lifecycle import LIFECYCLE
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.machines.quote import QUOTE
from leadkit.model import activity
from leadkit.model.conversion import OUTCOMES
from leadkit.serialization import TYPES
from leadkit.steps import conversion, merging, scoring
from leadkit.steps.analytics import DEFINITIONS
from leadkit.steps.cleansing import RULES
from leadkit.steps.dedup import Kind
from leadkit.steps.dedup.blocking import KEYS, THINGS
from leadkit.steps.dedup.levels import COMPARISONS
from leadkit.steps.dedup.stories import STORIES
from leadkit.steps.prediction import GRADES
from leadkit.tabular import labels, spellings

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(<!-- generated: ([a-z ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
# Blank lines around, because some readers of Markdown take a comment next to a table for a part of it.
MADE = "\n{}\n"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def code(value: object) -> str:
    return f"`{value}`" if str(value) else ""


def paragraph(thing: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((thing.__doc__ or "").partition("\n\n")[0].split())


def sentence(thing: object) -> str:
    """The first sentence of a docstring."""
    return re.split(r"(?<=[.!?]) ", paragraph(thing))[0]


# --- blocks


def picture(machine: StateMachine) -> str:
    return f"```mermaid\n{mermaid(machine)}```\n"


def whole_machine(machine: StateMachine) -> str:
    states = [
        (code(state), kind.value.replace("_", " "), "yes" if state in machine.final else "")
        for state, kind in machine.states.items()
    ]
    return "\n".join([picture(machine), table(("state", "type", "final"), states), markdown_table(machine)])


def stages() -> str:
    rows = [
        (code(stage.name), stage.probability, code(stage.forecast), stage.rot_days or "", ", ".join(stage.requires))
        for stage in DEFAULT_PIPELINE.stages
    ]
    return table(("stage", "probability %", "forecast", "rots after days", "requires"), rows)


def rules() -> str:
    rows = [(rule.axis, _line(rule), rule.because_zh, rule.source) for rule in scoring.DEFAULT_RULES]
    return table(("axis", "rule", "in Chinese", "source"), rows)


def _line(rule: scoring.Rule) -> str:
    free = ", ".join(scoring.FREE_MAIL)
    return code(scoring.rule_text(rule).replace(free, "…the free mailbox providers below…"))


def rule_sources() -> str:
    return table(("source", "what it stands for"), [(code(name), text) for name, text in scoring.SOURCES.items()])


def gates() -> str:
    rows = [(code(gate.condition), gate.because, gate.because_zh) for gate in scoring.DEFAULT_GATES]
    return table(("closed while", "because", "in Chinese"), rows)


def figures() -> str:
    rows = [(code(name), told.en, told.zh) for name, told in DEFINITIONS.items()]
    return table(("figure", "definition", "定义"), rows)


def thresholds() -> str:
    model = scoring.RuleScorer()
    ladders: list[tuple[str, Iterable[tuple[str, int]], str]] = [
        ("fit", model.fit, "C"),
        ("engagement", model.engagement, "3"),
        ("priority", model.bands, "low"),
        ("threshold", model.thresholds, ""),
    ]
    rows = []
    for what, ladder, lowest in ladders:
        rows += [(what, code(name), f"{low} points") for name, low in ladder]
        rows += [(what, code(lowest), "below that")] if lowest else []
    return table(("of", "name", "from"), rows)


def operators() -> str:
    return table(
        ("operator", "in a line of text", "holds if the field …"), [(code(n), f"`{w}`", m) for n, w, m in _OPERATORS]
    )


_OPERATORS = (
    ("is", "is", "equals the value"),
    ("in", "is one of", "equals one of the values"),
    ("none_in", "is none of", "is known, and equals none of the values"),
    ("contains", "contains", "has one of the words in it; Western words match whole, case and width do not count"),
    ("contains_none", "contains none of", "is known, and has none of the words in it"),
    ("starts_with", "starts with", "begins with one of the texts, in whatever case and width"),
    ("ends_with", "ends with", "ends with one of the texts"),
    ("at_least", "at least", "is a number, a day or an aware time on the same scale, and not less"),
    ("at_most", "at most", "is on the same scale, and not more"),
    ("between", "between", "lies between two values of its scale, both included"),
    ("next_days", "within the next", "is a day or time from the time of asking to so many days later"),
    ("last_days", "within the last", "is a day or time up to so many days before the time of asking"),
    ("filled", "is known", "holds something; `is unknown` for `filled` with `false`"),
)


def free_mail() -> str:
    return ", ".join(map(code, scoring.FREE_MAIL)) + "\n"


def cleansing_rules() -> str:
    return table(("rule", "what it does"), [(code(rule), text) for rule, text in RULES.items()])


def legal_forms() -> str:
    rows = [(form.name, " ".join(form.countries), ", ".join(form.spellings)) for form in FORMS]
    return table(("form", "countries", "spellings"), rows)


def columns() -> str:
    rows = [
        (code(name), "several" if name in spellings.MANY else "one", _spelled(texts))
        for name, texts in spellings.SPELLINGS.items()
    ]
    return table(("field", "holds", "headers"), rows)


def _spelled(texts: str) -> str:
    return ", ".join(text.strip() for text in texts.split("|") if text.strip())


def channels(rows: Iterable[tuple[Any, list[str]]]) -> str:
    return table(("channel", "labels"), [(code(channel), ", ".join(texts)) for channel, texts in rows])


def labelled_stages(rows: Iterable[tuple[Any, list[str]]]) -> str:
    places = [(code(status), code(stage or ""), ", ".join(texts)) for (status, stage), texts in rows]
    return table(("lead status", "opportunity stage", "labels"), places)


def leak_rules() -> str:
    rows = [
        (code(rule.name), rule.because, "left out" if rule.leave_out else "to be looked at") for rule in leaks.RULES
    ]
    return table(("rule", "the column", "it is"), rows)


def grades() -> str:
    least = [(name, f"at least {times:g} × the usual odds" if times else "less") for name, times in GRADES]
    return table(("grade", "odds"), least)


def duplicate_kinds() -> str:
    return ", ".join(map(code, Kind)) + "\n"


def duplicate_levels() -> str:
    rows = [
        (code(row.kind), code(level.name), level.means, level.found, "own" if level.rare else level.by_chance)
        for row in COMPARISONS.values()
        for level in row.levels
    ]
    return table(("compared", "level", "means", "found", "by chance"), rows)


def duplicate_stories() -> str:
    rows = [
        (code(row.name), row.means, "the same" if row.same else "two", ", ".join(map(code, sorted(row.about))))
        for row in STORIES
    ]
    return table(("story", "means", "both are", "about"), rows)


def duplicate_keys() -> str:
    named, things = (", ".join(code(key.means) for key in keys) for keys in (KEYS, THINGS))
    return f"{named}; and, where no names of persons are told, {things}\n"


def public_names() -> str:
    instances = {"LEAD": "The lead machine, as a value."}
    return table(
        ("name", "what it is"),
        [(code(name), instances.get(name) or sentence(getattr(leadkit, name))) for name in leadkit.__all__],
    )


def error_classes() -> str:
    named = vars(errors).values()
    kinds = [kind for kind in named if isinstance(kind, type) and issubclass(kind, errors.LeadkitError)]
    rows = [
        (
            code(kind.__name__),
            code(kind.code),
            ", ".join(code(base.__name__) for base in kind.__bases__),
            sentence(kind),
        )
        for kind in kinds
    ]
    return table(("class", "code", "is a", "when"), rows)


def survivorship(rows: tuple[merging.Row, ...]) -> str:
    told = [
        (code(row.name), ", ".join(map(code, row.fields)), code(row.rule), row.because, ", ".join(_other_rules(row)))
        for row in rows
    ]
    return table(("row", "fields", "default rule", "because", "other rules that fit"), told)


def _other_rules(row: merging.Row) -> list[str]:
    return [code(rule) for rule in merging.Rule if rule is not row.rule and merging.fits(rule, row)]


def conversion_map() -> str:
    rows = [(code(row.name), code(row.target), row.because) for row in conversion.DEFAULT_MAP]
    return table(("field of the lead", "goes to", "because"), rows)


def _named(meanings: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(code(name), text) for name, text in meanings.items()]


def json_types() -> str:
    return ", ".join(map(code, sorted(TYPES))) + "\n"


def activity_kinds() -> str:
    rows = [
        (
            code(name),
            "yes" if detail.is_contact else "",
            ", ".join(map(_field, attrs.fields(detail))),
            paragraph(detail) if detail.__dict__.get("__doc__") else "",
        )
        for name, detail in activity.DETAILS.items()
    ]
    return table(("kind", "is contact", "fields", "meaning"), rows)


def _field(field: "attrs.Attribute[Any]") -> str:
    return code(field.name) if field.default is not attrs.NOTHING else f"{code(field.name)} (needed)"


def layers() -> list[str]:
    """The rings, outermost first, as import-linter enforces them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    found: list[str] = next(contract["layers"] for contract in contracts if contract["id"] == "rings")
    return found


def rings() -> str:
    rows = [
        (code(layer), " ".join(sentence(import_module(f"leadkit.{name.strip()}")) for name in layer.split("|")))
        for layer in layers()
    ]
    return "\n".join(["```text", *layers(), "```", "", table(("ring", "in its own words"), rows)])


def example_run() -> str:
    """What a person sees of the main job, with lines as long as a terminal's."""
    command = ["run", str(ROOT / "examples" / "leads.csv"), "--out", "leadkit-out"]
    plain = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "leadkit.cli.main", *command],
            cwd=folder,
            env={**plain, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(["```text", *lines, "```", ""])


MACHINES = {"lead": LEAD, "opportunity": DEFAULT_PIPELINE.machine, "quote": QUOTE, "lifecycle": LIFECYCLE}

BLOCKS: Mapping[str, Callable[[], str]] = {
    "picture lead": partial(picture, LEAD),
    **{f"machine {name}": partial(whole_machine, machine) for name, machine in MACHINES.items()},
    "stages": stages,
    "scoring rules": rules,
    "scoring sources": rule_sources,
    "scoring gates": gates,
    "figures": figures,
    "scoring thresholds": thresholds,
    "scoring operators": operators,
    "free mail": free_mail,
    "cleansing rules": cleansing_rules,
    "legal forms": legal_forms,
    "columns": columns,
    "columns kept": lambda: _spelled(spellings.KEPT) + "\n",
    "columns counted": lambda: _spelled(spellings.COUNTERS) + "\n",
    "channels": lambda: channels(labels._CHANNELS),
    "channel phrases": lambda: channels(labels._CHANNEL_PHRASES),
    "stage labels": lambda: labelled_stages(labels._STAGES),
    "stage phrases": lambda: labelled_stages(labels._STAGE_PHRASES),
    "leak rules": leak_rules,
    "grades": grades,
    "duplicate kinds": duplicate_kinds,
    "duplicate levels": duplicate_levels,
    "duplicate stories": duplicate_stories,
    "duplicate keys": duplicate_keys,
    "survivorship leads": partial(survivorship, merging.LEAD_ROWS),
    "survivorship contacts": partial(survivorship, merging.CONTACT_ROWS),
    "survivorship customers": partial(survivorship, merging.CUSTOMER_ROWS),
    "conversion map": conversion_map,
    "conversion rules": lambda: table(("rule", "what it does"), _named(conversion.RULES)),
    "conversion outcomes": lambda: table(("outcome", "what it means"), _named(OUTCOMES)),
    "public names": public_names,
    "error classes": error_classes,
    "json types": json_types,
    "activity kinds": activity_kinds,
    "rings": rings,
    "example run": cache(example_run),
}


class Fault(StrEnum):
    STALE = "is not what the code says; run python tools/machines_page.py"
    UNKNOWN = "is a block nobody makes"
    UNUSED = "stands in no document"


def documents(root: Path = ROOT) -> list[Path]:
    return [*sorted(root.glob("README*.md")), *sorted((root / "docs").rglob("*.md"))]


def rewritten(text: str, blocks: Mapping[str, Callable[[], str]] = BLOCKS) -> str:
    """The text with every block we know as the code says it."""

    def block(found: re.Match[str]) -> str:
        opening, name, held, end = found.groups()
        return f"{opening}{MADE.format(blocks[name]()) if name in blocks else held}{end}"

    return BLOCK.sub(block, text)


def faults(texts: Mapping[str, str], blocks: Mapping[str, Callable[[], str]] = BLOCKS) -> list[str]:
    """What is wrong in these documents (by name): one line a fault."""
    found = [
        f"{document}: {name} {Fault.UNKNOWN if name not in blocks else Fault.STALE}"
        for document, text in texts.items()
        for _, name, held, _ in BLOCK.findall(text)
        if name not in blocks or held != MADE.format(blocks[name]())
    ]
    used = {name for text in texts.values() for _, name, _, _ in BLOCK.findall(text)}
    return [*found, *(f"{name} {Fault.UNUSED}" for name in blocks if name not in used)]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    paths = documents(root)
    if "--check" not in arguments:
        for path in paths:
            text = path.read_text("utf-8")
            if (made := rewritten(text)) != text:
                path.write_text(made, "utf-8", newline="\n")
                print(f"wrote {path.relative_to(root)}")
    wrong = faults({path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths})
    print("\n".join(wrong) or f"{len(BLOCKS)} blocks are what the code says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
