"""How a business wants its inquiries read."""

from attrs import frozen

from leadkit.kernel.text import is_han
from leadkit.lexicon.countries import country_code
from leadkit.model import PersonName

__all__ = ["CleansingPolicy", "regions_of"]


@frozen
class CleansingPolicy:
    """region: ISO 3166 alpha-2, the country of phone numbers without a code. Blank: only numbers with a code are read,
    and Chinese mobiles, which look like no other number.

    require_contact_details: an inquiry without any e-mail and phone is refused; nobody could answer it.
    """

    region: str = ""
    require_contact_details: bool = True


def regions_of(policy: CleansingPolicy, name: PersonName, company: str, *told: str) -> tuple[str, ...]:
    """Countries to try for a number without a code, most certain first; the first one's currency is meant too.

    told: countries that the record itself names, by name or code.
    """
    certain = next(filter(None, map(country_code, told)), "")
    likely = "CN" if not certain and is_han(name.full + company) else ""
    regions = dict.fromkeys(filter(None, (certain, likely, country_code(policy.region))))
    # Without any region the library still reads numbers that carry their country code.
    return tuple(regions) or ("",)
