"""Registrable domains by the public suffix list."""

import sys

import pytest

from leadkit.contrib.domains import PublicSuffixes
from leadkit.errors import MissingExtra
from leadkit.lexicon.domains import BuiltInSuffixes, company_domain

SUFFIXES = PublicSuffixes()


@pytest.mark.parametrize(
    ("domain", "registrable"),
    [
        ("sales.acme.co.uk", "acme.co.uk"),
        ("mail.acme.com.cn", "acme.com.cn"),
        ("acme.github.io", "acme.github.io"),
        ("a.b.acme.city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.acme.例子", "acme.例子"),
        ("xn--mller-kva.de", "müller.de"),
        ("co.uk", ""),
        ("", ""),
    ],
)
def test_names_are_registered_below_a_public_suffix(domain, registrable):
    assert SUFFIXES.registrable(domain) == registrable


def test_the_list_is_passed_where_it_is_wanted():
    assert company_domain("ann@shop.acme.github.io", SUFFIXES) == "acme.github.io"
    assert company_domain("ann@gmail.com", SUFFIXES) == ""


@pytest.mark.parametrize(
    "suffix", "com de co.uk com.cn net.cn co.jp com.hk com.tw co.kr com.au com.br co.in com.sg co.nz".split()
)
def test_the_built_in_table_says_the_same_of_common_suffixes(suffix):
    for domain in (f"acme.{suffix}", f"mail.acme.{suffix}"):
        assert BuiltInSuffixes().registrable(domain) == SUFFIXES.registrable(domain) == f"acme.{suffix}"


def test_a_missing_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "publicsuffixlist", None)
    with pytest.raises(MissingExtra, match=r'pip install "leadkit\[domains\]"'):
        PublicSuffixes()
