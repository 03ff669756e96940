"""Columns that know the outcome because they were filled in after it, found before anything is learnt from them.

What a column is called and what its values do are looked at together, because neither proves much alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from leadkit.contrib.predict.columns import Column, Levels, plan_fields
from leadkit.contrib.predict.holding_out import above_chance
from leadkit.steps.prediction.fields import ModelField

__all__ = ["RULES", "Flag", "LeakRule", "find_leaks", "kept"]

_NEAR_CERTAIN = 3.0  # log-odds from the usual ones: 20 times
_DOUBT = 5.0


@frozen
class Evidence:
    """What is known of one field. auc: by itself, on leads held out. filled: shares among won and lost leads.

    certain: the share of leads whose value nearly always, or nearly never, was won.
    """

    name: str
    auc: float
    filled_won: float
    filled_lost: float
    filled: float
    certain: float


@frozen
class LeakRule:
    """A row: when it applies, the sentence that says why, and whether the column is left out or only looked at."""

    name: str
    applies: Callable[[Evidence], bool]
    because: str
    leave_out: bool


@frozen
class Flag:
    """A column that may know the outcome. leave_out: it is not learnt from unless asked for."""

    column: str
    rule: str
    reason: str
    auc: float
    leave_out: bool


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_.\-/()])(?:{'|'.join(words)})(?:$|[\s_.\-/()])", re.IGNORECASE)


_CLOSING = re.compile(
    r"(?:^|[\s_.\-])(?:closed?[\s_.\-]*(?:date|at|on|time|value|amount)|(?:won|lost|loss|reject\w*|lead[\s_.\-]lost)"
    r"[\s_.\-]*(?:reason|date|at|on)|convert(?:ed)?[\s_.\-]*(?:date|at|on)|conversion[\s_.\-]*(?:date|time|value)"
    r"|days[\s_.\-]to[\s_.\-]close|invoice\w*|contract[\s_.\-]*(?:date|value|no))(?:$|[\s_.\-])"
    r"|成交(?:日期|时间|金额)|赢单|丢单|输单|流失原因|签约|合同金额|回款",
    re.IGNORECASE,
)
_ASSESSED = re.compile(
    _words("quality", "score", "rating", "grade", "rank", "index", "tags?", "label", "disposition", "status", "stage",
           "remarks?", "comments?", "notes?", r"lead[\s_.\-]?profile").pattern
    + "|评分|评级|等级|标签|备注|意向|阶段|状态",
    re.IGNORECASE,
)  # fmt: skip
_DURING = re.compile(
    _words("duration", r"call[\s_.\-]?(?:length|time|seconds)", "talk[\\s_.\\-]?time", "handle[\\s_.\\-]?time").pattern
    + "|通话时长|时长",
    re.IGNORECASE,
)
_LATEST = re.compile(_words("last", "latest", "updated", "modified").pattern + "|最近|最后|最新", re.IGNORECASE)

#: The first that applies names the reason.
RULES: tuple[LeakRule, ...] = (
    LeakRule(
        "separates",
        lambda seen: seen.auc >= 0.9,
        "tells won from lost nearly perfectly by itself, as only what follows from the outcome does",
        leave_out=True,
    ),
    LeakRule(
        "closing",
        lambda seen: bool(_CLOSING.search(seen.name)),
        "is called like something that is known when a lead is closed",
        leave_out=True,
    ),
    LeakRule(
        "decided",
        lambda seen: seen.auc >= 0.75 and seen.certain >= 0.05,
        "has values with which nearly all leads were won, or nearly none, and ranks leads very well by itself",
        leave_out=True,
    ),
    LeakRule(
        "filled_for_won",
        lambda seen: abs(seen.filled_won - seen.filled_lost) >= 0.35 and seen.auc >= 0.65,
        "is filled in far more often for one outcome than for the other",
        leave_out=True,
    ),
    LeakRule(
        "assessed",
        lambda seen: bool(_ASSESSED.search(seen.name)) and seen.filled <= 0.9 and seen.auc >= 0.53,
        "is an assessment that only some leads have: somebody gives it during the work, perhaps after the outcome",
        leave_out=True,
    ),
    LeakRule(
        "during",
        lambda seen: bool(_DURING.search(seen.name)) and seen.auc >= 0.65,
        "is called like something that is measured while the outcome comes about, and ranks leads well by itself",
        leave_out=True,
    ),
    LeakRule(
        "latest",
        lambda seen: bool(_LATEST.search(seen.name)) and seen.auc >= 0.65,
        "changes as time goes by: make sure that it holds what was known before the outcome",
        leave_out=False,
    ),
)


def find_leaks(table: Mapping[str, Column], outcome: Sequence[float], times: str = "") -> tuple[Flag, ...]:
    """The columns that may know the outcome, in the table's order, each with the first rule that applies.

    outcome: 1 won, 0 lost, one a lead; others are not looked at.
    """
    y = np.asarray(outcome, np.float64)
    closed = (y == 0) | (y == 1)
    won = y[closed] == 1
    if not won.any() or won.all():
        return ()
    plan = plan_fields(table, times)
    flags: dict[str, Flag] = {}
    for each, levels in zip(plan.fields, plan.levels, strict=True):
        seen = _evidence(each, levels[closed], won)
        rule = next((rule for rule in RULES if rule.applies(seen)), None)
        if rule and each.column not in flags:
            flags[each.column] = Flag(each.column, rule.name, rule.because, round(seen.auc, 3), rule.leave_out)
    return tuple(flags.values())


def _evidence(each: ModelField, levels: Levels, won: NDArray[np.bool_]) -> Evidence:
    missing = levels == each.size - 1
    leads, wins = np.bincount(levels, minlength=each.size), np.bincount(levels, won, each.size)
    usual = np.log(won.mean() / (1 - won.mean()))
    odds = np.log((wins + 0.5) / (leads - wins + 0.5)) - usual
    return Evidence(
        each.column,
        _alone(levels, won, each.size),
        float((~missing[won]).mean()),
        float((~missing[~won]).mean()),
        float((~missing).mean()),
        float(leads[np.abs(odds) > _NEAR_CERTAIN].sum() / len(won)),
    )


def _alone(levels: Levels, won: NDArray[np.bool_], size: int) -> float:
    """The AUC of a field by itself: the rates of each half of the leads rank the other half."""
    half, said = np.arange(len(won)) % 2, np.zeros(len(won))
    for this in (0, 1):
        other = half != this
        leads = np.bincount(levels[other], minlength=size)
        wins = np.bincount(levels[other], won[other], size)
        said[~other] = ((wins + _DOUBT * won.mean()) / (leads + _DOUBT))[levels[~other]]
    return above_chance(said, won)[0]


def kept(table: Mapping[str, Column], flags: Iterable[Flag], keep: Iterable[str] = ()) -> dict[str, Column]:
    """The table without the flagged columns that are to be left out; `keep` names those that are known to be safe."""
    out = {flag.column for flag in flags if flag.leave_out} - {*keep}
    return {name: cells for name, cells in table.items() if name not in out}
