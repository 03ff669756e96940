"""Country names as lead files spell them, to ISO 3166 alpha-2. Whatever is not here stays as typed."""

from functools import lru_cache

from leadkit.kernel.text import match_form

__all__ = ["country_code"]

_SPELLINGS = {
    "AE": "united arab emirates|uae|阿联酋",
    "AR": "argentina|阿根廷",
    "AT": "austria|österreich|奥地利",
    "AU": "australia|澳大利亚|澳洲",
    "BE": "belgium|比利时",
    "BR": "brazil|brasil|巴西",
    "CA": "canada|加拿大",
    "CH": "switzerland|schweiz|suisse|瑞士",
    "CN": "china|prc|p.r. china|people's republic of china|mainland china|中国|中國|中华人民共和国|中国大陆",
    "CZ": "czechia|czech republic|捷克",
    "DE": "germany|deutschland|德国|德國",
    "DK": "denmark|danmark|丹麦",
    "ES": "spain|españa|西班牙",
    "FI": "finland|suomi|芬兰",
    "FR": "france|法国|法國",
    "GB": "united kingdom|uk|great britain|england|scotland|wales|英国|英國",
    "HK": "hong kong|hongkong|香港|中国香港",
    "ID": "indonesia|印度尼西亚|印尼",
    "IE": "ireland|爱尔兰",
    "IL": "israel|以色列",
    "IN": "india|印度",
    "IT": "italy|italia|意大利",
    "JP": "japan|日本",
    "KR": "south korea|korea|republic of korea|韩国|韓國",
    "MO": "macau|macao|澳门|澳門",
    "MX": "mexico|méxico|墨西哥",
    "MY": "malaysia|马来西亚",
    "NL": "netherlands|the netherlands|holland|荷兰",
    "NO": "norway|norge|挪威",
    "NZ": "new zealand|新西兰",
    "PH": "philippines|菲律宾",
    "PL": "poland|polska|波兰",
    "PT": "portugal|葡萄牙",
    "RU": "russia|russian federation|俄罗斯",
    "SA": "saudi arabia|沙特阿拉伯|沙特",
    "SE": "sweden|sverige|瑞典",
    "SG": "singapore|新加坡",
    "TH": "thailand|泰国",
    "TR": "turkey|türkiye|土耳其",
    "TW": "taiwan|台湾|台灣|臺灣",
    "UA": "ukraine|乌克兰",
    "US": "united states|united states of america|usa|u.s.a.|u.s.|america|美国|美國",
    "VN": "vietnam|viet nam|越南",
    "ZA": "south africa|南非",
}
_CODES = {match_form(name): code for code, names in _SPELLINGS.items() for name in names.split("|")}


@lru_cache(maxsize=1024)
def country_code(text: str) -> str:
    """The code of a country's name or code, blank when it is not known."""
    form = match_form(text)
    return _CODES.get(form) or (form.upper() if len(form) == 2 and form.isascii() and form.isalpha() else "")
