"""From bytes to text: which encoding a file has when nobody says so."""

import codecs
import re

from attrs import frozen

from leadkit.errors import Problem, UnusableInput

__all__ = ["Decoded", "decode"]


@frozen
class Decoded:
    """A file's text without byte-order mark, and the encoding that it was read with."""

    text: str
    encoding: str


_MARKS = (
    # UTF-32 comes first because its little-endian mark starts like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_NOT_TEXT = (
    (b"PK\x03\x04", "a ZIP archive or an .xlsx workbook"),
    (b"\xd0\xcf\x11\xe0", "an old .xls or an encrypted workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
)

# A character beyond ASCII that stands alone and touches a Latin letter. An accent misread as GB18030 swallows its
# neighbour and looks like that ("Müller" → "M黮ler"); Chinese text has its characters in runs or between delimiters.
_LONELY = re.compile("(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])|(?<=[A-Za-z])[^\x00-\x7f](?![^\x00-\x7f])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ASCII = bytes(range(128))
# The first bytes in GB 2312 of punctuation, full-width forms, and the 3,755 most frequent characters.
_EVERYDAY = bytes([0xA1, 0xA3, *range(0xB0, 0xD8)])


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file: what its byte-order mark says, else UTF-8, GB18030, cp1252; or the encoding given.

    Raises `UnusableInput` when no encoding fits, and also when a few broken characters spoil a file that is clearly
    UTF-8 or GB18030: reading it as cp1252 would succeed and turn every Chinese name into rubbish.
    """
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            raise _unusable("not_text", f"this is {what}, not a text file")
    if encoding is not None:
        return _strictly(data, _known(encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise _undecodable(data, "utf-8", error.start) from None
    try:
        text, broken = data.decode("gb18030"), -1
    except UnicodeDecodeError as error:
        text, broken = data.decode("gb18030", "replace"), error.start
    if _is_chinese(text):
        if broken >= 0:
            raise _undecodable(data, "gb18030", broken)
        return Decoded(text, "gb18030")
    return _strictly(data, "cp1252")


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise _unusable("unknown_encoding", f"there is no encoding {encoding!r}") from None


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, error.start) from None
    except (LookupError, ValueError):  # base64 and its like are codecs, but not of text
        raise _unusable("unknown_encoding", f"{encoding!r} is not an encoding of text") from None
    return Decoded(text.removeprefix("\ufeff"), encoding)


def _is_damaged_utf8(data: bytes) -> bool:
    """Well-formed UTF-8 characters far outnumber the broken ones; in another encoding nearly all are broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return _beyond_ascii(text) - broken > 4 * broken


def _is_chinese(text: str) -> bool:
    """At least two in five characters beyond ASCII are everyday ones that do not stand alone beside Latin letters.

    Names have rare characters, and half of traditional Chinese is not in the set. Big5 read as GB18030 has fewer of
    them still, and private-use characters.
    """
    leads = _LONELY.sub("", text).encode("gb2312", "ignore").translate(None, _ASCII)[::2]
    everyday = len(leads) - len(leads.translate(None, _EVERYDAY))
    return 5 * everyday >= 2 * _beyond_ascii(text) and not _PRIVATE.search(text)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _undecodable(data: bytes, encoding: str, at: int) -> UnusableInput:
    line = data.count(b"\n", 0, at) + 1
    return _unusable(
        "undecodable", f"byte {at:,} (line {line:,}) is not {encoding}; save it as UTF-8 or name its encoding"
    )


def _unusable(code: str, message: str) -> UnusableInput:
    return UnusableInput([Problem(code, "encoding", message)])
