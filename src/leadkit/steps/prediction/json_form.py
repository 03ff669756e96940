"""A scorecard as JSON, and back. What this version did not write is refused, with every reason."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from attrs import asdict

from leadkit.errors import Problem, UnusableInput
from leadkit.steps.prediction.fields import Kind, ModelField
from leadkit.steps.prediction.figures import CalibrationBin, Figures, Interval
from leadkit.steps.prediction.sample import Sample
from leadkit.steps.prediction.scorecard import Scorecard, Term

__all__ = ["VERSION", "scorecard_from_json", "scorecard_to_json"]

VERSION = 1
_FORMAT = "leadkit scorecard"


def scorecard_to_json(card: Scorecard) -> dict[str, Any]:
    """Plain dicts, lists, texts and finite numbers, for `json.dumps`."""
    return {
        "format": _FORMAT,
        "version": VERSION,
        "target": card.target,
        "base": card.base,
        "usual": card.usual,
        "signal": card.signal,
        "half_life": card.half_life,
        "sample": asdict(card.sample),
        "measured": _plain(asdict(card.measured)) if card.measured else None,
        "scores": [list(row) for row in card.scores],
        "dropped": [list(row) for row in card.dropped],
        "fields": [_field_to_json(each) for each in card.fields],
        "terms": [
            {"fields": list(term.fields), "points": list(term.points), "groups": [list(row) for row in term.groups]}
            for term in card.terms
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _field_to_json(each: ModelField) -> dict[str, Any]:
    told: dict[str, Any] = {"column": each.column, "kind": each.kind.value, "counts": list(each.counts)}
    if each.is_ordered:
        told["cuts"] = list(each.cuts)
    if each.kind is Kind.CATEGORY:
        told["words"] = dict(each.words)
    if each.since:
        told["since"] = each.since
    return told


def scorecard_from_json(value: Any) -> Scorecard:
    """Raises `UnusableInput` for what is no scorecard, or one of a later version, with every problem at once."""
    if not isinstance(value, Mapping) or value.get("format") != _FORMAT:
        raise UnusableInput([Problem("unusable_model", None, "the JSON is no scorecard")])
    if value.get("version") != VERSION:
        raise UnusableInput([Problem("unknown_version", "version", f"is not {VERSION}")])
    try:
        measured = value["measured"]
        card = Scorecard(
            fields=[_field(each) for each in value["fields"]],
            terms=[Term(each["fields"], each["points"], each["groups"]) for each in value["terms"]],
            base=value["base"],
            usual=value["usual"],
            sample=Sample(**value["sample"]),
            signal=value["signal"],
            measured=_figures(measured) if measured else None,
            half_life=value["half_life"],
            scores=value["scores"],
            target=value["target"],
            dropped=value["dropped"],
        )
        problems = list(_faults(card))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise UnusableInput([Problem("unusable_model", None, f"the JSON is no scorecard: {wrong!r}")]) from None
    if problems:
        raise UnusableInput(problems)
    return card


def _field(each: Mapping[str, Any]) -> ModelField:
    return ModelField(
        each["column"],
        Kind(each["kind"]),
        each.get("cuts", ()),
        each.get("words", {}),
        each.get("since", ""),
        each["counts"],
    )


def _figures(told: Mapping[str, Any]) -> Figures:
    rest = {name: each for name, each in told.items() if name not in ("interval", "bins")}
    return Figures(interval=Interval(**told["interval"]), bins=[CalibrationBin(**row) for row in told["bins"]], **rest)


def _faults(card: Scorecard) -> Iterable[Problem]:
    """A model edited by hand or cut short would give wrong answers, or none, much later."""
    for name, number in (("base", card.base), ("usual", card.usual)):
        if not _is_number(number):
            yield Problem("unusable_model", name, "is no finite number")
    if not all(len(row) == 2 and all(map(_is_number, row)) for row in card.scores):
        yield Problem("unusable_model", "scores", "are no pairs of a logit and a share")
    for at, each in enumerate(card.fields):
        if not all(map(_is_number, each.cuts)) or list(each.cuts) != sorted(set(each.cuts)):
            yield Problem("unusable_model", f"fields.{at}.cuts", "are no rising numbers")
        if each.counts and len(each.counts) != each.size:
            yield Problem("unusable_model", f"fields.{at}.counts", f"are not one for each of {each.size} levels")
    for at, term in enumerate(card.terms):
        if fault := _term_fault(card, term):
            yield Problem("unusable_model", f"terms.{at}", fault)


def _term_fault(card: Scorecard, term: Term) -> str:
    if len(term.fields) not in (1, 2) or not all(
        isinstance(place, int) and 0 <= place < len(card.fields) for place in term.fields
    ):
        return "names a field that is not there"
    sizes = [card.fields[place].size for place in term.fields]
    expected = sizes[0]
    if len(term.fields) == 1 and term.groups:
        return "has groups, and only one field"
    if len(term.fields) == 2:
        whole = all(isinstance(group, int) and group >= 0 for row in term.groups for group in row)
        if [len(row) for row in term.groups] != sizes or not whole:
            return "does not put each level of its fields into a group"
        expected = (max(term.groups[0]) + 1) * term.width
    if len(term.points) != expected or not all(map(_is_number, term.points)):
        return f"needs {expected} finite numbers as points"
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
