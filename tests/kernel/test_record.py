"""Records check everything at once, and a change by copy is as strict as building anew."""

from datetime import UTC, date, datetime

import attrs
import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import InvalidRecord
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.kernel.record import (
    Record,
    checked,
    instance,
    instant,
    json_object,
    mapping_of,
    number,
    price,
    replaced,
    text,
    texts,
    tuple_of,
    whole,
)
from leadkit.testing import strategies

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
NOUNS = [getattr(strategies, name)() for name in strategies.__all__ if name not in ("events", "instants", "moneys")]


@frozen(slots=False)
class Book(Record):
    title: str = field(metadata=text(10, required=True))
    printed_at: datetime = field(metadata=instant())
    subtitle: str | None = field(default=None, metadata=text(optional=True))
    authors: tuple[str, ...] = field(default=(), metadata=texts(5, most=2))
    days: tuple[date, ...] = field(default=(), metadata=tuple_of(date))
    day: date | None = field(default=None, metadata=instance(date, optional=True))
    pages: int = field(default=1, metadata=whole(1))
    weight: float = field(default=0, metadata=number(0, 10))
    stock: dict[str, int] = field(default=FrozenDict(), metadata=mapping_of(int))
    notes: dict[str, str] = field(default=FrozenDict(), metadata=mapping_of(str))
    extra: dict[str, object] = field(default=FrozenDict(), metadata=json_object())
    rating: float | None = field(default=None, metadata=number(1, 5, optional=True))
    price: Money | None = field(default=None, metadata=price(optional=True))
    sold_at: datetime | None = field(default=None, metadata=instant(optional=True))
    unchecked: object = None


BOOK = Book("红楼梦", AT)

WRONG = (
    ("title", "", "required"),
    ("title", None, "not_text"),
    ("title", "12345678901", "too_long"),
    ("title", "a\x00", "forbidden_character"),
    ("printed_at", "2024-02-29", "not_a_datetime"),
    ("printed_at", AT.replace(tzinfo=None), "naive_datetime"),
    ("printed_at", None, "not_a_datetime"),
    ("subtitle", 5, "not_text"),
    ("authors", "曹雪芹", "not_a_tuple"),
    ("authors", None, "not_a_tuple"),
    ("authors", {"曹雪芹": 1}, "not_a_tuple"),
    ("authors", ["曹雪芹", ""], "required"),
    ("authors", ["a", "b", "c"], "too_many"),
    ("authors", ["123456"], "too_long"),
    ("days", [AT.date(), "today"], "wrong_type"),
    ("days", 5, "not_a_tuple"),
    ("day", AT, "wrong_type"),  # a time is no day, though Python says so
    ("pages", 0, "out_of_range"),
    ("pages", 1.0, "not_whole"),
    ("pages", True, "not_a_number"),
    ("pages", "1", "not_a_number"),
    ("weight", 10.5, "out_of_range"),
    ("weight", float("nan"), "not_finite"),
    ("weight", float("inf"), "not_finite"),
    ("weight", None, "not_a_number"),
    ("stock", {"shelf": "many"}, "wrong_type"),
    ("stock", {"shelf": True}, "wrong_type"),
    ("stock", {5: 1}, "not_text"),
    ("stock", ["shelf"], "not_a_mapping"),
    ("notes", {"a": "\x00"}, "forbidden_character"),
    ("extra", {"a": object()}, "not_json"),
    ("rating", "5", "not_a_number"),
    ("rating", 5.1, "out_of_range"),
    ("price", Money(-1, "CNY"), "negative"),
    ("price", 5, "wrong_type"),
    ("sold_at", "today", "not_a_datetime"),
    ("subtitle", "x" * 501, "too_long"),
)


@pytest.mark.parametrize(("name", "value", "code"), WRONG)
def test_each_rule_refuses_with_a_code_and_the_field(name, value, code):
    for build in (lambda: attrs.evolve(BOOK, **{name: value}), lambda: replaced(BOOK, {name: value})):
        with pytest.raises(InvalidRecord) as refused:
            build()
        (problem,) = refused.value.problems
        assert problem.code == code
        assert problem.field.partition(".")[0] == name


