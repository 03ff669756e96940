"""Normal forms: what of a value is compared. Each function gives the facets of one value, a blank one where it has none."""

import re
import unicodedata
from functools import lru_cache

from leadkit.kernel.text import is_han, match_form

__all__ = []

Facets = tuple[str, ...]

_MARKS = re.compile(r"[\W_]+")


@lru_cache(4096)
def folded(text: str) -> str:
    """Letters and digits in lower case without accents, words apart by one space."""
    text = match_form(text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _MARKS.sub(" ", text.replace("'", "")).strip()


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



def given(given: str, family: str, full: str) -> Facets:
    return _name(parts(given, family, full)[0])


def family(given: str, family: str, full: str) -> Facets:
    return _name(parts(given, family, full)[1])


def parts(given: str, family: str, full: str) -> tuple[str, str]:
    """Given and family name: as told, else taken from the full name."""
    if full and not (given and family):
        before, _, last = full.strip().rpartition(" ")
        return given or before, family or last
    return given, family


@lru_cache(65536)
def _name(value: str) -> Facets:
    form = folded(value)
    return form, "", form[:1], sound(form)


_FREE = frozenset("gmail.com yahoo.com hotmail.com outlook.com qq.com 163.com 126.com aol.com icloud.com live.com".split())


def email(address: str, given: str, family: str, full: str) -> Facets:
    """The address; its mailbox, apart from where it merely repeats the name; and where it does."""
    address = match_form(address)
    local, _, host = address.rpartition("@")
    if not local or not host:
        return "", "", "", ""
    local = local.partition("+")[0] or local
    letters = re.sub(r"[^\w]|_", "", local)
    names = [folded(part) for part in parts(given, family, full)]
    repeats = any(len(part) > 2 and part in letters for part in names) and len(re.sub(r"\D", "", local)) < 2
    return f"{local}@{host}", "" if repeats else letters, letters if repeats else "", letters


def domain(text: str) -> Facets:
    text = match_form(text).rpartition("@")[2]
    host = re.sub(r"^https?://|^www\.", "", re.sub(r"^https?://", "", text)).partition("/")[0].partition(":")[0]
    host = host.removeprefix("www.")
    return ("" if host in _FREE or "." not in host else host,)


_EXTENSION = re.compile(r"(?:ext?\.?|x|#|转|分机)\s*\d+\s*$", re.IGNORECASE)


def phone(value: str) -> Facets:
    digits = re.sub(r"\D", "", _EXTENSION.sub("", match_form(value))).lstrip("0")
    if len(digits) < 6:
        return "", "", ""
    return digits[-9:], digits[-7:], digits[-6:]


def company(value: str) -> Facets:
    form = folded(value)
    return form, words(form), form.split(" ")[0]


def plain(value: str) -> Facets:
    form = folded(value)
    return form, words(form)


def place(value: str) -> Facets:
    form = folded(value)
    return form, sound(form)


def street(value: str) -> Facets:
    form = folded(value)
    return form, words(form)


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
    return year + month + of_month, year + month, year + "-" + of_month, month + "-" + of_month, year + "".join(sorted((month, of_month)))
