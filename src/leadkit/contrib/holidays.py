"""Public holidays and working weekends by country, as the package holidays knows them. Extra:
`pip install "leadkit[calendar]"`.

holidays and not workalendar, because it knows more countries, among them the made-up working days of China (调休) and
of others that move a weekend, and is released anew when a government announces the next year.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from leadkit.errors import InvalidCalendar, MissingExtra, Problem

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["PublicHolidays", "public_holidays"]


@frozen
class PublicHolidays:
    """holidays: closed days. working_days: weekend days that are worked instead of others.

    unannounced: years for which the package has no moved working days yet although the country moves some in most
    years, and years of which it knows nothing at all. Ask again with a newer release of it.
    """

    holidays: frozenset[date]
    working_days: frozenset[date]
    unannounced: tuple[int, ...]


def public_holidays(country: str, years: Iterable[int], *, subdivision: str | None = None) -> PublicHolidays:
    """The days to hand to `BusinessCalendar.weekly`. country: ISO 3166 alpha-2. subdivision: "BY", "CA", …

    Raises `InvalidCalendar` for a country or subdivision that the package does not know.
    """
    wanted = frozenset(years)
    known = _loaded(country.upper(), wanted, subdivision)
    moved = known.special_public_holidays if known.has_substituted_holidays else {}
    last = min(known.end_year, max(moved, default=known.end_year))
    return PublicHolidays(
        frozenset(known),
        frozenset(day for day in known.weekend_workdays if day.year in wanted),  # it keeps those of other years too
        tuple(sorted(year for year in wanted if not known.start_year <= year <= last)),
    )


def _loaded(country: str, years: frozenset[int], subdivision: str | None) -> "HolidayBase":
    try:
        from holidays import country_holidays
    except ImportError:
        raise MissingExtra('holidays is not installed: pip install "leadkit[calendar]"') from None
    try:
        return country_holidays(country, subdiv=subdivision, years=sorted(years))
    except NotImplementedError:
        place = f"{country}-{subdivision}" if subdivision else country
        raise InvalidCalendar([Problem("unknown_country", "country", f"no holidays are known for {place!r}")]) from None
