"""Which column of a file is which field of a lead: told by its header, else guessed from its end and its values."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, partial
from itertools import pairwise

from attrs import frozen

from leadkit.errors import Problem, UnusableInput
from leadkit.kernel.text import is_han, match_form, tidy
from leadkit.tabular.spellings import COUNTERS, FIELDS, KEPT, MANY, SPELLINGS, TOO_VAGUE, spelling

__all__ = ["Column", "ColumnMap", "How", "map_columns"]

Cells = Sequence[str]


class How(StrEnum):
    """How a column found its field."""

    MAPPED = "mapped"
    GUESSED = "guessed"
    OVERRIDE = "override"
    KEPT = "kept"
    IGNORED = "ignored"


@frozen
class Column:
    """One column. header: as in the file, made distinct. field: of the lead; `None` for kept and ignored ones."""

    index: int
    header: str
    field: str | None
    how: How


def _tidy_lines(text: str) -> str:
    return "\n".join(map(tidy, text.split("\n"))).strip() if "\n" in text else tidy(text)


def _split(marks: str, text: str) -> list[str]:
    return [value for part in re.split(f"[{marks}]", text) if (value := tidy(part))]


def _whole(text: str) -> list[str]:
    return [value] if (value := _tidy_lines(text)) else []


# How a cell becomes the value of a field that holds one: notes keep their lines.
_ONE: dict[str, Callable[[str], str]] = {**dict.fromkeys(FIELDS, tidy), "notes": _tidy_lines}
# How a cell becomes values of a field that holds several. Needs are sentences and stay whole; two phones in one cell
# stay together too, since taking them apart is the business of cleansing, which keeps the raw text and warns.
_SEVERAL: dict[str, Callable[[str], list[str]]] = {
    **dict.fromkeys(MANY, _whole),
    "email": lambda text: _split(r";；,，、|\s", text) if text.count("@") > 1 else _whole(text),
    "interests": partial(_split, ";；、|\n"),
    "tags": partial(_split, ";；,，、|\n"),
}


@frozen(slots=False)
class ColumnMap:
    """The columns of a file and what they fill."""

    columns: tuple[Column, ...]

    def fields(self, cells: Cells) -> dict[str, str | tuple[str, ...]]:
        """The tidied values of a row by field, without blanks: one text, or a tuple for the fields in `MANY`."""
        found: dict[str, str | tuple[str, ...]] = {}
        for name, indexes in self._single:
            for index in indexes:
                if (text := cells[index]) and (text := _ONE[name](text)):
                    found[name] = text
                    break
        for name, indexes in self._many:
            split = _SEVERAL[name]
            if values := dict.fromkeys([value for index in indexes if cells[index] for value in split(cells[index])]):
                found[name] = tuple(values)
        return found

    def rest(self, cells: Cells) -> dict[str, str]:
        """The values that fill no field, by header: kept columns, and what came second to a field that holds one."""
        found = {header: text for header, index in self._kept if (text := cells[index].strip())}
        for indexes in self._contested:
            filled = [index for index in indexes if cells[index].strip()]
            found |= {self.columns[index].header: cells[index].strip() for index in filled[1:]}
        return found

    @cached_property
    def _single(self) -> list[tuple[str, list[int]]]:
        # Where columns contest a field, the best spelling has the first say: "Lead Source" before "UTM_Source".
        columns = sorted(self.columns, key=lambda c: (c.how is not How.OVERRIDE, _known(c.header)[1]))
        return _by_field(column for column in columns if column.field not in MANY)

    @cached_property
    def _many(self) -> list[tuple[str, list[int]]]:
        return _by_field(column for column in self.columns if column.field in MANY)

    @cached_property
    def _contested(self) -> list[list[int]]:
        return [indexes for _, indexes in self._single if len(indexes) > 1]

    @cached_property
    def _kept(self) -> list[tuple[str, int]]:
        return [(column.header, column.index) for column in self.columns if column.how is How.KEPT]


def _by_field(columns: Iterable[Column]) -> list[tuple[str, list[int]]]:
    indexes: dict[str, list[int]] = {}
    for column in columns:
        if column.field is not None:
            indexes.setdefault(column.field, []).append(column.index)
    return [*indexes.items()]


def map_columns(
    header: Sequence[str], sample: Sequence[Cells] = (), overrides: Mapping[str, str | None] | None = None
) -> ColumnMap:
    """The column map of a header. `sample`: cells of some rows, for guesses.

    overrides: header → field; "extra" keeps the column, "" or `None` ignores it. Raises `UnusableInput` with a problem
    for each header that the file does not have and each field that a lead does not have.
    """
    names = _distinct(header)
    columns = _overridden(names, overrides or {})
    for index, name in enumerate(names):
        if index not in columns and (column := _by_header(index, name, [cells[index] for cells in sample])):
            columns[index] = column
    taken = {column.field for column in columns.values()}
    for index, name in enumerate(names):
        if index not in columns:
            guess = _guess(name, [text for cells in sample if (text := cells[index].strip())])
            if guess in taken - MANY:
                guess = None
            taken.add(guess)
            columns[index] = Column(index, name, guess, How.GUESSED if guess else How.KEPT)
    return ColumnMap(tuple(columns[index] for index in range(len(names))))


def _distinct(header: Sequence[str]) -> list[str]:
    """Blank headers become "column 3", the second "Notes" becomes "Notes (2)"."""
    names: dict[str, int] = {}
    for index, text in enumerate(header):
        first = name = tidy(text) or f"column {index + 1}"
        while name in names:
            names[first] += 1
            name = f"{first} ({names[first]})"
        names[name] = 1
    return [*names]


def _overridden(names: list[str], overrides: Mapping[str, str | None]) -> dict[int, Column]:
    by_text = {match_form(name): index for index, name in reversed([*enumerate(names)])}
    problems, columns = [], {}
    for text, target in overrides.items():
        index = by_text.get(match_form(text))
        if index is None:
            problems.append(Problem("unknown_header", text, f"no such column; the file has {', '.join(names)}"))
        if target and target != "extra" and target not in SPELLINGS:
            problems.append(
                Problem("unknown_field", text, f"no field {target!r}; there are {', '.join(FIELDS)}, extra")
            )
        if index is not None:
            how = How.IGNORED if not target else How.KEPT if target == "extra" else How.OVERRIDE
            columns[index] = Column(index, names[index], target if how is How.OVERRIDE else None, how)
    if problems:
        raise UnusableInput(problems)
    return columns


_KNOWN = {
    spelling(text): (name, rank) for name, texts in SPELLINGS.items() for rank, text in enumerate(texts.split("|"))
}
_KEPT = frozenset(map(spelling, KEPT.split("|")))
_COUNTERS = frozenset(map(spelling, COUNTERS.split("|")))
_TOO_VAGUE = frozenset(map(spelling, TOO_VAGUE.split("|")))
_NOT_KNOWN = (None, 1_000)
_REMARK = re.compile(r"[(（\[【].*?[)）\]】]")


def _known(header: str) -> tuple[str | None, int]:
    """The field that this header names, and the rank of its spelling.

    It may have a remark in brackets, "手机号(必填)", or name the field in both languages, "姓名 Name".
    """
    letters = spelling(header)
    if found := _KNOWN.get(letters) or _KNOWN.get(spelling(_REMARK.sub("", header))):
        return found
    latin = _KNOWN.get("".join(filter(str.isascii, letters)), _NOT_KNOWN)
    other = _KNOWN.get("".join(char for char in letters if not char.isascii()), _NOT_KNOWN)
    return latin if latin[0] == other[0] else _NOT_KNOWN


def _by_header(index: int, name: str, values: list[str]) -> Column | None:
    if spelling(name) in _COUNTERS or name == f"column {index + 1}":
        return Column(index, name, None, How.IGNORED if _counts(values) else How.KEPT)
    if spelling(name) in _KEPT:
        return Column(index, name, None, How.KEPT)
    target, _ = _known(name)
    return Column(index, name, target, How.MAPPED) if target else None


def _counts(values: list[str]) -> bool:
    """Whole numbers that only rise, in small steps: rejected rows leave gaps."""
    if not values or not all(value.isdecimal() for value in values):
        return False
    numbers = [*map(int, values)]
    rising = all(low < high for low, high in pairwise(numbers))
    return rising and numbers[-1] - numbers[0] <= 2 * len(numbers) + 5


# --- guesses --------------------------------------------------------------------------------------------------------

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_URL = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_DIALLED = re.compile(r"(?=(?:\D*\d){7})[^a-z]+((ext|x)[^a-z]*)?", re.IGNORECASE)
# Without a header that says phone, a number has to look like nothing else.
_PLAIN_PHONE = re.compile(r"(\+|00)[\d ().-]{8,}|1[3-9]\d{9}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(x\d+)?")

# A column must be mostly of this form to be guessed as this field by its header's end.
_FORMS = {"email": _EMAIL, "phone": _DIALLED, "website": _URL}
# … and by its values alone.
_VALUES_ALONE = {"email": _EMAIL, "phone": _PLAIN_PHONE, "website": _URL}

# Somebody else's address: guessing "Owner Email" to be the lead's would make every lead of an owner the same person.
_SOMEBODY = re.compile(
    r"\b(owner|rep|agent|manager|assigned|assignee|creator|created|modified|by|user|referr\w+|sender|sales\w*)\b"
    "|负责人|跟进人|创建人|修改人|推荐人|介绍人|销售|业务|经办|客服|負責人|跟進人|業務|介紹人|推薦人"
)
_CAMEL = re.compile("(?<=[a-z0-9])(?=[A-Z])")


def _guess(name: str, values: list[str]) -> str | None:
    """The field of a column whose header is not in the table. `values`: its non-blank ones in the sample."""
    words = " ".join(re.split(r"[\W_]+", match_form(_CAMEL.sub(" ", name))))
    if _SOMEBODY.search(words):
        return None
    by_header = _by_ending(words)
    if by_header and by_header not in _FORMS:
        return by_header
    if by_header and _mostly(_FORMS[by_header], values):
        return by_header
    distinct = 2 * len(set(values)) > len(values)
    return next((name for name, form in _VALUES_ALONE.items() if distinct and _mostly(form, values)), None)


def _by_ending(words: str) -> str | None:
    """The field that the end of a header names: "Billing City", "客户所在城市". Both languages put the noun last."""
    starts = range(1, len(words)) if is_han(words) else [at + 1 for at, char in enumerate(words) if char == " "]
    for start in starts:
        key = spelling(words[start:])
        if key in _KNOWN and key not in _TOO_VAGUE:
            return _KNOWN[key][0]
    return None


def _mostly(form: re.Pattern[str], values: list[str]) -> bool:
    # The form of a value shows at its start; a hostile cell may be a megabyte long.
    return bool(values) and sum(form.fullmatch(value[:200]) is not None for value in values) >= 0.8 * len(values)
