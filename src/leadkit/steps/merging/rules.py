"""Which of several values survives: each rule a small function, and the rules of each field a row of a table."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.text import match_form
from leadkit.model import Address, Consent, EmailAddress, PersonName, PhoneNumber

__all__ = ["CONTACT_ROWS", "CUSTOMER_ROWS", "LEAD_ROWS", "RULES", "Held", "Row", "Rule", "fits"]


class Rule(StrEnum):
    """How the value of a field is found among those that the records have."""

    SURVIVOR = "survivor"
    MOST_RECENT = "most_recent"
    MOST_COMPLETE = "most_complete"
    HIGHEST_STAGE = "highest_stage"
    UNION = "union"
    SUM = "sum"
    LONGEST = "longest"
    EARLIEST = "earliest"
    LATEST = "latest"
    MOST_RESTRICTIVE = "most_restrictive"
    MANUAL = "manual"


@frozen
class Held:
    """A value that a record has. set_at: when it was set there. depth: how far along the record is."""

    id: str
    value: Any
    set_at: datetime | None = None
    depth: Any = ()


#: From the values held, the survivor's first and none blank, to the one that survives and the ids it came from.
Choose = Callable[[Sequence[Held]], tuple[Any, tuple[str, ...]]]


def _first(held: Sequence[Held]) -> tuple[Any, tuple[str, ...]]:
    return held[0].value, (held[0].id,)


def _best(key: Callable[[Held], Any]) -> Choose:
    """The value with the greatest key; of equals the first, so that it does not matter what is merged first."""

    def choose(held: Sequence[Held]) -> tuple[Any, tuple[str, ...]]:
        return _first([max(held, key=key)])

    return choose


def _recency(held: Held) -> tuple[bool, datetime | None]:
    return held.set_at is not None, held.set_at


def _completeness(held: Held) -> int:
    """How many of its parts are filled."""
    if isinstance(held.value, Mapping | tuple):
        return len(held.value)
    parts = getattr(held.value, "__dict__", None)
    return sum(part not in ("", None) for part in parts.values()) if parts else 1


def _likeness(value: Any) -> Hashable:
    """What makes two members of a union one."""
    match value:
        case EmailAddress():
            return "email", match_form(value.address or value.raw)
        case PhoneNumber():
            return "phone", value.e164 or match_form(value.raw), value.extension
        case str():
            return match_form(value)
        case _:
            return value  # type: ignore[no-any-return]  # members of nouns' tuples are frozen values


def _union(held: Sequence[Held]) -> tuple[Any, tuple[str, ...]]:
    """Of tuples and mappings every member, of texts every paragraph; the survivor's first, each once."""
    value, ids = held[0].value, [held[0].id]
    for other in held[1:]:
        grown = _joined(value, other.value)
        if grown != value:
            ids.append(other.id)
        value = grown
    return value, tuple(ids)


def _joined(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, Mapping):
        return FrozenDict({**mine, **{key: theirs[key] for key in theirs if key not in mine}})
    if isinstance(mine, str):
        known: set[Hashable] = set(map(match_form, mine.split(_BREAK)))
        return _BREAK.join((mine, *_new(theirs.split(_BREAK), known, match_form)))
    return (*mine, *_new(theirs, set(map(_likeness, mine)), _likeness))


_BREAK = "\n\n"


def _new(members: Sequence[Any], known: set[Hashable], form: Callable[[Any], Hashable]) -> list[Any]:
    new = []
    for member in members:
        if form(member) not in known:
            known.add(form(member))
            new.append(member)
    return new


def _sum(held: Sequence[Held]) -> tuple[Any, tuple[str, ...]]:
    """The sum of those in the survivor's currency."""
    alike = [each for each in held if each.value.currency == held[0].value.currency]
    total = alike[0].value
    for each in alike[1:]:
        total = total + each.value
    return total, tuple(each.id for each in alike)


def _most_restrictive(held: Sequence[Held]) -> tuple[Any, tuple[str, ...]]:
    """A no beats a yes, a yes beats silence, and whoever is not to be contacted is not."""
    consents = [each.value for each in held]
    answers = {way: _answer([getattr(consent, way) for consent in consents]) for way in ("email", "phone", "message")}
    times = [consent.given_at for consent in consents if consent.given_at]
    apart = any(consent.do_not_contact for consent in consents)
    return Consent(**answers, do_not_contact=apart, given_at=max(times, default=None)), tuple(each.id for each in held)


def _answer(answers: Sequence[bool | None]) -> bool | None:
    given = [answer for answer in answers if answer is not None]
    return all(given) if given else None


#: Rule → its function. A choice by hand is no rule of the values.
RULES: Mapping[Rule, Choose] = FrozenDict(
    {
        Rule.SURVIVOR: _first,
        Rule.MOST_RECENT: _best(_recency),
        Rule.MOST_COMPLETE: _best(_completeness),
        Rule.HIGHEST_STAGE: _best(lambda held: held.depth),
        Rule.UNION: _union,
        Rule.SUM: _sum,
        Rule.LONGEST: _best(lambda held: len(held.value)),
        Rule.EARLIEST: lambda held: _first([min(held, key=lambda each: each.value)]),
        Rule.LATEST: _best(lambda held: held.value),
        Rule.MOST_RESTRICTIVE: _most_restrictive,
    }
)


@frozen
class Row:
    """One row of a survivorship table.

    name: what policies and choices call it. because: why this is the default. fields: those that stand or fall
    together; the one of that name when not given. kind: of the values; some rules ask for a certain one. fixed: no
    policy changes it.
    """

    name: str
    rule: Rule
    because: str
    kind: type = str
    fields: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    fixed: bool = False

    def __attrs_post_init__(self) -> None:
        if not self.fields:
            object.__setattr__(self, "fields", (self.name,))


