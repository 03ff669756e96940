"""Scoring: rules are rows, a score is the contributions of the rows that apply, and they add up."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from attrs import field, frozen

from leadkit.errors import InvalidPlaybook, InvalidRecord, Problem
from leadkit.kernel.conditions import Condition, condition_faults, reaches
from leadkit.kernel.decision import Decision
from leadkit.kernel.record import text
from leadkit.lexicon import mail_providers
from leadkit.model import Activity, Axis, Contribution, Lead, Priority, Score
from leadkit.model.events import LeadScored, evolve
from leadkit.model.rules import Behaviour, is_known_behaviour

__all__ = [
    "DEFAULT_BANDS",
    "DEFAULT_RULES",
    "FREE_MAIL",
    "Rule",
    "RuleScorer",
    "Scorer",
    "checked_score",
    "may_move",
    "scored",
]


class Scorer(Protocol):
    """The plug-in: one method."""

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        """The lead's score at this instant. Must not change anything and should not raise."""


@frozen(slots=False)
class Rule:
    """One row: points for a lead that meets a condition.

    field: a path into the lead ("source.channel"), or "activity.<kind>" for how often something happened, or
    "activity.<kind>.<field>" for the values seen. axis: `ENGAGEMENT` for activity rows, else `FIT`.
    because: the sentence of the explanation; made from the row when blank.
    """

    field: str
    operator: str
    value: Any
    points: int
    because: str = ""

    @property
    def axis(self) -> Axis:
        return Axis.ENGAGEMENT if self.field.startswith("activity.") else Axis.FIT

    @cached_property
    def condition(self) -> Condition:
        return Condition(self.field.removeprefix("activity."), self.operator, self.value)

    @cached_property
    def contribution(self) -> Contribution:
        return Contribution(self.axis, self.points, self.because or str(self.condition))


def _bands(bands: Mapping[Any, int] | Iterable[tuple[Any, int]]) -> tuple[tuple[Priority, int], ...]:
    known, bands = tuple(Priority), dict(bands)
    if unknown := [str(name) for name in bands if name not in known]:
        message = f"is not one of {', '.join(known)}"
        raise InvalidPlaybook([Problem("unknown_band", name, message) for name in unknown])
    return tuple((Priority(name), low) for name, low in sorted(bands.items(), key=lambda band: -band[1]))


#: Free mailbox providers: an address there says nothing about a company.
FREE_MAIL = tuple(sorted(mail_providers.FREE_MAIL))

_LEADERS = (
    "chief", "ceo", "cto", "cfo", "coo", "founder", "owner", "president", "partner",
    "总裁", "总经理", "董事", "创始人", "老板",
)  # fmt: skip
_MANAGERS = ("director", "head", "manager", "vp", "总监", "经理", "主管", "负责人")
_ASKED = ("web_form", "chat", "phone", "exhibition", "seminar", "webinar", "business_card")
_MARKETING = ("social_media", "online_ad", "offline_ad", "content", "organic_search", "direct", "email")
_OFFER_PAGES = ("pricing", "price", "product", "products", "quote", "demo", "价格", "产品", "报价")

# The mission names the factors: source, need, budget, decision time, behaviour and background; repeated visits to
# product pages and detailed forms are strong intent. The weights follow published practice for point systems
# (form > download > click > visit, an opened e-mail counts nothing) and are a starting point to be replaced by data.
DEFAULT_RULES: tuple[Rule, ...] = (
    Rule("job_title", "contains", _LEADERS, 20, "leads the company"),
    Rule("job_title", "contains", _MANAGERS, 10, "manages a department"),
    Rule("company", "filled", True, 5, "company is known"),
    Rule("emails.domain", "none_in", FREE_MAIL, 5, "writes from a company address"),
    Rule("phones.valid", "is", True, 5, "has a valid phone number"),
    Rule("budget", "filled", True, 15, "named a budget"),
    Rule("needs", "filled", True, 15, "named a need"),
    Rule("decision_date", "filled", True, 10, "named a decision date"),
    Rule("interests", "filled", True, 5, "named an interest"),
    Rule("status", "in", ("qualified", "converted"), 20, "intent was confirmed"),
    Rule("source.channel", "in", ("referral", "partner"), 20, "came by recommendation"),
    Rule("source.channel", "in", _ASKED, 15, "came to us in person or asked"),
    Rule("source.channel", "in", _MARKETING, 8, "found us through marketing"),
    Rule("source.channel", "in", ("purchased_list", "scraping"), -5, "never asked for us"),
    Rule("consent.do_not_contact", "is", True, -50, "does not want to be contacted"),
    Rule("activity.page_visit", "at_least", 1, 5, "visited our pages"),
    Rule("activity.page_visit", "at_least", 3, 10, "visited our pages repeatedly"),
    Rule("activity.page_visit.url", "contains", _OFFER_PAGES, 15, "looked at products or prices"),
    Rule("activity.form_submission", "at_least", 1, 20, "filled in a form"),
    Rule("activity.repeat_inquiry", "at_least", 1, 15, "asked again"),
    Rule("activity.download", "at_least", 1, 10, "downloaded material"),
    Rule("activity.webinar", "at_least", 1, 10, "attended a webinar"),
    Rule("activity.email_click", "at_least", 1, 5, "clicked in an e-mail"),
    Rule("activity.ad_click", "at_least", 1, 3, "clicked an advertisement"),
    Rule("activity.ad_response", "at_least", 1, 5, "answered an advertisement"),
    Rule("activity.meeting", "at_least", 1, 20, "met us"),
    Rule("activity.visit", "at_least", 1, 20, "visited or was visited"),
    Rule("activity.call", "at_least", 1, 5, "talked to us"),
)  # fmt: skip

