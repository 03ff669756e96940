"""What a file's own words mean: a source label as a channel, a stage label as a place on our machines.

Both are tables. A label counts as its letters and digits say ("Trade-Show" is "trade show"); what no row names whole is
searched for the phrases of the second table, in its order. An unknown label is `None`: the caller keeps its text.
"""

import re
from functools import lru_cache
from typing import TypeVar

from attrs import frozen

from leadkit.kernel.text import is_han, match_form, tidy
from leadkit.machines.lead import LeadStatus
from leadkit.model.channel import Channel

__all__ = ["StageTarget", "channel_of", "stage_of"]

_C, _S = Channel, LeadStatus
Target = TypeVar("Target")


def _row(target: Target, *lines: str) -> tuple[Target, list[str]]:
    return target, [text.strip() for line in lines for text in line.split("|")]


# fmt: off
_CHANNELS = (
    _row(_C.WEB_FORM,
         "web form | website form | form | web | website | web to lead | web download | landing page",
         "landing page submission | lead add form | online store | demo request | contact us",
         "官网 | 網站 | 网站 | 官方网站 | 表单 | 网站表单 | 在线表单 | 网站注册 | 官网注册 | 落地页 | 官網 | 表單"),
    _row(_C.CHAT,
         "chat | chatbot | live chat | olark chat | website chat | intercom",
         "在线客服 | 在线咨询 | 客服 | 聊天机器人 | 商务通 | 线上咨询 | 線上客服"),
    _row(_C.DIRECT,
         "direct | direct traffic | direct visit",
         "直接访问 | 直接流量 | 自然到访 | 直接訪問"),
    _row(_C.ORGANIC_SEARCH,
         "organic search | organic | seo | search engine | google | bing | yahoo | baidu | web search",
         "自然搜索 | 搜索引擎 | 百度 | 谷歌 | 必应 | 搜狗 | 360搜索 | 搜索 | 自然搜尋 | 搜尋引擎"),
    _row(_C.CONTENT,
         "content | content marketing | podcast | blog | white paper | ebook | newsletter",
         "press release | public relations | pr | case study | referral sites | referral site | referral traffic",
         "ai referrals",
         "内容营销 | 白皮书 | 博客 | 文章 | 播客 | 软文 | 內容行銷"),
    _row(_C.SOCIAL_MEDIA,
         "social | social media | organic social | facebook | instagram | linkedin | linkedin outreach | twitter",
         "youtube | youtube channel | tiktok | wechat | weibo | xing | reddit",
         "社交媒体 | 微信 | 公众号 | 微信公众号 | 企业微信 | 小程序 | 视频号 | 抖音 | 快手 | 微博 | 小红书 | 知乎",
         "社群 | 領英 | 领英 | 社群媒體 | 臉書 | 朋友圈 | B站 | 哔哩哔哩 | 直播 | 抖音直播"),
    _row(_C.ONLINE_AD,
         "online ad | online ads | ads | advertising | advertisement | google ads | google adwords | adwords",
         "facebook ads | linkedin ads | retargeting ads | retargeting | paid search | paid social | ppc",
         "pay per click ads | pay per click | display | display ads | sem | cpc | programmatic",
         "百度推广 | 百度竞价 | 竞价 | 竞价推广 | 搜索推广 | 信息流 | 信息流广告 | 广告 | 网络推广 | 广告投放",
         "线上广告 | 巨量引擎 | 广点通 | 腾讯广告 | 头条 | 今日头条 | 网络广告 | 廣告 | 線上廣告 | 360推广"),
    _row(_C.OFFLINE_AD,
         "offline ad | offline ads | print | print ad | magazine | newspaper | billboard | radio | tv | television",
         "direct mail | flyer | brochure",
         "线下广告 | 户外广告 | 电视 | 电视广告 | 报纸 | 杂志 | 广播 | 电梯广告 | 传单 | 地推 | 宣传册 | 報紙 | 雜誌",
         "電視"),
    _row(_C.EMAIL,
         "email | mail | cold email | email marketing | email campaign | edm | sales email alias",
         "email outreach",
         "邮件 | 邮件营销 | 电子邮件 | 邮件推广 | 電子郵件 | 郵件"),
    _row(_C.PHONE,
         "phone | phone call | phone inquiry | cold call | cold calling | call | inbound call | click2call",
         "telemarketing | hotline | sms",
         "电话 | 来电 | 电话营销 | 陌拜电话 | 电销 | 400电话 | 电话咨询 | 热线 | 短信 | 外呼 | 客户来电 | 電話",
         "來電 | 簡訊"),
    _row(_C.EXHIBITION,
         "exhibition | trade show | trade fair | fair | expo | booth | conference booth",
         "展会 | 展览 | 展览会 | 博览会 | 参展 | 线下展会 | 展會 | 展覽"),
    # Nobody has a booth at a networking event: people meet people around a talk, which is what a seminar is to sales.
    _row(_C.SEMINAR,
         "seminar | networking event | networking | event | events | conference | workshop | meetup | roadshow",
         "seminar partner | internal seminar",
         "研讨会 | 沙龙 | 峰会 | 论坛 | 会议 | 讲座 | 线下活动 | 活动 | 会销 | 路演 | 市场活动 | 研討會 | 活動"),
    _row(_C.WEBINAR,
         "webinar | webinars | online seminar | virtual event",
         "网络研讨会 | 线上研讨会 | 在线研讨会 | 线上会议 | 線上研討會"),
    _row(_C.BUSINESS_CARD,
         "business card | business cards | card scan",
         "名片 | 名片扫描 | 扫描名片 | 交换名片 | 名片夹"),
    _row(_C.REFERRAL,
         "referral | referrals | reference | referred | recommendation | word of mouth | customer referral",
         "employee referral | external referral | friend",
         "转介绍 | 推荐 | 客户介绍 | 客户推荐 | 老客户介绍 | 朋友介绍 | 员工推荐 | 口碑 | 介绍 | 老带新 | 內部推荐",
         "轉介紹 | 推薦 | 客戶介紹"),
    _row(_C.PARTNER,
         "partner | partners | partner program | partner referral | reseller | distributor | affiliate",
         "channel partner | agency | marketplace",
         "合作伙伴 | 渠道商 | 代理商 | 经销商 | 伙伴推荐 | 渠道合作 | 代理 | 异业合作 | 合作夥伴 | 經銷商"),
    _row(_C.MARKET_RESEARCH,
         "market research | web research | survey | research",
         "市场调研 | 调研 | 问卷 | 问卷调查 | 市场调查 | 市場調查 | 問卷"),
    _row(_C.PURCHASED_LIST,
         "purchased list | bought list | list purchase | data vendor | zoominfo",
         "购买名单 | 外购数据 | 购买数据 | 名单采购 | 数据采购 | 購買名單"),
    _row(_C.MANUAL,
         "manual | manual entry | walk in | self sourced | quick add form | outbound",
         "手动录入 | 手工录入 | 手动添加 | 人工录入 | 自拓 | 自主开发 | 销售自拓 | 陌拜 | 上门 | 到店 | 手動輸入",
         "自行開發"),
    _row(_C.FILE,
         "file | import | lead import | csv | csv import | excel | list import",
         "导入 | 批量导入 | 文件导入 | Excel导入 | 匯入"),
    _row(_C.API,
         "api | integration | webhook | zapier | api import",
         "接口 | 系统对接 | API接入 | 介面"),
    _row(_C.SCRAPING,
         "scraping | web scraping | crawler | scraper",
         "爬虫 | 网络抓取 | 数据抓取 | 爬蟲"),
    _row(_C.OTHER,
         "other | others | unknown | misc",
         "其他 | 其它 | 未知 | 其他渠道 | 其他来源"),
)

