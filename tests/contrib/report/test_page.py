"""The report as HTML: what it says, what it must not say, and that it needs nobody else."""

import json
import re
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import attrs
import pytest
from made_report import HOSTILE, QUIET, busy, hostile
from read_page import Page

from leadkit.contrib.report import CALLS_SHOWN, CallRow, Finding, Intake, LeadRow, ReportFigures, masked, render
from leadkit.contrib.report.chart import lines
from leadkit.contrib.report.words import Words
from leadkit.errors import InvalidRecord, MissingExtra
from leadkit.kernel.money import Money
from leadkit.model import Priority
from leadkit.steps.analytics import Rate

pytestmark = pytest.mark.once

AT = datetime(2026, 11, 22, 18, 18, tzinfo=timezone(timedelta(hours=8)))
LISTS = ("calls", "late", "pairs")
FIGURES = (
    "quality", "rejects", "warnings", "funnel", "conversion_curve", "cohorts", "channels", "conversion", "campaigns",
    "attribution", "factors", "responses", "disqualified", "lost", "forecast", "priorities", "grades", "statuses",
)  # fmt: skip


@pytest.fixture(scope="module")
def html():
    return render(busy())


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.fixture(scope="module")
def chinese():
    return Page(render(busy(), "zh"))


# --- what it says


def test_what_is_to_be_done_comes_before_the_figures_and_those_before_the_leads(page):
    assert page.sections == ["calls", "late", "pairs", *FIGURES, "leads"]


def test_every_section_has_its_definition(page, chinese):
    for each in (page, chinese):
        assert all(len(each.definitions[id]) > 8 for id in each.sections)


def test_each_figure_stands_in_the_table_behind_its_chart(page):
    assert [row[:2] for row in page.tables["funnel"][1:]] == [
        [Words().name("stage", step.stage).text, f"{step.leads:,}"] for step in busy().funnel
    ]
    assert [row[1] for row in page.tables["channels"][1:]] == [f"{row.leads:,}" for row in busy().channels]
    assert [row[1] for row in page.tables["statuses"][1:]] == [f"{count:,}" for count in busy().statuses.values()]
    assert [row[1] for row in page.tables["quality"][1:]] == [f"{row.leads:,}" for row in busy().quality]
    assert set(page.charts()) <= set(page.tables)


@pytest.mark.parametrize("name", ["funnel", "channels", "priorities", "statuses", "quality"])
def test_a_chart_draws_the_numbers_of_its_table(page, name):
    data = page.charts()[name]["data"]
    part = [f"{count:,}" for count in data[1]["x"]]
    assert part == [row[5 if name == "channels" else 1] for row in page.tables[name][1:]]
    assert f"chart-{name}" in page.ids()


def test_small_samples_are_not_told_as_percentages(page):
    small = [row for row in busy().channels if row.leads < 10]
    told = {row[0]: row[7] for row in page.tables["channels"][1:]}
    assert small
    assert all("not enough data" in told[Words().name("channel", row.channel).text] for row in small)


def test_the_headline_holds_every_number_of_the_run(page):
    for number in (busy().intake.rows_read, busy().intake.captured, busy().intake.duplicates, busy().intake.rejected):
        assert f"{number:,}" in page.texts[""]
    assert "each of them accounted for" in page.texts[""]


def test_rows_that_nothing_accounts_for_are_said_aloud():
    intake = Intake(rows_read=12, captured=8, duplicates=1, rejected=1)
    page = Page(render(attrs.evolve(QUIET, intake=intake)))
    assert intake.unaccounted == 2
    assert "2 of them not accounted for" in page.texts[""]
    assert ("div", {"class": "card alarm"}) in page.tags


def test_without_a_file_nothing_is_said_of_rows():
    page = Page(render(attrs.evolve(busy(), intake=None)))
    assert "Rows read" not in page.texts[""]
    assert "rejects" not in page.sections


def test_the_call_list_is_ranked_and_says_why_and_what_next(page):
    rows = page.tables["calls"][1:]
    assert len(rows) == CALLS_SHOWN < len(busy().calls)
    assert f"first {CALLS_SHOWN} of {len(busy().calls)}" in page.texts["calls"]
    for row, call in zip(rows, busy().calls, strict=False):
        assert row[2].startswith(call.lead.name)
        assert call.why in row[6]
        assert Words().name("goal", call.goal).text in row[6]
    assert busy().calls[0].why.startswith("High priority (")


def test_a_call_can_be_called_and_written_to():
    leads = [
        LeadRow(id="a", name="王小明", phones=["+86 138-1234-5678"], emails=["wang&co@example.com"], due=AT),
        LeadRow(id="b", phones=["9175840243x4606"], emails=["no address"]),
    ]
    page = Page(render(ReportFigures(as_of=AT, calls=[CallRow(lead=lead) for lead in leads])))
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a" and ":" in attributes["href"]]
    assert links == ["tel:+8613812345678", "mailto:wang%26co@example.com"]