#: Priority → the total from which it holds; the lowest has no floor.
DEFAULT_BANDS: Mapping[str, int] = {"high": 50, "medium": 25}


@frozen(slots=False)
class RuleScorer:
    """Adds up the points of every row that applies. Raises `InvalidPlaybook` with every wrong row when built."""

    rules: tuple[Rule, ...] = field(default=DEFAULT_RULES, converter=tuple[Rule, ...])
    bands: tuple[tuple[Priority, int], ...] = field(default=DEFAULT_BANDS, converter=_bands)
    name: str = "rules"

    def __attrs_post_init__(self) -> None:
        faults = [*condition_faults(rule.condition for rule in self.rules), *_rule_faults(self.rules)]
        if faults:
            raise InvalidPlaybook(faults)

    @cached_property
    def _compiled(self) -> tuple[tuple[tuple[Callable[[Any], bool], Contribution], ...], ...]:
        by_axis = (
            tuple((rule.condition.compiled(), rule.contribution) for rule in self.rules if rule.axis is axis)
            for axis in (Axis.FIT, Axis.ENGAGEMENT)
        )
        return tuple(by_axis)

    @cached_property
    def _of_nothing_seen(self) -> tuple[Contribution, ...]:
        nothing = Behaviour(())
        return tuple(part for applies, part in self._compiled[1] if applies(nothing))

    @cached_property
    def _about_handling(self) -> tuple[Callable[[Any], bool], ...]:
        return tuple(rule.condition.compiled() for rule in self.rules if rule.field.partition(".")[0] in _HANDLING)

    def is_moved(self, before: Lead, after: Lead) -> bool:
        """Whether any rule answers otherwise for leads that differ in nothing but who works on them and how far."""
        return any(applies(before) != applies(after) for applies in self._about_handling)

    def score(self, lead: Lead, activities: tuple[Activity, ...], at: datetime) -> Score:
        fit, engagement = self._compiled
        parts = [part for applies, part in fit if applies(lead)]
        if activities:
            seen = Behaviour(activities)
            parts += [part for applies, part in engagement if applies(seen)]
        else:
            parts += self._of_nothing_seen
        total = sum(part.points for part in parts)
        priority = next((name for name, low in self.bands if total >= low), Priority.LOW)
        return Score(tuple(parts), priority, at, self.name)


_HANDLING = frozenset(
    "status status_reason owner team pool contact_id customer_id opportunity_id version updated_at".split()
)


def _rule_faults(rules: Iterable[Rule]) -> Iterable[Problem]:
    seen = set()
    for rule in rules:
        row = (rule.field, rule.operator, str(rule.value))
        if row in seen:
            yield Problem("duplicate_rule", rule.field, f"two rows ask the same: {rule.condition}")
        seen.add(row)
        if not _known(rule.field):
            yield Problem("unknown_field", rule.field, "neither a lead nor an activity has it")
        if isinstance(rule.points, bool) or not isinstance(rule.points, int) or not rule.points:
            yield Problem("wrong_points", rule.field, "points are a whole number other than 0")
        elif found := _SENTENCE(rule.because or str(rule.condition)):
            yield Problem(found[0], rule.field, found[1])


_SENTENCE = text()["check"]  # as a contribution keeps it


def _known(field: str) -> bool:
    """Whether a lead, or the kind of activity, has a field at the end of this path."""
    head, *rest = field.split(".")
    if head != "activity":
        return reaches(Lead, [head, *rest])
    return is_known_behaviour(rest)


def checked_score(answer: object) -> Score:
    """A plug-in's answer, if it is a score; raises `InvalidRecord` for anything else (`None`, NaN, text)."""
    if not isinstance(answer, Score):
        raise InvalidRecord([Problem("not_a_score", "score", f"the scorer answered {type(answer).__name__}")])
    return answer


def may_move(scorer: Scorer, before: Lead, after: Lead) -> bool:
    """Whether a new owner, status or link may change what the scorer says; only our rules can tell without scoring."""
    return scorer.is_moved(before, after) if isinstance(scorer, RuleScorer) else True


def scored(lead: Lead, score: Score, at: datetime) -> Decision[Lead]:
    """The lead with this score; without an event when nothing but the time would change."""
    old = lead.score
    if old and (old.contributions, old.priority, old.model) == (score.contributions, score.priority, score.model):
        return Decision(lead)
    facts: dict[str, Any] = {"total": score.total, "priority": score.priority}
    return evolve(lead, LeadScored, at, {"score": score}, **facts)
