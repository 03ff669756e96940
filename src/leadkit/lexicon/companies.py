"""Names of companies: what is left of one without its legal form, its city and its noise; and which form that is.

What to compare is the core: `顶点科技` of `深圳市顶点科技有限公司`, `hart sons` of `The Hart & Sons Company, Ltd.`
"""

import re
from functools import lru_cache

from leadkit.kernel.text import is_han, plain_form
from leadkit.lexicon.cities import CITIES, PROVINCES, WORLD_CITIES
from leadkit.lexicon.countries import country_code
from leadkit.lexicon.legal_forms import FORMS, LegalForm

__all__ = ["company_core", "legal_form"]

#: Word → the one word that stands for it and its like in a core.
_SAME_WORDS = {
    form: rest[0]
    for rest in map(
        str.split,
        """international intl internat internacional internazionale
        technology technologies tech technol technologie technologien technik technics teknologi tecnologia tecnologie
        manufacturing mfg manuf manufacture manufacturers manufacturer
        services service svc svcs serv srvc dienste servizi servicios
        solutions solution soln solns solutns losungen soluciones soluzioni
        systems system sys syst systeme sistemas sistemi
        engineering eng engr engrg engg ingenieria ingegneria
        associates associate assoc assocs assn association
        brothers bros gebruder gebr freres hermanos hnos fratelli flli
        industries industry ind inds industrial industrie industriel industrias
        products product prod prods produkte productos
        development dev devel developments developpement
        management mgmt mgt mgmnt
        consulting consultants consultancy consultant conslt cons beratung consultoria consulenza
        electronics electronic elec electr electronica elektronik elettronica
        electrical electric elektro
        equipment equip eqpt
        laboratories laboratory lab labs labor laboratoires
        pharmaceuticals pharmaceutical pharma pharm
        communications communication comm comms
        telecommunications telecommunication telecom telekom
        company comp
        corporation corp
        center centre ctr zentrum
        national natl nat
        university univ universitat
        distribution distributors distributor dist distrib
        insurance ins versicherung versicherungen
        financial fin finance finanz
        construction constr const constructions
        import imp
        export exp
        logistics logistic logistik logistica logistique
        software sw
        hardware hw
        america americas
        trading trade trdg handel handels
        transportation transport trans transportes
        global glob""".splitlines(),
    )
    for form in rest
}
_CONNECTORS = frozenset("& + and und et og och ja".split())

# --- in Latin, Cyrillic and Greek letters: word by word

_SPELLINGS: dict[tuple[str, ...], LegalForm] = {}
for _form in FORMS:
    for _spelling in _form.spellings:
        _SPELLINGS.setdefault(tuple(_spelling.split()), _form)
_LONGEST = max(map(len, _SPELLINGS))
# Forms that their countries write before the name as well.
_LEADING = {
    words: form
    for words, form in _SPELLINGS.items()
    if {"RU", "UA", "ID", "VN", "BG"}.intersection(form.countries)
    or (len(words) == 1 and words[0] in "sarl eurl sci ab oy uab sia grupo gruppo groupe".split())
}
_WORD = re.compile(r"[^\W_]+|[&+]")
_APOSTROPHES = re.compile("['’`´ʼ]")
_WEB_ENDING = re.compile(r"\.(?:com|net|org|io|co\.uk|de|cn|com\.cn)\b(?!\.)")
_TRADING_AS = re.compile(r"\s(?:d\W?b\W?a|t/a|trading as|doing business as)\W.*")
_BRACKETED = re.compile(r"[(\[{【「『〔]([^()\[\]{}【】「」『』〔〕]*)[)\]}】」』〕]")

# --- in Chinese characters, kana and hangul: from the left and from the right

