"""House rules that no linter knows. Clocks, ids and dice outside runtime.py are ruff's business (TID251)."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [path for tree in ("src", "tests") for path in sorted((ROOT / tree).rglob("*.py"))]
NAMELESS = {"base", "common", "helper", "helpers", "misc", "util", "utils"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_has_a_name(path):
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 400, "split it along a seam that has a name"
    assert not {part.strip("_") for part in path.relative_to(ROOT).with_suffix("").parts} & NAMELESS
