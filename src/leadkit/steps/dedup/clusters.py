"""From pairs to clusters. Two become one when all pairs between them say so on average: no weak link joins."""

from collections.abc import Iterable, Mapping

__all__ = ["clustered", "components"]

Pair = tuple[int, int]

# One pair can say so much for or against, so that a single one cannot outvote all the others.
_MOST, _LEAST = 12.0, 3.0
# A component beyond this size is no person; it is taken apart edge by edge.
_LARGE = 60


def components(edges: Iterable[Pair]) -> list[list[int]]:
    """What hangs together, each in ascending order, in the order of their first members."""
    root: dict[int, int] = {}

    def find(item: int) -> int:
        while root.setdefault(item, item) != item:
            root[item] = root[root[item]]
            item = root[item]
        return item

    for a, b in edges:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    found: dict[int, list[int]] = {}
    for item in sorted(root):
        found.setdefault(find(item), []).append(item)
    return [*found.values()]


def clustered(members: Iterable[int], bits: Mapping[Pair, float], otherwise: float = -_MOST) -> list[list[int]]:
    """The clusters of one component. bits: of pairs, lower number first; `otherwise` for pairs that were not weighed.

    Average linkage: the strongest two clusters are joined first, and as long as what stands between them is in favour.
    """
    members = [*members]
    if len(members) > _LARGE:
        return _greedy(members, bits)
    held = {number: [item] for number, item in enumerate(members)}
    sums: dict[Pair, float] = {}
    for a in held:
        for b in range(a):
            low, high = sorted((held[a][0], held[b][0]))
            sums[b, a] = max(min(bits.get((low, high), otherwise), _MOST), -_LEAST)
    while sums:
        (b, a), total = max(
            sums.items(),
            key=lambda pair: (pair[1] / (len(held[pair[0][0]]) * len(held[pair[0][1]])), -pair[0][0], -pair[0][1]),
        )
        if total < 0:
            break
        held[b] += held.pop(a)
        for other in held:
            if other != b:
                sums[min(b, other), max(b, other)] += sums.pop((min(a, other), max(a, other)))
        del sums[b, a]
    return sorted(sorted(group) for group in held.values())


def _greedy(members: list[int], bits: Mapping[Pair, float]) -> list[list[int]]:
    """The same with the edges in one order, strongest first, each looked at once."""
    within = set(members)
    group = {item: [item] for item in members}
    edges = sorted(
        (pair for pair in bits if bits[pair] >= 0 and within.issuperset(pair)), key=lambda pair: (-bits[pair], pair)
    )
    for a, b in edges:
        ours, theirs = group[a], group[b]
        if ours is theirs:
            continue
        between = [bits.get((min(x, y), max(x, y)), -_MOST) for x in ours for y in theirs]
        if sum(max(min(each, _MOST), -_MOST) for each in between) >= 0:
            ours += theirs
            group.update(dict.fromkeys(theirs, ours))
    return sorted({id(each): sorted(each) for each in group.values()}.values())
