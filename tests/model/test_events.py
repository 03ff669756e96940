"""Events are facts in the past tense: a sentence for people, in order, and exactly what changed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from leadkit.errors import InvalidRecord
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.machines.lead import LEAD
from leadkit.machines.quote import QUOTE
from leadkit.model import AlarmLevel, Channel, Clock, Contact, Customer, Lead, Opportunity, Quote, Source
from leadkit.model.events import (
    EVENTS,
    ActivityRecorded,
    AlarmRaised,
    ContactChanged,
    ContactCreated,
    ContactErased,
    ContactLinked,
    ContactUnlinked,
    CustomerCaredFor,
    CustomerChanged,
    CustomerCreated,
    CustomerErased,
    CustomerLinked,
    CustomerMoved,
    CustomerPluginFailed,
    CustomerReferred,
    CustomerUnlinked,
    DealOutcome,
    FeedbackGiven,
    FollowUpPlanned,
    InquiryAttached,
    InquiryRefused,
    LeadAssigned,
    LeadCaptured,
    LeadChanged,
    LeadClaimed,
    LeadConverted,
    LeadErased,
    LeadMoved,
    LeadOutcomeLearnt,
    LeadReclaimed,
    LeadReferred,
    LeadReleased,
    LeadReverted,
    LeadScored,
    OpportunityChanged,
    OpportunityErased,
    OpportunityLinked,
    OpportunityMoved,
    OpportunityOpened,
    OpportunityQuoted,
    OpportunityTransferred,
    OpportunityUnlinked,
    PluginFailed,
    ProtectionExtended,
    QuoteDrafted,
    QuoteMoved,
    ReclaimWarned,
    WinBackStarted,
    evolve,
    moved,
)
from leadkit.model.identity import IDENTITY
from leadkit.playbook import GUARDS

AT = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)
LEAD_1 = Lead("1", AT, AT, source=Source(Channel.EXHIBITION, "广交会"))
HEAD = ("1", 2, AT)
SENTENCES = {
    LeadCaptured(*HEAD, LEAD_1): "captured from 广交会",
    LeadCaptured(*HEAD, Lead("1", AT, AT)): "captured from manual",
    LeadChanged(*HEAD, changes={"tags": (), "company": "顶点"}): "changed company, tags",
    InquiryAttached(*HEAD, "did-1", "email", "same phone"): "asked again by email: same phone",
    InquiryRefused(*HEAD, ["no_contact_details", "too_long"]): "refused: no_contact_details, too_long",
    ActivityRecorded(*HEAD, "did-1", "page_visit"): "recorded page visit",
    LeadScored(*HEAD, 55, "high"): "scored 55, priority high",
    LeadMoved(*HEAD, "nurture", "new", "nurturing", ""): "new → nurturing (nurture)",
    LeadMoved(*HEAD, "void", "new", "void", "a test"): "new → void (void): a test",
    LeadMoved(*HEAD, "contact", "working", "working", ""): "contact",
    LeadAssigned(*HEAD, "assign", "new", "assigned", "", "li", "next in turn"): "assigned to li: next in turn",
    LeadClaimed(*HEAD, "assign", "new", "assigned", "", "li", "claimed", pool="公海"): "claimed by li from pool 公海",
    LeadReleased(*HEAD, "release", "working", "new", "no budget", "公海"): "released to pool 公海: no budget",
    LeadReleased(*HEAD, "release", "working", "new", "no budget", "公海", "li"): (
        "released to pool 公海 by li: no budget"
    ),
    LeadReclaimed(*HEAD, "release", "working", "new", "30 days without contact", "公海", "li", "idle"): (
        "reclaimed from li to pool 公海 by idle: 30 days without contact"
    ),
    ProtectionExtended(*HEAD, AT, "li", "fair next week"): "protected until 2024-02-29 12:30 by li: fair next week",
    ReclaimWarned(*HEAD, "reclaim/1/…", "li", "idle", "30 days without contact", AT): (
        "warned li: reclaimed 2024-02-29 12:30 by idle: 30 days without contact"
    ),
    LeadConverted(*HEAD, "convert", "qualified", "converted", "", "2", "3", "4"): (
        "converted to contact, customer and opportunity"
    ),
    LeadConverted(*HEAD, "convert", "qualified", "converted", "", "", "3", "", "key"): "converted to customer",
    LeadReverted(*HEAD, "revert", "converted", "qualified", "wrong Ada", "key"): "conversion taken back: wrong Ada",
    LeadReverted(*HEAD, "revert", "converted", "qualified", "no", "key", ["customer"]): (
        "conversion taken back, keeping customer: no"
    ),
    LeadOutcomeLearnt(*HEAD, "4", DealOutcome.WON, amount=Money(5, "EUR")): "the deal was won, 5.00 EUR",
    LeadOutcomeLearnt(*HEAD, "4", DealOutcome.LOST, "price"): "the deal was lost: price",
    LeadOutcomeLearnt(*HEAD, "4", DealOutcome.OPEN, "they called"): "the deal was opened again: they called",
    ContactLinked(*HEAD, "2", "key", changes={"job_title": "CTO"}): "linked to lead 2, which filled job_title",
    CustomerLinked(*HEAD, "2", "key"): "linked to lead 2",
    OpportunityLinked(*HEAD, "2", "key"): "linked to lead 2",
    ContactUnlinked(*HEAD, "2", "key", "wrong Ada"): "no longer linked to lead 2: wrong Ada",
    CustomerUnlinked(*HEAD, "2", "key", "wrong Ada"): "no longer linked to lead 2: wrong Ada",
    OpportunityUnlinked(*HEAD, "2", "key", "wrong Ada"): "no longer linked to lead 2: wrong Ada",
    OpportunityErased(*HEAD, "asked"): "erased: asked",
    FollowUpPlanned(*HEAD, "next-1", AT, "first contact"): "follow-up due 2024-02-29 12:30: first contact",
    AlarmRaised(*HEAD, "answer/1/…", Clock.ANSWER, AlarmLevel.BREACH, "li", AT): (
        "breach to li: answer due 2024-02-29 12:30"
    ),
    PluginFailed(*HEAD, "scoring", "MyScorer", "ZeroDivisionError"): (
        "scoring plug-in MyScorer failed: ZeroDivisionError"
    ),
    LeadErased(*HEAD, "asked to be forgotten"): "erased: asked to be forgotten",
    ContactCreated(*HEAD, Contact("1", "2", AT, AT)): "contact created",
    CustomerCreated(*HEAD, Customer("1", AT, AT, "顶点")): "customer created",
    ContactChanged(*HEAD, changes={"role": "user", "job_title": "CTO"}): "changed job_title, role",
    ContactErased(*HEAD, "asked"): "erased: asked",
    CustomerChanged(*HEAD, changes={"name": "顶点"}): "changed name",
    CustomerErased(*HEAD, "asked"): "erased: asked",
    CustomerMoved(*HEAD, "reward", "won", "loyal", ""): "won → loyal (reward)",
    FeedbackGiven(*HEAD, 9): "would recommend us with 9 of 10",
    FeedbackGiven(*HEAD, None): "commented",
    CustomerCaredFor(*HEAD, "visit them"): "cared for: visit them",
    CustomerReferred(*HEAD, "7"): "recommended us to lead 7",
    LeadReferred(*HEAD, "7"): "recommended by customer 7",
    WinBackStarted(*HEAD, "7", "promotion"): "win-back promotion as lead 7",
    CustomerPluginFailed(*HEAD, "Mine", "ValueError"): "lifecycle plug-in Mine failed: ValueError",
    OpportunityOpened(*HEAD, Opportunity("1", "2", AT, AT, "ERP", "default", "proposal", 50)): "opportunity created",
    OpportunityChanged(*HEAD, changes={"amount": None}): "changed amount",
    OpportunityMoved(*HEAD, "lose", "proposal", "lost", "price"): "proposal → lost (lose): price",
    OpportunityQuoted(*HEAD, "q-1", changes={"quote_ids": ("q-1",)}): "quote q-1 drafted",
    OpportunityTransferred(*HEAD, "default", "renewal", "second year"): "pipeline default → renewal: second year",
    QuoteDrafted(*HEAD, Quote("1", "2", AT, AT)): "quote created",
    QuoteMoved(*HEAD, "send", "draft", "sent", ""): "draft → sent (send)",
}
for kinds in IDENTITY.values():
    SENTENCES |= {
        kinds.merged(*HEAD, "key", ["2", "3"]): "took in 2, 3",
        kinds.absorbed(*HEAD, "key", "2"): "merged into 2",
        kinds.unmerged(*HEAD, ["2"], "two people"): "gave back 2: two people",
        kinds.revived(*HEAD, "2", "two people"): "taken out of 2: two people",
        kinds.kept_apart(*HEAD, "2", "brothers"): "is not the same as 2: brothers",
        kinds.reconsidered(*HEAD, "2", "the phone"): "may be the same as 2 after all: the phone",
    }


@pytest.mark.parametrize(("event", "sentence"), SENTENCES.items(), ids=lambda value: type(value).__name__)
def test_an_event_says_what_happened(event, sentence):
    assert str(event) == f"2024-02-29 12:30 {sentence}"


def test_every_event_has_its_sentence_here():
    assert {type(event) for event in SENTENCES} == set(EVENTS.values())


@pytest.mark.parametrize(
    ("build", "code", "field"),
    [
        (lambda: LeadChanged("", 2, AT), "required", "subject_id"),
        (lambda: LeadChanged("x" * 201, 2, AT), "too_long", "subject_id"),
        (lambda: LeadChanged("1", -1, AT), "out_of_range", "version"),
        (lambda: LeadChanged("1", 2, AT.replace(tzinfo=None)), "naive_datetime", "at"),
        (lambda: LeadMoved("1", 2, AT, "", "new", "void", ""), "required", "trigger"),
        (lambda: LeadMoved("1", 2, AT, "void", "", "void", ""), "required", "source"),
        (lambda: LeadMoved("1", 2, AT, "void", "new", "x" * 65, ""), "too_long", "target"),
        (lambda: LeadMoved("1", 2, AT, "void", "new", "void", "\x00"), "forbidden_character", "reason"),
        (lambda: InquiryRefused("1", 2, AT, "no"), "not_a_tuple", "codes"),
        (lambda: FollowUpPlanned("1", 2, AT, "next-1", "today", "call"), "not_a_datetime", "due"),
    ],
)
def test_an_event_is_checked_like_a_noun(build, code, field):
    with pytest.raises(InvalidRecord) as refused:
        build()
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]


class Later(datetime):
    """A datetime of somebody's own."""


