"""Bytes become text by the first encoding that fits and makes sense."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import UnusableInput
from leadkit.tabular.encoding import Decoded, decode

CHINESE = "姓名,手机号,公司名称\n王小明,13812345678,顶点科技有限公司\n"
NAMES = ["王小明", "李娜", "欧阳婷婷", "赵敏（女）", "男", "ERP系统", "VIP客户", "陈晓东", "刘喆", "上海·浦东", "孙悦"]
ACCENTED = [
    "José",
    "Müller",
    "Café",
    "Größe",
    "Weiß",
    "GRÖSSE",
    "ÉCOLE",
    "naïve",
    "São Paulo",
    "señor",
    "20°C",
    "“quoted”",
]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + CHINESE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + CHINESE.encode("utf-32-le"), "utf-32-le"),
        (CHINESE.encode("gb18030"), "gb18030"),
    ],
)
def test_the_mark_or_the_first_encoding_that_fits_decides(data, encoding):
    assert decode(data) == Decoded(CHINESE, encoding)


def test_ascii_and_nothing_are_utf8():
    assert decode(b"name,email") == Decoded("name,email", "utf-8")
    assert decode(b"") == Decoded("", "utf-8")


@pytest.mark.parametrize("text", ["José Müller, Café", "Müller", "Größe", "20°C", "name\nRenée Noël\n", "ÄÖÜ äöü ß"])
def test_western_accents_are_not_taken_for_chinese(text):
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


@pytest.mark.parametrize(
    "text", ["姓名\n王", "聯絡人,電話\n陳大文,0912,來自展會\n", "name,company\nWang,顶点科技\n", "name,sex\nWang,男\n"]
)
def test_a_little_chinese_is_enough(text):
    assert decode(text.encode("gb18030")) == Decoded(text, "gb18030")


def test_big5_is_not_taken_for_gb18030():
    assert decode("姓名,公司名稱,職稱\n王小明,頂點科技,採購經理\n".encode("big5")).encoding != "gb18030"


@given(st.lists(st.sampled_from(NAMES)))
def test_any_chinese_file_comes_back(names):
    text = CHINESE + "\n".join(names)
    assert decode(text.encode("gb18030")).text == text


@given(
    st.lists(st.sampled_from(ACCENTED) | st.from_regex("[a-z]{1,4}[àéîöüßñçø][a-z]{1,4}", fullmatch=True), min_size=1)
)
def test_any_western_file_comes_back(words):
    text = ",".join(words) + "\n"
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_broken_byte_is_told_instead_of_turning_every_name_into_rubbish(encoding):
    data = CHINESE.encode(encoding)
    broken = data[:-1] + b"\xff" + data[-1:]
    with pytest.raises(UnusableInput, match=rf"line 2\) is not {encoding}") as caught:
        decode(broken)
    assert [problem.code for problem in caught.value.problems] == ["undecodable"]


def test_an_encoding_given_is_taken_as_given():
    assert decode("王小明".encode("gb18030"), "cp1252").text == "ÍõÐ¡Ã÷"
    assert decode("\ufeffname".encode("utf-16-le"), "UTF-16LE") == Decoded("name", "utf-16-le")
    assert decode("\ufeffname".encode(), "utf8") == Decoded("name", "utf-8")


@pytest.mark.parametrize(
    ("data", "encoding", "code"),
    [
        (CHINESE.encode("gb18030"), "utf-8", "undecodable"),
        (codecs.BOM_UTF16_LE + b"a", None, "undecodable"),
        (b"\x81\x8d", None, "undecodable"),
        (b"name", "utf-99", "unknown_encoding"),
        (b"name", "a\0b", "unknown_encoding"),
        (b"name", "base64", "unknown_encoding"),
        (b"PK\x03\x04\x14\x00", None, "not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "utf-8", "not_text"),
        (b"%PDF-1.7", None, "not_text"),
    ],
)
def test_what_cannot_be_text_is_unusable(data, encoding, code):
    with pytest.raises(UnusableInput) as caught:
        decode(data, encoding)
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [(code, "encoding")]


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "utf-16", "gb18030", "cp1252"]))
def test_any_bytes_are_read_or_refused(data, encoding):
    with suppress(UnusableInput):
        assert decode(data, encoding).encoding
