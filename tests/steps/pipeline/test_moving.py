"""Deals along their tables: stages, probabilities as they were, reasons, contracts, pipelines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadkit import Money, Opportunity, Playbook, Refusal, StatusType
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline, Stage
from leadkit.model import Competitor, CompetitorStatus, ContactRole, Contract, DealContact, StageEntry
from leadkit.steps.pipeline import LostReason, enter_stage, last_open_stage, lose, transfer, win

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PLAYBOOK = Playbook()
MACHINE = PLAYBOOK.deal()


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


# --- what a stage requires ------------------------------------------------------------------------------------------

STRICT = Pipeline(
    "strict",
    [
        Stage("open", 10),
        Stage("offered", 50, requires=("amount", "decision_makers", "expected_close")),
        Stage("won", 100, type=StatusType.WON, requires=("contract",)),
        Stage("lost", 0, type=StatusType.LOST),
    ],
)
STRICT_MACHINE = Playbook(pipelines=[STRICT]).deal()
BOSS, USER = DealContact("boss", ContactRole.DECISION_MAKER), DealContact("user", ContactRole.USER)


def strict(**fields):
    return Opportunity("o-1", "c-1", NOW, NOW, "Acme", "strict", "open", 10, **fields)


def test_all_that_is_missing_is_told_at_once():
    refused = enter_stage(strict(contacts=[USER]), STRICT, STRICT_MACHINE, "offered", LATER)
    assert codes(refused) == [("missing_field", name) for name in ("amount", "decision_makers", "expected_close")]
    ready = strict(contacts=[USER, BOSS], amount=Money(1, "EUR"), expected_close=date(2026, 5, 1))
    assert enter_stage(ready, STRICT, STRICT_MACHINE, "offered", LATER).noun.stage == "offered"


def test_a_win_that_requires_a_contract_takes_the_one_that_comes_with_it_and_no_void_one():
    assert codes(win(strict(), STRICT, STRICT_MACHINE, LATER)) == [("missing_field", "contract")]
    won = win(strict(amount=Money(5, "EUR")), STRICT, STRICT_MACHINE, NOW, Contract("C-1")).noun
    assert won.contract == Contract("C-1", signed_at=NOW, amount=Money(5, "EUR"))
    again = enter_stage(won, STRICT, STRICT_MACHINE, "open", LATER, "cancelled").noun
    assert (again.contract, again.contracts[0].voided_at, again.contracts[0].void_reason) == (None, LATER, "cancelled")
    assert codes(win(again, STRICT, STRICT_MACHINE, LATER)) == [("missing_field", "contract")]
    second = win(again, STRICT, STRICT_MACHINE, LATER, Contract("C-2")).noun
    assert [contract.number for contract in second.contracts] == ["C-1", "C-2"]
    assert second.contract.number == "C-2"


# --- lost reasons ---------------------------------------------------------------------------------------------------


def lost(known, reason, **options):
    return lose(known, DEFAULT_PIPELINE, MACHINE, LATER, reason, **options)


@pytest.mark.parametrize(
    ("said", "options", "kept"),
    [
        ("price", {}, ("price", "", "")),
        (" Price ", {"note": "10 % dearer"}, ("price", "10 % dearer", "")),
        ("价格", {}, ("price", "", "")),
        ("No budget", {}, ("no_budget", "", "")),
        ("bought elsewhere", {}, ("other", "bought elsewhere", "")),
        ("bought elsewhere", {"note": "in May"}, ("other", "bought elsewhere: in May", "")),
        ("other", {"note": "moved away"}, ("other", "moved away", "")),
        ("competitor", {"competitor": "Beta"}, ("competitor", "", "Beta")),
        ("competitor", {}, ("competitor", "", "")),
    ],
)
def test_a_reason_is_read_by_code_or_label_and_other_words_are_kept(said, options, kept):
    done = lost(deal(), said, **options).noun
    assert (done.lost_reason, done.lost_note, done.lost_to) == kept


@pytest.mark.parametrize(
    ("said", "options", "found"),
    [
        ("", {}, [("missing_reason", "reason")]),
        ("other", {}, [("missing_note", "note")]),
        ("其他", {"note": " "}, [("missing_note", "note")]),
        ("too far away", {"reasons": [LostReason("price", "Price")]}, [("unknown_lost_reason", "reason")]),
        (
            "rival",
            {"reasons": [LostReason("rival", "Rival", needs_competitor=True, needs_note=True)]},
            [("missing_note", "note"), ("missing_competitor", "competitor")],
        ),
    ],
)
def test_a_reason_that_says_too_little_is_refused(said, options, found):
    assert codes(lost(deal(), said, **options)) == found


def test_what_the_table_and_the_reasons_miss_is_told_together():
    assert codes(lost(deal("won"), "other")) == [("not_permitted", "trigger"), ("missing_note", "note")]


def test_the_only_active_competitor_is_meant_and_is_a_rival_again_when_the_deal_is_reopened():
    reasons = [LostReason("rival", "Rival", needs_competitor=True)]
    known = deal(competitors=["Beta", Competitor("Gamma", CompetitorStatus.OUT)])
    done = lost(known, "rival", reasons=reasons).noun
    assert done.lost_to == "Beta"
    assert [each.status for each in done.competitors] == ["chosen", "out"]
    assert codes(lost(deal(competitors=["Beta", "Gamma"]), "rival", reasons=reasons)) == [
        ("missing_competitor", "competitor")
    ]
    again = enter(done, "proposal", "they are back").noun
    assert (again.lost_to, again.lost_note) == ("", "")
    assert [each.status for each in again.competitors] == ["active", "out"]


def test_who_was_chosen_is_added_to_the_competitors():
    done = lost(deal(competitors=["Beta"]), "price", competitor="Delta").noun
    assert [(each.name, each.status) for each in done.competitors] == [("Beta", "active"), ("Delta", "chosen")]
    same = lost(deal(competitors=["Beta"]), "price", competitor="beta").noun
    assert [(each.name, each.status) for each in same.competitors] == [("Beta", "chosen")]


def test_a_lost_deal_says_where_it_died():
    assert enter(deal(), "proposal").noun.last_open_stage == "proposal"
    assert lost(enter(deal(), "proposal").noun, "price").noun.last_open_stage == "proposal"
    assert deal("lost", closed_at=NOW, stage_entries=[]).last_open_stage == ""


# --- another pipeline -----------------------------------------------------------------------------------------------


def over(known, stage="open", reason="renewal", target=STRICT):
    return transfer(known, DEFAULT_PIPELINE, target, stage, LATER, reason)


def test_a_deal_goes_over_to_a_stage_of_another_pipeline():
    done = over(enter(deal(), "proposal").noun)
    assert (done.noun.pipeline, done.noun.stage, done.noun.probability) == ("strict", "open", 10)
    assert [(entry.pipeline, entry.stage) for entry in done.noun.stage_entries] == [
        ("default", "qualification"), ("default", "proposal"), ("", "open"),
    ]  # fmt: skip
    assert last_open_stage(done.noun, STRICT) == "open"
    assert [str(event)[17:] for event in done.events] == ["pipeline default → strict: renewal"]


@pytest.mark.parametrize(
    ("known", "options", "found"),
    [
        (deal(), {"stage": "won"}, [("unknown_stage", "stage")]),
        (deal(), {"stage": "nonsense", "reason": ""}, [("missing_reason", "reason"), ("unknown_stage", "stage")]),
        (deal(), {"target": DEFAULT_PIPELINE, "stage": "proposal"}, [("same_pipeline", "pipeline")]),
        (deal("won", closed_at=NOW), {}, [("deal_closed", "pipeline")]),
        (
            deal(contacts=[BOSS]),
            {"stage": "offered", "reason": " "},
            [("missing_reason", "reason"), ("missing_field", "amount"), ("missing_field", "expected_close")],
        ),
    ],
)
def test_going_over_has_its_rules(known, options, found):
    assert codes(over(known, **options)) == found


# --- every state and trigger ----------------------------------------------------------------------------------------

STAGES = [stage.name for stage in DEFAULT_PIPELINE.stages]


@pytest.mark.parametrize("source", STAGES)
@pytest.mark.parametrize("target", STAGES)
@pytest.mark.parametrize("reason", ["", "price"])
def test_every_pair_of_stages_has_its_answer(source, target, reason):
    known = deal(source, closed_at=NOW if source in ("won", "lost") else None)
    if target == "won":
        outcome = win(known, DEFAULT_PIPELINE, MACHINE, LATER)
        allowed = source not in ("won", "lost")
    elif target == "lost":
        outcome = lost(known, reason)
        allowed = source not in ("won", "lost") and reason
    else:
        outcome = enter(known, target, reason)
        forward = source not in ("won", "lost") and STAGES.index(source) < STAGES.index(target)
        allowed = source != target and (forward or reason)
    assert isinstance(outcome, Refusal) is not bool(allowed)
    if allowed:
        assert (outcome.noun.stage, outcome.noun.stage_entries[-1].stage) == (target, target)
        assert (outcome.noun.closed_at is not None) == (target in ("won", "lost"))
