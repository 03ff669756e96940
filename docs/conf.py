"""Sphinx builds the docs from Markdown; nothing is fetched from the network."""

from importlib import metadata
from typing import Any

from pygments.lexers.special import TextLexer

project = "leadkit"
author = "The leadkit authors"
copyright = author  # Sphinx wants this name
release = metadata.version("leadkit")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"leadkit {release}"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings write `name` as Markdown does.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_mock_imports = ["sklearn"]  # an extra that no document needs to be built
autodoc_typehints_format = "short"


def setup(app: Any) -> None:
    # Machine pictures are Mermaid blocks: hosts such as GitHub draw them, here they stand as text.
    app.add_lexer("mermaid", TextLexer)
