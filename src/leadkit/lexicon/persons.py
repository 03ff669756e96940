"""Names of people taken apart: Western and Chinese order, titles, particles, compound surnames, initials."""

import re
from enum import StrEnum
from functools import lru_cache

from attrs import evolve, frozen

from leadkit.kernel.text import is_han, plain_form, tidy
from leadkit.lexicon.chinese_surnames import COMPOUND, SINGLE
from leadkit.lexicon.given_names import is_initial, is_known
from leadkit.lexicon.surnames import (
    COMPOUND_PINYIN,
    JAPANESE,
    KANA,
    KOREAN,
    PINYIN,
    VIETNAMESE,
    han_cut,
    hangul_cut,
    is_pinyin,
)

__all__ = ["NameOrder", "NameParts", "split_name"]


class NameOrder(StrEnum):
    """given_first: Anna Schmidt. family_first: 王小明, Schmidt Anna. unsure: `Wang Wei` may be either, and was taken as
    given_first; so may a name of one word."""

    GIVEN_FIRST = "given_first"
    FAMILY_FIRST = "family_first"
    UNSURE = "unsure"


@frozen(slots=False)
class NameParts:
    """A name in its parts, each as typed, blank where there is none.

    title: `Dr.`, `先生`. middle: what stands between. suffix: `Jr.`, `PhD`. nickname: what stood in brackets or quotes.
    """

    title: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    order: NameOrder = NameOrder.UNSURE

    @property
    def givens(self) -> str:
        """Given and middle names together."""
        return f"{self.given} {self.middle}" if self.middle else self.given


# In comparing form without points. What may be a given name as well (Don, Gen, Hon, Fr) is a title with its point only.
_TITLES = frozenset(
    "mr mrs ms miss mx messrs dr drs prof professor sir madam madame mme mlle monsieur dame lord lady rev"
    " reverend capt captain col colonel major lt sgt herr frau hr ing dipl dipling dott dottssa dottore sig"
    " signor signora signore sra srta senor senora senorita dra magister engr shri smt datuk"
    " dato tan-sri ustad sheikh sheikha mister doctor dhr mevr mw gospodin frl fraulein hc".split()
)
# What a doctor is a doctor of: Dr. med. dent., Dr. rer. nat.
_AFTER_TITLES = frozenset("med dent vet phil rer nat jur iur oec pol theol habil techn agr univ sc".split())
_POINTED_TITLES = frozenset("gen. hon. fr. maj. sr. don. eng. ir. mag. adv.".split())
_SUFFIXES = frozenset(
    "jr junior sr snr jnr ii iii iv phd md esq esquire mba cpa pmp cfa dds dvm rn llb llm jd bsc msc dphil"
    " mphil edd mbbs frcs facs fca aca acca cissp mpa mph meng beng obe cbe mbe kbe qc kc ret dba bcom mcom"
    " pmi-acp".split()
)
# Degrees that are names of people without their points.
_POINTED_SUFFIXES = frozenset("m.a. b.a. b.s. m.s. p.e. m.sc. b.sc. j.d. ph.d. m.d.".split())
_PARTICLES = frozenset(
    "van von vom zu zur zum de den der des del della dello degli dei di da do dos das du d' la las le les lo el"
    " al bin bint ibn ben abu ter ten te tot op 't af av san santa st st. saint mac o'".split()
)
_LEADING_PARTICLES = frozenset("van von vom zu de der den del di da du bin ten ter te".split())
# Петров Иван Иванович: the father's name comes last only where the family's comes first.
_PATRONYMIC = re.compile("(?:ович|евич|ьич|овна|евна|ична|ovich|evich|ovna|evna)$")
_HAN_TITLES = re.compile(
    "(?:(?:副?总(?:经理|裁|监)?|副?總(?:經理|裁|監)?|副?董事长|董事|副?经理|經理|副?主任|副?主管|副?处长|副?科长|副?局长|副?校长"
    "|副?院长|副?部长|店长|队长|组长|厂长|所长|行长|会长|秘书长?|书记|老板娘?|老師|老师|导师|师傅|教授|博士|硕士|医生|医師|醫生|大夫"
    "|护士|律师|律師|工程师|會計|会计师?|先生|女士|小姐|太太|夫人|同学|同志|阁下|様|さん|さま|くん|ちゃん|씨|님|선생님?|사장님?"
    "|부장님?|과장님?|대리님?|Sir)(?:[(（].*[)）])?)+$"
)
# Before the most common surnames: 小王, 老李. Before another character (小明) it may be a given name.
_FAMILIAR = re.compile("[小老][王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅]")
# After a surname alone: 王总, 李工, 张姐. Of a whole name they may be the last character.
_HAN_SHORT_TITLES = frozenset("总 總 工 董 姐 哥 姨 叔 导 律 医 师 老 处 局 少".split())
_BRACKETED = re.compile(r"\s*[(（\[\"“「『‘']([^()（）\[\]\"“”「」『』‘’']{1,60})[)）\]\"”」』’'](?=\s|$|,)\s*")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_TWO_WORDS = re.compile("([A-Z][a-z]+) ([A-Z][a-z]+)")
_THREE_HAN = re.compile("[\u4e00-\u9fff]{3}")
# First words that may say something else than a given name, and last characters that may be a title's.
_NOT_GIVEN = _TITLES | PINYIN | VIETNAMESE
_TITLE_ENDS = frozenset("理裁监監总總事任管长長记板娘师師傅授博士硕生夫计計姐太人学志下様理님씨") | _HAN_SHORT_TITLES
_DOTS = re.compile("[·・•‧]")
_LONGEST_HAN_NAME = 6