@pytest.mark.parametrize(
    ("due", "english", "told_zh"),
    [
        (datetime(2026, 11, 22, 10, 18, tzinfo=UTC), "today 18:18", "今天 18:18"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "23 Nov 00:00", "11月23日 00:00"),
        (datetime(2025, 11, 21, 15, 59, tzinfo=UTC), "21 Nov 2025 23:59 late", "2025年11月21日 23:59 已逾期"),
    ],
)
def test_due_times_are_told_in_the_zone_of_the_report(due, english, told_zh):
    figures = ReportFigures(as_of=AT, calls=[CallRow(lead=LeadRow(id="a", name="Li", due=due))])
    assert Page(render(figures)).tables["calls"][1][5] == english
    assert Page(render(figures, "zh")).tables["calls"][1][5] == told_zh


def test_what_is_late_says_who_answers_for_it_and_what_to_do(page):
    breached = [row for row in busy().deadlines if row.standing == "breached"]
    assert breached
    for cells, row in zip(page.tables["late"][1:], busy().deadlines, strict=False):
        assert cells[0].startswith("Late" if row.standing == "breached" else "At risk")
        assert cells[3] == row.accountable
        assert cells[5]


def test_duplicates_stand_side_by_side_with_what_differs_and_why(page):
    (pair,) = busy().pairs
    assert {"name", "emails"} <= set(pair.differs)
    assert "company" not in pair.differs
    told = page.texts["pairs"]
    assert pair.because
    for reason in pair.because:
        assert reason in told
    assert page.tables["pairs"][0] == ["", "Earlier lead", "Later lead"]
    assert sum(attributes.get("class") == "differs" for tag, attributes in page.tags if tag == "td") >= 2


def test_every_link_has_its_target(page):
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = {
        attributes["href"][1:].partition("?")[0]
        for tag, attributes in page.tags
        if tag == "a" and attributes["href"][0] == "#"
    }
    assert targets <= set(ids)
    asked = {
        key.partition("=")[0]
        for tag, attributes in page.tags
        if tag == "a" and attributes["href"].startswith("#leads?")
        for key in attributes["href"].partition("?")[2].split("&")
        if key
    }
    assert asked <= set(page.data()["fields"])


def test_the_leads_behind_the_numbers_are_in_the_page(page):
    data = page.data()
    assert len(data["rows"]) == len(busy().leads)
    assert {row[0] for row in data["rows"]} == {lead.id for lead in busy().leads}


# --- what it must not


def test_nothing_is_loaded_from_anywhere(html, page):
    for tag, attributes in page.tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "form", "audio", "video"}
        assert not {"src", "srcset", "action", "data", "poster", "background"} & set(attributes)
        assert re.match(r"#|tel:|mailto:", attributes.get("href", "#"))
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    own = [text for attributes, text in page.scripts if "Plotly, Inc." not in text and "type" not in attributes]
    assert not any("http" in text for text in own)


def test_the_policy_lets_no_script_run_but_those_of_the_page(page):
    policy = next(attributes["content"] for tag, attributes in page.tags if "http-equiv" in attributes)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    running = [text for attributes, text in page.scripts if attributes.get("type") != "application/json"]
    assert len(running) == 3
    digests = [b64encode(sha256(text.encode()).digest()).decode() for text in running]
    assert rules["script-src"].split() == [f"'sha256-{digest}'" for digest in digests]
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_no_value_can_become_markup():
    page = Page(
        render(attrs.evolve(hostile(), title=HOSTILE, rejects=[Finding(HOSTILE, 1, HOSTILE)], intake=busy().intake))
    )
    assert "img" not in {tag for tag, _ in page.tags}
    assert len(page.scripts) == 5
    assert page.tables["rejects"][1] == [HOSTILE, HOSTILE, "1"]
    assert any(HOSTILE in str(row) for row in page.data()["rows"])
    for chart in page.charts().values():
        for trace in chart["data"]:
            drawn = json.dumps(
                [trace.get("text", ""), trace.get("hovertext", ""), chart["layout"]["yaxis"].get("ticktext", "")]
            )
            assert not re.search(r"<(?!/?b>|br>)", drawn), "plotly reads tags in the texts it draws"


def test_what_no_file_can_hold_is_shown_and_not_a_failure():
    html = render(attrs.evolve(busy(), source="\ud800\x00", statuses={"\udfff\x07": 1}))
    html.encode()
    assert "\\ud800\\u0000" in html
    assert Page(html).tables["statuses"][1][0] == "\\udfff\\u0007"


