"""Every time that somebody came to us by a channel, and the way of touches that each deal had before it was won."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from attrs import frozen

from leadkit.kernel.money import Money
from leadkit.model import Channel, Lead
from leadkit.model.events import ActivityRecorded, Erased, Event, InquiryAttached, LeadCaptured
from leadkit.steps.analytics.deals import Deal
from leadkit.steps.analytics.folding import Handlers, instant, micros, of_noun
from leadkit.steps.analytics.journeys import Journeys

__all__ = ["CHANNEL_OF_ACTIVITY", "Path", "Touch", "Touches", "paths"]

#: What they did that counts as a touch of a channel; what we did ourselves, a call or an e-mail of ours, does not.
CHANNEL_OF_ACTIVITY: Mapping[str, Channel] = {
    "ad_click": Channel.ONLINE_AD,
    "ad_response": Channel.OFFLINE_AD,
    "download": Channel.CONTENT,
    "email_click": Channel.EMAIL,
    "form_submission": Channel.WEB_FORM,
    "webinar": Channel.WEBINAR,
}


@frozen
class Touch:
    """When, and by which channel. captured: a lead was made of it."""

    at: datetime
    channel: str
    captured: bool = False


@frozen
class Path:
    """The touches of one lead, oldest first, until its deal was won, or all of them when none was.

    opened_at: when the deal was opened, `None` where nothing was won. value: of the deal, `None` also where nobody
    said.
    """

    touches: tuple[Touch, ...]
    won_at: datetime | None = None
    opened_at: datetime | None = None
    value: Money | None = None


class Touches:
    """The fold of all touches: sixteen bytes each."""

    def __init__(self) -> None:
        self._channels: list[str] = []
        self._numbers: dict[str, int] = {}
        self._of: dict[str, array[int]] = {}

    def handlers(self) -> Handlers:
        return {
            LeadCaptured: self._captured,
            InquiryAttached: self._attached,
            ActivityRecorded: self._recorded,
            **of_noun(Lead, Erased, self._erased),
        }

    def _captured(self, event: LeadCaptured) -> None:
        self._add(event, event.record.source.channel.value, captured=True)

    def _attached(self, event: InquiryAttached) -> None:
        self._add(event, event.channel)

    def _recorded(self, event: ActivityRecorded) -> None:
        if (channel := CHANNEL_OF_ACTIVITY.get(event.kind)) is not None:
            self._add(event, channel.value)

    def _erased(self, event: Erased) -> None:
        self._of.pop(event.subject_id, None)

    def _add(self, event: Event, channel: str, *, captured: bool = False) -> None:
        number = self._numbers.setdefault(channel, len(self._numbers))
        if number == len(self._channels):
            self._channels.append(channel)
        self._of.setdefault(event.subject_id, array("q")).extend((micros(event.at), number * 2 + captured))

    def of(self, ids: Iterable[str]) -> Iterator[tuple[int, int, Touch]]:
        """The touches of these leads, to be sorted."""
        for place, id in enumerate(ids):
            row = self._of.get(id, ())
            for at, code in zip(row[::2], row[1::2], strict=True):
                yield at, place, Touch(instant(at), self._channels[code // 2], code % 2 == 1)

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)


def paths(journeys: Journeys, touches: Touches, deals: Iterable[Deal]) -> Iterator[Path]:
    """One path for each deal that stands won, and one for each lead without any. A lead's path has the touches of the
    leads that it took in."""
    members: dict[str, list[str]] = {}
    for id in touches:
        if id in journeys:
            members.setdefault(journeys.standing(id), []).append(id)
    won: dict[str, list[Deal]] = {}
    for deal in deals:
        if deal.won and deal.lead_id in journeys:
            won.setdefault(journeys.standing(deal.lead_id or ""), []).append(deal)
    for id, ids in members.items():
        seen = [touch for *_, touch in sorted(touches.of(ids), key=lambda each: each[:2])]
        for deal in won.get(id, ()):
            closed = deal.closed_at
            before = tuple(touch for touch in seen if closed is not None and touch.at <= closed)
            yield Path(before or tuple(seen[:1]), closed, deal.opened_at, deal.amount)
        if id not in won:
            yield Path(tuple(seen))
