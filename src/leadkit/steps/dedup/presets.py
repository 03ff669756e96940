"""Fixed rules behind the strategy protocol: the standard matching of Salesforce, the default rules of Dynamics 365.

Both are written as rows. They work on a lead's own fields, as those products do, and know no weights. Like those, they
compare only what shares a key: see `Clauses.keys`.
"""

from collections.abc import Iterable, Mapping
from itertools import product

from attrs import field, frozen

from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.text import digest
from leadkit.lexicon.companies import company_core
from leadkit.lexicon.given_names import is_initial, same_given
from leadkit.model import Lead
from leadkit.steps.dedup.forms import folded
from leadkit.steps.dedup.likeness import ordered, scorer
from leadkit.steps.dedup.verdicts import Match, Verdict, match_keys

__all__ = ["DYNAMICS_365", "SALESFORCE", "Clauses", "Rule"]

Values = Mapping[str, frozenset[str]]


@frozen
class Rule:
    """What of two leads has to agree, all of it: field → least similarity in percent, 100 for the same form.

    blanks_pass: a field that one of them lacks does not count, as long as an e-mail address is the same.
    """

    name: str
    least: Mapping[str, int]
    blanks_pass: bool = False

    def holds(self, ours: Values, theirs: Values) -> bool:
        """Whether both agree in everything that is asked for."""
        return all(
            _agrees(name, least, ours[name], theirs[name])
            or (self.blanks_pass and name != "email" and not (ours[name] and theirs[name]))
            for name, least in self.least.items()
        )


def _values(lead: Lead) -> Values:
    keys = match_keys(lead.emails, lead.phones)
    phones = {key for key, kind in keys.items() if kind == "phone"}
    city, postcode = folded(lead.address.city), folded(lead.address.postal_code)
    every = {
        "first": {folded(lead.name.given)},
        "last": {folded(lead.name.family)},
        "title": {folded(lead.job_title)},
        "company": {company_core(lead.company)},
        "email": {key for key, kind in keys.items() if kind == "e-mail"},
        "domain": {email.company_domain for email in lead.emails},
        "phone": phones,
        "street": {folded(lead.address.street)},
        # One of them is enough beside a street.
        "place": phones | ({f"city {city}"} if city else set()) | ({f"code {postcode}"} if postcode else set()),
    }
    return FrozenDict({name: frozenset(values - {""}) for name, values in every.items()})


def _swapped(values: Values) -> Values:
    """The same with given and family name in each other's place, as they are easily typed."""
    return FrozenDict({**values, "first": values["last"], "last": values["first"]})


def _agrees(name: str, least: int, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    if least == 100:
        return not ours.isdisjoint(theirs)
    return any(_alike(name, a, b) >= least for a, b in product(ours, theirs))


def _alike(name: str, a: str, b: str) -> float:
    """Similarity in percent. A first name is also the same by its short form or initial."""
    if name == "first":
        if same_given(a, b) or (a[0] == b[0] and (is_initial(a) or is_initial(b))):
            return 100.0
        return 100.0 * float(scorer("jaro_winkler")(*ordered(a, b)))
    return float(scorer("ratio")(*ordered(a, b)))


# Pairs of fields of which a store keeps a key: who shares none is not compared.
_LOOKED_UP = (("first", "last"), ("last", "company"), ("first", "company"), ("last", "domain"), ("last", "street"))


@frozen
class Clauses:
    """A strategy of fixed rules: one that holds is enough. A blank value agrees with nothing."""

    rules: tuple[Rule, ...] = field(converter=tuple[Rule, ...])
    verdict: Verdict = Verdict.DUPLICATE

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        ours = _values(incoming)
        for candidate in candidates:
            theirs = _values(candidate)
            ways = (theirs, _swapped(theirs))
            held = [rule.name for rule in self.rules if any(rule.holds(ours, way) for way in ways)]
            yield Match(candidate.id, self.verdict if held else Verdict.DIFFERENT, held)

    def keys(self, lead: Lead) -> Iterable[str]:
        """Digests of name and company, name and domain, and the like; first and last name in either order."""
        values = _values(lead)
        for names in _LOOKED_UP:
            for pair in product(*(values[name] for name in names)):
                parts = sorted(pair) if names == ("first", "last") else pair
                yield digest("clauses", *names, *parts)


_NAME = {"first": 85, "last": 90}

#: Published thresholds: first 85, last 90, title 50, company 70, e-mail 100. Phones and streets have to be the same.
SALESFORCE = Clauses((
    Rule("alike in name, title and company", {**_NAME, "title": 50, "company": 70}),
    Rule("alike in name, same e-mail", {**_NAME, "email": 100}, blanks_pass=True),
    Rule("alike in name and company, same phone", {**_NAME, "phone": 100, "company": 70}),
    Rule("alike in name, same street and city, postcode or phone", {**_NAME, "street": 100, "place": 100}),
    Rule("alike in name and title, same street", {**_NAME, "street": 100, "title": 50}),
    Rule("alike in name and title, same e-mail", {**_NAME, "title": 50, "email": 100}, blanks_pass=True),
    Rule("alike in name, same phone", {**_NAME, "phone": 100}),
))  # fmt: skip

#: "Similar" is not published as a number; 85 here.
DYNAMICS_365 = Clauses((
    Rule("same e-mail", {"email": 100}),
    Rule("same phone", {"phone": 100}),
    Rule("alike in name and company", {"first": 85, "last": 85, "company": 85}),
    Rule("alike in name, same e-mail domain", {"first": 85, "last": 85, "domain": 100}),
))  # fmt: skip
