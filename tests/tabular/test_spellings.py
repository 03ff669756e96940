"""The table of headers is sound: each spelling means one thing."""

from collections import Counter

import attrs
import pytest

from leadkit.model.inquiry import Inquiry
from leadkit.tabular.spellings import COUNTERS, FIELDS, KEPT, MANY, SPELLINGS, TOO_VAGUE, spelling


def test_no_spelling_stands_in_two_places():
    tables = [*SPELLINGS.values(), KEPT, COUNTERS]
    count = Counter(spelling(text) for table in tables for text in table.split("|"))
    assert [text for text, times in count.items() if times > 1] == []


def test_what_is_too_vague_for_a_guess_is_in_the_table():
    known = {spelling(text) for table in SPELLINGS.values() for text in table.split("|")}
    assert {spelling(text) for text in TOO_VAGUE.split("|")} <= known


def test_the_fields_are_those_of_an_inquiry_or_go_into_one():
    own = {field.name for field in attrs.fields(Inquiry)}
    parts_of_others = {
        "street",
        "city",
        "region",
        "postal_code",
        "country",
        "currency",
        "source",
        "stage",
        "created_at",
    }
    assert set(FIELDS) - own - parts_of_others == set()
    assert MANY.issubset(own & set(FIELDS))


@pytest.mark.parametrize(
    ("header", "letters"),
    [
        ("E-Mail 2", "email"),
        ("UTM_Campaign", "utmcampaign"),
        ("* 姓名：", "姓名"),
        ("ＰＨＯＮＥ　１", "phone"),
        ("#", ""),
    ],
)
def test_only_the_letters_of_a_header_count(header, letters):
    assert spelling(header) == letters
