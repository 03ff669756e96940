"""A mapping that cannot change, all the way down."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.frozendict import FrozenDict, frozen_json, thawed

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")))
JSON = st.recursive(SCALARS | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=10)
OBJECTS = st.dictionaries(TEXTS, JSON)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.__setitem__("a", 2),
        lambda it: it.__delitem__("a"),
        lambda it: it.__ior__({"b": 2}),
        lambda it: it.update(a=2),
        lambda it: it.setdefault("b", 2),
        lambda it: it.pop("a"),
        lambda it: it.popitem(),
        lambda it: it.clear(),
    ],
)
def test_nothing_changes_it(change):
    frozen = FrozenDict({"a": 1})
    with pytest.raises(TypeError, match="cannot be changed"):
        change(frozen)
    assert frozen == {"a": 1}


def test_what_is_derived_from_it_is_free():
    frozen = FrozenDict({"a": 1})
    assert (frozen | {"b": 2}) == {"a": 1, "b": 2}
    assert frozen.copy() == frozen == {"a": 1}


@given(OBJECTS)
def test_it_is_a_value(members):
    frozen = frozen_json(members)
    assert frozen == frozen_json(members)
    assert hash(frozen) == hash(frozen_json(dict(reversed(members.items()))))
    assert copy.copy(frozen) is copy.deepcopy(frozen) is frozen
    again = pickle.loads(pickle.dumps(frozen))  # noqa: S301
    assert again == frozen
    assert type(again) is FrozenDict


@given(OBJECTS)
def test_json_takes_it_as_it_is(members):
    assert json.dumps(frozen_json(members)) == json.dumps(members)


def test_thawing_gives_what_json_would_read():
    frozen = frozen_json({"a": [1, {"b": []}], "c": None})
    assert thawed(frozen) == json.loads(json.dumps(frozen)) == {"a": [1, {"b": []}], "c": None}
    assert type(thawed(frozen)) is type(thawed(frozen)["a"][1]) is dict


def test_the_freeze_goes_all_the_way_down():
    original = {"a": [1, {"b": [2]}]}
    frozen = frozen_json(original)
    original["a"][1]["b"].append(3)
    assert frozen == {"a": (1, {"b": (2,)})}
    assert type(frozen["a"][1]) is FrozenDict


def test_a_frozen_dict_of_changing_things_is_frozen_too():
    assert frozen_json(FrozenDict({"a": [1]})) == {"a": (1,)}


LOOP: dict[str, object] = {}
LOOP["self"] = LOOP


@pytest.mark.parametrize(
    ("value", "code", "field"),
    [
        ({"a": {"b": [0, object()]}}, "not_json", "a.b[1]"),
        ({"a": float("nan")}, "not_json", "a"),
        ({"a": float("inf")}, "not_json", "a"),
        ({"a": {1, 2}}, "not_json", "a"),
        ({"a": b"bytes"}, "not_json", "a"),
        ({1: "a"}, "not_json", None),
        ({"a": {None: 1}}, "not_json", "a"),
        ({"a": ["x\x00"]}, "forbidden_character", "a[0]"),
        ({"a": {"\ud83d": 1}}, "forbidden_character", "a"),
        ([("a", 1)], "not_json", None),
        ("text", "not_json", None),
        (None, "not_json", None),
        (LOOP, "too_deep", None),
    ],
)
def test_what_has_no_json_form_is_refused_with_its_path(value, code, field):
    with pytest.raises(InvalidRecord) as refused:
        frozen_json(value)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]
