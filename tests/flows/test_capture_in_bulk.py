"""Captures in bulk are captures: the same outcomes and the same store, whatever the batch."""

from hypothesis import given
from hypothesis import strategies as st

from leadkit import LeadDesk
from leadkit.errors import LeadkitError
from leadkit.model import Inquiry
from leadkit.testing import FrozenClock, inquiries, instants, numbered_ids

PEOPLE = st.sampled_from([("ada@example.com",), ("bo@example.com",), ("王@example.cn",), (), ("no address",)])
ROWS = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["k1", "k2", " "]),
        st.builds(Inquiry, name=st.sampled_from(["Ada", "王小明"]), email=PEOPLE) | inquiries(),
    ),
    max_size=12,
)


def one_by_one(desk, rows):
    outcomes = []
    for key, inquiry in rows:
        try:
            outcomes.append(desk.leads.capture(idempotency_key=key, **inquiry.__dict__))
        except LeadkitError as error:
            outcomes.append(error)
    return outcomes


def everything(desk):
    with desk.store.begin() as work:
        return (
            list(work.leads.all()),
            list(work.events.all()),
            list(work.receipts.all()),
            list(work.follow_ups.all()),
        )


def told(warnings, outcomes):
    """Warnings with the place of a lead in the list instead of its id: in bulk, ids are drawn earlier."""
    ids = {
        outcome.lead.id: at for at, outcome in reversed([*enumerate(outcomes)]) if not isinstance(outcome, Exception)
    }
    return [[ids.get(word.strip(":"), word) for word in str(warning).split()] for warning in warnings]


@given(ROWS, st.integers(1, 5), instants())
def test_many_at_once_are_what_they_are_one_by_one(rows, batch, at):
    single, bulk = (LeadDesk.in_memory(now=FrozenClock(at), new_id=numbered_ids()) for _ in range(2))
    given_rows = [inquiry if key is None else (key, inquiry) for key, inquiry in rows]
    outcomes = list(bulk.leads.capture_many(given_rows, batch=batch))
    expected = one_by_one(single, rows)
    assert [type(outcome) for outcome in outcomes] == [type(outcome) for outcome in expected]
    for mine, theirs in zip(outcomes, expected, strict=True):
        if isinstance(theirs, Exception):
            assert mine.problems == theirs.problems
        else:
            assert (mine.because, mine.repeated) == (theirs.because, theirs.repeated)
            assert told(mine.warnings, outcomes) == told(theirs.warnings, expected)
            assert (mine.lead.emails, mine.lead.version) == (theirs.lead.emails, theirs.lead.version)
    in_bulk, one_each = everything(bulk), everything(single)
    assert list(map(len, in_bulk)) == list(map(len, one_each))
    assert list(map(type, in_bulk[1])) == list(map(type, one_each[1]))
