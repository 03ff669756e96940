"""What somebody else saves between two reads of one unit of work does not make a wrong answer, nor a crash."""

import pytest

from leadkit import LeadDesk
from leadkit.memory import Store


class Interrupted(Store):
    """A store in which somebody else acts right before the so-manieth read of a history or of receipts."""

    def __init__(self):
        super().__init__()
        self.reads, self.act = None, None

    def begin(self):
        work = super().begin()
        for repository, name in ((work.events, "of"), (work.receipts, "find"), (work.leads, "find")):
            setattr(repository, name, self.watched(getattr(repository, name)))
        return work

    def watched(self, read):
        def reading(*arguments):
            if self.reads is not None:
                self.reads -= 1
                if self.reads < 0:
                    self.reads = None
                    self.act()
            return read(*arguments)

        return reading


@pytest.fixture
def desk():
    return LeadDesk(store=Interrupted())


def qualified(desk):
    lead = desk.leads.capture(name="Ada Byron", email="ada@engines.example", company="Engines").lead
    desk.leads.assign(lead.id)
    return desk.leads.qualify(lead.id)


@pytest.mark.parametrize("reads", range(12))
def test_two_conversions_with_one_key_have_one_receipt(desk, reads):
    lead, done = qualified(desk), []
    desk.store.reads, desk.store.act = reads, lambda: done.append(desk.leads.convert(lead.id, key="17"))
    mine = desk.leads.convert(lead.id, key="17")
    assert done or desk.store.reads is not None, "nobody came in between"
    assert all(other.receipt == mine.receipt for other in done)


@pytest.mark.parametrize("reads", range(16))
def test_two_reverts_have_one_outcome(desk, reads):
    lead, done = qualified(desk), []
    receipt = desk.leads.convert(lead.id).receipt
    desk.store.reads = reads
    desk.store.act = lambda: done.append(desk.leads.revert(receipt, reason="wrong Ada"))
    mine = desk.leads.revert(receipt, reason="wrong Ada")
    assert done or desk.store.reads is not None, "nobody came in between"
    assert all((other.undone, other.lead) == (mine.undone, mine.lead) for other in done)