def test_masked_it_names_nobody(html):
    hidden = render(busy(), mask=True)
    assert "masked" in Page(hidden).texts[""]
    for lead in busy().leads:
        for value in (*lead.phones, *lead.emails):
            assert value not in hidden
    told = {row[2] for row in Page(hidden).tables["calls"][1:]}
    assert all("***" in name for name in told)
    pairs = [(row.differs, other.differs) for row, other in zip(busy().pairs, masked(busy()).pairs, strict=True)]
    assert all(mine == theirs for mine, theirs in pairs), "what differs is told of what it was"


# --- how it is made


def test_the_same_figures_give_the_same_bytes(html):
    assert render(busy()) == html


def test_an_empty_store_has_a_report_too():
    html = render(QUIET)
    page = Page(html)
    assert len(html) < 50_000, "nothing to draw: no plotly inside"
    assert not page.charts()
    for id in ("funnel", "channels", "priorities", "grades", "statuses", "cohorts", "forecast"):
        assert "Nothing yet" in page.texts[id]
    for id in ("conversion_curve", "conversion", "attribution", "factors"):
        assert "Not enough data" in page.texts[id]
    assert "nothing yet" in page.texts[""]


def test_leads_without_a_flaw_are_not_called_missing():
    assert "Nothing to mend" in Page(render(attrs.evolve(busy(), quality=()))).texts["quality"]


def test_channels_of_one_label_stay_two_bars():
    row = busy().channels[1]
    chart = Page(render(attrs.evolve(busy(), channels=(row, row)))).charts()["channels"]
    assert chart["data"][0]["y"] == [0, 1]


def test_a_language_without_words_is_refused():
    with pytest.raises(InvalidRecord, match="unknown_language"):
        render(QUIET, "fr")


@pytest.mark.parametrize(
    ("label", "cut"),
    [
        ("", []),
        ("Online ad", ["Online ad"]),
        ("Partner programme of the north", ["Partner programme", "of the north"]),
        ("Partner programme of the Benelux region", ["Partner programme", "of the Benelu…"]),
        ("展会线索二〇二六年", ["展会线索二〇二六年"]),
        ("展会线索二〇二六年秋季广州国际机械展览会", ["展会线索二〇二六年", "秋季广州国际机械…"]),
        ("x" * 500, ["x" * 18, "x" * 17 + "…"]),
    ],
)
def test_a_long_label_takes_two_lines_at_most(label, cut):
    assert lines(label) == cut


@pytest.mark.parametrize(
    ("share", "told"),
    [(None, "–"), (0, "0%"), (1, "100%"), (0.0001, "<0.1%"), (0.9999, ">99.9%"), (0.1234, "12.3%"), (-0.5, "-50.0%")],
)
def test_few_of_many_are_not_rounded_to_none(share, told):
    assert Words().share(share) == told


def test_numbers_are_told_as_people_write_them():
    english, chinese = Words(), Words("zh")
    assert english.number(12345) == chinese.number(12345) == "12,345"
    assert english.moment(AT) == "22 Nov 2026, 18:18 UTC+08:00"
    assert chinese.moment(AT) == "2026年11月22日 18:18 UTC+08:00"
    assert english.rate(Rate(1, 9)) == "not enough data (1 of 9)"
    assert chinese.rate(Rate(1, 9)) == "数据不足（1/9）"
    assert english.money([Money("650000", "CNY"), Money(9, "JPY")]) == "650,000.00 CNY\n9 JPY"
    assert english.span(timedelta(hours=36)) == "1.5 days"
    assert chinese.span(timedelta(minutes=90)) == "1.5 小时"


def test_a_report_has_an_instant():
    with pytest.raises(InvalidRecord):
        ReportFigures(as_of=AT.replace(tzinfo=None))


def test_repr_masks_who_people_are_and_how_to_reach_them():
    lead = next(lead for lead in busy().leads if lead.phones and lead.emails and lead.name)
    assert not any(value in repr(lead) for value in (lead.name, *lead.phones, *lead.emails))


@pytest.mark.parametrize("absent", ["jinja2", "plotly"])
def test_a_missing_package_names_the_extra(monkeypatch, absent):
    from leadkit.contrib.report import page

    page._template.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == absent]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(MissingExtra, match=re.escape('pip install "leadkit[report]"')):
        render(QUIET)


def test_the_figures_alone_need_no_extra():
    code = "import sys, leadkit.contrib.report; assert not {'jinja2', 'plotly', 'pyarrow'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_priorities_stand_high_first(page):
    assert [row[0] for row in page.tables["priorities"][1:]] == [each.capitalize() for each in Priority]
