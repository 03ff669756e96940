"""R5: every command is sent one to five times, and connections break right after their commit; each has one effect."""

import logging
import random
from typing import Any

from leadkit import LeadDesk
from leadkit.errors import StoreError
from proofs import audit
from proofs.commands import send
from proofs.desks import opened
from proofs.processes import Nursery, Parent, everything_said
from proofs.results import Result
from proofs.stores import Stores

__all__ = ["prove"]

_CUT = 0.1  # of the commits
_TRIES = 100  # no client insists for ever, least of all when its server is gone
_CONVERTED = 20  # every how many leads one is converted too


def prove(stores: Stores, nursery: Nursery, store: str, *, commands: int, clients: int = 4) -> Result:
    """commands: captures, and a conversion for one lead in twenty, each with its key."""
    leads = commands * _CONVERTED // (_CONVERTED + 1)
    with stores.fresh(store) as url:
        workers = [nursery.start(insist, url=url, leads=leads, seed=seed, of=clients) for seed in range(clients)]
        sent = cut = done = 0
        for _, (their_sent, their_cut, their_done) in everything_said(workers):
            sent, cut, done = sent + their_sent, cut + their_cut, done + their_done
        found = audit.read(url)
    converted = len(range(0, leads, _CONVERTED))
    counts = {
        "leads": (len(found.nouns["Lead"]), leads),
        "LeadCaptured": (found.count("LeadCaptured"), leads),
        "InquiryAttached": (found.count("InquiryAttached"), 0),
        "opportunities": (len(found.nouns["Opportunity"]), converted),
        "commands": (done, leads + converted),
    }
    told = f"{sent:,} sendings, {cut:,} cut off after their commit: {done:,} effects"
    return Result("R5", store, f"{done:,} commands, each sent 1 to 5 times", told, audit.faults(found), counts)


def insist(parent: Parent, *, url: str, leads: int, seed: int, of: int) -> None:
    """One client: its share of the commands."""
    dice = random.Random(seed)
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # it wonders at length about each cut
    with opened(url) as desk:
        scissors = Scissors(desk, dice)
        sent = done = 0
        for person in range(seed, leads, of):
            journey = ("capture", "assign", "qualify", "convert") if person % _CONVERTED == 0 else ("capture",)
            lead_id = None
            for command in journey:
                keyed = command in ("capture", "convert")
                scissors.sharp = keyed
                for _ in range(dice.randint(1, 5) if keyed else 1):
                    lead_id = _until_answered(desk, command, person, lead_id)
                    sent += keyed
                done += keyed
        parent.say((sent, scissors.cuts, done))


def _until_answered(desk: LeadDesk, command: str, person: int, lead_id: str | None) -> str | None:
    for left in reversed(range(_TRIES)):
        try:
            return send(desk, command, person, lead_id)[0]
        except StoreError:  # nobody knows whether it was done, so it is sent again
            if not left:
                raise
    raise AssertionError("unreachable")


class Scissors:
    """Closes connections after their COMMIT, before anybody hears of it."""

    def __init__(self, desk: LeadDesk, dice: random.Random) -> None:
        dialect: Any = desk.store.engine.dialect
        commit, self.cuts, self.sharp = dialect.do_commit, 0, False

        def do_commit(connection: Any) -> None:
            commit(connection)
            if self.sharp and dice.random() < _CUT:
                self.cuts += 1
                connection.dbapi_connection.close()  # the pool's wrapper would only give it back
                raise dialect.loaded_dbapi.OperationalError("the connection was closed")

        dialect.do_commit = do_commit
