"""Quotes along their table: versions, validity, and what an accepted one does to its deal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadkit import Money, Opportunity, Playbook, Refusal
from leadkit.errors import InvalidPlaybook, InvalidRecord
from leadkit.kernel.rounding import Rounding
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.machines.quote import QuoteStatus, QuoteTrigger
from leadkit.model import Contract, QuoteLine, TaxRounding
from leadkit.model.events import replay
from leadkit.steps.pipeline import QuotePolicy, accept_quote, draft_quote, move_quote, revise_quote

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PLAYBOOK = Playbook()
LINE = QuoteLine("ERP", Money("99.99", "EUR"), 3)


def codes(refusal):
    assert isinstance(refusal, Refusal)
    return [(problem.code, problem.field) for problem in refusal.problems]


def quote(id="q-1", **fields):
    return draft_quote(id, "o-1", NOW, **{"lines": (LINE,), **fields}).noun


def moved(known, *triggers, at=LATER):
    for trigger in triggers:
        known = move_quote(known, PLAYBOOK.quote, trigger, at, "because").noun
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
    over = quote(valid_until=NOW.date())
    sent = moved(over, "send", at=NOW)
    assert codes(move_quote(sent, PLAYBOOK.quote, "expire", NOW)) == [("still_valid", "valid_until")]
    assert moved(sent, "expire").status is QuoteStatus.EXPIRED


def test_an_unknown_trigger_is_refused():
    assert codes(move_quote(quote(), PLAYBOOK.quote, "sign", LATER)) == [("unknown_trigger", "trigger")]


@pytest.mark.parametrize("fields", [{"lines": ("ERP",)}, {"valid_until": "tomorrow"}, {"supersedes": 5}])
def test_a_wrong_quote_is_no_quote(fields):
    with pytest.raises(InvalidRecord):
        quote(**fields)


# --- validity -------------------------------------------------------------------------------------------------------

SHANGHAI = QuotePolicy(zone="Asia/Shanghai", valid_days=30)


@pytest.mark.parametrize(
    ("trigger", "at", "found"),
    [
        ("accept", datetime(2026, 4, 1, 15, 59, tzinfo=UTC), None),
        ("accept", datetime(2026, 4, 1, 16, tzinfo=UTC), ("quote_expired", "valid_until")),
        ("expire", datetime(2026, 4, 1, 15, 59, tzinfo=UTC), ("still_valid", "valid_until")),
        ("expire", datetime(2026, 4, 1, 16, tzinfo=UTC), None),
        ("supersede", datetime(2026, 4, 2, tzinfo=UTC), None),
    ],
)
def test_a_quote_is_valid_to_the_end_of_its_last_day_where_the_business_is(trigger, at, found):
    drafted = draft_quote("q-1", "o-1", NOW, SHANGHAI, lines=[LINE]).noun
    assert drafted.valid_until == date(2026, 4, 1)
    outcome = move_quote(moved(drafted, "send"), PLAYBOOK.quote, trigger, at, "x", SHANGHAI)
    assert codes(outcome) == [found] if found else not isinstance(outcome, Refusal)


def test_what_is_over_is_not_sent():
    over = quote(valid_until=NOW.date())
    assert codes(move_quote(over, PLAYBOOK.quote, "send", LATER)) == [("quote_expired", "valid_until")]


@pytest.mark.parametrize("status", QuoteStatus)
@pytest.mark.parametrize("trigger", QuoteTrigger)
def test_every_status_and_trigger_has_its_answer(status, trigger):
    legal = {
        "draft": {"send", "supersede"},
        "sent": {"accept", "reject", "expire", "supersede"},
    }
    known = quote(status=status, valid_until=LATER.date() if trigger != "expire" else NOW.date())
    outcome = move_quote(known, PLAYBOOK.quote, trigger, LATER, "because")
    assert isinstance(outcome, Refusal) is (trigger not in legal.get(status, ()))


# --- rules and versions ---------------------------------------------------------------------------------------------


def test_a_quote_keeps_the_rules_it_was_drafted_with():
    policy = QuotePolicy(Rounding.HALF_EVEN, TaxRounding.LINE, prices_include_tax=True)
    drafted = draft_quote("q-1", "o-1", NOW, policy, lines=[LINE]).noun
    assert (drafted.rounding, drafted.tax_rounding, drafted.prices_include_tax) == ("half_even", "line", True)
    assert draft_quote("q-2", "o-1", NOW, policy, prices_include_tax=False).noun.prices_include_tax is False


def test_a_wrong_policy_is_refused_with_all_that_is_wrong():
    with pytest.raises(InvalidPlaybook) as refused:
        QuotePolicy(zone="Mars/Olympus", valid_days=-1)
    assert [problem.field for problem in refused.value.problems] == ["quoting.zone", "quoting.valid_days"]


def revised(known, id="q-2", **changes):
    return revise_quote(known, id, PLAYBOOK.quote, LATER, changes=changes)


def test_a_revision_is_the_same_but_for_what_differs():
    first = moved(quote(number="Q-7", discount_percent=10, notes="ex works"), "send")
    drafted, before = revised(first, "q-2", lines=[LINE, LINE], discount_percent=5)
    second = drafted.noun
    assert (before.noun.status, second.status) == (QuoteStatus.SUPERSEDED, QuoteStatus.DRAFT)
    assert (second.id, second.supersedes, second.revision, second.number) == ("q-2", "q-1", 2, "Q-7")
    assert (len(second.lines), second.discount_percent, second.notes) == (2, 5, "ex works")
    third = revised(second, "q-3")[0].noun
    assert (third.supersedes, third.revision, third.total) == ("q-2", 3, second.total)


@pytest.mark.parametrize("status", QuoteStatus)
def test_which_quotes_have_a_next_version(status):
    outcome = revised(quote(status=status))
    if status in (QuoteStatus.ACCEPTED, QuoteStatus.SUPERSEDED):
        assert codes(outcome) == [("not_permitted", "trigger")]
        return
    _, before = outcome
    assert before.noun.status is (QuoteStatus.SUPERSEDED if status in ("draft", "sent") else status)
    assert bool(before.events) is (status in ("draft", "sent"))


def test_a_revision_changes_what_a_quote_says_and_nothing_else():
    outcome = revised(quote(), status="accepted", opportunity_id="o-2")
    assert codes(outcome) == [("guarded_field", "opportunity_id"), ("guarded_field", "status")]
    with pytest.raises(InvalidRecord):
        revised(quote(), lines=["ERP"])


# --- accepted -------------------------------------------------------------------------------------------------------


def deal(stage="proposal", **fields):
    return Opportunity("o-1", "c-1", NOW, NOW, "Acme", "default", stage, 50, **fields)


def accepted(known, on, others=(), contract=None):
    return accept_quote(
        known,
        on,
        DEFAULT_PIPELINE,
        LATER,
        quotes=(known, *others),
        quote_machine=PLAYBOOK.quote,
        deal_machine=PLAYBOOK.deal(),
        contract=contract,
    )


def test_an_accepted_quote_wins_the_deal_and_closes_the_others():
    taxed = QuoteLine("ERP", Money(100, "EUR"), 2, tax_rate=19)
    sent = moved(quote(lines=[taxed], discount_percent=10), "send")
    others = [quote(id="q-2"), moved(quote(id="q-3"), "send"), moved(quote(id="q-4"), "send", "reject")]
    answered, won = accepted(sent, deal(amount=Money(7, "EUR")), others, Contract("C-1"))
    assert [(each.noun.id, each.noun.status) for each in answered] == [
        ("q-1", "accepted"), ("q-2", "superseded"), ("q-3", "superseded"),
    ]  # fmt: skip
    assert answered[1].noun.status_reason == "quote q-1 was accepted"
    assert (won.noun.stage, won.noun.amount, won.noun.lines) == ("won", Money(180, "EUR"), (taxed,))
    contract = won.noun.contract
    assert (contract.quote_id, contract.amount, contract.signed_at) == ("q-1", Money("214.20", "EUR"), LATER)
    for decision in answered:
        assert decision.events[0].version == decision.noun.version


def test_an_accepted_quote_on_a_closed_deal_tells_all_that_is_wrong():
    drafted = quote(valid_until=NOW.date())
    assert codes(accepted(drafted, deal("lost"))) == [("not_permitted", "trigger")] * 2
    over = moved(drafted, "send", at=NOW)
    assert codes(accepted(over, deal())) == [("quote_expired", "valid_until")]
