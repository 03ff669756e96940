"""Cadences: which plan a lead gets, what its next step is, and what ends it; and what content fits."""

from datetime import UTC, datetime, timedelta

import pytest

from leadkit import Activity, Channel, Lead, PageVisit, StatusType
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import Condition
from leadkit.model import (
    Call,
    Clock,
    ContentKind,
    Direction,
    Download,
    EmailMessage,
    FollowUpChannel,
    Meeting,
    Source,
)
from leadkit.steps.followup import (
    Cadence,
    CadenceStep,
    Content,
    Exit,
    FollowUpPolicy,
    continued,
    next_step,
    planned,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PHONE, EMAIL, MEET = FollowUpChannel.PHONE, FollowUpChannel.EMAIL, FollowUpChannel.FACE_TO_FACE
FAIR = Cadence(
    "fair",
    [
        CadenceStep(PHONE, "thank them for the visit"),
        CadenceStep(EMAIL, "send what they asked for", 2 * DAY, ContentKind.CASE_STUDY),
        CadenceStep(MEET, "show it on site", 5 * DAY),
    ],
    [Condition("source.channel", "is", "exhibition")],
)
POLICY = FollowUpPolicy(cadences=[FAIR])
FROM_FAIR = Source(Channel.EXHIBITION)


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **{"source": FROM_FAIR, **fields})


def step_of(known, plan=None, before=None, at=NOW, policy=POLICY):
    return next_step(known, StatusType.OPEN, policy, plan, at, before=before)


def plan_of(known, step):
    return planned(known, step, "f-1", NOW)[1]


def test_a_plan_is_for_the_leads_that_it_fits():
    assert step_of(lead()).goal == "thank them for the visit"
    assert step_of(lead(source=Source(Channel.CHAT))).goal == POLICY.goals["first"]


def test_the_first_step_is_the_first_contact_and_due_as_such():
    step = step_of(lead())
    assert (step.clock, step.due, step.channel) == (Clock.FIRST_CONTACT, NOW + DAY, PHONE)


def test_step_follows_step_and_then_the_usual_rhythm():
    known, before, seen = lead(), None, []
    for number in range(4):
        step = step_of(known, None, before)
        seen.append((step.goal, step.due, step.cadence, step.content_kind))
        before = plan_of(known, step)
        known = lead(last_contact_at=NOW + number * 10 * DAY)
    assert seen == [
        ("thank them for the visit", NOW + DAY, "fair", None),
        ("send what they asked for", NOW + 2 * DAY, "fair", ContentKind.CASE_STUDY),
        ("show it on site", NOW + 15 * DAY, "fair", None),
        (POLICY.goals["next"], NOW + 27 * DAY, "", None),
    ]


def test_an_open_step_stays_where_it_is():
    known = lead(last_contact_at=NOW)
    second = step_of(known, None, plan_of(lead(), step_of(lead())))
    assert step_of(known, plan_of(known, second)) == second


@pytest.mark.parametrize(
    ("detail", "ends"),
    [
        (Call(), False),
        (EmailMessage(), False),
        (Call(direction=Direction.INBOUND), True),
        (Meeting(), True),
    ],
)
def test_a_reply_and_a_meeting_end_it(detail, ends):
    plan = plan_of(lead(), step_of(lead()))
    after = continued(plan, Activity("a", "lead-1", NOW, detail), POLICY)
    assert after == (None if ends else plan)


def test_who_wrote_gets_an_answer_and_then_the_usual_rhythm():
    plan = plan_of(lead(), step_of(lead()))
    waiting = lead(last_contact_at=NOW, waiting_since=NOW + DAY)
    answer = step_of(waiting, plan)
    assert (answer.clock, answer.cadence) == (Clock.ANSWER, "")
    after = continued(plan_of(waiting, answer), Activity("a", "lead-1", NOW + DAY, EmailMessage()), POLICY)
    assert step_of(lead(last_contact_at=NOW + 2 * DAY), None, after).goal == POLICY.goals["next"]


