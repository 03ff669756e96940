"""A rule as a line of text, written and read: `job title contains 总监, director: +15 (manages a department)`.

The text is read from left to right into the same row that a table or Python gives. Nothing in it is evaluated, and it
has no form for an expression.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import product
from typing import Any

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.conditions import TIMED
from leadkit.steps.scoring.checks import MOST_TEXT, kinds_at
from leadkit.steps.scoring.rules import ACTIVITY, LISTS, Rule

__all__ = ["read_rule", "rule_text"]

#: Operator → its words: the first are written, all are read.
_WORDS: dict[str, tuple[str, ...]] = {
    "filled": ("is known", "is unknown", "已知", "未知"),
    "contains_none": ("contains none of", "不包含"),
    "contains": ("contains", "包含"),
    "starts_with": ("starts with", "以此开头"),
    "ends_with": ("ends with", "以此结尾"),
    "at_least": ("at least", ">=", "至少"),
    "at_most": ("at most", "<=", "至多"),
    "between": ("between", "介于"),
    "next_days": ("within the next", "in the next", "未来"),
    "last_days": ("within the last", "in the last", "过去"),
    "none_in": ("is none of", "is not", "不属于", "不是"),
    "in": ("is one of", "in", "属于"),
    "is": ("is", "等于", "是"),
}
_FILLED = {"is known": True, "已知": True, "is unknown": False, "未知": False}
_PHRASES = sorted(
    ((words, operator) for operator, phrases in _WORDS.items() for words in phrases), key=lambda row: -len(row[0])
)
#: What Chinese users call the fields that they write most of their rules about.
_FIELDS_ZH = {
    "姓名": "name",
    "公司": "company",
    "职位": "job_title",
    "行业": "industry",
    "公司规模": "company_size",
    "来源": "source.channel",
    "渠道": "source.channel",
    "预算": "budget.amount",
    "需求": "needs",
    "痛点": "pain_points",
    "兴趣": "interests",
    "决策时间": "decision_date",
    "国家": "address.country",
    "城市": "address.city",
    "标签": "tags",
    "状态": "status",
    "访问页面": "activity.page_visit",
    "页面网址": "activity.page_visit.url",
    "提交表单": "activity.form_submission",
    "下载资料": "activity.download",
}

_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{5,15}(Z|[+-]\d\d:\d\d)", re.ASCII)
_FLAGS = {"yes": True, "no": False, "是": True, "否": False}
_COUNTED = re.compile(r"(\S{1,30}?) ?(?:days?|times?|天|次)")
_POINTS = re.compile(r"([+-]?\d{1,9})", re.ASCII)


# --- writing


def rule_text(rule: Rule, *, because: bool = True) -> str:
    """The rule as one line. Reading it gives the rule again, but for where it comes from and its Chinese sentence.

    because: False to leave its own sentence out.
    """
    told = f"{_field_text(rule.field)} {_asked(rule)}: {rule.points:+d}{_options(rule)}"
    return f"{told}{_reason(rule.because)}" if because and rule.because else told


def _asked(rule: Rule) -> str:
    if rule.operator == "filled":
        return "is known" if rule.value else "is unknown"
    values = rule.value if rule.operator in LISTS else (rule.value,)
    unit = "day" if rule.operator in TIMED else "time" if rule.counts and rule.operator == "at_least" else ""
    counted = unit and f" {unit}{'' if rule.value == 1 else 's'}"
    return f"{_WORDS[rule.operator][0]} {', '.join(map(_value_text, values))}{counted}"


def _options(rule: Rule) -> str:
    told = []
    if rule.repeat:
        told.append(" each")
    if rule.times != 1:
        told.append(f" if {rule.times} times")
    if rule.within_days is not None:
        told.append(f" within {rule.within_days} days")
    if rule.per_day is not None:
        told.append(f", at most {rule.per_day} a day")
    if rule.most is not None:
        told.append(f", at most {rule.most} in all")
    if rule.decay is not None:
        told.append(f", {rule.decay}")
    if rule.group:
        told.append(f", in group {_quoted(rule.group)}")
    return "".join(told)


def _reason(reason: str) -> str:
    bare = reason.isprintable() and reason.strip() == reason and not reason.startswith('"')
    return f" ({reason if bare else _quoted(reason)})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _field_text(path: str) -> str:
    words = path.removeprefix(ACTIVITY).replace("_", " ").replace(".", " ")
    plain = " ".join(words.split()) == words and not _hides_phrase(words)
    return words if plain and _path(words) == path else _quoted(path)


def _hides_phrase(words: str) -> bool:
    return any(_found(words, phrase) is not None for phrase, _ in _PHRASES)


def _value_text(value: Any) -> str:
    if value is True or value is False:
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = str(value)
        bare = text.isprintable() and text.strip() == text and text and not set(text) & set(',:"')
        return text if bare and type(_literal(text)) is str else _quoted(text)
    return repr(value)


# --- reading


def read_rule(text: str) -> Rule:
    """The rule that this line says. Raises `InvalidPlaybook` with what cannot be read, and where."""
    if not isinstance(text, str):
        raise _unreadable("rule", f"is {type(text).__name__}, not text")
    if len(text) > MOST_TEXT:
        raise _unreadable("rule", f"is longer than {MOST_TEXT} characters")
    line = text.strip()
    field, operator, words, rest = _opening(line)
    values, rest = (_FILLED[words], _after_colon(rest)) if operator == "filled" else _values(operator, rest)
    return _with_points(field, operator, values, rest)


def _unreadable(where: str, message: str) -> InvalidPlaybook:
    return InvalidPlaybook([Problem("unreadable_rule", where[:80], message)])


def _opening(line: str) -> tuple[str, str, str, str]:
    """(path, operator, its words, what follows)"""
    quoted = ""
    start = 0
    if line.startswith('"'):
        quoted, start = _string(line, 0)
    best: tuple[int, int, str, str] | None = None
    head = line[start:].partition(":")[0]
    for words, operator in _PHRASES:  # longest first, so "is known" goes before "is"
        at = _found(head, words)
        if at is not None and (best is None or (at, -len(words)) < best[:2]):
            best = (at, -len(words), words, operator)
    if best is None:
        raise _unreadable(line, "says no operator: is, in, contains, at least, is known, …")
    at, _, words, operator = best
    said = line[start : start + at].strip()
    path = quoted or _path(said)
    if path is None or (quoted and said):
        raise InvalidPlaybook([Problem("unknown_field", said[:80] or None, "neither a lead nor an activity has it")])
    return path, operator, words, line[start + at + len(words) :]


def _found(text: str, phrase: str) -> int | None:
    """Where the phrase stands in the text, as words of their own; Chinese needs no spaces."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        parted = (start == 0 or text[start - 1] == " ") and (end == len(text) or text[end] == " ")
        if parted or not (phrase.isascii() and phrase[0].isalpha()):
            return start
        start = text.find(phrase, start + 1)
    return None


