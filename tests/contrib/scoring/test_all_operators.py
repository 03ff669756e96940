"""Every operator on every kind of field, every decay and every limit, over some hundred dense leads, in both forms."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from random import Random

import pytest
from attrs import evolve

from leadkit import Lead, Money
from leadkit.contrib.scoring import columns, score_columns
from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import OPERATORS
from leadkit.model import Activity, Axis, Call, Channel, Consent, EmailAddress, FormSubmission, PageVisit, Source
from leadkit.steps.scoring import BotFilter, Gate, Overlap, Rule, RuleScorer

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = ("Acme", "采购总监", "director of it", "CTO", "", "5")
SCALARS = (None, 0, 1, 1.0, 5, True, False, "", "5", (1, 5), (True,), (0, ""))
VALUES = {
    "in": (("Acme", "5"), (1, 5), (True,), (date(2026, 3, 2),), ("exhibition",), (0,)),
    "contains": (("cto", "总监"), ("5",)),
    "starts_with": (("ACME",),),
    "ends_with": (("总监", "it"),),
    "is": ("Acme", 1, 0, True, False, date(2026, 3, 2), AT, "exhibition"),
    "at_least": (1, 2, 0.5, date(2026, 3, 2), AT),
    "between": ((0, 1), (2, 6), (date(2026, 3, 1), date(2026, 3, 3)), (AT - timedelta(days=9), AT)),
    "next_days": (0, 30),
    "filled": (True, False),
}
VALUES |= {
    "none_in": VALUES["in"],
    "contains_none": VALUES["contains"],
    "at_most": VALUES["at_least"],
    "last_days": VALUES["next_days"],
}
FIELDS = (
    "company", "job_title", "interests", "emails.domain", "source.channel", "budget.amount", "extra.x", "extra.y",
    "consent.email", "emails.valid", "decision_date", "last_contact_at", "owner", "activity.page_visit",
    "activity.page_visit.url", "activity.page_visit.seconds", "activity.call.minutes",
    "activity.form_submission.fields.x",
)  # fmt: skip


def sound(rule):
    try:
        RuleScorer([rule])
    except InvalidPlaybook:
        return False
    return True


CONDITIONS = [
    rule
    for path, (operator, values) in product(FIELDS, VALUES.items())
    for number, value in enumerate(values)
    if sound(rule := Rule(path, operator, value, (-1) ** number * (7 + number)))
]
DECAYS = (
    "halved every 45 days", "halved every 7 hours", "fading over 3 days", "50% after 1 hour then 5% after 9 days",
)  # fmt: skip
WAYS = [
    rule
    for points, repeat, times, within, per_day, most, decay in product(
        (5, -7),
        (True, False),
        (1, 3),
        (None, 1),
        (None, 8),
        (None, 9),
        (None, *DECAYS),
    )
    if sound(
        rule := Rule(
            "activity.page_visit.url", "contains", "a", points,
            repeat=repeat, times=times, within_days=within, per_day=per_day, most=most, decay=decay,
        )
    )
]  # fmt: skip


def some_lead(dice, number):
    return Lead(
        f"lead-{number}",
        AT,
        AT,
        company=dice.choice(WORDS),
        job_title=dice.choice(WORDS),
        owner=dice.choice((None, "Acme", "li")),
        interests=[word for word in dice.choices(WORDS, k=2) if word],
        emails=dice.choices((EmailAddress("a@5", "a@5"), EmailAddress("b@acme", "b@acme"), EmailAddress("no")), k=2),
        source=Source(dice.choice((Channel.EXHIBITION, Channel.CHAT))),
        budget=dice.choice((None, Money(0, "EUR"), Money(1, "EUR"), Money("2.50", "EUR"))),
        extra={name: dice.choice(SCALARS) for name in dice.sample("xy", k=dice.randrange(3))},
        consent=Consent(dice.choice((None, True, False))),
        decision_date=dice.choice((None, date(2026, 3, 2), date(2026, 4, 1), date(2026, 1, 31))),
        last_contact_at=dice.choice((None, AT, AT - timedelta(days=30), AT + timedelta(microseconds=1))),
    )


def some_activities(dice):
    """Bunched, so that limits and windows are met exactly now and then."""
    details = (
        lambda: PageVisit(dice.choice(("/a", "/a/b", "/c", "Acme")), dice.choice((0, 1, 5))),
        lambda: Call(minutes=dice.choice((None, 1, 5.0))),
        lambda: FormSubmission("f", {"x": dice.choice(SCALARS)} if dice.random() < 0.7 else {}),
    )
    spans = (0, 1, 10, 3_599, 3_600, 86_399, 86_400, 86_401, 777_600, 3_888_000, 12_345_678, -5)
    made = []
    for number in range(dice.randrange(14)):
        age = timedelta(seconds=dice.choice(spans), microseconds=dice.choice((0, 0, 0, 0, 1, 500_000)))
        made.append(Activity(f"{dice.randrange(90)}-{number}", "x", AT - age, dice.choice(details[:1] * 4 + details)()))
    return made + made[:2]  # some came twice


@pytest.fixture(scope="module")
def cases():
    dice = Random(5)
    return [(some_lead(dice, number), some_activities(dice)) for number in range(300)]


def laid(models, cases):
    return columns([lead for lead, _ in cases], models, [seen for _, seen in cases])


def assert_alike(model, cases, table=None):
    scores = score_columns(model, table or laid([model], cases), AT)
    hits = [scores.hit(rule) for rule in model.rules]
    for number, (lead, seen) in enumerate(cases):
        score = model.score(lead, seen, AT)
        assert (scores.fit[number], scores.engagement[number]) == (score.on(Axis.FIT), score.on(Axis.ENGAGEMENT))
        told = (scores.priority[number], scores.grade[number], scores.reached[number], bool(scores.closed[number]))
        assert told == (score.priority, score.grade, score.reached, bool(score.gates))
        rules, worths = model.worths(lead, seen, AT)
        exact = model.counted([(worth.rule, worth.thousandths) for worth in worths])
        assert scores.thousandths[number] == score.on(Axis.FIT) * 1_000 + sum(each for _, each in exact)
        applied = {id(rule) for rule in (*rules, *(worth.rule for worth in worths))}
        assert [bool(hit[number]) for hit in hits] == [id(rule) in applied for rule in model.rules]


def test_the_tables_here_hold_every_operator():
    assert VALUES.keys() == OPERATORS.keys() == {rule.operator for rule in CONDITIONS}


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_answers_alike_whatever_the_field_holds(operator, cases):
    rows = [rule for rule in CONDITIONS if rule.operator == operator]
    for mode in Overlap:
        model = RuleScorer(rows, overlaps=dict.fromkeys(FIELDS, mode), bots=None)
        assert_alike(model, cases)


def test_one_by_one_each_row_hits_some_leads_and_not_others(cases):
    """Or the comparison above would be one of nothing with nothing."""
    scores = score_columns(RuleScorer(CONDITIONS), laid([RuleScorer(CONDITIONS)], cases), AT)
    hits = [int(scores.hit(rule).sum()) for rule in CONDITIONS]
    assert sum(0 < count < len(cases) for count in hits) / len(hits) > 0.6


@pytest.mark.parametrize("bots", [None, BotFilter(2, 10), BotFilter(3, 3_600)])
def test_every_way_of_counting_behaviour_is_the_same(bots, cases):
    models = [RuleScorer([rule], bots=bots) for rule in WAYS]
    few = cases[:30]
    table = laid(models, few)
    for model in models:
        assert_alike(model, few, table)


def test_groups_over_several_fields_gates_and_last_scores(cases):
    rows = [evolve(rule, group=f"g{number % 5}") for number, rule in enumerate(CONDITIONS) if rule.axis is Axis.FIT]
    for mode, low in product(Overlap, (-60, 0, 20)):
        model = RuleScorer(
            rows[:: 1 + low % 3],
            {"medium": low, "high": low + 13},
            fit={"B": low, "A": low + 9},
            thresholds={"mql": low + 5},
            gates=[Gate("company", "is", "Acme")],
            overlaps={f"g{number}": mode for number in range(5)},
            hysteresis=90,
        )
        some = cases[:80]
        shifted = some[1:] + some[:1]
        had = [
            (evolve(lead, score=model.score(other, seen, AT)), seen)
            for (lead, seen), (other, _) in zip(some, shifted, strict=True)
        ]
        assert_alike(model, had)


def test_below_zero_too_a_threshold_holds_on_for_a_while():
    model = RuleScorer([Rule("company", "is", "Acme", -11)], thresholds={"mql": -10}, gates=())
    lead = some_lead(Random(1), 1)
    had = evolve(lead, company="Acme", score=evolve(model.score(lead, (), AT), reached="mql"))
    assert model.score(had, (), AT).reached == "mql"
    assert model.score(evolve(had, score=None), (), AT).reached == ""
    assert_alike(model, [(had, ()), (evolve(had, score=None), ())])