@pytest.mark.parametrize(
    "clock",
    [
        AT,
        Later(2024, 2, 29, 12, 30, tzinfo=UTC),
        AT.astimezone(timezone(timedelta(hours=8))),
        Later(2024, 2, 29, 20, 30, tzinfo=timezone(timedelta(hours=8))),
    ],
)
def test_a_step_counts_the_version_and_keeps_exact_time(clock):
    for noun, (event,) in (
        evolve(LEAD_1, LeadChanged, clock, {"company": "顶点"}),
        moved(LEAD_1, LEAD.bind(GUARDS), "nurture", LeadMoved, clock),
        moved(LEAD_1, LEAD.bind(GUARDS), "void", LeadMoved, clock, {"status_reason": "a test"}, reason="a test"),
    ):
        assert noun.version == event.version == LEAD_1.version + 1
        assert noun.updated_at == event.at == AT
        assert type(noun.updated_at) is type(event.at) is datetime
        assert event.at.tzinfo is UTC
        assert event.subject_id == "1"


def test_a_move_keeps_words_and_further_facts():
    facts = {"owner": "li", "because": "next in turn"}
    _, (event,) = moved(LEAD_1, LEAD.bind(GUARDS), "assign", LeadAssigned, AT, {"owner": "li"}, facts=facts)
    assert event == LeadAssigned(*HEAD, "assign", "new", "assigned", "", "li", "next in turn", changes={"owner": "li"})
    with pytest.raises(InvalidRecord):
        moved(LEAD_1, LEAD.bind(GUARDS), "assign", LeadAssigned, AT, {"owner": "li"}, facts={**facts, "because": 5})


def test_a_changed_field_that_is_wrong_makes_no_event():
    with pytest.raises(InvalidRecord) as refused:
        evolve(LEAD_1, LeadChanged, AT, {"company": 5, "colour": "red"})
    assert [problem.field for problem in refused.value.problems] == ["company", "colour"]
    with pytest.raises(InvalidRecord):
        moved(Quote("1", "2", AT, AT), QUOTE.bind({}), "supersede", QuoteMoved, AT, {"lines": "ERP"})


def test_changes_cannot_be_changed():
    assert type(LeadChanged(*HEAD, changes={"company": "顶点"}).changes) is FrozenDict
    assert type(LeadChanged(*HEAD).changes) is FrozenDict