# The more telling phrase first: "Facebook Ads campaign" is an ad, "Trade Show e-mail list" is a trade show.
_CHANNEL_PHRASES = (
    _row(_C.WEBINAR,
         "webinar | webinars",
         "网络研讨会 | 线上研讨会 | 直播课"),
    _row(_C.EXHIBITION,
         "trade show | tradeshow | exhibition | expo | trade fair | booth",
         "展会 | 博览会 | 展览 | 展會"),
    _row(_C.BUSINESS_CARD,
         "business card",
         "名片"),
    _row(_C.REFERRAL,
         "word of mouth",
         "转介绍 | 介绍 | 老带新 | 轉介紹"),
    _row(_C.PARTNER,
         "partner | partners | reseller | affiliate",
         "合作伙伴 | 代理商 | 经销商 | 渠道商 | 合作夥伴"),
    _row(_C.PURCHASED_LIST,
         "purchased | bought list",
         "购买"),
    _row(_C.OFFLINE_AD,
         "print | magazine | newspaper | billboard | radio | tv",
         "户外 | 报纸 | 杂志 | 电视 | 电梯 | 地推 | 传单"),
    _row(_C.ONLINE_AD,
         "ad | ads | adwords | advert | advertising | advertisement | ppc | cpc | sem | paid | retargeting",
         "推广 | 竞价 | 广告 | 信息流 | 投放 | 廣告"),
    _row(_C.REFERRAL,
         "referral | referred | recommended | recommendation | recommendations",
         "推荐 | 推薦"),
    _row(_C.EMAIL,
         "email | e mail | edm | newsletter",
         "邮件 | 郵件"),
    _row(_C.PHONE,
         "cold call | call | phone | hotline",
         "电话 | 来电 | 热线 | 外呼 | 電話"),
    _row(_C.CHAT,
         "chat | chatbot",
         "客服 | 在线咨询"),
    _row(_C.ORGANIC_SEARCH,
         "seo | organic | search",
         "搜索 | 百度 | 搜尋"),
    _row(_C.SOCIAL_MEDIA,
         "social | facebook | instagram | linkedin | twitter | youtube | tiktok | wechat | weibo",
         "微信 | 抖音 | 公众号 | 小红书 | 快手 | 微博 | 视频号 | 社群 | 社交"),
    _row(_C.SEMINAR,
         "seminar | conference | workshop | event | events | meetup",
         "研讨会 | 沙龙 | 峰会 | 论坛 | 会议 | 活动"),
    _row(_C.MARKET_RESEARCH,
         "survey | research",
         "调研 | 问卷 | 调查"),
    _row(_C.CONTENT,
         "content | blog | podcast | whitepaper | white paper | ebook | press | article",
         "内容 | 白皮书 | 文章"),
    _row(_C.WEB_FORM,
         "form | website | landing page | web",
         "官网 | 网站 | 表单 | 落地页 | 官網 | 網站"),
    _row(_C.DIRECT,
         "direct",
         "直接访问"),
    _row(_C.FILE,
         "import",
         "导入"),
)