def test_a_cadence_that_a_reply_does_not_end_goes_on_where_it_was():
    policy = FollowUpPolicy(cadences=[Cadence("fair", FAIR.steps, exits=[Exit.MEETING])])
    known = lead(last_contact_at=NOW)
    second = step_of(known, None, plan_of(lead(), step_of(lead(), policy=policy)), policy=policy)
    waiting = lead(last_contact_at=NOW, waiting_since=NOW + DAY)
    answer = step_of(waiting, plan_of(known, second), policy=policy)
    assert (answer.clock, answer.cadence, answer.step) == (Clock.ANSWER, "fair", 1)
    after = continued(plan_of(waiting, answer), Activity("a", "lead-1", NOW, EmailMessage()), policy)
    again = step_of(lead(last_contact_at=NOW + DAY), None, after, policy=policy)
    assert (again.goal, again.due) == ("send what they asked for", NOW + 3 * DAY)


def test_a_step_of_a_cadence_that_is_gone_gives_way_to_the_usual_rhythm():
    plan = plan_of(lead(), step_of(lead()))
    assert step_of(lead(last_contact_at=NOW), None, plan, policy=FollowUpPolicy()).goal == POLICY.goals["next"]
    assert continued(plan, Activity("a", "lead-1", NOW, Call()), FollowUpPolicy()) is None


def test_a_wrong_cadence_is_refused_with_every_fault():
    first = CadenceStep(PHONE, "")
    with pytest.raises(InvalidPlaybook) as wrong:
        FollowUpPolicy(
            cadences=[
                Cadence("x", []),
                Cadence("x", [CadenceStep(PHONE, "call", DAY), first], [Condition("compny", "filled")]),
                Cadence("", [first]),
            ],
            contents=[Content(ContentKind.GUIDE, "", conditions=[Condition("activity.dance", "at_least", 1)])],
        )
    assert [(problem.code, problem.field) for problem in wrong.value.problems] == [
        ("no_step", "x"),
        ("duplicate_cadence", "x"),
        ("out_of_range", "x.0"),
        ("missing_goal", "x.1"),
        ("out_of_range", "x.1"),
        ("unknown_field", "compny"),
        ("required", "cadences"),
        ("missing_goal", ".0"),
        ("required", "contents"),
        ("unknown_field", "activity.dance"),
    ]


# --- contents -------------------------------------------------------------------------------------------------------

ERP = Content(ContentKind.CASE_STUDY, "ERP at Acme", conditions=[Condition("interests", "contains", ("erp",))])
SHOP = Content(
    ContentKind.CASE_STUDY, "A shop in a week", conditions=[Condition("activity.page_visit.url", "contains", ("shop",))]
)
ANY = Content(ContentKind.CASE_STUDY, "What others do")
REPORT = Content(ContentKind.INDUSTRY_REPORT, "Trade 2026", conditions=[Condition("activity.download", "at_least", 1)])
WITH_CONTENTS = FollowUpPolicy(contents=[ERP, SHOP, ANY, REPORT])


@pytest.mark.parametrize(
    ("fields", "details", "kind", "title"),
    [
        ({"interests": ["ERP"]}, [], ContentKind.CASE_STUDY, "ERP at Acme"),
        ({}, [PageVisit("/shop/prices")], ContentKind.CASE_STUDY, "A shop in a week"),
        ({}, [PageVisit("/about")], ContentKind.CASE_STUDY, "What others do"),
        ({}, [Download("paper")], ContentKind.INDUSTRY_REPORT, "Trade 2026"),
        ({}, [], ContentKind.INDUSTRY_REPORT, None),
        ({}, [], ContentKind.GUIDE, None),
    ],
)
def test_the_first_content_that_fits_interests_and_behaviour_is_chosen(fields, details, kind, title):
    seen = [Activity(str(number), "lead-1", NOW, detail) for number, detail in enumerate(details)]
    found = WITH_CONTENTS.content_for(lead(**fields), seen, kind)
    assert (found.title if found else None) == title
