"""Postal addresses: Chinese ones taken apart, Western streets in one spelling, the forms in which they compare."""

import re
from functools import lru_cache

from attrs import frozen

from leadkit.kernel.text import is_han, plain_form, tidy
from leadkit.lexicon.cities import CITIES, PROVINCES

__all__ = ["ChineseAddress", "city_form", "postal_code_form", "region_form", "split_chinese_address", "street_form"]


@frozen
class ChineseAddress:
    """The levels of a Chinese address, each as typed, blank where there is none. street: 路 and all behind it."""

    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    postal_code: str = ""


_MUNICIPALITIES = frozenset("北京 天津 上海 重庆 重慶".split())
_PROVINCE = "|".join(sorted(PROVINCES, key=len, reverse=True))
_CITY = "|".join(sorted(CITIES - PROVINCES, key=len, reverse=True))
# 上海路 and 长春大街 are streets.
_NO_STREET = "(?![东西南北中大]?[路街道])"
_REGION_KINDS = "特别行政区|特別行政區|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市"
_LEVELS = re.compile(
    f"(?:中国|中國)?(?P<province>(?:{_PROVINCE})(?:{_REGION_KINDS})?{_NO_STREET})?"
    f"(?P<city>(?:(?:{_CITY})(?:市|地区|盟)?|[\u4e00-\u9fff]{{2,7}}?(?:自治州|地区|盟|市)){_NO_STREET})?"
    "(?P<district>(?:[\u4e00-\u9fff]{1,6}?(?:新区|开发区|高新区|自治县|区|區|县|縣|旗)|[\u4e00-\u9fff]{2,3}市)"
    f"{_NO_STREET})?"
)
_POSTAL = re.compile(r"^(\d{6})(?!\d)|(?:邮编|郵編|邮政编码)?[:：]?\s*(?<!\d)(\d{6})$")


@lru_cache(maxsize=4096)
def split_chinese_address(text: str) -> ChineseAddress:
    """Province, city, district and the rest of a Chinese address; all of it is street where none of them is found."""
    typed = tidy(text)
    postal = _POSTAL.search(typed)
    code = (postal[1] or postal[2]) if postal else ""
    if postal:
        typed = (typed[: postal.start()] + typed[postal.end() :]).strip(" ,，;；")
    bare = typed.replace(" ", "") if is_han(typed[:4]) else typed
    match = _LEVELS.match(bare)
    if match is None or not (match["province"] or match["city"]):
        return ChineseAddress(street=typed, postal_code=code)
    province, city, district = (match[name] or "" for name in ("province", "city", "district"))
    rest = bare[match.end() :].strip(" ,，")
    if not city and province.rstrip("市") in _MUNICIPALITIES:
        city = province
    return ChineseAddress(province, city, district, rest, code)


# --- comparing forms

# Word → the one word that stands for it and its like.
_STREET_WORDS = {
    form: row.split()[0]
    for row in """st street str strasse straat stra
ave avenue av aven aver avda avenida
rd road
blvd boulevard boul blv
dr drive drv
ln lane
ct court crt
pl place plaza plz platz
sq square
ter terrace tce terr
hwy highway
pkwy parkway pky
cir circle crcl
cres crescent cr
apt apartment appt app
ste suite
fl floor flr
rm room
bldg building bld
n north
s south
e east
w west
ne northeast
nw northwest
se southeast
sw southwest
mt mount
ft fort
ctr center centre
hts heights
jct junction
tpke turnpike
est estate estates
ind industrial
pk park
gdns gardens gdn garden
gr grove
cl close
al allee
weg wg
chem chemin
rte route
r rue
fbg faubourg
c calle cl
ctra carretera
pso paseo
v via
pza piazza""".splitlines()
    for form in row.split()
} | {"saint": "st", "sankt": "st", "number": "no", "nr": "no", "no": "no", "num": "no"}
_STREET_WORDS |= {
    word: f"{number}{'st nd rd th'.split()[min(number - 1, 3)]}"
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_CITY_WORDS = {"saint": "st", "sainte": "ste", "sankt": "st", "mount": "mt", "fort": "ft"}
_GLUED = re.compile(r"(?<=[a-z]{3})(strasse|str|weg|platz|gasse|allee|straat|laan|gade|gatan|vej)$")
_WORDS = re.compile(r"[a-z0-9]+|[^\W\d_]+")
_HAN_NOISE = re.compile(r"[\s,，.。、;；:：#()（）\-—]+")
# Written one way or the other: 100号 and 100號, 3楼 and 3层.
_HAN_SAME = str.maketrans(
    {"號": "号", "樓": "楼", "層": "楼", "层": "楼", "棟": "栋", "幢": "栋", "室": "", "區": "区", "縣": "县"}
)


@lru_cache(maxsize=16_384)
def street_form(text: str) -> str:
    """The form in which streets are compared: `12 Main Street` and `12 main st.`, `Hauptstraße 5` and `Hauptstr. 5`."""
    form = plain_form(text)
    if is_han(form):
        return _HAN_NOISE.sub("", form).translate(_HAN_SAME)
    words: list[str] = []
    for word in _WORDS.findall(form.replace("'", "")):
        glued = _GLUED.search(word)
        parts = [word[: glued.start()], glued[1]] if glued else [word]
        words += [_STREET_WORDS.get(part, part) for part in parts]
    return " ".join(word for word in words if word != "no" or len(words) == 1)


@lru_cache(maxsize=16_384)
def city_form(text: str) -> str:
    """The form in which cities are compared: `深圳市` and `深圳`, `St. Louis` and `Saint Louis` are one."""
    form = plain_form(text)
    if is_han(form):
        return re.sub("(?<=..)(?:特别行政区|自治州|地区|市)$", "", form.replace(" ", ""))
    words = [
        {"saint": "st", "sainte": "ste", "sankt": "st", "mount": "mt", "fort": "ft"}.get(w, w)
        for w in _WORDS.findall(form)
    ]
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in ("city", "shi") else words)


def region_form(text: str) -> str:
    """The form in which provinces and states are compared: `广东省` and `广东`."""
    form = plain_form(text)
    if is_han(form):
        return re.sub(f"(?<=..)(?:{_REGION_KINDS})$", "", form.replace(" ", ""))
    return " ".join(_WORDS.findall(form))


def postal_code_form(text: str) -> str:
    """The form in which postal codes are compared: `SW1A 1AA` and `sw1a1aa`, `94043-1351` and `94043`, `D-10115` and
    `10115`."""
    form = "".join(char for char in plain_form(text) if char.isalnum() or char == "-")
    form = re.sub(r"^(\d{5})-?\d{4}$", r"\1", re.sub(r"^[a-z]{1,3}-(?=\d)", "", form))
    return form.replace("-", "")
