"""E-mail fields: each address is found once, what is none is kept, and the fast path agrees with the library."""

from unicodedata import normalize

import pytest
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadkit.steps.cleansing.emails import read_emails
from leadkit.steps.cleansing.rules import Rule


def read(*fields):
    emails, warnings = read_emails(fields, [])
    return [(email.raw, email.address) for email in emails], [(problem.code, problem.field) for problem in warnings]


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("ann@example.com", "ann@example.com"),
        ("Ann.Lee+x@EXAMPLE.Com", "Ann.Lee+x@example.com"),
        ("  ann@example.com\t", "ann@example.com"),
        ("Ann Lee <ann@example.com>", "ann@example.com"),
        ('"Lee, Ann" <ann@example.com>', "ann@example.com"),
        ("\u200bann@example.com\ufeff", "ann@example.com"),
        ("o'neil@example.com", "o'neil@example.com"),
        ("ann@例子.中国", "ann@例子.中国"),
    ],
)
def test_an_address_is_read(field, address):
    ((_, found),), warnings = read(field)
    assert (found, warnings) == (address, [])


@pytest.mark.parametrize(
    "field",
    ["ann@@example.com", "a@b@c.com", "ann", "ann@", "@example.com", "ann@example", "ann@localhost", "a b", "n/a"],
)
def test_what_is_no_address_is_kept_as_typed_with_a_warning(field):
    assert read(field) == ([(field, "")], [("email_invalid", "email")])


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("ann＠example.com", "ann@example.com"),
        ("ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ann@example.com"),
        ("ann@example.com;", "ann@example.com"),
        ("'ann@example.com'", "ann@example.com"),
        ("（ann@example.com）", "ann@example.com"),
        ("ann@example.com.", "ann@example.com"),
        ("ann@example。com", "ann@example.com"),
    ],
)
def test_an_address_is_read_where_the_keyboard_or_a_sentence_got_in_the_way(field, address):
    assert read(field) == ([(field, address)], [])


@pytest.mark.parametrize("separator", [";", ", ", "，", " / ", "、", "\n", " | "])
def test_two_addresses_in_a_field_are_two(separator):
    assert read(f"a@example.com{separator}b@example.com") == (
        [("a@example.com", "a@example.com"), ("b@example.com", "b@example.com")],
        [],
    )


def test_each_address_is_kept_once_first_come_first():
    found, _ = read("B@Example.com", "a@example.com; B@EXAMPLE.COM", "", "  ", "junk", "junk")
    assert found == [("B@Example.com", "B@example.com"), ("a@example.com", "a@example.com"), ("junk", "")]


def test_the_local_part_keeps_its_case():
    assert [address for _, address in read("Ann@example.com", "ann@example.com")[0]] == [
        "Ann@example.com",
        "ann@example.com",
    ]


@pytest.mark.parametrize(
    ("field", "address"),
    [("E-mail: ann@example.com", "ann@example.com"), ("mailto:ann@example.com", "ann@example.com"),
     ("邮箱：li@example.cn", "li@example.cn")],
)  # fmt: skip
def test_a_label_before_an_address_is_none_of_it(field, address):
    assert read(field) == ([(address, address)], [])


@pytest.mark.parametrize(
    ("address", "code"),
    [("аnn@example.com", "email_mixed_script"), ("ann@mailinator.com", "email_disposable")],
)
def test_an_odd_address_is_kept_with_a_warning(address, code):
    assert read(address) == ([(address, address)], [(code, "email")])


def test_what_was_changed_is_reported():
    corrections = []
    read_emails(("Ann <ann@Example.COM>", " bob@example.com", "cy@example.com"), corrections)
    assert [(one.field, one.raw, one.clean, one.rule) for one in corrections] == [
        ("email", "Ann <ann@Example.COM>", "ann@Example.COM", Rule.EMAIL_EXTRACTED),
        ("email", "ann@Example.COM", "ann@example.com", Rule.EMAIL_NORMALISED),
        ("email", " bob@example.com", "bob@example.com", Rule.TIDIED),
    ]


@pytest.mark.parametrize(
    "text", ["<" + "@" * 490, "<" + "a@" * 240, "<a" * 240, "@" * 490, " ;" * 240, "a." * 240 + "@b.c"]
)
def test_hostile_text_is_only_text(text):
    (found,), warnings = read_emails((text,), [])
    assert (found.valid, len(warnings)) == (False, 1)


# --- the fast path --------------------------------------------------------------------------------------------------


def library(text):
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


ATOM = st.text("abzABZ019_+-", min_size=1, max_size=12) | st.sampled_from(
    ["xn--nxasmq6b", "ab--cd", "a" * 63, "a" * 64, "-a", "a-"]
)
DOTTED = st.lists(ATOM, min_size=1, max_size=4).map(".".join)
TLD = st.sampled_from(["com", "cn", "museum", "c", "123", "co1", "xn--p1ai", "COM", "-com", "a" * 63, "a" * 64])
DOMAIN = st.builds("{}.{}".format, DOTTED, TLD | st.sampled_from(SPECIAL_USE_DOMAIN_NAMES)) | st.sampled_from(
    SPECIAL_USE_DOMAIN_NAMES
)
TRICKY = st.text("ab.@-_+ <>\"'();,!#%&*/=?^`{|}~\\[]", max_size=20)


@settings(max_examples=300)
@given(st.builds("{}@{}".format, DOTTED, DOMAIN) | TRICKY | st.emails())
@example("a..b@example.com")
@example(".a@example.com")
@example("a.@example.com")
@example("a@example..com")
@example("a@-example.com")
@example("a@example-.com")
@example("a@example.com.")
@example("a" * 64 + "@example.com")
@example("a" * 65 + "@example.com")
@example("a@" + "b." * 125 + "com")
@example("a@" + "b." * 126 + "com")
@example("a@" + f"{'c' * 63}." * 3 + "c" * 60 + ".de")
@example("a@test")
@example("a@sub.example.invalid")
@example("a@EXAMPLE.LOCAL")
@example("a@home.arpa")
@example("a@ab--cd.com")
@example("a@xn--nxasmq6b.com")
@example("a@[127.0.0.1]")
@example("a@127.0.0.1")
def test_one_address_is_normalised_as_the_library_does(text):
    emails, _ = read_emails((text,), [])
    for email in emails:
        alone = normalize("NFKC", email.raw).strip(" ,;:!?'\"<>()[]、，；").rstrip(".")
        assert email.address == (library(email.raw) or library(alone))
