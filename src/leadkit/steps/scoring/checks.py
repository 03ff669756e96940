"""What is wrong with a set of rules, all of it at once, before any lead is scored by them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadkit.errors import Problem
from leadkit.kernel.conditions import TIMED, Condition, condition_faults
from leadkit.kernel.paths import ends, field_fault
from leadkit.kernel.record import text
from leadkit.model import Axis, Lead
from leadkit.model.activity import DETAILS
from leadkit.steps.scoring.rules import ACTIVITY, BotFilter, Gate, Overlap, Rule

__all__ = ["MOST_POINTS", "kinds_at", "model_faults"]

#: So that thousandths of points, times what a halving takes, fit into 64 bits.
MOST_POINTS = 100_000
#: A model is compiled once and kept in memory; nobody writes so many rows, nor so much text, by hand.
MOST_RULES, MOST_TEXT = 1_000, 20_000

_SENTENCE = text()["check"]  # as a contribution keeps it


def kinds_at(path: str) -> frozenset[Any]:
    """The types of the values at the end of a rule's path; none when it leads nowhere."""
    if not path.startswith(ACTIVITY):
        return ends(Lead, tuple(path.split(".")))
    kind, *rest = path.removeprefix(ACTIVITY).split(".")
    if kind not in DETAILS:
        return frozenset()
    detail: Any = DETAILS[kind]
    return ends(detail, tuple(rest)) if rest else frozenset({int})


def model_faults(
    rules: Sequence[Rule],
    gates: Sequence[Gate],
    overlaps: Mapping[str, Overlap],
    bots: BotFilter | None,
) -> Iterable[Problem]:
    """Every fault of every row."""
    if len(rules) > MOST_RULES:
        yield Problem("too_many_rules", "rules", f"{len(rules)} rules, at most {MOST_RULES} fit")
        return
    asked: dict[tuple[object, ...], Rule] = {}
    for rule in rules:
        sound = yield from _row_faults(rule.field, rule.condition, rule.reason, rule.because_zh)
        yield from _points_faults(rule)
        if sound:
            yield from _behaviour_faults(rule)
            if (first := asked.setdefault(rule.asks, rule)) is not rule:
                yield Problem("duplicate_rule", rule.field, f"two rows ask the same: {first.condition}")
    for gate in gates:
        if gate.field.startswith(ACTIVITY):
            yield Problem("wrong_gate", gate.field, "a gate asks about the lead, not about behaviour")
        else:
            yield from _row_faults(gate.field, gate.condition, gate.reason, gate.because_zh)
    yield from _group_faults(rules, overlaps)
    if bots:
        unknown = [kind for kind in bots.kinds if kind not in DETAILS]
        if unknown:
            yield Problem("unknown_kind", "bots.kinds", f"no kind of activity is called {', '.join(unknown)}")
        if not _whole(bots.most, 1) or not _whole(bots.seconds, 1):
            yield Problem("out_of_range", "bots", "most and seconds are whole numbers of at least 1")


def _row_faults(field: str, condition: Condition, reason: str, reason_zh: str) -> Any:
    """The faults of what a row asks and says; its value is whether it asks something sound."""
    if len(repr(condition.value)) > MOST_TEXT:
        yield Problem("too_long", field, f"the value is longer than {MOST_TEXT} characters")
        return False
    faults = list(condition_faults([condition], timed=True))
    kinds = kinds_at(field)
    if not faults and (fault := field_fault(kinds, condition)):
        faults = [fault]
    elif faults and not kinds:
        faults.append(Problem("unknown_field", field, "neither a lead nor an activity has it"))
    yield from (Problem(fault.code, field, fault.message) for fault in faults)
    for said in (reason, reason_zh or "-"):
        if found := _SENTENCE(said):
            yield Problem(found[0], field, found[1])
            break
    try:
        hash(condition.value)
    except TypeError:
        if not faults:
            yield Problem("wrong_type", field, "takes plain values, or a list of them")
        return False
    return not faults


def _whole(value: object, low: int, high: int = MOST_POINTS) -> bool:
    return type(value) is int and low <= value <= high


def _points_faults(rule: Rule) -> Iterable[Problem]:
    if not _whole(rule.points, -MOST_POINTS) or not rule.points:
        yield Problem("wrong_points", rule.field, f"points are a whole number other than 0, at most {MOST_POINTS:,}")
    for name in ("per_day", "most"):
        cap = getattr(rule, name)
        if cap is not None and not _whole(cap, 1):
            yield Problem("out_of_range", rule.field, f"{name} is a whole number of points from 1")
        elif name == "per_day" and cap is not None and not rule.repeat:
            yield Problem("wrong_limit", rule.field, "per_day limits what is given each time; this row gives once")
        elif cap is not None and not rule.repeat and type(rule.points) is int and cap < abs(rule.points):
            yield Problem("wrong_limit", rule.field, f"{name} is less than what the row gives once")
    if not _whole(rule.times, 1):
        yield Problem("out_of_range", rule.field, "times is a whole number from 1")
    if rule.within_days is not None and not _whole(rule.within_days, 1, 36_500):
        yield Problem("out_of_range", rule.field, "within_days is a whole number of days from 1")
    elif rule.within_days is not None and rule.axis is Axis.ENGAGEMENT and (rule.needed or 0) < 2:
        yield Problem("wrong_limit", rule.field, "within_days says how close several times must be; this row needs one")
    if isinstance(rule.decay, str):
        message = (
            f'{rule.decay!r} is no decay; say "halved every 45 days", "fading over 90 days" or "50% after 30 days"'
        )
        yield Problem("unknown_decay", rule.field, message)


def _behaviour_faults(rule: Rule) -> Iterable[Problem]:
    """Faults of a row that asks something sound, but not of what it says it asks about."""
    about_time = rule.repeat or rule.times != 1 or rule.within_days is not None or rule.decay is not None
    if rule.axis is Axis.FIT and (about_time or rule.per_day is not None or rule.most is not None):
        yield Problem("not_behaviour", rule.field, "repeats, limits and decay are for rows about activities")
    elif rule.axis is Axis.ENGAGEMENT and rule.needed is None and (about_time or rule.per_day is not None):
        yield Problem("no_event", rule.field, "asks about the number of times, so nothing holds its points")
    elif rule.axis is Axis.ENGAGEMENT and rule.operator in TIMED:
        yield Problem("never_true", rule.field, "no activity tells a day of its own; say within_days or decay")
    elif rule.counts and rule.operator == "at_least" and rule.value <= 0:
        yield Problem("always_true", rule.field, "everything happened at least that often")
    elif rule.counts and rule.operator in ("at_most", "is", "in") and _never_counted(rule):
        yield Problem("never_true", rule.field, "a count starts at 1; what never happened is unknown")


def _never_counted(rule: Rule) -> bool:
    wanted = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    return all(count < 1 for count in wanted)


def _group_faults(rules: Sequence[Rule], overlaps: Mapping[str, Overlap]) -> Iterable[Problem]:
    axes: dict[str, set[Axis]] = {}
    for rule in rules:
        axes.setdefault(rule.group or rule.field, set()).add(rule.axis)
    for group, of in axes.items():
        if len(of) > 1 and overlaps.get(group, Overlap.ALL) is not Overlap.ALL:
            yield Problem("mixed_group", group, "rows about the lead and about behaviour do not overlap")
