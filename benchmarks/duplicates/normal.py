"""Normal forms for the peers: what a careful user of theirs would prepare, with packages that are there for everybody.

python normal.py FILE.csv FILE.parquet      writes the columns, the truth among them, and prints the seconds
"""

import re
import sys
import time
import unicodedata
from functools import lru_cache
from pathlib import Path

import pandas as pd
from nicknames import NickNamer
from pypinyin import lazy_pinyin

HONORIFIC = re.compile(r"^(?:mrs?|ms|miss|dr|prof|herr|frau|mme|m|sra?|don|d|dipl-ing)\.? (?=\w)")
FORM = re.compile(
    r"\b(?:incorporated|inc|llc|llp|corporation|corp|company|co|limited|ltd|plc|gmbh(?: co kg)?|ag|kg|ek|e k|se|ug"
    r"(?: haftungsbeschrankt)?|sarl|s a r l|sas|s a s|eurl|sa|s a|sl|s l|slu|s l u|group|holdings?)\b"
)
FORM_HAN = re.compile(r"(?:股份|集团|集團|有限|责任|責任)*公司|集团$|集團$")
CITY_HAN = re.compile(
    r"^(?:上海|北京|深圳|广州|廣州|杭州|成都|武汉|苏州|南京|天津|重庆|西安|东莞|宁波|青岛|佛山|长沙|厦门|台北|台中|高雄|台南|新竹)市?"
)
EXTENSION = re.compile(r"\s*(?:ext\.?|x|转|分机)\s*\d{1,5}\s*$", re.I)
FREE = frozenset(
    """gmail.com yahoo.com hotmail.com outlook.com aol.com icloud.com comcast.net hotmail.co.uk yahoo.co.uk
    btinternet.com web.de gmx.de gmx.net t-online.de outlook.de posteo.de orange.fr free.fr hotmail.fr laposte.net
    wanadoo.fr outlook.es hotmail.es yahoo.es telefonica.net qq.com 163.com 126.com sina.com foxmail.com
    yahoo.com.tw""".split()
)
NOTHING = frozenset("n/a na none private test self-employed freelance student retired 个体".split())
_NAMES = NickNamer()


@lru_cache(1 << 16)
def folded(text: str) -> str:
    """Lower case without accents or marks; Chinese as pinyin, one word."""
    if any("\u4e00" <= mark <= "\u9fff" for mark in text):
        return "".join(lazy_pinyin(text)).lower()
    text = unicodedata.normalize("NFKD", text.casefold().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue"}))
    return re.sub(r"[^a-z0-9]+", " ", "".join(mark for mark in text if not unicodedata.combining(mark))).strip()


@lru_cache(1 << 16)
def formal(given: str) -> str:
    """One name for a name and its nicknames: the first, in order of the alphabet, of which it is one."""
    return min(_NAMES.canonicals_of(given) | {given}) if given else ""


def person(first: str, last: str) -> tuple[str, str]:
    if not first and last and not last.isascii() and len(last) <= 4:  # 张小明 in one cell
        first, last = last[1:], last[0]
    given = HONORIFIC.sub("", unicodedata.normalize("NFC", first).casefold())
    given = re.sub(r" \w\.?$", "", given) if len(given) > 3 else given
    han = any("\u4e00" <= mark <= "\u9fff" for mark in given)
    return folded(given).replace(" ", "" if han or not first.isascii() else " "), folded(last)


def phones(text: str) -> tuple[str, str]:
    """The last nine digits of one or two numbers, without extensions."""
    text = unicodedata.normalize("NFKC", text)
    found = []
    for part in re.split(r"\s[/]\s|[;,]", text):
        number = EXTENSION.sub("", part)
        front, _, end = number.rpartition("-")
        if 2 <= len(end) <= 4 and end.isdigit() and len(re.sub(r"\D", "", front)) >= 9:
            number = front
        digits = re.sub(r"\D", "", number)
        if len(digits) >= 8 and len(set(digits)) > 2 and digits[:9] != "123456789":
            found.append(digits[-9:])
    return (*found, "", "")[0], (*found, "", "")[1]


@lru_cache(1 << 16)
def company(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if text.casefold() in NOTHING:
        return ""
    text = re.sub(r"\([^)]*\)", " ", text)
    if any("\u4e00" <= mark <= "\u9fff" for mark in text):
        return CITY_HAN.sub("", FORM_HAN.sub("", text)).strip() or text
    plain = folded(text)
    return re.sub(r"\s+", " ", FORM.sub(" ", plain)).strip() or plain


ROLE = frozenset("info sales office contact admin purchasing service".split())
STREET_KIND = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|close|cl|gardens|gdns|rue|r|av|bd|place|pl|calle|c"
    r"|avenida|avda|plaza|pza|paseo|po)\b|strasse|str(?= )|weg|platz|allee|gasse"
)


def own(user: str, given: str, family: str) -> str:
    """A mailbox that does not follow from the name says something of its own."""
    follows = (family[:4] and family[:4] in user) or (given[:4] and given[:4] in user)
    return "" if len(user) < 5 or follows or user in ROLE else user


def columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The normal forms of a list of leads; blanks are missing values."""
    asked = list(zip(frame["first_name"], frame["last_name"], strict=True))
    named = [person(first, last) for first, last in asked]
    mails = [unicodedata.normalize("NFKC", text).strip().casefold() for text in frame["email"]]
    mails = ["" if mail.split("@")[0] in {"none", "noemail", "test", "na"} else mail for mail in mails]
    users, domains = zip(*((mail.split("@")[0], mail.partition("@")[2]) for mail in mails), strict=True)
    numbers = [phones(text) for text in frame["phone"]]
    found = {
        "unique_id": range(len(frame)),
        "given": [first for first, _ in named],
        "family": [last for _, last in named],
        "formal": [formal(first) for first, _ in named],
        "name": [" ".join(sorted((*first.split(), *last.split()))) for first, last in named],
        "spelled": [f"{first} {last}".casefold().strip() for first, last in asked],
        "email": mails,
        "euser": users,
        "domain": ["" if domain in FREE else domain for domain in domains],
        "euser_own": [own(user, first, last) for user, (first, last) in zip(users, named, strict=True)],
        "phone": [one for one, _ in numbers],
        "phone2": [two for _, two in numbers],
        "company": [company(text) for text in frame["company"]],
        "street": [re.sub(" +", " ", STREET_KIND.sub("", folded(text))).strip() for text in frame["street"]],
        "city": [folded(text) for text in frame["city"]],
        "postcode": [folded(text) for text in frame["postcode"]],
    }
    made = pd.DataFrame(found)
    for column in made.columns[1:]:
        made[column] = made[column].where(made[column] != "", None)
    return made


def main(source: str, target: str) -> None:
    frame = pd.read_csv(source, dtype=str, keep_default_na=False)
    started = time.perf_counter()
    made = columns(frame)
    print(f"{time.perf_counter() - started:.1f}")
    made["person"] = frame["person"].astype("category").cat.codes
    made.to_parquet(Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
