"""Why a score is what it is: every point by rule, thing that happened, time and decay; and in one sentence."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from attrs import frozen

from leadkit.model import Activity, Axis, Contribution, Lead, Priority, Score
from leadkit.steps.scoring.engine import counting
from leadkit.steps.scoring.ledger import Entry, Worth
from leadkit.steps.scoring.model import RuleScorer, apportioned
from leadkit.steps.scoring.plugins import Combined, Scorer, answered, chosen
from leadkit.steps.scoring.rules import Rule
from leadkit.steps.scoring.texts import rule_text

__all__ = ["Change", "Explanation", "Line", "explained"]


@frozen
class Line:
    """One row that applies. points: as in the score; the lines of an explanation add up to its total.

    thousandths: the points exactly. cut: what the row's own limit takes from its entries; their `left` and the cut add
    up to the thousandths. counts: False for a row that another one of its group goes before. rule: the row, `None` for
    a contribution of a scorer that has none.
    """

    axis: Axis
    because: str
    because_zh: str
    points: int
    thousandths: int
    entries: tuple[Entry, ...] = ()
    cut: int = 0
    counts: bool = True
    rule: Rule | None = None

    @property
    def latest(self) -> datetime | None:
        """When the last thing happened that holds these points."""
        return max((entry.activity.at for entry in self.entries), default=None)


@frozen
class Change:
    """What one reason gave in the last score and gives now, and why that differs: new, gone, more or faded."""

    because: str
    before: int
    after: int
    why: str

    def __str__(self) -> str:
        return f"{self.after - self.before:+d} {self.because} ({self.why})"


@frozen
class Explanation:
    """A score with all that it consists of. changes: against the score that the lead had; since: when it was given."""

    lead_id: str
    score: Score
    lines: tuple[Line, ...]
    changes: tuple[Change, ...] = ()
    since: datetime | None = None
    gates_zh: tuple[str, ...] = ()

    @property
    def thousandths(self) -> int:
        """The total exactly, of which the score's total is the nearest whole number."""
        return sum(line.thousandths for line in self.lines if line.counts)

    def top(self, most: int = 3) -> tuple[Line, ...]:
        """The lines that speak for the lead, those with most points first."""
        good = [line for line in self.lines if line.points > 0]
        return tuple(sorted(good, key=lambda line: -line.points)[:most])

    def sentence(self, language: str = "en") -> str:
        """What a salesperson reads before the call: standing, the strongest reasons, the one against. `en` or `zh`."""
        return (_chinese if language.startswith("zh") else _english)(self)

    def __str__(self) -> str:
        grade = f"grade {self.score.grade}, " if self.score.grade else ""
        head = f"{self.score.total} points, {grade}priority {self.score.priority} ({self.score.model})"
        told = [head, *(f"  closed: {gate}" for gate in self.score.gates)]
        for line in self.lines:
            told += _told(line)
        if self.changes:
            told += [f"since {self.since:%Y-%m-%d %H:%M}:", *(f"  {change}" for change in self.changes)]
        return "\n".join(told)


def _told(line: Line) -> Iterable[str]:
    exactly = (
        f", exactly {_number(line.thousandths)}" if line.thousandths != line.points * 1_000 and line.counts else ""
    )
    row = f" [{rule_text(line.rule, because=False)}]" if line.rule else ""
    yield f"  {line.points:+d} {line.because}{exactly}{'' if line.counts else ' (another row counts instead)'}{row}"
    for entry in line.entries:
        fading = f" → {_number(entry.left)}" if entry.left != entry.given else ""
        what = f"{entry.activity.kind.replace('_', ' ')} {entry.activity.id}"
        yield f"      {entry.activity.at:%Y-%m-%d %H:%M} {what}: {_number(entry.given)}{fading}"
    if line.cut:
        yield f"      over the row's limit: {_number(line.cut)}"


def _number(thousandths: int) -> str:
    sign, size = "-" if thousandths < 0 else "", abs(thousandths)
    return f"{sign}{size // 1_000}" + (f".{size % 1_000:03d}".rstrip("0") if size % 1_000 else "")


# --- in one sentence


def _english(explanation: Explanation) -> str:
    score = explanation.score
    if score.gates:
        return f"Do not sell to them: {' and '.join(score.gates)}."
    grade = f"{score.grade}, " if score.grade else ""
    head = f"{score.priority.capitalize()} priority ({grade}{score.total} points)"
    reasons = [line.because + _ago(line, score.at) for line in explanation.top()]
    if not reasons:
        return f"{head}: nothing speaks for them yet."
    *others, last = reasons
    told = f"{', '.join(others)} and {last}" if others else last
    against = _against(explanation)
    return f"{head}: {told}{f'; but {against.because}' if against else ''}."


