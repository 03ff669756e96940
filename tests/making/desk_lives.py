"""Random lives of a desk, lived in full: captured, worked, merged, taken back, lost, reopened, erased, sold."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from leadkit import Channel, LeadDesk, Money
from leadkit.errors import LeadkitError
from leadkit.model import Call, Direction, Download, EmailMessage
from leadkit.testing.clock import FrozenClock, numbered_ids

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANNELS = (Channel.CHAT, Channel.REFERRAL, Channel.EXHIBITION)

_WORK = "capture capture onward onward onward onward disqualify reactivate nurture asked download".split()
_REST = "release claim merge merge unmerge revert erase win win lose reopen".split()
#: An operation: its name, which lead or deal it is about (counted back), and a number that it may use.
OPERATIONS = st.tuples(st.sampled_from(_WORK + _REST), st.integers(0, 4), st.integers(0, 72))
HISTORIES = st.lists(OPERATIONS, min_size=12, max_size=30)


class Life:
    """A desk that has lived through these operations; those that are refused did not happen."""

    def __init__(self, operations):
        self.clock = FrozenClock(START)
        self.desk = LeadDesk.in_memory(now=self.clock, new_id=numbered_ids())
        self.ids, self.deals, self.merges = [], [], []
        for name, back, number in [("capture", 0, 0), ("capture", 0, 1), ("capture", 0, 2), *operations]:
            self.clock.advance(timedelta(hours=number, minutes=7))
            with suppress(LeadkitError, IndexError):
                getattr(self, name)(back, number)

    def lead(self, back):
        return self.ids[-1 - back % max(len(self.ids), 1)]

    def deal(self, back):
        return self.deals[-1 - back % max(len(self.deals), 1)]

    def capture(self, back, number):
        taken = self.desk.leads.capture(
            name=f"Ann {len(self.ids)}", email=f"ann{len(self.ids)}@example.com", channel=CHANNELS[number % 3]
        )
        self.ids.append(taken.lead.id)

    def onward(self, back, number):
        """The next steps on the way to a deal."""
        for _ in range(1 + number % 4):
            self.step(self.desk.leads.get(self.lead(back)), number)

    def step(self, lead, number):
        match lead.status:
            case "new" | "nurturing":
                self.desk.leads.assign(lead.id)
            case "assigned":
                self.desk.leads.record(lead.id, Call(result="keen"))
            case "working":
                self.desk.leads.qualify(lead.id, need="ERP")
            case "qualified":
                amount = Money(number, ("EUR", "CNY")[number % 2]) if number % 5 else None
                self.deals.append(self.desk.leads.convert(lead.id, amount=amount).opportunity.id)

    def disqualify(self, back, number):
        self.desk.leads.move(self.lead(back), "disqualify", reason=("price", "no need")[number % 2])
        if number % 3 == 0:
            self.clock.advance(timedelta(days=1))
            self.reactivate(back, number)

    def reactivate(self, back, number):
        self.desk.leads.move(self.lead(back), "reactivate", reason="called again")

    def nurture(self, back, number):
        self.desk.leads.move(self.lead(back), "nurture", reason="later")

    def release(self, back, number):
        self.desk.pool.release(self.lead(back), reason="no time", pool="public")

    def claim(self, back, number):
        self.desk.pool.claim(self.lead(back), by=("li", "wang")[number % 2])

    def merge(self, back, number):
        pair = list(dict.fromkeys((self.lead(back), self.lead(back + 1 + number % 3))))
        self.merges.append(self.desk.leads.merge(self.desk.leads.plan_merge(pair)))

    def unmerge(self, back, number):
        self.desk.leads.unmerge(self.merges.pop(), reason="not the same")

    def revert(self, back, number):
        """The conversion of the last deal, or of some lead, is taken back."""
        lead = self.desk.opportunities.get(self.deal(back)).lead_id if number % 2 else self.lead(back)
        self.desk.leads.revert(lead, reason="by mistake")

    def erase(self, back, number):
        if number % 3 == 0:
            self.desk.leads.erase(self.lead(back), reason="asked for it")

    def win(self, back, number):
        self.desk.opportunities.win(self.deal(back))

    def lose(self, back, number):
        self.desk.opportunities.lose(self.deal(back), reason=("price", "rival")[number % 2])

    def reopen(self, back, number):
        self.desk.opportunities.reopen(self.deal(back), reason="again")

    def asked(self, back, number):
        self.desk.leads.record(self.lead(back), EmailMessage(direction=Direction.INBOUND))

    def download(self, back, number):
        self.desk.leads.record(self.lead(back), Download("white paper"))

    # --- what a patient person reads

    def living(self):
        """Each lead that stands for itself, with the events of all that it took in, and its deals."""
        with self.desk.store.begin() as work:
            leads = list(work.leads.where())
            every = {lead.id: lead for lead in work.leads.where(merged=None)}
            deals = list(work.opportunities.all())
            found = []
            for lead in leads:
                members = [lead.id]
                for id in members:
                    members += every[id].absorbed
                events = {id: work.events.of(id) for id in members}
                found.append((lead, events, [deal for deal in deals if deal.lead_id in members]))
        return found

    def all_deals(self):
        with self.desk.store.begin() as work:
            return list(work.opportunities.all())
