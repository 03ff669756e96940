"""What is due or at risk among a million open leads: leads a second, and memory.

python benchmarks/follow_up.py [COUNT]     COUNT: 1,000,000

The leads stream past: each is made, asked, and forgotten. Some have no owner, some a status with a limit, all a planned
step; an office calendar counts warnings in work time. Once in one process, once in two that take half of them each;
made and asked, and, to tell the two apart, made only. A part of them is asked one by one as well, and must get the
same answers.
"""

import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta

from leadkit import LEAD, BusinessCalendar, Lead
from leadkit.kernel.record import vouched
from leadkit.model import EmailAddress, FollowUp, PersonName
from leadkit.steps.followup import FollowUpPolicy, Standing, at_risk, deadlines

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = FollowUpPolicy(
    first_contact_within=8 * HOUR,
    calendar=BusinessCalendar.weekly("09:00-12:00,13:00-17:00", zone="Europe/Berlin"),
    status_limits={"qualified": timedelta(days=30)},
    managers={"west": "wu"},
)
STATUSES = ("new", "assigned", "assigned", "working", "working", "working", "nurturing", "qualified")
SAMPLE = 20_000


def stream(first: int, count: int) -> Iterator[tuple[Lead, FollowUp | None]]:
    """Open leads of the last 90 days; each is a record of its own."""
    lead = Lead(
        "lead",
        NOW,
        NOW,
        name=PersonName("Ada Marsh", "Ada", "Marsh"),
        company="Marsh Tools Ltd",
        emails=(EmailAddress("ada@marsh-tools.com", "ada@marsh-tools.com"),),
    ).__dict__
    step = FollowUp("step", "lead", NOW, "settle the open questions").__dict__
    for number in range(first, first + count):
        id, status = str(number), STATUSES[number % 8]
        since = NOW - number * 7919 % 2160 * HOUR
        owner = None if status == "new" else f"seller-{number % 50}"
        told = {"id": id, "created_at": since, "status": status, "status_since": since, "owner": owner}
        due = NOW + (number * 104_729 % 480 - 60) * HOUR
        yield (
            vouched(Lead, lead | told),
            vouched(FollowUp, step | {"id": id, "lead_id": id, "due": due, "owner": owner}),
        )


def made(first: int, count: int) -> int:
    return sum(1 for _ in stream(first, count))


def asked(first: int, count: int) -> int:
    return sum(1 for _ in at_risk(stream(first, count), LEAD.states, POLICY, NOW))


def seconds(work: object, shares: list[tuple[int, int]]) -> float:
    started = time.perf_counter()
    if len(shares) == 1:
        work(*shares[0])  # type: ignore[operator]
    else:
        with ProcessPoolExecutor(len(shares)) as pool:
            list(pool.map(work, *zip(*shares, strict=True)))  # type: ignore[arg-type]
    return time.perf_counter() - started


def main(count: int) -> None:
    single = [
        deadline
        for lead, plan in stream(0, SAMPLE)
        for deadline in deadlines(lead, plan, LEAD.states[lead.status], POLICY)
        if deadline.standing(NOW) is not Standing.RUNNING
    ]
    assert list(at_risk(stream(0, SAMPLE), LEAD.states, POLICY, NOW)) == single
    print(f"{len(single):,} deadlines of the first {SAMPLE:,} leads are at risk or breached\n")
    print("| processes | leads | made and asked, s | made only, s | leads a second, both | leads a second, asking |")
    print("|---:|---:|---:|---:|---:|---:|")
    half = count // 2
    for shares in ([(0, count)], [(0, half), (half, count - half)]):
        both, alone = seconds(asked, shares), seconds(made, shares)
        rates = f"{count / both:,.0f} | {count / (both - alone):,.0f}"
        print(f"| {len(shares)} | {count:,} | {both:.1f} | {alone:.1f} | {rates} |")
    held = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"\nThe most that any of the processes held: {held:.0f} MB.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
