"""A log of any length, made as it is read: a million leads for ten million events, their histories mixed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import vouched
from leadkit.model import Channel, Lead, Opportunity, Source
from leadkit.model.events import (
    ActivityRecorded,
    Event,
    FollowUpPlanned,
    LeadAssigned,
    LeadCaptured,
    LeadConverted,
    LeadMoved,
    LeadScored,
    OpportunityMoved,
    OpportunityOpened,
)

__all__ = ["AS_OF", "columns", "log"]

START = datetime(2025, 1, 1, tzinfo=UTC)
AS_OF = START + timedelta(days=400)
_LEADS = [Lead("template", START, START, source=Source(channel)) for channel in Channel]
_NOTHING: FrozenDict[str, Any] = FrozenDict()
_TOGETHER = 1_000  # so many leads are worked at the same time


def _life(id: str, dice: random.Random) -> Iterator[Event]:
    """About ten events of one lead, as a desk writes them; a tenth come to a deal, and half of those are won."""
    version, at = 0, START + timedelta(seconds=dice.random() * 300 * 86_400)

    def told(kind: type[Event], /, **values: Any) -> Event:
        nonlocal version, at
        version += 1
        at += timedelta(seconds=dice.random() * 86_400)
        return vouched(kind, {"subject_id": id, "version": version, "at": at, "changes": _NOTHING, **values})

    def moved(kind: type[Event], /, source: str, target: str, **values: Any) -> Event:
        return told(kind, trigger="x", source=source, target=target, reason="", **values)

    scored = {"total": 40, "priority": "medium"}
    planned = {"follow_up_id": "f", "due": AS_OF, "goal": "call"}
    yield told(LeadCaptured, record=_LEADS[dice.randrange(len(_LEADS))])
    yield told(LeadScored, **scored)
    yield moved(LeadAssigned, "new", "assigned", owner="li", because="", considered=_NOTHING)
    yield told(FollowUpPlanned, **planned)
    yield told(ActivityRecorded, activity_id="a", kind="page_visit")
    yield told(LeadScored, **scored)
    if dice.random() < 0.3:
        yield moved(LeadMoved, "assigned", "disqualified")
        return
    yield told(ActivityRecorded, activity_id="a", kind="call")
    yield moved(LeadMoved, "assigned", "working")
    yield told(LeadScored, **scored)
    yield told(FollowUpPlanned, **planned)
    if dice.random() < 0.5:
        return
    yield moved(LeadMoved, "working", "qualified")
    yield told(FollowUpPlanned, **planned)
    if dice.random() < 0.7:
        return
    yield moved(LeadConverted, "qualified", "converted", contact_id="c", customer_id="c", opportunity_id="o")
    deal = Opportunity(f"d{id}", "c", at, at, "x", "default", "proposal", 50, lead_id=id)
    yield vouched(
        OpportunityOpened, {"subject_id": deal.id, "version": 1, "at": at, "changes": _NOTHING, "record": deal}
    )
    if dice.random() < 0.5:
        won = {"closed_at": at, "lost_reason": ""}
        yield vouched(
            OpportunityMoved,
            {"subject_id": deal.id, "version": 2, "at": at, "changes": FrozenDict(won), "trigger": "win"}
            | {"source": "proposal", "target": "won", "reason": ""},
        )


def log(count: int, seed: int = 1) -> Iterator[Event]:
    """So many events, those about one lead in their order, a thousand leads at a time mixed."""
    dice = random.Random(seed)
    number, made = 0, 0
    lives: list[Iterator[Event]] = []
    while made < count:
        while len(lives) < _TOGETHER:
            lives.append(_life(f"0198c2d4-7e00-7{number:021x}", dice))
            number += 1
        at = dice.randrange(_TOGETHER)
        event = next(lives[at], None)
        if event is None:
            lives[at] = lives[-1]
            lives.pop()
            continue
        yield event
        made += 1


def columns(events: Iterator[Event]) -> Iterator[tuple[str, str, str, datetime]]:
    """The same log as rows of a table: kind, lead, target, at. What is about a deal names the deal's lead."""
    for event in events:
        subject = event.subject_id
        id = subject[1:] if isinstance(event, OpportunityOpened | OpportunityMoved) else subject
        yield type(event).__name__, id, str(getattr(event, "target", "")), event.at
