"""The golden database of a release: a small SQLite database with every kind of noun, and what must be read back.

python tools/golden.py VERSION    writes tests/contrib/sqlalchemy/golden/VERSION.sql and VERSION.jsonl, once a release

Later releases must open it for ever: the files of a release that is out are never written again.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from leadkit import Campaign, Channel, LeadDesk, Money, PageVisit, UnitOfWork
from leadkit.buffered import NOUNS
from leadkit.contrib.sqlalchemy import open_store
from leadkit.errors import Refused
from leadkit.model import Call, ContactRole, Contract, QuoteLine
from leadkit.repositories import Store
from leadkit.serialization import to_json
from leadkit.testing import FrozenClock, numbered_ids

FOLDER = Path(__file__).parent.parent / "tests" / "contrib" / "sqlalchemy" / "golden"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def fill(store: Store) -> None:
    """A few leads, one of each fate."""
    clock = FrozenClock(NOW)
    desk = LeadDesk(store=store, now=clock, new_id=numbered_ids())
    won = desk.leads.capture(
        name="王小明",
        email="Wang@Example.com",
        phone="138 1234 5678",
        region="CN",
        company="顶点科技有限公司",
        job_title="采购总监",
        channel=Channel.EXHIBITION,
        idempotency_key="booth-17",
    ).lead
    desk.leads.record(won.id, PageVisit(url="/pricing", seconds=95))
    desk.leads.capture(name="Wang Xiaoming", phone="+86 13812345678", channel=Channel.WEB_FORM)
    desk.leads.assign(won.id, to="li")
    clock.advance(timedelta(hours=3, microseconds=123456))
    desk.leads.record(won.id, Call(minutes=7.5, key_points="wants an ERP"))
    desk.leads.qualify(won.id, need="ERP", budget=Money("120000", "CNY"))
    ids = desk.leads.convert(won.id, amount=Money("120000", "CNY")).receipt.results
    line = QuoteLine("ERP", Money("59000.25", "CNY"), 2, discount_percent="2.5", tax_rate=13)
    quote = desk.opportunities.quote(ids["opportunity"], [line], valid_until=date(2026, 6, 1))
    desk.opportunities.involve(ids["opportunity"], ids["contact"], ContactRole.DECISION_MAKER)
    desk.opportunities.change(ids["opportunity"], competitors=["Northgate"])
    desk.opportunities.move_quote(quote.id, "send")
    desk.opportunities.accept_quote(quote.id, contract=Contract.for_months("2026-017", date(2026, 4, 1), 12))
    pooled = desk.leads.capture(name="Zoë O’Neil 😀", email="zoe@example.com", channel=Channel.CHAT).lead
    desk.pool.release(pooled.id, reason="nobody speaks Irish")
    twice = desk.leads.capture(name="Zoe O'Neil", phone="+353 85 012 3456", channel=Channel.PHONE).lead
    desk.leads.merge(desk.leads.plan_merge([pooled.id, twice.id]))
    gone = desk.leads.capture(name="Bob Ray", email="bob@example.com", channel=Channel.CHAT).lead
    with suppress(Refused):
        desk.leads.capture(name="Nobody", idempotency_key="refused-1")
    with store.begin() as work:
        work.campaigns.add(Campaign(id="campaign-1", name="Spring fair", channel=Channel.EXHIBITION))
        work.erase("lead", gone.id)
        work.commit()


def told(store: Store) -> Iterator[str]:
    """Everything in the store, one JSON text a line."""
    with store.begin() as work:
        for name in NOUNS:
            yield from map(to_json, getattr(work, name).all())
        yield from _of_leads(work)
        yield from map(to_json, work.receipts.all())
        yield from map(to_json, work.events.all())


def _of_leads(work: UnitOfWork) -> Iterator[str]:
    for lead in work.leads.all():
        yield from map(to_json, work.activities.of_lead(lead.id))


def main(version: str) -> None:
    """Write both files."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/golden.db")
        fill(store)
        lines = [*told(store)]
        store.close()
        connection = sqlite3.connect(f"{folder}/golden.db")
        dump = [*connection.iterdump()]
        connection.close()
    (FOLDER / f"{version}.sql").write_text("\n".join(dump) + "\n", "utf-8", newline="\n")
    (FOLDER / f"{version}.jsonl").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
