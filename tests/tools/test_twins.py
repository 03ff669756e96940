"""The twins tool on small sources: what it derives, and everything that its check must notice."""

import importlib.util
import re
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "twins.py"
_spec = importlib.util.spec_from_file_location("twins", TOOL)
twins = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(twins)

ASYNC = '''\
"""Save a lead."""

from collections.abc import AsyncIterator
from typing import Self

from leadkit import Channel
from leadkit.aio import LeadDesk
from leadkit.repositories._async import AsyncStore


class AsyncWork:
    """One asynchronous unit of work."""

    async def __aenter__(self) -> Self:
        return self

    async def each(self, store: AsyncStore) -> AsyncIterator[Channel]:
        async with store.begin() as work:
            async for lead in work.leads.all():
                yield await self.channel_of_this_quite_long_name(lead, work, fallback=Channel.OTHER, desk=LeadDesk, n=1)
'''

SYNC = '''\
# Derived from src/leadkit/flows/_async/save.py by tools/twins.py; edit that file.
"""Save a lead."""

from collections.abc import Iterator
from typing import Self

from leadkit import Channel, LeadDesk
from leadkit.repositories._sync import Store


class Work:
    """One synchronous unit of work."""

    def __enter__(self) -> Self:
        return self

    def each(self, store: Store) -> Iterator[Channel]:
        with store.begin() as work:
            for lead in work.leads.all():
                yield self.channel_of_this_quite_long_name(lead, work, fallback=Channel.OTHER, desk=LeadDesk, n=1)
'''

# The sample needs these; that a rule is needed by some source is what the last test here is about.
RULES = tuple(rule for rule in twins.RULES if re.search(rule[0], ASYNC))

SOURCE = Path("src/leadkit/flows/_async/save.py")
TWIN = Path("src/leadkit/flows/_sync/save.py")


@pytest.fixture
def checkout(tmp_path):
    """A checkout with one source and its fresh twin."""
    for tree in ("src", "tests"):
        (tmp_path / tree).mkdir()
    write(tmp_path / SOURCE, ASYNC)
    assert twins.main([], tmp_path, RULES) == 0
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_the_twin_is_the_source_without_waiting(checkout):
    assert (checkout / TWIN).read_text("utf-8") == SYNC
    assert twins.main(["--check"], checkout, RULES) == 0


@pytest.mark.parametrize(
    ("source", "twin"),
    [
        ("src/leadkit/flows/_async/save.py", "src/leadkit/flows/_sync/save.py"),
        ("src/leadkit/memory/_async.py", "src/leadkit/memory/_sync.py"),
        ("tests/desk/_async/test_leads.py", "tests/desk/_sync/test_leads.py"),
        ("tests/desk/_async/__init__.py", "tests/desk/_sync/__init__.py"),
    ],
)
def test_pairs_are_found_by_name(source, twin):
    assert twins.twin_of(Path(source)) == Path(twin)


@pytest.mark.parametrize(
    ("path", "text", "complaint"),
    [
        (TWIN, SYNC + "\n\ndef forgotten(): ...\n", "stale"),
        (TWIN, None, "missing"),
        (Path("tests/memory/_sync.py"), "", "orphan"),
        (Path("src/leadkit/memory/_async.py"), '"""New."""\n', "missing"),
    ],
)
def test_the_check_notices(checkout, capsys, path, text, complaint):
    if text is None:
        (checkout / path).unlink()
    else:
        write(checkout / path, text)
    before = (checkout / TWIN).exists()
    assert twins.main(["--check"], checkout, RULES) == 1
    assert complaint in capsys.readouterr().out
    assert (checkout / TWIN).exists() is before


def test_a_rule_that_matches_nothing_is_an_error(checkout, capsys):
    assert twins.main(["--check"], checkout, (*RULES, ("trio", "threading"))) == 1
    assert "dead rule: 'trio'" in capsys.readouterr().out
