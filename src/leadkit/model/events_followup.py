"""The events of what is due with a lead."""

from datetime import datetime

from attrs import field, frozen

from leadkit.kernel.record import instance, instant
from leadkit.model.facts import SAID, Event
from leadkit.model.followup import AlarmLevel, Clock

__all__ = ["AlarmRaised", "FollowUpPlanned"]


@frozen(slots=False)
class FollowUpPlanned(Event):
    follow_up_id: str = field(metadata=SAID)
    due: datetime = field(metadata=instant())
    goal: str = field(metadata=SAID)

    def sentence(self) -> str:
        return f"follow-up due {self.due:%Y-%m-%d %H:%M}: {self.goal}"


@frozen(slots=False)
class AlarmRaised(Event):
    """A clock of the lead is nearly over, over, or has been over for long, and somebody is to know.

    key: the same whenever the same alarm is asked for, so that it is raised once. to: whom to tell.
    """

    key: str = field(metadata=SAID)
    clock: Clock = field(metadata=instance(Clock))
    level: AlarmLevel = field(metadata=instance(AlarmLevel))
    to: str = field(metadata=SAID)
    due: datetime = field(metadata=instant())

    def sentence(self) -> str:
        return f"{self.level} to {self.to}: {self.clock.replace('_', ' ')} due {self.due:%Y-%m-%d %H:%M}"
