"""E-mail addresses and domains: whose mailbox it is, which company it belongs to, and the form in which two compare."""

import unicodedata
from functools import lru_cache
from typing import Protocol

from leadkit.kernel.text import match_form
from leadkit.lexicon.mail_providers import DISPOSABLE, FREE_MAIL, IGNORES_DOTS, ROLES, SAME_DOMAIN

__all__ = [
    "BuiltInSuffixes",
    "Suffixes",
    "company_domain",
    "domain_form",
    "is_disposable",
    "is_free_mail",
    "is_role",
    "match_address",
    "mixed_script",
]


class Suffixes(Protocol):
    """Who knows where registered names end: `leadkit.contrib.domains` knows exactly, `BuiltInSuffixes` nearly."""

    def registrable(self, domain: str) -> str:
        """`sales.acme.co.uk` → `acme.co.uk`; blank when nothing is registered above the suffix."""


# Second-level suffixes by country: what a registry sells names under, beside the country code itself.
_SECOND_LEVELS = {
    suffix: frozenset(labels.split())
    for suffix, labels in {
        "cn": "com net org gov edu ac mil bj sh tj cq he sx nm ln jl hl js zj ah fj jx sd ha hb hn gd gx hi sc gz yn xz"
        " sn gs qh nx xj",
        "hk": "com net org gov edu idv",
        "tw": "com net org gov edu idv club ebiz game",
        "mo": "com net org gov edu",
        "jp": "co ne or ac go ad ed gr lg",
        "kr": "co ne or re go ac pe seoul",
        "uk": "co org me ltd plc net gov ac nhs sch police",
        "au": "com net org edu gov asn id",
        "nz": "co net org ac govt geek gen school iwi kiwi maori",
        "za": "co org net gov ac web law nom",
        "in": "co net org gen firm ind ac edu gov nic res",
        "id": "co or ac go web net sch my biz desa mil",
        "my": "com net org edu gov mil name",
        "sg": "com net org edu gov per",
        "th": "co ac go or net in mi",
        "ph": "com net org gov edu ngo mil i",
        "vn": "com net org edu gov int ac biz info name pro health",
        "pk": "com net org edu gov fam biz web",
        "bd": "com net org edu gov ac mil",
        "lk": "com org edu gov net ac",
        "br": "com net org gov edu adv ind inf eng art blog eco emp far flog fm log med mus psi rec srv tur",
        "ar": "com net org gov edu int mil tur coop",
        "mx": "com net org gob edu",
        "co": "com net org edu gov mil nom",
        "pe": "com net org edu gob nom mil",
        "ve": "com net org co gob edu info web",
        "ec": "com net org edu gob fin med",
        "uy": "com net org edu gub mil",
        "tr": "com net org gov edu biz info gen av dr bel pol k12 web tel name",
        "il": "co org net ac gov muni k12",
        "ae": "co net org ac gov sch mil",
        "sa": "com net org gov edu med pub sch",
        "eg": "com net org edu gov sci mil eun name",
        "ng": "com net org gov edu sch name mobi",
        "ke": "co or ne go ac sc me info mobi",
        "gh": "com org edu gov mil",
        "tz": "co or ne go ac sc",
        "ua": "com net org gov edu in kiev kyiv lviv kharkov kharkiv od odessa dp dnepr",
        "ru": "com net org pp msk spb",
        "pl": "com net org edu gov info biz waw krakow wroc",
        "hu": "co org info priv sport tm",
        "ro": "com org info firm nom nt rec store tm www",
        "gr": "com edu net org gov",
        "cy": "com net org ac gov ltd biz",
        "at": "co or ac gv",
        "es": "com nom org gob edu",
        "pt": "com edu gov int net nome org publ",
        "it": "gov edu",
        "fr": "com asso gouv nom prd tm",
        "ge": "com edu gov org net pvt mil",
        "kz": "com org net edu gov mil",
        "kw": "com net org edu gov ind emb",
        "qa": "com net org edu gov mil name sch",
        "bh": "com net org edu gov",
        "om": "co com net org edu gov med museum pro",
        "jo": "com net org edu gov sch mil name",
        "lb": "com net org edu gov",
        "cr": "co ac ed fi go or sa",
        "do": "com net org edu gob gov art mil sld web",
        "gt": "com net org edu gob ind mil",
        "py": "com net org edu gov coop mil",
        "bo": "com net org edu gob int mil tv",
        "mt": "com edu net org",
        "np": "com net org edu gov mil",
        "kh": "com net org edu gov mil per",
        "mm": "com net org edu gov",
    }.items()
}


