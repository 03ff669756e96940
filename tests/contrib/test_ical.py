"""An agenda as an iCalendar file, read again by the library that others use."""

import sys
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from leadkit import Lead, LeadDesk, StatusType
from leadkit.contrib.ical import icalendar_of
from leadkit.errors import MissingExtra
from leadkit.model import FollowUp, PersonName
from leadkit.steps.followup import FollowUpPolicy, deadlines

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN = Lead("lead-1", NOW, NOW, name=PersonName("王小明; Ann, Lee\nX"), company="顶点", owner="li")
STEP = FollowUp("step-1", "lead-1", NOW + timedelta(days=1), "call, and ask; twice", "every 7 days", version=3)


def agenda(lead=ANN, step=STEP):
    return deadlines(lead, step, StatusType.OPEN, FollowUpPolicy())


def events(text):
    return Calendar.from_ical(text).walk("VEVENT")


def test_an_event_says_what_when_and_who():
    (event,) = events(icalendar_of(agenda(), at=NOW, link=lambda lead: f"https://crm.example/{lead.id}"))
    assert event["UID"] == "step-1@leadkit"
    assert event["SUMMARY"] == "call, and ask; twice (王小明; Ann, Lee\nX, 顶点)"
    assert event["DTSTART"].dt == NOW + timedelta(days=1)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert (event["DTSTAMP"].dt, event["SEQUENCE"]) == (NOW, 2)
    assert event["URL"] == "https://crm.example/lead-1"
    assert event["DESCRIPTION"] == "phone\nevery 7 days"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-4)


def test_a_clock_without_a_step_is_an_event_too():
    (event,) = events(icalendar_of(agenda(Lead("lead-1", NOW, NOW), None), at=NOW))
    assert (event["UID"], event["SUMMARY"]) == ("lead-1-assign@leadkit", "assign: nobody owns it")


def test_lines_are_short_and_end_as_the_standard_wants():
    text = icalendar_of(agenda(), at=NOW, name="我的日程")
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert Calendar.from_ical(text)["X-WR-CALNAME"] == "我的日程"


def test_the_agenda_of_a_desk_is_a_file():
    desk = LeadDesk.in_memory(now=lambda: NOW)
    for number in range(3):
        desk.leads.capture(name="Ann", email=f"a{number}@example.com", owner="li", notes="secret")
    text = icalendar_of(desk.leads.agenda("li"), at=NOW)
    assert len(events(text)) == 3
    assert b"example.com" not in text
    assert b"secret" not in text
    assert events(icalendar_of([], at=NOW)) == []


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtra, match=r"leadkit\[ical\]"):
        icalendar_of([], at=NOW)
