"""What a strategy is asked and what it answers; and the plainest one, which goes by exact contact details."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from leadkit.kernel.text import digest
from leadkit.lexicon.domains import match_address
from leadkit.model import EmailAddress, Lead, PhoneNumber

__all__ = ["DuplicateStrategy", "ExactKeys", "KeyedStrategy", "Match", "Verdict", "match_keys"]


class Verdict(StrEnum):
    """What a strategy thinks of a pair."""

    DUPLICATE = "duplicate"
    REVIEW = "review"
    DIFFERENT = "different"


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


@runtime_checkable
class KeyedStrategy(DuplicateStrategy, Protocol):
    """A strategy that wants to be asked about more leads than those with the same e-mail address or phone."""

    def keys(self, lead: Lead) -> Iterable[str]:
        """ASCII texts of at most 200 characters, digests best: leads that share one are compared."""


def match_keys(
    emails: Iterable[EmailAddress], phones: Iterable[PhoneNumber], *, plus_tags: bool = True, gmail_dots: bool = True
) -> dict[str, str]:
    """Digest → what it stands for, for each value by which a person can be recognised. Invalid values give no key.

    plus_tags, gmail_dots: whether they tell mailboxes apart, as in `match_address`.
    """
    forms = [
        match_address(email.address, plus_tags=plus_tags, gmail_dots=gmail_dots) for email in emails if email.valid
    ]
    keys = {digest("email", form): "e-mail" for form in forms}
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
            yield Match(candidate.id, Verdict.DUPLICATE if shared else Verdict.DIFFERENT, shared)
