"""An agenda as an iCalendar file (RFC 5545), for any calendar program. Extra: `pip install "leadkit[ical]"`.

icalendar and not ics, because it follows RFC 5545 to the letter, folds and escapes by itself, and is maintained.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leadkit.errors import MissingExtra
from leadkit.kernel.instants import utc
from leadkit.model import Lead
from leadkit.steps.followup import Deadline

if TYPE_CHECKING:
    from icalendar import Calendar, Event

__all__ = ["icalendar_of"]


def icalendar_of(
    agenda: Iterable[Deadline],
    *,
    at: datetime,
    name: str = "",
    length: timedelta = timedelta(minutes=30),
    link: Callable[[Lead], str] | None = None,
) -> bytes:
    """The agenda as the bytes of an `.ics` file: one event a deadline, with an alarm when it begins to be at risk.

    at: when the file is made (aware). name: of the calendar. length: of each event, which begins when it is due. link:
    the address at which the host shows the lead. An event keeps its UID when its time changes, so a calendar program
    that reads the file again moves it. Names and companies of leads are in the file, their numbers and addresses not.
    """
    calendar = _empty(name)
    for deadline in agenda:
        calendar.add_component(_event(deadline, utc(at), length, link(deadline.lead) if link else ""))
    written: bytes = calendar.to_ical()
    return written


def _empty(name: str) -> "Calendar":
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingExtra('icalendar is not installed: pip install "leadkit[ical]"') from None
    calendar = Calendar()
    calendar.add("prodid", "-//leadkit//agenda//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    return calendar


def _event(deadline: Deadline, at: datetime, length: timedelta, link: str) -> "Event":
    from icalendar import Alarm, Event

    lead, plan = deadline.lead, deadline.plan
    what = plan.goal if plan else f"{deadline.clock}: {deadline.because}"
    who = ", ".join(filter(None, (str(lead.name), lead.company)))
    event = Event()
    event.add("uid", f"{plan.id if plan else f'{lead.id}-{deadline.clock}'}@leadkit")
    event.add("dtstamp", at)
    event.add("dtstart", deadline.due)
    event.add("dtend", deadline.due + length)
    event.add("sequence", (plan or lead).version - 1)
    event.add("summary", f"{what} ({who})" if who else what)
    event.add("categories", [deadline.clock.replace("_", " ")])
    if plan:
        event.add("description", "\n".join(filter(None, (plan.channel.replace("_", " "), plan.because, plan.content))))
    if link:
        event.add("url", link)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what)
    alarm.add("trigger", deadline.warn_at - deadline.due)
    event.add_component(alarm)
    return event
