"""One change that cleansing made."""

import attrs

from leadkit.kernel.text import hidden

__all__ = ["Correction"]


@attrs.frozen(slots=False)
class Correction:
    """field: of the inquiry or the lead, such as `address.country`. raw: as it was typed. clean: what became of it.

    rule: why, a key of `leadkit.steps.cleansing.RULES`. `repr` hides the values.
    """

    field: str
    raw: str = attrs.field(repr=hidden)
    clean: str = attrs.field(repr=hidden)
    rule: str
