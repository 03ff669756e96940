"""The report as a browser would read it: what it says, what it must not say, and that it needs nobody else."""

import json
import re
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from html.parser import HTMLParser

import attrs
import pytest

from leadkit.contrib.report import CALLS_SHOWN, CallRow, Finding, Intake, ReportFigures, render
from leadkit.contrib.report.chart import lines
from leadkit.errors import InvalidRecord, MissingExtra
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.money import Money
from leadkit.model import Priority
from leadkit.steps.analytics import FlawKind, FunnelStage, FunnelStep, QualityRow, Rate, SourceRow, average, spread


def step(stage, count, whole):
    return FunnelStep(stage, count, Rate(count, 2 * count), Rate(count, whole), 0, count, Rate(0, count), spread(()))


def channel(name, leads, high, score, *came, revenue=()):
    priorities = FrozenDict({Priority.HIGH: high, Priority.MEDIUM: 0, Priority.LOW: 0})
    rates = [Rate(part, leads) for part in came]
    return SourceRow(name, "", leads, priorities, average(leads, leads * score, leads * score**2), *rates, revenue)


def flaw(name, count, whole):
    return QualityRow(name, FlawKind.MISSING, count, Rate(count, whole))


AT = datetime(2026, 11, 22, 18, 18, tzinfo=timezone(timedelta(hours=8)))
HOSTILE = '</script><script>alert(1)</script><img src=https://evil.example/x onerror="alert(2)">'
REACHED = dict(zip(FunnelStage, (8874, 8412, 5120, 1893, 742, 2), strict=True))

FULL = ReportFigures(
    as_of=AT,
    title="Lead report",
    source="线索-10000.csv",
    intake=Intake(rows_read=10_000, captured=8874, duplicates=992, rejected=134, repaired=41, warnings=1312),
    funnel=[step(stage, count, 8874) for stage, count in REACHED.items()],
    channels=[
        channel("online_ad", 2310, 410, 41.25, 402, 131, 52, revenue=(Money("650000", "CNY"), Money(9, "JPY"))),
        channel("展会线索", 322, 90, 52.0, 40, 12, 0),
        channel("api", 90, 8, 22.0, 1, 0, 0),
    ],
    priorities={Priority.HIGH: 1958, Priority.MEDIUM: 3906, Priority.LOW: 3010},
    statuses={"assigned": 8869, "void": 5},
    quality=[flaw("no job title", 6120, 8874), flaw("no name", 3, 8874)],
    pipeline=[Money("12481250.50", "CNY"), Money("318400", "EUR")],
    rejects=[Finding("no_contact_way", 91, "neither e-mail nor phone"), Finding("too_many_cells", 43)],
    warnings=[Finding("phone_extension", 1312, "the extension is kept apart")],
    calls=[
        CallRow(
            priority=Priority.HIGH,
            score=92,
            name="王小明",
            company="顶点科技有限公司",
            phone="+86 138-1234-5678",
            email="wang&co@example.com",
            owner="Selena Doyle",
            due=AT.astimezone(UTC) - timedelta(minutes=1),
            why=("+30 budget", "+20 采购总监"),
        ),
        CallRow(priority=Priority.LOW, score=1.5, name="", phone="9175840243x4606", email="no address"),
    ],
)
EMPTY = ReportFigures(
    as_of=AT,
    funnel=[step(stage, 0, 0) for stage in FunnelStage],
    priorities=dict.fromkeys(Priority, 0),
)


