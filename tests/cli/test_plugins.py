"""Scorers by name: an entry point is loaded when a file names it, never before, and its faults are told."""

import sys
from importlib import metadata

import pytest

from leadkit.cli import plugins
from leadkit.cli.playbook_file import load_playbook
from leadkit.errors import InvalidPlaybook


@pytest.fixture
def offered(monkeypatch, tmp_path):
    """A package that offers scorers, and whether it was imported."""
    (tmp_path / "offering.py").write_text(
        "class Own:\n    def score(self, lead, activities, at):\n        return 'mine'\n"
        "ready = Own()\nnothing = 5\ndef fails():\n    raise SystemExit\nclass Fails:\n    def __init__(self):\n"
        "        raise ValueError\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [
        metadata.EntryPoint(name, f"offering:{what}", plugins.SCORERS)
        for name, what in (
            ("own", "Own"), ("ready", "ready"), ("nothing", "nothing"), ("fails", "Fails"), ("gone", "gone"),
            ("twice", "Own"), ("twice", "ready"),
        )
    ]  # fmt: skip
    monkeypatch.setattr(plugins, "entry_points", lambda group: points if group == plugins.SCORERS else [])
    yield lambda: "offering" in sys.modules
    sys.modules.pop("offering", None)


def loaded(tmp_path, name):
    file = tmp_path / "playbook.toml"
    file.write_text(f"[scoring]\nplugin = {name}\n", encoding="utf-8")
    return load_playbook(file)


@pytest.mark.parametrize("name", ["own", "ready"])
def test_an_object_or_a_class_is_loaded_when_it_is_named(offered, tmp_path, name):
    load_playbook(_empty(tmp_path))
    assert not offered()
    assert type(loaded(tmp_path, f'"{name}"').scorer).__name__ == "Own"
    assert offered()


def _empty(tmp_path):
    file = tmp_path / "empty.toml"
    file.write_text("", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ('"nobody"', "unknown_plugin"),
        ('"twice"', "unknown_plugin"),
        ('"nothing"', "not_a_plug_in"),
        ('"fails"', "broken_plugin"),
        ('"gone"', "broken_plugin"),
        ("5", "wrong_type"),
        ('"own"\nrules = []', "unknown_field"),
    ],
)
def test_what_cannot_be_loaded_is_named(offered, tmp_path, name, code):
    with pytest.raises(InvalidPlaybook) as caught:
        loaded(tmp_path, name)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].field in ("scoring.plugin", "scoring.rules")
