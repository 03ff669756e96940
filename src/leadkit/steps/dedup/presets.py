"""Fixed rules behind the strategy protocol: the standard matching of Salesforce, the default rules of Dynamics 365.

Both are written as rows. They work on a lead's own fields, as those products do, and know no weights.
"""

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from leadkit.lexicon.companies import company_core
from leadkit.lexicon.given_names import same_given
from leadkit.model import Lead
from leadkit.steps.dedup.forms import folded
from leadkit.steps.dedup.likeness import ordered, scorer
from leadkit.steps.dedup.verdicts import Match, Verdict, match_keys

__all__ = ["DYNAMICS_365", "SALESFORCE", "Clauses", "Rule"]

Values = Mapping[str, frozenset[str]]


@frozen
class Rule:
    """What of two leads has to agree, all of it: field → least similarity in percent."""

    name: str
    least: Mapping[str, int]


def _values(lead: Lead) -> Values:
    keys = match_keys(lead.emails, lead.phones)
    every = {
        "first": {folded(lead.name.given)},
        "last": {folded(lead.name.family)},
        "title": {folded(lead.job_title)},
        "company": {company_core(lead.company) if lead.company else ""},
        "email": {key for key, kind in keys.items() if kind == "e-mail"},
        "phone": {key for key, kind in keys.items() if kind == "phone"},
        "street": {folded(lead.address.street)},
        "city": {folded(lead.address.city)},
        "postcode": {folded(lead.address.postal_code)},
    }
    return {name: frozenset(values - {""}) for name, values in every.items()}


def _alike(name: str, a: str, b: str) -> float:
    if a == b or (name == "first" and same_given(a, b)):
        return 100.0
    return float(scorer("ratio")(*ordered(a, b)))


def _agrees(name: str, least: int, ours: Values, theirs: Values) -> bool:
    if least == 100:
        return not ours[name].isdisjoint(theirs[name])
    return any(_alike(name, a, b) >= least for a in ours[name] for b in theirs[name])


@frozen
class Clauses:
    """A strategy of fixed rules: one that holds is enough. A blank value agrees with nothing."""

    rules: tuple[Rule, ...] = field(converter=tuple[Rule, ...])
    verdict: Verdict = Verdict.DUPLICATE

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        ours = _values(incoming)
        for candidate in candidates:
            theirs = _values(candidate)
            held = [
                rule.name
                for rule in self.rules
                if all(_agrees(name, least, ours, theirs) for name, least in rule.least.items())
            ]
            yield Match(candidate.id, self.verdict if held else Verdict.DIFFERENT, held)


_NAME = {"first": 85, "last": 90}

SALESFORCE = Clauses((
    Rule("alike in name, title and company, same e-mail", {**_NAME, "title": 50, "company": 70, "email": 100}),
    Rule("alike in name, same e-mail", {**_NAME, "email": 100}),
    Rule("alike in name and company, same e-mail", {**_NAME, "company": 70, "email": 100}),
    Rule("alike in name, title and company", {**_NAME, "title": 50, "company": 70}),
    Rule("alike in name, same phone", {**_NAME, "phone": 100}),
    Rule("alike in name and company, same phone", {**_NAME, "company": 70, "phone": 100}),
    Rule("alike in name, same street and city", {**_NAME, "street": 80, "city": 75}),
))  # fmt: skip

DYNAMICS_365 = Clauses((
    Rule("same e-mail", {"email": 100}),
    Rule("same first name, last name and company", {"first": 100, "last": 100, "company": 100}),
    Rule("same first and last name, same phone", {"first": 100, "last": 100, "phone": 100}),
    Rule("same first and last name, same postcode", {"first": 100, "last": 100, "postcode": 100}),
))  # fmt: skip
