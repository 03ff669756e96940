"""How two records may have come to agree: the same thing or two, and what else would explain what they share.

Fields lean on each other: colleagues share company, switchboard and domain; a family shares name, address and phone. A
sum over fields would count such things several times. So a pair is weighed between the best story in which both are
the same and the best one in which they are not, and what a story explains does not count again.
"""

from attrs import frozen

__all__ = ["STORIES", "Story"]

PLACE = frozenset({"street", "city", "postcode", "region", "country"})
WORK = frozenset({"company", "domain", "phone", "job_title"})


@frozen
class Story:
    """same: whether both are one thing in it. about: the comparisons that it explains, whatever they say.

    share: how many of the pairs that it could be about are of this kind, before anything was learnt.
    people: whether it needs persons (True), needs that there are none (False), or either.
    """

    name: str
    means: str
    same: bool
    about: frozenset[str]
    share: float = 1.0
    people: bool | None = None


SAME, OTHER = True, False

STORIES: tuple[Story, ...] = (
    Story("unchanged", "the same, nothing changed", SAME, frozenset(), 0.91),
    Story("job_change", "the same, changed their job", SAME, (WORK - {"phone"}) | PLACE | {"email"}, 0.04, people=True),
    Story("move", "the same, moved", SAME, PLACE | {"phone"}, 0.04),
    Story("marriage", "the same, another family name", SAME, frozenset({"family"}), 0.01, people=True),
    Story("strangers", "nothing in common but chance", OTHER, frozenset()),
    Story("colleagues", "two people of one company", OTHER, WORK | PLACE, people=True),
    Story("inbox", "two people with one mailbox", OTHER, WORK | PLACE | {"email"}, 0.3, people=True),
    Story("family", "two people of one family", OTHER, PLACE | {"family", "phone"}, people=True),
    Story("neighbours", "two at one place", OTHER, PLACE),
    Story("branches", "two branches of one company", OTHER, frozenset({"company", "domain"}), people=False),
)
