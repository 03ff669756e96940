"""From the columns of a table to what is compared: which comparison reads which fields, and how."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, partial

from attrs import field, frozen

from leadkit.errors import Problem, UnusableInput
from leadkit.lexicon.chinese_surnames import ChineseReader
from leadkit.steps.dedup import forms
from leadkit.steps.dedup.levels import COMPARISONS, Comparison

__all__ = ["Entry", "Field", "Kind", "Plan", "plan"]


class Kind(StrEnum):
    """What a column holds."""

    GIVEN = "given"
    FAMILY = "family"
    FULL_NAME = "full_name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    JOB_TITLE = "job_title"
    STREET = "street"
    CITY = "city"
    POSTCODE = "postcode"
    REGION = "region"
    COUNTRY = "country"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    WEBSITE = "website"
    TEXT = "text"
    EXACT = "exact"


@frozen
class Field:
    """A column of a table and its kind."""

    name: str
    kind: Kind = field(converter=Kind)


Read = Callable[..., forms.Facets]
Record = Mapping[str, str]


@frozen
class Entry:
    """One comparison of a plan. slots: for each value that a record may have of it, the columns to read."""

    name: str
    comparison: Comparison
    slots: tuple[tuple[str, ...], ...]
    read: Read = field(eq=False, repr=False)


@frozen(slots=False)
class Plan:
    """What is compared in a table with these fields."""

    fields: tuple[Field, ...]
    entries: tuple[Entry, ...]
    chinese: ChineseReader | None = field(default=None, eq=False, repr=False)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """The place of the entries by their kind; of several, the last."""
        return {entry.comparison.kind: number for number, entry in enumerate(self.entries)}

    @cached_property
    def people(self) -> bool:
        return any(entry.comparison.kind in {"given", "family", "birth_date"} for entry in self.entries)

    def facets(self, record: Record) -> tuple[tuple[forms.Facets, ...], ...]:
        """The normal forms of a record: for each entry, for each slot, its facets. Of what a record may have several
        of, those that it has."""
        return tuple(
            tuple(
                facets
                for slot in entry.slots
                if record.get(slot[0]) or not entry.comparison.many
                if (facets := entry.read(*(record.get(name) or "" for name in slot)))[0] or not entry.comparison.many
            )
            for entry in self.entries
        )


_CODES: Mapping[Kind, Read] = {
    Kind.PHONE: forms.phone,
    Kind.POSTCODE: forms.code,
    Kind.BIRTH_DATE: forms.day,
    Kind.NATIONAL_ID: forms.code,
    Kind.EXACT: forms.code,
}
# What may be written in Chinese.
_TEXTS: Mapping[Kind, Read] = {
    Kind.COMPANY: forms.company,
    Kind.JOB_TITLE: forms.plain,
    Kind.STREET: forms.plain,
    Kind.CITY: forms.place,
    Kind.REGION: forms.plain,
    Kind.COUNTRY: forms.country,
    Kind.TEXT: forms.prose,
}


def plan(fields: Iterable[Field], chinese: ChineseReader | None = None) -> Plan:
    """chinese: who reads Chinese, so that 王小明 and Wang Xiaoming, 張 and 张 compare.

    Raises `UnusableInput` when there is nothing to compare.
    """
    fields = tuple(fields)
    if not fields:
        raise UnusableInput([Problem("nothing_to_compare", "fields", "no column has a kind that can be compared")])
    of: dict[Kind, list[str]] = {}
    for each in fields:
        of.setdefault(each.kind, []).append(each.name)
    return Plan(fields, tuple(_entries(of, chinese)), chinese)


def _entries(of: Mapping[Kind, Sequence[str]], chinese: ChineseReader | None) -> Iterable[Entry]:
    def reading(read: Read) -> Read:
        return partial(read, chinese=chinese) if chinese else read

    names = tuple((of.get(kind) or [""])[0] for kind in (Kind.GIVEN, Kind.FAMILY, Kind.FULL_NAME))
    if any(names):
        yield Entry("given", COMPARISONS["given"], (names,), reading(forms.given))
        yield Entry("family", COMPARISONS["family"], (names,), reading(forms.family))
    mails = of.get(Kind.EMAIL, [])
    if mails:
        yield Entry("email", COMPARISONS["email"], tuple((name, *names) for name in mails), reading(forms.email))
    if hosts := (*mails, *of.get(Kind.WEBSITE, [])):
        yield Entry("domain", COMPARISONS["domain"], tuple((name,) for name in hosts), forms.domain)
    for kind, read in (*_CODES.items(), *((kind, reading(read)) for kind, read in _TEXTS.items())):
        comparison, columns = COMPARISONS[kind], of.get(kind, [])
        if comparison.many and columns:
            yield Entry(kind.value, comparison, tuple((name,) for name in columns), read)
        else:
            yield from (
                Entry(kind.value if at == 0 else f"{kind.value}_{at + 1}", comparison, ((name,),), read)
                for at, name in enumerate(columns)
            )
