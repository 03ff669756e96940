"""What a host's tests need: a clock and ids that repeat, strategies for every noun, suites for machines and stores.

Extra: `pip install "leadkit[testing]"`. The only part of leadkit that imports hypothesis and pytest.
"""

import pytest

# The suites use plain asserts; pytest explains those only in modules it was told of before they are imported.
pytest.register_assert_rewrite("leadkit.testing.machines", "leadkit.testing.stores")

from leadkit.testing.clock import FrozenClock, numbered_ids  # noqa: E402
from leadkit.testing.machines import check_machine  # noqa: E402
from leadkit.testing.scoring import (  # noqa: E402
    SCORED_AT,
    behaviours,
    scorable_leads,
    scoring_models,
    scoring_rules,
)
from leadkit.testing.stores import (  # noqa: E402
    PROMISES,
    AsyncBackDoor,
    AsyncStoreSuite,
    BackDoor,
    Capability,
    Promise,
    StoreHistories,
    StoreSuite,
    Verdict,
    check_store,
    run_histories,
)
from leadkit.testing.strategies import (  # noqa: E402
    activities,
    campaigns,
    contacts,
    conversion_plans,
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
    "PROMISES",
    "SCORED_AT",
    "AsyncBackDoor",
    "AsyncStoreSuite",
    "BackDoor",
    "Capability",
    "FrozenClock",
    "Promise",
    "StoreHistories",
    "StoreSuite",
    "Verdict",
    "activities",
    "behaviours",
    "campaigns",
    "check_machine",
    "check_store",
    "contacts",
    "conversion_plans",
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
    "run_histories",
    "scorable_leads",
    "scores",
    "scoring_models",
    "scoring_rules",
]
