"""What may be seen of a pooled lead before somebody claims it: what it is about, and not how to reach it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.text import is_han, mask_email, mask_phone
from leadkit.model import Lead, Priority, Source
from leadkit.steps.pool.policy import Pool

__all__ = ["PooledLead", "viewed"]


@frozen
class PooledLead:
    """A lead as the people of a pool see it. since: when it came in. because: why it was returned, blank when it never
    had an owner. region: country, region and city. score: the total. E-mail addresses and long numbers in texts are
    masked along with the fields for them."""

    id: str
    pool: str
    since: datetime
    because: str
    name: str
    company: str
    job_title: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    region: str
    industry: str
    needs: tuple[str, ...]
    interests: tuple[str, ...]
    budget: Money | None
    source: Source
    score: int | None
    priority: Priority | None


def viewed(lead: Lead, pool: Pool, *, masked: bool = True) -> PooledLead:
    """The lead as those who may see the pool see it. masked: False for its admins."""
    place = lead.address
    view = PooledLead(
        id=lead.id,
        pool=pool.name,
        since=lead.owner_since or lead.created_at,
        because=lead.status_reason,
        name=str(lead.name),
        company=lead.company,
        job_title=lead.job_title,
        emails=tuple(map(str, lead.emails)),
        phones=tuple(map(str, lead.phones)),
        region=" ".join(filter(None, (place.country, place.region, place.city))),
        industry=lead.industry,
        needs=lead.needs,
        interests=lead.interests,
        budget=lead.budget,
        source=Source(lead.source.channel, lead.source.label, lead.source.campaign),
        score=lead.score.total if lead.score else None,
        priority=lead.priority,
    )
    if not masked:
        return view
    hide = {name: _MASKS[name](getattr(view, name)) for name in pool.masked}
    view = evolve(view, **hide)
    texts = ("because", "company", "job_title", "needs", "interests")
    return evolve(view, **{name: _without_contacts(getattr(view, name), pool.masked) for name in texts})


def _mask_name(name: str) -> str:
    """`王小明` → `王**`, `Ann Lee` → `A*** L***`."""
    if is_han(name):
        return f"{name[:1]}**"
    return " ".join(f"{word[:1]}***" for word in name.split())


def _blank(_: str) -> str:
    return ""


def _channel_only(source: Source) -> Source:
    return Source(source.channel)


def _none(_: Any) -> tuple[Any, ...]:
    return ()


_MASKS: Mapping[str, Callable[[Any], Any]] = FrozenDict(
    {
        "name": _mask_name,
        "emails": lambda addresses: tuple(map(mask_email, addresses)),
        "phones": lambda numbers: tuple(map(mask_phone, numbers)),
        "company": _blank,
        "job_title": _blank,
        "region": _blank,
        "industry": _blank,
        "needs": _none,
        "interests": _none,
        "budget": lambda _: None,
        "source": _channel_only,
    }
)

_ADDRESS = re.compile(r"[^\s@,;:<>()（），；：]+@[^\s@,;:<>()（），；：]+")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-–]{0,2}\d){6,}")


def _without_contacts(told: Any, masked: frozenset[str]) -> Any:
    if isinstance(told, tuple):
        return tuple(_without_contacts(each, masked) for each in told)
    if "emails" in masked:
        told = _ADDRESS.sub(lambda found: mask_email(found[0]), told)
    return _NUMBER.sub(lambda found: mask_phone(found[0]), told) if "phones" in masked else told