_EASTERN = sorted(
    (spelling for form in FORMS for spelling in form.spellings if not spelling[-2:].isascii()), key=len, reverse=True
)
_FORM = "|".join(re.escape(spelling) for spelling in dict.fromkeys(_EASTERN) if not spelling.isascii())
# 上海分公司 is a branch and no company of the name 上海分.
_ENDING = re.compile(f"(?<![分子])(?:{_FORM})$")
_BEGINNING = re.compile(
    "株式会社|株式會社|有限会社|有限會社|合同会社|合資会社|一般社団法人|医療法人|カブシキガイシャ|\\((?:株|有|同|資|주|유)\\)|주식회사|유한회사"
)
_PLACE = "|".join(sorted(PROVINCES | CITIES, key=len, reverse=True))
_LEADING_PLACE = re.compile(
    f"(?:中国|中國)?(?:(?:{_PLACE})(?:特别行政区|自治区|自治州|省|市|地区)?){{1,2}}"
    "(?:(?<=[省市])[\u4e00-\u9fff]{1,4}?(?:新区|区(?!块)|县|市))?"
)
_BRANCH_WORD = "(?:分公司|子公司|分行|支行|分店|营业部|營業部|办事处|辦事處|代表处|分社|支店|支社|営業所|분공사|지점)"
# 中国工商银行股份有限公司深圳分行, 中国工商银行深圳市南山支行: the company is 中国工商银行.
_BRANCH = re.compile(f"(?<=公司|集团|集團|会社|회사)[^\\W\\d_]{{1,12}}?{_BRANCH_WORD}$")
_PLACED_BRANCH = re.compile(f"(?<=..)(?:{_PLACE})(?:省|市)?[^\\W\\d_]{{0,6}}?{_BRANCH_WORD}$")
# What a company does. Behind a city that alone is no name: 北京银行 is not 上海银行.
_TRADES = re.compile(
    "银行|銀行|汽车|汽車|石油|石化|化工|电力|電力|电网|地铁|航空|机场|港口|科技|技术|技術|贸易|貿易|商贸|实业|實業|工业|工業|发展|發展|投资|投資|建设"
    "|建筑|建工|建材|地产|房地产|置业|物业|物流|运输|交通|铁路|公交|电子|電子|电器|电气|机械|機械|设备|制造|材料|钢铁|医药|药业|医疗|医院|生物"
    "|食品|餐饮|酒店|旅游|文化|传媒|广告|教育|培训|大学|学院|学校|网络|信息|软件|数据|通信|电信|能源|环保|环境|农业|水务|燃气|热力|保险|证券|基金"
    "|信托|担保|租赁|咨询|服务|管理|进出口|国际|國際|商业|百货|超市|纺织|服装|家具|玩具|包装|印刷|出版|设计|装饰|工程|研究院|研究所|中心|联合"
    "|移动|联通|分公司|子公司|邮政|烟草|政府|协会|人民|附属|附屬|第[一二三四五六七八九十]+|[一二三四五六七八九十]建|新|大|和|与"
)


def company_core(name: str) -> str:
    """The form in which names of companies are compared; never blank when the name is not."""
    return _apart(name)[0]


def legal_form(name: str) -> LegalForm | None:
    """The legal form that a company's name ends with, or begins with where its country does so."""
    return _apart(name)[1]


@lru_cache(maxsize=16_384)
def _apart(name: str) -> tuple[str, LegalForm | None]:
    form = plain_form(name)
    bare = _BRACKETED.sub(_unless_place, form)
    core, found = _eastern(bare) if _is_eastern(form) else _western(bare)
    return core or form, found


def _is_eastern(text: str) -> bool:
    return is_han(text) or any("\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7a3" for char in text)


def _unless_place(bracketed: re.Match[str]) -> str:
    """What stands in brackets, blank where it is a place; a bracketed legal form keeps its brackets."""
    inner = bracketed[1].strip()
    if inner in WORLD_CITIES or country_code(inner) or (_is_eastern(inner) and _LEADING_PLACE.fullmatch(inner)):
        return " "
    return bracketed[0] if f"({inner})" in _EASTERN else f" {inner} "


def _eastern(text: str) -> tuple[str, LegalForm | None]:
    core, found = "".join(text.split()).replace("&", "和").replace("与", "和"), None
    if branch := _BRANCH.search(core) or _PLACED_BRANCH.search(core):
        core = core[: branch.start()]
    while True:
        match = _ENDING.search(core) or _BEGINNING.match(core)
        rest = core[: match.start()] + core[match.end() :] if match else ""
        rest = rest.strip(" ,.-·・、。")
        if not match or not rest:
            break
        core, found = rest, found or _SPELLINGS[(match[0],)]
    place = _LEADING_PLACE.match(core)
    if place and len(_TRADES.sub("", core[place.end() :])) > 1:
        core = core[place.end() :]
    latin, in_latin = _western(core) if core.isascii() else (core, None)
    return latin.replace(" ", "") if core.isascii() else core, found or in_latin


def _western(text: str) -> tuple[str, LegalForm | None]:
    text = _WEB_ENDING.sub(" ", _TRADING_AS.sub("", _APOSTROPHES.sub("", text)))
    words = _joined([word for word in _WORD.findall(text) if word not in _CONNECTORS])
    found = None
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 2 and country_code(words[-1]) and len(words[-1]) > 2 and _ending(words[:-1]):
        words = words[:-1]  # Siemens Ltd China
    while len(words) > 1:
        ending = _ending(words)
        leading = 0 if ending else _beginning(words)
        if not (ending or leading):
            break
        found = found or (_SPELLINGS[tuple(words[-ending:])] if ending else _LEADING[tuple(words[:leading])])
        words = words[leading : len(words) - ending]
    return " ".join([_SAME_WORDS.get(word, word) for word in words]), found


def _joined(words: list[str]) -> list[str]:
    """Single letters that follow each other are one word: `s p a` and `spa`, `a s` and `as`."""
    joined: list[str] = []
    single = False
    for word in words:
        if len(word) > 1:
            joined.append(word)
        elif single:
            joined[-1] += word
        else:
            joined.append(word)
        single = len(word) == 1
    return joined


def _ending(words: list[str]) -> int:
    """How many words at the end are a legal form; never all of them."""
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        if tuple(words[-count:]) in _SPELLINGS:
            return count
    return 0


def _beginning(words: list[str]) -> int:
    for count in range(min(_LONGEST, len(words) - 1), 0, -1):
        if tuple(words[:count]) in _LEADING:
            return count
    return 0
