"""Where an inquiry came from."""

from enum import StrEnum

__all__ = ["Channel"]


class Channel(StrEnum):
    """Every way in. What the source itself called it stays in `Source.label`."""

    WEB_FORM = "web_form"
    CHAT = "chat"
    DIRECT = "direct"
    ORGANIC_SEARCH = "organic_search"
    CONTENT = "content"
    SOCIAL_MEDIA = "social_media"
    ONLINE_AD = "online_ad"
    OFFLINE_AD = "offline_ad"
    EMAIL = "email"
    PHONE = "phone"
    EXHIBITION = "exhibition"
    SEMINAR = "seminar"
    WEBINAR = "webinar"
    BUSINESS_CARD = "business_card"
    REFERRAL = "referral"
    PARTNER = "partner"
    MARKET_RESEARCH = "market_research"
    PURCHASED_LIST = "purchased_list"
    MANUAL = "manual"
    FILE = "file"
    API = "api"
    SCRAPING = "scraping"
    OTHER = "other"
