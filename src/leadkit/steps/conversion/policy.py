"""What becomes of a lead when nobody says otherwise: the policy of conversion."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import evolve, field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.steps.conversion.rules import DEFAULT_MAP, NOUNS, Row, Survivorship, fits, is_field, is_target

__all__ = ["ConversionPolicy"]


def _survivorship(told: str) -> Survivorship:
    try:
        return Survivorship(told)
    except ValueError as unknown:
        raise InvalidPlaybook([Problem("unknown_rule", "survivorship", str(unknown))]) from None


@frozen(slots=False)
class ConversionPolicy:
    """fields: the map, row by row; `ConversionPolicy.with_rows` puts rows over the default ones. survivorship: what
    happens where lead and target both say something. creates: what is made when nothing is chosen and nobody is known;
    the customer always is, for contacts and opportunities belong to one.

    link_same_company: True to take the one known customer of the lead's company when nothing else says who it is.
    ask_in_doubt: True to let a person decide where a contact may be the same: until then the plan is blocked.

    Raises `InvalidPlaybook` for rows that name no field, no target, or one that cannot hold the other.
    """

    fields: tuple[Row, ...] = field(default=DEFAULT_MAP, converter=tuple[Row, ...])
    survivorship: Survivorship = field(default=Survivorship.FILL_BLANKS, converter=_survivorship)
    creates: tuple[str, ...] = field(default=("contact", "opportunity"), converter=tuple[str, ...])
    link_same_company: bool = False
    ask_in_doubt: bool = False

    def __attrs_post_init__(self) -> None:
        if faults := [*_faults(self)]:
            raise InvalidPlaybook(faults)

    def with_rows(self, *rows: Row, without: Iterable[str] = ()) -> "ConversionPolicy":
        """The policy with these rows besides; of one field and target the later row counts. without: fields of the
        lead, or `field → target` as `company → customer.name`, whose rows go."""
        gone = {*without, *(f"{row.name} → {row.target}" for row in rows)}
        kept = [row for row in self.fields if gone.isdisjoint((row.name, f"{row.name} → {row.target}"))]
        return evolve(self, fields=(*kept, *rows))

    def rows_of(self, name: str) -> tuple[Row, ...]:
        """The rows about a field of the lead, with the key's own name for a star."""
        if name not in self._by_name and name.startswith("extra."):
            rows = self._by_name.get("extra.*", ())
            return tuple(evolve(row, name=name, target=row.target.replace("extra.*", name)) for row in rows)
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[Row, ...]]:
        return {
            name: tuple(row for row in self.fields if row.name == name) for name in {row.name for row in self.fields}
        }


def _faults(policy: ConversionPolicy) -> Iterator[Problem]:
    ways = [(row.name, row.target) for row in policy.fields]
    for row in policy.fields:
        where = f"conversion.{row.name}"
        if not is_field(row.name):
            yield Problem("unknown_field", where, "a lead says nothing of this name that could be mapped")
        elif not is_target(row):
            yield Problem("unknown_target", where, f"no conversion writes {row.target}")
        elif not fits(row):
            yield Problem("wrong_target", where, f"{row.target} cannot hold it")
        if ways.count((row.name, row.target)) > 1:
            yield Problem("duplicate_row", where, f"goes to {row.target} twice")
    for noun in policy.creates:
        if noun not in NOUNS:
            yield Problem("unknown_noun", "conversion.creates", f"{noun!r} is not one of {', '.join(NOUNS)}")
