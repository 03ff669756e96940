"""Twenty rules as text, a hundred thousand leads that they are about, and the same rules as one function by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from leadkit import Channel, Lead, Money
from leadkit.model import Address, EmailAddress, Source

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

RULES = """
job title contains ceo, cto, cfo, founder, 总裁, 总经理: +20
job title contains director, head, vp, 总监: +12
job title contains intern, student, 实习: -10
company is known: +5
industry is one of machinery, automotive, steel, 机械: +10
industry is agriculture: -5
source channel is one of referral, partner: +20
source channel is one of web_form, chat, phone: +15
source channel is one of online_ad, organic_search: +8
source channel is purchased_list: -5
address country is one of CN, DE, US, JP: +10
address country is one of KP, IR: -30
budget is known: +10
budget amount at least 50000: +10
budget amount at least 250000: +15
extra employees between 200, 5000: +10
extra employees at most 5: -8
decision date is known: +5
decision date at most 2026-06-30: +10
emails valid is yes: +5
""".strip().splitlines()

_RANKS = (
    "CEO",
    "CTO",
    "Founder",
    "Director",
    "Head",
    "VP",
    "Intern",
    "Engineer",
    "总经理",
    "采购总监",
    "工程师",
    "Buyer",
    "",
)
_OF = ("", "Sales", "Purchasing", "IT", "Operations", "Finance", "Marketing", "Research", "Europe", "Asia")
_INDUSTRIES = ("machinery", "automotive", "steel", "机械", "agriculture", "retail", "software", "health", "energy", "")
_COUNTRIES = ("CN", "DE", "US", "JP", "FR", "GB", "IT", "KP", "IR", "BR", "IN", "ES", "")


def leads(count: int, seed: int = 7) -> list[Lead]:
    """Leads as they come: titles and places repeat, companies and budgets hardly ever do, a third of all is missing."""
    dice = Random(seed)
    return [_lead(dice, number) for number in range(count)]


def _lead(dice: Random, number: int) -> Lead:
    title = f"{dice.choice(_RANKS)} {dice.choice(_OF)}".strip()
    address = f"p{number}@example.com" if dice.random() < 0.8 else ""
    return Lead(
        f"lead-{number}",
        AT,
        AT,
        job_title=title,
        company=f"Company {number}" if dice.random() < 0.8 else "",
        industry=dice.choice(_INDUSTRIES),
        source=Source(dice.choice(tuple(Channel))),
        address=Address(country=dice.choice(_COUNTRIES)),
        budget=Money(dice.randrange(500_000), "EUR") if dice.random() < 0.6 else None,
        extra={"employees": dice.randrange(9_000)} if dice.random() < 0.7 else {},
        decision_date=date(2026, 3, 2) + timedelta(days=dice.randrange(365)) if dice.random() < 0.5 else None,
        emails=(EmailAddress(address or "none", address),),
    )


def by_hand(lead: Lead) -> tuple[int, int]:  # noqa: PLR0912, PLR0915  that is how it comes out
    """What somebody would write who knows these twenty rules and nothing else: (points, hits)."""
    points = hits = 0
    if title := lead.job_title.casefold():
        words = set(title.split())
        if words & _CHIEFS or "总裁" in title or "总经理" in title:
            points += 20
            hits |= 1 << 0
        if words & _HEADS or "总监" in title:
            points += 12
            hits |= 1 << 1
        if words & _JUNIORS or "实习" in title:
            points -= 10
            hits |= 1 << 2
    if lead.company:
        points += 5
        hits |= 1 << 3
    industry = lead.industry
    if industry in _GOOD_INDUSTRIES:
        points += 10
        hits |= 1 << 4
    if industry == "agriculture":
        points -= 5
        hits |= 1 << 5
    channel = lead.source.channel
    if channel in _SENT:
        points += 20
        hits |= 1 << 6
    if channel in _ASKED:
        points += 15
        hits |= 1 << 7
    if channel in _FOUND:
        points += 8
        hits |= 1 << 8
    if channel == "purchased_list":
        points -= 5
        hits |= 1 << 9
    country = lead.address.country
    if country in _HOME:
        points += 10
        hits |= 1 << 10
    if country in _BARRED:
        points -= 30
        hits |= 1 << 11
    if (budget := lead.budget) is not None:
        points += 10
        hits |= 1 << 12
        amount = budget.amount
        if amount >= 50_000:
            points += 10
            hits |= 1 << 13
        if amount >= 250_000:
            points += 15
            hits |= 1 << 14
    employees = lead.extra.get("employees")
    if employees is not None:
        if 200 <= employees <= 5_000:
            points += 10
            hits |= 1 << 15
        if employees <= 5:
            points -= 8
            hits |= 1 << 16
    if (day := lead.decision_date) is not None:
        points += 5
        hits |= 1 << 17
        if day <= _SUMMER:
            points += 10
            hits |= 1 << 18
    for email in lead.emails:
        if email.address:
            points += 5
            hits |= 1 << 19
            break
    return points, hits


_CHIEFS, _HEADS, _JUNIORS = {"ceo", "cto", "cfo", "founder"}, {"director", "head", "vp"}, {"intern", "student"}
_GOOD_INDUSTRIES = frozenset({"machinery", "automotive", "steel", "机械"})
_SENT, _ASKED, _FOUND = {"referral", "partner"}, {"web_form", "chat", "phone"}, {"online_ad", "organic_search"}
_HOME, _BARRED = {"CN", "DE", "US", "JP"}, {"KP", "IR"}
_SUMMER = date(2026, 6, 30)


def plain(lead: Lead) -> dict[str, object]:
    """The lead as a flat record, which is what the other engines are asked about."""
    return {
        "title": f" {lead.job_title.casefold()} ",
        "company": lead.company,
        "industry": lead.industry,
        "channel": str(lead.source.channel),
        "country": lead.address.country,
        "has_budget": lead.budget is not None,
        "amount": float(lead.budget.amount) if lead.budget else -1.0,
        "employees": lead.extra.get("employees", -1),
        "has_day": lead.decision_date is not None,
        "day": lead.decision_date.toordinal() if lead.decision_date else 9_999_999,
        "mail": any(email.address for email in lead.emails),
    }


_CHIEF_TITLES = (
    "' ceo ' in title or ' cto ' in title or ' cfo ' in title or ' founder ' in title "
    "or '总裁' in title or '总经理' in title"
)
#: The same rules for engines of expressions, in the words of Python; words of a title are told by spaces around them.
EXPRESSIONS: Sequence[tuple[str, int]] = (
    (_CHIEF_TITLES, 20),
    ("' director ' in title or ' head ' in title or ' vp ' in title or '总监' in title", 12),
    ("' intern ' in title or ' student ' in title or '实习' in title", -10),
    ("company != ''", 5),
    ("industry in ('machinery', 'automotive', 'steel', '机械')", 10),
    ("industry == 'agriculture'", -5),
    ("channel in ('referral', 'partner')", 20),
    ("channel in ('web_form', 'chat', 'phone')", 15),
    ("channel in ('online_ad', 'organic_search')", 8),
    ("channel == 'purchased_list'", -5),
    ("country in ('CN', 'DE', 'US', 'JP')", 10),
    ("country in ('KP', 'IR')", -30),
    ("has_budget", 10),
    ("amount >= 50000", 10),
    ("amount >= 250000", 15),
    ("employees >= 200 and employees <= 5000", 10),
    ("employees >= 0 and employees <= 5", -8),
    ("has_day", 5),
    ("day <= 739797", 10),
    ("mail", 5),
)
