"""What a strategy is asked and what it answers; and the plainest one, which goes by exact contact details."""

from collections.abc import Container, Iterable
from enum import StrEnum
from typing import Protocol, runtime_checkable

from attrs import evolve, field, frozen

from leadkit.kernel.text import digest, match_form
from leadkit.model import EmailAddress, Lead, PhoneNumber

__all__ = ["DuplicateStrategy", "ExactKeys", "KeyedStrategy", "Match", "Verdict", "known_by", "match_keys"]


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


def match_keys(emails: Iterable[EmailAddress], phones: Iterable[PhoneNumber]) -> dict[str, str]:
    """Digest → what it stands for, for each value by which a person can be recognised. Invalid values give no key."""
    keys = {digest("email", match_form(email.address)): "e-mail" for email in emails if email.valid}
    keys.update({digest("phone", phone.e164, phone.extension): "phone" for phone in phones if phone.valid})
    return keys


def known_by(lead: Lead, incoming: Lead, keys: Container[str]) -> Lead:
    """The lead with those contact details of the incoming one first by which the store knows it.

    They need not be its own: an earlier inquiry of the same person brought them along, or a lead that was merged into
    this one.
    """
    emails = tuple(email for email in incoming.emails if any(key in keys for key in match_keys([email], ())))
    phones = tuple(phone for phone in incoming.phones if any(key in keys for key in match_keys((), [phone])))
    shared = match_keys(emails, phones).keys()
    return evolve(
        lead,
        emails=(*emails, *(email for email in lead.emails if shared.isdisjoint(match_keys([email], ())))),
        phones=(*phones, *(phone for phone in lead.phones if shared.isdisjoint(match_keys((), [phone])))),
    )


@frozen
class ExactKeys:
    """Same normalised e-mail, or same E.164 number with the same extension: the same person."""

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        keys = match_keys(incoming.emails, incoming.phones)
        for candidate in candidates:
            held = match_keys(candidate.emails, candidate.phones)
            shared = sorted({f"same {keys[key]}" for key in keys.keys() & held.keys()})
            yield Match(candidate.id, Verdict.DUPLICATE if shared else Verdict.DIFFERENT, shared)
