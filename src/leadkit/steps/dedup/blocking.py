"""Which records are worth a comparison: those that share at least one key. One row a key."""

from attrs import frozen

from leadkit.steps.dedup.plan import Plan

__all__ = ["KEYS", "THINGS", "Atom", "Key", "keys_for"]


@frozen
class Atom:
    """A form of one comparison. each: every word of it makes a key of its own."""

    kind: str
    facet: str
    each: bool = False


@frozen
class Key:
    """Records agree in all atoms. either: in the first two in whichever order, as names are easily swapped."""

    atoms: tuple[Atom, ...]
    means: str
    either: bool = False


def _key(text: str) -> Key:
    atoms = []
    for part in text.replace(" & ", " + ").split(" + "):
        kind, _, facet = part.partition(".")
        atoms.append(Atom(kind, facet.rstrip("*"), facet.endswith("*")))
    return Key(tuple(atoms), text, " & " in text)


#: What things have in common, and whoever works or lives there: looked at where no names of persons are told.
THINGS: tuple[Key, ...] = tuple(
    map(
        _key,
        """
company.form + city.form
company.form + street.form
company.form
street.form
company.words*
street.words*
""".strip().splitlines(),
    )
)
KEYS: tuple[Key, ...] = tuple(
    map(
        _key,
        """
email.address
email.letters
phone.number
phone.ending
national_id.form
given.form & family.form
given.form & family.form + city.form
given.form & family.form + company.first
given.initial & family.initial + company.form
given.initial & family.initial + domain.domain
given.initial & family.initial + street.form
given.form + birth_date.day
family.form + birth_date.day
given.initial + birth_date.day
birth_date.day
phone.short + given.initial
phone.short + family.initial
family.form + company.form
given.form + company.form
family.form + domain.domain
given.form + domain.domain
family.sound + company.first
given.sound + company.first
family.form + given.initial + city.form
family.form + given.initial + postcode.form
family.sound & given.sound
family.form + postcode.form
given.form + postcode.form
family.form + given.sound
family.sound + given.form
family.form + street.form
given.form + street.form
street.form + city.form
street.form + postcode.form
family.form + birth_date.year_month
family.form + birth_date.year_day
family.form + birth_date.month_day
given.form + birth_date.year_month
given.form + birth_date.year_day
given.form + birth_date.month_day
postcode.form + birth_date.month_day
text.form
text.words*
exact.form
""".strip().splitlines(),
    )
)


def keys_for(plan: Plan) -> tuple[Key, ...]:
    """Those of the keys whose comparisons the plan has."""
    keys = KEYS if "given" in plan.at else (*KEYS, *THINGS)
    return tuple(key for key in keys if all(atom.kind in plan.at for atom in key.atoms))
