"""The rules that a lead is scored by until somebody brings their own; each row says where it comes from."""

from collections.abc import Mapping

from leadkit.kernel.frozendict import FrozenDict
from leadkit.lexicon import mail_providers
from leadkit.steps.scoring.rules import Gate, Overlap, Rule

__all__ = ["DEFAULT_BANDS", "DEFAULT_GATES", "DEFAULT_OVERLAPS", "DEFAULT_RULES", "FREE_MAIL", "SOURCES"]

#: Free mailbox providers: an address there says nothing about a company.
FREE_MAIL = tuple(sorted(mail_providers.FREE_MAIL))

#: What the `source` of a default row stands for.
SOURCES: Mapping[str, str] = FrozenDict(
    {
        "factors": "What sales teams rank leads by: source, need, budget, time of decision, background",
        "fit": "Who somebody is and how they came is no intent: published practice keeps fit and interest apart "
        "(a grade beside a score in Salesforce Account Engagement, two axes in HubSpot), so all rows of this kind "
        "together stay below high priority, and without any sign of interest below medium",
        "intent": "A sign of strong intent: coming back to product pages, filling in details, asking again",
        "order": "The order of weights in published point systems: a form counts more than a download, a download more "
        "than a click; an opened e-mail counts nothing (Salesforce Account Engagement: form +50, file +3, click +3)",
        "fading": "Published practice for behaviour: after 45 days without news half of it counts, after 90 a quarter "
        "(Marketo practice caps at 50 points and at 0)",
        "quality": "What has to be true before anybody can be called back",
        "consent": "Who does not want to be contacted is not contacted, whatever the points",
    }
)

_LEADERS = (
    "chief", "ceo", "cto", "cfo", "coo", "founder", "owner", "president", "partner",
    "总裁", "总经理", "董事", "创始人", "老板",
)  # fmt: skip
_MANAGERS = ("director", "head", "manager", "vp", "总监", "经理", "主管", "负责人")
_ASKED = ("web_form", "chat", "phone", "exhibition", "seminar", "webinar", "business_card")
_MARKETING = ("social_media", "online_ad", "offline_ad", "content", "organic_search", "direct", "email")
_OFFER_PAGES = ("pricing", "price", "product", "products", "quote", "demo", "价格", "产品", "报价")

_PAGE, _ANSWERS = "activity.page_visit.url", "activity.form_submission.answers"
_HALVED = "halved every 45 days"


def _fit(field: str, operator: str, value: object, points: int, because: str, because_zh: str, source: str) -> Rule:
    return Rule(field, operator, value, points, because, because_zh, source=source)


def _seen(field: str, operator: str, value: object, points: int, because: str, because_zh: str, source: str) -> Rule:
    return Rule(field, operator, value, points, because, because_zh, source=f"{source}, fading", decay=_HALVED)


DEFAULT_RULES: tuple[Rule, ...] = (
    _fit("job_title", "contains", _LEADERS, 10, "leads the company", "公司负责人", "fit"),
    _fit("job_title", "contains", _MANAGERS, 5, "manages a department", "部门管理者", "fit"),
    _fit("company", "filled", True, 4, "company is known", "已知公司", "fit"),
    _fit("emails.domain", "none_in", FREE_MAIL, 3, "writes from a company address", "使用企业邮箱", "fit, quality"),
    _fit("emails.disposable", "is", True, -10, "uses a throw-away mailbox", "使用一次性邮箱", "quality"),
    _fit("phones.valid", "is", True, 3, "has a valid phone number", "电话有效", "fit, quality"),
    _fit("budget", "filled", True, 15, "named a budget", "说明了预算", "factors"),
    _fit("needs", "filled", True, 15, "named a need", "说明了需求", "factors"),
    _fit("decision_date", "filled", True, 10, "named a decision date", "说明了决策时间", "factors"),
    _fit("decision_date", "next_days", 90, 5, "decides within three months", "三个月内决策", "factors"),
    _fit("interests", "filled", True, 10, "named an interest", "说明了兴趣", "factors, fit"),
    _fit("status", "in", ("qualified", "converted"), 30, "intent was confirmed", "购买意向已确认", "factors"),
    _fit("source.channel", "in", ("referral", "partner"), 15, "came by recommendation", "经推荐而来", "factors, fit"),
    _fit("source.channel", "in", _ASKED, 15, "came to us in person or asked", "主动咨询或当面接触", "factors, fit"),
    _fit("source.channel", "in", _MARKETING, 3, "found us through marketing", "通过市场活动而来", "factors, fit"),
    _fit("source.channel", "in", ("purchased_list", "scraping"), -5, "never asked for us", "未主动联系我们", "factors"),
    _seen("activity.page_visit", "at_least", 1, 5, "visited our pages", "访问过网站", "order"),
    _seen("activity.page_visit", "at_least", 3, 10, "visited our pages repeatedly", "多次访问网站", "intent"),
    _seen(_PAGE, "contains", _OFFER_PAGES, 15, "looked at products or prices", "看过产品或价格", "intent"),
    Rule(
        _PAGE, "contains", _OFFER_PAGES, 10, "came back to products or prices", "多次查看产品或价格",
        times=3, within_days=30, decay=_HALVED, source="intent, fading",
    ),
    _seen("activity.form_submission", "at_least", 1, 20, "filled in a form", "提交了表单", "intent, order"),
    _seen(_ANSWERS, "at_least", 5, 10, "filled in a detailed form", "填写了详细信息", "intent"),
    _seen("activity.repeat_inquiry", "at_least", 1, 15, "asked again", "再次询问", "intent"),
    _seen("activity.download", "at_least", 1, 10, "downloaded material", "下载了资料", "order"),
    _seen("activity.webinar", "at_least", 1, 10, "attended a webinar", "参加了网络研讨会", "order"),
    _seen("activity.email_click", "at_least", 1, 5, "clicked in an e-mail", "点击了邮件", "order"),
    _seen("activity.ad_click", "at_least", 1, 3, "clicked an advertisement", "点击了广告", "order"),
    _seen("activity.ad_response", "at_least", 1, 5, "answered an advertisement", "回应了广告", "order"),
    _seen("activity.meeting", "at_least", 1, 20, "met us", "与我们会面", "order"),
    _seen("activity.visit", "at_least", 1, 20, "visited or was visited", "有过拜访", "order"),
    _seen("activity.call", "at_least", 1, 5, "talked to us", "通过电话", "order"),
)  # fmt: skip

#: Who leads a company also manages; where somebody came from is one thing.
DEFAULT_OVERLAPS: Mapping[str, Overlap] = FrozenDict({"job_title": Overlap.MAX, "source.channel": Overlap.FIRST})

DEFAULT_GATES: tuple[Gate, ...] = (
    Gate("consent.do_not_contact", "is", True, "does not want to be contacted", "不愿被联系"),
)

#: Priority → the total from which it holds; the lowest has no floor. High is intent: seeing products again and again,
#: or a detailed form, by somebody of whom a little is known; need, budget and time named together; or intent that was
#: confirmed, with one more sign. Medium is some interest. All background together gives 45, and 23 where nobody asked
#: or named an interest.
DEFAULT_BANDS: Mapping[str, int] = FrozenDict({"high": 50, "medium": 25})
