"""Columns find their fields, and the person is told how."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.errors import UnusableInput
from leadkit.tabular.headers import Column, How, map_columns
from leadkit.tabular.spellings import FIELDS, MANY

# header … = field …, a dash for a column that is kept or ignored
EXPORTS = {
    "sample": """
        Index|Account Id|Lead Owner|First Name|Last Name|Company|Phone 1|Phone 2|Email 1|Email 2
        = -|external_id|owner|given_name|family_name|company|phone|phone|email|email
        Website|Source|Deal Stage|Notes
        = website|source|stage|notes""",
    "hubspot": """
        Record ID - Contact|First Name|Last Name|Email|Phone Number|Company Name|Job Title|Website URL
        = external_id|given_name|family_name|email|phone|company|job_title|website
        Lifecycle Stage|Lead Status|Contact owner|Create Date|Original Source|State/Region|Postal Code
        = stage|stage|owner|created_at|source|region|postal_code
        Number of Employees|LinkedIn URL
        = company_size|-""",
    "salesforce": """
        Id|FirstName|LastName|Company|Email|Phone|MobilePhone|Title|LeadSource|Status|Industry|NumberOfEmployees
        = external_id|given_name|family_name|company|email|phone|phone|job_title|source|stage|industry|company_size
        Fax|HasOptedOutOfEmail|CreatedDate|Street|City|State|PostalCode|Country
        = -|-|created_at|street|city|region|postal_code|country""",
    "simplified Chinese": """
        姓名|手机号|联系电话|邮箱|公司名称|职位|线索来源|备注|行业|地区|城市|负责人|线索状态|预算|需求
        = name|phone|phone|email|company|job_title|source|notes|industry|region|city|owner|stage|budget|needs
        意向产品|创建时间|标签|微信号
        = interests|created_at|tags|-""",
    "traditional Chinese": """
        聯絡人|手機|聯絡電話|電子郵件|公司名稱|職稱|線索來源|備註|產業|地區|負責人|狀態|預算|建立時間
        = name|phone|phone|email|company|job_title|source|notes|industry|region|owner|stage|budget|created_at""",
    "web form": """
        Full Name|utm_source|UTM_Medium|UTM_Campaign|utm term|utm-content|gclid|Landing Page URL|Referrer
        = name|source|medium|campaign|term|content|-|landing_page|referrer
        Pain Points|Requirements|Decision Date|Currency|Timestamp
        = pain_points|needs|decision_date|currency|created_at""",
    "decorated": """
        *姓名|手机号（必填）|Budget (USD)|姓名 Name|Email邮箱|【公司】|联系人（全名）
        = name|phone|budget|name|email|company|name""",
}


@pytest.mark.parametrize("export", EXPORTS)
def test_the_headers_of_known_exports_are_mapped(export):
    lines = [line.strip().removeprefix("= ").split("|") for line in EXPORTS[export].split("\n") if line.strip()]
    header, fields = [*chain(*lines[::2])], [*chain(*lines[1::2])]
    columns = map_columns(header).columns
    assert [(column.header, column.field or "-") for column in columns] == [*zip(header, fields, strict=True)]
    assert {column.how for column in columns} <= {How.MAPPED, How.KEPT}


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("Customer Billing City", ["Ulm"], "city"),
        ("What is your current occupation", ["Nurse"], "job_title"),
        ("客户所在城市", ["上海"], "city"),
        ("Your E-Mail", ["ann@acme.example"], "email"),
        ("收件人手机号", ["13812345678", "138 1234 5679"], "phone"),
        ("Emergency Phone", ["(555) 123-4567 x12"], "phone"),
        ("公司Email", ["ann@acme.example"], "email"),
        ("Kontakt", ["ann@acme.example", "bob@acme.example"], "email"),
        ("Rufnummer", ["+49 151 12345678", "+49 151 87654321"], "phone"),
        ("Heimseite", ["https://acme.example/"], "website"),
        # The header says one thing, the values another.
        ("Total Time Spent on Website", ["674", "1532"], None),
        ("Preferred Phone", ["home", "work"], None),
        ("Visitors Email", ["yes", "no"], None),
        # Too vague, or somebody else's.
        ("Product Name", ["ERP"], None),
        ("Order Status", ["paid"], None),
        ("Lead Owner Email", ["rep@seller.example"], None),
        ("负责人邮箱", ["rep@seller.example"], None),
        ("推荐人手机号", ["13812345678"], None),
        ("Kontakt", ["rep@seller.example"] * 9, None),
        ("Order number", ["13812345"], None),
        ("Anything", [], None),
    ],
)
def test_other_headers_are_guessed_when_end_and_values_agree(header, values, field):
    (column,) = map_columns([header], [[value] for value in values]).columns
    assert (column.field, column.how) == (field, How.GUESSED if field else How.KEPT)


def test_a_guess_takes_no_field_that_a_header_names():
    columns = map_columns(["Plant city", "City", "Work city"], [["Ulm", "Bonn", "Jena"]]).columns
    assert [column.how for column in columns] == [How.KEPT, How.MAPPED, How.KEPT]


@pytest.mark.parametrize(
    ("header", "values", "how"),
    [
        ("Index", "1 2 3 5", How.IGNORED),
        ("序号", "7 8 9", How.IGNORED),
        ("No.", "1 2 3", How.IGNORED),
        ("#", "0 1", How.IGNORED),
        ("", "0 1 2", How.IGNORED),
        ("Unnamed: 0", "0 1 2", How.IGNORED),
        ("Index", "1 1 2", How.KEPT),
        ("Index", "10 2000 3000", How.KEPT),
        ("No.", "A-1 A-2", How.KEPT),
        ("", "x y", How.KEPT),
        ("Index", "", How.KEPT),
        ("Total", "1 2 3", How.KEPT),
    ],
)
def test_a_column_that_only_counts_the_rows_is_ignored(header, values, how):
    (column,) = map_columns([header], [[value] for value in values.split()]).columns
    assert (column.field, column.how) == (None, how)


def test_equal_and_blank_headers_get_names_of_their_own():
    columns = map_columns(["Memo", "", "Memo", "Memo (2)", "column 2", "Memo"]).columns
    assert [column.header for column in columns] == [
        "Memo",
        "column 2",
        "Memo (2)",
        "Memo (2) (2)",
        "column 2 (2)",
        "Memo (3)",
    ]


# --- values ---------------------------------------------------------------------------------------------------------


def test_values_are_tidied_and_blanks_left_out():
    columns = map_columns(
        ["First Name", "Company", "Phone 1", "Phone 2", "Notes", "Tags", "意向产品", "Shoe size", "Fax"]
    )
    cells = [
        "  Ann\u200b ",
        "Acme\n Inc",
        "",
        "5551234 / 5559876",
        "one \n\n two ",
        "a, b；c;;a",
        "ERP、CRM",
        " 38 ",
        "",
    ]
    assert columns.fields(cells) == {
        "given_name": "Ann",
        "company": "Acme Inc",
        "phone": ("5551234 / 5559876",),
        "notes": "one\n\ntwo",
        "tags": ("a", "b", "c"),
        "interests": ("ERP", "CRM"),
    }
    assert columns.rest(cells) == {"Shoe size": "38"}


def test_several_columns_and_several_addresses_make_one_tuple_without_repeats():
    columns = map_columns(["Email 1", "Email 2", "Email 3"])
    assert columns.fields(["a@x.example", "b@x.example; c@x.example", "a@x.example"]) == {
        "email": ("a@x.example", "b@x.example", "c@x.example")
    }


@pytest.mark.parametrize(
    ("cells", "source", "extra"),
    [
        (["google", "Trade Show"], "Trade Show", {"UTM_Source": "google"}),
        (["google", " "], "google", {}),
        (["", "Trade Show"], "Trade Show", {}),
    ],
)
def test_of_two_columns_for_one_field_the_better_header_has_the_say_and_the_other_is_kept(cells, source, extra):
    columns = map_columns(["UTM_Source", "Lead Source"])
    assert (columns.fields(cells), columns.rest(cells)) == ({"source": source}, extra)


# --- overrides ------------------------------------------------------------------------------------------------------


def test_overrides_have_the_last_word():
    header = ["Name", "Notes", "Shop", "Source", "Stage"]
    columns = map_columns(header, overrides={"notes": "company", "Shop": "source", "Source": "", "STAGE": "extra"})
    assert columns.columns == (
        Column(0, "Name", "name", How.MAPPED),
        Column(1, "Notes", "company", How.OVERRIDE),
        Column(2, "Shop", "source", How.OVERRIDE),
        Column(3, "Source", None, How.IGNORED),
        Column(4, "Stage", None, How.KEPT),
    )
    cells = ["Ann", "Acme", "Ulm", "x", "y"]
    assert columns.fields(cells) == {"name": "Ann", "company": "Acme", "source": "Ulm"}
    assert columns.rest(cells) == {"Stage": "y"}


def test_an_override_comes_before_a_header_that_names_the_field():
    columns = map_columns(["Company", "Shop"], overrides={"Shop": "company"})
    assert columns.fields(["Acme", "Ulm"]) == {"company": "Ulm"}
    assert columns.rest(["Acme", "Ulm"]) == {"Company": "Acme"}


def test_all_wrong_overrides_are_told_at_once():
    with pytest.raises(UnusableInput) as caught:
        map_columns(["Name"], overrides={"Nmae": "name", "Name": "nmae", "x": "y", "name": None})
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("unknown_header", "Nmae"),
        ("unknown_field", "Name"),
        ("unknown_header", "x"),
        ("unknown_field", "x"),
    ]


# --- properties -----------------------------------------------------------------------------------------------------

HEADERS = st.sampled_from(
    ["Email 1", "手机号", "Notes", "备注", "Source", "来源", "Shoe size", "", "Index", "Tags", "Company"]
)


@given(st.lists(st.tuples(HEADERS, st.sampled_from(["", " ", "x", "1", "a@b.example", "y z"])), max_size=12))
def test_no_value_gets_lost_between_fields_and_extra(columns):
    header, cells = [name for name, _ in columns], [cell for _, cell in columns]
    mapped = map_columns(header, [cells])
    fields = mapped.fields(cells)
    found = [*mapped.rest(cells).values()]
    for name, value in fields.items():
        assert name in FIELDS
        assert isinstance(value, tuple) == (name in MANY)
        found += value if isinstance(value, tuple) else [value]
    ignored = {column.index for column in mapped.columns if column.how is How.IGNORED}
    assert set(found) == {cell for index, cell in enumerate(cells) if cell.strip() and index not in ignored}


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=5))
def test_any_header_and_values_find_a_place(header, values):
    (column,) = map_columns([header], [[value] for value in values]).columns
    assert (column.field is None) == (column.how in {How.KEPT, How.IGNORED})


def test_hostile_values_are_judged_in_no_time():
    hostile = ["1" * 100_000 + "z", "a@" + "." * 100_000 + " ", "(" * 100_000, "http://" + " " * 100_000]
    assert map_columns(["Direct line phone"], [[value] for value in hostile]).columns[0].how is How.KEPT
