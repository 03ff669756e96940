"""Addresses: Chinese ones in their levels, streets and cities in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.lexicon.places import (
    city_form,
    postal_code_form,
    region_form,
    split_chinese_address,
    street_form,
)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("广东省深圳市南山区科技园南路18号A座1201室", "广东省|深圳市|南山区|科技园南路18号A座1201室|"),
        ("北京市朝阳区建国路88号 100022", "北京市|北京市|朝阳区|建国路88号|100022"),
        ("上海浦东新区张江路100号", "上海|上海|浦东新区|张江路100号|"),
        ("上海市南京东路100号", "上海市|上海市||南京东路100号|"),
        ("518057 广东深圳南山区高新南一道", "广东|深圳|南山区|高新南一道|518057"),
        ("新疆维吾尔自治区乌鲁木齐市天山区人民路1号", "新疆维吾尔自治区|乌鲁木齐市|天山区|人民路1号|"),
        ("江苏省苏州市昆山市前进路1号", "江苏省|苏州市|昆山市|前进路1号|"),
        ("浙江 杭州 余杭区 文一西路969号", "浙江|杭州|余杭区|文一西路969号|"),
        ("延边朝鲜族自治州延吉市", "|延边朝鲜族自治州|延吉市||"),
        ("台北市信義區信義路五段7號", "|台北市|信義區|信義路五段7號|"),
        ("南京路100号", "|||南京路100号|"),
        ("长春大街1号", "|||长春大街1号|"),
        ("1 Main St", "|||1 Main St|"),
        ("", "||||"),
    ],
)
def test_a_chinese_address_has_levels(text, levels):
    found = split_chinese_address(text)
    assert [found.province, found.city, found.district, found.street, found.postal_code] == levels.split("|")


@given(st.text("广东省深圳市南山区路号1 8上海", max_size=25) | st.text(max_size=25))
def test_no_sign_of_an_address_is_invented(text):
    found = split_chinese_address(text)
    assert all(part in text.replace(" ", "") or part in " ".join(text.split()) or not text.isascii() for part in
               (found.province, found.district, found.street, found.postal_code))  # fmt: skip


@pytest.mark.parametrize(
    "streets",
    [
        "12 Main Street|12 main st.|12, Main St|12 MAIN STREET",
        "Hauptstraße 5|Hauptstr. 5|Haupt Str. 5|HAUPTSTRASSE 5",
        "100 N. 5th Ave. Apt #4|100 North Fifth Avenue Apartment 4",
        "科技园南路18号A座 3层|科技园南路18號A座3楼",
        "Av. Paulista 10|Avenida Paulista 10",
    ],
)
def test_streets_in_other_spellings_are_one(streets):
    assert len(set(map(street_form, streets.split("|")))) == 1


def test_cities_regions_and_postal_codes_have_a_form():
    cities = ["深圳市", "St. Louis", "Saint Louis", "Köln", "New York City", "市"]
    assert list(map(city_form, cities)) == ["深圳", "st louis", "st louis", "koln", "new york", "市"]
    assert list(map(region_form, ["广东省", "广西壮族自治区", "CA", "New  South Wales"])) == [
        "广东",
        "广西",
        "ca",
        "new south wales",
    ]
    codes = ["SW1A 1AA", "94043-1351", "D-10115", "518000", "１２３４５"]
    assert list(map(postal_code_form, codes)) == ["sw1a1aa", "94043", "10115", "518000", "12345"]
