"""A conversion, planned: what becomes of each field, what is made or linked, and what stands in the way."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import fields_dict, frozen

from leadkit.errors import Problem
from leadkit.kernel.decision import Refusal
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import BoundMachine
from leadkit.machines.lead import LeadTrigger
from leadkit.model import (
    Candidate,
    Contact,
    ConversionChoices,
    ConversionPlan,
    Customer,
    FieldOutcome,
    Following,
    Lead,
    Opportunity,
    PlannedField,
    PlannedRecord,
    TargetAction,
)
from leadkit.model.conversion import NEW, NONE
from leadkit.steps.conversion.policy import ConversionPolicy
from leadkit.steps.conversion.rules import NOUNS, TOLD, Row, Survivorship, is_blank, shown

__all__ = ["Targets", "action", "customer_name", "deal_name", "mapped", "planned"]

_CREATE, _LINK, _NONE = TargetAction


@frozen
class Targets:
    """What a lead is converted to. customer, contact, opportunity: existing ones to link. actions: noun → what is done.

    because: noun → why this one. employer, buyer: the customer of the contact and of the opportunity, as far as
    they are still there.
    """

    actions: Mapping[str, TargetAction]
    customer: Customer | None = None
    contact: Contact | None = None
    opportunity: Opportunity | None = None
    because: Mapping[str, str] = FrozenDict()
    employer: Customer | None = None
    buyer: Customer | None = None

    def noun(self, name: str) -> Any:
        """The existing one of this kind, `None` for one that is to be made."""
        return getattr(self, name)


def action(choice: str, existing: object, noun: str, policy: ConversionPolicy) -> TargetAction:
    """What is done about this kind of noun. existing: the one that was chosen, or is known."""
    if choice == NONE:
        return _NONE
    if choice != NEW and existing is not None:
        return _LINK
    return _CREATE if choice or noun == "customer" or noun in policy.creates else _NONE


def mapped(
    lead: Lead, targets: Targets, choices: ConversionChoices, policy: ConversionPolicy
) -> tuple[tuple[PlannedField, ...], Mapping[str, Mapping[str, Any]]]:
    """What becomes of each field that says something; and noun → field → value for all that changes there."""
    held = {noun: _begun(targets.noun(noun), noun, choices) for noun in NOUNS}
    changes: dict[str, dict[str, Any]] = {noun: {} for noun in NOUNS}
    told = []
    for name, value in _told(lead, choices):
        rows = policy.rows_of(name)
        if not rows:
            told.append(PlannedField(name, shown(value), "", FieldOutcome.UNMAPPED, because="stays on the lead"))
        for row in rows:
            if targets.actions[row.noun] is _NONE:
                because = f"there will be no {row.noun}"
                told.append(PlannedField(name, shown(value), row.target, FieldOutcome.UNMAPPED, because=because))
                continue
            before = _at(held[row.noun], row.place)
            outcome, after = _survivor(before, _fitted(value, row), row.survivorship or policy.survivorship)
            if after != before:
                at, whole = _with(held[row.noun], row.place, after)
                held[row.noun][at] = changes[row.noun][at] = whole
            told.append(PlannedField(name, shown(value), row.target, outcome, shown(before), shown(after)))
    return tuple(told), changes


def _begun(existing: Any, noun: str, choices: ConversionChoices) -> dict[str, Any]:
    """What the noun says before the lead has its say."""
    if existing is not None:
        return dict(existing.__dict__)
    begun = {name: attribute.default for name, attribute in fields_dict(NOUNS[noun]).items()}
    return begun | {"name": fields_dict(Lead)["name"].default if noun == "contact" else "", "amount": choices.amount}


def _told(lead: Lead, choices: ConversionChoices) -> Iterator[tuple[str, Any]]:
    for name in TOLD:
        value = choices.owner or lead.owner if name == "owner" else getattr(lead, name)
        if name == "extra":
            yield from ((f"extra.{key}", member) for key, member in lead.extra.items() if not is_blank(member))
        elif not is_blank(value):
            yield name, value


def _survivor(before: Any, value: Any, rule: Survivorship) -> tuple[FieldOutcome, Any]:
    if is_blank(before):
        return FieldOutcome.FILLED, value
    if before == value:
        return FieldOutcome.KEPT, before
    if rule is Survivorship.OVERWRITE:
        return FieldOutcome.OVERWRITTEN, value
    if rule is Survivorship.JOIN and isinstance(before, tuple) and isinstance(value, tuple):
        known = set(map(str, before))
        new = tuple(member for member in value if str(member) not in known)
        return (FieldOutcome.JOINED if new else FieldOutcome.KEPT), (*before, *new)
    return FieldOutcome.CONFLICTING, before


def _fitted(value: Any, row: Row) -> Any:
    """The value in the form that the target holds."""
    if row.place.startswith("extra."):
        return value if row.name.startswith("extra.") or isinstance(value, str | tuple) else str(value)
    textual = fields_dict(NOUNS[row.noun])[row.place].type in (str, str | None)
    return shown(value) if textual and not isinstance(value, str) else value


def _at(held: Mapping[str, Any], place: str) -> Any:
    name, dot, key = place.partition(".")  # a key may be blank
    return held[name].get(key) if dot else held[name]


def _with(held: Mapping[str, Any], place: str, value: Any) -> tuple[str, Any]:
    """The field with this value, or with this value under the place's key."""
    name, dot, key = place.partition(".")
    return name, FrozenDict({**held[name], key: value}) if dot else value


