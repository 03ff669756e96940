"""Person names: the whole as typed, and its parts as far as they can be told."""

from leadkit.kernel.correction import Correction
from leadkit.kernel.record import vouched
from leadkit.kernel.text import is_han, tidy
from leadkit.lexicon.persons import split_name
from leadkit.model import PersonName
from leadkit.steps.cleansing.rules import Rule

__all__ = ["parted", "read_name"]


def read_name(full: str, given: str, family: str, corrections: list[Correction]) -> PersonName:
    """The name with as many parts as can be told; `full` stays as it was typed, tidied."""
    whole = tidy(full)
    if whole != full:
        corrections.append(Correction("name", full, whole, Rule.TIDIED))
    if whole and not (given or family):
        return parted(whole, corrections)
    given, family = tidy(given), tidy(family)
    if not whole:
        whole = family + given if is_han(family + given) else f"{given} {family}".strip()
    elif not (given or family):
        return parted(whole, corrections)
    return PersonName(whole, given, family)


def parted(full: str, corrections: list[Correction]) -> PersonName:
    """The name of which only the whole is known, tidied and storable, with the parts that can be told."""
    parts = split_name(full)
    given, family, title = parts.givens, parts.family, parts.title
    if given or family:
        told = f"{title} | {given} | {family}" if title else f"{given} | {family}"
        corrections.append(Correction("name", full, told, Rule.NAME_PARTED))
    return vouched(PersonName, {"full": full, "given": given, "family": family, "title": title})
