"""Names keep what was typed; given and family name are told apart where that can be done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.text import tidy
from leadkit.steps.cleansing.names import read_name


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("王小明", "小明", "王"),
        ("王 小明", "小明", "王"),
        ("欧阳修", "修", "欧阳"),
        ("司馬光", "光", "司馬"),
        ("欧阳", "阳", "欧"),
        ("王小明先生", "小明", "王"),
        ("李总", "", "李"),
        ("阿卜杜拉·买买提", "阿卜杜拉", "买买提"),
        ("这不是一个人名而是一句话", "", ""),
        ("Anna Schmidt", "Anna", "Schmidt"),
        ("Dr. Anna Schmidt", "Anna", "Schmidt"),
        ("MR JOHN SMITH", "JOHN", "SMITH"),
        ("Hayes, Jaime", "Jaime", "Hayes"),
        ("Piet van der Berg", "Piet", "van der Berg"),
        ("Ana María de la Cruz", "Ana María", "de la Cruz"),
        ("Al Pacino", "Al", "Pacino"),
        ("Mary Jane Watson", "Mary Jane", "Watson"),
        ("Cher", "Cher", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_taken_apart(full, given, family):
    name = read_name(full, "", "", [])
    assert (name.full, name.given, name.family) == (full, given, family)


@pytest.mark.parametrize(
    ("given", "family", "full"),
    [("小明", "王", "王小明"), ("Anna", "Schmidt", "Anna Schmidt"), ("Anna", "", "Anna"), ("", "Schmidt", "Schmidt")],
)
def test_parts_that_were_sent_make_the_full_name(given, family, full):
    name = read_name("", given, family, [])
    assert (name.full, name.given, name.family) == (full, given, family)


def test_parts_that_were_sent_are_believed():
    name = read_name("Schmidt Anna", "Anna", "Schmidt", [])
    assert (name.full, name.given, name.family) == ("Schmidt Anna", "Anna", "Schmidt")


def test_a_lone_honorific_is_kept_as_a_name():
    assert str(read_name("王女士", "", "", [])) == "王女士"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_the_full_name_is_what_was_typed(text):
    name = read_name(text, "", "", [])
    assert name.full == tidy(text)
    assert bool(name) == bool(tidy(text))