def split_name(full: str) -> NameParts:
    """The parts of a name as typed. What cannot be told stays blank; a name of one Western word is a given name."""
    text = tidy(full)
    return _ordinary(text) or _split(text)


@lru_cache(maxsize=4096)
def _split(text: str) -> NameParts:
    if nickname := _BRACKETED.search(text):
        rest = tidy(f"{text[: nickname.start()]} {text[nickname.end() :]}")
        if rest:
            parts = split_name(rest)
            return parts if plain_form(nickname[1]) in _SUFFIXES else evolve(parts, nickname=nickname[1].strip())
    if is_han(text) or KANA.search(text) or _HANGUL.search(text):
        return _eastern(text)
    return _western(text)


def _ordinary(text: str) -> NameParts | None:
    """The parts of a name of the two shapes that most have, when nothing about it is special."""
    if match := _TWO_WORDS.fullmatch(text):
        given, family = match.groups()
        first, last = given.lower(), family.lower()
        if first not in _NOT_GIVEN and last not in _SUFFIXES and first not in _PARTICLES:
            return NameParts(given=given, family=family, order=NameOrder.GIVEN_FIRST)
    elif _THREE_HAN.fullmatch(text) and text[0] in SINGLE and text[-1] not in _TITLE_ENDS and text[:2] not in COMPOUND:
        return NameParts(given=text[1:], family=text[0], order=NameOrder.FAMILY_FIRST)
    return None


def _eastern(text: str) -> NameParts:
    words = text.split()
    latin = [word for word in words if word.isascii()]
    if latin and len(latin) < len(words):
        return _mixed([word for word in words if not word.isascii()], latin)
    if len(words) > 1 and _HAN_TITLES.fullmatch(words[0]):
        return evolve(_eastern(" ".join(words[1:])), title=words[0])
    bare = _HAN_TITLES.sub("", text).strip()
    title = text[len(bare) :].strip()
    if not title and len(text) in (2, 3) and text[-1] in _HAN_SHORT_TITLES and _is_surname(text[:-1]):
        bare, title = text[:-1], text[-1]
    if _is_surname(bare) and (title or bare not in COMPOUND):
        return NameParts(title, family=bare, order=NameOrder.FAMILY_FIRST)
    if _FAMILIAR.fullmatch(bare):
        return NameParts(bare[0] + title, family=bare[1], order=NameOrder.FAMILY_FIRST)
    if _DOTS.search(bare):
        # 约翰·史密斯: names from elsewhere keep their own order.
        given, *between, family = (part.strip() for part in _DOTS.split(bare))
        return NameParts(title, given, " ".join(between), family, order=NameOrder.GIVEN_FIRST)
    family, given = _cut(bare.split())
    return NameParts(title, given, family=family, order=NameOrder.FAMILY_FIRST if given else NameOrder.UNSURE)


def _is_surname(text: str) -> bool:
    japanese = text in JAPANESE and text[0] not in SINGLE  # 佐藤, and not 高木, who may be Gao Mu
    return japanese or text in COMPOUND or text in SINGLE or text in KOREAN


def _cut(words: list[str]) -> tuple[str, str]:
    """(family, given) of an Eastern name."""
    if len(words) == 2 and _is_surname(words[1]) and not _is_surname(words[0]):
        return words[1], words[0]
    if len(words) == 2:
        return words[0], words[1]
    name = "".join(words)
    if not 2 <= len(name) <= _LONGEST_HAN_NAME:
        return "", ""
    cut = hangul_cut(name) if _HANGUL.search(name) else han_cut(name)
    return name[:cut], name[cut:]


def _mixed(eastern: list[str], latin: list[str]) -> NameParts:
    """`David 王` is David of the family 王; `王大卫 David` is 王大卫, called David; `Ms. 王` has a title."""
    titles = " ".join(word for word in latin if _is_title(word))
    latin = [word for word in latin if not _is_title(word)]
    if titles:
        parts = _mixed(eastern, latin) if latin else _eastern(" ".join(eastern))
        return evolve(parts, title=f"{titles} {parts.title}".strip())
    if len(eastern) == 1 and _is_surname(eastern[0]):
        return NameParts(given=" ".join(latin), family=eastern[0], order=NameOrder.GIVEN_FIRST)
    return evolve(_eastern(" ".join(eastern)), nickname=" ".join(latin))


