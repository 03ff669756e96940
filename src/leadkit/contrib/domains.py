"""Registrable domains by the public suffix list, which publicsuffixlist carries along: nothing is fetched. Extra:
`pip install "leadkit[domains]"`.

publicsuffixlist and not tldextract, because it has no dependencies, asks no network by default, and is released anew
whenever the list changes.
"""

from typing import TYPE_CHECKING

from leadkit.errors import MissingExtra
from leadkit.lexicon.domains import domain_form

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = ["PublicSuffixes"]


class PublicSuffixes:
    """Where registered names end, exactly: pass it to `leadkit.lexicon.domains.company_domain`."""

    def __init__(self) -> None:
        self._list = _loaded()

    def registrable(self, domain: str) -> str:
        """`sales.acme.co.uk` → `acme.co.uk`; blank when nothing is registered above the suffix."""
        return self._list.privatesuffix(domain_form(domain)) or ""


def _loaded() -> "PublicSuffixList":
    try:
        from publicsuffixlist import PublicSuffixList
    except ImportError:
        raise MissingExtra('publicsuffixlist is not installed: pip install "leadkit[domains]"') from None
    return PublicSuffixList()
