"""Holidays and working weekends by country."""

import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from leadkit import BusinessCalendar
from leadkit.contrib.holidays import public_holidays
from leadkit.errors import InvalidCalendar, MissingExtra


def test_china_works_on_some_weekends_for_its_long_holidays():
    china = public_holidays("CN", range(2025, 2027))
    calendar = BusinessCalendar.weekly(
        "09:00-18:00", zone="Asia/Shanghai", holidays=china.holidays, working_days=china.working_days
    )
    shanghai = ZoneInfo("Asia/Shanghai")
    saturday = datetime(2026, 2, 14, 10, tzinfo=shanghai)  # 调休: worked for the Spring Festival
    assert calendar.is_open(saturday)
    assert not calendar.is_open(saturday + timedelta(days=1))
    assert calendar.next_opening(saturday.replace(hour=20)) == datetime(2026, 2, 24, 9, tzinfo=shanghai)
    assert len([day for day in china.working_days if day.year == 2026]) == 6
    assert {day.year for day in china.working_days} == {2025, 2026}


def test_states_have_holidays_of_their_own():
    epiphany = date(2026, 1, 6)
    assert epiphany in public_holidays("de", [2026], subdivision="BY").holidays
    assert epiphany not in public_holidays("de", [2026], subdivision="BE").holidays


def test_years_that_nobody_has_announced_are_named():
    assert public_holidays("CN", [1900, 2026, 2090]).unannounced == (1900, 2090)
    assert public_holidays("DE", range(2020, 2040)).unannounced == ()


@pytest.mark.parametrize(("country", "subdivision"), [("ZZ", None), ("", None), ("DE", "XX")])
def test_an_unknown_country_is_refused(country, subdivision):
    with pytest.raises(InvalidCalendar, match="unknown_country"):
        public_holidays(country, [2026], subdivision=subdivision)


def test_holidays_lie_between_two_working_days():
    germany = public_holidays("DE", range(2020, 2031))
    calendar = BusinessCalendar.weekly("9-17", zone="Europe/Berlin", holidays=germany.holidays)
    assert calendar.add(datetime(2026, 12, 23, 20, tzinfo=UTC), timedelta(hours=9)) == datetime(
        2026, 12, 28, 9, tzinfo=UTC
    )


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(MissingExtra, match=r"leadkit\[calendar\]"):
        public_holidays("CN", [2026])