@frozen
class StageTarget:
    """Where a label puts a lead. stage: of its opportunity in the default pipeline; `None` is the first one.

    reason: the label itself, for the moves that need one: disqualified, void, and lost. in_pool: nobody owns it, and
    whoever wants to may claim it.
    """

    lead: LeadStatus
    stage: str | None = None
    reason: str = ""
    in_pool: bool = False


# (lead status, opportunity stage) and the labels: those of HubSpot, Salesforce, Zoho, Dynamics, and of Chinese CRMs.
_STAGES = (
    # Marketing's word that a lead is worth a call is not yet the seller's: an MQL is new work.
    _row((_S.NEW, None),
         "new | new lead | open | open not contacted | not contacted | not started | unassigned | subscriber | lead",
         "raw lead | uncontacted | fresh | marketing qualified lead | mql",
         "新线索 | 新增 | 新建 | 未分配 | 待分配 | 未处理 | 待处理 | 未联系 | 未跟进 | 新客户 | 线索 | 新線索",
         "未分配線索 | 未聯絡 | 待分派 | 潜在客户"),
    _row((_S.ASSIGNED, None),
         "assigned | pending | to be contacted | to contact",
         "已分配 | 待跟进 | 待联系 | 已领取 | 待跟進 | 已分派 | 待聯絡"),
    _row((_S.WORKING, None),
         "working | working contacted | contacted | in progress | attempted to contact | attempting | attempted",
         "connected | following up | follow up | engaged | engaging | active | pre qualified | meeting scheduled",
         "demo scheduled | interested | warm | hot | contact made | called",
         "跟进中 | 已联系 | 联系中 | 沟通中 | 已沟通 | 已跟进 | 初步沟通 | 初次沟通 | 有意向 | 高意向 | 有效",
         "有效线索 | 意向客户 | 持续跟进 | 初步接触 | 跟進中 | 已聯絡 | 聯絡中 | 已拜访 | 有效線索"),
    # Re-engagement warms up somebody who went cold: nothing is won or lost, and nobody is at work on a deal.
    _row((_S.NURTURING, None),
         "nurturing | nurture | on hold | hold | re engagement | re engage | recycled",
         "contact in future | bad timing | dormant | paused | later | not now | long term | cold | no response",
         "unresponsive",
         "培育 | 培育中 | 暂缓 | 搁置 | 长期跟进 | 暂停 | 暂无需求 | 沉睡 | 孵化中 | 擱置 | 培養中"),
    _row((_S.QUALIFIED, None),
         "qualified | sales qualified lead | sales qualified | sql | sal | sales accepted lead",
         "合格 | 合格线索 | 已合格 | 合格線索"),
    _row((_S.CONVERTED, None),
         "converted | closed converted | opportunity | open deal",
         "已转化 | 已转商机 | 转商机 | 商机 | 已轉換 | 已轉化"),
    _row((_S.CONVERTED, "qualification"),
         "qualification | prospecting | appointment scheduled | qualified to buy",
         "初步商机 | 商机确认"),
    _row((_S.CONVERTED, "needs_analysis"),
         "needs analysis | value proposition | id decision makers | perception analysis | discovery",
         "presentation scheduled | demo | develop",
         "需求分析 | 需求确认 | 方案沟通 | 需求確認"),
    _row((_S.CONVERTED, "proposal"),
         "proposal | proposal sent | proposal price quote | quote sent | quotation | quote | propose",
         "decision maker bought in",
         "方案报价 | 报价 | 已报价 | 报价中 | 提案 | 方案 | 已發報價 | 報價"),
    _row((_S.CONVERTED, "negotiation"),
         "negotiation | negotiation review | negotiating | contract sent | verbal commit | commit",
         "谈判 | 商务谈判 | 合同 | 谈判中 | 合同审批 | 議價 | 談判"),
    _row((_S.CONVERTED, "won"),
         "won | closed won | deal won | customer | client | evangelist | sold",
         "已成交 | 成交 | 赢单 | 已签约 | 签约 | 已签单 | 已购买 | 贏單 | 成交客户 | 老客户 | 已簽約"),
    _row((_S.CONVERTED, "lost"),
         "lost | closed lost | deal lost",
         "输单 | 丢单 | 已输单 | 输单关闭 | 輸單"),
    # 战败 is said of leads that were given up, with or without a deal: the table claims no deal that the file does not.
    _row((_S.DISQUALIFIED, None),
         "disqualified | unqualified | not qualified | junk | junk lead | spam | invalid | bad lead | dead",
         "lost lead | closed not converted | not interested | no longer interested | cannot contact | canceled",
         "cancelled | do not contact | unreachable | wrong number | bad data | rejected",
         "无效 | 无效线索 | 战败 | 已放弃 | 放弃 | 无意向 | 空号 | 错号 | 不合格 | 已流失 | 流失 | 关闭 | 已关闭",
         "無效 | 戰敗 | 無效線索 | 黑名单"),
    _row((_S.VOID, None),
         "void | voided | obsolete | deleted | test | duplicate",
         "作废 | 已作废 | 重复 | 重复线索 | 测试 | 作廢 | 重複"),
)

