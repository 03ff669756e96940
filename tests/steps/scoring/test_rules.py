"""A score is the rows that apply: they add up, they explain themselves, and a wrong row never gets in."""

from collections import Counter
from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import Activity, Channel, InvalidRecord, Lead, Money, PageVisit, Priority, Score
from leadkit.errors import InvalidPlaybook
from leadkit.model import (
    AdClick,
    AdResponse,
    Axis,
    Call,
    Consent,
    Contribution,
    Download,
    EmailAddress,
    EmailClick,
    FormSubmission,
    Meeting,
    Note,
    PersonName,
    PhoneNumber,
    PhoneValidity,
    RepeatInquiry,
    Source,
    Visit,
    Webinar,
)
from leadkit.steps.scoring import DEFAULT_RULES, FREE_MAIL, Rule, RuleScorer, checked_score, scored
from leadkit.testing import activities, leads

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def lead(**fields):
    return Lead("lead-1", NOW, NOW, **{"name": PersonName("Ann Lee"), **fields})


def seen(*details):
    return tuple(Activity(f"a-{number}", "lead-1", NOW, detail) for number, detail in enumerate(details))


def reasons(fields=None, details=(), scorer=None):
    score = (scorer or RuleScorer()).score(lead(**(fields or {})), seen(*details), NOW)
    return {part.because: part.points for part in score.contributions}


# Each default rule, hit alone. What comes with it for free: other rules that the same fact must hit too.
ALONE = {
    "leads the company": {"job_title": "CEO & Founder"},
    "manages a department": {"job_title": "采购总监"},
    "company is known": {"company": "Acme"},
    "writes from a company address": {"emails": [EmailAddress("a@acme.com", "a@acme.com")]},
    "uses a throw-away mailbox": {"emails": [EmailAddress("a@mailinator.com", "a@mailinator.com")]},
    "has a valid phone number": {"phones": [PhoneNumber("x", "+16502530000", validity=PhoneValidity.VALID)]},
    "named a budget": {"budget": Money(0, "EUR")},
    "named a need": {"needs": ["ERP"]},
    "named a decision date": {"decision_date": date(2026, 6, 1)},
    "decides within three months": {"decision_date": date(2026, 5, 31)},
    "named an interest": {"interests": ["ERP"]},
    "intent was confirmed": {"status": "qualified"},
    "came by recommendation": {"source": Source(Channel.PARTNER)},
    "came to us in person or asked": {"source": Source(Channel.EXHIBITION)},
    "found us through marketing": {"source": Source(Channel.ORGANIC_SEARCH)},
    "never asked for us": {"source": Source(Channel.PURCHASED_LIST)},
    "visited our pages": [PageVisit("/blog")],
    "visited our pages repeatedly": [PageVisit("/blog")] * 3,
    "looked at products or prices": [PageVisit("/Pricing/")],
    "came back to products or prices": [PageVisit("/products/x")] * 3,
    "filled in a form": [FormSubmission("demo")],
    "filled in a detailed form": [FormSubmission("demo", {str(at): "x" for at in range(5)})],
    "asked again": [RepeatInquiry(Channel.CHAT)],
    "downloaded material": [Download("paper")],
    "attended a webinar": [Webinar("ERP")],
    "clicked in an e-mail": [EmailClick("/x")],
    "clicked an advertisement": [AdClick("ad")],
    "answered an advertisement": [AdResponse("ad")],
    "met us": [Meeting()],
    "visited or was visited": [Visit()],
    "talked to us": [Call()],
}
COMES_ALONG = {
    "uses a throw-away mailbox": ["writes from a company address"],
    "decides within three months": ["named a decision date"],
    "visited our pages repeatedly": ["visited our pages"],
    "looked at products or prices": ["visited our pages"],
    "came back to products or prices": [
        "visited our pages", "visited our pages repeatedly", "looked at products or prices",
    ],
    "filled in a detailed form": ["filled in a form"],
}  # fmt: skip


def test_the_table_below_names_every_default_rule():
    assert set(ALONE) == {rule.because for rule in DEFAULT_RULES}


@pytest.mark.parametrize("rule", DEFAULT_RULES, ids=lambda rule: rule.because)
def test_every_default_rule_can_be_hit(rule):
    what = ALONE[rule.because]
    found = reasons(what) if isinstance(what, dict) else reasons(details=what)
    assert found.pop(rule.because) == rule.points
    assert [*found] == COMES_ALONG.get(rule.because, [])


