"""Make `leads.csv`, an export as dirty as real ones, and `leads-truth.csv`, which says who is who in it.

    python examples/make_leads.py [--rows 2000] [--seed 20261122] [--out DIR]

Everybody in it is made up. Of 2,000 rows, nearly half of them about Chinese people,

* 240 (12 %) enter a person once more (`AGAIN`, `PASTED`), 40 of them with another e-mail and another phone;
* 48 name nobody who can be reached (`EMPTY`); 6 lines have too many or too few cells and 10 are wrapped whole in
  quotes, as spreadsheets do (`BROKEN`); one row in five has a spoilt cell (`DIRT`);
* colleagues share a switchboard, a few of them an office mailbox, and are different persons all the same.

The same seed gives the same bytes on every Python. How often each thing was done is printed, as in `README.md`.
"""

import argparse
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")
Place = tuple[str, str, str]
Phone = tuple[Sequence[str], Sequence[str]]  # styles, groups of digits

# ---- words: where `Dice.early` picks, those in front come more often ------------------------------------------------

COLUMNS = {
    "id": "Lead ID", "name": "姓名", "company": "公司名称", "title": "Job Title", "phone": "手机号",
    "phone2": "Phone 2", "email": "邮箱", "email2": "Email 2", "source": "线索来源", "stage": "Deal Stage",
    "owner": "Lead Owner", "city": "City", "country": "国家", "budget": "Budget", "interest": "Interest",
    "created": "Created", "notes": "备注",
}  # fmt: skip
GIVEN = """Anna Robert/Bob Carla Daniel/Dan Elena Felix Grace Henry Ingrid James/Jim Katherine/Kate Liam Margaret
    Nora Oscar Priya Rosa Samuel/Sam Thomas/Tom Ursula Victor William/Bill Yasmin Zoe Björn Chloé Diego""".split()
FAMILY = [first + last for first in "Ash Bex Birch Cal Dun East Far Gar Hol Ken Mar Nor Os Pem Thorn Wex Yard".split()
          for last in "by den don ford ham land ley low man more ton well wood worth".split()]  # fmt: skip
FAMILY += 4 * "Lindqvist Müller Núñez O'Dell Okafor Petrov Ramaswamy Santoro".split()
GIVEN_ZH = """小Xiao 明Ming 伟Wei 丽Li 强Qiang 静Jing 磊Lei 洋Yang 艳Yan 勇Yong 军Jun 杰Jie 娟Juan
    涛Tao 超Chao 霞Xia 平Ping 文Wen 华Hua 玉Yu 建Jian 国Guo 志Zhi 海Hai 春Chun 晓Xiao 雪Xue 佳Jia 宇Yu 刚Gang""".split()
FAMILY_ZH = "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 赵Zhao 黄Huang 周Zhou 吴Wu 胡Hu 高Gao".split()
STEM = "Northgate Eastfield Westbrook Redridge Stonehaven Clearport Silverwick Highmere Longcliff Oakhurst".split()
TRADE = "Tools Logistics Optics Foods Robotics Textiles Software Pumps Packaging Medical Energy Lighting Seals".split()
SUFFIX = {"US": (" Inc.", " LLC", ", Inc.", " Corp.", " & Co."), "GB": (" Ltd", " plc"), "DE": (" GmbH", " AG")}
STEM_ZH = """启明Qiming 恒远Hengyuan 瑞丰Ruifeng 天禾Tianhe 博川Bochuan 新纪Xinji 安拓Antuo 嘉木Jiamu
    正阳Zhengyang 云帆Yunfan 华塔Huata 卓尔Zhuoer 金岭Jinling 东篱Dongli 万川Wanchuan 蓝桥Lanqiao""".split()
