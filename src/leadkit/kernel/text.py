"""Text: what may be stored, how it is tidied, compared, digested and masked."""

import re
import unicodedata
from collections.abc import Sized
from hashlib import sha256

# C0 controls without tab, line feed and carriage return; C1 controls; lone surrogates. PostgreSQL refuses NUL and no
# UTF-8 database takes a surrogate, so they are refused at the door instead of in the middle of a transaction.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Invisible characters that come along with a paste: zero-width, directional marks, byte-order mark, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


# Full-width letters, digits and the signs of addresses; the marks of Chinese sentences stay as they are.
_HALF_WIDTH = {0xFEE0 + ord(char): char for char in map(chr, range(0x21, 0x7F)) if char.isalnum() or char in "@./_+&-"}


def half_width(text: str) -> str:
    """`ＡＢＣ１２` as `ABC12`. Brackets, commas and the like keep the width that Chinese text gives them."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def forbidden_character(text: str) -> str | None:
    """The first character that no store can hold, as `U+XXXX`, or `None`."""
    if text.isprintable():
        return None
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def escaped(text: str) -> str:
    """The text with every forbidden character as a visible `\\uXXXX`."""
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def tidy(text: str) -> str:
    """NFC, no invisible characters, runs of white space one space, ends trimmed. The reading form of one-line text."""
    if text.isprintable() and "  " not in text and text.strip(" ") == text and unicodedata.is_normalized("NFC", text):
        return text  # neither white space but single spaces nor anything invisible is printable
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def match_form(text: str) -> str:
    """The form in which texts are compared: NFKC (full width becomes half width), case-folded, tidied."""
    if text.isascii():
        return " ".join(text.lower().split())
    return tidy(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


# Letters that no decomposition takes apart, as the alphabets without them write them.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"})
_MARKS = re.compile("[\u0300-\u036f]+")


def plain_form(text: str) -> str:
    """The comparing form without accents: `Łódź` and `LODZ`, `Müller` and `muller`, `Straße` and `strasse` are one."""
    form = match_form(text)
    if form.isascii():
        return form
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", form))).translate(_LETTERS)


def digest(*parts: str) -> str:
    """64 lowercase hex digits that stand for these parts, in this order; parts cannot run into each other.

    Keys are stored as digests because databases that fold case, accents or trailing spaces would merge the plain text.
    """
    told = "\x1f".join([f"{len(part)}:{part}" for part in parts])
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def is_han(text: str) -> bool:
    """True when the text holds at least one Chinese character."""
    return not text.isascii() and any("\u3400" <= char <= "\u9fff" or char >= "\U00020000" for char in text)


def mask_email(address: str) -> str:
    """`wang@example.com` → `w***@example.com`; anything without an @ is hidden whole."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else "***" if address else ""


def hidden(values: Sized) -> str:
    """What `repr` shows of raw input: how much there is, never what people typed into it."""
    return f"<{len(values)} hidden>"


def mask_phone(number: str) -> str:
    """`+8613812345678` → `+86***78`; short ones are hidden whole."""
    return f"{number[:3]}***{number[-2:]}" if len(number) > 7 else "***" if number else ""
