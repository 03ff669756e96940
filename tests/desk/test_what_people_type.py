"""What people type, and what a lead has of it: each point of cleansing, through the desk."""

import pytest

from leadkit import LeadDesk, Playbook
from leadkit.contrib.zh import Chinese
from leadkit.lexicon.companies import company_core, legal_form
from leadkit.model import Address
from leadkit.steps.cleansing import CleansingPolicy


def captured(region="CN", **inquiry):
    desk = LeadDesk.in_memory(playbook=Playbook(cleansing=CleansingPolicy(region=region)))
    return desk.leads.capture(**{"email": "k@example.com", **inquiry})


def codes(told, field):
    return [warning.code for warning in told.warnings if warning.field == field]


@pytest.mark.parametrize(
    ("typed", "address", "warnings"),
    [
        ("Ann@Example.COM", "Ann@example.com", []),  # as typed but for the domain
        ("ann＠example.com", "ann@example.com", []),
        ("张三@例子.中国", "张三@例子.中国", []),
        ("аnn@example.com", "аnn@example.com", ["email_mixed_script"]),
        ("ann@еxample.com", "ann@еxample.com", ["email_mixed_script"]),
        ("x@sub.guerrillamail.com", "x@sub.guerrillamail.com", ["email_disposable"]),
        ("ann@@example.com", "", ["email_invalid"]),
        ("ann@localhost", "", ["email_invalid"]),
    ],
)
def test_an_email_is_stored_as_typed_and_flagged(typed, address, warnings):
    told = captured(email=typed, phone="138 1234 5678")
    (email,) = told.lead.emails
    assert (email.raw, email.address) == (typed, address)
    assert codes(told, "email") == warnings


@pytest.mark.parametrize(
    ("address", "company", "free", "role"),
    [
        ("ann@sales.acme.co.uk", "acme.co.uk", False, False),
        ("li@mail.acme.com.cn", "acme.com.cn", False, False),
        ("ann@gmail.com", "", True, False),
        ("12345@qq.com", "", True, False),
        ("x@mailinator.com", "", False, False),
        ("info@acme.de", "acme.de", False, True),
        ("客服@例子.中国", "例子.中国", False, True),
    ],
)
def test_an_email_says_whose_it_is(address, company, free, role):
    (email,) = captured(email=address).lead.emails
    assert (email.company_domain, email.free_mail, email.role) == (company, free, role)


@pytest.mark.parametrize(
    ("region", "typed", "numbers", "warnings"),
    [
        ("US", "(650) 253-0000 x12", ["+16502530000 x12"], ["phone_extension"]),
        ("US", "650-253-0000, ext. 12", ["+16502530000 x12"], ["phone_extension"]),
        ("CN", "0755-86553322转12", ["+8675586553322 x12"], ["phone_extension"]),
        ("TW", "02-23456789分機123", ["+886223456789 x123"], ["phone_extension"]),
        ("CN", "13812345678/13912345678", ["+8613812345678", "+8613912345678"], ["phone_several"]),
        ("CN", "138 1234 5678 或 139 1234 5678", ["+8613812345678", "+8613912345678"], ["phone_several"]),
        ("CN", "１３８－１２３４－５６７８", ["+8613812345678"], []),
        ("CN", "（０７５５）８６５５３３２２", ["+8675586553322"], []),
        ("CN", "0086 138 1234 5678", ["+8613812345678"], []),
        ("DE", "0086 138 1234 5678", ["+8613812345678"], []),
        ("US", "008613812345678", ["+8613812345678"], []),
        ("CN", "400-820-8820", ["+864008208820"], []),
        ("CN", "95588", ["95588"], ["phone_service"]),
        ("CN", "10086", ["10086"], ["phone_service"]),
        ("CN", "11111111111", ["11111111111"], ["phone_invalid"]),
        ("CN", "1381234567890", ["1381234567890"], ["phone_invalid"]),
        ("CN", "call me", ["call me"], ["phone_invalid"]),
    ],
)
def test_a_phone_field_is_read(region, typed, numbers, warnings):
    told = captured(region=region, phone=typed)
    assert [str(phone) for phone in told.lead.phones] == numbers
    assert list(dict.fromkeys(codes(told, "phone"))) == warnings
    if len(numbers) == 1:
        assert told.lead.phones[0].raw == typed


