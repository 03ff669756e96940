"""The public surface, name by name, against public_surface.txt: a change of it is a line in a diff that somebody reads.

LEADKIT_WRITE_SURFACE=1 pytest tests/architecture/test_public_surface.py    writes the file anew
"""

import enum
import importlib
import inspect
import os
import re
from pathlib import Path

import attrs
import pytest

SNAPSHOT = Path(__file__).with_name("public_surface.txt")
MODULES = ("leadkit", "leadkit.aio", "leadkit.testing")


def surface(module):
    """One line a name, and below a class one line a public attribute."""
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value):
            yield f"{module.__name__}.{name}{'' if issubclass(value, enum.Enum) else signature(value)}"
            yield from sorted(f"    .{line}" for line in attributes(value))
        elif callable(value):
            yield f"{module.__name__}.{name}{signature(value)}"
        else:
            yield f"{module.__name__}.{name}: {type(value).__name__}"


def attributes(cls):
    """Public attributes that our own classes define; the fields of a noun stand in its signature already."""
    ours = [base for base in cls.__mro__ if base.__module__.partition(".")[0] == "leadkit"]
    fields = {field.name for field in attrs.fields(cls)} if attrs.has(cls) else set()
    for name in {name for base in ours for name in vars(base) if not name.startswith("_")} - fields:
        value = getattr(cls, name)
        if isinstance(value, enum.Enum):
            yield f"{name} = {value.value!r}"
        elif isinstance(value, str | int):
            yield f"{name} = {value!r}"
        else:
            yield f"{name}{signature(value) if callable(value) else ''}"


def signature(function):
    """The signature with short type names, and without what differs from run to run or from Python to Python."""
    try:
        found = inspect.signature(function)
    except ValueError:  # built in
        return "(…)"
    parameters = [
        parameter.replace(default=... if len(repr(parameter.default)) > 40 else parameter.default)
        for parameter in found.parameters.values()
    ]
    text = str(found.replace(parameters=parameters))
    return re.sub(r"\b(?:[A-Za-z_]\w*\.)+(?=\w)", "", re.sub(r" at 0x[0-9a-f]+", "", text))


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_is_listed_once_exists_and_is_documented(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert len(module.__all__) == len(set(module.__all__))  # that it is sorted is ruff's business (RUF022)
    for public in module.__all__:
        value = getattr(module, public)
        if inspect.isclass(value) or inspect.isroutine(value):
            assert vars(value).get("__doc__") if inspect.isclass(value) else value.__doc__, f"{public} has no docstring"


def test_the_public_surface_is_the_reviewed_one():
    lines = [line for name in MODULES for line in surface(importlib.import_module(name))]
    text = "\n".join(lines) + "\n"
    if os.environ.get("LEADKIT_WRITE_SURFACE"):
        SNAPSHOT.write_text(text, "utf-8", newline="\n")
    assert text == SNAPSHOT.read_text("utf-8"), "meant? then run with LEADKIT_WRITE_SURFACE=1 and look at the diff"
