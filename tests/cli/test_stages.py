"""A lead that is not where its file says it is comes with the reason; one that is says nothing."""

from datetime import UTC, datetime

import pytest

from leadkit import Lead, LeadStatus, Playbook
from leadkit.cli.stages import stage_warning
from leadkit.tabular import StageTarget

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def warning(status, target, label="Somewhere"):
    lead = Lead("lead-1", NOW, NOW, status=status, owner="li")
    return stage_warning(Playbook(), lead, target, label)


@pytest.mark.parametrize("status", LeadStatus)
def test_a_lead_where_its_file_says_it_is_needs_no_words(status):
    assert warning(status, StageTarget(status, None, "")) is None


def test_new_is_where_every_lead_has_been():
    assert warning(LeadStatus.WORKING, StageTarget(LeadStatus.NEW, None, "")) is None


def test_a_lead_elsewhere_is_told_with_what_stopped_it():
    found = warning(LeadStatus.ASSIGNED, StageTarget(LeadStatus.CONVERTED, "won", ""), "Closed Won")
    assert (found.code, found.field) == ("stage_not_reached", "stage")
    assert "'Closed Won'" in found.message
    assert "reachable" in found.message


@pytest.mark.parametrize(("label", "told"), [("Wibble", True), ("", False)])
def test_a_stage_that_nobody_knows_is_told(label, told):
    found = warning(LeadStatus.ASSIGNED, None, label)
    assert (found is not None) is told
    assert not told or (found.code, label in found.message) == ("stage_unknown", True)