@pytest.mark.parametrize(
    ("typed", "title", "given", "family"),
    [
        ("欧阳娜娜", "", "娜娜", "欧阳"),
        ("歐陽娜娜", "", "娜娜", "歐陽"),
        ("王小明先生", "先生", "小明", "王"),
        ("小王", "小", "", "王"),
        ("Ouyang Nana", "", "Nana", "Ouyang"),
        ("WANG Xiaoming", "", "Xiaoming", "WANG"),
        ("Ludwig van Beethoven", "", "Ludwig", "van Beethoven"),
        ("von Neumann, John", "", "John", "von Neumann"),
        ("Maria de la Cruz", "", "Maria", "de la Cruz"),
        ("J.R.R. Tolkien", "", "J.R.R.", "Tolkien"),
        ("Prof. Dr. Hans Müller", "Prof. Dr.", "Hans", "Müller"),
        ("John Smith, PhD", "", "John", "Smith"),
        ("Robert (Bob) Smith", "", "Robert", "Smith"),
    ],
)
def test_a_name_stays_whole_and_is_told_apart(typed, title, given, family):
    name = captured(name=typed).lead.name
    assert (name.full, name.title, name.given, name.family) == (typed, title, given, family)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单雄信", "Shan Xiongxin"),
        ("曾小明", "Zeng Xiaoming"),
        ("解晓东", "Xie Xiaodong"),
        ("区楚良", "Ou Chuliang"),
        ("尉迟恭", "Yuchi Gong"),
        ("歐陽修", "Ouyang Xiu"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, pinyin):
    assert Chinese().romanise(name) == pinyin


@pytest.mark.parametrize(
    ("typed", "core", "form"),
    [
        ("深圳市顶点科技有限公司", "顶点科技", "有限公司"),
        ("顶点科技（深圳）有限公司", "顶点科技", "有限公司"),
        ("顶点科技有限公司深圳分公司", "顶点科技", "有限公司"),
        ("上海顶点集团股份有限公司", "顶点", "股份有限公司"),
        ("頂點科技股份有限公司", "頂點科技", "股份有限公司"),
        ("株式会社トヨタ", "トヨタ", "株式会社"),
        ("（株）トヨタ", "トヨタ", "株式会社"),
        ("주식회사 삼성", "삼성", "주식회사"),
        ("Acme (HK) Limited", "acme", "Ltd"),
        ("Acme Group Ltd Ltd", "acme", "Ltd"),
        ("Müller GmbH & Co. KG", "muller", "GmbH & Co. KG"),
        ("Müller GmbH i.G.", "muller", "GmbH"),
        ("Rossi S.p.A.", "rossi", "S.p.A."),
        ("The Hart & Sons Company", "hart sons", "Co."),
        ("Hart and Sons, Inc.", "hart sons", "Inc."),
        ("Acme Int'l Mfg. Co.", "acme international manufacturing", "Co."),
    ],
)
def test_a_company_has_a_core_and_a_legal_form(typed, core, form):
    company = captured(company=typed).lead.company
    assert (company, company_core(company), legal_form(company).name) == (typed, core, form)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("广东省深圳市南山区科技园南路18号 518057", ("广东省", "深圳市", "南山区科技园南路18号", "518057")),
        ("北京朝阳区建国路88号", ("北京", "北京", "朝阳区建国路88号", "")),
        ("台北市信義區信義路五段7號", ("", "台北市", "信義區信義路五段7號", "")),
        ("1 Main St, Boston", ("", "", "1 Main St, Boston", "")),
    ],
)
def test_an_address_in_one_line(typed, stored):
    told = captured(address=Address(street=typed)).lead.address
    assert (told.region, told.city, told.street, told.postal_code) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("中国大陆", "CN"), ("P.R. China", "CN"), ("Hong Kong SAR", "HK"), ("臺灣", "TW"), ("Korea", "KR"),
        ("韩国", "KR"), ("England", "GB"), ("Deutschland", "DE"), ("科特迪瓦", "CI"), ("UAE", "AE"),
        ("GBR", "GB"), ("Россия", "RU"), ("Nowhere", "Nowhere"),
    ],
)  # fmt: skip
def test_a_country_in_any_language(typed, code):
    assert captured(address=Address(country=typed)).lead.address.country == code


@pytest.mark.parametrize(
    ("typed", "website"),
    [
        ("WWW.Acme.com/", "https://www.acme.com"),
        ("网址：www.acme.com", "https://www.acme.com"),
        ("xn--fsqu00a.xn--fiqs8s", "https://例子.中国"),
        ("none", "none"),
    ],
)
def test_a_web_site_has_one_spelling(typed, website):
    assert captured(website=typed).lead.website == website


@pytest.mark.parametrize(
    ("typed", "level", "function"),
    [
        ("采购总监", "director", "purchasing"),
        ("Head of Procurement", "director", "purchasing"),
        ("副总经理", "vice_president", "general"),
        ("Geschäftsführerin", "c_level", "general"),
        ("总经理助理", "assistant", "administration"),
        ("Ｍａｎａｇｅｒ", "manager", None),
    ],
)
def test_a_job_title_says_level_and_function(typed, level, function):
    job = captured(job_title=typed).lead.job
    assert (job.level, job.function) == (level, function)


def test_every_change_is_reported():
    told = captured(
        name="王小明先生",
        email="Ann <Ann@Example.com>",
        phone="0086 138 1234 5678",
        company="ＡＣＭＥ",
        job_title=" CTO ",
        address=Address(country="中国"),
        website="acme.com/",
        tags=("a", "a"),
    )
    assert {one.field for one in told.corrections} == {
        "name", "email", "phone", "company", "job_title", "address.country", "website", "tags",
    }  # fmt: skip
    assert all(one.raw != one.clean and one.rule for one in told.corrections)