TRADE_ZH = "机械machinery 软件software 光学optics 食品foods 医疗medical 包装packaging 纺织textiles 能源energy".split()
PLACES = (  # country, city, area codes
    ("US", "New York", "212 646"), ("US", "Chicago", "312 773"), ("US", "Boston", "617"), ("US", "Austin", "512"),
    ("US", "Seattle", "206"), ("US", "Denver", "303 720"), ("US", "Houston", "713 832"), ("US", "Miami", "305"),
    ("GB", "London", "20"), ("DE", "Berlin", "30"), ("CN", "上海/Shanghai", "21"), ("CN", "北京/Beijing", "10"),
    ("CN", "深圳/Shenzhen", "755"), ("CN", "广州/Guangzhou", "20"), ("CN", "杭州/Hangzhou", "571"),
)  # fmt: skip
COUNTRY = {"US": ("USA", "United States", "", "US"), "GB": ("UK",), "DE": ("Germany",), "CN": ("中国", "", "China")}
DIAL = {  # desk phones, then mobiles: `@` is the area code, `#` any digit, `%` one of 2 to 9
    "US": (("@ %%# ####",), ("@ %%# ####",)), "GB": (("@ 7### ####",), ("77## %## ###", "78## %## ###")),
    "DE": (("@ %### ####",), ("151 %### ####",)), "CN": (("@ 8### ####",), ("13# #### ####", "18# #### ####")),
}  # fmt: skip
STYLES = {
    "US": ("({}) {}-{}", "{}-{}-{}", "+1 {} {} {}", "{}.{}.{}", "+1{}{}{}", "{}{}{}", "1-{}-{}-{}"),
    "GB": ("+44 {} {} {}", "0{} {} {}", "+44 (0){} {} {}", "0{}{}{}"),
    "DE": ("+49 {} {}{}", "0{} {}{}", "+49 (0){} {} {}", "0{}-{}{}"),
    "CN": ("{}{}{}", "{} {} {}", "{}-{}-{}", "+86 {} {} {}", "+86{}{}{}", "86-{}{}{}", "(+86){}{}{}"),
    "CN desk": ("0{}-{}{}", "(0{}){}{}", "+86 {} {} {}", "0{} {}{}", "+86-{}-{}{}"),
}
WORDS = {line.partition(": ")[0]: line.partition(": ")[2].split("; ") for line in """\
en extension: x####;  x%##;  ext. %#;  ext %##
zh extension:  转 %##; 转%###; -8%##;  分机%#
en title: Purchasing Manager; CEO; Head of Operations; IT Director; Plant Manager; Buyer; VP Sales; Owner
zh title: 采购经理; 总经理; 采购总监; 技术主管; 厂长; IT经理; 董事长; 销售总监; 工程师
en source: Website Form; Trade Show; Google Ads; LinkedIn; Referral; Webinar; Cold Call; Facebook Ads; Business Card; \
Organic Search (SEO); Content Marketing; Direct Traffic; Email Campaign; Partner Program; Chatbot; Purchased List; Other
zh source: 官网; 展会; 百度推广; 微信; 转介绍; 名片; 电话咨询; 研讨会; 抖音; 合作伙伴; 在线客服; 邮件营销; 户外广告
en stage: New; Contacted; Qualified; Proposal Sent; On Hold; Negotiation; Closed Lost; Closed Won; Disqualified
zh stage: 新线索; 跟进中; 已联系; 意向客户; 已报价; 暂缓; 谈判中; 已成交; 已流失; 无效
en budget: {}0000; ${}0,000; USD {}0k; {}0K; $ {}0,000.00; {}0,000 EUR; TBD
zh budget: {}万; ¥{}0,000; {}0000; RMB {}0,000; {}0万元; 人民币{}万; 待定
en interest: ERP; CRM; Warehouse software; Spare parts; Packaging line; Service contract; Training
zh interest: ERP; 仓储软件; 数控机床; 包装线; 备件; 维保服务; 培训
en notes: Wants a quote by Friday.; Met at booth 17, asked for prices.; Voicemail.; Budget approved, needs a demo.
zh notes: 客户要求周五前报价; 展会上交换了名片; 下周再联系; 需要演示产品; 预算已批, 等合同; 正在对比三家
""".splitlines()}  # fmt: skip
OWNERS = ("Grace Whitlock", "陈立", "Tom Ashcombe", "周敏", "Maria Quist", "Ben Adeyemi")
DATES = ("{0:%Y-%m-%d %H:%M}", "{0:%Y/%m/%d}", "{0:%m/%d/%Y}", "{0.year}年{0.month}月{0.day}日")
START, END = datetime(2026, 1, 5, 8, 30), datetime(2026, 11, 20, 18, 0)

# ---- trouble: what befalls how many of 2,000 rows -------------------------------------------------------------------


class Trouble(NamedTuple):
    """Befalls rows whose `column` fits. The cell becomes one of `ways`: `{0}` is all of it, `{1}` the first group."""

    kind: str
    often: int
    column: str = ""
    fits: str = ".+"
    ways: Sequence[str | Callable[[str], str]] = ()


