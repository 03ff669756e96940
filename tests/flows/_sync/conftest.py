# Derived from tests/flows/_async/conftest.py by tools/twins.py; edit that file.
"""Desks to try the flows on: they are asked for what a host would ask. And a store that fails when it is told to."""

import pytest

from leadkit import LeadDesk, Playbook
from leadkit.errors import StoreError
from leadkit.memory import Store
from leadkit.testing import numbered_ids


@pytest.fixture
def make_desk(clock):
    """A desk in memory with these policies and our clock and ids."""
    return lambda **policies: LeadDesk.in_memory(playbook=Playbook(**policies), now=clock, new_id=numbered_ids())


@pytest.fixture
def desk(make_desk):
    return make_desk()


@pytest.fixture
def store():
    return Watched(Store())


@pytest.fixture
def watched_desk(clock, store):
    """A desk over a store that can be told to fail."""
    return LeadDesk(store=store, now=clock, new_id=numbered_ids())


class Watched:
    """A store that counts the calls of its repositories and fails at one of them.

    breaks_at: the number of the call that fails, counted from the last `watch`. rival: what somebody else does just
    before the next commit.
    """

    def __init__(self, memory):
        self.memory = memory
        self.rival = None
        self.watch()

    def watch(self, breaks_at=None):
        self.calls, self.breaks_at = 0, breaks_at

    def called(self):
        self.calls += 1
        if self.calls == self.breaks_at:
            raise StoreError("the disk is full")

    def begin(self):
        return _Work(self, self.memory.begin())


class _Work:
    def __init__(self, store, work):
        self._store, self._work = store, work

    def __enter__(self):
        self._work.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        self._work.__exit__(kind, error, trace)

    def __getattr__(self, name):
        return _Part(self._store, getattr(self._work, name))

    def erase(self, kind, id, *, expected=None):
        self._store.called()
        self._work.erase(kind, id, expected=expected)

    def commit(self):
        self._store.called()
        rival, self._store.rival = self._store.rival, None
        if rival:
            rival()
        self._work.commit()


class _Part:
    def __init__(self, store, part):
        self._store, self._part = store, part

    def __getattr__(self, name):
        method = getattr(self._part, name)

        def call(*args, **options):
            self._store.called()
            return method(*args, **options)

        return call
