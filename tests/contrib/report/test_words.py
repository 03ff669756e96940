"""Every word in both languages, none that nobody says, and none of the other language on a page."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from made_report import QUIET, busy
from read_page import Page

import leadkit.contrib.report
from leadkit.contrib.report import LANGUAGES, render
from leadkit.contrib.report.words import texts
from leadkit.lexicon.job_titles import JobLevel
from leadkit.machines.lead import LeadStatus
from leadkit.model import Channel, Clock, Priority
from leadkit.model.activity import DETAILS
from leadkit.steps.analytics import ATTRIBUTES, AttributionModel, FunnelStage
from leadkit.steps.followup import FollowUpPolicy, Standing

pytestmark = pytest.mark.once

FOLDER = Path(leadkit.contrib.report.__file__).parent
HAN = re.compile("[\u3400-\u9fff]")
# Names of methods and abbreviations that Chinese readers know by these letters.
LATIN = re.compile(r"[A-Za-z]{3,}")
KNOWN = {"Kaplan", "Meier", "Wilson", "Holm", "CPL", "CAC", "ROI", "UTC", "JavaScript", "csv", "rejects", "warnings"}


def test_every_text_is_there_in_both_languages():
    for kind, rows in texts().items():
        for key, row in rows.items():
            assert len(row) == len(LANGUAGES), f"{kind}.{key}"
            assert all(row), f"{kind}.{key}"
            english, chinese = row
            assert not HAN.search(english), f"{kind}.{key}"
            assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese)), f"{kind}.{key}"


def test_every_text_that_the_code_names_is_there():
    source = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.*") if file.suffix in (".py", ".j2"))
    named = set(re.findall(r'say\(\s*"(\w+\.\w+)"', source))
    assert len(named) > 60
    assert named <= {f"{kind}.{key}" for kind, rows in texts().items() for key in rows}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("status", LeadStatus),
        ("priority", Priority),
        ("channel", Channel),
        ("stage", FunnelStage),
        ("standing", Standing),
        ("clock", Clock),
        ("next", Clock),
        ("goal", FollowUpPolicy().goals.values()),
        ("factor", [*ATTRIBUTES, "did"]),
        ("activity", DETAILS),
        ("job_level", JobLevel),
        ("model", AttributionModel),
        ("flaw", lambda: [row.flaw for row in busy().quality]),
        ("mend", lambda: [row.flaw for row in busy().quality]),
        ("problem", lambda: [finding.code for finding in (*busy().rejects, *busy().warnings)]),
    ],
)
def test_every_code_of_ours_has_a_name(kind, codes):
    wanted = codes if isinstance(codes, Iterable) else codes()
    assert {str(code) for code in wanted} <= set(texts()[kind])


@pytest.mark.parametrize("made", [busy, lambda: QUIET])
def test_a_chinese_page_speaks_chinese_but_for_data(made):
    page = Page(render(made(), "zh"))
    own = [text for text in page.own if LATIN.search(text)]
    assert [text for text in own if set(LATIN.findall(text)) - KNOWN - {"CNY", "USD", "EUR", "GBP", "JPY"}] == []
    assert dict(page.tags)["html"]["lang"] == "zh-CN"


@pytest.mark.parametrize("made", [busy, lambda: QUIET])
def test_an_english_page_speaks_english_but_for_data(made):
    page = Page(render(made()))
    assert [text for text in page.own if HAN.search(text)] == []
    assert dict(page.tags)["html"]["lang"] == "en"
