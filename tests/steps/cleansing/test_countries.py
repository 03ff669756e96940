"""Country names become ISO codes; what is not known stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.steps.cleansing.countries import country_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("中国", "CN"),
        ("ＣＨＩＮＡ", "CN"),
        ("  united   STATES ", "US"),
        ("U.S.A.", "US"),
        ("uk", "GB"),
        ("Österreich", "AT"),
        ("香港", "HK"),
        ("de", "DE"),
        ("XK", "XK"),
        ("", ""),
        ("Middle-earth", ""),
        ("中", ""),
        ("d3", ""),
        ("éé", ""),
    ],
)
def test_a_country_is_told_by_name_or_code(text, code):
    assert country_code(text) == code


@given(st.text(max_size=10))
def test_a_code_is_two_capital_letters_and_its_own_code(text):
    code = country_code(text)
    assert code == "" or (len(code) == 2 and code.isascii() and code.isupper())
    assert code == "" or country_code(code) in (code, "GB")
