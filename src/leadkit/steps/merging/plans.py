"""A merge, planned: what survives of several records, where it comes from, and what stands in the way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import checked
from leadkit.model.facts import Created, Event, Moved
from leadkit.model.identity import Merged, Origin, Unmerged
from leadkit.steps.merging.policy import MergePolicy, Precedence, Stages, Subject
from leadkit.steps.merging.rules import RULES, Held, Row, Rule

__all__ = [
    "Dropped",
    "FieldPlan",
    "Known",
    "MergePlan",
    "decided",
    "known",
    "newly",
    "plan_merge",
    "set_times",
    "values",
]

N = TypeVar("N")


@frozen
class Known(Generic[N]):
    """A record, and what merging has to know about it.

    set_at: field → when it was last set. lineage: the ids of all that it took in, however long ago, and its own.
    links: what it belongs to, by the ids that are in use today.
    """

    noun: N
    set_at: Mapping[str, datetime] = FrozenDict()
    lineage: frozenset[str] = frozenset()
    links: Mapping[str, str] = FrozenDict()


@frozen
class Dropped:
    """A value that does not survive, and the record that keeps it."""

    value: Any
    origin: str


@frozen
class FieldPlan:
    """What becomes of one row of the table. kept: of several fields, each by its name. origins: the ids it is from."""

    name: str
    rule: Rule
    kept: Any
    origins: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()
    set_at: datetime | None = None

    def __str__(self) -> str:
        lost = f", {len(self.dropped)} not kept" if self.dropped else ""
        return f"{self.name}: {self.rule}, from {', '.join(self.origins)}{lost}"


@frozen
class MergePlan:
    """What a merge will do. Nothing is done yet.

    kind: lead, contact or customer. survivor: the id that stays. absorbed: those that go into it, in the order in which
    their values count. versions: of the records that were looked at; if one of them changes, the plan is stale. fields:
    the rows about which the records say anything. chosen: row → id, as the caller wished. changes: what becomes other
    in the survivor, and origins: whence.
    """

    kind: str
    survivor: str
    absorbed: tuple[str, ...]
    versions: Mapping[str, int]
    fields: tuple[FieldPlan, ...]
    rules: Mapping[str, Rule]
    chosen: Mapping[str, str]
    changes: Mapping[str, Any] = field(repr=False)
    origins: tuple[Origin, ...] = field(repr=False)
    at: datetime
    although_distinct: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """All of them, the survivor first."""
        return self.survivor, *self.absorbed

    def explain(self) -> str:
        """Who survives, and each row of which a value comes from somewhere else or gets lost, a line each."""
        told = [each for each in self.fields if each.dropped or each.origins != (self.survivor,)]
        return "\n".join([f"{self.survivor} takes in {', '.join(self.absorbed)}", *(f"  {each}" for each in told)])


def known(
    subject: Subject, noun: N, events: Iterable[Event], lineage: Iterable[Any], links: Mapping[str, str]
) -> Known[N]:
    """The record as merging wants it. events: its own, oldest first. lineage: it and all that it took in."""
    return Known(noun, set_times(subject, events), frozenset(each.id for each in lineage), FrozenDict(links))


def set_times(subject: Subject, events: Iterable[Event]) -> FrozenDict[str, datetime]:
    """Field → when its value was set, by the record's own history; what came by a merge is as old as it is there."""
    times: dict[str, datetime] = {}
    for event in events:
        if isinstance(event, Created):
            held = event.record.__dict__
            times = {name: event.at for name in subject.row_of if not subject.is_blank(name, held[name])}
        elif isinstance(event, Merged | Unmerged):
            times |= {origin.name: origin.set_at for origin in event.origins if origin.set_at}
        else:
            times |= dict.fromkeys(event.changes, event.at)
            if isinstance(event, Moved):
                times[event.state] = event.at
    return FrozenDict(times)