def _chinese(explanation: Explanation) -> str:
    score = explanation.score
    if score.gates:
        return f"请勿联系：{'、'.join(explanation.gates_zh or score.gates)}。"
    grade = f"{score.grade}，" if score.grade else ""
    head = f"{_PRIORITIES_ZH[score.priority]}优先级（{grade}{score.total}分）"
    reasons = [_ago_zh(line, score.at) + (line.because_zh or line.because) for line in explanation.top()]
    if not reasons:
        return f"{head}：暂无有利信息。"
    against = _against(explanation)
    return f"{head}：{'、'.join(reasons)}{f'；但{against.because_zh or against.because}' if against else ''}。"


_PRIORITIES_ZH = {Priority.HIGH: "高", Priority.MEDIUM: "中", Priority.LOW: "低"}


def _against(explanation: Explanation) -> Line | None:
    bad = [line for line in explanation.lines if line.points < 0]
    return min(bad, key=lambda line: line.points, default=None)


def _days(line: Line, at: datetime) -> int | None:
    return (at - line.latest) // timedelta(days=1) if line.latest else None


def _ago(line: Line, at: datetime) -> str:
    days = _days(line, at)
    return "" if days is None else " today" if days == 0 else " yesterday" if days == 1 else f" {days} days ago"


def _ago_zh(line: Line, at: datetime) -> str:
    days = _days(line, at)
    return "" if days is None else "今天" if days == 0 else "昨天" if days == 1 else f"{days}天前"


# --- taking a score apart


def explained(scorer: Scorer, lead: Lead, activities: Sequence[Activity], at: datetime) -> Explanation:
    """The score that this scorer gives, with all that it consists of; of a host's scorer, what its answer tells."""
    scorer = chosen(scorer, lead.id)
    score = answered(scorer, lead, tuple(activities), at)
    lines, gates_zh = _lines(scorer, lead, activities, score)
    since = lead.score.at if lead.score else None
    return Explanation(lead.id, score, lines, _changes(lead.score, score), since, gates_zh)


def _lines(
    scorer: Scorer, lead: Lead, activities: Sequence[Activity], score: Score
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """(lines, the gates in Chinese)"""
    if isinstance(scorer, Combined):
        parts = [explained(part, lead, activities, score.at) for part in scorer.scorers]
        return tuple(chain(*(part.lines for part in parts))), tuple(chain(*(part.gates_zh for part in parts)))
    if not isinstance(scorer, RuleScorer):
        return tuple(map(_of_contribution, score.contributions)), score.gates
    rules, worths = scorer.worths(lead, activities, score.at)
    chinese = {gate.reason: gate.because_zh or gate.reason for gate in scorer.gates}
    lines = (*_fit_lines(scorer, rules), *_engagement_lines(scorer, worths))
    return lines, tuple(chinese[gate] for gate in score.gates)


def _of_contribution(part: Contribution) -> Line:
    return Line(part.axis, part.because, "", part.points, part.points * 1_000)


def _fit_lines(scorer: RuleScorer, rules: Sequence[Rule]) -> Iterable[Line]:
    count = counting(rules, [rule.points for rule in rules], scorer.overlaps)
    for rule, counts in zip(rules, count, strict=True):
        points = rule.points if counts else 0
        yield Line(rule.axis, rule.reason, rule.because_zh, points, points * 1_000, counts=counts, rule=rule)


def _engagement_lines(scorer: RuleScorer, worths: Sequence[Worth]) -> Iterable[Line]:
    count = counting([worth.rule for worth in worths], [worth.thousandths for worth in worths], scorer.overlaps)
    shares = iter(apportioned([worth.thousandths for worth, counts in zip(worths, count, strict=True) if counts]))
    for worth, counts in zip(worths, count, strict=True):
        rule, exact = worth.rule, worth.thousandths
        cut = exact - sum(entry.left for entry in worth.entries) if worth.entries else 0
        points = next(shares) if counts else 0
        yield Line(rule.axis, rule.reason, rule.because_zh, points, exact, worth.entries, cut, counts, rule)


def _changes(before: Score | None, after: Score) -> tuple[Change, ...]:
    """What every reason gives otherwise than in the last score; together, what the total differs by."""
    if before is None:
        return ()
    old, new = _by_reason(before), _by_reason(after)
    told = []
    for because in dict.fromkeys([*new, *old]):
        was, gives = old.get(because), new.get(because)
        if was != gives:
            why = "new" if was is None else "gone" if gives is None else "more" if abs(gives) > abs(was) else "faded"
            told.append(Change(because, was or 0, gives or 0, why))
    return tuple(sorted(told, key=lambda change: -abs(change.after - change.before)))


def _by_reason(score: Score) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in score.contributions:
        found[part.because] = found.get(part.because, 0) + part.points
    return found
