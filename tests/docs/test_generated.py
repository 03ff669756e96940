"""The documents agree with the code: generated blocks, options, outputs, keys, modules and links."""

import importlib.util
import re
from pathlib import Path

import attrs
import pytest

from leadkit.cli import main, outputs, playbook_file, summary
from leadkit.machines.opportunity import Stage
from leadkit.steps.scoring import BotFilter, Gate, Rule, RuleScorer

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *(p for p in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in p.parts)]

_spec = importlib.util.spec_from_file_location("machines_page", ROOT / "tools" / "machines_page.py")
tool = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tool)


def reference(name):
    return (ROOT / "docs" / "reference" / f"{name}.md").read_text("utf-8")


# --- the tool

TEXT = "before\n<!-- generated: greeting -->\n\nold\n\n<!-- end -->\nafter\n"
MAKERS = {"greeting": lambda: "hello\n"}


@pytest.mark.once
def test_every_generated_block_is_what_the_code_says():
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in tool.documents()}
    assert tool.faults(texts) == []


def test_writing_replaces_the_block_and_nothing_else():
    assert tool.rewritten(TEXT, MAKERS) == TEXT.replace("old", "hello")
    assert tool.faults({"page": tool.rewritten(TEXT, MAKERS)}, MAKERS) == []


@pytest.mark.parametrize(
    ("texts", "makers", "fault"),
    [
        ({"page": TEXT}, MAKERS, tool.Fault.STALE),
        ({"page": TEXT}, {}, tool.Fault.UNKNOWN),
        ({"page": "nothing"}, MAKERS, tool.Fault.UNUSED),
    ],
)
def test_the_check_says_what_is_wrong(texts, makers, fault):
    (found,) = tool.faults(texts, makers)
    assert found.endswith(fault)


def test_a_bar_in_a_cell_does_not_end_it():
    assert tool.table(("a", "b"), [("x | y", 1)]).splitlines()[-1] == "| x \\| y | 1 |"


# --- pages written by hand


def test_the_command_line_page_has_every_option_and_command():
    page, options = reference("command-line"), set()
    for command in main._parser()._subparsers._group_actions[0].choices.values():
        options |= {option for action in command._actions for option in action.option_strings}
    assert [option for option in options - {"-h", "--help"} if f"`{option}" not in page] == []
    assert [name for name in main.MACHINES if f"`{name}`" not in page] == []


def test_the_command_line_page_has_every_output_column_and_key(tmp_path):
    page = reference("command-line")
    paths = outputs.write_outputs(tmp_path, [], [], [])
    headers = {
        column
        for path in paths.values()
        if path.suffix == ".csv"
        for column in path.read_text("utf-8-sig").strip().split(",")
    }
    wanted = {*paths, *(path.name for path in paths.values()), *headers, "leads.db", "report.html"}
    wanted |= {field.name for field in attrs.fields(summary.Summary)}
    assert [name for name in wanted if f"`{name}`" not in page] == []


def test_the_playbook_file_page_has_every_table_and_key():
    page = reference("playbook-file")
    tables = attrs.fields(playbook_file._File)
    assert [table.name for table in tables if f"[{table.name}]" not in page and f"[{table.name}." not in page] == []
    keys = {
        field.name
        for table in (
            *(table.type for table in tables if attrs.has(table.type)),
            Rule,
            Gate,
            BotFilter,
            RuleScorer,
            playbook_file.Team,
            playbook_file.TeamRule,
            Stage,
        )
        for field in attrs.fields(table)
    }
    assert [key for key in keys if f"`{key}`" not in page and f".{key}]" not in page] == []


def test_the_example_playbook_is_one_that_the_command_takes():
    playbook = playbook_file.load_playbook(ROOT / "examples" / "playbook.toml")
    assert playbook.lead_machine.labels
    assert len(playbook.pipelines) == 2


def test_the_architecture_page_names_every_part_of_the_package():
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    parts = {
        path.name if path.is_file() else f"{path.name}/"
        for path in (ROOT / "src" / "leadkit").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert [part for part in parts if f"  {part} " not in page] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(path):
    links = re.findall(
        r"\]\((?!https?://|#)([^)#]+)", re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    )
    assert [link for link in links if not (path.parent / link).exists()] == []