def test_a_lead_of_whom_nothing_is_known_scores_nothing():
    assert reasons() == reasons(details=[Note("called, no answer")]) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"job_title": "Directory assistant"},
        {"job_title": "Doctor"},
        {"emails": [EmailAddress("a@gmail.com", "a@gmail.com")]},
        {"emails": [EmailAddress("junk")]},
        {"emails": [EmailAddress("a@acme.com", "a@acme.com"), EmailAddress("a@QQ.com", "a@QQ.com")]},
        {"phones": [PhoneNumber("x", "+15552530000", validity=PhoneValidity.POSSIBLE)]},
        {"needs": ()},
        {"consent": Consent(do_not_contact=False, email=False)},
    ],
)
def test_near_misses_score_nothing(fields):
    assert reasons(fields) == {}


@pytest.mark.parametrize("domain", ["gmail.com", "qq.com", "163.com"])
def test_free_mail_is_no_company_address(domain):
    assert domain in FREE_MAIL


# --- sums, bands, words ---------------------------------------------------------------------------------------------

FIELDS = ("company", "job_title", "website", "industry")
RULES = st.lists(
    st.builds(
        Rule,
        st.sampled_from([*FIELDS, "activity.call", "activity.page_visit"]),
        st.just("filled"),
        st.booleans(),
        st.integers(-50, 50).filter(bool),
    ),
    unique_by=lambda rule: (rule.field, rule.value),
    max_size=8,
)


@settings(max_examples=30)
@given(leads(), st.lists(activities(), max_size=4).map(tuple))
def test_contributions_add_up(lead, behaviour):
    score = RuleScorer().score(lead, behaviour, NOW)
    assert score.total == sum(part.points for part in score.contributions) == sum(map(score.on, Axis))
    assert all(count == 1 for count in Counter(part.because for part in score.contributions).values())


@given(RULES, st.sets(st.sampled_from(FIELDS)), st.sets(st.sampled_from(["call", "page_visit"])))
def test_a_score_is_the_sum_of_the_rows_that_apply(rules, known, done):
    details = [{"call": Call(), "page_visit": PageVisit("/x")}[kind] for kind in sorted(done)]
    score = RuleScorer(rules).score(lead(**dict.fromkeys(known, "x")), seen(*details), NOW)
    names = known | {f"activity.{kind}" for kind in done}
    assert score.total == sum(rule.points for rule in rules if (rule.field in names) is rule.value)


@pytest.mark.parametrize(
    ("points", "priority"), [(-1, "low"), (24, "low"), (25, "medium"), (49, "medium"), (50, "high"), (500, "high")]
)
def test_the_bands_decide_the_priority(points, priority):
    score = RuleScorer([Rule("name", "filled", True, points)]).score(lead(), (), NOW)
    assert (score.total, score.priority, score.at) == (points, priority, NOW)


def test_bands_are_the_hosts_own():
    scorer = RuleScorer([Rule("name", "filled", True, 5)], {"medium": 1, "high": 5}, "mine")
    score = scorer.score(lead(), (), NOW)
    assert (score.priority, score.model) == (Priority.HIGH, f"mine {scorer.version}")
    assert RuleScorer([], {}).score(lead(), (), NOW).priority is Priority.LOW
    assert attrs.evolve(scorer, name="other").bands == scorer.bands


def test_the_explanation_names_the_total_and_every_part_strongest_first():
    score = RuleScorer().score(lead(company="Acme", needs=["ERP"], consent=Consent(do_not_contact=True)), (), NOW)
    assert score.explain() == (
        "19 points, grade C3, priority low\n"
        "  closed: does not want to be contacted\n  +15 named a need\n  +4 company is known"
    )
    assert RuleScorer([]).score(lead(), (), NOW).explain() == "0 points, grade C3, priority low: no rule applies yet"


def test_a_rule_without_words_is_told_by_its_row():
    rules = [
        Rule("source.channel", "in", ("referral", "partner"), 5),
        Rule("activity.page_visit.seconds", "at_least", 60, 3),
        Rule("company", "filled", False, -2),
    ]
    found = reasons({"source": Source(Channel.REFERRAL)}, [PageVisit("/x", 95)], RuleScorer(rules))
    assert found == {
        "source channel in referral, partner": 5,
        "company is unknown": -2,
        "page visit seconds at least 60": 3,
    }


