"""Duplicates: whether an inquiry comes from somebody we know, and why we think so.

An inquiry is not an identity: a known person's further inquiry is attached to the lead, it is not thrown away.
"""

from collections.abc import Container, Iterable, Mapping
from enum import StrEnum
from typing import Any

from attrs import evolve, field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import StatusType
from leadkit.model import Channel, EmailAddress, Lead, PhoneNumber
from leadkit.steps.dedup.strategy import Probabilistic
from leadkit.steps.dedup.verdicts import DuplicateStrategy, Verdict, match_keys

__all__ = ["VISITORS", "Attach", "Case", "DuplicatePolicy"]


class Attach(StrEnum):
    """What happens to an inquiry of somebody who is known, or seems to be.

    attach: it goes into the history of the known lead. reactivate: so it does, and that lead is opened again. open: it
    becomes a lead of its own, linked to the contact and customer of the known one. candidate: a lead of its own that
    remembers which one it may repeat, for somebody to look and merge. warn: a lead of its own; only the answer tells of
    the doubt. block: it is refused; reasons and raw input are kept.
    """

    ATTACH = "attach"
    REACTIVATE = "reactivate"
    OPEN = "open"
    CANDIDATE = "candidate"
    WARN = "warn"
    BLOCK = "block"


#: What a policy speaks about: a duplicate of a lead of this status type, or a pair in doubt.
Case = StatusType | Verdict

#: Ways on which people come by themselves; nobody who does so is turned away.
VISITORS = frozenset(Channel) - {
    Channel.MANUAL, Channel.FILE, Channel.API, Channel.SCRAPING, Channel.PURCHASED_LIST, Channel.MARKET_RESEARCH,
}  # fmt: skip

_ON: Mapping[Case, Attach] = FrozenDict(
    {
        StatusType.OPEN: Attach.ATTACH,
        StatusType.ON_HOLD: Attach.ATTACH,
        StatusType.LOST: Attach.REACTIVATE,
        StatusType.WON: Attach.OPEN,
        Verdict.REVIEW: Attach.CANDIDATE,
    }
)
_CASES: Mapping[str, Case] = FrozenDict({str(case): case for case in _ON})


def _actions(given: Mapping[Any, Any]) -> FrozenDict[Case, Attach]:
    if unknown := [str(case) for case in given if str(case) not in _CASES]:
        message = f"is not one of {', '.join(_CASES)}"
        raise InvalidPlaybook([Problem("unknown_case", case, message) for case in unknown])
    try:
        return FrozenDict({_CASES[str(case)]: Attach(action) for case, action in given.items()})
    except ValueError as unknown_action:
        raise InvalidPlaybook([Problem("unknown_action", "on", str(unknown_action))]) from None


def _for_all(given: Mapping[Any, Any]) -> FrozenDict[Case, Attach]:
    return FrozenDict({**_ON, **_actions(given)})


def _by_channel(given: Mapping[Any, Mapping[Any, Any]]) -> FrozenDict[Channel, Mapping[Case, Attach]]:
    try:
        return FrozenDict({Channel(channel): _actions(actions) for channel, actions in given.items()})
    except ValueError as unknown:
        raise InvalidPlaybook([Problem("unknown_channel", "channels", str(unknown))]) from None


@frozen
class DuplicatePolicy:
    """strategy: who decides. on: what to do with a duplicate of a lead of this status type, and with a pair in doubt
    (`review`); the rest as by default. channels: the same for one channel, over `on`.

    A won lead's person is a contact by now, so their further inquiry opens a lead that is linked to the customer.
    crowd: a phone number or address that so many leads have is a switchboard or an office mailbox; further ones are not
    looked up by it. Raises `InvalidPlaybook` where visitors would be turned away.

    ignore_plus_tags: `ann+news@…` is the mailbox of `ann@…`, as nearly every provider has it (RFC 5233).
    ignore_gmail_dots: `a.nn@gmail.com` is that of `ann@gmail.com`, as Google says. Addresses stay as they were typed.
    """

    strategy: DuplicateStrategy = field(factory=Probabilistic)
    on: Mapping[Case, Attach] = field(factory=dict, converter=_for_all)
    channels: Mapping[Channel, Mapping[Case, Attach]] = field(factory=dict, converter=_by_channel)
    crowd: int = 50
    ignore_plus_tags: bool = True
    ignore_gmail_dots: bool = True

    def __attrs_post_init__(self) -> None:
        blocked = [channel for channel, actions in self.channels.items() if Attach.BLOCK in actions.values()]
        if Attach.BLOCK in self.on.values() or VISITORS.intersection(blocked):
            where = ", ".join(sorted(VISITORS.intersection(blocked))) or "every channel"
            raise InvalidPlaybook([Problem("turns_visitors_away", "block", f"would refuse people who come by {where}")])

    def action(self, channel: Channel, verdict: Verdict, known: StatusType) -> Attach:
        """What happens to an inquiry by this channel that seems to repeat a lead of this status type."""
        case: Case = verdict if verdict is Verdict.REVIEW else known
        return self.channels.get(channel, self.on).get(case, self.on[case])

    def match_keys(self, emails: Iterable[EmailAddress], phones: Iterable[PhoneNumber]) -> dict[str, str]:
        """Digest → what it stands for, of each of these contact details by which a person is recognised."""
        plus_tags, gmail_dots = not self.ignore_plus_tags, not self.ignore_gmail_dots
        return match_keys(emails, phones, plus_tags=plus_tags, gmail_dots=gmail_dots)

    def known_by(self, lead: Lead, incoming: Lead, keys: Container[str]) -> Lead:
        """The lead with those contact details of the incoming one first by which the store knows it.

        They need not be its own: an earlier inquiry of the same person brought them along, or a lead that was merged
        into this one; or they are another spelling of them.
        """
        emails = tuple(each for each in incoming.emails if any(key in keys for key in self.match_keys([each], ())))
        phones = tuple(each for each in incoming.phones if any(key in keys for key in self.match_keys((), [each])))
        shared = self.match_keys(emails, phones).keys()
        return evolve(
            lead,
            emails=(*emails, *(each for each in lead.emails if shared.isdisjoint(self.match_keys([each], ())))),
            phones=(*phones, *(each for each in lead.phones if shared.isdisjoint(self.match_keys((), [each])))),
        )
