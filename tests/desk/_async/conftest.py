"""A desk in memory with our clock and ids."""

import pytest

from leadkit.aio import LeadDesk
from leadkit.testing import numbered_ids


@pytest.fixture
def desk(clock):
    return LeadDesk.in_memory(now=clock, new_id=numbered_ids())