# --- behaviour ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "applies"),
    [
        (Rule("activity.page_visit", "at_least", 2, 1), True),
        (Rule("activity.page_visit", "at_least", 3, 1), False),
        (Rule("activity.page_visit", "is", 2, 1), True),
        (Rule("activity.page_visit.seconds", "at_least", 90, 1), True),
        (Rule("activity.page_visit.seconds", "at_most", 4, 1), False),
        (Rule("activity.page_visit.url", "contains", ("demo", "pricing"), 1), True),
        (Rule("activity.call.result", "is", "interested", 1), True),
        (Rule("activity.call.direction", "is", "inbound", 1), False),
        (Rule("activity.webinar", "at_least", 1, 1), False),
        (Rule("activity.webinar", "filled", False, 1), True),
        (Rule("activity.call", "filled", False, 1), False),
    ],
)
def test_rules_see_how_often_something_happened_and_its_values(rule, applies):
    details = [PageVisit("/pricing", 95), PageVisit("/blog", 5), Call(result="interested")]
    assert bool(reasons(details=details, scorer=RuleScorer([rule]))) is applies


def test_what_never_happened_counts_the_same_with_and_without_other_activities():
    scorer = RuleScorer([Rule("activity.call", "filled", False, -5)])
    assert reasons(scorer=scorer) == reasons(details=[PageVisit("/x")], scorer=scorer) == {"call is unknown": -5}


# --- wrong rules and answers ----------------------------------------------------------------------------------------


def test_wrong_rules_are_refused_all_at_once():
    with pytest.raises(InvalidPlaybook) as caught:
        RuleScorer(
            [
                Rule("company", "equals", "x", 5),
                Rule("version", "at_least", "many", 5),
                Rule("company", "filled", "yes", 5),
                Rule("status", "in", ({"new"},), 5),
                Rule("website", "filled", True, 0),
                Rule("industry", "filled", True, 1.5),
                Rule("tags", "filled", True, True),
                Rule("needs", "filled", True, 5),
                Rule("needs", "filled", True, 7),
                Rule("owner", "filled", True, 5, "\0"),
                Rule("emial.domain", "filled", True, 5),
                Rule("source.chanel", "is", "chat", 5),
                Rule("activity.cal", "at_least", 1, 5),
                Rule("activity.call.nonsense", "filled", True, 5),
            ]
        )
    assert Counter((problem.code, problem.field) for problem in caught.value.problems) == Counter(
        [
            ("unknown_operator", "company"),
            ("wrong_type", "version"),
            ("wrong_type", "company"),
            ("wrong_type", "status"),
            ("wrong_points", "website"),
            ("wrong_points", "industry"),
            ("wrong_points", "tags"),
            ("duplicate_rule", "needs"),
            ("forbidden_character", "owner"),
            ("unknown_field", "emial.domain"),
            ("unknown_field", "source.chanel"),
            ("unknown_field", "activity.cal"),
            ("unknown_field", "activity.call.nonsense"),
        ]
    )


def test_unknown_bands_are_refused_all_at_once():
    with pytest.raises(InvalidPlaybook) as caught:
        RuleScorer(bands={"hot": 50, "high": 40, "cold": 0})
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("unknown_band", "bands.hot"),
        ("unknown_band", "bands.cold"),
    ]


@pytest.mark.parametrize("answer", [None, float("nan"), "high", 42, (), {"total": 5}])
def test_only_a_score_is_a_score(answer):
    with pytest.raises(InvalidRecord, match="not_a_score"):
        checked_score(answer)


@pytest.mark.parametrize("points", [float("nan"), 1.5, "5", True, None])
def test_a_score_cannot_be_made_of_nonsense(points):
    with pytest.raises(InvalidRecord):
        Score((Contribution(Axis.FIT, points, "why"),), Priority.LOW, NOW)


def test_a_score_is_news_only_when_it_says_something_new():
    first = scored(lead(company="Acme"), RuleScorer().score(lead(company="Acme"), (), NOW), NOW)
    assert [(event.total, event.priority) for event in first.events] == [(4, "low")]
    later = datetime(2026, 4, 1, tzinfo=UTC)
    again = scored(first.noun, RuleScorer().score(first.noun, (), later), later)
    assert (again.noun, again.events) == (first.noun, ())
    renamed = scored(first.noun, RuleScorer(name="v2").score(first.noun, (), later), later)
    assert (renamed.noun.score.model, len(renamed.events)) == (RuleScorer(name="v2").model, 1)
