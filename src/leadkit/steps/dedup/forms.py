"""Normal forms: what of a value is compared. Each function gives the facets of a value, blank where it has none."""

import re
from collections.abc import Iterable
from functools import lru_cache

from leadkit.kernel.text import is_han, match_form, plain_form
from leadkit.lexicon.chinese_surnames import ChineseReader, surname_reading
from leadkit.lexicon.companies import company_core
from leadkit.lexicon.countries import country_code
from leadkit.lexicon.domains import company_domain, is_role, match_address
from leadkit.lexicon.given_names import given_roots
from leadkit.lexicon.persons import split_name

__all__ = [
    "Facets",
    "code",
    "company",
    "country",
    "day",
    "domain",
    "email",
    "family",
    "folded",
    "given",
    "parts",
    "phone",
    "place",
    "plain",
    "prose",
    "sound",
    "words",
]

Facets = tuple[str, ...]


_MARKS = re.compile(r"[\W_]+")


@lru_cache(65536)
def folded(text: str) -> str:
    """Letters and digits in lower case without accents, words apart by one space."""
    return _MARKS.sub(" ", plain_form(text).replace("'", "").replace("’", "")).strip()


_CLASSES = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")


@lru_cache(65536)
def sound(form: str) -> str:
    """First letter and three classes of consonants; other scripts stay as they are."""
    letters = form.replace(" ", "")
    if not letters.isascii() or not letters:
        return letters
    coded = letters.translate(_CLASSES)
    kept, last = [], coded[0]
    for char in coded[1:]:
        if char != last and char.isdigit():
            kept.append(char)
        if char not in "hw":
            last = char
    return letters[0] + "".join(kept)[:3].ljust(3, "0")


def words(form: str) -> str:
    """The words of a form; Chinese has no spaces, so pairs of characters stand for words."""
    if not is_han(form):
        return form
    found = []
    for word in form.split(" "):
        if is_han(word) and len(word) > 2:
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            found.append(word)
    return " ".join(found)


def given(given: str, family: str, full: str, chinese: ChineseReader | None = None) -> Facets:
    mine, other = parts(given, family, full)
    return _name(mine, _reader(mine, other, chinese))


def family(given: str, family: str, full: str, chinese: ChineseReader | None = None) -> Facets:
    other, mine = parts(given, family, full)
    return _name(mine, _reader(mine, other, chinese))


def _reader(name: str, other: str, chinese: ChineseReader | None) -> ChineseReader | None:
    """Nobody, where neither part is a Chinese surname: 田中 and 철수 are not read as a Chinese would."""
    return chinese if chinese and (surname_reading(name) or surname_reading(other)) else None


def parts(given: str, family: str, full: str) -> tuple[str, str]:
    """Given and family name: as told, else taken from the full name."""
    if full and not (given and family):
        split = split_name(full)
        return given or split.given, family or split.family
    if not given and is_han(family) and len(family) > 1:
        split = split_name(family)
        return (split.given, split.family) if split.family else (given, family)
    # "Dr. Anna" and "Anna M." in a column of given names
    return _WITHOUT.sub("", given), _WITHOUT.sub("", family)


_WITHOUT = re.compile(
    r"^(?:mr|mrs|ms|dr|prof|herr|frau|sr|sra|mme|m|dipl\.?-?ing)\.? +(?=\w{2})|(?<=\w{2}) +[A-Za-z]\.?$", re.IGNORECASE
)


@lru_cache(65536)
def _name(value: str, chinese: ChineseReader | None) -> Facets:
    """Form, roots of a short form, initial, sound, and all in Latin letters without a space."""
    form = folded(chinese.simplified(value) if chinese else value)
    roots = " ".join(root.replace(" ", "") for root in given_roots(value)) if form else ""
    latin = _latin(value, form, chinese)
    return form, roots, latin[:1], sound(latin), latin


def _latin(value: str, form: str, chinese: ChineseReader | None) -> str:
    letters = form.replace(" ", "")
    return (surname_reading(value) or chinese.read(letters)) if chinese and is_han(letters) else letters


def email(address: str, given: str, family: str, full: str, chinese: ChineseReader | None = None) -> Facets:
    """The address; its mailbox, apart from where it merely repeats the name; where it does; all its letters; and the
    company in which it is somebody's own. `info@` is nobody's: it says what its domain says."""
    address = match_address(address.strip())
    local, _, host = address.rpartition("@")
    if not local or not host or is_role(address):
        return "", "", "", "", "", ""
    letters = re.sub(r"[^\w]|_", "", local)
    names = parts(given, family, full)
    words = [spelled for part, other in (names, names[::-1]) for spelled in _spellings(part, other, chinese)]
    repeats = len(re.sub(r"\D", "", local)) < 2 and _made_of(letters, words)
    whole = [folded(part).replace(" ", "") for part in names]
    own = not repeats or all(len(part) > 2 and part in letters for part in whole)
    mailbox, repeated = ("", letters) if repeats else (letters, "")
    return address, address if own else "", mailbox, repeated, letters, company_domain(address)


