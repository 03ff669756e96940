"""Every country of ISO 3166, by code and by name."""

import babel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.lexicon.countries import COUNTRIES, country, country_code

# What CLDR lists beside ISO 3166: parts of countries, unions and test codes.
NOT_COUNTRIES = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def test_all_countries_of_iso_3166_are_there():
    known = {code for code in babel.Locale("en").territories if len(code) == 2 and code.isalpha()} - NOT_COUNTRIES
    assert set(COUNTRIES) == known


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_names_of_cldr_are_known(locale):
    names = babel.Locale(locale).territories
    unknown = [names[code] for code in COUNTRIES if country_code(names[code]) != code]
    assert unknown == []


def test_a_name_belongs_to_one_country():
    for found in COUNTRIES.values():
        for name in (found.alpha2, found.alpha3, found.english, found.chinese, *found.aliases):
            assert country_code(name) == found.alpha2, name


def test_a_country_can_be_looked_up():
    assert country("the netherlands").chinese == "荷兰"
    assert country("Middle-earth") is None
    assert (country_code("uk"), country_code("ＵＳＡ"), country_code("Cote d’Ivoire"), country_code("")) == (
        "GB",
        "US",
        "CI",
        "",
    )


@given(st.text(max_size=12))
def test_a_code_is_its_own(text):
    code = country_code(text)
    assert code == "" or (len(code) == 2 and code.isupper())
    assert code == "" or country_code(code) in (code, "GB", "GR")