CONTACT = ("name", "company", "phone", "phone2", "email", "email2")
AGAIN = (  # the ways fill the `CONTACT` columns of the second row, in the words of `once_more`
    Trouble("phone in another format, no e-mail", 55, "phone", ways=("name company restyled - - -",)),
    Trouble("e-mail in capitals, no phone", 40, "email", ways=("name company - - capitals -",)),
    Trouble("e-mail without its `+fair`, no phone", 5, "email", r".+\+fair.+", ("name company - - bare -",)),
    Trouble("the person's other e-mail, no phone", 25, "email2", ways=("name company - - email2 -",)),
    Trouble("phone columns swapped, no e-mail", 25, "phone2", ways=("name company phone2 phone - -",)),
    Trouble("other name, short company", 35, "email", ways=("other short - - email -", "other short restyled - - -")),
    Trouble("nothing but the name", 40, "company", ways=("name company dial - mail -", "other short dial - mail -")),
)
PASTED = (Trouble("the same line twice", 15, "line", r"[^\n]+", ("{0}",)),)
EMPTY = (  # filled in are these columns only, and the e-mail lacks its @
    Trouble("only a name", 18, "name created"),
    Trouble("only a company, a job and a city", 10, "company title city"),
    Trouble("only a source and notes", 8, "source notes created"),
    Trouble("only a name and a broken e-mail", 6, "name email"),
    Trouble("nothing but a Lead ID", 6),
)
US, CN, DESK = r"(\(?)\d{3}(\)?[-. ]?\d{3}[-.]?\d{4})", r"1\d{2}[- ]?\d{4}[- ]?\d{4}", r"0\d{2,3}-\d{8}"
EMAIL, NAME, HANZI = r"([a-z0-9.]+)@([a-z0-9-]+)\.com", r"([A-Z]\S+) (\S+)", r"[\u4e00-\u9fff]{2,4}"
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
BLANKS = ("  {0}", "{0} ", " {0}\u3000", "\t{0}", "{0}\u00a0")
TYPOS = ("{1}{2}.com", "{1}@@{2}.com", "{1} @{2}.com", "{1}@{2},com", "{1}@{2}.com.", "{1}@{2}。com", "{1}@{2}. com")
FORMULAS = ("=cmd|' /C calc'!A0", '=HYPERLINK("http://example.com/x","click")', "@SUM(1+1)*2", "+1-2", "-2+3")
DIRT = (
    Trouble("impossible area code", 26, "phone", US, ("{1}000{2}", "{1}012{2}", "{1}123{2}", "{1}199{2}")),
    Trouble("extension, English", 36, "phone", US, [f"{{0}}{extension}" for extension in WORDS["en extension"]]),
    Trouble("extension, Chinese", 20, "phone2", DESK, [f"{{0}}{extension}" for extension in WORDS["zh extension"]]),
    Trouble("two numbers in a field", 24, "phone", r"(.*\d)\d{4}", ("{0}/{1}####", "{0} / {1}####", "{0} 或 {1}####")),
    Trouble("`0086` in front", 24, "phone", CN, ("0086{0}", "0086-{0}", "0086 {0}")),
    Trouble("full-width digits", 16, "phone", CN, (lambda text: text.translate(FULL_WIDTH),)),
    Trouble("a word instead of the phone", 10, "phone", ways=("n/a", "无", "ask reception", "-", "同上")),
    Trouble("e-mail with a typing error", 30, "email", EMAIL, TYPOS),
    Trouble("e-mail with a display name", 18, "email", r"(\w+)\.(\w+)@.+", ("{1} {2} <{0}>", '"{2}, {1}" <{0}>')),
    Trouble("blanks around the e-mail", 16, "email", EMAIL, BLANKS),
    Trouble("blanks around the name", 24, "name", ways=BLANKS),
    Trouble("blanks around the company", 16, "company", ways=BLANKS),
    Trouble("invisible characters in the name", 10, "name", r"(.)(.+)", ("\ufeff{0}", "{0}\u200b", "{1}\u200b{2}")),
    Trouble("invisible characters in the e-mail", 6, "email", EMAIL, ("\ufeff{0}", "{0}\u200b")),
    Trouble("name in capitals", 34, "name", NAME, (str.upper,)),
    Trouble("name in small letters", 12, "name", NAME, (str.lower,)),
    Trouble("name turned round with a comma", 12, "name", NAME, ("{2}, {1}",)),
    Trouble("title before the name", 20, "name", NAME, ("Dr. {0}", "Mr. {0}", "Ms. {0}", "Prof. Dr. {0}")),
    Trouble("title after the name", 22, "name", HANZI, ("{0}先生", "{0}女士", "{0}经理", "{0} (先生)")),
    Trouble("source nobody knows", 24, "source", ways=("see notes", "Zorbium", "???", "老王那边", "Q3 batch", "2号线")),
    Trouble("line break in the notes", 24, "notes", ways=("{0}\nCalled twice.", "{0}\n已加微信", "{0}\n\nSend mail.")),
    Trouble("formula in the notes", 8, "notes", ways=FORMULAS),
    Trouble("formula as the company", 4, "company", ways=FORMULAS),
)
BROKEN = (
    Trouble("whole line wrapped in quotes", 10, "line", r'([^"\n]*)"([^"\n]+)"([^"\n]*)', ('"{1}""{2}""{3}"',)),
    Trouble("one cell too many", 4, "line", r'([^"\n]*)"([^",\n]+,[^",\n]+)"([^"\n]*)', ("{1}{2}{3}",)),
    Trouble("cells missing at the end", 2, "line", r'((?:[^",\n]*,){6}[^",\n]*),[^"\n]*', ("{1}",)),
)


