"""Hypothesis strategies for scoring: rules that can be hit, models of them, and leads that they hit now and then."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from leadkit.errors import InvalidPlaybook
from leadkit.kernel.conditions import OPERATORS
from leadkit.kernel.money import Money
from leadkit.model import (
    Activity,
    Address,
    Call,
    Channel,
    Consent,
    Detail,
    Download,
    EmailAddress,
    FormSubmission,
    Lead,
    PageVisit,
    PhoneNumber,
    PhoneValidity,
    Source,
)
from leadkit.steps.scoring import BotFilter, Gate, Overlap, Rule, RuleScorer
from leadkit.testing.strategies import leads

__all__ = ["SCORED_AT", "behaviours", "scorable_leads", "scoring_models", "scoring_rules"]

#: A time to score as of: most of what `behaviours` gives happened before it.
SCORED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

_WORDS = ("Acme", "acme", "采购总监", "director of it", "CTO", "ERP", "example.com", "qq.com", "", "x, y", "a: b", "5")
_NUMBERS = (0, 1, 2, 3, 5, 10, 60, 99.5, 100_000)
_DAYS = tuple(SCORED_AT.date() + timedelta(days=days) for days in (-400, -30, -1, 0, 1, 30, 90, 400))
_INSTANTS = tuple(SCORED_AT + timedelta(hours=hours) for hours in (-9_000, -720, -24, -1, 0, 1, 720))

# Path → what is there.
_FIELDS: Mapping[str, str] = {
    "job_title": "text",
    "company": "text",
    "industry": "text",
    "interests": "text",
    "tags": "text",
    "address.city": "text",
    "emails.domain": "text",
    "source.channel": "channel",
    "budget.amount": "number",
    "extra.size": "number",
    "extra.vip": "flag",
    "consent.email": "flag",
    "phones.valid": "flag",
    "decision_date": "day",
    "last_contact_at": "instant",
    "owner": "text",
    "activity.page_visit": "count",
    "activity.page_visit.url": "text",
    "activity.page_visit.seconds": "number",
    "activity.call": "count",
    "activity.call.minutes": "number",
    "activity.call.result": "text",
    "activity.download": "count",
    "activity.form_submission.answers": "number",
    "activity.form_submission.fields.size": "number",
}
_OF_TEXT = ("is", "in", "none_in", "contains", "contains_none", "starts_with", "ends_with", "filled")
_OF_ORDER = ("is", "in", "none_in", "at_least", "at_most", "between", "filled")
_OPERATORS: Mapping[str, tuple[str, ...]] = {
    "text": _OF_TEXT,
    "channel": _OF_TEXT,
    "number": _OF_ORDER,
    "count": _OF_ORDER,
    "flag": ("is", "in", "none_in", "filled"),
    "day": (*_OF_ORDER, "next_days", "last_days"),
    "instant": (*_OF_ORDER, "next_days", "last_days"),
}
_VALUES: Mapping[str, SearchStrategy[Any]] = {
    "text": st.sampled_from([word for word in _WORDS if word]),
    "channel": st.sampled_from(sorted(Channel)),
    "number": st.sampled_from(_NUMBERS),
    "count": st.integers(1, 4),
    "flag": st.booleans(),
    "day": st.sampled_from(_DAYS),
    "instant": st.sampled_from(_INSTANTS),
}
_DECAYS = (
    None, None, "halved every 45 days", "halved every 7 hours", "fading over 90 days", "fading over 1 second",
    "50% after 45 days then 0% after 90 days",
)  # fmt: skip


@st.composite
def scoring_rules(draw: st.DrawFn, operators: tuple[str, ...] = tuple(OPERATORS)) -> Rule:
    """Rules about leads and about behaviour, with one of these operators; each is sound by itself."""
    paths = [path for path, kind in _FIELDS.items() if set(_OPERATORS[kind]) & set(operators)]
    path = draw(st.sampled_from(paths))
    kind = _FIELDS[path]
    operator = draw(st.sampled_from([each for each in _OPERATORS[kind] if each in operators]))
    value = draw(_value(operator, kind))
    rule = Rule(path, operator, value, draw(st.integers(-40, 40).filter(bool)), draw(st.sampled_from(("", "because"))))
    if path.startswith("activity.") and rule.needed is not None:
        rule = draw(_of_behaviour(rule))
    try:
        RuleScorer([rule])
    except InvalidPlaybook:  # such as limits that contradict each other
        return Rule(path, "filled", True, rule.points)  # noqa: FBT003  the value column of a row
    return rule


def _value(operator: str, kind: str) -> SearchStrategy[Any]:
    if operator == "filled":
        return st.booleans()
    if operator in ("next_days", "last_days"):
        return st.sampled_from((0, 1, 30, 90, 365))
    if operator == "between":
        return st.tuples(_VALUES[kind], _VALUES[kind]).map(sorted).map(tuple)
    if operator in ("is", "at_least", "at_most"):
        return _VALUES[kind]
    return st.lists(_VALUES[kind], min_size=1, max_size=3).map(tuple)


@st.composite
def _of_behaviour(draw: st.DrawFn, rule: Rule) -> Rule:
    repeat = draw(st.booleans())
    times = draw(st.sampled_from((1, 1, 2, 3)))
    size = abs(rule.points)
    return Rule(
        rule.field,
        rule.operator,
        rule.value,
        rule.points,
        rule.because,
        repeat=repeat,
        times=times,
        within_days=draw(st.sampled_from((None, 1, 30))) if times > 1 else None,
        per_day=draw(st.sampled_from((None, size, size + 3, 2 * size))) if repeat else None,
        most=draw(st.sampled_from((None, size, 3 * size))),
        decay=draw(st.sampled_from(_DECAYS)),
    )


@st.composite
def scoring_models(draw: st.DrawFn, operators: tuple[str, ...] = tuple(OPERATORS)) -> RuleScorer:
    """Models of up to eight rules with these operators, in every mode of overlap, with and without gates and bots."""
    rows = draw(st.lists(scoring_rules(operators), max_size=8, unique_by=lambda rule: rule.asks))
    groups = {rule.field: draw(st.sampled_from([*Overlap])) for rule in rows}
    low, high = sorted(draw(st.lists(st.integers(-10, 60), min_size=2, max_size=2, unique=True)))
    return RuleScorer(
        rows,
        {"medium": low, "high": high},
        fit={"B": low, "A": high},
        engagement={"2": low, "1": high},
        thresholds={"mql": low, "sql": high},
        gates=draw(st.sampled_from(((), (Gate("industry", "is", "Acme"),)))),
        overlaps=groups,
        bots=draw(st.sampled_from((None, BotFilter(2, 3_600)))),
        zone=draw(st.sampled_from(("UTC", "Asia/Shanghai", "America/St_Johns"))),
    )


def scorable_leads() -> SearchStrategy[Lead]:
    """Leads whose values are those of the rules, near misses, and blanks; some with a score of before."""
    text, texts = st.sampled_from(_WORDS), st.lists(st.sampled_from([word for word in _WORDS if word]), max_size=2)
    return leads(
        job_title=text,
        company=text,
        industry=text,
        owner=st.none() | text,
        interests=texts.map(tuple),
        tags=texts.map(tuple),
        address=st.builds(Address, city=text),
        emails=st.lists(st.sampled_from(_EMAILS), max_size=2).map(tuple),
        phones=st.lists(st.sampled_from(_PHONES), max_size=2).map(tuple),
        source=st.builds(Source, st.sampled_from(Channel)),
        budget=st.none() | st.sampled_from(_NUMBERS).map(lambda number: Money(str(number), "EUR")),
        extra=st.fixed_dictionaries({}, optional={"size": _ANYTHING, "vip": _ANYTHING}),
        consent=st.builds(Consent, st.none() | st.booleans()),
        decision_date=st.none() | st.sampled_from(_DAYS),
        last_contact_at=st.none() | st.sampled_from(_INSTANTS),
        score=st.none(),
    )


_EMAILS = (EmailAddress("a@example.com", "a@example.com"), EmailAddress("b@qq.com", "b@qq.com"), EmailAddress("no"))
_PHONES = (PhoneNumber("1", "+16502530000", validity=PhoneValidity.VALID), PhoneNumber("2"))
_ANYTHING = st.sampled_from((None, 0, 1, 0.0, 1.0, 5, True, False, "", "5", "Acme", "CTO", (1, 5), (True,), ("x", "")))


@st.composite
def behaviours(draw: st.DrawFn, most: int = 8) -> tuple[Activity, ...]:
    """What happened with a lead, in any order, some of it later than `SCORED_AT`, some of it at the same second."""
    details = draw(st.lists(_DETAILS, max_size=most))
    made = []
    for number, detail in enumerate(details):
        age = draw(
            st.sampled_from((-3_600, 0, 1, 59, 60, 3_600, 86_399, 86_400, 86_401, 2_592_000, 3_888_000, 9_999_999))
        )
        fraction = draw(st.sampled_from((0, 1, 999_999)))
        at = SCORED_AT - timedelta(seconds=age, microseconds=fraction)
        made.append(Activity(f"a-{draw(st.sampled_from('abc'))}{number}", "lead", at, detail))
    return tuple(made)


_DETAILS: SearchStrategy[Detail] = st.one_of(
    st.builds(PageVisit, st.sampled_from(("Acme", "CTO", "5", "/x")), st.sampled_from((0, 5, 60, 99.5))),
    st.builds(Call, result=st.sampled_from(_WORDS), minutes=st.none() | st.sampled_from((1, 5, 60.0))),
    st.builds(Download, st.just("paper")),
    st.builds(FormSubmission, st.just("demo"), st.fixed_dictionaries({}, optional={"size": _ANYTHING, "x": _ANYTHING})),
)