def test_all_problems_are_told_at_once():
    wrong = {"title": "", "printed_at": "today", "authors": "曹雪芹", "pages": 0, "extra": {"a": [object()]}}
    for build in (lambda: Book(**wrong), lambda: replaced(BOOK, wrong)):
        with pytest.raises(InvalidRecord) as refused:
            build()
        fields = [problem.field for problem in refused.value.problems]
        assert fields == ["title", "printed_at", "authors", "pages", "extra.a[0]"]


def test_values_get_their_one_right_form():
    import pendulum

    given_values = {
        "printed_at": pendulum.datetime(2024, 2, 29, 20, tz="Asia/Shanghai"),
        "authors": ["曹雪芹"],
        "days": (day for day in [AT.date()]),
        "stock": {"shelf": 3},
        "extra": {"a": [1, {"b": 2}]},
    }
    book = Book("红楼梦", **given_values)
    assert (book.printed_at, type(book.printed_at)) == (AT, datetime)
    assert book.authors == ("曹雪芹",)
    assert book.days == (AT.date(),)
    assert type(book.stock) is type(book.extra) is type(book.extra["a"][1]) is FrozenDict
    assert replaced(BOOK, {**given_values, "days": [AT.date()]}) == book


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "1234567890"),
        ("title", "\t\n"),
        ("subtitle", None),
        ("subtitle", ""),
        ("subtitle", "x" * 500),
        ("authors", ("a", "12345")),
        ("day", None),
        ("pages", 1),
        ("pages", 10**30),
        ("weight", 0),
        ("weight", 10.0),
        ("rating", None),
        ("rating", 5),
        ("price", None),
        ("price", Money(0, "CNY")),
        ("sold_at", None),
    ],
)
def test_what_is_just_within_the_rule_is_taken(name, value):
    given_another = replaced(BOOK, {"subtitle": "a", "day": AT.date(), "rating": 1, "sold_at": AT})
    assert getattr(replaced(given_another, {name: value}), name) == value
    assert getattr(attrs.evolve(given_another, **{name: value}), name) == value


def test_a_record_does_not_change():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        BOOK.title = "西游记"


def test_unknown_fields_are_refused_beside_the_wrong_ones():
    with pytest.raises(InvalidRecord) as refused:
        replaced(BOOK, {"titel": "西游记", "pages": 0})
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("unknown_field", "titel"),
        ("out_of_range", "pages"),
    ]


def test_what_the_caller_vouches_for_is_not_checked_again():
    assert replaced(BOOK, {"title": "西游记"}, {"pages": -1}).pages == -1
    assert BOOK.pages == 1


def test_values_can_be_checked_without_a_record():
    assert checked(Book, {"authors": ["曹雪芹"], "unchecked": 5}) == {"authors": ("曹雪芹",), "unchecked": 5}


@given(st.one_of(*NOUNS), st.one_of(*NOUNS), st.data())
def test_replacing_fields_is_the_same_as_building_anew(noun, other, data):
    donor = data.draw(st.sampled_from([noun, other]) if type(noun) is type(other) else st.just(noun))
    names = [attribute.name for attribute in attrs.fields(type(noun))]
    changes = {name: getattr(donor, name) for name in data.draw(st.sets(st.sampled_from(names)))}
    assert replaced(noun, changes) == attrs.evolve(noun, **changes)


@given(st.one_of(*NOUNS), st.data())
def test_a_wrong_change_is_refused_as_building_anew_refuses_it(noun, data):
    name = data.draw(st.sampled_from([attribute.name for attribute in attrs.fields(type(noun)) if attribute.metadata]))
    wrong = data.draw(st.sampled_from([object(), "\x00", "", -1, 1.5, True, None, (), {"a": object()}, "x" * 100_001]))

    def problems(build):
        try:
            return build()
        except InvalidRecord as refused:
            return refused.problems

    assert problems(lambda: replaced(noun, {name: wrong})) == problems(lambda: attrs.evolve(noun, **{name: wrong}))