def decided(
    subject: Subject, records: Sequence[Known[Any]], rules: Mapping[str, Any], chosen: Mapping[str, str], stages: Stages
) -> tuple[FieldPlan, ...]:
    """What each row comes to, the survivor standing first; without rows about which nobody says anything."""
    plans = (_decided(subject, row, records, Rule(rules[row.name]), chosen, stages) for row in subject.rows)
    return tuple(plan for plan in plans if plan is not None)


def _decided(
    subject: Subject,
    row: Row,
    records: Sequence[Known[Any]],
    rule: Rule,
    chosen: Mapping[str, str],
    stages: Stages,
) -> FieldPlan | None:
    held = [each for each in (_held(subject, row, record, stages) for record in records) if each is not None]
    if not held:
        return None
    wanted = [each for each in held if each.id == chosen.get(row.name)]
    if wanted or rule is Rule.MANUAL:
        rule, (value, origins) = Rule.MANUAL, RULES[Rule.SURVIVOR](wanted or held)
    else:
        value, origins = RULES[rule](held)
    dropped = [Dropped(each.value, each.id) for each in held if each.id not in origins and each.value != value]
    times = [each.set_at for each in held if each.id in origins and each.set_at]
    return FieldPlan(row.name, rule, value, origins, tuple(dropped), max(times, default=None))


def _held(subject: Subject, row: Row, record: Known[Any], stages: Stages) -> Held | None:
    values = record.noun.__dict__
    times = [record.set_at[name] for name in row.fields if name in record.set_at]
    if len(row.fields) > 1:
        value = FrozenDict({name: values[name] for name in row.fields})
    elif subject.is_blank(row.name, value := values[row.name]) and row.rule is not Rule.HIGHEST_STAGE:
        return None
    state = values[row.fields[0] if row.rule is Rule.HIGHEST_STAGE else subject.state] if subject.state else ""
    return Held(values["id"], value, max(times, default=None), stages.depth(state))


def newly(subject: Subject, plans: Iterable[FieldPlan], survivor: str) -> tuple[Origin, ...]:
    """Where the fields have their values from that are not the survivor's own alone."""
    return tuple(
        Origin(name, plan.origins, plan.set_at)
        for plan in plans
        if plan.origins != (survivor,)
        for name in subject.row[plan.name].fields
    )


def values(subject: Subject, plans: Iterable[FieldPlan]) -> dict[str, Any]:
    """Field → value."""
    found: dict[str, Any] = {}
    for plan in plans:
        found |= plan.kept if len(subject.row[plan.name].fields) > 1 else {plan.name: plan.kept}
    return found


def plan_merge(
    subject: Subject,
    records: Sequence[Known[Any]],
    policy: MergePolicy,
    stages: Stages,
    at: datetime,
    *,
    survivor: str = "",
    choices: Mapping[str, str] = FrozenDict(),
    although_distinct: bool = False,
    rules: Mapping[str, Rule] | None = None,
) -> MergePlan | Refusal:
    """What merging these records comes to, or every reason why it cannot be.

    survivor: its id, and then the others count in the order given; without it, the policy's order decides about all of
    them. choices: row → the id of the record whose value survives. although_distinct: merge even what somebody kept
    apart. rules: of an earlier plan, instead of the policy's.
    """
    records = tuple({record.noun.id: record for record in records}.values())
    rules = rules or policy.rules(subject)
    ordered = _ordered(subject, records, policy, stages, survivor)
    problems = [*_blockers(subject, ordered, stages, although_distinct), *_misnamed(subject, ordered, rules, choices)]
    if survivor and not any(record.noun.id == survivor for record in records):
        problems.append(Problem("unknown_survivor", "survivor", f"{survivor} is none of the records to merge"))
    if problems:
        return Refusal(problems)
    fields = decided(subject, ordered, rules, choices, stages)
    first, *others = ordered
    before = first.noun.__dict__
    changes = {name: value for name, value in values(subject, fields).items() if value != before[name]}
    absorbed = tuple(record.noun.id for record in others)
    changes["absorbed"] = (*first.noun.absorbed, *absorbed)
    try:
        checked(subject.noun, changes)
    except InvalidRecord as too_much:  # two long notes may be one that is too long
        return Refusal(too_much.problems)
    return MergePlan(
        subject.name,
        first.noun.id,
        absorbed,
        FrozenDict({record.noun.id: record.noun.version for record in ordered}),
        fields,
        FrozenDict(rules),
        FrozenDict(choices),
        FrozenDict(changes),
        newly(subject, fields, first.noun.id),
        at,
        although_distinct,
    )


