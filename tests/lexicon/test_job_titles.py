"""Job titles: the rank and the department that they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.lexicon.job_titles import JobTitle, read_job_title


@pytest.mark.parametrize(
    ("titles", "level", "function"),
    [
        (("CEO|C.E.O.|Chief Executive Officer|"
         "Managing Director|Geschäftsführer|总裁|总经理|董事长|PDG"), "c_level", "general"),
        ("Founder & CEO|Owner|老板|创始人|Inhaberin", "owner", "general"),
        ("VP Sales|Vice President of Sales|SVP, Sales|销售副总裁", "vice_president", "sales"),
        ("副总经理|Executive Vice President|副总裁", "vice_president", "general"),
        (("Head of Procurement|采购总监|Einkaufsleiter|"
         "Leiterin Einkauf|Directeur des achats|Responsable de compras"), "director", "purchasing"),
        ("Purchasing Manager|采购经理|采购主管|Procurement Supervisor", "manager", "purchasing"),
        ("Senior Buyer|采购专员|采购员|Einkäufer|Acheteuse", "staff", "purchasing"),
        ("IT Manager|IT经理|IT Service Manager|信息部经理", "manager", "it"),
        ("IT-Leiter|Head of IT|信息部主任", "director", "it"),
        ("Software Engineer|软件工程师|DevOps Engineer|程序员", "staff", "it"),
        ("CFO|Chief Financial Officer|首席财务官", "c_level", "finance"),
        ("Key Account Manager|Business Development Manager|销售经理|业务经理", "manager", "sales"),
        ("Marketing Director|市场总监|Marketingleiter|Directrice marketing", "director", "marketing"),
        ("HR Business Partner|人事专员|Personalreferentin", "staff", "hr"),
        ("General Counsel|法务专员|Rechtsanwalt", "staff", "legal"),
        ("Product Owner|产品设计师", "staff", "product"),
        ("总经理助理|Executive Assistant to the CEO|Assistant to the Director", "assistant", "administration"),
        ("Praktikant|Intern|实习生", "intern", None),
        ("Manager|主管", "manager", None),
        ("Geschaeftsfuehrer|取締役|대표이사", "c_level", "general"),
        ("부장|本部長|部長", "director", None),
        ("과장|課長|科长", "manager", None),
        ("教授|讲师", "staff", "education"),
        ("学生|Student", "staff", None),
        ("foo bar||!!!", None, None),
    ],
)  # fmt: skip
def test_a_title_says_level_and_function(titles, level, function):
    assert {title: read_job_title(title) for title in titles.split("|")} == dict.fromkeys(
        titles.split("|"), JobTitle(level, function)
    )


@given(st.text(max_size=40))
def test_any_title_is_read(text):
    assert read_job_title(text) == read_job_title(f" {text} ")
