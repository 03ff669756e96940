"""Numbering plans give the library's own answer for every number, only sooner."""

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumberFormat

from leadkit.model import PhoneValidity
from leadkit.steps.cleansing.dialling import dialled
from leadkit.steps.cleansing.plans import parsed, verdict

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
TYPES = range(11)
EXAMPLES = sorted(
    {
        phonenumbers.format_number(number, PhoneNumberFormat.E164)
        for region in REGIONS
        for kind in TYPES
        if (number := phonenumbers.example_number_for_type(region, kind))
    }
)
DIGITS = st.text("0123456789", min_size=10, max_size=10)


def library(text, region):
    """(E.164, extension, validity, country), or `None`, as phonenumbers says."""
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return None
    valid, possible = phonenumbers.is_valid_number(number), phonenumbers.is_possible_number(number)
    country = (phonenumbers.region_code_for_number(number) or "") if valid else ""
    validity = PhoneValidity.VALID if valid else PhoneValidity.POSSIBLE if possible else PhoneValidity.INVALID
    return phonenumbers.format_number(number, PhoneNumberFormat.E164), number.extension or "", validity, country


def ours(text, region):
    number = parsed(text, region)
    return None if number is None else (number.e164, number.extension, *verdict(number))


def spelt(digits, spelling):
    return spelling.format(digits, digits[:3], digits[3:6], digits[6:])


NANP = [
    "{0}",
    "+1{0}",
    "1{0}",
    "1-{0}",
    "+1 {1} {2} {3}",
    "({1}) {2}-{3}",
    "({1}){2}-{3}",
    "{1}.{2}.{3}",
    "1 ({1}) {2} {3}",
]


@settings(max_examples=400)
@given(DIGITS, st.sampled_from(NANP), st.sampled_from(["US", "CA"]))
@example("6502530000", "{0}", "US")
@example("5552530000", "({1}) {2}-{3}", "US")
@example("8005550199", "{0}", "US")
@example("2425550199", "{0}", "US")
@example("1234567890", "{0}", "CA")
@example("9112345678", "{0}", "US")
def test_north_american_numbers(digits, spelling, region):
    text = spelt(digits, spelling)
    assert ours(text, region) == library(text, region)


@settings(max_examples=400)
@given(
    DIGITS,
    st.sampled_from(["1{0}", "+861{0}", "861{0}", "86-1{0}", "+86 1{0}", "00861{0}", "{0}", "0{0}", "1{1}-{2}-{3}"]),
)
@example("3812345678", "1{0}")
@example("7912345678", "1{0}")
@example("4008101234", "{0}")
@example("1065529988", "0{0}")
def test_chinese_numbers(digits, spelling):
    text = spelt(digits, spelling)
    assert ours(text, "CN") == library(text, "CN")


@settings(max_examples=400)
@given(st.sampled_from(EXAMPLES), st.text("0123456789", min_size=3, max_size=3))
def test_numbers_near_an_example_of_every_region_and_type(number, digits):
    for text in (number, number[:-3] + digits):
        assert ours(text, "") == library(text, "")


@settings(max_examples=400)
@given(
    st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)), st.text("0123456789", min_size=2, max_size=14)
)
def test_any_digits_behind_any_country_code(code, digits):
    text = f"+{code}{digits}"
    assert ours(text, "") == library(text, "")


@pytest.mark.parametrize("number", EXAMPLES[::7])
def test_an_example_number_is_valid_in_its_own_plan(number):
    assert ours(number, "") == library(number, "")


@pytest.mark.parametrize(
    "text", ["", "x", "+", "12", "+1", "tel:+16502530000;ext=7", "1-800-FLOWERS", "0" * 300, "+39 06 698"]
)
@pytest.mark.parametrize("region", ["US", "CN", "IT", ""])
def test_other_texts(text, region):
    assert ours(text, region) == library(text, region)


@pytest.mark.parametrize("region", ["ZZ", "USA", "us"])
def test_an_unknown_region_reads_numbers_with_a_country_code(region):
    assert ours("+16502530000", region) == library("+16502530000", "")
    assert ours("6502530000", region) is None


NATIONAL = sorted(
    {
        (region, str(number.national_number))
        for region in REGIONS
        for kind in TYPES
        if (number := phonenumbers.example_number_for_type(region, kind))
    }
)


@settings(max_examples=1000)
@given(
    st.sampled_from(NATIONAL),
    st.sampled_from(["", "+", "+{code}", "00{code}", "{code}", "+{code}(0)", "011{code}", "0", "8", "1", "(+{code})"]),
    st.text("0123456789", max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_short_way_of_dialling_is_the_librarys(national, prefix, last, random):
    region, digits = national
    prefix = prefix.format(code=phonenumbers.country_code_for_region(region))
    digits = digits[: len(digits) - len(last)] + last
    text = prefix + "".join(char + random.choice(["", "", "", " ", "-", "."]) for char in digits).rstrip(" -.")
    if number := dialled(text, region):
        assert (number.e164, number.extension) == library(text, region)[:2]


def test_ordinary_numbers_do_not_need_the_library():
    numbers = ["+49 1512 3456789", "+86 138 1234 5678", "020 7031 3000", "(650) 253-0000", "0755 8655 3322"]
    assert all(map(dialled, numbers, ["", "US", "GB", "US", "CN"]))
