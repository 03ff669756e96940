"""Why deals are lost: reasons as rows, so that they can be counted."""

from collections.abc import Iterable

from attrs import evolve, field, frozen

from leadkit.errors import Problem
from leadkit.model import Competitor, CompetitorStatus, Opportunity

__all__ = ["LOST_REASONS", "OTHER", "Loss", "LostReason", "read_loss"]

#: The code under which free text is kept.
OTHER = "other"


@frozen
class LostReason:
    """One reason to lose a deal. needs_note: it says nothing without words; needs_competitor: it needs to be told who
    won. label, label_zh: what people are shown, and may type."""

    code: str
    label: str
    label_zh: str = ""
    needs_note: bool = False
    needs_competitor: bool = False

    def called(self, language: str = "en") -> str:
        """The label in this language, `en` or `zh`."""
        return (self.label_zh or self.label) if language == "zh" else self.label


LOST_REASONS = (
    LostReason("price",        "Price",                 "价格"),
    LostReason("timing",       "Wrong time",            "时机不合适"),
    LostReason("competitor",   "Chose a competitor",    "选择了竞争对手"),
    LostReason("no_budget",    "No budget",             "没有预算"),
    LostReason("no_decision",  "No decision was made",  "没有做出决定"),
    LostReason("lost_contact", "Nobody answers",        "失去联系"),
    LostReason("feature",      "Something is missing",  "功能不满足"),
    LostReason(OTHER,          "Other",                 "其他", needs_note=True),
)  # fmt: skip


@frozen
class Loss:
    """What is kept of why a deal was lost. competitors: all of the deal, with the one that was chosen."""

    code: str
    note: str
    competitor: str
    competitors: tuple[Competitor, ...]
    problems: tuple[Problem, ...] = field(converter=tuple[Problem, ...])

    @property
    def sentence(self) -> str:
        """The reason for people: the code, what was said, and to whom the deal went."""
        said = f"{self.code}: {self.note}" if self.note else self.code
        return f"{said} (to {self.competitor})" if self.competitor else said


def read_loss(
    deal: Opportunity, said: str, reasons: Iterable[LostReason], note: str = "", competitor: str = ""
) -> Loss:
    """What somebody said, as one of the reasons: its code or a label, in any case; anything else is `other` with
    these words as its note. The only active competitor is meant where one is needed and none is named."""
    listed = tuple(reasons)
    said, note, competitor = said.strip(), note.strip(), competitor.strip()
    names = {name.casefold(): each for each in reversed(listed) for name in (each.code, each.label, each.label_zh)}
    reason = names.get(said.casefold()) if said else None
    problems = []
    if reason is None and said:
        reason = next((each for each in listed if each.code == OTHER), None)
        note = ": ".join(filter(None, (said, note)))
        if reason is None:
            known = ", ".join(each.code for each in listed)
            problems.append(Problem("unknown_lost_reason", "reason", f"is not one of {known}"))
    if reason and reason.needs_note and not note:
        problems.append(Problem("missing_note", "note", f"{reason.code} says nothing without a note"))
    if reason and reason.needs_competitor and not competitor:
        active = [each.name for each in deal.competitors if each.status is CompetitorStatus.ACTIVE]
        if len(active) == 1:
            (competitor,) = active
        else:
            problems.append(Problem("missing_competitor", "competitor", f"{reason.code} needs to be told who won"))
    chosen = _chosen(deal.competitors, competitor) if competitor else deal.competitors
    return Loss(reason.code if reason else "", note, competitor, chosen, problems)


def _chosen(competitors: tuple[Competitor, ...], name: str) -> tuple[Competitor, ...]:
    known = [each for each in competitors if each.name.casefold() == name.casefold()]
    if not known:
        return (*competitors, Competitor(name, CompetitorStatus.CHOSEN))
    return tuple(evolve(each, status=CompetitorStatus.CHOSEN) if each in known else each for each in competitors)
