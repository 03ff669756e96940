"""The life of one inquiry, from new to converted, disqualified or void; a conversion can be taken back."""

from enum import StrEnum

from leadkit.kernel.statemachine import StateMachine, StatusType, Transition

__all__ = ["LEAD", "LeadGuard", "LeadStatus", "LeadTrigger"]


class LeadStatus(StrEnum):
    """Where the work on an inquiry stands."""

    NEW = "new"
    ASSIGNED = "assigned"
    WORKING = "working"
    NURTURING = "nurturing"
    QUALIFIED = "qualified"
    CONVERTED = "converted"
    DISQUALIFIED = "disqualified"
    VOID = "void"


class LeadTrigger(StrEnum):
    """What can happen to a lead."""

    ASSIGN = "assign"
    RELEASE = "release"
    CONTACT = "contact"
    NURTURE = "nurture"
    QUALIFY = "qualify"
    CONVERT = "convert"
    REVERT = "revert"
    DISQUALIFY = "disqualify"
    REACTIVATE = "reactivate"
    VOID = "void"


class LeadGuard(StrEnum):
    """What some moves ask of the lead; the functions are in the playbook."""

    OWNED = "owned"
    REACHABLE = "reachable"
    IDENTIFIED = "identified"


_S, _T, _G = LeadStatus, LeadTrigger, LeadGuard


def _row(
    source: LeadStatus, trigger: LeadTrigger, target: LeadStatus, *guards: LeadGuard, needs: str = "", why: bool = False
) -> Transition:
    return Transition(source, trigger, target, guards, (needs,) if needs else (), why)


LEAD = StateMachine(
    name="lead",
    initial=_S.NEW,
    states={
        _S.NEW: StatusType.OPEN,
        _S.ASSIGNED: StatusType.OPEN,
        _S.WORKING: StatusType.OPEN,
        _S.NURTURING: StatusType.ON_HOLD,
        _S.QUALIFIED: StatusType.OPEN,
        _S.CONVERTED: StatusType.WON,
        _S.DISQUALIFIED: StatusType.LOST,
        _S.VOID: StatusType.LOST,
    },
    triggers=tuple(LeadTrigger),
    final={_S.VOID},
    transitions=(
        #    from             on              to               when …
        _row(_S.NEW,          _T.ASSIGN,      _S.ASSIGNED,     needs="owner"),
        _row(_S.NEW,          _T.RELEASE,     _S.NEW,          why=True),
        _row(_S.NEW,          _T.NURTURE,     _S.NURTURING),
        _row(_S.NEW,          _T.DISQUALIFY,  _S.DISQUALIFIED, why=True),
        _row(_S.NEW,          _T.VOID,        _S.VOID,         why=True),
        _row(_S.ASSIGNED,     _T.ASSIGN,      _S.ASSIGNED,     needs="owner"),
        _row(_S.ASSIGNED,     _T.RELEASE,     _S.NEW,          why=True),
        _row(_S.ASSIGNED,     _T.CONTACT,     _S.WORKING),
        _row(_S.ASSIGNED,     _T.NURTURE,     _S.NURTURING),
        _row(_S.ASSIGNED,     _T.QUALIFY,     _S.QUALIFIED,    _G.REACHABLE),
        _row(_S.ASSIGNED,     _T.DISQUALIFY,  _S.DISQUALIFIED, why=True),
        _row(_S.ASSIGNED,     _T.VOID,        _S.VOID,         why=True),
        _row(_S.WORKING,      _T.ASSIGN,      _S.WORKING,      needs="owner"),
        _row(_S.WORKING,      _T.RELEASE,     _S.NEW,          why=True),
        _row(_S.WORKING,      _T.CONTACT,     _S.WORKING),
        _row(_S.WORKING,      _T.NURTURE,     _S.NURTURING),
        _row(_S.WORKING,      _T.QUALIFY,     _S.QUALIFIED,    _G.REACHABLE),
        _row(_S.WORKING,      _T.DISQUALIFY,  _S.DISQUALIFIED, why=True),
        _row(_S.WORKING,      _T.VOID,        _S.VOID,         why=True),
        _row(_S.NURTURING,    _T.ASSIGN,      _S.ASSIGNED,     needs="owner"),
        _row(_S.NURTURING,    _T.RELEASE,     _S.NEW,          why=True),
        _row(_S.NURTURING,    _T.CONTACT,     _S.WORKING,      _G.OWNED),
        _row(_S.NURTURING,    _T.QUALIFY,     _S.QUALIFIED,    _G.OWNED, _G.REACHABLE),
        _row(_S.NURTURING,    _T.DISQUALIFY,  _S.DISQUALIFIED, why=True),
        _row(_S.NURTURING,    _T.VOID,        _S.VOID,         why=True),
        _row(_S.QUALIFIED,    _T.ASSIGN,      _S.QUALIFIED,    needs="owner"),
        _row(_S.QUALIFIED,    _T.CONTACT,     _S.QUALIFIED),
        _row(_S.QUALIFIED,    _T.NURTURE,     _S.NURTURING,    why=True),
        _row(_S.QUALIFIED,    _T.CONVERT,     _S.CONVERTED,    _G.IDENTIFIED),
        _row(_S.QUALIFIED,    _T.DISQUALIFY,  _S.DISQUALIFIED, why=True),
        _row(_S.CONVERTED,    _T.REVERT,      _S.QUALIFIED,    why=True),
        _row(_S.DISQUALIFIED, _T.REACTIVATE,  _S.ASSIGNED,     _G.OWNED, why=True),
        _row(_S.DISQUALIFIED, _T.REACTIVATE,  _S.NEW,          why=True),
        _row(_S.DISQUALIFIED, _T.VOID,        _S.VOID,         why=True),
    ),
)  # fmt: skip
