"""Who of those who decide about a purchase is on a deal, and who is not."""

from collections.abc import Mapping

from attrs import frozen

from leadkit.model import ContactRole, Opportunity

__all__ = ["ROLES_ZH", "RoleCoverage", "coverage"]

#: The roles in Chinese.
ROLES_ZH: Mapping[ContactRole, str] = {
    ContactRole.DECISION_MAKER: "决策者",
    ContactRole.INFLUENCER: "影响者",
    ContactRole.CHAMPION: "支持者",
    ContactRole.USER: "使用者",
    ContactRole.GATEKEEPER: "把关者",
    ContactRole.BLOCKER: "反对者",
    ContactRole.UNKNOWN: "未知",
}

# Nobody wants a blocker, and unknown is no part; a gatekeeper is not needed to decide.
_WANTED = (ContactRole.DECISION_MAKER, ContactRole.INFLUENCER, ContactRole.CHAMPION, ContactRole.USER)


@frozen
class RoleCoverage:
    """contacts: role → ids, for the roles that somebody has. missing: of the roles that a purchase is decided by,
    those that nobody has."""

    contacts: Mapping[ContactRole, tuple[str, ...]]
    missing: tuple[ContactRole, ...]

    @property
    def decision_maker(self) -> bool:
        """Whether somebody who decides is on the deal."""
        return ContactRole.DECISION_MAKER in self.contacts


def coverage(deal: Opportunity) -> RoleCoverage:
    """Which roles are covered. Roles are those on the deal; its main contact without one counts as unknown."""
    roles = {each.contact_id: each.role for each in deal.contacts}
    if deal.contact_id:
        roles.setdefault(deal.contact_id, ContactRole.UNKNOWN)
    by_role = {role: tuple(id for id, its in roles.items() if its is role) for role in ContactRole}
    held = {role: ids for role, ids in by_role.items() if ids}
    return RoleCoverage(held, tuple(role for role in _WANTED if role not in held))
