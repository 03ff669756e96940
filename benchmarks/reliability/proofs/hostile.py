"""R8: hostile text in every text field is stored exactly or refused with `InvalidRecord`; nothing else ever happens."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import attrs

from leadkit.errors import InvalidRecord, Refused
from leadkit.model import Campaign, Channel, Contact, Customer, FollowUp, Inquiry, Lead, Opportunity
from proofs.desks import AT, opened
from proofs.results import Result
from proofs.stores import Stores

__all__ = ["prove", "texts"]

_WORDS = """null NULL None undefined nil NaN Infinity -Infinity true false 0 -0 00 1e999 1E+2 0x1F 1_000 ١٢٣ ½ Ⅷ ² 1,000.00
CON PRN AUX COM1 LPT1 . .. ../../etc/passwd C:\\windows file:///etc a/b a\\b ~ * ? < > | & ; $HOME `id` $(id) %n %s {0} {{x}} ${x}
select drop table lead user group order key where index all lead(1) constructor prototype __proto__ hasOwnProperty this""".split()
_CODE = (
    "Robert'); DROP TABLE leadkit_lead;--", "' OR '1'='1", '" OR ""="', "1; SELECT pg_sleep(0)", "a\\'b", "%_\\", "/* */",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;&amp;&#0;", "javascript:alert(1)", "]]>", "<!--",
    '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-1+1", "\tTAB", '"quoted", "csv"', "a,b;c|d",
    "line\nbreak", "line\r\nbreak", "\r", "\n", " leading", "trailing ", "  ", "\u00a0", "\u3000", "%00", "\\u0000", "\\0",
)  # fmt: skip
_UNICODE = (
    "e\u0301", "\u00e9", "\ufb01", "\uff21\uff22", "\u212b", "\u00c5", "ﷺ", "ß", "ẞ", "İ", "ı", "ǅ", "Σς", "Ω", "Ω",
    "\u202egnp.exe", "\u2066rtl\u2069", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "안녕", "ㄅㄆㄇ", "𠜎𠜱", "𝒳𝓎", "🏳️‍🌈", "👩‍👩‍👧‍👦", "👍🏽", "🇨🇳", "💩" * 50,
    "\u200b", "a\u200bb", "\ufeffbom", "\u00ad", "\u2028", "\u2029", "\ufffd", "\ufffe", "\U0010ffff", "\ue000", "z" + "\u0335\u0321" * 40,
    "小明", "欧阳", "深圳市顶点科技有限公司（上海）", "１３８００１３８０００", "臺灣", "ｱｲｳ", "𡃁", "㍿", "\u3164", "ㅤ",
)  # fmt: skip
_FORBIDDEN = ("\x00", "a\x00b", "\ud800", "\udfff", "a\ud83d", "\x08", "\x1b[31m", "\x7f", "\x85")

_IDS = iter(range(10**9))


def texts(*, megabytes: int = 10) -> Iterator[str]:
    """More than five hundred of them. megabytes: of the longest one."""
    yield from _WORDS
    yield from _CODE
    yield from _UNICODE
    yield from _FORBIDDEN
    for base in ("café", "Straße", "ﬁn", "Ａｃｍｅ", "한글", "İstanbul"):
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            yield unicodedata.normalize(form, base)
    yield from (chr(code) for code in range(0xA1))  # every control, and what looks like one
    yield from (f"x{chr(code)}y" for code in range(0x300, 0x370))  # what joins the letter before it
    yield from (f"x{chr(code)}y" for code in range(0x2000, 0x2070))  # spaces, marks and overrides
    yield from (
        case for word in ("Lead", "ÄÖÜ", "ñ") for case in (word, word.lower(), word.upper(), f"{word} ", f" {word}")
    )
    for length in (63, 64, 65, 200, 201, 500, 501, 65_535, 65_536, 100_000, 100_001):
        yield "x" * length
        yield "汉" * length
    yield "💥" * (megabytes * 250_000)


def prove(stores: Stores, store: str, *, megabytes: int = 10) -> Result:
    """Every text in every text field of an inquiry and of each noun."""
    hostile = list(dict.fromkeys(texts(megabytes=megabytes)))
    kept = refused = fields = 0
    wrong: list[str] = []
    with stores.fresh(store) as url, opened(url) as desk:
        nouns: dict[str, Any] = dict(_nouns())
        for table, noun in nouns.items():
            with desk.store.begin() as work:
                getattr(work, table).add(noun)
                work.commit()
        for table, noun in nouns.items():
            for name in [field.name for field in attrs.fields(type(noun)) if field.type is str and field.name != "id"]:
                fields += 1
                versions = []
                for text in hostile:
                    try:
                        versions.append(attrs.evolve(noun, **{name: text}, version=1))
                        kept += 1
                    except InvalidRecord:
                        refused += 1
                wrong += _stored(desk, table, versions, f"{table}.{name}")
        for name in ("name", "company", "notes", "job_title", "source_label", "campaign", "external_id", "website"):
            fields += 1
            for number, text in enumerate(hostile):
                try:
                    inquiry = Inquiry(email=f"{name.replace('_', '')}{number}@example.com", **{name: text})
                    lead = next(iter(desk.leads.capture_many([inquiry])))
                except InvalidRecord:
                    refused += 1
                    continue
                if isinstance(lead, Refused):
                    refused += 1
                elif isinstance(lead, Exception):
                    wrong.append(f"capture {name}: {lead!r}")
                elif desk.leads.get(lead.lead.id) != lead.lead:
                    wrong.append(f"capture {name}: text {number} came back otherwise")
                else:
                    kept += 1
    told = f"{kept:,} stored and read back equal, {refused:,} refused with `InvalidRecord`, nothing else"
    return Result("R8", store, f"{len(hostile)} hostile texts in {fields} fields", told, wrong)


def _stored(desk: Any, table: str, versions: list[Any], field: str) -> list[str]:
    """Each is put over the last one, in one unit of work a text; what does not come back equal."""
    wrong = []
    for noun in versions:
        fresh = attrs.evolve(noun, id=f"{field[:30]}-{next(_IDS)}")
        with desk.store.begin() as work:
            getattr(work, table).add(fresh)
            work.commit()
        with desk.store.begin() as work:
            if getattr(work, table).get(fresh.id) != fresh:
                wrong.append(f"{field}: a text came back otherwise")
    return wrong


def _nouns() -> Iterator[tuple[str, Any]]:
    yield "leads", Lead("lead", AT, AT)
    yield "contacts", Contact("contact", "customer", AT, AT)
    yield "customers", Customer("customer", AT, AT, "name")
    yield "opportunities", Opportunity("deal", "customer", AT, AT, "name", "default", "proposal", 50)
    yield "follow_ups", FollowUp("step", "lead", AT, "call")
    yield "campaigns", Campaign("campaign", "name", Channel.FILE)