class Dice:
    """Chance out of `Random.random()` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self.roll = Random(seed).random
        self._drawn: set[object] = set()

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.roll() * len(items))]

    def early(self, items: Sequence[T]) -> T:
        return items[int(min(self.roll(), self.roll()) * len(items))]

    def mostly(self, share: float, text: str) -> str:
        return text if self.roll() < share else ""

    def digits(self, pattern: str) -> str:
        return re.sub("[#%]", lambda sign: self.pick("0123456789" if sign[0] == "#" else "23456789"), pattern)

    def fresh(self, draw: Callable[[], T]) -> T:
        """Draw until something comes that was never drawn before."""
        while (item := draw()) in self._drawn:
            pass
        self._drawn.add(item)
        return item


class Company(NamedTuple):
    tongue: str
    place: Place
    switchboard: Phone
    name: str
    short: str
    domain: str


class Person(NamedTuple):
    number: int
    company: Company
    title: str
    name: str
    latin: str
    other: str  # nickname, initial or pinyin
    phones: Sequence[Phone]
    extension: str
    emails: Sequence[str]


def parts(word: str) -> tuple[str, str]:
    """`王Wang` → `王`, `Wang`."""
    latin = "".join(filter(str.isascii, word))
    return word.removesuffix(latin), latin


def make_phone(dice: Dice, place: Place, mobile: bool) -> Phone:
    country, _, areas = place
    pattern = dice.pick(DIAL[country][mobile])
    groups = dice.fresh(lambda: dice.digits(pattern.replace("@", dice.pick(areas.split()))))
    return STYLES["CN desk" if country == "CN" and not mobile else country], groups.split()


def written(dice: Dice, phone: Phone, unlike: str = "") -> str:
    return dice.early([text for style in phone[0] if (text := style.format(*phone[1])) not in unlike])


def make_company(dice: Dice, tongue: str) -> Company:
    place = dice.pick([place for place in PLACES if (place[0] == "CN") == (tongue == "zh")])
    if tongue == "zh":
        stem, trade = dice.fresh(lambda: (parts(dice.pick(STEM_ZH)), parts(dice.pick(TRADE_ZH))))
        short, domain = stem[0] + trade[0], f"{stem[1]}-{trade[1]}{dice.pick(('.com', '.cn', '.com.cn'))}"
        name = place[1].partition("/")[0] + short + dice.early(("有限公司", "股份有限公司"))
    elif dice.roll() < 0.12:
        one, two = dice.fresh(lambda: (dice.pick(FAMILY[:99]), dice.pick(FAMILY[99:238])))
        name, short, domain = f"{one}, {two} & Partners LLP", f"{one} {two}", f"{one}{two}.com"
    else:
        stem_en, trade_en = dice.fresh(lambda: (dice.pick(STEM), dice.pick(TRADE)))
        short, domain = f"{stem_en} {trade_en}", f"{stem_en}-{trade_en}.com"
        name = short + dice.early(SUFFIX[place[0]])
    return Company(tongue, place, make_phone(dice, place, mobile=False), name, short, domain.lower())


def make_name(dice: Dice, tongue: str) -> tuple[str, str, str]:
    """A name as written at home, in Latin letters, and otherwise."""
    if tongue == "en":
        (given, _, nickname), family = dice.pick(GIVEN).partition("/"), dice.pick(FAMILY)
        return f"{given} {family}", f"{given} {family}", f"{nickname or given[0] + '.'} {family}"
    family, surname = parts(dice.early(FAMILY_ZH))
    first, second = parts(dice.pick(GIVEN_ZH)), parts(dice.pick((*GIVEN_ZH, *([""] * 8))))
    latin = (first[1] + second[1]).capitalize()
    return family + first[0] + second[0], f"{latin} {surname}", dice.pick((f"{surname} {latin}", f"{latin} {surname}"))


def make_email(dice: Dice, latin: str, company: Company, private: bool) -> str:
    ascii_name = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower().replace("'", "")
    given, family = ascii_name.split()
    work = [local + "@" + company.domain for local in (f"{given}.{family}", given[0] + family, given + "##")]
    free = {"en": [f"{given}{family}###@gmail.com"], "zh": [f"{given}{family}##@163.com", "%########@qq.com"]}
    return dice.fresh(lambda: dice.digits(dice.early(free[company.tongue] if private else work)))


def make_person(dice: Dice, number: int, company: Company) -> Person:
    _, (name, latin, other) = dice.fresh(lambda: (company.name, make_name(dice, company.tongue)))
    phones, extension = [make_phone(dice, company.place, mobile) for mobile in (True, False)], ""
    emails = [make_email(dice, latin, company, private) for private in (False, True)]
    if dice.roll() < 0.08:  # colleagues behind one number
        phones[0] = company.switchboard
        extension = dice.digits(dice.mostly(0.5, dice.pick(WORDS[f"{company.tongue} extension"])))
    if dice.roll() < 0.03:  # colleagues behind one mailbox
        emails[0] = f"sales@{company.domain}"
    title = dice.pick(WORDS[f"{company.tongue} title"])
    return Person(number, company, title, name, latin, other, phones, extension, dice.early((emails, emails[::-1])))


@dataclass
class Entry:
    """One row: what was typed about a person at a time."""

    person: Person
    at: datetime
    cells: dict[str, str]
    spoilt: set[str] = field(default_factory=set)


def fill(dice: Dice, person: Person, at: datetime) -> dict[str, str]:
    """A decent row about this person."""
    (country, city, _), tongue = person.company.place, dice.pick((*[person.company.tongue] * 8, "en", "zh"))
    phone = dice.mostly(0.94, written(dice, person.phones[0]) + person.extension)
    email = person.emails[0].replace("@gmail", dice.mostly(0.08, "+fair") + "@gmail")
    return {
        "name": person.name if dice.roll() < 0.88 else person.latin,
        "company": dice.mostly(0.94, person.company.name),
        "title": dice.mostly(0.85, person.title),
        "phone": phone,
        "phone2": dice.mostly(0.3, written(dice, person.phones[1])),
        "email": dice.mostly(0.95 if phone else 1, email),
        "email2": dice.mostly(0.25, person.emails[1]),
        "source": dice.mostly(0.94, dice.early(WORDS[f"{tongue} source"])),
        "stage": dice.mostly(0.62, dice.early(WORDS[f"{tongue} stage"])),
        "owner": dice.mostly(0.4, dice.pick(OWNERS)),
        "city": dice.mostly(0.9, dice.early(city.split("/"))),
        "country": dice.early(COUNTRY[country]),
        "budget": dice.mostly(0.45, dice.early(WORDS[f"{tongue} budget"]).format(1 + int(dice.roll() * 30))),
        "interest": dice.mostly(0.6, dice.pick(WORDS[f"{tongue} interest"])),
        "created": dice.early(DATES).format(at),
        "notes": dice.mostly(0.5, dice.pick(WORDS[f"{tongue} notes"])),
    }


def once_more(dice: Dice, trouble: Trouble, first: Entry) -> Entry:
    person, company = first.person, first.person.company
    at = first.at + (END - first.at) * dice.roll()
    words = first.cells | {
        "-": "", "name": person.name, "other": person.other, "company": company.name, "short": company.short,
        "restyled": written(dice, person.phones[0], unlike=first.cells["phone"]), "bare": person.emails[0],
        "capitals": dice.pick((first.cells["email"].upper(), first.cells["email"].title())),
        "dial": written(dice, make_phone(dice, company.place, mobile=True)),
        "mail": make_email(dice, person.latin, company, private=True),
    }  # fmt: skip
    said = [words[word] for word in str(dice.pick(trouble.ways)).split()]
    return Entry(person, at, fill(dice, person, at) | dict(zip(CONTACT, said, strict=True)))


def struck(dice: Dice, entries: Sequence[Entry], trouble: Trouble, rows: int) -> list[Entry]:
    """Whom this trouble befalls: its share of the rows that fit; nobody's column is struck twice."""
    unspoilt = [entry for entry in entries if trouble.column not in entry.spoilt]
    fitting = [entry for entry in unspoilt if re.fullmatch(trouble.fits, entry.cells[trouble.column])]
    return sorted(fitting, key=lambda _: dice.roll())[: round(trouble.often * rows / 2000)]


