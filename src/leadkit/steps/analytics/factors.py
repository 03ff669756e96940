"""Key factors: which attributes of leads, and which things they did early, go with conversion.

An attribute is taken as it was captured, so that what was learnt on the way to a deal explains nothing. Of what leads
did, only their first days count, and only leads are compared that were watched for these days and not converted within
them: a lead that lives longer does more, and that alone would look like a cause (a landmark, as in J. R. Anderson,
K. C. Cain, R. D. Gelber, Analysis of survival by tumor response, J. Clin. Oncology 1, 1983).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from attrs import define, evolve, field, frozen

from leadkit.model import Lead
from leadkit.model.events import ActivityRecorded, Erased, LeadCaptured
from leadkit.steps.analytics.definitions import DEFINITIONS
from leadkit.steps.analytics.folding import Handlers, micros, of_noun
from leadkit.steps.analytics.journeys import Journeys
from leadkit.steps.analytics.measures import ENOUGH, Contrast, Definition, Rate, contrast, holm

__all__ = ["ATTRIBUTES", "EARLY", "FactorRow", "Factors", "factors"]

#: How long what leads do is early.
EARLY = timedelta(days=7)


def _yes(holds: object) -> str:
    return "yes" if holds else "no"


#: Attribute → its value as text, blank where it is unknown.
ATTRIBUTES: Mapping[str, Callable[[Lead], str]] = {
    "channel": lambda lead: lead.source.channel.value,
    "campaign": lambda lead: lead.source.campaign,
    "industry": lambda lead: lead.industry,
    "country": lambda lead: lead.address.country,
    "region": lambda lead: lead.address.region,
    "company_size": lambda lead: lead.company_size,
    "job_level": lambda lead: str(lead.job.level or "") if lead.job_title else "",
    "has_company": lambda lead: _yes(lead.company),
    "has_budget": lambda lead: _yes(lead.budget),
    "has_need": lambda lead: _yes(lead.needs),
    "reachable_by_phone": lambda lead: _yes(any(phone.valid for phone in lead.phones)),
    "company_mailbox": lambda lead: _yes(any(email.company_domain for email in lead.emails)),
}


@frozen
class FactorRow:
    """A factor: leads that have this value, or did this early, beside all others of which it is known.

    name: the attribute, or `did` for behaviour; value: its value, or the kind of activity. contrast: the conversion of
    those with it, and of those without, corrected for all the factors looked at.
    """

    definition: ClassVar[Definition] = DEFINITIONS["factors"]

    name: str
    value: str
    contrast: Contrast

    @property
    def n(self) -> int:
        """How many leads were compared."""
        return self.contrast.first.n + self.contrast.second.n

    @property
    def effect(self) -> float:
        """How much higher the conversion is with it than without, from −1 to 1."""
        return self.contrast.difference


@define(eq=False)
class _Lead:
    values: int
    early_until: int
    did: set[str] = field(factory=set)


class Factors:
    """The fold of what leads were and what they did early. attributes: over `ATTRIBUTES`, a function that gives blank
    for unknown."""

    def __init__(
        self, attributes: Mapping[str, Callable[[Lead], str]] = ATTRIBUTES, *, early: timedelta = EARLY
    ) -> None:
        self._attributes = attributes
        self._early = early // timedelta(microseconds=1)
        self._profiles: dict[tuple[str, ...], int] = {}
        self._leads: dict[str, _Lead] = {}

    def handlers(self) -> Handlers:
        return {
            LeadCaptured: self._captured,
            ActivityRecorded: self._recorded,
            **of_noun(Lead, Erased, self._erased),
        }

    def _captured(self, event: LeadCaptured) -> None:
        profile = tuple([read(event.record) for read in self._attributes.values()])
        number = self._profiles.setdefault(profile, len(self._profiles))
        self._leads[event.subject_id] = _Lead(number, micros(event.at) + self._early)

    def _recorded(self, event: ActivityRecorded) -> None:
        lead = self._leads.get(event.subject_id)
        if lead is not None and micros(event.at) <= lead.early_until:
            lead.did.add(event.kind)

    def _erased(self, event: Erased) -> None:
        self._leads.pop(event.subject_id, None)

    def cases(self, journeys: Journeys) -> Iterator[tuple[Mapping[str, str], int, int, set[str]]]:
        """(attributes, until when early is, when it was converted, what it did early) of each lead that stands."""
        profiles = [dict(zip(self._attributes, profile, strict=True)) for profile in self._profiles]
        also: dict[str, set[str]] = {}
        for id, lead in self._leads.items():
            if id in journeys and (root := journeys.standing(id)) != id:
                also.setdefault(root, set()).update(lead.did)
        for id, times, _ in journeys.steps():
            if id in self._leads:
                lead = self._leads[id]
                yield profiles[lead.values], lead.early_until, times[4], lead.did | also.get(id, set())


def factors(found: Factors, journeys: Journeys, as_of: datetime) -> tuple[FactorRow, ...]:
    """Every factor that enough leads have and enough do not, the surest first."""
    now = micros(as_of)
    known: dict[str, list[int]] = {}
    having: Counter[tuple[str, str, bool]] = Counter()
    watched = [0, 0]
    for values, early_until, converted_at, did in found.cases(journeys):
        converted = converted_at <= now
        for name, value in values.items():
            if value:
                known.setdefault(name, [0, 0])[converted] += 1
                having[name, value, converted] += 1
        if early_until <= now and converted_at > early_until:
            watched[converted] += 1
            for kind in did:
                having["did", kind, converted] += 1
    known["did"] = watched
    rows = [
        FactorRow(name, value, contrast(*sides))
        for name, value in dict.fromkeys((name, value) for name, value, _ in having)
        if (sides := _sides(known[name], having[name, value, False], having[name, value, True]))
    ]
    adjusted = holm([row.contrast.p for row in rows])
    told = [evolve(row, contrast=evolve(row.contrast, adjusted=p)) for row, p in zip(rows, adjusted, strict=True)]
    return tuple(sorted(told, key=lambda row: (row.contrast.p, -abs(row.effect), row.name, row.value)))


def _sides(known: Iterable[int], not_converted: int, converted: int) -> tuple[Rate, Rate] | None:
    others, came = known
    first = Rate(converted, converted + not_converted)
    second = Rate(came - converted, others + came - first.n)
    return (first, second) if min(first.n, second.n) >= ENOUGH else None
