"""The rules by which cleansing changes what was typed."""

from collections.abc import Mapping
from enum import StrEnum

from leadkit.kernel.frozendict import FrozenDict

__all__ = ["KEEPS_TYPED", "RULES", "Rule"]


class Rule(StrEnum):
    """The rules of cleansing; `RULES` has their sentences."""

    TIDIED = "tidied"
    HALF_WIDTH = "half_width"
    LISTED_ONCE = "listed_once"
    NAME_PARTED = "name_parted"
    EMAIL_EXTRACTED = "email_extracted"
    EMAIL_NORMALISED = "email_normalised"
    PHONE_SPLIT = "phone_split"
    PHONE_READ = "phone_read"
    COUNTRY_CODED = "country_coded"
    ADDRESS_PARTED = "address_parted"
    WEBSITE_NORMALISED = "website_normalised"
    AMOUNT_READ = "amount_read"
    DAY_READ = "day_read"


#: What each rule does, in a sentence.
RULES: Mapping[Rule, str] = FrozenDict(
    {
        Rule.TIDIED: "Invisible characters and needless white space are taken out.",
        Rule.HALF_WIDTH: "Full-width Latin letters and digits of companies and job titles become half-width ones.",
        Rule.LISTED_ONCE: "Of a list each entry is kept once, and no blank one.",
        Rule.NAME_PARTED: "A whole name is told apart into title | given | family name; the whole stays as typed.",
        Rule.EMAIL_EXTRACTED: "An address is taken out of its brackets, and several in one field each for itself.",
        Rule.EMAIL_NORMALISED: "The domain becomes lower case and NFC; what was typed stays beside it.",
        Rule.PHONE_SPLIT: "Several numbers in one field are kept each for itself.",
        Rule.PHONE_READ: "A number becomes E.164 with its extension apart; what was typed stays beside it.",
        Rule.COUNTRY_CODED: "A country's name becomes its ISO 3166 code.",
        Rule.ADDRESS_PARTED: "A Chinese address in one line becomes region, city, street and postal code.",
        Rule.WEBSITE_NORMALISED: "A web address gets a scheme, its host becomes lower case, and `xn--` letters again.",
        Rule.AMOUNT_READ: "A budget in words becomes an amount of money.",
        Rule.DAY_READ: "A date in words becomes a day.",
    }
)


#: Where the lead keeps what was typed beside what was made of it.
KEEPS_TYPED = frozenset({Rule.NAME_PARTED, Rule.EMAIL_NORMALISED, Rule.PHONE_READ})
