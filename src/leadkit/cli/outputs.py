"""What a run writes: leads, duplicates, rejects, warnings, the call list, the report's figures."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from leadkit.cli.job import RowOutcome
from leadkit.contrib.report import Call, reasons_of
from leadkit.model import Lead, PhoneNumber
from leadkit.serialization import to_json
from leadkit.tabular import write_csv

__all__ = ["OUTPUTS", "write_outputs"]


def _phone(lead: Lead) -> PhoneNumber | None:
    """The first valid number, else the first as typed."""
    return next((phone for phone in lead.phones if phone.valid), next(iter(lead.phones), None))


def _email(lead: Lead) -> str:
    """The first valid address."""
    return str(next((email for email in lead.emails if email.valid), ""))


def _dialled(phone: PhoneNumber | None) -> str:
    """The number to dial. Its extension has a cell of its own: "+49… x12" would be taken for a formula."""
    return (phone.e164 or phone.raw) if phone else ""


def _number(lead: Lead, at: int) -> str:
    return _dialled(lead.phones[at]) if at < len(lead.phones) else ""


def _extension(lead: Lead, at: int) -> str:
    return lead.phones[at].extension if at < len(lead.phones) and lead.phones[at].e164 else ""


def _total(lead: Lead) -> int:
    return lead.score.total if lead.score else 0


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
    "Why": lambda lead: "; ".join(reasons_of(lead.score)),
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
        lead, phone = call.lead, _phone(call.lead)
        yield [
            str(rank),
            lead.priority or "",
            str(_total(lead)),
            lead.score.grade if lead.score else "",
            str(lead.name),
            lead.company,
            _dialled(phone),
            phone.extension if phone else "",
            _email(lead),
            lead.owner or "",
            _time(call.follow_up.due),
            call.follow_up.goal,
            "; ".join(reasons_of(lead.score)),
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