def _western(text: str) -> NameParts:
    head, *tail = (part.strip() for part in text.split(","))
    words = head.split()
    suffixes: list[str] = []
    while tail and all(map(_is_suffix, tail[-1].split())):
        suffixes[:0] = [tail.pop()]
    while len(words) > 1 and _is_suffix(words[-1]):
        suffixes[:0] = [words.pop()]
    titles, words = _without_titles(words)
    suffix = " ".join(filter(None, suffixes))
    if givens := " ".join(filter(None, tail)):
        more, rest = _without_titles(givens.split())
        while len(rest) > 1 and rest[-1].islower() and rest[-1] in _PARTICLES:  # Neumann, John von
            words.insert(0, rest.pop())
        given, middle = _first(rest)
        return NameParts(" ".join(titles + more), given, middle, " ".join(words), suffix, order=NameOrder.FAMILY_FIRST)
    if titles and len(words) == 1:  # Frau Schmidt
        return NameParts(" ".join(titles), family=words[0], suffix=suffix)
    family_first, order = _order(words)
    cut = _family_end(words) if family_first else _family_start(words)
    family, rest = (words[:cut], words[cut:]) if family_first else (words[cut:], words[:cut])
    given, middle = _first(rest)
    return NameParts(" ".join(titles), given, middle, " ".join(family), suffix, order=order)


def _first(words: list[str]) -> tuple[str, str]:
    return (words[0], " ".join(words[1:])) if words else ("", "")


def _is_suffix(word: str) -> bool:
    form = plain_form(word)
    return form.replace(".", "") in _SUFFIXES or form in _POINTED_SUFFIXES


def _without_titles(words: list[str]) -> tuple[list[str], list[str]]:
    count = 0
    while count < len(words) - 1:
        form = plain_form(words[count])
        between = form in ("&", "and", "und", "+") or form.replace(".", "") in _AFTER_TITLES  # Mr. & Mrs. Smith
        if not (_is_title(form) or (count and between)):
            break
        count += 1
    return words[:count], words[count:]


def _is_title(word: str) -> bool:
    form = plain_form(word)
    return form.replace(".", "").replace("-", "") in _TITLES or form in _POINTED_TITLES


def _order(words: list[str]) -> tuple[bool, NameOrder]:
    """Whether the family name stands first, and how sure that is."""
    if len(words) < 2:
        return False, NameOrder.UNSURE
    first, last = words[0], words[-1]
    shouted = [word.isupper() and len(word) > 1 and "." not in word for word in (first, last)]
    if shouted == [True, False] and not is_initial(last):  # DUPONT Jean
        return True, NameOrder.FAMILY_FIRST
    if shouted == [False, True]:  # Jean DUPONT, J. DUPONT
        return False, NameOrder.GIVEN_FIRST
    if is_initial(last) and not is_initial(first) and len(words) == 2 and not is_known(first):  # Smith J.
        return True, NameOrder.FAMILY_FIRST
    if len(words) == 3 and _PATRONYMIC.search(plain_form(last)):
        return True, NameOrder.FAMILY_FIRST
    return _pinyin_order(plain_form(first), words[1:])


def _pinyin_order(first: str, rest: list[str]) -> tuple[bool, NameOrder]:
    """`Wang Xiaoming`, `Kim Min-jun` and `Nguyen Van An` say that the family name comes first; `Wang Wei` does not."""
    forms = [plain_form(word) for word in rest]
    if first in COMPOUND_PINYIN:
        return True, NameOrder.FAMILY_FIRST
    if first in VIETNAMESE:
        sure = forms[-1] not in VIETNAMESE
        return sure, NameOrder.FAMILY_FIRST if sure else NameOrder.UNSURE
    if first not in PINYIN or forms[-1] in PINYIN:
        return False, NameOrder.UNSURE if first in PINYIN else NameOrder.GIVEN_FIRST
    hyphened = len(rest) == 1 and rest[0].count("-") == 1 and rest[0].rpartition("-")[2].islower()
    if hyphened or (not is_known(first) and is_pinyin("".join(forms), 1)):
        return True, NameOrder.FAMILY_FIRST
    return False, NameOrder.GIVEN_FIRST if is_known(first) else NameOrder.UNSURE


def _family_start(words: list[str]) -> int:
    """Where the family name begins when it comes last."""
    cut = max(len(words) - 1, min(len(words), 1))
    if cut > 1 and words[cut - 1] in ("y", "e", "i"):  # Ortega y Gasset
        cut = max(cut - 2, 1)
    while cut > 1 and plain_form(words[cut - 1]) in _PARTICLES:
        cut -= 1
    if cut == 1 and len(words) > 1 and words[0] in _LEADING_PARTICLES:  # de Boer
        return 0
    return cut


def _family_end(words: list[str]) -> int:
    """Where the family name ends when it comes first: DE LA CRUZ Ana."""
    cut = 1
    while cut < len(words) - 1 and words[cut].isupper() and words[0].isupper():
        cut += 1
    return cut
