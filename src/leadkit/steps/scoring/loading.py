"""A model from plain data, as JSON and TOML hold it. What is not understood is named, all of it at once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.steps.scoring.checks import kinds_at, model_faults
from leadkit.steps.scoring.model import RuleScorer
from leadkit.steps.scoring.rules import BotFilter, Gate, Rule
from leadkit.steps.scoring.texts import read_rule

__all__ = ["read_model", "read_rules"]

_KINDS: Mapping[str, tuple[type, str]] = {
    "field": (str, "text"),
    "operator": (str, "text"),
    "value": (object, "any value"),
    "points": (int, "a whole number"),
    "because": (str, "text"),
    "because_zh": (str, "text"),
    "repeat": (bool, "true or false"),
    "times": (int, "a whole number"),
    "within_days": (int, "a whole number"),
    "per_day": (int, "a whole number"),
    "most": (int, "a whole number"),
    "decay": (str, "text"),
    "group": (str, "text"),
    "source": (str, "text"),
}
_NEEDED = {Rule: ("field", "operator", "value", "points"), Gate: ("field", "operator", "value")}


def read_rules(rows: Iterable[Any]) -> tuple[Rule, ...]:
    """The rules of these rows: each a text, a table, a table with `text` and more, or a `Rule`.

    Raises `InvalidPlaybook` with everything that cannot be read; the model that the rules are for checks what they say.
    """
    problems: list[Problem] = []
    rules = _rows("rules", rows, Rule, problems)
    if problems:
        raise InvalidPlaybook([*problems, *model_faults(rules, (), {}, None)])
    return tuple(rules)


def read_model(data: Mapping[str, Any]) -> RuleScorer:
    """The model of this table, whose keys are the fields of `RuleScorer`; what it leaves out is as by default. Raises
    `InvalidPlaybook` with every problem."""
    if not isinstance(data, Mapping):
        raise InvalidPlaybook([Problem("wrong_type", None, f"expected a table, got {type(data).__name__}")])
    known = {each.name for each in attrs.fields(RuleScorer)}
    problems = [Problem("unknown_field", str(name), "no such field") for name in data if name not in known]
    values: dict[str, Any] = {}
    for name, given in data.items():
        if name in _READ:
            values[name] = _READ[name](name, given, problems)
        elif name in known:
            values[name] = given
    try:
        if not problems:
            return RuleScorer(**values)
        sound = {name: value for name, value in values.items() if value is not None}
        RuleScorer(**sound)
    except InvalidPlaybook as wrong:
        problems += wrong.problems
    raise InvalidPlaybook(problems)


def _rows(name: str, rows: Any, kind: type[Any], problems: list[Problem]) -> list[Any]:
    if isinstance(rows, str | Mapping) or not isinstance(rows, Iterable):
        problems.append(Problem("wrong_type", name, f"expected a list of rows, got {type(rows).__name__}"))
        return []
    read = (_row(f"{name}[{number}]", row, kind, problems) for number, row in enumerate(rows))
    return [row for row in read if row is not None]


def _row(where: str, row: Any, kind: type[Any], problems: list[Problem]) -> Any:
    if isinstance(row, kind):
        return row
    if isinstance(row, str) and kind is Rule:
        return _of_text(where, row, {}, problems)
    if not isinstance(row, Mapping):
        problems.append(Problem("wrong_type", where, f"expected a table or a text, got {type(row).__name__}"))
        return None
    values = dict(row)
    text = values.pop("text", None) if kind is Rule else None
    fields = {each.name for each in attrs.fields(kind)}
    wrong = [Problem("unknown_field", f"{where}.{name}", "no such field") for name in values if name not in fields]
    for name, value in values.items():
        of, told = _KINDS.get(name, (object, ""))
        if name in fields and (not isinstance(value, of) or (isinstance(value, bool) and of is int)):
            wrong.append(Problem("wrong_type", f"{where}.{name}", f"expected {told}, got {type(value).__name__}"))
    if text is None:
        wrong += [Problem("required", f"{where}.{name}", "is missing") for name in _NEEDED[kind] if name not in values]
    elif said := sorted(values.keys() & {*_NEEDED[kind]}):
        wrong.append(Problem("said_twice", where, f"the text says {', '.join(said)} already"))
    problems += wrong
    if wrong:
        return None
    if text is not None:
        return _of_text(where, text, values, problems)
    return kind(**{**values, "value": _dated(values["field"], values["value"])})


def _of_text(where: str, text: Any, more: Mapping[str, Any], problems: list[Problem]) -> Any:
    try:
        return attrs.evolve(read_rule(text), **more)
    except InvalidPlaybook as wrong:
        problems += [
            Problem(one.code, where, f"{one.field}: {one.message}" if one.field else one.message)
            for one in wrong.problems
        ]
        return None


def _dated(path: str, value: Any) -> Any:
    """JSON has no dates: what should be one, and reads as one, is one."""
    kinds = kinds_at(path)
    if isinstance(value, list | tuple):
        return tuple(_dated(path, each) for each in value)
    if isinstance(value, str) and kinds & {date, datetime}:
        try:
            return datetime.fromisoformat(value) if datetime in kinds else date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _ladder(name: str, given: Any, problems: list[Problem]) -> Any:
    if isinstance(given, Mapping):
        return given
    problems.append(Problem("wrong_type", name, f"expected a table of names and points, got {type(given).__name__}"))
    return None


def _bots(name: str, given: Any, problems: list[Problem]) -> Any:
    if given is False:
        return None
    if not isinstance(given, Mapping):
        problems.append(Problem("wrong_type", name, f"expected a table or false, got {type(given).__name__}"))
        return BotFilter()
    known = {each.name for each in attrs.fields(BotFilter)}
    problems += [Problem("unknown_field", f"{name}.{key}", "no such field") for key in given if key not in known]
    return BotFilter(**{key: value for key, value in given.items() if key in known})


_READ: Mapping[str, Callable[[str, Any, list[Problem]], Any]] = {
    "rules": lambda name, given, problems: _rows(name, given, Rule, problems),
    "gates": lambda name, given, problems: _rows(name, given, Gate, problems),
    "bands": _ladder,
    "fit": _ladder,
    "engagement": _ladder,
    "thresholds": _ladder,
    "overlaps": _ladder,
    "bots": _bots,
}
