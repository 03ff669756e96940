"""An inquiry holds what was typed; its fields and the keyword arguments of `capture` are the same."""

from collections.abc import Iterable
from typing import get_type_hints

import pytest

from leadkit.errors import InvalidRecord
from leadkit.model import Inquiry, InquiryFields

# What a tuple field also takes from the outside.
LOOSE = {tuple[str, ...]: str | Iterable[str]}


def test_the_keyword_arguments_are_the_fields():
    fields = get_type_hints(Inquiry)
    assert get_type_hints(InquiryFields) == {name: LOOSE.get(kind, kind) for name, kind in fields.items()}
    assert list(InquiryFields.__annotations__) == list(Inquiry.__annotations__)


@pytest.mark.parametrize("field", ["email", "phone", "interests", "needs", "pain_points", "tags"])
def test_one_text_or_several(field):
    def kept(value):
        return getattr(Inquiry(**{field: value}), field)

    assert kept("a, b") == ("a, b",)
    assert kept("") == kept([]) == ()
    assert kept(["a", "b"]) == kept(part for part in "ab") == ("a", "b")


def test_nothing_is_trimmed_or_dropped():
    inquiry = Inquiry(name="  王 \x00 ", email=" W@Example.com ", notes="a\r\nb")
    assert (inquiry.name, inquiry.email, inquiry.notes) == ("  王 \x00 ", (" W@Example.com ",), "a\r\nb")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("name", 5),
        ("email", None),
        ("email", 5),
        ("phone", [13812345678]),
        ("budget", 5),
        ("decision_date", 20240630),
        ("channel", "email"),
        ("consent", True),
        ("address", "上海"),
        ("owner", 7),
        ("extra", {"a": object()}),
    ],
)
def test_a_wrong_type_is_refused_by_name_at_the_door(field, value):
    with pytest.raises(InvalidRecord) as refused:
        Inquiry(**{field: value})
    assert [problem.field.partition(".")[0] for problem in refused.value.problems] == [field]
