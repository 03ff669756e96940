"""Mailboxes and domains: whose they are, and when two are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.lexicon.domains import (
    BuiltInSuffixes,
    company_domain,
    domain_form,
    is_disposable,
    is_free_mail,
    is_role,
    match_address,
    mixed_script,
)
from leadkit.lexicon.websites import web_address, website_form


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("ann@acme.com", "acme.com"),
        ("ann@Sales.Acme.co.uk", "acme.co.uk"),
        ("li@mail.dingdian.com.cn", "dingdian.com.cn"),
        ("li@dingdian.cn", "dingdian.cn"),
        ("info@toyota.co.jp", "toyota.co.jp"),
        ("a@gmail.com", ""),
        ("a@qq.com", ""),
        ("a@vip.163.com", ""),
        ("a@mail.gmail.com", ""),
        ("a@yopmail.com", ""),
        ("a@x.mailinator.com", ""),
        ("a@co.uk", ""),
        ("a@localhost", ""),
        ("acme.com", "acme.com"),
        ("", ""),
    ],
)
def test_a_mail_address_tells_its_company(address, company):
    assert company_domain(address) == company


def test_who_knows_better_may_be_asked():
    class GitHub:
        def registrable(self, domain):
            return domain

    assert company_domain("a@acme.github.io") == "github.io"
    assert company_domain("a@acme.github.io", GitHub()) == "acme.github.io"
    assert BuiltInSuffixes().registrable("a.b.com.cn") == "b.com.cn"


@pytest.mark.parametrize(
    ("address", "options", "form"),
    [
        ("Ann@Example.COM", {}, "ann@example.com"),
        ("ＡＮＮ@example.com", {}, "ann@example.com"),
        ("ann+news@example.com", {}, "ann+news@example.com"),
        ("ann+news@example.com", {"plus_tags": False}, "ann@example.com"),
        ("+news@example.com", {"plus_tags": False}, "+news@example.com"),
        ("A.nn@GMail.com", {}, "a.nn@gmail.com"),
        ("A.nn@GMail.com", {"gmail_dots": False}, "ann@gmail.com"),
        ("A.nn@googlemail.com", {"gmail_dots": False}, "ann@gmail.com"),
        ("a.nn@example.com", {"gmail_dots": False}, "a.nn@example.com"),
        ("ann@xn--mller-kva.de", {}, "ann@müller.de"),
        ("ann@example.com.", {}, "ann@example.com"),
        ("nobody", {}, ""),
        ("@example.com", {}, ""),
    ],
)
def test_addresses_have_a_comparing_form(address, options, form):
    assert match_address(address, **options) == form


@given(st.from_regex(r"[a-zA-Z.+]{1,20}@[a-zA-Z.+]{0,9}\.(com|cn)", fullmatch=True), st.booleans(), st.booleans())
def test_the_comparing_form_is_its_own(address, plus, dots):
    form = match_address(address, plus_tags=plus, gmail_dots=dots)
    assert match_address(form, plus_tags=plus, gmail_dots=dots) == form


def test_kinds_of_mailboxes():
    assert [is_free_mail(domain) for domain in ("gmail.com", "QQ.com", "acme.com", "")] == [True, True, False, False]
    assert [is_disposable(domain) for domain in ("mailinator.com", "a.mailinator.com", "mailinator.org.x", "")] == [
        True,
        True,
        False,
        False,
    ]
    assert [
        is_role(address) for address in ("info@a.de", "Sales2@a.de", "客服@a.cn", "kontakt+x@a.de", "ann@a.de")
    ] == [True] * 4 + [False]


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("аnn@example.com", True),
        ("ann@exаmple.com", True),
        ("ann@example.com", False),
        ("иван@example.com", False),
        ("иван@пример.рф", False),
        ("王ann@例子.com", False),
        ("müller@müller.de", False),
        ("αnn@example.com", True),
    ],
)
def test_look_alikes_are_seen(text, mixed):
    assert mixed_script(text) is mixed


@pytest.mark.parametrize(
    ("text", "address", "form"),
    [
        ("WWW.Acme.COM/", "https://www.acme.com", "acme.com"),
        ("http://acme.com/de/", "http://acme.com/de/", "acme.com/de"),
        ("http:/acme.com", "http://acme.com", "acme.com"),
        ("https://acme.com:443/", "https://acme.com", "acme.com"),
        ("http://xn--mller-kva.de", "http://müller.de", "müller.de"),
        ("acme.com?utm=1", "https://acme.com?utm=1", "acme.com"),
        ("腾讯.中国", "https://腾讯.中国", "腾讯.中国"),
        ("www.acme.com, ", "https://www.acme.com", "acme.com"),
        ("http//acme.com", "http://acme.com", "acme.com"),
        ("https：//Acme.com", "https://acme.com", "acme.com"),
        ("http://https://acme.com", "https://acme.com", "acme.com"),
        ("ｗｗｗ．ａｃｍｅ．ｃｏｍ", "https://www.acme.com", "acme.com"),
        ("xn--fsqu00a.xn--fiqs8s", "https://例子.中国", "例子.中国"),
        ("网址：www.acme.com", "https://www.acme.com", "acme.com"),
        ("Website: http://acme.com", "http://acme.com", "acme.com"),
        ("web.acme.com", "https://web.acme.com", "web.acme.com"),
        ("n/a", "", ""),
        ("acme", "", ""),
        ("acme.com shop", "", ""),
        ("ann@acme.com", "", ""),
        ("", "", ""),
    ],
)
def test_web_sites(text, address, form):
    assert (web_address(text), website_form(text)) == (address, form)


@given(
    st.text(max_size=30) | st.from_regex(r"(https?://)?(www\.)?[a-zA-Z]{1,5}\.(com|cn)[/?#a-z:]{0,6}", fullmatch=True)
)
def test_a_cleansed_web_address_is_clean(text):
    address = web_address(text)
    assert web_address(address) == address
    assert bool(address) == bool(website_form(text))
    assert website_form(address) == website_form(text)


@given(st.text(max_size=20))
def test_a_domain_has_one_form(text):
    assert domain_form(text.upper()) == domain_form(domain_form(text).upper()) or not text.isascii()
