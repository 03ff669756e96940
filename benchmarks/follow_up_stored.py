"""What is due or at risk among the open leads of a database: leads a second, and memory, beside what reading costs.

python benchmarks/follow_up_stored.py [COUNT]     COUNT: 100,000; 1,000,000 takes 2 GB of disk and about five minutes

A new SQLite file is filled with the leads of `follow_up.py` in units of work of 5,000. Then the desk is asked; each
answer streams past, and nothing is kept. Three rows tell what stands in the way: the texts of the leads and steps read
by SQL alone, the same made into leads and steps, and those asked. A part is asked one by one as well, and must get the
same answers. Needs the extra `sqlalchemy`.
"""

import resource
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from follow_up import NOW, POLICY, SAMPLE, STATUSES, stream
from sqlalchemy import text

from leadkit import LEAD, LeadDesk, Playbook
from leadkit.contrib.sqlalchemy import SqlAlchemyStore, open_store
from leadkit.steps.followup import Standing, deadlines

BATCH, PAGE = 5_000, 500


def filled(store: SqlAlchemyStore, count: int) -> None:
    """The store with this many open leads, each with its planned step."""
    rest = stream(0, count)
    while some := list(islice(rest, BATCH)):
        with store.begin() as work:
            for lead, step in some:
                work.leads.add(lead)
                work.follow_ups.add(step)
            work.commit()


def texts(store: SqlAlchemyStore) -> int:
    """The stored texts of all leads and open steps, read in pages and thrown away."""
    page = text("SELECT body, id FROM leadkit_lead WHERE id > :after ORDER BY id LIMIT 500")
    steps = "SELECT body FROM leadkit_follow_up WHERE NOT done AND lead_id BETWEEN :first AND :last"
    seen, after = 0, ""
    with store.engine.connect() as connection:  # type: ignore[union-attr]
        while rows := connection.execute(page, {"after": after}).all():
            first, after = rows[0].id, rows[-1].id
            seen += len(rows)
            connection.execute(text(steps), {"first": first, "last": after}).all()
    return seen


def read(store: SqlAlchemyStore) -> int:
    """All open leads and their steps, as the flows read them."""
    seen, after = 0, ""
    while True:
        with store.begin() as work:
            leads = list(work.leads.where(statuses=set(STATUSES), after=after, limit=PAGE))
            work.follow_ups.open_of_leads([lead.id for lead in leads])
        if not leads:
            return seen
        seen, after = seen + len(leads), leads[-1].id


def one_by_one(store: SqlAlchemyStore) -> list[object]:
    """What is at risk among the first leads, each asked for alone."""
    with store.begin() as work:
        return [
            deadline
            for lead in work.leads.all(limit=SAMPLE // 10)
            for deadline in deadlines(
                lead, work.follow_ups.open_of_leads([lead.id]).get(lead.id), LEAD.states[lead.status], POLICY
            )
            if deadline.standing(NOW) is not Standing.RUNNING
        ]


def main(count: int) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'leads.db'}", create=True)
        desk = LeadDesk(store=store, playbook=Playbook(follow_up=POLICY), now=lambda: NOW)
        rows: tuple[tuple[str, Callable[[], int]], ...] = (
            ("texts read by SQL", lambda: texts(store)),
            ("leads and steps read", lambda: read(store)),
            ("`at_risk`", lambda: sum(1 for _ in desk.leads.at_risk())),
            ("`agenda` of a manager", lambda: len(desk.leads.agenda("wu"))),
            ("`agenda` of a seller, one of fifty", lambda: len(desk.leads.agenda("seller-7"))),
            ("`remind`, all for the first time", lambda: sum(1 for _ in desk.leads.remind())),
            ("`remind`, a minute later", lambda: sum(1 for _ in desk.leads.remind())),
        )
        started = time.perf_counter()
        filled(store, count)
        print(f"{count:,} leads stored in {time.perf_counter() - started:.0f} s\n")
        single = one_by_one(store)
        assert list(islice(desk.leads.at_risk(), len(single))) == single
        print("| what | found | s | leads a second | most memory so far, MB |\n|---|---:|---:|---:|---:|")
        for name, ask in rows:
            started = time.perf_counter()
            found = ask()
            took = time.perf_counter() - started
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {name} | {found:,} | {took:.1f} | {count / took:,.0f} | {held:.0f} |")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
