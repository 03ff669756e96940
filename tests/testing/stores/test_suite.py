"""How the suite runs at a host: without a plug-in, with what the host overrides, and telling what was broken."""

import os
import subprocess
import sys

import pytest

HOST = '''
from contextlib import asynccontextmanager, contextmanager

import pytest

from leadkit.memory import AsyncStore, Store
from leadkit.testing import AsyncStoreSuite, Capability, StoreSuite

closed = []


class TestMine(StoreSuite):
    capabilities = frozenset({Capability.CONCURRENCY})

    @pytest.fixture
    def store(self):
        @contextmanager
        def opened():
            yield Store()
            closed.append("sync")

        return opened()


class TestMyAsyncOne(AsyncStoreSuite):
    @pytest.fixture
    def store(self):
        @asynccontextmanager
        async def opened():
            yield AsyncStore()
            closed.append("async")

        return opened()


class TestNobodys(StoreSuite):
    """The fixture is not overridden."""


class Forgetful(Store):
    def begin(self):
        work = super().begin()
        work.events.append = lambda events: None
        return work


class TestForgetful(StoreSuite):
    @pytest.fixture
    def store(self):
        return Forgetful()


def test_all_were_closed():
    assert {"sync", "async"} == set(closed)
'''


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    (folder / "test_host.py").write_text(HOST, "utf-8")
    chosen = "test_all or TestMine or TestMyAsyncOne or (TestNobodys and s11) or (TestForgetful and s74)"
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "-k", chosen, "test_host.py"]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=folder, env=here, capture_output=True, encoding="utf-8", check=False)
    return done.stdout


def test_both_forms_run_by_themselves_and_close_what_they_opened(report):
    assert "test_all_were_closed" not in report
    assert "TestMine::" not in report
    assert "TestMyAsyncOne::" not in report


def test_what_fails_names_its_promise_and_shows_what_it_saw(report):
    assert "S74 `of` lists the events of one noun in the order in which they were appended." in report
    assert "assert [] == [LeadChanged" in report


def test_what_is_not_offered_is_skipped_with_its_sentence(report):
    assert "needs: the store has an `outbox` to publish its events from" in report
    assert "needs: the suite can read the raw data past the adapter, with `back_door`" in report


def test_a_host_that_gives_no_store_is_told_so(report):
    assert "override the fixture `store`" in report