# A label with a "not" in it is never matched by a phrase that has none: "not yet won" says nothing about winning.
_STAGE_PHRASES = (
    _row((_S.DISQUALIFIED, None),
         "not qualified | not interested | no longer interested | unqualified | disqualified | junk | not converted",
         "无效 | 无意向 | 不合格 | 战败 | 空号 | 無效 | 戰敗"),
    _row((_S.NEW, None),
         "not contacted | not yet contacted | not called",
         "未联系 | 未分配 | 未跟进 | 待分配"),
    _row((_S.ASSIGNED, None),
         "待跟进 | 待联系"),
    _row((_S.CONVERTED, "won"),
         "closed won | won",
         "成交 | 赢单 | 签约"),
    _row((_S.CONVERTED, "lost"),
         "closed lost | lost",
         "输单 | 丢单"),
    _row((_S.CONVERTED, "negotiation"),
         "negotiation | contract",
         "谈判 | 合同"),
    _row((_S.CONVERTED, "proposal"),
         "proposal | quote",
         "报价 | 提案"),
    _row((_S.CONVERTED, "needs_analysis"),
         "needs analysis",
         "需求分析"),
    _row((_S.QUALIFIED, None),
         "qualified"),
    _row((_S.CONVERTED, None),
         "converted",
         "已转化"),
    _row((_S.NURTURING, None),
         "on hold | nurture | nurturing | re engagement",
         "培育 | 暂缓 | 搁置"),
    _row((_S.WORKING, None),
         "contacted | in progress | follow up",
         "跟进中 | 已联系 | 沟通"),
    _row((_S.NEW, None),
         "new lead | new",
         "新线索"),
)
# fmt: on