_KINDS: Mapping[Rule, tuple[type, ...]] = FrozenDict(
    {
        Rule.UNION: (tuple, dict, str),
        Rule.SUM: (Money,),
        Rule.LONGEST: (str, tuple),
        Rule.EARLIEST: (datetime,),
        Rule.LATEST: (datetime,),
        Rule.MOST_RESTRICTIVE: (Consent,),
    }
)


def fits(rule: Rule, row: Row) -> bool:
    """Whether the rule can decide about this row."""
    if row.fixed or len(row.fields) > 1:
        return rule is row.rule or not (row.fixed or rule in _KINDS or rule is Rule.MOST_COMPLETE)
    return issubclass(row.kind, _KINDS.get(rule, object))


_R = Rule
_NEWS = "people and companies change, and who said it last knows best"
_ALL = "nothing that was said gets lost"
_APART = Row("distinct_from", _R.UNION, "who is somebody else stays somebody else", tuple, fixed=True)
_CONSENT = Row("consent", _R.MOST_RESTRICTIVE, "a no beats a yes, whoever noted it", Consent)
_ADDRESS = Row("address", _R.MOST_COMPLETE, "as one block: half of each would be nobody's address", Address)
_NAME = Row("name", _R.MOST_COMPLETE, "`Wang Xiaoming` says more than `Mr Wang`", PersonName)

#: Of leads.
LEAD_ROWS: tuple[Row, ...] = (
    Row(
        "handling",
        _R.HIGHEST_STAGE,
        "status, owner and pool belong together, and who came furthest keeps the work",
        fields="status status_reason status_since owner owner_since team pool home_pool".split(),
    ),
    _NAME,
    Row("company", _R.MOST_RECENT, _NEWS),
    Row("job_title", _R.MOST_RECENT, _NEWS),
    Row("emails", _R.UNION, _ALL, tuple),
    Row("phones", _R.UNION, _ALL, tuple),
    _ADDRESS,
    Row("website", _R.MOST_RECENT, _NEWS),
    Row("industry", _R.MOST_RECENT, _NEWS),
    Row("company_size", _R.MOST_RECENT, _NEWS),
    Row("interests", _R.UNION, _ALL, tuple),
    Row("needs", _R.UNION, _ALL, tuple),
    Row("pain_points", _R.UNION, _ALL, tuple),
    Row("objections", _R.UNION, _ALL, tuple),
    Row("budget", _R.MOST_RECENT, "it is one budget, told twice; a sum would count it twice", Money),
    Row("decision_date", _R.MOST_RECENT, "plans change", object),
    Row("source", _R.SURVIVOR, "where an inquiry came from is no matter of opinion", object),
    _CONSENT,
    Row("tags", _R.UNION, _ALL, tuple),
    Row("notes", _R.UNION, _ALL),
    Row("extra", _R.UNION, "of a key that both have, the survivor's value", dict),
    Row("first_response_at", _R.EARLIEST, "somebody answered this person then", datetime),
    Row("last_contact_at", _R.LATEST, "somebody spoke to this person then", datetime),
    Row("waiting_since", _R.EARLIEST, "whoever waits for an answer has waited since then", datetime),
    Row("contact_id", _R.SURVIVOR, "two different contacts are refused, so there is one at most"),
    Row("customer_id", _R.SURVIVOR, "two different customers are refused, so there is one at most"),
    Row("opportunity_id", _R.SURVIVOR, "the other deal goes on, and names its own lead"),
    Row("referred_by", _R.SURVIVOR, "who recommended us to either brought us this person"),
    Row("may_be", _R.UNION, "a doubt about either is a doubt about both", tuple, fixed=True),
    _APART,
)

#: Of contacts.
CONTACT_ROWS: tuple[Row, ...] = (
    _NAME,
    Row("role", _R.MOST_RECENT, _NEWS, object),
    Row("job_title", _R.MOST_RECENT, _NEWS),
    Row("emails", _R.UNION, _ALL, tuple),
    Row("phones", _R.UNION, _ALL, tuple),
    _ADDRESS,
    _CONSENT,
    Row("notes", _R.UNION, _ALL),
    Row("extra", _R.UNION, "of a key that both have, the survivor's value", dict),
    _APART,
)

#: Of customers.
CUSTOMER_ROWS: tuple[Row, ...] = (
    Row(
        "relation",
        _R.HIGHEST_STAGE,
        "who bought from us is a customer, whichever record says so",
        fields="stage stage_reason churned_at churn_reason".split(),
    ),
    Row("furthest_stage", _R.HIGHEST_STAGE, "what was reached is never forgotten", object),
    Row("name", _R.SURVIVOR, "it stands on contracts"),
    Row("kind", _R.SURVIVOR, "it stands on contracts", object),
    _ADDRESS,
    Row("website", _R.MOST_RECENT, _NEWS),
    Row("industry", _R.MOST_RECENT, _NEWS),
    Row("company_size", _R.MOST_RECENT, _NEWS),
    Row("owner", _R.SURVIVOR, "one of them is going to look after both"),
    Row("purchases", _R.UNION, "what was bought was bought", tuple),
    Row("feedback", _R.UNION, _ALL, tuple),
    Row("care", _R.UNION, "what was done for it was done", tuple),
    Row("referrals", _R.UNION, "whoever was recommended was recommended", tuple),
    Row("preferences", _R.UNION, "of a key that both have, the survivor's value", dict),
    Row("persona", _R.LONGEST, "two portraits in one text would be nobody's"),
    Row("extra", _R.UNION, "of a key that both have, the survivor's value", dict),
    _APART,
)
