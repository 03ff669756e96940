"""Notes for a proposal: what they need and what hurts, which product answers it, and what is still open."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from leadkit.kernel.conditions import Condition
from leadkit.kernel.money import Money
from leadkit.model import Activity, ContactRole, Download, EmailClick, Lead, Opportunity, PageVisit, Webinar
from leadkit.steps.pipeline.coverage import ROLES_ZH, RoleCoverage, coverage

__all__ = ["Answer", "Offer", "Proposal", "proposal"]


@frozen
class Offer:
    """A product, and the words by which a need tells that this answers it: `Offer("ERP", ("stock", "库存"))`."""

    product: str
    answers: tuple[str, ...] = field(default=(), converter=tuple[str, ...])


@frozen
class Answer:
    """A need or pain point in their words. products: those on the deal that answer it. offers: others of ours that
    would."""

    said: str
    pain: bool
    products: tuple[str, ...]
    offers: tuple[str, ...] = ()


@frozen
class Proposal:
    """Notes, not a text for the customer. unasked: products on the deal that answer nothing they said. over_budget: by
    how much the amount without tax is above the budget; `None` when it is not, or nobody can say. seen: pages, files
    and webinars, and how often, the most frequent first."""

    name: str
    answers: tuple[Answer, ...]
    unasked: tuple[str, ...]
    interests: tuple[str, ...]
    objections: tuple[str, ...]
    budget: Money | None
    amount: Money | None
    over_budget: Money | None
    decision_date: date | None
    seen: tuple[tuple[str, int], ...]
    roles: RoleCoverage

    @property
    def unanswered(self) -> tuple[str, ...]:
        """What they said that no product on the deal answers."""
        return tuple(each.said for each in self.answers if not each.products)

    def text(self, language: str = "en") -> str:
        """The notes, one a line, in `en` or `zh`; what is open comes last."""
        words = _WORDS["zh" if language == "zh" else "en"]
        answered = [
            words["answered"].format(words[_kind(each)], each.said, ", ".join(each.products))
            for each in self.answers
            if each.products
        ]
        facts = (
            ("interests", ", ".join(self.interests)),
            ("budget", self.budget),
            ("amount", self.amount),
            ("decision", self.decision_date),
            ("seen", ", ".join(f"{what} ×{times}" for what, times in self.seen)),
            ("unasked", ", ".join(self.unasked)),
        )
        told = [words[name].format(value) for name, value in facts if value]
        return "\n".join([self.name, *answered, *told, *(f"? {point}" for point in self._open(words, language))])

    def _open(self, words: Mapping[str, str], language: str) -> Iterable[str]:
        for each in self.answers:
            if not each.products:
                hint = words["offer"].format(", ".join(each.offers)) if each.offers else ""
                yield words["open"].format(words[_kind(each)], each.said) + hint
        yield from (words["objection"].format(said) for said in self.objections)
        if self.over_budget:
            yield words["over"].format(self.over_budget)
        for name, value in (("no_budget", self.budget), ("no_decision", self.decision_date)):
            if not value:
                yield words[name]
        if not self.roles.decision_maker:
            yield words["no_maker"].format(_role(ContactRole.DECISION_MAKER, language))


def proposal(
    deal: Opportunity, lead: Lead | None = None, activities: Iterable[Activity] = (), offers: Iterable[Offer] = ()
) -> Proposal:
    """The notes for this deal, from what its lead told and did. offers: our products, beside those on the deal.

    A product answers a need that names it, or is named by it, or holds one of the words of its offer.
    """
    ours = {offer.product: offer.answers for offer in offers}
    on_deal = tuple(dict.fromkeys((*(line.product for line in deal.lines), *deal.products)))
    needs = [(said, False) for said in lead.needs] if lead else []
    pains = [(said, True) for said in lead.pain_points] if lead else []
    answers = []
    for said, pain in (*needs, *pains):
        fitting = [name for name in dict.fromkeys((*on_deal, *ours)) if _answers(said, name, ours.get(name, ()))]
        listed = tuple(name for name in fitting if name in on_deal)
        answers.append(Answer(said, pain, listed, tuple(name for name in fitting if name not in on_deal)))
    used = {name for each in answers for name in each.products}
    budget, amount = (lead.budget if lead else None), deal.amount
    comparable = budget and amount and budget.currency == amount.currency
    return Proposal(
        deal.name,
        tuple(answers),
        tuple(name for name in on_deal if name not in used),
        lead.interests if lead else (),
        lead.objections if lead else (),
        budget,
        amount,
        amount - budget if comparable and amount and budget and amount > budget else None,
        (lead.decision_date if lead else None) or deal.expected_close,
        _seen(activities),
        coverage(deal),
    )


def _answers(said: str, product: str, words: tuple[str, ...]) -> bool:
    told = Condition("needs", "contains", (product, *words)).judge()
    named = Condition("product", "contains", said).judge()
    return told(said) or named(product)


def _seen(activities: Iterable[Activity]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for activity in activities:
        match activity.detail:
            case PageVisit(url=what) | EmailClick(url=what) | Download(asset=what) | Webinar(title=what):
                counts[what] += 1
    return tuple(counts.most_common(5))


def _kind(answer: Answer) -> str:
    return "pain" if answer.pain else "need"


def _role(role: ContactRole, language: str) -> str:
    return ROLES_ZH[role] if language == "zh" else role.replace("_", " ")


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "need": "need",
        "pain": "pain point",
        "answered": "{}: {} → {}",
        "interests": "interested in: {}",
        "budget": "budget: {}",
        "amount": "amount without tax: {}",
        "decision": "decision by: {}",
        "seen": "looked at: {}",
        "unasked": "on the deal, though nobody asked for it: {}",
        "open": "{} without a product: {}",
        "offer": " (we have {})",
        "objection": "objection: {}",
        "over": "above the budget by {}",
        "no_budget": "budget unknown",
        "no_decision": "date of decision unknown",
        "no_maker": "no {} on the deal",
    },
    "zh": {
        "need": "需求",
        "pain": "痛点",
        "answered": "{}：{} → {}",
        "interests": "兴趣：{}",
        "budget": "预算：{}",
        "amount": "不含税金额：{}",
        "decision": "决策时间：{}",
        "seen": "浏览行为：{}",
        "unasked": "未提出需求的产品：{}",
        "open": "{}尚无对应产品：{}",
        "offer": "（可提供 {}）",
        "objection": "异议：{}",
        "over": "超出预算 {}",
        "no_budget": "预算未知",
        "no_decision": "决策时间未知",
        "no_maker": "商机中没有{}",
    },
}
