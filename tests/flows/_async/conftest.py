"""Desks to try the flows on: they are asked for what a host would ask. And a store that fails when it is told to."""

import pytest

from leadkit import Playbook
from leadkit.aio import LeadDesk
from leadkit.errors import StoreError
from leadkit.memory import AsyncStore
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
    return Watched(AsyncStore())


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

    async def __aenter__(self):
        await self._work.__aenter__()
        return self

    async def __aexit__(self, kind, error, trace):
        await self._work.__aexit__(kind, error, trace)

    def __getattr__(self, name):
        return _Part(self._store, getattr(self._work, name))

    async def erase(self, kind, id, *, expected=None):
        self._store.called()
        await self._work.erase(kind, id, expected=expected)

    async def commit(self):
        self._store.called()
        rival, self._store.rival = self._store.rival, None
        if rival:
            await rival()
        await self._work.commit()


class _Part:
    def __init__(self, store, part):
        self._store, self._part = store, part

    def __getattr__(self, name):
        method = getattr(self._part, name)

        def call(*args, **options):
            self._store.called()
            return method(*args, **options)

        return call
