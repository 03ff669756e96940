"""R4: many workers want the same at the same moment; one wins, and the others get its answer or a plain no."""

from collections import Counter
from typing import Any

from leadkit.errors import Refused
from leadkit.model.events import LeadAssigned
from proofs import audit
from proofs.commands import capture
from proofs.desks import opened
from proofs.processes import Nursery, Parent
from proofs.results import Result
from proofs.stores import Stores

__all__ = ["prove"]


def prove(stores: Stores, nursery: Nursery, store: str, *, workers: int, leads: int, claim: bool = False) -> Result:
    """claim: out of the pool; otherwise the lead is converted. All workers are let go at one lead together."""
    wrong: list[str] = []
    with stores.fresh(store) as url:
        ids = _prepared(url, leads, pooled=claim)
        crowd = [nursery.start(want, url=url, name=f"worker {number}", claim=claim) for number in range(workers)]
        winners = 0
        for id in ids:
            for worker in crowd:
                worker.say(id)
            answers = [worker.hear() for worker in crowd]
            won = [answer for answer, first in answers if first]
            winners += len(won)
            allowed = {won[0], "not_in_pool"} if claim and won else set(won)
            if len(won) != 1 or {answer for answer, _ in answers} - allowed:
                wrong.append(f"lead {id}: {Counter(answers)}")
        for worker in crowd:
            worker.say(None)
        found = audit.read(url)
    wrong += audit.faults(found)
    if claim:
        owners = [len([e for e in found.events["Lead", id] if isinstance(e, LeadAssigned)]) for id in ids]
        counts = {"winners": (winners, leads), "owners": (sum(owners), 2 * leads)}
        done = f"{workers} processes claim one lead, {leads} leads"
        told = f"{winners} winners, the others refused with `not_in_pool`"
    else:
        counts = {"winners": (winners, leads), "opportunities": (len(found.nouns["Opportunity"]), leads)}
        done = f"{workers} processes convert one lead, {leads} leads"
        told = f"{len(found.nouns['Opportunity'])} opportunities, the others got the same one"
    return Result("R4", store, done, told, wrong, counts)


def _prepared(url: str, leads: int, *, pooled: bool) -> list[str]:
    with opened(url) as desk:
        ids = [capture(desk, number, f"race-{number}").lead.id for number in range(leads)]
        for id in ids:
            desk.leads.assign(id, to="first owner")
            if pooled:
                desk.pool.release(id, reason="on leave")
            else:
                desk.leads.qualify(id, need="a crane")
    return ids


def want(parent: Parent, *, url: str, name: str, claim: bool) -> None:
    """One worker: says what it got, and whether it was the first."""
    with opened(url) as desk:
        while id := parent.hear():
            parent.say(_claimed(desk, id, name) if claim else _converted(desk, id))


def _claimed(desk: Any, id: str, name: str) -> tuple[str, bool]:
    try:
        return desk.pool.claim(id, by=name).owner, True
    except Refused as no:
        return no.problems[0].code, False


def _converted(desk: Any, id: str) -> tuple[str, bool]:
    conversion = desk.leads.convert(id)
    return conversion.opportunity.id, not conversion.repeated