class BuiltInSuffixes:
    """The suffixes of the larger countries from a small table. It knows no private ones, such as `github.io`."""

    def registrable(self, domain: str) -> str:
        labels = domain.rsplit(".", 3)
        keep = 3 if len(labels) > 1 and labels[-2] in _SECOND_LEVELS.get(labels[-1], ()) else 2
        return ".".join(labels[-keep:]) if len(labels) >= keep else ""


_BUILT_IN = BuiltInSuffixes()


def domain_form(domain: str) -> str:
    """The form in which domains are compared: lower case, letters instead of `xn--…`, no dot at the end."""
    form = match_form(domain).rstrip(".")
    return ".".join(map(_label, form.split("."))) if "xn--" in form else form


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def match_address(address: str, *, plus_tags: bool = True, gmail_dots: bool = True) -> str:
    """The form in which e-mail addresses are compared: NFKC, case-folded, one name for a provider of several.

    plus_tags: True when `ann+news@…` is another mailbox than `ann@…`. gmail_dots: True when `a.nn@gmail.com` is another
    than `ann@gmail.com`; Google says that it is not. Blank for a text that has no @.
    """
    local, at, domain = match_form(address).rpartition("@")
    if not (at and local):
        return ""
    domain = domain_form(domain)
    if not gmail_dots and domain in IGNORES_DOTS:
        local = local.replace(".", "")
    if not plus_tags:
        local = local.partition("+")[0] or local
    return f"{local}@{SAME_DOMAIN.get(domain, domain)}"


def is_free_mail(domain: str) -> bool:
    """Whether anybody may have a mailbox at this domain, so that it says nothing about a company."""
    return domain_form(domain) in FREE_MAIL


def is_disposable(domain: str) -> bool:
    """Whether mailboxes at this domain, or at one below it, are made to be thrown away."""
    form = domain_form(domain)
    while form not in DISPOSABLE and "." in form:
        form = form.partition(".")[2]
    return form in DISPOSABLE


def is_role(address: str) -> bool:
    """Whether a whole office reads this mailbox: `info@…`, `sales@…`, `kontakt@…`, `客服@…`."""
    local = match_form(address).rpartition("@")[0] or match_form(address)
    return local in ROLES or local.partition("+")[0].rstrip("0123456789") in ROLES


def company_domain(address: str, suffixes: Suffixes = _BUILT_IN) -> str:
    """The registrable domain of an e-mail address or a domain; blank where anybody may have a mailbox."""
    domain = domain_form(address.rpartition("@")[2])
    if domain in FREE_MAIL or is_disposable(domain):
        return ""
    registrable = suffixes.registrable(domain)
    return "" if registrable in FREE_MAIL else registrable


# Letters of one script are not taken for those of another; these three have look-alikes of each other.
_LOOK_ALIKES = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def mixed_script(text: str) -> bool:
    """Whether letters of scripts that look alike stand side by side: `аnn@example.com` with a Cyrillic а.

    Chinese beside Latin letters is nothing odd. Each label of a domain is judged for itself.
    """
    if text.isascii():
        return False
    words = text.replace("@", ".").split(".")
    scripts = [{_script(char) for char in word if char.isalpha()}.intersection(_LOOK_ALIKES) for word in words]
    # A Russian name at a Latin domain is well: within one side of the @ and one label, letters are of one script.
    return any(len(found) > 1 for found in scripts)
