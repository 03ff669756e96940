"""Every code that a host can meet stands on the errors page, and no other."""

import ast
import re
from pathlib import Path

from leadkit import errors
from leadkit.tabular import delimited

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for path in (ROOT / "src" / "leadkit").rglob("*.py") if "testing" not in path.parts)
PAGE = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")


MAKERS = ("Problem", "_unusable", "_wrong")


def called(tree):
    """The codes in calls like `Problem("code", …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS and node.args:
            yield node.args[0]


def answered(tree):
    """The codes that the check of a field answers: pairs of code and message."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Tuple)
            and len(node.elts) == 2
            and isinstance(node.elts[1], ast.Constant | ast.JoinedStr)
        ):
            yield node.elts[0]


def codes():
    """Every code of a problem: literal ones, and those that stand in tables and checks."""
    nodes = []
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        nodes += called(tree)
        if path.name == "record.py" or path.parent.name == "model":
            nodes += answered(tree)
    found = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    found |= set(delimited._MESSAGES)
    return {code for code in found if re.fullmatch("[a-z_]+", code)}


def rows(text):
    """The code in the first cell of each row, and the row."""
    return {match[1]: match[0] for match in re.finditer(r"^\| `([a-z_]+)` \|.*$", text, re.MULTILINE)}


def test_every_code_in_the_source_has_a_row():
    assert codes() - rows(PAGE).keys() == set()


def test_every_row_has_a_code_in_the_source():
    classes = {getattr(errors, name).code for name in errors.__all__ if name != "Problem"}
    assert rows(PAGE).keys() - codes() - classes == set()


def test_every_row_says_what_it_means():
    assert [code for code, row in rows(PAGE).items() if len(row.strip("| ").rpartition("|")[2].strip()) < 10] == []
