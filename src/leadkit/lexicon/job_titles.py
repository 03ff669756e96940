"""Job titles: how high somebody stands and what they do, in English, Chinese, German, French and Spanish."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from attrs import frozen

from leadkit.kernel.text import plain_form
from leadkit.lexicon.job_words import FUNCTION_WORDS, LEVEL_WORDS

__all__ = ["JobFunction", "JobLevel", "JobTitle", "read_job_title"]


class JobLevel(StrEnum):
    """From the owner down. staff: specialists and all others whose work has a name but no rank."""

    OWNER = "owner"
    C_LEVEL = "c_level"
    VICE_PRESIDENT = "vice_president"
    DIRECTOR = "director"
    MANAGER = "manager"
    STAFF = "staff"
    ASSISTANT = "assistant"
    INTERN = "intern"


class JobFunction(StrEnum):
    """What part of a company somebody works in."""

    GENERAL = "general"
    PURCHASING = "purchasing"
    IT = "it"
    SALES = "sales"
    MARKETING = "marketing"
    FINANCE = "finance"
    HR = "hr"
    OPERATIONS = "operations"
    ENGINEERING = "engineering"
    PRODUCT = "product"
    RESEARCH = "research"
    QUALITY = "quality"
    LOGISTICS = "logistics"
    LEGAL = "legal"
    SERVICE = "service"
    ADMINISTRATION = "administration"
    EDUCATION = "education"
    HEALTH = "health"


@frozen
class JobTitle:
    """What a job title says; `None` where it says nothing."""

    level: JobLevel | None = None
    function: JobFunction | None = None


@cache
def _rows(words: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(name, pattern) of each row."""
    rows = [row.split(": ") for row in words.replace("|\n ", "|").strip().splitlines()]
    return tuple((name, re.compile(_pattern(phrases.split("|")))) for name, phrases in rows)


def _pattern(phrases: list[str]) -> str:
    latin = [
        re.escape(phrase).replace(r"\*", "[a-z0-9]*").replace(r"\$", "$") for phrase in phrases if phrase[0] < "\u0250"
    ]
    eastern = [re.escape(phrase.rstrip("*")) for phrase in phrases if phrase[0] >= "\u0250"]
    return "|".join([f"(?<![a-z0-9])(?:{'|'.join(latin)})(?![a-z0-9])", *eastern])


_NOT_WORDS = re.compile(r"[^\w&']+|_")


@lru_cache(maxsize=16_384)
def read_job_title(text: str) -> JobTitle:
    """The level and function that a job title says."""
    form = " ".join(_NOT_WORDS.sub(" ", plain_form(text).replace(".", "")).split()).replace(" & ", "&")
    level, function = _first(_rows(LEVEL_WORDS), form), _first(_rows(FUNCTION_WORDS), form)
    return JobTitle(JobLevel(level) if level else None, JobFunction(function) if function else None)


def _first(rows: tuple[tuple[str, re.Pattern[str]], ...], form: str) -> str:
    return next((name for name, pattern in rows if pattern.search(form)), "")
