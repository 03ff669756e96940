"""What an intake, a conversion, its revert or a merge left behind: the proof for the next one with the same key."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from leadkit.errors import Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import Record, instance, instant, json_object, mapping_of, text, texts, tuple_of
from leadkit.kernel.text import hidden

__all__ = ["Action", "Receipt"]


class Action(StrEnum):
    """What a receipt is the proof of."""

    CAPTURE = "capture"
    CONVERT = "convert"
    REVERT = "revert"
    MERGE = "merge"
    WIN_BACK = "win_back"


@frozen(slots=False)
class Receipt(Record):
    """The outcome of one command, kept under its idempotency key.

    key: ASCII digest of the caller's key. digest: of the normalised payload; another payload under the same key is an
    error. lead_id: the lead it made or was attached to, `None` when it was refused. attached: it was a known person's
    further inquiry. because: how the person was recognised. results: ids by noun, for a conversion; for a merge the one
    that survived; for a win-back the customer. before, after: noun → version without and with a conversion, 0 where
    there was none; what the conversion changed is in the events between. absorbed: the ids that a merge took in.
    problems: why it was refused. warnings: what was kept although it looked wrong. submitted: the raw input of a
    refused one, and of another what cleansing rewrote, by field, so that nothing is lost.
    """

    key: str = field(metadata=text(200, required=True))
    action: Action = field(metadata=instance(Action))
    digest: str = field(metadata=text(64, required=True))
    at: datetime = field(metadata=instant())
    lead_id: str | None = field(default=None, metadata=text(64, optional=True))
    attached: bool = field(default=False, metadata=instance(bool))
    because: tuple[str, ...] = field(default=(), metadata=texts())
    results: Mapping[str, str] = field(default=FrozenDict(), metadata=mapping_of(str), hash=False)
    before: Mapping[str, int] = field(default=FrozenDict(), metadata=mapping_of(int), hash=False)
    after: Mapping[str, int] = field(default=FrozenDict(), metadata=mapping_of(int), hash=False)
    absorbed: tuple[str, ...] = field(default=(), metadata=texts(64))
    problems: tuple[Problem, ...] = field(default=(), metadata=tuple_of(Problem))
    warnings: tuple[Problem, ...] = field(default=(), metadata=tuple_of(Problem))
    submitted: Mapping[str, Any] = field(default=FrozenDict(), metadata=json_object(), hash=False, repr=hidden)

    @property
    def refused(self) -> bool:
        return bool(self.problems)