@cache
def _path(words: str) -> str | None:
    """The path of these words: each space is a dot or an underscore, whichever leads somewhere."""
    if words in _FIELDS_ZH:
        return _FIELDS_ZH[words]
    parts = words.split()
    if not 0 < len(parts) <= 6:
        return None
    for gaps in product("_.", repeat=len(parts) - 1):
        path = "".join(part + gap for part, gap in zip(parts, (*gaps, ""), strict=True))
        for candidate in (path, ACTIVITY + path):
            if kinds_at(candidate):
                return candidate
    return None


def _string(text: str, start: int) -> tuple[str, int]:
    """The JSON string that begins there, and where it ends."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        raise _unreadable(text, "has a quotation that does not end") from None
    if not isinstance(value, str):
        raise _unreadable(text, "has a quotation that is no text")
    return value, end


def _values(operator: str, rest: str) -> tuple[Any, str]:
    found, at = [], 0
    while True:
        while at < len(rest) and rest[at] == " ":
            at += 1
        if at < len(rest) and rest[at] == '"':
            value, at = _string(rest, at)
            found.append(value)
            while at < len(rest) and rest[at] == " ":
                at += 1
        else:
            end = min((place for mark in ",:，：" if (place := rest.find(mark, at)) >= 0), default=len(rest))
            if instant := _INSTANT.match(rest, at):  # its colons part no points
                end = instant.end()
            word = rest[at:end].strip()
            if (counted := _COUNTED.fullmatch(word)) and operator in {"at_least", *TIMED}:
                word = counted[1]
            if not word:
                raise _unreadable(rest, "has no value where one should be")
            found.append(_literal(word))
            at = end
        if at >= len(rest) or rest[at] not in ",，":
            break
        at += 1
    if operator not in LISTS and len(found) != 1:
        raise _unreadable(rest, "has several values where one should be")
    return (tuple(found) if operator in LISTS else found[0]), _after_colon(rest[at:])


def _after_colon(rest: str) -> str:
    rest = rest.strip()
    if not rest.startswith((":", "：")):
        raise _unreadable(rest or "rule", "says no points: the row ends with a colon and a number")
    return rest[1:].strip()


def _literal(word: str) -> Any:
    if word in _FLAGS:
        return _FLAGS[word]
    if _NUMBER.fullmatch(word):
        number = float(word)
        return int(word) if word.lstrip("+-").isdigit() else number
    try:
        if _DAY.fullmatch(word):
            return date.fromisoformat(word)
        if _INSTANT.fullmatch(word):
            return datetime.fromisoformat(word)
    except ValueError:
        pass
    return word


_TIMES = re.compile(r" ?if (\d{1,6}) times")
_WITHIN = re.compile(r" ?within (\d{1,6}) days")
_PER_DAY = re.compile(r", at most (\d{1,9}) a day")
_MOST = re.compile(r", at most (\d{1,9}) in all")
_GROUP = re.compile(r", in group ")
_STEP = r"\d{1,3}% after \d{1,9} \w+"
_FADING = re.compile(rf", ((?:halved every|fading over) \d{{1,9}} \w+|{_STEP}(?: then {_STEP})*)")


def _with_points(field: str, operator: str, value: Any, rest: str) -> Rule:
    if not (points := _POINTS.match(rest)):
        raise _unreadable(rest or field, "says no points: the row ends with a colon and a number")
    told: dict[str, Any] = {}
    at = points.end()
    for name, read in _reading_options(rest, at):
        told[name], at = read
    rest = rest[at:].strip()
    if rest.startswith("(") and rest.endswith(")"):
        inner = rest[1:-1]
        told["because"] = _string(inner, 0)[0] if inner.startswith('"') else inner.strip()
        rest = ""
    if rest:
        raise _unreadable(rest, "is not understood")
    return Rule(field, operator, value, int(points[1]), **told)


def _reading_options(rest: str, at: int) -> Iterator[tuple[str, tuple[Any, int]]]:
    """Each option that stands there, in the order in which `rule_text` writes them."""
    if rest.startswith(" each", at):
        at += len(" each")
        yield "repeat", (True, at)
    for name, pattern in (("times", _TIMES), ("within_days", _WITHIN), ("per_day", _PER_DAY), ("most", _MOST)):
        if found := pattern.match(rest, at):
            at = found.end()
            yield name, (int(found[1]), at)
    if found := _FADING.match(rest, at):
        at = found.end()
        yield "decay", (found[1], at)
    if found := _GROUP.match(rest, at):
        group, at = _string(rest, found.end())
        yield "group", (group, at)
