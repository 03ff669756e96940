"""Hypothesis strategies for every noun and event: valid, storable, Chinese and Western.

A strategy of a noun takes strategies for single fields by name: `leads(status=st.just("new"))`. Fields that need no
care of their own get a strategy from their type, so a field that a noun gains is covered from its first day.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from leadkit.kernel.frozendict import FrozenDict, frozen_json
from leadkit.kernel.money import MINOR_UNITS, Money
from leadkit.machines.lead import LEAD
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.model import (
    Activity,
    Campaign,
    Contact,
    Contract,
    Contribution,
    ConversionPlan,
    Customer,
    Detail,
    EmailAddress,
    Feedback,
    FollowUp,
    Inquiry,
    Lead,
    Opportunity,
    PersonName,
    PhoneNumber,
    PhoneValidity,
    Purchase,
    Quote,
    QuoteLine,
    Receipt,
    Score,
)
from leadkit.model.activity import DETAILS
from leadkit.model.events import EVENTS, Event, FeedbackGiven, created
from leadkit.model.rotation import Rotation

__all__ = [
    "activities",
    "campaigns",
    "contacts",
    "conversion_plans",
    "customers",
    "email_addresses",
    "events",
    "follow_ups",
    "inquiries",
    "instants",
    "leads",
    "moneys",
    "opportunities",
    "person_names",
    "phone_numbers",
    "quotes",
    "receipts",
    "rotations",
    "scores",
]

T = TypeVar("T")
Fields = Mapping[str, SearchStrategy[Any]]

# Western, Chinese, and whatever else can be stored: no control characters but tab and line ends, no surrogates.
_ALPHABETS = (
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n\r"),
)
_TEXTS = st.one_of([st.text(alphabet, max_size=12) for alphabet in _ALPHABETS])
_SOME_TEXTS = st.one_of([st.text(alphabet, min_size=1, max_size=12) for alphabet in _ALPHABETS])
_IDS = st.text("0123456789abcdef-", min_size=1, max_size=36)
_NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
_JSON: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda members: st.lists(members, max_size=3) | st.dictionaries(_TEXTS, members, max_size=3),
    max_leaves=5,
)
_GIVEN = ("小明", "丽", "建国", "Ana María", "Jürgen", "Zoë", "Mary-Jane", "O")
_FAMILY = ("王", "欧阳", "李", "Müller", "O'Neil", "García Márquez", "Smith", "Ng")
_DOMAINS = ("example.com", "mail.example.cn", "例子.中国", "example.co.uk")
# Mobile ranges in which any following digits make a valid number: calling code, prefix, digits that follow, country.
_MOBILE = (("86", "138", 8, "CN"), ("86", "186", 8, "CN"), ("44", "7400", 6, "GB"), ("49", "1512", 7, "DE"))


def instants() -> SearchStrategy[datetime]:
    """Exact UTC datetimes of this century, to the microsecond."""
    naive = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001
    return naive.map(lambda at: at.replace(tzinfo=UTC, fold=0))


def moneys(*currencies: str) -> SearchStrategy[Money]:
    """Amounts in these currencies, by default in some with 0, 2 and 3 decimals; negative ones too."""
    return st.builds(
        lambda units, currency: Money(Decimal(units).scaleb(-MINOR_UNITS[currency]), currency),
        st.integers(-(10**10), 10**10),
        st.sampled_from(currencies or ("CNY", "EUR", "USD", "JPY", "KWD")),
    )


# What things cost, and what people can spend.
_PRICES = moneys().map(lambda money: Money(abs(money.amount), money.currency))


def person_names() -> SearchStrategy[PersonName]:
    """Names in Chinese and Western order, names of which only a part is known, and anything else that people type."""
    given, family = st.sampled_from(_GIVEN), st.sampled_from(_FAMILY)
    return st.one_of(
        st.builds(lambda g, f: PersonName(f + g, g, f), given, family),
        st.builds(lambda g, f: PersonName(f"{g} {f}", g, f), given, family),
        st.builds(PersonName, _TEXTS, _TEXTS, _TEXTS, _TEXTS),
    )


def email_addresses() -> SearchStrategy[EmailAddress]:
    """Addresses as somebody typed them, with the normalised one; some that are no e-mail address."""
    local = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=12)
    address = st.builds("{}@{}".format, local, st.sampled_from(_DOMAINS))
    valid = st.builds(lambda right, typed: EmailAddress(typed(right), right), address, st.sampled_from(_SPELLINGS))
    return valid | st.builds(EmailAddress, _SOME_TEXTS.filter(lambda text: "@" not in text))


_SPELLINGS: tuple[Callable[[str], str], ...] = (str, str.upper, "  {} ".format, "<{}>".format)


def phone_numbers() -> SearchStrategy[PhoneNumber]:
    """Valid mobile numbers of several countries, with and without extension, and text that is no number."""
    return st.sampled_from(_MOBILE).flatmap(_mobiles) | st.builds(PhoneNumber, _SOME_TEXTS)


def _mobiles(plan: tuple[str, str, int, str]) -> SearchStrategy[PhoneNumber]:
    calling_code, prefix, digits, country = plan
    return st.builds(
        lambda rest, extension: PhoneNumber(
            f"{prefix} {rest}" + (f" x{extension}" if extension else ""),
            f"+{calling_code}{prefix}{rest}",
            extension,
            country,
            PhoneValidity.VALID,
        ),
        st.text("0123456789", min_size=digits, max_size=digits),
        st.just("") | st.text("0123456789", min_size=1, max_size=5),
    )


def leads(**fields: SearchStrategy[Any]) -> SearchStrategy[Lead]:
    """Leads in any status of our lead machine."""
    return _built(Lead, fields)


def contacts(**fields: SearchStrategy[Any]) -> SearchStrategy[Contact]:
    """Contacts."""
    return _built(Contact, fields)


def conversion_plans(**fields: SearchStrategy[Any]) -> SearchStrategy[ConversionPlan]:
    """Plans of conversions, as a host may keep them; about no lead of any store."""
    return _built(ConversionPlan, fields)


def customers(**fields: SearchStrategy[Any]) -> SearchStrategy[Customer]:
    """Customers in any stage, with purchases and feedback."""
    return _built(Customer, fields)


def opportunities(**fields: SearchStrategy[Any]) -> SearchStrategy[Opportunity]:
    """Opportunities in any stage of our default pipeline."""
    return _built(Opportunity, fields)


def quotes(**fields: SearchStrategy[Any]) -> SearchStrategy[Quote]:
    """Quotes in any status; the lines of one quote share a currency."""
    return _built(Quote, fields)


def activities(**fields: SearchStrategy[Any]) -> SearchStrategy[Activity]:
    """Activities of every kind of detail."""
    return _built(Activity, fields)


def follow_ups(**fields: SearchStrategy[Any]) -> SearchStrategy[FollowUp]:
    """Follow-ups, open and done."""
    return _built(FollowUp, fields)


def campaigns(**fields: SearchStrategy[Any]) -> SearchStrategy[Campaign]:
    """Campaigns of any channel."""
    return _built(Campaign, fields)


def receipts(**fields: SearchStrategy[Any]) -> SearchStrategy[Receipt]:
    """Receipts of captures and conversions, refused ones too."""
    return _built(Receipt, fields)


def rotations(**fields: SearchStrategy[Any]) -> SearchStrategy[Rotation]:
    """Rotations of teams."""
    return _built(Rotation, fields)


def scores(**fields: SearchStrategy[Any]) -> SearchStrategy[Score]:
    """Scores with their contributions."""
    return _built(Score, fields)


def inquiries(**fields: SearchStrategy[Any]) -> SearchStrategy[Inquiry]:
    """Inquiries as they come in at the door: some clean, most not."""
    return _built(Inquiry, fields)


def events() -> SearchStrategy[Event]:
    """Events of every type; those that change a noun carry new values for some of its fields."""
    kinds: list[Any] = list(EVENTS.values())
    return st.one_of([_of_event(kind) for kind in kinds])


def _built(kind: type[T], fields: Fields) -> SearchStrategy[T]:
    return st.builds(kind, **{**_of_fields(kind), **fields})


def _of_fields(kind: type[Any]) -> Fields:
    """A strategy for each field: the one of the table below, else the one of its type."""
    special = _SPECIAL.get(kind, {})
    return {
        field.name: special[field.name] if field.name in special else _of_field(field) for field in attrs.fields(kind)
    }


def _of_field(field: "attrs.Attribute[Any]") -> SearchStrategy[Any]:
    check = field.metadata.get("check")
    if field.type is str and field.name in ("id", "customer_id", "opportunity_id", "lead_id", "subject_id"):
        return _IDS
    if field.type is str and check and check(""):
        return _SOME_TEXTS
    if field.name in ("version", "revision"):
        return st.integers(1, 1_000)
    kind: Any = field.type
    return _of_type(kind)


@cache
def _of_type(kind: Any) -> SearchStrategy[Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _TYPES:
        return _TYPES[kind]
    if origin is tuple:
        return st.lists(_SOME_TEXTS if arguments[0] is str else _of_type(arguments[0]), max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(_TEXTS, _of_type(arguments[1]), max_size=3).map(frozen_json)
    if origin is not None:  # a union
        return st.one_of(*map(_of_type, arguments))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _built(kind, {})


_TYPES: dict[Any, SearchStrategy[Any]] = {
    Any: _JSON,
    str: _TEXTS,
    bool: st.booleans(),
    int: st.integers(0, 100),
    float: st.floats(0, 100_000) | st.integers(0, 100_000),
    type(None): st.none(),
    date: st.dates(date(1970, 1, 1)),
    datetime: instants(),
    Detail: st.deferred(lambda: st.one_of([_built(detail, {}) for detail in DETAILS.values()])),
    EmailAddress: email_addresses(),
    Money: _PRICES,
    PersonName: person_names(),
    PhoneNumber: phone_numbers(),
}

_STAGES = st.sampled_from([stage.name for stage in DEFAULT_PIPELINE.stages])
_PERCENT = st.decimals(0, 100, places=2)


def _lines_in(currency: str) -> SearchStrategy[QuoteLine]:
    """Lines in one currency; an amount off is never more than the price of one whole item."""
    dear = st.integers(0, 10**6).flatmap(lambda off: _with_amount_off(currency, off))
    return _built(QuoteLine, {"unit_price": moneys(currency), "discount_amount": st.none()}) | dear


def _with_amount_off(currency: str, off: int) -> SearchStrategy[QuoteLine]:
    prices = st.integers(off, 10**9).map(lambda units: Money.of_minor_units(units, currency))
    amount = st.just(Money.of_minor_units(off, currency))
    whole = {"quantity": st.integers(1, 99).map(Decimal), "discount_percent": st.just(Decimal(0))}
    return _built(QuoteLine, {"unit_price": prices, "discount_amount": amount, **whole})


_LINES = st.sampled_from(("CNY", "EUR", "JPY", "KWD")).flatmap(
    lambda currency: st.lists(_lines_in(currency), max_size=3).map(tuple)
)

# What the type alone does not tell.
_SPECIAL: dict[type[Any], Fields] = {
    Contribution: {"points": st.integers(-100, 100)},
    Feedback: {"score": st.none() | st.integers(0, 10)},
    FeedbackGiven: {"score": st.none() | st.integers(0, 10)},
    Inquiry: {
        "email": st.lists(email_addresses().map(lambda email: email.raw), max_size=2).map(tuple),
        "phone": st.lists(phone_numbers().map(lambda phone: phone.raw), max_size=2).map(tuple),
        "name": person_names().map(str),
        "region": st.sampled_from(("", "CN", "US", "DE")),
        "budget": st.none() | _PRICES | st.sampled_from(("12万", "¥120,000", "$5k", "soon")),
        "decision_date": st.none() | st.dates() | st.sampled_from(("2024-02-29", "next year")),
    },
    Lead: {"status": st.sampled_from(sorted(LEAD.states))},
    Contract: {
        "starts": st.none() | st.dates(max_value=date(2000, 1, 1)),
        "ends": st.none() | st.dates(date(2000, 1, 1)),
    },
    Opportunity: {"pipeline": st.just(DEFAULT_PIPELINE.name), "stage": _STAGES, "lines": _LINES},
    Purchase: {"lines": _LINES},
    Quote: {"lines": _LINES, "discount_percent": _PERCENT, "discount_amount": st.none()},
    QuoteLine: {
        "quantity": st.decimals(0, 1_000, places=2),
        "discount_percent": _PERCENT,
        "tax_rate": st.sampled_from(("0", "6", "8.25", "13", "19")).map(Decimal),
    },
}


@cache
def _of_event(kind: Any) -> SearchStrategy[Event]:
    record = attrs.fields_dict(kind).get("record")
    if record is not None:
        noun_type: Any = record.type
        return _of_type(noun_type).map(lambda noun: created(kind, noun).events[0])
    return _built(kind, {"changes": _changes(kind.noun)})


def _changes(noun: type[Any]) -> SearchStrategy[FrozenDict[str, Any]]:
    fields = _of_fields(noun)
    # What every event sets by itself is never among its changes.
    names = st.sets(st.sampled_from(sorted(fields.keys() - {"id", "version", "created_at", "updated_at"})), max_size=3)
    return names.flatmap(lambda chosen: st.fixed_dictionaries({name: fields[name] for name in chosen})).map(FrozenDict)
