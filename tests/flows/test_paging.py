"""A batch is a size: of a size of nothing, nobody would be reminded of anything, and nobody would notice."""

import pytest

from leadkit import LeadDesk
from leadkit.errors import UnusableInput


@pytest.mark.parametrize("batch", [0, -1, True, 2.5])
@pytest.mark.parametrize(
    "ask",
    [
        lambda desk, batch: desk.leads.capture_many([], batch=batch),
        lambda desk, batch: desk.leads.rescore(batch=batch),
        lambda desk, batch: desk.leads.clean_up(batch=batch),
        lambda desk, batch: desk.leads.at_risk(batch=batch),
        lambda desk, batch: desk.leads.remind(batch=batch),
        lambda desk, batch: desk.leads.reassign_overdue(batch=batch),
        lambda desk, batch: desk.pool.due(batch=batch),
        lambda desk, batch: desk.pool.warn(batch=batch),
        lambda desk, batch: desk.pool.reclaim(batch=batch),
        lambda desk, batch: desk.customers.review(batch=batch),
        lambda desk, batch: desk.customers.early_warning(batch=batch),
        lambda desk, batch: [desk.reports.backtest(batch=batch)],
    ],
)
def test_a_batch_of_nothing_is_refused(ask, batch):
    with pytest.raises(UnusableInput) as refused:
        list(ask(LeadDesk.in_memory(), batch))
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("out_of_range", "batch")]
