"""The class of a customer by the policy: prospects by intent and fit, buyers by the strategy, the best by loyalty."""

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve

from leadkit.errors import InvalidRecord, Problem
from leadkit.machines.lifecycle import LifecycleStage, depth
from leadkit.steps.lifecycle.classes import Classification, Part
from leadkit.steps.lifecycle.facts import CustomerFacts, Prospect
from leadkit.steps.lifecycle.policy import LifecyclePolicy

__all__ = ["classified", "recommends", "target_parts"]

_S = LifecycleStage
_BY_STRATEGY = frozenset({_S.WON, _S.AT_RISK, _S.CHURNED})


def classified(facts: CustomerFacts, policy: LifecyclePolicy, at: datetime) -> Classification:
    """The class of a customer, and why. facts: as of `at`.

    Raises what a strategy raises, and `InvalidRecord` when it answers nonsense.
    """
    if facts.left:
        return Classification(facts.id, at, _S.CHURNED, [_goodbye(facts, policy)])
    if facts.purchases:
        return _buyer(facts, policy, at, _answered(policy.strategy.classify(facts, at)))
    if depth(facts.stage) >= depth(_S.WON):
        told = Part("moved", "no purchase is recorded, somebody said so", "无购买记录，系人工设定")
        return Classification(facts.id, at, facts.stage, [told])
    intent, fit = target_parts(facts.prospect, policy)
    is_target = intent.fact != "no_intent" and fit.fact != "no_fit"
    return Classification(facts.id, at, _S.TARGET if is_target else _S.POTENTIAL, [intent, fit])


def _answered(answer: object) -> Classification:
    if not isinstance(answer, Classification) or answer.stage not in _BY_STRATEGY:
        raise InvalidRecord([Problem("not_a_class", "strategy", "must answer won, at risk or churned")])
    if answer.next_at is not None and not answer.next_at > answer.at:
        raise InvalidRecord([Problem("not_a_class", "strategy", "the next class must come later")])
    return answer


def _goodbye(facts: CustomerFacts, policy: LifecyclePolicy) -> Part:
    reason = policy.churn_reasons.get(facts.churn_reason, facts.churn_reason)
    return Part(
        "churned",
        f"was lost on {facts.churned_at:%Y-%m-%d} and has bought nothing since{f' ({reason})' if reason else ''}",
        f"{facts.churned_at:%Y-%m-%d}流失，此后未购买{f'（{reason}）' if reason else ''}",
    )


def _buyer(facts: CustomerFacts, policy: LifecyclePolicy, at: datetime, told: Classification) -> Classification:
    """Who is won may be loyal, or won back."""
    if told.stage is not _S.WON:
        return told
    ends = _loyal_until(facts, policy, at)
    if ends is not None:
        parts = (*told.parts, *_loyalty(facts, policy))
        told = evolve(told, stage=_S.LOYAL, parts=parts)
        if told.next_at is None or ends < told.next_at:
            following = _S.WON if facts.churned_at is None else _S.WON_BACK
            told = evolve(told, next_at=ends, next_stage=following)
        return told
    if facts.churned_at is not None:
        since = f"{facts.churned_at:%Y-%m-%d}"
        part = Part("won_back", f"came back after it was lost on {since}", f"{since}流失后回归")
        return evolve(told, stage=_S.WON_BACK, parts=(*told.parts, part))
    return told


def recommends(facts: CustomerFacts, policy: LifecyclePolicy) -> bool:
    """Whether the customer recommends us: by the last survey, or by a lead that came of it."""
    return facts.referrals > 0 or (facts.score is not None and facts.score >= policy.loyal_score)


def _loyal_until(facts: CustomerFacts, policy: LifecyclePolicy, at: datetime) -> datetime | None:
    """Until when the customer has bought often enough; `None` when it is not loyal now."""
    if len(facts.visits) < policy.loyal_purchases or (policy.loyal_recommends and not recommends(facts, policy)):
        return None
    ends = facts.visits[-policy.loyal_purchases] + policy.loyal_within
    return ends if at < ends else None


def _loyalty(facts: CustomerFacts, policy: LifecyclePolicy) -> Iterable[Part]:
    days, count = policy.loyal_within.days, policy.loyal_purchases
    yield Part("keeps_buying", f"at least {count} times within {days} days", f"{days}天内至少{count}次")
    if facts.score is not None and facts.score >= policy.loyal_score:
        yield Part("promoter", f"would recommend us with {facts.score} of 10", f"推荐意愿{facts.score}分")
    if facts.referrals:
        leads = f"{facts.referrals} lead{'' if facts.referrals == 1 else 's'}"
        yield Part("referrals", f"recommended us to {leads}", f"已推荐{facts.referrals}位")


def target_parts(prospect: Prospect, policy: LifecyclePolicy) -> tuple[Part, Part]:
    """What shows intent, and what shows fit; `no_intent` and `no_fit` where nothing does."""
    return _intent(prospect, policy), _fit(prospect, policy)


def _intent(prospect: Prospect, policy: LifecyclePolicy) -> Part:
    if prospect.open_deals:
        plural = "" if prospect.open_deals == 1 else "s"
        return Part("open_deals", f"{prospect.open_deals} open deal{plural}", f"有{prospect.open_deals}个进行中的商机")
    if prospect.needs:
        return Part("needs", "told what it needs", "已说明需求")
    if reached := sorted(prospect.reached.intersection(policy.intent_reached)):
        return Part("score", f"its score reaches {', '.join(reached)}", f"评分达到{'、'.join(reached)}")
    return Part("no_intent", "shows no intent to buy", "暂无购买意向")


def _fit(prospect: Prospect, policy: LifecyclePolicy) -> Part:
    if prospect.qualified and policy.qualified_fits:
        return Part("qualified", "somebody qualified it", "已人工确认合格")
    if not policy.fit_grades:
        return Part("everybody_fits", "everybody fits", "不限客户画像")
    if grades := sorted(prospect.grades.intersection(policy.fit_grades)):
        return Part("grade", f"fits by grade {', '.join(grades)}", f"画像等级{'、'.join(grades)}")
    return Part("no_fit", "is not known to fit", "尚未符合客户画像")
