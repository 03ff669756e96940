"""Duplicates: whether an inquiry comes from somebody we know, and why we think so.

An inquiry is not an identity: a known person's further inquiry is attached to the lead, it is not thrown away.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import StatusType
from leadkit.kernel.text import digest, match_form
from leadkit.model import EmailAddress, Lead, PhoneNumber

__all__ = [
    "Attach",
    "DuplicatePolicy",
    "DuplicateStrategy",
    "ExactKeys",
    "Match",
    "Verdict",
    "match_keys",
]


class Verdict(StrEnum):
    """What a strategy thinks of a pair."""

    DUPLICATE = "duplicate"
    REVIEW = "review"
    DIFFERENT = "different"


class Attach(StrEnum):
    """What happens to a known person's further inquiry."""

    ATTACH = "attach"
    REACTIVATE = "reactivate"
    OPEN = "open"


@frozen
class Match:
    """What a strategy says of one known lead. because: each reason as a sentence, empty for `DIFFERENT`."""

    lead_id: str
    verdict: Verdict
    because: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


class DuplicateStrategy(Protocol):
    """The plug-in: one method. Candidates share at least one match key with the incoming lead."""

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        """One match for each candidate, in any order. Must not change anything and should not raise."""


def match_keys(emails: Iterable[EmailAddress], phones: Iterable[PhoneNumber]) -> dict[str, str]:
    """Digest → what it stands for, for each value by which a person can be recognised. Invalid values give no key."""
    keys = {digest("email", match_form(email.address)): "e-mail" for email in emails if email.valid}
    keys.update({digest("phone", phone.e164, phone.extension): "phone" for phone in phones if phone.valid})
    return keys


@frozen
class ExactKeys:
    """Same normalised e-mail, or same E.164 number with the same extension: the same person."""

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        keys = match_keys(incoming.emails, incoming.phones)
        for candidate in candidates:
            held = match_keys(candidate.emails, candidate.phones)
            shared = sorted({f"same {keys[key]}" for key in keys.keys() & held.keys()})
            # A candidate may have been found by a value that a later inquiry of the same person brought along.
            yield Match(candidate.id, Verdict.DUPLICATE, shared or ("same contact details as an earlier inquiry",))


_ON: Mapping[StatusType, Attach] = {
    StatusType.OPEN: Attach.ATTACH,
    StatusType.ON_HOLD: Attach.ATTACH,
    StatusType.LOST: Attach.REACTIVATE,
    StatusType.WON: Attach.OPEN,
}


def _by_type(actions: Mapping[Any, Any]) -> FrozenDict[StatusType, Attach]:
    try:
        return FrozenDict({**_ON, **{StatusType(kind): Attach(action) for kind, action in actions.items()}})
    except ValueError as unknown:
        raise InvalidPlaybook([Problem("unknown_action", "on", str(unknown))]) from None


@frozen
class DuplicatePolicy:
    """strategy: who decides. on: what to do with a duplicate of a lead of this status type; the rest as by default.

    A won lead's person is a contact by now, so their further inquiry opens a lead that is linked to the customer.
    """

    strategy: DuplicateStrategy = field(factory=ExactKeys)
    on: Mapping[StatusType, Attach] = field(default=_ON, converter=_by_type)
