# Derived from tests/desk/_async/conftest.py by tools/twins.py; edit that file.
"""A desk in memory with our clock and ids."""

import pytest

from leadkit import LeadDesk
from leadkit.testing import numbered_ids


@pytest.fixture
def desk(clock):
    return LeadDesk.in_memory(now=clock, new_id=numbered_ids())