@lru_cache(65536)
def _spellings(name: str, other: str, chinese: ChineseReader | None) -> tuple[str, ...]:
    """The ways in which a mailbox may write a name."""
    written = {*folded(name).split(" "), *folded(match_form(name).translate(_UMLAUTS)).split(" ")}
    written.add(_name(name, _reader(name, other, chinese))[4])
    return tuple(word for word in written if len(word) > 1 and word.isascii())


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe"})
# So many letters besides a short name may be initials.
_INITIALS = 3


def _made_of(letters: str, words: Iterable[str]) -> bool:
    """Whether a mailbox is a name and hardly anything else: `rnavarro`, `liangyul`, `w.li`."""
    return any(word in letters and (len(word) > 2 or len(letters) - len(word) <= _INITIALS) for word in words)


@lru_cache(65536)
def _host(text: str) -> str:
    if "@" in text:
        return company_domain(text)
    host = _SCHEME.sub("", match_form(text)).partition("/")[0].partition(":")[0]
    return company_domain(host) if "." in host else ""


_SCHEME = re.compile(r"^(?:https?://)?(?:www\d?\.)?")


def domain(text: str) -> Facets:
    """Of an e-mail address or a web site, unless anybody may have a mailbox there."""
    return (_host(text.rpartition("@")[2] if text.count("@") > 1 else text) if text else "",)


_EXTENSION = re.compile(r"(?:ext?\.?|x|#|转|分机)\s*\d+\s*$", re.IGNORECASE)


_SHORT_EXTENSION = re.compile(r"(.*\d)-\d{1,4}")
# Two numbers in one field: the first one counts.
_SEVERAL = re.compile(r"(?<=\d{4})\s*(?:[;,、|]|/(?=\s*[+0(]?\d[\d -]{6})|\bor\b|或)\s*")


def phone(value: str) -> Facets:
    text = _EXTENSION.sub("", _SEVERAL.split(match_form(value))[0])
    if (short := _SHORT_EXTENSION.fullmatch(text)) and len(re.sub(r"\D", "", short[1])) > 9:
        text = short[1]
    digits = re.sub(r"\D", "", text).lstrip("0")
    if len(digits) < 6:
        return "", "", ""
    return digits[-9:], digits[-7:], digits[-6:]


@lru_cache(65536)
def company(value: str, chinese: ChineseReader | None = None) -> Facets:
    """Without its legal form, and where it sits."""
    form = folded(company_core(_simplified(value, chinese))) if value else ""
    return form, words(form), form.split(" ")[0]


def prose(value: str, chinese: ChineseReader | None = None) -> Facets:
    """Form, words, and those words that are codes: a model or part number tells more than all the others."""
    form, said = plain(value, chinese)
    return form, said, " ".join(word for word in form.split(" ") if _CODE.fullmatch(word))


# Letters and digits, four together; or five digits, as four may be a year.
_CODE = re.compile(r"(?=\w{4})(?=\w*\d)(?=\w*[^\W\d])[a-z0-9]+|\d{5,}")


def _simplified(value: str, chinese: ChineseReader | None) -> str:
    return chinese.simplified(value) if chinese else value


def plain(value: str, chinese: ChineseReader | None = None) -> Facets:
    form = folded(_simplified(value, chinese))
    return form, words(form)


def place(value: str, chinese: ChineseReader | None = None) -> Facets:
    """Form, sound, and all in Latin letters: `西安` and `Xi'an`."""
    form = folded(_simplified(value, chinese))
    letters = form.replace(" ", "").removesuffix("市")
    latin = chinese.read(letters) if chinese and is_han(letters) else letters
    return form, sound(latin), latin


def country(value: str, chinese: ChineseReader | None = None) -> Facets:
    """By its ISO code where it is known: `德国`, `Germany` and `DE` are one."""
    return plain(country_code(value) or value, chinese)


def code(value: str) -> Facets:
    return (folded(value).replace(" ", ""),)


_YEAR_FIRST = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D.*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4}|\d{2})(?:\D.*)?")


def day(value: str) -> Facets:
    """Year, month and day; the pairs of two; and the form that does not tell day from month."""
    text = match_form(value)
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, of_month = found.groups()
    elif found := _YEAR_LAST.fullmatch(text):
        of_month, month, year = found.groups()
        if int(month) > 12:
            month, of_month = of_month, month
    else:
        digits = re.sub(r"\D", "", text)
        return digits, "", "", "", ""
    month, of_month = month.zfill(2), of_month.zfill(2)
    return (
        year + month + of_month,
        year + month,
        year + "-" + of_month,
        month + "-" + of_month,
        year + "".join(sorted((month, of_month))),
    )
