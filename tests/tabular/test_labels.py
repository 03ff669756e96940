"""A file's own words find their place, and unknown words find none."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.machines.lead import LeadStatus
from leadkit.machines.opportunity import DEFAULT_PIPELINE
from leadkit.model.channel import Channel
from leadkit.tabular import labels
from leadkit.tabular.labels import StageTarget, channel_of, stage_of

CHANNELS = {
    Channel.ONLINE_AD: "Google Ads|Facebook Ads|Retargeting Ads|Pay per Click Ads|百度推广|百度SEM|信息流-抖音",
    Channel.ORGANIC_SEARCH: "Organic Search (SEO)|Organic Search|Google|bing|百度|自然搜索",
    Channel.SOCIAL_MEDIA: "LinkedIn Outreach|Social Media|Facebook|youtubechannel|微信|抖音|小红书|企业微信",
    Channel.EXHIBITION: "Trade Show|trade_show|展会|2024上海展会|Trade Show e-mail list",
    Channel.SEMINAR: "Networking Event|Seminar - Internal|研讨会",
    Channel.WEBINAR: "Webinars|Spring Webinar 2|线上研讨会",
    Channel.REFERRAL: "Referral|Reference|Word of mouth|转介绍|老客户转介绍|推荐|轉介紹",
    Channel.PARTNER: "Partner Program|Partner Referral|渠道商",
    Channel.CHAT: "Chatbot|Olark Chat|Live Chat|在线客服",
    Channel.PHONE: "Cold Call|Click2call|Phone Inquiry|电话|400电话",
    Channel.EMAIL: "Cold Email|NC_EDM|Email Marketing|邮件营销",
    Channel.CONTENT: "Content Marketing|Podcast|Press_Release|blog|白皮书",
    Channel.WEB_FORM: "Website Form|Web|Landing Page Submission|官网|Welingak Website",
    Channel.DIRECT: "Direct Traffic|direct|直接访问",
    Channel.PURCHASED_LIST: "Purchased List|外购数据",
    Channel.OFFLINE_AD: "Newspaper|TV spot|地推|户外广告",
    Channel.BUSINESS_CARD: "名片|Business Card scan",
    Channel.MARKET_RESEARCH: "Web Research|市场调研",
    Channel.FILE: "Lead Import|批量导入",
    Channel.API: "API",
    Channel.OTHER: "Other|其他|Unknown",
}


@pytest.mark.parametrize(("channel", "texts"), CHANNELS.items())
def test_source_labels_mean_channels(channel, texts):
    assert {text: channel_of(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), channel)


@pytest.mark.parametrize("channel", Channel)
def test_a_channel_goes_by_its_own_name(channel):
    assert channel_of(channel.value) is channel
    assert channel_of(channel.name.replace("_", " ").title()) is channel


@pytest.mark.parametrize("label", ["", " ", "testone", "WeLearn", "Shadow", "Roadster", "甲"])
def test_an_unknown_source_is_no_channel(label):
    assert channel_of(label) is None


S = LeadStatus
STAGES = {
    (S.NEW, None): "New Lead|New|Open - Not Contacted|Not Contacted|MQL|新线索|未联系",
    (S.ASSIGNED, None): "Assigned|待跟进",
    (
        S.WORKING,
        None,
    ): "Contacted|Working - Contacted|Attempted to Contact|In Progress|Pre-Qualified|跟进中|已联系|初步沟通-二次",
    (S.NURTURING, None): "On Hold|Re-engagement|Contact in Future|Bad Timing|暂缓",
    (S.QUALIFIED, None): "Qualified|Sales Qualified Lead|SQL|合格线索",
    (S.CONVERTED, None): "Closed - Converted|Open Deal|已转化|已转商机",
    (S.CONVERTED, "qualification"): "Qualification|Prospecting|Qualified To Buy",
    (S.CONVERTED, "needs_analysis"): "Needs Analysis|Id. Decision Makers|需求分析",
    (S.CONVERTED, "proposal"): "Proposal Sent|Proposal/Price Quote|Stage 3 - Proposal Sent|3-报价中",
    (S.CONVERTED, "negotiation"): "Negotiation|Negotiation/Review|Contract Sent|商务谈判",
    (S.CONVERTED, "won"): "Closed Won|Won|Customer|已成交|赢单|已签约(首单)",
}
ENDED = {
    (S.CONVERTED, "lost"): "Closed Lost|Lost|Lost to Acme|输单",
    (
        S.DISQUALIFIED,
        None,
    ): "Disqualified|Unqualified|Junk Lead|Closed - Not Converted|Not interested right now|无效|无效-空号|战败",
    (S.VOID, None): "Void|Test|作废|重复线索",
}


@pytest.mark.parametrize(("place", "texts"), STAGES.items())
def test_stage_labels_mean_places_on_the_machines(place, texts):
    assert {text: stage_of(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), StageTarget(*place))


@pytest.mark.parametrize(("place", "texts"), ENDED.items())
def test_what_ended_badly_gives_the_label_as_its_reason(place, texts):
    for text in texts.split("|"):
        assert stage_of(f" {text} ") == StageTarget(*place, reason=text)


@pytest.mark.parametrize(
    "label", ["", "1", "Not yet won", "Won't buy", "未成交", "未转化", "待签约", "Other", "Busy", "Newport"]
)
def test_a_label_that_says_nothing_plain_is_no_place(label):
    assert stage_of(label) is None


def test_every_place_is_on_the_machines():
    stages = {stage.name for stage in DEFAULT_PIPELINE.stages}
    for (status, stage), _ in chain(labels._STAGES, labels._STAGE_PHRASES):
        assert isinstance(status, LeadStatus)
        assert stage is None or (status is LeadStatus.CONVERTED and stage in stages)


@pytest.mark.parametrize("table", [labels._CHANNELS, labels._STAGES])
def test_no_label_stands_twice(table):
    texts = [labels._squeezed(text) for _, row in table for text in row]
    assert len(texts) == len(set(texts))


def test_every_phrase_is_within_reach():
    """A phrase that contains an earlier one of another meaning would never be found."""
    for table in (labels._CHANNELS_BY_PHRASE, labels._STAGES_BY_PHRASE):
        for at, (phrase, meaning) in enumerate(table):
            assert [early for early, other in table[:at] if early in phrase and other != meaning] == []


@given(st.text(max_size=60))
def test_any_label_has_an_answer(label):
    assert channel_of(label) is None or isinstance(channel_of(label), Channel)
    assert stage_of(label) is None or isinstance(stage_of(label), StageTarget)


@pytest.mark.parametrize("label", ["公海", " 公海池 ", "Lead Pool", "queue"])
def test_a_pool_is_where_nobody_owns_a_lead(label):
    assert stage_of(label) == StageTarget(LeadStatus.NEW, reason=label.strip(), in_pool=True)
