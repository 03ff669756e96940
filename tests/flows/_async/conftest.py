"""Desks to try the flows on: they are asked for what a host would ask."""

import pytest

from leadkit import Playbook
from leadkit.aio import LeadDesk
from leadkit.testing import numbered_ids


@pytest.fixture
def make_desk(clock):
    """A desk in memory with these policies and our clock and ids."""
    return lambda **policies: LeadDesk.in_memory(playbook=Playbook(**policies), now=clock, new_id=numbered_ids())


@pytest.fixture
def desk(make_desk):
    return make_desk()
