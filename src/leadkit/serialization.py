"""JSON in and out: one strict converter for every noun and event.

Nothing is coerced in silence: `"false"` is not a boolean, `"3"` no number, an unknown key is an error. Fields that are
at their default are left out, and come back as the default. Every record names its type and `schema_version`.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from operator import is_
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin

import attrs

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record
from leadkit.model import (
    Activity,
    Campaign,
    Contact,
    Customer,
    FollowUp,
    Lead,
    Opportunity,
    Quote,
    Receipt,
)
from leadkit.model.activity import DETAILS, Detail
from leadkit.model.events import EVENTS, Event
from leadkit.model.rotation import Rotation

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["SCHEMA_VERSION", "TYPES", "from_dict", "from_json", "to_dict", "to_json"]

#: Raised by one when a reader of the old form could no longer read the new one.
SCHEMA_VERSION = 1

#: Every type that has a JSON form of its own, by the name it has there.
TYPES: Mapping[str, type[Any]] = FrozenDict(
    {
        **{
            noun.__name__: noun
            for noun in (
                Activity,
                Campaign,
                Contact,
                Customer,
                FollowUp,
                Lead,
                Opportunity,
                Quote,
                Receipt,
                Rotation,
            )
        },
        **EVENTS,
    }
)


def to_dict(noun: Any) -> dict[str, Any]:
    """A noun or event as a JSON-safe mapping with its `type` and `schema_version`. Raises `InvalidRecord` for others."""
    kind = type(noun)
    if TYPES.get(kind.__name__) is not kind:
        raise InvalidRecord([Problem("unknown_type", "type", f"{kind.__name__} has no JSON form")])
    return {"type": kind.__name__, "schema_version": SCHEMA_VERSION, **_converter().unstructure(noun)}


def from_dict(record: Mapping[str, Any]) -> Any:
    """The noun or event of this mapping. Raises `InvalidRecord` with every problem and its path."""
    if not isinstance(record, Mapping):
        raise InvalidRecord([Problem("not_an_object", None, f"expected an object, got {type(record).__name__}")])
    fields = dict(record)
    name, version = fields.pop("type", None), fields.pop("schema_version", None)
    if not isinstance(name, str) or name not in TYPES:
        raise InvalidRecord([Problem("unknown_type", "type", f"{name!r} is not one of {', '.join(sorted(TYPES))}")])
    if type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
        raise InvalidRecord(
            [Problem("unknown_version", "schema_version", f"{version!r} is not within 1 … {SCHEMA_VERSION}")]
        )
    from cattrs import BaseValidationError

    try:
        return _converter().structure(fields, TYPES[name])
    except BaseValidationError as failed:
        raise InvalidRecord(_problems(failed)) from None


def to_json(noun: Any) -> str:
    """One line of JSON; text stays readable (no ASCII escapes)."""
    return _encode(to_dict(noun))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode


def from_json(text: str | bytes) -> Any:
    """The noun or event in this JSON text. Raises `InvalidRecord`."""
    try:
        record = json.loads(text)
    except ValueError as broken:
        raise InvalidRecord([Problem("not_json", None, f"is not JSON: {broken}")]) from None
    return from_dict(record)


@cache
def _converter() -> "Converter":
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

    converter = Converter(forbid_extra_keys=True, omit_if_default=True, prefer_attrib_converters=False)
    for kind, read in _READERS.items():
        # By identity: a class hook would also catch the subclasses, and every StrEnum is a str.
        converter.register_structure_hook_func(partial(is_, kind), read)
    converter.register_structure_hook_func(_is_enum, _member)
    converter.register_unstructure_hook(datetime, lambda at: at.isoformat().replace("+00:00", "Z"))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_hook(converter, kind))
    converter.register_structure_hook_func(_is_mapping, lambda value, _: _object(value))
    converter.register_unstructure_hook_func(_is_mapping, lambda value: value)

    for kind, detail in DETAILS.items():
        write = make_dict_unstructure_fn(detail, converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(detail, _tagging(kind, write))
    readers = {
        kind: make_dict_structure_fn(detail, converter, _cattrs_forbid_extra_keys=True)
        for kind, detail in DETAILS.items()
    }
    converter.register_structure_hook(Detail, lambda value, _: _tagged(value, readers))
    converter.register_unstructure_hook(Detail, lambda detail: converter.unstructure(detail))

    for event in EVENTS.values():
        converter.register_unstructure_hook(event, _event_writer(converter, event))
        converter.register_structure_hook(event, _event_reader(converter, event))
    return converter


def _event_writer(converter: "Converter", event: type[Event]) -> Any:
    from cattrs.gen import make_dict_unstructure_fn, override

    write = make_dict_unstructure_fn(event, converter, changes=override(omit=True), _cattrs_omit_if_default=True)

    def hook(fact: Event) -> dict[str, Any]:
        record = cast("dict[str, Any]", write(fact))
        if fact.changes:
            types = _field_types(event.noun)
            record["changes"] = {
                name: converter.unstructure(value, unstructure_as=types[name]) for name, value in fact.changes.items()
            }
        return record

    return hook


def _event_reader(converter: "Converter", event: type[Event]) -> Any:
    from cattrs.gen import make_dict_structure_fn, override

    read = make_dict_structure_fn(event, converter, changes=override(omit=True), _cattrs_forbid_extra_keys=True)

    def hook(value: Any, _: Any) -> Event:
        record = dict(_object(value))
        types = _field_types(event.noun)
        changes = _object(record.pop("changes", {}))
        if unknown := sorted(set(changes) - set(types)):
            raise ValueError(f"{event.noun.__name__} has no field {', '.join(unknown)}")
        fact = cast(Event, read(record, event))
        if not changes:
            return fact
        known = {name: converter.structure(member, types[name]) for name, member in changes.items()}
        return attrs.evolve(fact, changes=FrozenDict(known))

    return hook


@cache
def _field_types(noun: type[Record]) -> dict[str, Any]:
    return {field.name: field.type for field in attrs.fields(cast(Any, noun))}


def _tagging(kind: str, write: Any) -> Any:
    return lambda detail: {"kind": kind, **write(detail)}


def _tagged(value: Any, readers: Mapping[str, Any]) -> Any:
    fields = dict(_object(value))
    kind = fields.pop("kind", None)
    if kind not in readers:
        raise ValueError(f"kind {kind!r} is not one of {', '.join(sorted(readers))}")
    return readers[kind](fields, DETAILS[kind])


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping or kind is FrozenDict


def _tuple_hook(converter: "Converter", kind: Any) -> Any:
    (member, _) = get_args(kind)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        # A text is iterable too, and would come out as a tuple of its letters.
        if not isinstance(value, list | tuple):
            raise TypeError(f"expected an array, got {type(value).__name__}")
        return tuple(converter.structure(each, member) for each in value)

    return hook


def _exact(value: Any, kinds: tuple[type, ...], name: str) -> Any:
    if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
        return value
    raise TypeError(f"expected {name}, got {type(value).__name__}")


def _text(value: Any, _: Any) -> str:
    return cast(str, _exact(value, (str,), "text"))


def _flag(value: Any, _: Any) -> bool:
    return cast(bool, _exact(value, (bool,), "true or false"))


def _whole(value: Any, _: Any) -> int:
    return cast(int, _exact(value, (int,), "a whole number"))


def _real(value: Any, _: Any) -> float:
    return cast(float, _exact(value, (int, float), "a number"))


def _decimal(value: Any, _: Any) -> Decimal:
    try:
        return Decimal(_exact(value, (str,), "a decimal number as text"))
    except ArithmeticError:
        raise ValueError(f"{value!r} is not a decimal number") from None


def _instant(value: Any, _: Any) -> datetime:
    at = datetime.fromisoformat(_exact(value, (str,), "a time as text"))
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    return at.astimezone(UTC)


def _day(value: Any, _: Any) -> date:
    return date.fromisoformat(_exact(value, (str,), "a date as text"))


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _member(value: Any, kind: Any) -> Any:
    try:
        return kind(_exact(value, (str,), "text"))
    except ValueError:
        raise ValueError(f"{value!r} is not one of {', '.join(kind)}") from None


_READERS: dict[type, Any] = {
    str: _text,
    bool: _flag,
    int: _whole,
    float: _real,
    Decimal: _decimal,
    datetime: _instant,
    date: _day,
}


def _object(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", _exact(value, (Mapping,), "an object"))


def _problems(failed: BaseException, path: str = "") -> list[Problem]:
    """Every leaf of a cattrs error tree, with the path to its field."""
    from cattrs import AttributeValidationNote, ForbiddenExtraKeysError

    if isinstance(failed, BaseExceptionGroup):
        found = []
        for inner in failed.exceptions:
            notes = getattr(inner, "__notes__", [])
            names = [note.name for note in notes if isinstance(note, AttributeValidationNote)]
            found += _problems(inner, ".".join(filter(None, (path, *names))))
        return found
    if isinstance(failed, InvalidRecord):
        return [attrs.evolve(one, field=".".join(filter(None, (path, one.field))) or None) for one in failed.problems]
    if isinstance(failed, ForbiddenExtraKeysError):
        return [
            Problem("unknown_field", ".".join(filter(None, (path, key))), "no such field")
            for key in sorted(failed.extra_fields)
        ]
    if isinstance(failed, KeyError):
        return [Problem("required", path or str(failed.args[0]), "is missing")]
    code = "wrong_type" if isinstance(failed, TypeError) else "invalid_value"
    return [Problem(code, path or None, str(failed))]
