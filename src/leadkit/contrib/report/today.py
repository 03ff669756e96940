"""What to do today, line by line: whom to call, what is late, which leads to compare."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from leadkit.contrib.report.figures import COMPARED, CallRow, DeadlineRow, LeadRow, PairRow
from leadkit.contrib.report.parts import leads_where
from leadkit.contrib.report.words import Word, Words
from leadkit.kernel.text import escaped
from leadkit.steps.followup import Standing

__all__ = ["call", "dial", "late", "pair", "person"]

# What a phone can dial as it stands: no extension, no second number, no words, no mask.
_DIALLED = re.compile(r"\+?[\d ()./-]{5,24}", re.ASCII)


def dial(phone: str) -> str:
    """What a `tel:` link takes, blank for what no phone can dial."""
    return re.sub(r"[^+\d]", "", phone) if _DIALLED.fullmatch(phone) else ""


def _mailbox(email: str) -> str:
    """What a `mailto:` link takes."""
    return quote(escaped(email), safe="@") if email.count("@") == 1 and "*" not in email else ""


def person(lead: LeadRow) -> dict[str, Any]:
    """Who a lead is and how to reach it. Its links open the phone, the mail program and the lead, nothing else."""
    return {
        "name": lead.name,
        "company": lead.company,
        "to": leads_where(id=lead.id),
        "phone": lead.phone,
        "dial": dial(lead.phone),
        "email": lead.email,
        "mailbox": _mailbox(lead.email),
        "owner": lead.owner,
    }


def _goal(goal: str, clock: str, words: Words) -> Word:
    """The step in words: ours where the playbook has ours, else the host's own; without one, by the clock."""
    return words.name("goal", goal) if goal else Word(words.known("next", clock))


def call(row: CallRow, now: datetime, words: Words) -> dict[str, Any]:
    """A line of the call list as its cells."""
    lead = row.lead
    return {
        **person(lead),
        "priority": lead.priority or "",
        "priority_name": words.known("priority", lead.priority or ""),
        "score": "" if lead.score is None else f"{lead.score:g}",
        "grade": lead.grade,
        "due": words.time(lead.due, now),
        "overdue": bool(lead.due and lead.due < now),
        "goal": _goal(row.goal, "", words),
        "why": Word(
            row.why_zh or row.why if words.language == "zh" else row.why, words.language == "zh" and not row.why_zh
        ),
    }


def late(row: DeadlineRow, now: datetime, words: Words) -> dict[str, Any]:
    """A deadline as its cells."""
    return {
        **person(row.lead),
        "standing": row.standing,
        "standing_name": words.known("standing", row.standing),
        "clock": words.known("clock", row.clock),
        "due": words.time(row.due, now),
        "overdue": row.standing is Standing.BREACHED,
        "owner": row.accountable,
        "goal": _goal(row.goal, row.clock, words),
    }


def pair(row: PairRow, now: datetime, words: Words) -> dict[str, Any]:
    """Two leads side by side, field by field, without fields that neither has."""
    because = row.because_zh or row.because if words.language == "zh" else row.because
    return {
        "lead": person(row.lead),
        "other": person(row.other),
        "fields": list(_compared(row, now, words)),
        "because": because,
        "foreign": words.language == "zh" and not row.because_zh,
    }


def _compared(row: PairRow, now: datetime, words: Words) -> Iterator[dict[str, Any]]:
    for name in COMPARED:
        mine, theirs = (_shown(getattr(lead, name), name, now, words) for lead in (row.lead, row.other))
        if mine.text or theirs.text:
            yield {"label": words.say(f"column.{name}"), "cells": (mine, theirs), "differs": name in row.differs}


def _shown(value: Any, name: str, now: datetime, words: Words) -> Word:
    match name:
        case "created":
            return Word(words.time(value, now))
        case "status":
            return words.name("status", value) if value else Word("")
        case "emails" | "phones":
            return Word("\n".join(value), is_data=True)
    return Word(value, is_data=True)