class Page(HTMLParser):
    """The tags, the texts by section, the tables by section, and the scripts."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self.tables, self.texts = [], [], {}, {}
        self._section, self._script, self._open = "", None, []
        self.feed(html)
        self.close()
        assert not self._open, "a tag was left open"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag not in {"meta", "br"}:
            self._open.append(tag)
        if tag == "section":
            self._section = attributes.get("id", "")
        if tag == "script":
            self.scripts.append((attributes, ""))
        if tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        if tag in {"td", "th"}:
            self.tables[self._section][-1].append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag
        if tag == "section":
            self._section = ""

    def handle_data(self, data):
        if self._open and self._open[-1] == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        elif {"td", "th"} & set(self._open):
            self.tables[self._section][-1][-1] += data
        if not {"script", "style"} & set(self._open):
            self.texts[self._section] = self.texts.get(self._section, "") + data

    def charts(self):
        return next((json.loads(text) for attributes, text in self.scripts if attributes.get("id") == "figures"), {})

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@pytest.fixture(scope="module")
def html():
    return render(FULL)


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_each_figure_stands_in_the_table_behind_its_chart(page):
    assert page.tables["funnel"][1:] == [
        ["Captured", "8,874", "50.0%", "100%"],
        ["Assigned", "8,412", "50.0%", "94.8%"],
        ["Contacted", "5,120", "50.0%", "57.7%"],
        ["Qualified", "1,893", "50.0%", "21.3%"],
        ["Converted", "742", "50.0%", "8.4%"],
        ["Won", "2", "50.0%", "<0.1%"],
    ]
    assert page.tables["channels"][1:] == [
        ["Online ad", "2,310", "410", "41.2", "402", "131", "52", "5.7%", "650,000.00 CNY\n9 JPY"],
        ["展会线索", "322", "90", "52.0", "40", "12", "0", "3.7%", "–"],
        ["API", "90", "8", "22.0", "1", "0", "0", "0%", "–"],
    ]
    assert page.tables["priorities"][1:] == [
        ["High", "1,958", "22.1%"],
        ["Medium", "3,906", "44.0%"],
        ["Low", "3,010", "33.9%"],
    ]
    assert page.tables["statuses"][1:] == [["Assigned", "8,869", "99.9%"], ["Void", "5", "0.1%"]]
    assert page.tables["quality"][1:] == [["No job title", "6,120", "69.0%"], ["No name", "3", "<0.1%"]]
    assert page.tables["rejects"][1:] == [
        ["neither e-mail nor phone", "no_contact_way", "91"],
        ["Too many cells", "too_many_cells", "43"],
    ]
    assert page.tables["warnings"][1:] == [["the extension is kept apart", "phone_extension", "1,312"]]


@pytest.mark.parametrize("name", ["funnel", "channels", "priorities", "statuses", "quality"])
def test_a_chart_draws_the_numbers_of_its_table(page, name):
    data = page.charts()[name]["data"]
    table = page.tables[name][1:]
    part = [f"{count:,}" for count in data[1]["x"]]
    assert part == [row[5 if name == "channels" else 1] for row in table]
    for note, row in zip(data[0]["text"], table, strict=True):
        count, _, share = note.replace("&lt;", "<").partition(" · ")
        assert count in row
        assert share in row
    assert f"chart-{name}" in page.ids()


def test_the_headline_holds_every_number_of_the_run(page):
    for number in ("10,000", "8,874", "992", "134", "41 repaired", "1,312 warnings", "1,958", "742", "318,400.00 EUR"):
        assert number in page.texts[""]
    assert "each of them accounted for" in page.texts[""]
    assert "线索-10000.csv · as of 2026-11-22 18:18 UTC+08:00" in page.texts[""]


def test_rows_that_nothing_accounts_for_are_said_aloud():
    figures = attrs.evolve(FULL, intake=attrs.evolve(FULL.intake, duplicates=990))
    assert figures.intake.unaccounted == 2
    page = Page(render(figures))
    assert "2 of them not accounted for" in page.texts[""]
    assert ("div", {"class": "card alarm"}) in page.tags


def test_without_a_file_the_headline_counts_leads():
    text = Page(render(attrs.evolve(FULL, intake=None))).texts[""]
    assert "Rows read" not in text
    assert "captured so far" in text


def test_the_call_list_can_be_called(page):
    first, second = page.tables["calls"][1:]
    assert first[:2] == ["High", "92"]
    assert first[2] == "王小明顶点科技有限公司"
    assert first[4:6] == ["Selena Doyle", "today 18:17 overdue"]
    assert first[6] == "+30 budget+20 采购总监"
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a" and ":" in attributes["href"]]
    assert links == ["tel:+8613812345678", "mailto:wang%26co@example.com"]
    assert second == ["Low", "1.5", "–", "9175840243x4606no address", "–", "–", ""]


def test_the_call_list_shows_its_top_and_says_how_long_it_is():
    calls = [CallRow(priority=Priority.LOW, score=n, name=str(n)) for n in range(CALLS_SHOWN + 1)]
    page = Page(render(attrs.evolve(EMPTY, calls=calls)))
    assert len(page.tables["calls"]) == 1 + CALLS_SHOWN
    assert "first 50 of 51" in page.texts["calls"]
    assert "first 50 of 7,812" in Page(render(attrs.evolve(EMPTY, calls=calls, calls_total=7812))).texts["calls"]
    assert "These are" not in Page(render(FULL)).texts["calls"]


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (datetime(2026, 11, 22, 10, 18, tzinfo=UTC), "today 18:18"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "2026-11-23 00:00"),
        (datetime(2026, 11, 21, 15, 59, tzinfo=UTC), "2026-11-21 23:59 overdue"),
    ],
)
def test_due_times_are_told_in_the_zone_of_the_report(due, told):
    call = CallRow(priority=Priority.LOW, score=1, name="Li", due=due)
    assert Page(render(attrs.evolve(EMPTY, calls=[call]))).tables["calls"][1][5] == told


def test_every_panel_has_its_definition_and_every_link_its_target(page):
    sections = [attributes["id"] for tag, attributes in page.tags if tag == "section" and "id" in attributes]
    assert len(sections) == 9
    assert sum(attributes.get("class") == "definition" for _, attributes in page.tags) == 9
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = [attributes["href"][1:] for tag, attributes in page.tags if tag == "a" and attributes["href"][0] == "#"]
    assert sorted(targets) == sorted(sections)


def test_nothing_is_loaded_from_anywhere(html, page):
    for tag, attributes in page.tags:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "form", "audio", "video"}
        assert not {"src", "srcset", "action", "data", "poster", "background"} & set(attributes)
        assert re.match(r"#|tel:|mailto:", attributes.get("href", "#"))
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert not any("http" in text for _, text in page.scripts if "Plotly, Inc." not in text)


def test_the_policy_lets_no_script_run_but_the_two_of_the_page(page):
    policy = next(attributes["content"] for tag, attributes in page.tags if "http-equiv" in attributes)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    running = [text for attributes, text in page.scripts if attributes.get("type") != "application/json"]
    assert len(running) == 2
    digests = [b64encode(sha256(text.encode()).digest()).decode() for text in running]
    assert rules["script-src"].split() == [f"'sha256-{digest}'" for digest in digests]
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_no_value_can_become_markup():
    figures = ReportFigures(
        as_of=AT,
        title=HOSTILE,
        source=HOSTILE,
        funnel=FULL.funnel,
        channels=[channel(HOSTILE, 5, 1, 2.0, 1, 1, 1)],
        statuses={HOSTILE: 3},
        quality=[flaw(HOSTILE, 3, 6)],
        rejects=[Finding(HOSTILE, 1, HOSTILE)],
        warnings=[Finding(HOSTILE, 1)],
        calls=[
            CallRow(
                priority=Priority.HIGH,
                score=1,
                name=HOSTILE,
                company=HOSTILE,
                phone=HOSTILE,
                email=f'{HOSTILE}"@x',
                owner=HOSTILE,
                why=(HOSTILE,),
            )
        ],
    )
    page = Page(render(figures))
    assert "img" not in {tag for tag, _ in page.tags}
    assert len(page.scripts) == 3
    assert page.tables["channels"][1][0] == HOSTILE
    assert page.tables["calls"][1][2] == HOSTILE * 2
    assert page.tables["rejects"][1] == [HOSTILE, HOSTILE, "1"]
    for chart in page.charts().values():
        drawn = json.dumps(
            [chart["data"][0]["text"], chart["data"][0]["hovertext"], chart["layout"]["yaxis"]["ticktext"]]
        )
        assert not re.search(r"<(?!/?b>|br>)", drawn), "plotly reads tags in the texts it draws"


def test_what_no_file_can_hold_is_shown_and_not_a_failure():
    html = render(attrs.evolve(FULL, source="\ud800\x00", statuses={"\udfff\x07": 1}))
    html.encode()
    assert "\\ud800\\u0000" in html
    assert Page(html).tables["statuses"][1][0] == "\\udfff\\u0007"


def test_the_same_figures_give_the_same_bytes(html):
    assert render(FULL) == html
    assert render(attrs.evolve(FULL)) == html
    assert hash(FULL) == hash(attrs.evolve(FULL))


def test_the_page_is_plotly_and_little_else(html):
    assert html.startswith('<!doctype html>\n<html lang="en">')
    plotly = max(len(text) for _, text in Page(html).scripts)
    assert len(html.encode()) - plotly < 60_000


def test_an_empty_store_has_a_report_too():
    html = render(EMPTY)
    page = Page(html)
    assert len(html) < 20_000, "nothing to draw: no plotly inside"
    assert not page.scripts
    assert not page.tables
    for panel in ("funnel", "channels", "priorities", "grades", "statuses", "quality", "calls"):
        assert "Nothing yet" in page.texts[panel]
    assert "Nothing of the kind" in page.texts["rejects"]
    assert "nothing yet" in page.texts[""]
    assert Page(render(ReportFigures(as_of=AT))).ids() == page.ids()


def test_leads_without_a_flaw_are_not_called_missing():
    assert "Nothing to mend" in Page(render(attrs.evolve(FULL, quality=()))).texts["quality"]


def test_channels_of_one_label_stay_two_bars():
    row = FULL.channels[1]
    chart = Page(render(attrs.evolve(FULL, channels=(row, row)))).charts()["channels"]
    assert chart["data"][0]["y"] == [0, 1]


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


def test_a_report_has_an_instant():
    with pytest.raises(InvalidRecord):
        ReportFigures(as_of=AT.replace(tzinfo=None))


def test_repr_masks_how_to_reach_people():
    assert "138-1234" not in repr(FULL)
    assert "wang&co" not in repr(FULL)


@pytest.mark.parametrize("absent", ["jinja2", "plotly"])
def test_a_missing_package_names_the_extra(monkeypatch, absent):
    from leadkit.contrib.report import page

    page._template.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == absent]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(MissingExtra, match=re.escape('pip install "leadkit[report]"')):
        render(FULL)


def test_the_figures_alone_need_no_extra():
    code = "import sys, leadkit.contrib.report; assert not {'jinja2', 'plotly'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
