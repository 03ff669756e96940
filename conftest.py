"""The Python examples in the README files and the docs are tests: one namespace a document.

`<!-- skip: next -->` above a block leaves it out.
"""

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README*.md", "docs/**/*.md"],
    excludes=["docs/_build/**"],
).pytest()
