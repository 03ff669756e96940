"""Which column of any table is of which kind: told in a file, else by its header, else by its values."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from leadkit.errors import Problem, UnusableInput
from leadkit.steps.dedup.plan import Field, Kind
from leadkit.tabular import map_columns
from leadkit.tabular.spellings import spelling

__all__ = ["guess_fields", "read_fields"]

_BY_FIELD = {
    "name": Kind.FULL_NAME, "given_name": Kind.GIVEN, "family_name": Kind.FAMILY, "email": Kind.EMAIL,
    "phone": Kind.PHONE, "company": Kind.COMPANY, "job_title": Kind.JOB_TITLE, "website": Kind.WEBSITE,
    "street": Kind.STREET, "city": Kind.CITY, "region": Kind.REGION, "postal_code": Kind.POSTCODE,
    "country": Kind.COUNTRY,
}  # fmt: skip
# What a table of leads does not have. Spellings are compared by their letters only.
_MORE = {
    Kind.BIRTH_DATE: "dob | birth date | date of birth | birthday | birthdate | born"
    "| 生日 | 出生日期 | 出生年月 | 出生年月日",
    Kind.NATIONAL_ID: "ssn | social security number | soc sec id | national id | nin | nhs number | tax id | passport"
    "| 身份证 | 身份证号 | 身份证号码 | 证件号 | 证件号码 | 统一社会信用代码 | 社会信用代码",
    Kind.GIVEN: "first name | given name | fname | forename | first | given | 名 | 名字",
    Kind.FAMILY: "surname | last name | family name | lname | last | family | 姓 | 姓氏",
    Kind.STREET: "address | addr | street | address line | street number | house number | 地址 | 住址 | 街道",
    Kind.CITY: "suburb | city | town | locality | place | 城市 | 区县 | 市",
    Kind.COMPANY: "restaurant | restaurant name | hospital | hospital name | shop | store name | brand | manufacturer"
    "| 店名 | 商户名称 | 机构名称 | 医院",
    Kind.TEXT: "title | authors | author | venue | journal | booktitle | publisher | description"
    "| product name | product"
    "| song | album | artist | cuisine | type | category | 标题 | 题名 | 作者 | 期刊 | 描述 | 商品名称 | 类别 | 类型",
    Kind.EXACT: "year | price | pages | volume | sex | gender | isbn | doi | sku | upc | ean | model | modelno"
    "| 年份 | 价格 | 性别 | 型号",
}  # fmt: skip
_KINDS = {spelling(text): kind for kind, texts in _MORE.items() for text in texts.split("|")}
# Ids, answers, and what the system wrote: no evidence of who somebody is.
_NOT = re.compile(
    r"\b(id|ids|uuid|guid|index|row|rowid|no|nr|key|cluster|truth|entity|person|group|label|gold|match|duplicate|rec|record"
    r"|unique|source|dataset|created|updated|modified|date|time|timestamp|owner|status|stage|score|notes?)\b"
    "|编号|序号|主键|时间|日期|来源|负责人|状态|备注|阶段"
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
_PEOPLE = {Kind.GIVEN, Kind.FAMILY, Kind.EMAIL, Kind.BIRTH_DATE, Kind.JOB_TITLE, Kind.COMPANY, Kind.NATIONAL_ID}


def read_fields(path: Path, header: Sequence[str]) -> tuple[Field, ...]:
    """Column = "kind", from a TOML file; columns that it does not name are left out."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise UnusableInput([Problem("unreadable", "fields", f"{path}: {broken}")]) from None
    told = told.get("fields", told)
    problems = [Problem("unknown_header", name, "no such column") for name in told if name not in header]
    kinds = {kind.value for kind in Kind}
    problems += [
        Problem("unknown_kind", name, f"no kind {kind!r}; there are {', '.join(sorted(kinds))}")
        for name, kind in told.items()
        if kind not in kinds
    ]
    if problems:
        raise UnusableInput(problems)
    return tuple(Field(name, kind) for name, kind in told.items())


def guess_fields(header: Sequence[str], sample: Sequence[Sequence[str]], truth: str | None = None) -> tuple[Field, ...]:
    """The columns that say who or what a row is. truth: the column with the answers, which is never looked at."""
    found: dict[str, Kind] = {}
    mapped = {column.index: column.field for column in map_columns(header, sample).columns}
    for at, name in enumerate(header):
        if name == truth or not name.strip():
            continue
        values = [text for cells in sample if (text := cells[at].strip())]
        if kind := _kind(name, mapped.get(at), values):
            found[name] = kind
    return tuple(Field(name, kind) for name, kind in _put_right(found).items())


def _kind(name: str, mapped: str | None, values: Sequence[str]) -> Kind | None:
    letters = spelling(re.sub(r"[\d_]+$", "", name))
    if kind := _KINDS.get(letters) or _BY_FIELD.get(mapped or ""):
        return kind
    words = " ".join(_WORDS.findall(name)).lower()
    if mapped or _NOT.search(words) or not values:
        return None
    distinct = len(set(values)) / len(values)
    if all(value.replace(".", "").replace("-", "").isdigit() for value in values):
        return None if distinct > 0.9 else Kind.EXACT
    spaced = sum(" " in value or not value.isascii() for value in values) / len(values)
    return Kind.TEXT if spaced > 0.5 else Kind.EXACT


def _put_right(found: Mapping[str, Kind]) -> dict[str, Kind]:
    """A name is a company's or a product's, and a title is no job, where there are no people."""
    kinds = set(found.values())
    people = bool(kinds & (_PEOPLE - {Kind.COMPANY, Kind.JOB_TITLE}))
    placed = bool(kinds & {Kind.STREET, Kind.CITY, Kind.PHONE, Kind.POSTCODE})
    right = dict(found)
    for name, kind in found.items():
        if kind is Kind.FULL_NAME and not people and not (kinds & {Kind.COMPANY, Kind.JOB_TITLE}):
            right[name] = Kind.COMPANY if placed else Kind.TEXT
        elif spelling(name) == spelling("title") and (people or Kind.FULL_NAME in kinds):
            right[name] = Kind.JOB_TITLE
    return right
