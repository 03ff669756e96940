"""Phone fields: numbers in any spelling, extensions apart, several in one field, nothing that was typed lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.kernel.text import tidy
from leadkit.model import PhoneValidity
from leadkit.steps.cleansing.phones import read_phones
from leadkit.steps.cleansing.rules import Rule

VALID, POSSIBLE, SERVICE, INVALID = PhoneValidity


def read(field, *regions):
    phones, warnings = read_phones((field,), regions or ("US",), [])
    return [(phone.e164, phone.extension, phone.country, phone.validity) for phone in phones], [
        problem.code for problem in warnings
    ]


@pytest.mark.parametrize(
    ("field", "region", "e164", "country"),
    [
        ("(650) 253-0000", "US", "+16502530000", "US"),
        ("650.253.0000", "US", "+16502530000", "US"),
        ("001-650-253-0000", "US", "+16502530000", "US"),
        ("0016502530000", "CN", "+16502530000", "US"),
        ("+1 650 253 0000", "CN", "+16502530000", "US"),
        ("604 555 0199", "US", "+16045550199", "CA"),
        ("138 1234 5678", "CN", "+8613812345678", "CN"),
        ("１３８１２３４５６７８", "CN", "+8613812345678", "CN"),
        ("008613812345678", "CN", "+8613812345678", "CN"),
        ("0086 138 1234 5678", "US", "+8613812345678", "CN"),
        ("13812345678", "US", "+8613812345678", "CN"),
        ("138-1234-5678", "", "+8613812345678", "CN"),
        ("010-6552 9988", "CN", "+861065529988", "CN"),
        ("0755 8655 3322", "CN", "+8675586553322", "CN"),
        ("400-810-1234", "CN", "+864008101234", "CN"),
        ("020 7031 3000", "GB", "+442070313000", "GB"),
        ("02 1234 5678", "IT", "+390212345678", "IT"),
    ],
)
def test_a_number_is_read(field, region, e164, country):
    assert read(field, region) == ([(e164, "", country, VALID)], [])


@pytest.mark.parametrize(
    "field",
    [
        "010-65529988 转 123",
        "010-65529988轉123",
        "010-65529988 分机123",
        "010-65529988 分机：123",
        "010-65529988x123",
        "010-65529988 ext. 123",
        "010-65529988, extension 123",
        "010-65529988 #123",
        "０１０－６５５２９９８８ ｘ１２３",
    ],
)
def test_an_extension_is_kept_apart_with_a_warning(field):
    assert read(field, "CN") == ([("+861065529988", "123", "CN", VALID)], ["phone_extension"])


def test_an_extension_in_the_american_way():
    assert read("650-253-0000x5610") == ([("+16502530000", "5610", "US", VALID)], ["phone_extension"])


@pytest.mark.parametrize("separator", ["/", "; ", ", ", "、", "\n", "|", " 或 ", " or "])
def test_two_numbers_in_a_field_are_both_kept_with_a_warning(separator):
    field = f"13812345678{separator}010-65529988转8"
    assert read(field, "CN") == (
        [("+8613812345678", "", "CN", VALID), ("+861065529988", "8", "CN", VALID)],
        ["phone_several", "phone_extension"],
    )


@pytest.mark.parametrize("afterthought", [" / 7777", "/23/24", "（或 7777）"])
def test_a_number_and_an_afterthought_are_one_number_and_all_of_the_text(afterthought):
    ((phone,), warnings) = read_phones((f"0755-8655 3322{afterthought}",), ("CN",), [])
    assert (phone.raw, phone.e164) == (f"0755-8655 3322{afterthought}", "+8675586553322")
    assert [problem.code for problem in warnings] == ["phone_more"]


@pytest.mark.parametrize(
    ("field", "regions", "number"),
    [
        ("0755 86553322-8001", "CN", "+8675586553322 x8001"),
        ("0755-86553322（8001）", "CN", "+8675586553322 x8001"),
        ("0755-86553322*8001", "CN", "+8675586553322 x8001"),
        ("0755-86553322内线12", "CN", "+8675586553322 x12"),
        ("400-810-1234转2", "CN", "+864008101234 x2"),
        ("+49 30 1234567 Durchwahl 12", "US", "+49301234567 x12"),
        # valid to the library as a whole, with more digits than E.164 allows
        ("0351 8791178-9502", "DE", "+493518791178 x9502"),
        ("+49 511 8494284-2729", "US", "+495118494284 x2729"),
        ("+33 1 42 68 53 00 poste 12", "US", "+33142685300 x12"),
        ("手机：13812345678", "CN", "+8613812345678"),
        ("13812345678(王先生)", "CN", "+8613812345678"),
        ("+86 138 1234 5678 (WeChat)", "US", "+8613812345678"),
        ("13812345678 (微信同号)", "US", "+8613812345678"),
        ("13812345678.0", "CN", "+8613812345678"),
        ("1.3812345678E10", "CN", "+8613812345678"),
        ("(852) 2123 4567", "CN", "+85221234567"),
        ("886-2-2345-6789", "CN", "+886223456789"),
        ("+44 (0)20 7031 3000", "CN", "+442070313000"),
        ("'13812345678", "CN", "+8613812345678"),
    ],
)
def test_spellings_that_no_library_reads(field, regions, number):
    (phone,), _ = read_phones((field,), (regions,), [])
    assert (str(phone), phone.valid, phone.raw) == (number, True, field)


@pytest.mark.parametrize(
    "field",
    ["13812345678 010-65529988", "T: 13812345678 M: 010-65529988", "王:13812345678 李:010-65529988"],
)
def test_two_numbers_with_nothing_but_words_between_them_are_two(field):
    phones, warnings = read_phones((field,), ("CN",), [])
    assert [str(phone) for phone in phones] == ["+8613812345678", "+861065529988"]
    assert [problem.code for problem in warnings] == ["phone_several"]


@pytest.mark.parametrize(("field", "region"), [("95588", "CN"), ("10086", "CN"), ("110", "CN"), ("911", "US")])
def test_a_service_number_is_known_and_nobodys_own(field, region):
    (phone,), warnings = read_phones((field,), (region,), [])
    assert (phone.raw, phone.e164, phone.country, phone.validity) == (field, "", region, SERVICE)
    assert [problem.code for problem in warnings] == ["phone_service"]


@pytest.mark.parametrize("field", ["00000000000", "11111111111", "1.38E+10", "1234567 8901234567890"])
def test_digits_that_somebody_made_up_are_no_number(field):
    (phone,), _ = read_phones((field,), ("CN",), [])
    assert (phone.raw, phone.e164, phone.validity) == (field, "", INVALID)


def test_what_was_read_is_reported():
    corrections = []
    read_phones(("138 1234 5678 / 010-65529988转8", "+8613812345678"), ("CN",), corrections)
    assert [(one.field, one.raw, one.clean, one.rule) for one in corrections] == [
        ("phone", "138 1234 5678 / 010-65529988转8", "+8613812345678; +861065529988 x8", Rule.PHONE_SPLIT),
        ("phone", "138 1234 5678", "+8613812345678", Rule.PHONE_READ),
        ("phone", "010-65529988转8", "+861065529988 x8", Rule.PHONE_READ),
    ]


def test_an_impossible_area_code_is_possible_and_keeps_its_raw_text():
    ((phone,), warnings) = read_phones(("(555) 253-0000",), ("US",), [])
    assert (phone.raw, phone.e164, phone.validity) == ("(555) 253-0000", "+15552530000", POSSIBLE)
    assert [problem.code for problem in warnings] == ["phone_possible"]


@pytest.mark.parametrize("field", ["12", "n/a", "call me", "+999 123", "00", "+", "无", "1" * 60])
def test_what_is_no_number_is_kept_as_typed_with_a_warning(field):
    ((phone,), warnings) = read_phones((field,), ("CN",), [])
    assert (phone.raw, phone.e164, phone.country, phone.validity) == (field, "", "", INVALID)
    assert [problem.code for problem in warnings] == ["phone_invalid"]


def test_without_a_region_only_numbers_with_a_country_code_are_read():
    assert read("650 253 0000", "")[0] == [("", "", "", INVALID)]
    assert read("+1 650 253 0000", "")[0] == [("+16502530000", "", "US", VALID)]


def test_the_first_region_with_a_valid_reading_wins():
    assert read("020 7031 3000", "US", "GB")[0] == [("+442070313000", "", "GB", VALID)]
    assert read("(650) 253-0000", "CN", "US")[0] == [("+16502530000", "", "US", VALID)]


def test_a_possible_reading_is_better_than_none():
    assert read("(555) 253-0000", "FO", "US")[0] == [("+15552530000", "", "", POSSIBLE)]


def test_each_number_is_kept_once_and_colleagues_at_one_switchboard_are_two():
    phones, _ = read_phones(
        ("650-253-0000", "+1 (650) 253-0000", "", " ", "650-253-0000 x1", "junk", "junk"), ("US",), []
    )
    assert [str(phone) for phone in phones] == ["+16502530000", "+16502530000 x1", "junk"]


@given(
    st.text("0123456789+-() .x转#;/、ext\n\u3000０１", max_size=30)
    | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20),
    st.sampled_from([("US",), ("CN",), ("",), ("GB", "US")]),
)
def test_any_field_is_read_and_nothing_of_it_is_lost(field, regions):
    phones, warnings = read_phones((field,), regions, [])
    assert bool(phones) == bool(tidy(field))
    assert len(warnings) >= sum(not phone.valid for phone in phones)
    assert {problem.field for problem in warnings} <= {"phone"}
    for phone in phones:
        assert (phone.validity in (INVALID, SERVICE)) == (not phone.e164)
        assert (phone.valid or phone.validity is SERVICE) == bool(phone.country)
    if len(phones) == 1 and "phone_several" not in {problem.code for problem in warnings}:
        assert phones[0].raw in (field, tidy(field))


@pytest.mark.parametrize("part", ["1", " ", "x1", "/", "1/", "转", "+", "(", "13812345678;", " or "])
def test_a_long_field_is_no_trap(part):
    phones, _ = read_phones(((part * 500)[:499],), ("CN",), [])
    assert all(len(phone.raw) <= 500 for phone in phones)
