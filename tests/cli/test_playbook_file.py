"""A playbook in TOML: every table, strictly."""

from datetime import timedelta
from pathlib import Path

import pytest

from leadkit.cli.playbook_file import load_playbook
from leadkit.errors import InvalidPlaybook
from leadkit.playbook import Playbook

EXAMPLE = Path(__file__).parents[2] / "examples" / "playbook.toml"


def loaded(tmp_path, text):
    file = tmp_path / "playbook.toml"
    file.write_text(text, encoding="utf-8")
    return load_playbook(file)


def test_an_empty_file_is_the_default_playbook(tmp_path):
    playbook, default = loaded(tmp_path, ""), Playbook()
    assert playbook.scorer == default.scorer
    assert playbook.assignment == default.assignment
    assert playbook.follow_up == default.follow_up
    assert playbook.pipelines == default.pipelines
    assert playbook.duplicates == default.duplicates


def test_the_example_loads():
    assert len(load_playbook(EXAMPLE).assignment.teams) > 1


def test_tables_become_policies(tmp_path):
    playbook = loaded(
        tmp_path,
        """
        [follow_up]
        first_contact_hours = 2
        zone = "Asia/Shanghai"
        [scoring]
        name = "ours"
        bands = { high = 10 }
        [[scoring.rules]]
        field = "job_title"
        operator = "contains"
        value = ["总监"]
        points = 15
        [duplicates]
        ignore_plus_tags = false
        [status_labels]
        working = "跟进中"
        """,
    )
    assert (playbook.duplicates.ignore_plus_tags, playbook.duplicates.ignore_gmail_dots) == (False, True)
    assert playbook.follow_up.first_contact_within == timedelta(hours=2)
    assert playbook.follow_up.zone == "Asia/Shanghai"
    assert [rule.points for rule in playbook.scorer.rules] == [15]
    assert playbook.lead_machine.label("working") == "跟进中"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[follow_up]\nfirst_contact_hours = 0", "first_contact_within"),
        ("[follow_up]\nhours = 1", "follow_up.hours"),
        ('[duplicates]\nignore_plus_tags = "no"', "duplicates.ignore_plus_tags"),
        ('[[teams]]\nname = "a"\nmembers = []', "a"),
        ('[[teams]]\nname = "a"\nmembers = "kim"', "teams[0].members"),
        ('[[scoring.rules]]\nfield = "compny"\noperator = "filled"\nvalue = true\npoints = 5', "compny"),
        ('[[scoring.rules]]\nfield = "company"\noperator = "~"\nvalue = 1\npoints = 5', "company"),
        ('[assignment]\nfallback = "nobody"', "nobody"),
        ('[[pipelines]]\nname = "p"\nstages = []', "pipelines[0]"),
        ('[status_labels]\nwibble = "x"', "wibble"),
        ("not = [toml", "playbook"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, field):
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, text)
    assert any(field in (problem.field or "") for problem in wrong.value.problems), wrong.value


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("[follow_up]\nfirst_contact_hours = inf", "out_of_range", "follow_up.first_contact_hours"),
        ("[follow_up]\nthen_days = nan", "out_of_range", "follow_up.then_days"),
        ("[follow_up]\nnurturing_days = 1e300", "out_of_range", "follow_up.nurturing_days"),
        ("[capture]\nsame_content_seconds = -inf", "out_of_range", "capture.same_content_seconds"),
        ('[follow_up]\nzone = "Mars/Olympus"', "unknown_zone", "zone"),
        ("[scoring.bands]\nhot = 50", "unknown_band", "scoring.bands.hot"),
        ('[scoring.bands]\nhigh = "50"', "wrong_type", "scoring.bands.high"),
        ('[scoring]\nrules = ["status is x, y: +5", {}]', "required", "scoring.rules[1].field"),
        ('[[scoring.rules]]\nfield="status"\noperator="in"\nvalue=[["a"]]\npoints=5', "wrong_type", "scoring.status"),
        ("surprise = 1", "unknown_field", "surprise"),
    ],
)
def test_values_that_no_policy_can_hold_are_named(tmp_path, text, code, field):
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, text)
    assert (code, field) in [(problem.code, problem.field) for problem in wrong.value.problems]


def test_every_wrong_table_is_told_at_once(tmp_path):
    with pytest.raises(InvalidPlaybook) as wrong:
        loaded(tmp_path, '[cleansing]\nregion = 5\n[[teams]]\nname = "a"\n[follow_up]\nzone = 5\n')
    assert {problem.field for problem in wrong.value.problems} == {
        "cleansing.region",
        "teams[0].members",
        "follow_up.zone",
    }


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", None])
def test_a_file_that_is_no_text_is_told(tmp_path, data):
    file = tmp_path / "playbook.toml"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(InvalidPlaybook, match="unreadable"):
        load_playbook(file)
