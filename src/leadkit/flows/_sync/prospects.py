# Derived from src/leadkit/flows/_async/prospects.py by tools/twins.py; edit that file.
"""What speaks for a purchase to come: the deals and leads of customers, gathered in one pass over both."""

from collections.abc import Iterable

from attrs import Factory, define

from leadkit.errors import NotFound
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import living
from leadkit.kernel.statemachine import StatusType
from leadkit.machines.lead import LeadStatus
from leadkit.model import Customer
from leadkit.repositories import UnitOfWork
from leadkit.steps.lifecycle import Prospect

__all__ = ["Prospects", "gathered_prospects", "referrals_of"]


@define
class _Known:
    open_deals: int = 0
    needs: bool = False
    reached: set[str] = Factory(set)
    grades: set[str] = Factory(set)
    qualified: bool = False


class Prospects:
    """Id of a customer, as deals and leads name it → what is known of it."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def at(self, id: str) -> _Known:
        """What is known so far, to be added to."""
        return self._known.setdefault(id, _Known())

    def of(self, ids: Iterable[str]) -> Prospect:
        """Of a customer and all that it took in."""
        found = [self._known[id] for id in ids if id in self._known]
        return Prospect(
            sum(known.open_deals for known in found),
            any(known.needs for known in found),
            frozenset().union(*(known.reached for known in found)),
            frozenset().union(*(known.grades for known in found)),
            any(known.qualified for known in found),
        )


def gathered_prospects(work: UnitOfWork, env: Env) -> Prospects:
    """Of all customers: no store finds the deals of one by its id."""
    prospects, kinds = Prospects(), env.playbook.lead_machine.states
    for deal in work.opportunities.all():
        known = prospects.at(deal.customer_id)
        known.qualified = True
        known.open_deals += deal.closed_at is None
    for lead in work.leads.where():
        if lead.customer_id:
            known = prospects.at(lead.customer_id)
            if lead.score and lead.score.grade:
                known.grades.add(lead.score.grade[0])
            if kinds[lead.status] in (StatusType.OPEN, StatusType.ON_HOLD):
                known.needs |= bool(lead.needs)
                known.qualified |= lead.status == LeadStatus.QUALIFIED
                if lead.score and lead.score.reached:
                    known.reached.add(lead.score.reached)
    return prospects


def referrals_of(work: UnitOfWork, customer: Customer) -> int:
    """How many people the customer recommended us to: leads that were merged are one, erased ones count as they did."""
    people = set()
    for id in customer.referrals:
        try:
            people.add((living(work.leads, id)).id)
        except NotFound:
            people.add(id)
    return len(people)
