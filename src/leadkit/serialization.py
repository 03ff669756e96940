"""JSON in and out: one strict converter for every noun and event.

Nothing is coerced in silence: `"false"` is not a boolean, `"3"` no number, an unknown key is an error. Fields that are
at their default are left out, and come back as the default. Every record names its type and `schema_version`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin

import attrs

from leadkit.errors import InvalidRecord, LeadkitError, Problem
from leadkit.kernel.frozendict import FrozenDict, thawed
from leadkit.kernel.instants import utc
from leadkit.kernel.record import checked
from leadkit.model import (
    Activity,
    Campaign,
    Contact,
    ConversionPlan,
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

T = TypeVar("T")

__all__ = ["SCHEMA_VERSION", "TYPES", "from_dict", "from_json", "structured", "to_dict", "to_json"]

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
                ConversionPlan,
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
    """A noun or event as a JSON-safe mapping with `type` and `schema_version`. Raises `InvalidRecord` for others."""
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
        raise InvalidRecord([Problem("unknown_type", "type", f"is not one of {', '.join(sorted(TYPES))}")])
    if type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
        raise InvalidRecord(
            [Problem("unknown_version", "schema_version", f"is not a whole number within 1 … {SCHEMA_VERSION}")]
        )
    return structured(fields, TYPES[name])


def structured(record: Any, kind: type[T]) -> T:
    """Any attrs class from plain data by the same strict rules: for a host's own files and payloads.

    Raises `InvalidRecord` with every problem and its path.
    """
    from cattrs import BaseValidationError

    try:
        return _converter().structure(record, kind)
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
    except (TypeError, ValueError, RecursionError) as broken:
        # The decoder's own words quote nothing of the text but where it broke.
        raise InvalidRecord([Problem("not_json", None, f"is not JSON: {broken}")]) from None
    return from_dict(record)


@cache
def _converter() -> "Converter":
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

    converter = Converter(forbid_extra_keys=True, omit_if_default=True, prefer_attrib_converters=False)
    # By class, which comes before any predicate; so StrEnum needs a hook of its own, or that of str would answer.
    for kind, read in _READERS.items():
        converter.register_structure_hook(kind, read)
    converter.register_unstructure_hook(datetime, _instant_text)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook_factory(attrs.has, lambda kind: _object_hook(converter, kind))
    converter.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_hook(converter, kind))
    converter.register_structure_hook_factory(_is_mapping, lambda kind: _mapping_hook(converter, kind))
    converter.register_unstructure_hook_func(_is_mapping, thawed)

    for name, detail in DETAILS.items():
        write = make_dict_unstructure_fn(detail, converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(detail, _tagging(name, write))
    readers = {
        name: make_dict_structure_fn(detail, converter, _cattrs_forbid_extra_keys=True)
        for name, detail in DETAILS.items()
    }
    converter.register_structure_hook(Detail, lambda value, _: _tagged(value, readers))
    converter.register_unstructure_hook(Detail, converter.unstructure)

    for event in EVENTS.values():
        converter.register_unstructure_hook(event, _event_writer(converter, event))
        converter.register_structure_hook(event, _event_reader(converter, event))
    return converter


def _event_writer(converter: "Converter", event: type[Event]) -> Any:
    from cattrs.gen import make_dict_unstructure_fn, override

    noun: type = event.noun
    write = make_dict_unstructure_fn(event, converter, changes=override(omit=True), _cattrs_omit_if_default=True)

    def hook(fact: Event) -> dict[str, Any]:
        record = write(fact)
        if fact.changes:
            types = _field_types(noun)
            record["changes"] = {
                name: converter.unstructure(value, unstructure_as=types[name]) for name, value in fact.changes.items()
            }
        return record

    return hook


def _event_reader(converter: "Converter", event: type[Event]) -> Any:
    from cattrs.gen import override

    noun: type = event.noun
    changes = override(struct_hook=lambda value, _: _changes(converter, noun, value))
    return _object_hook(converter, event, changes=changes)


def _changes(converter: "Converter", noun: type, value: Any) -> FrozenDict[str, Any]:
    types, changes = _field_types(noun), _object(value)
    if unknown := sorted(set(changes) - set(types)):
        raise InvalidRecord(Problem("unknown_field", name, "no such field") for name in unknown)
    members = _each(converter, ((name, member, types[name]) for name, member in changes.items()))
    return FrozenDict(checked(noun, dict(zip(changes, members, strict=True))))


@cache
def _field_types(noun: type[Any]) -> dict[str, Any]:
    return {field.name: field.type for field in attrs.fields(noun)}


def _tagging(kind: str, write: Any) -> Any:
    return lambda detail: {"kind": kind, **write(detail)}


def _tagged(value: Any, readers: Mapping[str, Any]) -> Any:
    fields = dict(_object(value))
    kind = fields.pop("kind", None)
    if not isinstance(kind, str) or kind not in readers:
        raise _wrong("unknown_kind", f"is not one of {', '.join(sorted(readers))}", "kind")
    return readers[kind](fields, DETAILS[kind])


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping or kind is FrozenDict


def _object_hook(converter: "Converter", kind: type[Any], **overrides: Any) -> Any:
    from cattrs.gen import make_dict_structure_fn

    read = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **overrides)
    return lambda value, _: read(_object(value), kind)


def _tuple_hook(converter: "Converter", kind: Any) -> Any:
    (member, _) = get_args(kind)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        # A text is iterable too, and would come out as a tuple of its letters.
        array = _exact(value, (list, tuple), "an array")
        return tuple(_each(converter, ((f"[{index}]", each, member) for index, each in enumerate(array))))

    return hook


def _mapping_hook(converter: "Converter", kind: Any) -> Any:
    (_, member) = get_args(kind)

    def hook(value: Any, _: Any) -> dict[str, Any]:
        known = _object(value)
        members = _each(converter, ((name, each, member) for name, each in known.items()))
        return dict(zip(known, members, strict=True))

    return hook


def _each(converter: "Converter", members: Iterable[tuple[str, Any, Any]]) -> list[Any]:
    """Every (name, value, kind) read; raises one error that holds the errors of all, each with its member's name."""
    from cattrs import AttributeValidationNote, ClassValidationError

    read, failed = [], []
    for name, value, kind in members:
        try:
            read.append(converter.structure(value, kind))
        except Exception as error:
            error.add_note(AttributeValidationNote(f"in member {name}", name, kind))
            failed.append(error)
    if failed:
        raise ClassValidationError("in some members", failed, dict)
    return read