def _ordered(
    subject: Subject, records: Sequence[Known[Any]], policy: MergePolicy, stages: Stages, survivor: str
) -> list[Known[Any]]:
    if survivor:
        return sorted(records, key=lambda record: record.noun.id != survivor)
    keys: dict[Precedence, Callable[[Any], Any]] = {
        Precedence.FURTHEST: lambda noun: stages.depth(getattr(noun, subject.state, "")),
        Precedence.MOST_COMPLETE: lambda noun: sum(
            not subject.is_blank(name, noun.__dict__[name]) for name in subject.row_of
        ),
        Precedence.OLDEST: lambda noun: _EPOCH - noun.created_at,
        Precedence.NEWEST: lambda noun: noun.created_at - _EPOCH,
    }
    by_id = sorted(records, key=lambda record: str(record.noun.id))
    return sorted(by_id, key=lambda record: [keys[each](record.noun) for each in policy.order], reverse=True)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _blockers(
    subject: Subject, records: Sequence[Known[Any]], stages: Stages, although_distinct: bool
) -> Iterator[Problem]:
    if len(records) < 2:
        yield Problem("too_few", "ids", "a merge needs at least two different records")
    for record in records:
        noun = record.noun
        if noun.merged_into is not None:
            yield Problem("merged_away", noun.id, f"was merged into {noun.merged_into}; plan with that one")
        if getattr(noun, subject.state, "") in stages.dead:
            yield Problem("closed_for_good", noun.id, f"is {getattr(noun, subject.state)}, and stays so")
    for name, problem in subject.links.items():
        linked = {record.links[name]: record.noun.id for record in records if record.links.get(name)}
        if len(linked) > 1:
            yield Problem("different_links", name, f"{' and '.join(linked.values())} {problem}")
    for one, other in combinations(records, 2):
        apart = other.lineage & {*one.noun.distinct_from} or one.lineage & {*other.noun.distinct_from}
        if apart and not although_distinct:
            yield Problem("kept_apart", other.noun.id, f"somebody said that it is not the same as {one.noun.id}")


def _misnamed(
    subject: Subject, records: Sequence[Known[Any]], rules: Mapping[str, Rule], choices: Mapping[str, str]
) -> Iterator[Problem]:
    ids = {record.noun.id for record in records}
    for name, id in choices.items():
        if name not in subject.row or subject.row[name].fixed:
            yield Problem("unknown_row", name, f"there is nothing to choose of this name for a {subject.name}")
        elif id not in ids:
            yield Problem("unknown_choice", name, "the record chosen is none of those to merge")
        elif any(record.noun.id == id and _is_blank(subject, name, record.noun) for record in records):
            yield Problem("blank_choice", name, "the record chosen says nothing about it")
    for name, rule in rules.items():
        if rule is Rule.MANUAL and name not in choices:
            yield Problem("missing_choice", name, "the policy leaves it to you: choose a record")
        if rule is Rule.SUM:
            amounts = (record.noun.__dict__[name] for record in records)
            if len({money.currency for money in amounts if money}) > 1:
                yield Problem("currency_mismatch", name, "there is no sum of different currencies")


def _is_blank(subject: Subject, name: str, noun: Any) -> bool:
    """Whether the record says nothing about this row; of several fields, there is always something to choose."""
    return name in subject.row_of and subject.is_blank(name, noun.__dict__[name])
