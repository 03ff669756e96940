# Derived from src/leadkit/flows/_async/backtesting.py by tools/twins.py; edit that file.
"""A scorer asked about the store's own past: each lead as it was before it was known what became of it."""

from collections.abc import Iterator
from datetime import timedelta

from leadkit.errors import NotFound
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.scoring import as_of
from leadkit.flows.paging import page_size
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Lead
from leadkit.repositories import UnitOfWork
from leadkit.steps.scoring import Backtest, Past, Scorer, judge_past, verdict

__all__ = ["backtested"]

_MOMENT = timedelta(microseconds=1)


def backtested(env: Env, scorer: Scorer, age: timedelta | None, batch: int) -> Backtest:
    """The scorer asked about every lead that was won or lost; what is kept of each is its verdict."""
    return judge_past([verdict(scorer, case) for case in _cases(env, age, batch)])


def _cases(env: Env, age: timedelta | None, batch: int) -> Iterator[Past]:
    kinds = env.playbook.lead_machine.states
    closed = {status for status, kind in kinds.items() if kind in (StatusType.WON, StatusType.LOST)}
    after = ""
    while True:
        with env.store.begin() as work:
            leads = [lead for lead in work.leads.where(statuses=closed, after=after, limit=page_size(batch))]
            found = [_before(work, lead, kinds[lead.status] is StatusType.WON, age) for lead in leads]
        if not leads:
            return
        for case in found:
            if case is not None:
                yield case
        after = leads[-1].id


def _before(work: UnitOfWork, lead: Lead, won: bool, age: timedelta | None) -> Past | None:
    """The lead as it was; `None` when it was decided sooner than that, or not there yet."""
    decided = lead.status_since or lead.updated_at
    at = decided - _MOMENT if age is None else lead.created_at + age
    if at >= decided:
        return None
    try:
        then, seen = as_of(work, lead.id, at)
    except NotFound:
        return None
    return Past(then, seen, at, won)
