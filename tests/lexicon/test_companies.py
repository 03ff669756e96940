"""Names of companies without what says nothing: legal forms, cities, articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.lexicon.companies import company_core, legal_form
from leadkit.lexicon.legal_forms import FORMS


@pytest.mark.parametrize(
    ("core", "names"),
    [
        ("顶点科技", ("深圳市顶点科技有限公司|顶点科技（深圳）有限公司|顶点科技(深圳)有限责任公司|"
         "顶点科技股份有限公司|广东省深圳市顶点科技有限公司|顶点科技")),
        ("华信", "华信集团|华信集团有限公司|华信（集团）股份有限公司|深圳华信|华信集团（深圳）有限公司"),
        ("中国工商银行", "中国工商银行股份有限公司|中国工商银行股份有限公司深圳市分行|中国工商银行深圳分行"),
        ("华信科技", "上海市浦东新区华信科技有限公司|江苏省苏州市昆山市华信科技有限公司|华信科技有限公司上海分公司"),
        ("トヨタ", "株式会社トヨタ|トヨタ株式会社|(株)トヨタ|㈱トヨタ"),
        ("삼성전자", "삼성전자(주)|삼성전자 주식회사|주식회사 삼성전자"),
        ("abc科技", "深圳市ABC科技有限公司|ＡＢＣ科技有限公司"),
        ("hart sons", ("The Hart & Sons Company, Ltd.|Hart and Sons|HART & SONS LTD|"
         "Hart und Sons GmbH|Hart et Sons S.A.")),
        ("muller", "Müller GmbH & Co. KG|MÜLLER GmbH|Müller Ges.m.b.H.|Müller AG"),
        ("rossi", "Rossi S.p.A.|Rossi S. p. A.|Rossi SpA|Rossi S.r.l.|Rossi SRL"),
        ("foo", ("Foo Sp. z o.o.|Foo A/S|Foo ApS|Foo Oy|AB Foo|Foo s.r.o.|Foo B.V.|Foo N.V.|SARL Foo|"
         "OOO Foo|PT Foo Tbk|Foo Pty. Ltd.")),
        ("siemens", "Siemens (China) Co., Ltd.|Siemens Ltd China|Siemens AG|Siemens, Inc."),
        ("abc trading", "ABC Trading (Shanghai) Co., Ltd|ABC Trdg LLC"),
        ("acme international technology", ("Acme Intl. Tech Inc|Acme International Technologies|"
         "ACME INTERNATIONAL TECHNOLOGY CORP.")),
        ("booking", "Booking.com B.V.|Booking.com|Booking"),
        ("lowes", "Lowe's|Lowe’s Companies, Inc."),
        ("3m", "3M|3M Company|3 M Co."),
        ("bimbo", "Grupo Bimbo S.A.B. de C.V."),
        ("acme", "Acme Inc d/b/a Anvils"),
    ],
)  # fmt: skip
def test_spellings_of_a_company_have_one_core(core, names):
    assert {name: company_core(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), core)


@pytest.mark.parametrize(
    "names",
    [
        "北京银行|上海银行|南京银行",
        "北京大学|南京大学",
        "广东移动|江苏移动",
        "上海分公司|北京分公司",
        "广州汽车集团股份有限公司|北京汽车集团有限公司",
        "上海市第一人民医院|北京市第一人民医院",
        "Bank of China|Bank of America",
        "华信科技有限公司|华信贸易有限公司",
    ],
)
def test_a_city_stays_where_it_is_the_name(names):
    assert len(set(map(company_core, names.split("|")))) == len(names.split("|"))


@pytest.mark.parametrize(
    "name", ["Limited", "Co.", "有限公司", "公司", "&", "!!!", "The", "Group Holdings Ltd", "(株)", "（深圳）"]
)
def test_a_name_of_nothing_but_noise_keeps_something(name):
    assert company_core(name)


@pytest.mark.parametrize(
    ("name", "form", "country"),
    [
        ("顶点科技有限公司", "有限公司", "CN"),
        ("株式会社トヨタ", "株式会社", "JP"),
        ("Müller GmbH & Co. KG", "GmbH & Co. KG", "DE"),
        ("Rossi S.p.A.", "S.p.A.", "IT"),
        ("Acme Pty Ltd", "Pty Ltd", "AU"),
        ("Acme, Inc.", "Inc.", "US"),
        ("ООО Ромашка", "ООО", "RU"),
    ],
)
def test_the_legal_form_is_told(name, form, country):
    found = legal_form(name)
    assert (found.name, country in found.countries) == (form, True)


def test_no_legal_form_is_none():
    assert legal_form("Acme") is None
    assert legal_form("") is None


@pytest.mark.parametrize("spelling", sorted({spelling for form in FORMS for spelling in form.spellings}))
def test_every_spelling_of_a_legal_form_is_left_out_at_the_end(spelling):
    assert company_core(f"Quux {spelling}").replace(" ", "") == "quux"


NAMES = st.text("aB .&,()（）深圳市有限公司株式会社주식회사GmbHLtdé'-", max_size=30) | st.text(max_size=30)


@given(NAMES)
def test_a_core_is_blank_only_for_a_blank_name_and_is_its_own_core_in_shape(name):
    core = company_core(name)
    assert bool(core) == bool(name.strip()) or not core
    assert core == " ".join(core.split())


@given(NAMES)
def test_letter_case_and_width_do_not_matter(name):
    assert company_core(name.swapcase()) == company_core(name) or not name.isascii()
