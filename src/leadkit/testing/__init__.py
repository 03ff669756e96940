"""What a host's tests need: a clock and ids that repeat, a battery for state machines, strategies for every noun.

Extra: `pip install "leadkit[testing]"`. The only part of leadkit that imports hypothesis and pytest.
"""

import pytest

# The battery uses plain asserts; pytest explains those only in modules it was told of before they are imported.
pytest.register_assert_rewrite("leadkit.testing.machines")

from leadkit.testing.clock import FrozenClock, numbered_ids  # noqa: E402
from leadkit.testing.machines import check_machine  # noqa: E402
from leadkit.testing.strategies import (  # noqa: E402
    activities,
    campaigns,
    contacts,
    customers,
    email_addresses,
    events,
    follow_ups,
    inquiries,
    instants,
    leads,
    moneys,
    opportunities,
    person_names,
    phone_numbers,
    quotes,
    receipts,
    rotations,
    scores,
)

__all__ = [
    "FrozenClock",
    "activities",
    "campaigns",
    "check_machine",
    "contacts",
    "customers",
    "email_addresses",
    "events",
    "follow_ups",
    "inquiries",
    "instants",
    "leads",
    "moneys",
    "numbered_ids",
    "opportunities",
    "person_names",
    "phone_numbers",
    "quotes",
    "receipts",
    "rotations",
    "scores",
]
