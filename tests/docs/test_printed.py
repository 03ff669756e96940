"""What the documents say that an example prints is what it prints.

`<!-- prints -->` above a text block makes it the output of all Python since the last such block.
"""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(^|<!-- [\w: ]+ -->\n)```(python|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MARK, SKIP = "<!-- prints -->\n", "<!-- skip: next -->\n"
# The README files have no frozen clock: the first example is too short for one.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
DOCUMENTS = [
    path
    for path in (*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md")))
    if "_build" not in path.parts and MARK in path.read_text("utf-8")
]


def outputs(text):
    """(claimed, printed) of each marked block; the Python blocks share one namespace."""
    namespace, printed = {"__name__": "document"}, io.StringIO()
    for mark, kind, body in BLOCK.findall(text):
        if kind == "python" and mark != SKIP:
            with contextlib.redirect_stdout(printed):
                exec(compile(body, "document", "exec"), namespace)  # noqa: S102 - the documents are ours
        elif kind == "text" and mark == MARK:
            yield body, printed.getvalue()
            printed = io.StringIO()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_print_what_the_document_says(path):
    for claimed, printed in outputs(path.read_text("utf-8")):
        assert MOMENT.sub("TIME", claimed) == MOMENT.sub("TIME", printed)