@lru_cache(maxsize=4096)
def channel_of(label: str) -> Channel | None:
    """The channel that a source label means, `None` when the table does not know it."""
    exact = _EXACT_CHANNELS.get(_squeezed(label))
    words = _spaced(label)
    return exact or next((channel for phrase, channel in _CHANNELS_BY_PHRASE if phrase in words), None)


@lru_cache(maxsize=4096)
def stage_of(label: str) -> StageTarget | None:
    """Where a stage or status label puts a lead, `None` when the table does not know it."""
    if _squeezed(label) in _POOLS:
        return StageTarget(_S.NEW, reason=tidy(label), in_pool=True)
    place = _EXACT_STAGES.get(_squeezed(label)) or _place_by_phrase(_spaced(label))
    if place is None:
        return None
    status, stage = place
    needs_reason = status in (_S.DISQUALIFIED, _S.VOID) or stage == "lost"
    return StageTarget(status, stage, tidy(label) if needs_reason else "")


def _place_by_phrase(words: str) -> tuple[LeadStatus, str | None] | None:
    negated = _NEGATION.search(words)
    places = (
        place for phrase, place in _STAGES_BY_PHRASE if phrase in words and (not negated or _NEGATION.search(phrase))
    )
    return next(places, None)


_NEGATION = re.compile(" (not|no|never|non|unqualified|disqualified) |[未没不无無非待]")
# Between words, and where Latin letters and Chinese characters meet: "百度SEM" is two words.
_BETWEEN = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[a-z0-9])")
_APOSTROPHES = str.maketrans("", "", "'’")  # nothing is won by "won't"


def _spaced(label: str) -> str:
    """The words of a label with one space around each, so that a phrase is found at word boundaries only."""
    return f" {_BETWEEN.sub(' ', match_form(label).translate(_APOSTROPHES)).strip()} "


def _squeezed(label: str) -> str:
    return "".join(filter(str.isalnum, match_form(label)))


def _phrase(text: str) -> str:
    # Chinese has no word boundaries.
    return _spaced(text).strip() if is_han(text) else _spaced(text)


_EXACT_CHANNELS = {_squeezed(text): channel for channel, texts in _CHANNELS for text in texts}
_EXACT_STAGES = {_squeezed(text): place for place, texts in _STAGES for text in texts}
_CHANNELS_BY_PHRASE = [(_phrase(text), channel) for channel, texts in _CHANNEL_PHRASES for text in texts]
_STAGES_BY_PHRASE = [(_phrase(text), place) for place, texts in _STAGE_PHRASES for text in texts]


_POOLS = frozenset(
    map(_squeezed, ("公海", "公海池", "线索池", "線索池", "公海客户", "pool", "lead pool", "public pool", "queue"))
)
