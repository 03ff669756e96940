"""Deals and quotes along their tables: stages, probabilities as they were, reasons."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadkit import Money, Opportunity, Playbook, Refusal, StatusType
from leadkit.errors import InvalidRecord
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.machines.quote import QuoteStatus, QuoteTrigger
from leadkit.model import QuoteLine, StageEntry
from leadkit.model.events import replay
from leadkit.steps.pipeline import draft_quote, enter_stage, last_open_stage, lose, move_quote, win

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PLAYBOOK = Playbook()
MACHINE = PLAYBOOK.deal()
LINE = QuoteLine("ERP", Money("99.99", "EUR"), 3)


def deal(stage="qualification", **fields):
    entry = StageEntry("qualification", NOW, 10)
    return Opportunity("o-1", "c-1", NOW, NOW, "Acme", "default", stage, 10, **{"stage_entries": (entry,), **fields})


def enter(known, stage, reason=""):
    return enter_stage(known, DEFAULT_PIPELINE, MACHINE, stage, LATER, reason)


def codes(refusal):
    assert isinstance(refusal, Refusal)
    return [(problem.code, problem.field) for problem in refusal.problems]


def entries(known):
    return [(entry.stage, entry.probability) for entry in known.stage_entries]


def test_entering_a_stage_takes_a_snapshot_of_its_probability():
    done = enter(deal(), "proposal")
    assert (done.noun.stage, done.noun.probability, done.noun.closed_at) == ("proposal", 50, None)
    assert entries(done.noun) == [("qualification", 10), ("proposal", 50)]
    assert done.noun.stage_entries[-1].at == LATER
    (event,) = done.events
    assert (event.source, event.target, event.version) == ("qualification", "proposal", 2)


def test_a_probability_that_changes_later_leaves_old_entries_alone():
    stages = [Stage("qualification", 5), Stage("proposal", 60), Stage("won", 100, type=StatusType.WON)]
    changed = Pipeline("default", [*stages, Stage("lost", 0, type=StatusType.LOST)])
    done = enter_stage(deal(), changed, Playbook(pipelines=[changed]).deal(), "proposal", LATER)
    assert entries(done.noun) == [("qualification", 10), ("proposal", 60)]


def test_stages_may_be_skipped_forward_and_going_back_needs_a_reason():
    ahead = enter(deal(), "negotiation").noun
    assert codes(enter(ahead, "proposal")) == [("missing_reason", "reason")]
    assert enter(ahead, "proposal", "new decision maker").noun.stage == "proposal"


@pytest.mark.parametrize("stage", ["won", "lost", "nonsense", "", "Proposal"])
def test_only_an_open_stage_can_be_entered(stage):
    assert codes(enter(deal(), stage)) == [("unknown_stage", "stage")]


def test_a_stage_is_not_entered_twice_in_a_row():
    assert codes(enter(deal(), "qualification")) == [("not_permitted", "trigger")]


def test_a_stage_may_require_fields():
    stages = [Stage("a", 10), Stage("b", 50, requires=("amount",))]
    stages += [Stage("won", 100, type=StatusType.WON), Stage("lost", 0, type=StatusType.LOST)]
    line = Pipeline("p", stages)
    machine = Playbook(pipelines=[line]).deal()
    known = Opportunity("o", "c", NOW, NOW, "x", "p", "a", 10)
    assert codes(enter_stage(known, line, machine, "b", LATER)) == [("missing_field", "amount")]
    funded = Opportunity("o", "c", NOW, NOW, "x", "p", "a", 10, amount=Money(0, "EUR"))
    assert enter_stage(funded, line, machine, "b", LATER).noun.stage == "b"


def test_winning_closes_the_deal():
    done = win(deal(), DEFAULT_PIPELINE, MACHINE, LATER).noun
    assert (done.stage, done.probability, done.closed_at, done.lost_reason) == ("won", 100, LATER, "")
    assert entries(done)[-1] == ("won", 100)


def test_losing_closes_the_deal_with_its_reason():
    done = lose(deal(), DEFAULT_PIPELINE, MACHINE, LATER, "price").noun
    assert (done.stage, done.probability, done.closed_at, done.lost_reason) == ("lost", 0, LATER, "price")
    assert codes(lose(deal(), DEFAULT_PIPELINE, MACHINE, LATER, "  ")) == [("missing_reason", "reason")]


@pytest.mark.parametrize("stage", ["won", "lost"])
def test_a_closed_deal_is_not_closed_again(stage):
    closed = deal(stage)
    assert codes(win(closed, DEFAULT_PIPELINE, MACHINE, LATER)) == [("not_permitted", "trigger")]
    assert codes(lose(closed, DEFAULT_PIPELINE, MACHINE, LATER, "x")) == [("not_permitted", "trigger")]


def test_reopening_needs_a_reason_and_forgets_the_closing():
    lost = lose(deal(), DEFAULT_PIPELINE, MACHINE, NOW, "price").noun
    assert codes(enter(lost, "proposal")) == [("missing_reason", "reason")]
    again = enter(lost, "proposal", "new budget").noun
    assert (again.stage, again.closed_at, again.lost_reason) == ("proposal", None, "")
    assert [stage for stage, _ in entries(again)] == ["qualification", "lost", "proposal"]


@pytest.mark.parametrize(
    ("stages", "last"),
    [
        ((), "qualification"),
        (("qualification",), "qualification"),
        (("qualification", "proposal", "lost"), "proposal"),
        (("qualification", "won", "proposal", "won"), "proposal"),
        (("renamed", "lost"), "qualification"),
    ],
)
def test_the_last_open_stage_is_where_a_deal_goes_on(stages, last):
    known = deal("lost", stage_entries=[StageEntry(stage, NOW) for stage in stages])
    assert last_open_stage(known, DEFAULT_PIPELINE) == last


# --- quotes ---------------------------------------------------------------------------------------------------------


def quote(**fields):
    return draft_quote("q-1", "o-1", NOW, **{"lines": (LINE,), **fields}).noun


def moved(known, *triggers):
    for trigger in triggers:
        known = move_quote(known, PLAYBOOK.quote, trigger, LATER, "because").noun
    return known


def test_a_quote_starts_as_a_draft_with_an_exact_total():
    drafted = draft_quote("q-1", "o-1", NOW, lines=(LINE, QuoteLine("Training", Money(1, "EUR"))))
    assert (drafted.noun.status, drafted.noun.total) == (QuoteStatus.DRAFT, Money("300.97", "EUR"))
    assert replay(drafted.events) == drafted.noun


@pytest.mark.parametrize(
    ("triggers", "status"),
    [
        (("send", "accept"), QuoteStatus.ACCEPTED),
        (("send", "reject"), QuoteStatus.REJECTED),
        (("send", "supersede"), QuoteStatus.SUPERSEDED),
        (("supersede",), QuoteStatus.SUPERSEDED),
    ],
)
def test_a_quote_is_answered_once(triggers, status):
    answered = moved(quote(), *triggers)
    assert answered.status is status
    for trigger in QuoteTrigger:
        assert codes(move_quote(answered, PLAYBOOK.quote, trigger, LATER, "x")) == [("not_permitted", "trigger")]


def test_a_rejection_needs_a_reason_and_keeps_it():
    sent = moved(quote(), "send")
    assert codes(move_quote(sent, PLAYBOOK.quote, "reject", LATER)) == [("missing_reason", "reason")]
    assert move_quote(sent, PLAYBOOK.quote, "reject", LATER, "too dear").noun.status_reason == "too dear"


def test_an_empty_quote_is_not_sent_and_one_without_end_does_not_expire():
    assert codes(move_quote(quote(lines=()), PLAYBOOK.quote, "send", LATER)) == [("missing_field", "lines")]
    assert codes(move_quote(moved(quote(), "send"), PLAYBOOK.quote, "expire", LATER)) == [
        ("missing_field", "valid_until")
    ]
    assert moved(quote(valid_until=date(2026, 4, 1)), "send", "expire").status is QuoteStatus.EXPIRED


def test_an_unknown_trigger_is_refused():
    assert codes(move_quote(quote(), PLAYBOOK.quote, "sign", LATER)) == [("unknown_trigger", "trigger")]


@pytest.mark.parametrize("fields", [{"lines": ("ERP",)}, {"valid_until": "tomorrow"}, {"supersedes": 5}])
def test_a_wrong_quote_is_no_quote(fields):
    with pytest.raises(InvalidRecord):
        quote(**fields)
