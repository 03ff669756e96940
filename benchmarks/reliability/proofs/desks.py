"""What the proofs do with a desk: open one, and inquiries that are easy to tell apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from leadkit import LeadDesk
from leadkit.contrib.sqlalchemy import open_store
from leadkit.model import Inquiry

__all__ = ["AT", "inquiry", "opened", "warmed_up"]

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@contextmanager
def opened(url: str, at: datetime | None = None) -> Iterator[LeadDesk]:
    """A desk with connections of its own. at: a clock that stands still, for proofs in which time is content."""
    store = open_store(url, create=False)
    clock = {} if at is None else {"now": lambda: at}
    try:
        yield LeadDesk(store=store, **clock)
    finally:
        store.close()


def inquiry(number: int, **fields: Any) -> Inquiry:
    """Somebody with an e-mail address and a phone number of their own."""
    told = {
        "name": f"Person {number}",
        "email": f"person{number}@company{number}.example.com",
        "phone": f"138{number:08}",
        "region": "CN",
        "company": f"公司 {number}",
    }
    return Inquiry(**{**told, **fields})


def warmed_up() -> None:
    """Load what is loaded on first use, so that children find it there."""
    desk = LeadDesk.in_memory()
    for number in (1, 1, 2):
        next(desk.leads.capture_many([(str(number), inquiry(number))]))
    lead = desk.leads.find()[0]
    desk.leads.assign(lead.id)
    desk.leads.qualify(lead.id, need="ERP")
    desk.leads.convert(lead.id)