def _wrong(code: str, message: str, field: str | None = None) -> InvalidRecord:
    """What a reader raises. The message never quotes the value, which may be somebody's e-mail in the wrong place."""
    return InvalidRecord([Problem(code, field, message)])


def _exact(value: Any, kinds: tuple[type, ...], name: str) -> Any:
    if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
        return value
    raise _wrong("wrong_type", f"expected {name}, got {type(value).__name__}")


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
        raise _wrong("invalid_value", "is not a decimal number") from None


def _instant(value: Any, _: Any) -> datetime:
    text = _exact(value, (str,), "a time as text")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong("invalid_value", "is not a time in ISO form") from None
    return utc(at)


@lru_cache(maxsize=64)
def _instant_text(at: datetime) -> str:
    # All events of one use case share their time, so a small memory answers most calls.
    return at.isoformat().replace("+00:00", "Z")


def _day(value: Any, _: Any) -> date:
    if type(value) is date:  # TOML has days of its own
        return value
    text = _exact(value, (str,), "a date as text")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong("invalid_value", "is not a date in ISO form") from None


def _member(value: Any, kind: Any) -> Any:
    text = _exact(value, (str,), "text")
    try:
        return kind(text)
    except ValueError:
        raise _wrong("invalid_value", f"is not one of {', '.join(kind)}") from None


_READERS: dict[type, Any] = {
    StrEnum: _member,
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
            found += _problems(inner, _joined(path, *names))
        return found
    if isinstance(failed, LeadkitError):
        return [attrs.evolve(one, field=_joined(path, one.field) or None) for one in failed.problems]
    if isinstance(failed, ForbiddenExtraKeysError):
        return [
            Problem("unknown_field", _joined(path, key), "no such field")
            for key in sorted(map(str, failed.extra_fields))
        ]
    if isinstance(failed, KeyError):
        return [Problem("required", path or str(failed.args[0]), "is missing")]
    return [Problem("invalid_value", path or None, f"cannot be read ({type(failed).__name__})")]


def _joined(path: str, *names: str | None) -> str:
    for name in filter(None, names):
        path += name if name.startswith("[") or not path else f".{name}"
    return path