def customer_name(lead: Lead, changes: Mapping[str, Any]) -> str:
    """How a new customer is called: the company, else the person."""
    return str(changes.get("name") or lead.title)


def deal_name(lead: Lead, choices: ConversionChoices, customer: Customer | None) -> str:
    """How a new opportunity is called."""
    return choices.name or lead.company or str(lead.name) or (customer.name if customer else lead.title)


def planned(
    lead: Lead,
    targets: Targets,
    choices: ConversionChoices,
    policy: ConversionPolicy,
    machine: BoundMachine,
    at: datetime,
    *,
    candidates: tuple[Candidate, ...] = (),
    following: tuple[Following, ...] = (),
    converted: str = "",
    closed: bool = False,
) -> ConversionPlan:
    """What converting the lead comes to. converted: the key of the receipt, where it is converted already. closed: the
    opportunity to link is won or lost."""
    fields, changes = mapped(lead, targets, choices, policy)
    titles = {
        "customer": lambda: customer_name(lead, changes["customer"]),
        "contact": lambda: str(lead.name),
        "opportunity": lambda: deal_name(lead, choices, targets.customer),
    }
    records, versions = [], {"lead": lead.version}
    for noun in NOUNS:
        existing, done = targets.noun(noun), targets.actions[noun]
        if done is _LINK:
            versions[noun] = existing.version
        title = str(existing.name) if done is _LINK else titles[noun]() if done is _CREATE else ""
        id = existing.id if done is _LINK else None
        records.append(PlannedRecord(noun, done, id, title, targets.because.get(noun, "")))
    blockers = _blockers(lead, targets, choices, policy, machine, candidates, converted, closed=closed)
    return ConversionPlan(
        lead.id, at, tuple(records), fields, choices, candidates, following, tuple(dict.fromkeys(blockers)), versions
    )


def _blockers(
    lead: Lead,
    targets: Targets,
    choices: ConversionChoices,
    policy: ConversionPolicy,
    machine: BoundMachine,
    candidates: tuple[Candidate, ...],
    converted: str,
    *,
    closed: bool,
) -> Iterator[Problem]:
    if converted:
        message = "the lead is converted already, by another key; take that conversion back first"
        yield Problem("already_converted", "lead", message)
    else:
        move = machine.select(lead.status, LeadTrigger.CONVERT, lead, {"owner": choices.owner or lead.owner})
        yield from move.problems if isinstance(move, Refusal) else ()
    if lead.pool and not lead.owner and not choices.owner:
        yield Problem(
            "missing_owner", "owner", f"the lead waits in the pool {lead.pool}; say who is to own what it becomes"
        )
    if choices.customer == NONE:
        yield Problem("missing_customer", "customer", "contacts and opportunities belong to a customer")
    contact, deal, customer = targets.contact, targets.opportunity, targets.customer
    for noun, field, owner in ((contact, "customer", targets.employer), (deal, "opportunity", targets.buyer)):
        if choices.customer != NONE and noun and owner and (customer is None or customer.id != owner.id):
            kind = type(noun).__name__.lower()
            yield Problem("other_customer", field, f"{kind} {noun.id} belongs to another customer")
    if closed and deal:
        yield Problem(
            "closed_deal", "opportunity", f"opportunity {deal.id} is {deal.stage}; take an open one, or a new one"
        )
    if targets.actions["opportunity"] is not _CREATE:
        for option in ("amount", "name", "pipeline"):
            if getattr(choices, option) not in ("", None):
                yield Problem("unused_option", option, "is about a new opportunity, and there will be none")
    if policy.ask_in_doubt and not choices.contact and targets.actions["contact"] is _CREATE:
        doubts = [each.id for each in candidates if each.noun == "contact" and not each.sure]
        if doubts:
            yield Problem(
                "contact_in_doubt", "contact", f"may be contact {', '.join(doubts)}; choose that one, or `new`"
            )
