"""A mapping that cannot change, so that a noun which holds one can be handed out without a copy."""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeVar, cast

from leadkit.errors import InvalidRecord, Problem
from leadkit.kernel.text import forbidden_character

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A `dict` without the methods that change it. Still a `dict`, so that `json` and drivers take it as it is."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a FrozenDict cannot be changed; build a new one")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, because it can change
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type["FrozenDict[K, V]"], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    def __copy__(self) -> "FrozenDict[K, V]":
        return self

    def __deepcopy__(self, memo: object) -> "FrozenDict[K, V]":
        return self


def frozen_texts(value: Mapping[str, str] | Iterable[tuple[str, str]]) -> FrozenDict[str, str]:
    """An unchangeable copy of a mapping from text to text."""
    return FrozenDict(value)


def frozen_json(value: Mapping[str, Any]) -> FrozenDict[str, Any]:
    """A deep, unchangeable copy of a JSON-safe mapping: objects become `FrozenDict`, arrays tuples.

    Raises `InvalidRecord` with the path of the first member that JSON cannot hold (keys must be `str`, numbers finite).
    """
    if type(value) is FrozenDict and not value:
        return value
    if not isinstance(value, Mapping):
        raise InvalidRecord([Problem("not_json", None, f"expected an object, got {type(value).__name__}")])
    try:
        return cast("FrozenDict[str, Any]", _freeze(value, ""))
    except RecursionError:
        raise InvalidRecord([Problem("too_deep", None, "is nested too deeply, or contains itself")]) from None


def thawed(value: Any) -> Any:
    """The same value as `json` would read it again: objects are plain `dict`, arrays lists."""
    if isinstance(value, dict):
        return {key: thawed(member) for key, member in value.items()}
    if isinstance(value, tuple):
        return [thawed(member) for member in value]
    return value


def _freeze(value: object, path: str) -> object:
    if isinstance(value, str):
        return _storable(value, path)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and value - value == 0:
        return value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise InvalidRecord(
                    [Problem("not_json", path or None, f"has a key that is {type(key).__name__}, not text")]
                )
            _storable(key, path)
        return FrozenDict({key: _freeze(member, f"{path}.{key}" if path else key) for key, member in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_freeze(member, f"{path}[{index}]") for index, member in enumerate(value))
    raise InvalidRecord([Problem("not_json", path or None, f"{type(value).__name__} has no JSON form")])


def _storable(text: str, path: str) -> str:
    if bad := forbidden_character(text):
        raise InvalidRecord([Problem("forbidden_character", path or None, f"contains {bad}, which no store can hold")])
    return text
