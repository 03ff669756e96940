"""One inquiry of a possible customer: the first, unverified record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import LONG_TEXT, Record, instance, instant, json_object, price, text, texts, tuple_of, whole
from leadkit.lexicon.job_titles import JobTitle, read_job_title
from leadkit.machines.lead import LeadStatus
from leadkit.model.score import Priority, Score
from leadkit.model.values import Address, Consent, EmailAddress, PersonName, PhoneNumber, Source

__all__ = ["Lead"]


@frozen(slots=False)
class Lead(Record):
    """A lead. Blank text and empty tuples mean "unknown".

    status: a state of the host's lead machine (`LeadStatus` unless the host brings its own). extra: JSON-safe values
    that leadkit keeps and never reads. pool: where it waits for an owner. home_pool: the pool that it was in last,
    whose rules hold for its owner. waiting_since: the first message of theirs that nobody answered yet. status_since,
    owner_since: of the last change, `None` when nothing changed since capture. contact_id, customer_id, opportunity_id:
    what it became, or whom it was known to belong to when it came. merged_into: the lead that took this one in; this
    one stays as it was then, and whoever asks the desk for it gets that one. absorbed: those that this one took in
    itself, in their order. distinct_from: leads that somebody said are other people. may_be: leads that it may repeat,
    for somebody to look at. referred_by: the customer who recommended us to it first. version: counts the events that
    made it what it is.
    """

    id: str = field(metadata=text(64, required=True))
    created_at: datetime = field(metadata=instant())
    updated_at: datetime = field(metadata=instant())
    name: PersonName = field(default=PersonName(), metadata=instance(PersonName))
    company: str = field(default="", metadata=text())
    job_title: str = field(default="", metadata=text())
    emails: tuple[EmailAddress, ...] = field(default=(), metadata=tuple_of(EmailAddress))
    phones: tuple[PhoneNumber, ...] = field(default=(), metadata=tuple_of(PhoneNumber))
    address: Address = field(default=Address(), metadata=instance(Address))
    website: str = field(default="", metadata=text(2_000))
    industry: str = field(default="", metadata=text())
    company_size: str = field(default="", metadata=text())
    interests: tuple[str, ...] = field(default=(), metadata=texts())
    needs: tuple[str, ...] = field(default=(), metadata=texts(LONG_TEXT))
    pain_points: tuple[str, ...] = field(default=(), metadata=texts(LONG_TEXT))
    objections: tuple[str, ...] = field(default=(), metadata=texts(LONG_TEXT))
    budget: Money | None = field(default=None, metadata=price(optional=True))
    decision_date: date | None = field(default=None, metadata=instance(date, optional=True))
    source: Source = field(default=Source(), metadata=instance(Source))
    consent: Consent = field(default=Consent(), metadata=instance(Consent))
    tags: tuple[str, ...] = field(default=(), metadata=texts())
    notes: str = field(default="", metadata=text(LONG_TEXT))
    extra: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False)
    status: str = field(default=LeadStatus.NEW, metadata=text(64, required=True))
    status_reason: str = field(default="", metadata=text(LONG_TEXT))
    owner: str | None = field(default=None, metadata=text(200, optional=True))
    team: str | None = field(default=None, metadata=text(200, optional=True))
    pool: str | None = field(default=None, metadata=text(200, optional=True))
    home_pool: str | None = field(default=None, metadata=text(200, optional=True))
    score: Score | None = field(default=None, metadata=instance(Score, optional=True))
    first_response_at: datetime | None = field(default=None, metadata=instant(optional=True))
    last_contact_at: datetime | None = field(default=None, metadata=instant(optional=True))
    waiting_since: datetime | None = field(default=None, metadata=instant(optional=True))
    status_since: datetime | None = field(default=None, metadata=instant(optional=True))
    owner_since: datetime | None = field(default=None, metadata=instant(optional=True))
    contact_id: str | None = field(default=None, metadata=text(64, optional=True))
    customer_id: str | None = field(default=None, metadata=text(64, optional=True))
    opportunity_id: str | None = field(default=None, metadata=text(64, optional=True))
    referred_by: str | None = field(default=None, metadata=text(64, optional=True))
    merged_into: str | None = field(default=None, metadata=text(64, optional=True))
    absorbed: tuple[str, ...] = field(default=(), metadata=texts(64))
    distinct_from: tuple[str, ...] = field(default=(), metadata=texts(64))
    may_be: tuple[str, ...] = field(default=(), metadata=texts(64))
    version: int = field(default=1, metadata=whole(1))

    @property
    def priority(self) -> Priority | None:
        """High, medium or low by the last score; `None` before the first."""
        return self.score.priority if self.score else None

    @property
    def job(self) -> JobTitle:
        """The level and the function that the job title says."""
        return read_job_title(self.job_title)

    @property
    def title(self) -> str:
        """How people would call this lead: the person, else the company, else its id."""
        return str(self.name) or self.company or self.id
