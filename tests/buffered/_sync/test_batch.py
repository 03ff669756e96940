# Derived from tests/buffered/_async/test_batch.py by tools/twins.py; edit that file.
"""Units of work inside a batch: they see each other, and the store sees all of them or none."""

from datetime import UTC, datetime

import attrs
import pytest

from leadkit import LeadDesk
from leadkit.buffered import Batch
from leadkit.errors import VersionConflict
from leadkit.memory import Store
from leadkit.model import Lead

AT = datetime(2024, 2, 29, 12, tzinfo=UTC)
LEAD = Lead("lead-1", AT, AT)
CHANGED = attrs.evolve(LEAD, company="顶点", version=2)


def leads(store):
    with store.begin() as work:
        return [lead for lead in work.leads.all()]


def saved(store, lead, expected=None):
    with store.begin() as work:
        (work.leads.add(lead) if expected is None else work.leads.put(lead, expected=expected))
        work.commit()


def test_the_store_sees_nothing_before_the_batch_commits_and_all_of_it_after():
    store = Store()
    with Batch(store) as batch:
        saved(batch, LEAD)
        saved(batch, CHANGED, 1)
        assert leads(batch) == [CHANGED]
        assert leads(store) == []
        batch.commit()
    assert leads(store) == [CHANGED]


def test_a_batch_left_without_commit_keeps_nothing():
    store = Store()
    with Batch(store) as batch:
        saved(batch, LEAD)
    assert leads(store) == []


def test_a_unit_of_work_that_is_left_takes_nothing_else_of_the_batch_with_it():
    store = Store()
    with Batch(store) as batch:
        saved(batch, LEAD)
        with batch.begin() as work:
            work.leads.put(CHANGED, expected=1)
        with pytest.raises(VersionConflict):
            saved(batch, CHANGED, 7)
        batch.commit()
    assert leads(store) == [LEAD]


def test_somebody_who_was_faster_outside_fails_the_batch_whole():
    store = Store()
    saved(store, LEAD)
    with Batch(store) as batch:
        saved(batch, CHANGED, 1)
        saved(batch, attrs.evolve(LEAD, id="lead-2"))
        saved(store, attrs.evolve(CHANGED, company="faster"), 1)
        with pytest.raises(VersionConflict):
            batch.commit()
    assert [lead.company for lead in leads(store)] == ["faster"]


def test_a_whole_journey_runs_inside_a_batch():
    store = Store()
    with Batch(store) as batch:
        desk = LeadDesk(store=batch)
        lead = (desk.leads.capture(name="Ada", email="ada@example.com")).lead
        assert (desk.leads.capture(email="ada@example.com", needs=("a crane",))).duplicate_of == lead.id
        desk.leads.assign(lead.id, to="li")
        desk.leads.qualify(lead.id, need="a crane")
        made = desk.leads.convert(lead.id)
        desk.opportunities.win(made.opportunity.id)
        assert leads(store) == []
        batch.commit()
    outside = LeadDesk(store=store)
    assert (outside.leads.get(lead.id)).opportunity_id == made.opportunity.id
    assert len(outside.leads.history(lead.id)) == (outside.leads.get(lead.id)).version
    assert (outside.opportunities.get(made.opportunity.id)).stage == "won"
