"""The relation with a customer: 潜在, 目标, 成交, 忠诚, 流失 and the way back. Backward is legal with a reason."""

from enum import StrEnum

from leadkit.kernel.statemachine import StateMachine, StatusType, Transition

__all__ = ["LIFECYCLE", "LifecycleStage", "LifecycleTrigger", "depth", "further"]


class LifecycleStage(StrEnum):
    """In the order in which a relation deepens; `further` compares by this order."""

    POTENTIAL = "potential"
    TARGET = "target"
    WON = "won"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    CHURNED = "churned"
    WON_BACK = "won_back"


class LifecycleTrigger(StrEnum):
    """What can happen to a relation."""

    TARGET = "target"
    COOL = "cool"
    PURCHASE = "purchase"
    REWARD = "reward"
    DEMOTE = "demote"
    FLAG_RISK = "flag_risk"
    RECOVER = "recover"
    CHURN = "churn"
    CANCEL = "cancel"


_S, _T = LifecycleStage, LifecycleTrigger

LIFECYCLE = StateMachine(
    name="lifecycle",
    initial=_S.POTENTIAL,
    states={
        _S.POTENTIAL: StatusType.OPEN,
        _S.TARGET: StatusType.OPEN,
        _S.WON: StatusType.WON,
        _S.LOYAL: StatusType.WON,
        _S.AT_RISK: StatusType.ON_HOLD,
        _S.CHURNED: StatusType.LOST,
        _S.WON_BACK: StatusType.WON,
    },
    triggers=tuple(LifecycleTrigger),
    transitions=(
        Transition(_S.POTENTIAL, _T.TARGET,    _S.TARGET),
        Transition(_S.POTENTIAL, _T.PURCHASE,  _S.WON),
        Transition(_S.TARGET,    _T.COOL,      _S.POTENTIAL, needs_reason=True),
        Transition(_S.TARGET,    _T.PURCHASE,  _S.WON),
        Transition(_S.WON,       _T.PURCHASE,  _S.WON),
        Transition(_S.WON,       _T.REWARD,    _S.LOYAL),
        Transition(_S.WON,       _T.FLAG_RISK, _S.AT_RISK,   needs_reason=True),
        Transition(_S.WON,       _T.CHURN,     _S.CHURNED,   needs_reason=True),
        Transition(_S.WON,       _T.CANCEL,    _S.TARGET,    needs_reason=True),
        Transition(_S.LOYAL,     _T.PURCHASE,  _S.LOYAL),
        Transition(_S.LOYAL,     _T.DEMOTE,    _S.WON,       needs_reason=True),
        Transition(_S.LOYAL,     _T.FLAG_RISK, _S.AT_RISK,   needs_reason=True),
        Transition(_S.LOYAL,     _T.CHURN,     _S.CHURNED,   needs_reason=True),
        Transition(_S.AT_RISK,   _T.PURCHASE,  _S.WON),
        Transition(_S.AT_RISK,   _T.RECOVER,   _S.WON),
        Transition(_S.AT_RISK,   _T.CHURN,     _S.CHURNED,   needs_reason=True),
        Transition(_S.CHURNED,   _T.PURCHASE,  _S.WON_BACK),
        Transition(_S.WON_BACK,  _T.PURCHASE,  _S.WON_BACK),
        Transition(_S.WON_BACK,  _T.REWARD,    _S.LOYAL),
        Transition(_S.WON_BACK,  _T.FLAG_RISK, _S.AT_RISK,   needs_reason=True),
        Transition(_S.WON_BACK,  _T.CHURN,     _S.CHURNED,   needs_reason=True),
    ),
)  # fmt: skip

# Risk and churn are steps back, so they never count as the furthest point of a relation.
_DEPTH = {_S.POTENTIAL: 0, _S.TARGET: 1, _S.AT_RISK: 2, _S.CHURNED: 2, _S.WON: 2, _S.WON_BACK: 3, _S.LOYAL: 4}


def depth(stage: LifecycleStage) -> int:
    """How deep the relation is at this stage; equal numbers are equally deep."""
    return _DEPTH[stage]


def further(reached: LifecycleStage, now: LifecycleStage) -> LifecycleStage:
    """The deeper of two stages: what "furthest stage reached" becomes when the customer is at `now`."""
    return now if _DEPTH[now] > _DEPTH[reached] else reached
