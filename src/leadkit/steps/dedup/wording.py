"""The reasons in Chinese: one row a sentence, in the order of the comparisons and stories that say it."""

import re
from collections.abc import Mapping

from leadkit.kernel.frozendict import FrozenDict

__all__ = ["in_chinese"]


def in_chinese(sentence: str) -> str:
    """A reason's `means` in Chinese, with or without its bits; as it is where there is no row for it."""
    weighed = _WEIGHED.fullmatch(sentence)
    if weighed:
        return f"{in_chinese(weighed[1])}（{weighed[2]}）"
    if sentence.startswith("or "):
        return f"或{in_chinese(sentence[3:])}"
    start, comma, story = sentence.partition(", or ")
    if comma and start in _CHINESE:
        return f"{_CHINESE[start]}，或{in_chinese(story)}"
    return _CHINESE.get(sentence, sentence)


# A reason as `sentences` tells it: what it means, and how many bits it weighs.
_WEIGHED = re.compile(r"(.+) \(([+-][0-9.]+)\)")

_ROWS = """
the same given name = 名相同
short and long form of one given name = 同一个名的简称与全称
given names that sound the same = 名读音相同
a slip of the pen in the given name = 名有笔误
initial of the given name = 名的首字母相符
given names alike = 名相近
given names in different scripts = 名的文字不同
neither given nor family name agrees = 姓和名都不相符
different given names = 名不同
the same family name = 姓相同
family names that sound the same = 姓读音相同
one family name within the other = 姓一个包含另一个
one of two family names in common = 两个姓中有一个相同
a slip of the pen in the family name = 姓有笔误
family names alike = 姓相近
family names in different scripts = 姓的文字不同
different family names = 姓不同
the same e-mail address = 邮箱相同
a slip of the pen in the e-mail address = 邮箱有笔误
e-mail addresses alike = 邮箱相近
the same mailbox name elsewhere = 邮箱名相同，域名不同
two mailboxes at one company = 同一公司的两个邮箱
mailbox names that repeat the same name = 邮箱名都由同一姓名而来
different e-mail addresses = 邮箱不同
the same company domain = 公司域名相同
different company domains = 公司域名不同
the same phone number = 电话相同
phone numbers that end alike = 电话尾号相同
a slip of the pen in the phone number = 电话有笔误
different phone numbers = 电话不同
the same company = 公司相同
almost the same company name = 公司名称几乎相同
one company name within the other = 公司名称一个包含另一个
company names alike = 公司名称相近
company names in different scripts = 公司名称的文字不同
different companies = 公司不同
the same job title = 职位相同
job titles alike = 职位相近
different job titles = 职位不同
the same street = 街道相同
almost the same street = 街道几乎相同
streets alike = 街道相近
streets in different scripts = 街道的文字不同
different streets = 街道不同
the same place = 城市相同
places that sound the same = 城市读音相同
almost the same place = 城市几乎相同
places in different scripts = 城市的文字不同
different places = 城市不同
the same postcode = 邮编相同
a slip of the pen in the postcode = 邮编有笔误
different postcodes = 邮编不同
the same region = 省份相同
different regions = 省份不同
the same country = 国家相同
different countries = 国家不同
the same date of birth = 出生日期相同
a slip of the pen in the date of birth = 出生日期有笔误
two of year, month and day of birth = 出生年、月、日中有两项相同
different dates of birth = 出生日期不同
the same identity number = 证件号相同
a slip of the pen in the identity number = 证件号有笔误
identity numbers alike = 证件号相近
different identity numbers = 证件号不同
a code or number in common = 有相同的编号
other codes or numbers = 编号不同
the same text = 文本相同
almost the same text = 文本几乎相同
one text within the other = 文本一个包含另一个
texts alike = 文本相近
texts somewhat alike = 文本有些相近
different texts = 文本不同
the same value = 值相同
different values = 值不同
chance = 偶然
strangers = 素不相识
colleagues = 同事
inbox = 共用邮箱
family = 一家人
neighbours = 邻居
branches = 同一公司的分支
two people of one company = 同一公司的两个人
two people with one mailbox = 共用一个邮箱的两个人
two people of one family = 一家的两个人
two at one place = 同一地点的两方
two branches of one company = 同一公司的两个分支
same e-mail = 邮箱相同
same phone = 电话相同
was in doubt when it came in = 录入时存疑
"""
_CHINESE: Mapping[str, str] = FrozenDict(
    {sentence: chinese for row in _ROWS.strip().splitlines() for sentence, _, chinese in [row.partition(" = ")]}
)