def spoil(dice: Dice, entry: Entry, trouble: Trouble) -> None:
    if match := re.fullmatch(trouble.fits, entry.cells[trouble.column]):
        way = dice.pick(trouble.ways)
        text = way(match[0]) if callable(way) else dice.digits(way).format(match[0], *match.groups())
        entry.cells[trouble.column] = text
        entry.spoilt.add(trouble.column)


def quoted(cell: str) -> str:
    """As `csv` does; its writer does not treat line breaks alike in Python 3.12 and 3.13."""
    return '"' + cell.replace('"', '""') + '"' if re.search('[",\n]', cell) else cell


def make(rows: int, seed: int) -> tuple[list[Entry], Counter[str]]:
    """The entries in the order of the file, and how often each kind of trouble befell one."""
    dice, tally = Dice(seed), Counter[str]()
    companies = {tongue: [make_company(dice, tongue) for _ in range(120)] for tongue in ("en", "zh")}

    def first_time(number: int) -> Entry:
        person = make_person(dice, number, dice.early(companies["en" if dice.roll() < 0.55 else "zh"]))
        at = START + (END - START) * dice.roll()
        return Entry(person, at, fill(dice, person, at))

    planned = sum(round(trouble.often * rows / 2000) for trouble in (*AGAIN, *EMPTY, *PASTED))
    firsts = [first_time(number) for number in range(1, 1 + rows - planned)]
    entries = list(firsts)
    for trouble in AGAIN:
        for first in struck(dice, firsts, trouble, rows):
            entries.append(once_more(dice, trouble, first))
            tally[trouble.kind] += 1
    for trouble in DIRT:
        for entry in struck(dice, entries, trouble, rows):
            spoil(dice, entry, trouble)
            tally[trouble.kind] += 1
    whole = [entry for entry in entries if not entry.spoilt]
    for trouble in EMPTY:
        for _ in range(round(trouble.often * rows / 2000)):
            entry = first_time(1 + len(entries))
            cells = entry.cells | {"email": entry.person.emails[0].replace("@", "")}
            entry.cells = {column: cells[column] if column in trouble.column.split() else "" for column in cells}
            entries.append(entry)
            tally[trouble.kind] += 1
    entries.sort(key=lambda entry: entry.at)
    for number, entry in enumerate(entries, start=10001):
        entry.cells["id"] = f"L{number}"
        entry.cells["line"] = ",".join(quoted(entry.cells[column]) for column in COLUMNS)
    for trouble in (*BROKEN, *PASTED):
        for entry in struck(dice, whole, trouble, rows):
            spoil(dice, entry, trouble)
            tally[trouble.kind] += 1
            if trouble in PASTED:
                entries.insert(entries.index(entry) + 1 + int(dice.roll() * 200), entry)
    return entries, tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    entries, tally = make(options.rows, options.seed)
    leads = [",".join(COLUMNS.values()), *(entry.cells["line"] for entry in entries)]
    truth = ["row,person", *(f"{row},{entry.person.number}" for row, entry in enumerate(entries, start=1))]
    options.out.mkdir(parents=True, exist_ok=True)
    for name, lines in (("leads.csv", leads), ("leads-truth.csv", truth)):
        (options.out / name).write_bytes("".join(f"{line}\n" for line in lines).encode())
    print(*(f"| {kind} | {count} |" for kind, count in tally.items()), sep="\n")


if __name__ == "__main__":
    main()
