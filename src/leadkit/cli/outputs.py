"""What a run writes: leads, duplicates, rejects, warnings, the call list, the report's figures."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from leadkit.cli.job import RowOutcome
from leadkit.desk._sync import LeadDesk
from leadkit.model import FollowUp, Lead, PhoneNumber, Priority
from leadkit.serialization import to_json
from leadkit.tabular import write_csv

__all__ = ["Call", "call_list", "write_outputs"]

_EVER = datetime.max.replace(tzinfo=UTC)
_RANK = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2, None: 3}


@frozen
class Call:
    """One line of the call list: whom to talk to next, and why."""

    lead: Lead
    follow_up: FollowUp

    @property
    def reasons(self) -> tuple[str, ...]:
        """The three strongest reasons of the score."""
        return _reasons(self.lead)

    @property
    def phone(self) -> PhoneNumber | None:
        """The first valid number, else the first as typed."""
        phones = self.lead.phones
        return next((phone for phone in phones if phone.valid), next(iter(phones), None))

    @property
    def email(self) -> str:
        """The first valid address."""
        return str(next((email for email in self.lead.emails if email.valid), ""))


def call_list(desk: LeadDesk, leads: Iterable[Lead]) -> list[Call]:
    """Leads with an open follow-up: best priority first, then highest score, then earliest due."""
    with desk.store.begin() as work:
        steps: dict[str, FollowUp] = {}
        for step in work.follow_ups.due(_EVER):
            steps.setdefault(step.lead_id, step)  # the earliest comes first
    calls = [Call(lead, steps[lead.id]) for lead in leads if lead.id in steps]
    return sorted(
        calls, key=lambda call: (_RANK[call.lead.priority], -_total(call.lead), call.follow_up.due, call.lead.id)
    )


def _dialled(phone: PhoneNumber | None) -> str:
    """The number to dial. Its extension has a cell of its own: "+49… x12" would be taken for a formula."""
    return (phone.e164 or phone.raw) if phone else ""


def _number(lead: Lead, at: int) -> str:
    return _dialled(lead.phones[at]) if at < len(lead.phones) else ""


def _extension(lead: Lead, at: int) -> str:
    return lead.phones[at].extension if at < len(lead.phones) and lead.phones[at].e164 else ""


def _total(lead: Lead) -> int:
    return lead.score.total if lead.score else 0


def _reasons(lead: Lead) -> tuple[str, ...]:
    parts = sorted(lead.score.contributions, key=lambda part: -abs(part.points)) if lead.score else []
    # Points last: a cell that starts with + would be taken for a formula, and defused with an apostrophe.
    return tuple(f"{part.because} {part.points:+d}" for part in parts[:3])


def _time(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


LEAD_COLUMNS: dict[str, Callable[[Lead], str]] = {
    "Lead ID": lambda lead: lead.id,
    "Name": lambda lead: str(lead.name),
    "Company": lambda lead: lead.company,
    "Job Title": lambda lead: lead.job_title,
    "Email": lambda lead: "; ".join(map(str, lead.emails)),
    "Phone": lambda lead: _number(lead, 0),
    "Extension": lambda lead: _extension(lead, 0),
    "Phone 2": lambda lead: _number(lead, 1),
    "Extension 2": lambda lead: _extension(lead, 1),
    "Website": lambda lead: lead.website,
    "Country": lambda lead: lead.address.country,
    "Channel": lambda lead: str(lead.source.channel),
    "Source": lambda lead: lead.source.label,
    "External ID": lambda lead: lead.source.external_id,
    "Status": lambda lead: str(lead.status),
    "Priority": lambda lead: lead.priority or "",
    "Score": lambda lead: str(_total(lead)),
    "Grade": lambda lead: lead.score.grade if lead.score else "",
    "Why": lambda lead: "; ".join(_reasons(lead)),
    "Owner": lambda lead: lead.owner or "",
    "Budget": lambda lead: str(lead.budget or ""),
    "Needs": lambda lead: "; ".join(lead.needs),
    "Interests": lambda lead: "; ".join(lead.interests),
    "Notes": lambda lead: lead.notes,
    "Created": lambda lead: _time(lead.created_at),
    "First Response": lambda lead: _time(lead.first_response_at),
}


def _duplicates(outcomes: Iterable[RowOutcome]) -> Iterable[list[str]]:
    for outcome in outcomes:
        if outcome.duplicate_of:
            yield [str(outcome.row.number), outcome.duplicate_of, "; ".join(outcome.because), outcome.row.raw]


def _rejects(outcomes: Iterable[RowOutcome]) -> Iterable[list[str]]:
    for outcome in outcomes:
        for problem in outcome.problems:
            yield [str(outcome.row.number), problem.field or "", problem.code, problem.message, outcome.row.raw]


def _warnings(outcomes: Iterable[RowOutcome]) -> Iterable[list[str]]:
    for outcome in outcomes:
        for warning in outcome.warnings:
            about = [outcome.lead_id or "", warning.field or "", warning.code, warning.message]
            yield [str(outcome.row.number), *about, outcome.row.raw]


def _calls(calls: Iterable[Call]) -> Iterable[list[str]]:
    for rank, call in enumerate(calls, 1):
        lead = call.lead
        yield [
            str(rank),
            lead.priority or "",
            str(_total(lead)),
            lead.score.grade if lead.score else "",
            str(lead.name),
            lead.company,
            _dialled(call.phone),
            call.phone.extension if call.phone else "",
            call.email,
            lead.owner or "",
            _time(call.follow_up.due),
            call.follow_up.goal,
            "; ".join(call.reasons),
            lead.id,
        ]


_CALL_HEADER = (
    "Rank", "Priority", "Score", "Grade", "Name", "Company", "Phone", "Extension", "Email", "Owner", "Due", "Goal",
    "Why", "Lead ID",
)  # fmt: skip


#: What a run writes to its folder, by the name that `--json` gives it.
OUTPUTS = {
    "leads_csv": "leads.csv",
    "leads_jsonl": "leads.jsonl",
    "call_list": "call-list.csv",
    "duplicates": "duplicates.csv",
    "rejects": "rejects.csv",
    "warnings": "warnings.csv",
    "report": "report.html",
}


def write_outputs(
    folder: Path, leads: Sequence[Lead], calls: Sequence[Call], outcomes: Sequence[RowOutcome]
) -> dict[str, Path]:
    """Write the tables of a run; returns their paths by name."""
    paths = {name: folder / file for name, file in OUTPUTS.items()}
    write_csv(
        paths["leads_csv"], tuple(LEAD_COLUMNS), ([cell(lead) for cell in LEAD_COLUMNS.values()] for lead in leads)
    )
    with paths["leads_jsonl"].open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{to_json(lead)}\n" for lead in leads)
    write_csv(paths["call_list"], _CALL_HEADER, _calls(calls))
    write_csv(paths["duplicates"], ("Row", "Lead ID", "Because", "Raw row"), _duplicates(outcomes))
    write_csv(paths["rejects"], ("Row", "Field", "Code", "Message", "Raw row"), _rejects(outcomes))
    write_csv(paths["warnings"], ("Row", "Lead ID", "Field", "Code", "Message", "Raw row"), _warnings(outcomes))
    return paths
