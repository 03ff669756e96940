"""The map of a conversion: which field of the lead goes where, as documented rows."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, fields_dict, frozen
from attrs.converters import optional

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import LONG_TEXT
from leadkit.kernel.text import digest
from leadkit.lexicon.companies import company_core
from leadkit.model import Address, Consent, Contact, Customer, Lead, Opportunity, PersonName

__all__ = [
    "DEFAULT_MAP",
    "NOUNS",
    "RULES",
    "TOLD",
    "Row",
    "Survivorship",
    "company_key",
    "fits",
    "is_blank",
    "is_field",
    "is_target",
    "shown",
]

#: What a lead becomes, in the order in which they are made.
NOUNS: Mapping[str, type[Any]] = FrozenDict({"customer": Customer, "contact": Contact, "opportunity": Opportunity})


class Survivorship(StrEnum):
    """What happens where lead and target both say something. `RULES` says what each means."""

    FILL_BLANKS = "fill_blanks"
    OVERWRITE = "overwrite"
    JOIN = "join"


#: Rule → what it does.
RULES: Mapping[Survivorship, str] = FrozenDict(
    {
        Survivorship.FILL_BLANKS: "the target keeps its own value; only what is blank is filled",
        Survivorship.OVERWRITE: "the lead's value wins",
        Survivorship.JOIN: "of lists, the target takes in what it lacks; of anything else it keeps its own value",
    }
)


@frozen
class Row:
    """One row of the map: `job_title` → `contact.job_title`.

    name: a field of the lead; `extra.colour` is one key of its `extra`, and `extra.*` each that has no row of its own.
    target: noun and field, or noun and key: `customer.extra.colour`; `contact.extra.*` takes each under its own name.
    because: why, for the reference. survivorship: where both say something; `None`: as the policy has it.
    """

    name: str
    target: str
    because: str = ""
    survivorship: Survivorship | None = field(default=None, converter=optional(Survivorship))

    @property
    def noun(self) -> str:
        """`customer`, `contact` or `opportunity`."""
        return self.target.partition(".")[0]

    @property
    def place(self) -> str:
        """The field of that noun."""
        return self.target.partition(".")[2]


_PERSON = "it is about the person"
_FIRM = "it is about who buys"
_DEAL = "it is about this chance to sell"

#: Where the fields of a lead go unless the policy says otherwise.
DEFAULT_MAP: tuple[Row, ...] = (
    Row("company", "customer.name", "the company buys; without one, the customer is called after the person"),
    Row("website", "customer.website", _FIRM),
    Row("industry", "customer.industry", _FIRM),
    Row("company_size", "customer.company_size", _FIRM),
    Row("address", "customer.address", "where the goods or the bill go"),
    Row("owner", "customer.owner", "who won them looks after them"),
    Row("name", "contact.name", _PERSON),
    Row("job_title", "contact.job_title", _PERSON),
    Row("emails", "contact.emails", _PERSON),
    Row("phones", "contact.phones", _PERSON),
    Row("address", "contact.address", "where the person can be met"),
    Row("consent", "contact.consent", "what the person allowed goes with the person"),
    Row("notes", "contact.notes", _PERSON),
    Row("extra.*", "contact.extra.*", "what a host knows more of the person"),
    Row("interests", "opportunity.products", _DEAL),
    Row("budget", "opportunity.amount", _DEAL),
    Row("decision_date", "opportunity.expected_close", _DEAL),
    Row("owner", "opportunity.owner", "who qualified it goes on with it"),
)

#: The fields in which a lead says something that could be lost. The others are the work on it, which stays with it.
TOLD: tuple[str, ...] = (
    "name", "company", "job_title", "emails", "phones", "address", "website", "industry", "company_size", "interests",
    "needs", "pain_points", "objections", "budget", "decision_date", "consent", "tags", "notes", "owner", "extra",
)  # fmt: skip

_TARGETS: Mapping[str, frozenset[str]] = FrozenDict(
    {
        "customer": frozenset("name address website industry company_size owner persona".split()),
        "contact": frozenset("name job_title emails phones address consent notes".split()),
        "opportunity": frozenset("products amount expected_close owner".split()),
    }
)


def is_field(name: str) -> bool:
    """Whether a lead has this field, or may have this key in its `extra`."""
    return name in TOLD if "." not in name else name.startswith("extra.") and len(name) > len("extra.")


def is_target(row: Row) -> bool:
    """Whether a conversion may write there."""
    if row.place.startswith("extra.") and len(row.place) > len("extra."):
        return row.noun in NOUNS and (row.name == "extra.*") == (row.place == "extra.*")
    return row.place in _TARGETS.get(row.noun, ()) and row.name != "extra.*"


def fits(row: Row) -> bool:
    """Whether the target can hold what the field says. Names, and lists of texts, can be written as one text."""
    kind = Any if row.name.startswith("extra.") else fields_dict(Lead)[row.name].type
    target = Any if row.place.startswith("extra.") else fields_dict(NOUNS[row.noun])[row.place].type
    return kind == target or (target in _TEXTUAL and kind in _TELLING)


_TEXTUAL = (Any, str, str | None)
_TELLING = (Any, str, str | None, PersonName, tuple[str, ...])


def company_key(name: str) -> str:
    """The match key by which a customer of this name is found; legal forms, case and width do not count."""
    return digest("company", company_core(name))


def is_blank(value: Any) -> bool:
    """Whether it says nothing. No number and no `False` is blank."""
    if value is None or (isinstance(value, str | tuple | list | Mapping) and not value):
        return True
    return value in (Address(), Consent(), PersonName())


def shown(value: Any) -> str:
    """The value in words, for people to look at."""
    match value:
        case None:
            told = ""
        case tuple() | list():
            told = ", ".join(map(shown, value))
        case Mapping():
            told = ", ".join(f"{key}: {shown(member)}" for key, member in value.items())
        case Address():
            told = ", ".join(filter(None, value.__dict__.values()))
        case Consent():
            told = shown({way: said for way, said in value.__dict__.items() if said != getattr(Consent(), way)})
        case bool():
            told = "yes" if value else "no"
        case _:
            told = str(value)
    return told[:LONG_TEXT]
