"""A clock for both forms of the flows."""

from datetime import UTC, datetime

import pytest

from leadkit.testing import FrozenClock


@pytest.fixture
def clock():
    """Nine o'clock on a Monday."""
    return FrozenClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
