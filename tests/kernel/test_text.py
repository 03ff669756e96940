"""What may be stored, what is the same text, what is never shown."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.text import (
    digest,
    escaped,
    forbidden_character,
    hidden,
    is_han,
    mask_email,
    mask_phone,
    match_form,
    tidy,
)

ANY_TEXT = st.text(st.characters())  # surrogates and controls too


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        ("王小明\tline\r\nline 😀", None),
        ("a\x00b", "U+0000"),
        ("\x1b[31m", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("half of 😀: \ud83d", "U+D83D"),
    ],
)
def test_what_no_store_can_hold_is_found(text, found):
    assert forbidden_character(text) == found


@given(ANY_TEXT)
def test_what_is_not_found_can_be_stored(text):
    if forbidden_character(text) is None:
        assert "\x00" not in text
        assert text.encode().decode() == text


@given(ANY_TEXT)
def test_an_escaped_text_can_be_stored_and_looked_at(text):
    assert forbidden_character(escaped(text)) is None
    if forbidden_character(text) is None:
        assert escaped(text) == text


def test_escapes_are_visible():
    assert escaped("a\x00\ud83d") == r"a\u0000\ud83d"


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  王　小明 \n", "王 小明"),
        ("Ana\u0301", "Aná"),
        ("\ufeffli\u200b@example.com\u202c", "li@example.com"),
        ("co\u00adopera\u00adtion", "cooperation"),
        (" a\t b\r\nc ", "a b c"),
        ("ＡＢＣ", "ＡＢＣ"),  # reading keeps full width, comparing does not
    ],
)
def test_tidying_keeps_what_people_read(text, tidied):
    assert tidy(text) == tidied


@given(ANY_TEXT)
def test_tidying_twice_changes_nothing(text):
    once = tidy(text)
    assert tidy(once) == once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("ＡＢＣ１２３", "abc123"),
        ("Ana\u0301", "ANÁ"),
        ("ﬁrma", "FIRMA"),
        ("顶点　科技", " 顶点 科技"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_texts_that_people_take_for_the_same_compare_equal(one, other):
    assert match_form(one) == match_form(other)


@given(ANY_TEXT)
def test_the_form_for_comparing_is_stable(text):
    form = match_form(text)
    assert match_form(form) == form
    assert match_form(unicodedata.normalize("NFD", text)) == form


@given(st.lists(ANY_TEXT), st.lists(ANY_TEXT))
def test_only_the_same_parts_have_the_same_digest(one, other):
    assert (digest(*one) == digest(*other)) == (one == other)


@given(st.lists(ANY_TEXT, min_size=1), st.integers(0, 10))
def test_parts_cannot_run_into_each_other(parts, at):
    text = "".join(parts)
    assert (digest(*parts) == digest(text[:at], text[at:])) == (parts == [text[:at], text[at:]])


def test_a_digest_is_64_hex_digits_whatever_goes_in():
    assert re.fullmatch("[0-9a-f]{64}", digest("\ud83d", ""))
    assert len({digest(), digest(""), digest("", ""), digest("0:"), digest("a", "b"), digest("1:a\x1f1:b")}) == 6


@pytest.mark.parametrize(
    ("text", "han"),
    [
        ("王", True),
        ("Ana 王", True),
        ("𠮷野", True),
        ("\u3400", True),
        ("\u9fff", True),
        ("\U00020000", True),
        ("\ua000", False),
        ("Ana", False),
        ("Müller", False),
        ("ガ", False),
    ],
)
def test_chinese_is_recognised(text, han):
    assert is_han(text) is han


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_email, "wang@example.com", "w***@example.com"),
        (mask_email, "王小明@例子.中国", "王***@例子.中国"),
        (mask_email, "@example.com", "***@example.com"),
        (mask_email, "138 1234 5678", "***"),
        (mask_email, "", ""),
        (mask_phone, "+8613812345678", "+86***78"),
        (mask_phone, "1234567", "***"),
        (mask_phone, "", ""),
        (hidden, {"email": "wang@example.com"}, "<1 hidden>"),
        (hidden, {}, "<0 hidden>"),
    ],
)
def test_masks(mask, value, shown):
    assert mask(value) == shown


@given(st.text("0123456789+", min_size=8))
def test_a_masked_phone_keeps_its_middle_to_itself(number):
    assert len(mask_phone(number)) == 8
