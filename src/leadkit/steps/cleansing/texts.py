"""Plain texts and lists of them: tidied, with half-width letters where a field is meant for reading."""

from leadkit.kernel.correction import Correction
from leadkit.kernel.text import half_width, tidy
from leadkit.steps.cleansing.rules import Rule

__all__ = ["LISTS", "TEXTS", "clean_list", "clean_text"]

#: The fields that are a text of one line.
TEXTS = ("company", "job_title", "industry", "company_size")
#: Those that are several.
LISTS = ("interests", "needs", "pain_points", "tags")
_HALF_WIDTH = frozenset({"company", "name", "job_title"})


def clean_text(field: str, raw: str, corrections: list[Correction]) -> str:
    """The text tidied; that of a company, a customer's name or a job title in half-width letters."""
    text = tidy(raw)
    if field in _HALF_WIDTH and (clean := half_width(text)) != text:
        corrections.append(Correction(field, raw, clean, Rule.HALF_WIDTH))
        return clean
    if text != raw:
        corrections.append(Correction(field, raw, text, Rule.TIDIED))
    return text


def clean_list(field: str, raw: tuple[str, ...], corrections: list[Correction]) -> tuple[str, ...]:
    """Each text tidied and kept once, no blank one."""
    texts = tuple(dict.fromkeys(filter(None, map(tidy, raw))))
    if texts != raw:
        corrections.append(Correction(field, "; ".join(raw), "; ".join(texts), Rule.LISTED_ONCE))
    return texts
