"""An offer's life. A new version supersedes the old one; an answered offer never changes."""

from enum import StrEnum

from leadkit.kernel.statemachine import StateMachine, StatusType, Transition

__all__ = ["QUOTE", "QuoteStatus", "QuoteTrigger"]


class QuoteStatus(StrEnum):
    """Where an offer stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class QuoteTrigger(StrEnum):
    """What can happen to an offer."""

    SEND = "send"
    ACCEPT = "accept"
    REJECT = "reject"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"


_S, _T = QuoteStatus, QuoteTrigger

QUOTE = StateMachine(
    name="quote",
    initial=_S.DRAFT,
    states={
        _S.DRAFT: StatusType.OPEN,
        _S.SENT: StatusType.OPEN,
        _S.ACCEPTED: StatusType.WON,
        _S.REJECTED: StatusType.LOST,
        _S.EXPIRED: StatusType.LOST,
        _S.SUPERSEDED: StatusType.LOST,
    },
    triggers=tuple(QuoteTrigger),
    final={_S.ACCEPTED, _S.REJECTED, _S.EXPIRED, _S.SUPERSEDED},
    transitions=(
        Transition(_S.DRAFT, _T.SEND,      _S.SENT,       requires=("lines",)),
        Transition(_S.DRAFT, _T.SUPERSEDE, _S.SUPERSEDED),
        Transition(_S.SENT,  _T.ACCEPT,    _S.ACCEPTED),
        Transition(_S.SENT,  _T.REJECT,    _S.REJECTED,   needs_reason=True),
        Transition(_S.SENT,  _T.EXPIRE,    _S.EXPIRED,    requires=("valid_until",)),
        Transition(_S.SENT,  _T.SUPERSEDE, _S.SUPERSEDED),
    ),
)  # fmt: skip
