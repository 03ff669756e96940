# Derived from src/leadkit/flows/_async/duplicates.py by tools/twins.py; edit that file.
"""All pairs of a store that may be one person, by the same keys and the same strategy as for an incoming inquiry."""

from collections.abc import Iterator
from contextlib import suppress

from attrs import evolve, frozen

from leadkit.errors import NotFound
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.lineage import lineage, living
from leadkit.flows._sync.recognition import Candidates, candidates_of, judged, keys_of
from leadkit.model import Lead
from leadkit.repositories import UnitOfWork
from leadkit.steps.dedup import Verdict

__all__ = ["Pair", "duplicates"]

_PAGE = 200


@frozen
class Pair:
    """Two leads that are the same person, or may be. because: each reason as a sentence."""

    lead: Lead
    other: Lead
    verdict: Verdict
    because: tuple[str, ...]


def duplicates(env: Env) -> Iterator[Pair]:
    """Each pair once, the older lead first; without those that somebody keeps apart."""
    after = ""
    while True:
        with env.store.begin() as work:
            page = [lead for lead in work.leads.where(after=after, limit=_PAGE)]
            found = [pair for lead in page for pair in _pairs_of(work, env, lead)]
        for pair in found:
            yield pair
        if len(page) < _PAGE:
            return
        after = page[-1].id


def _pairs_of(work: UnitOfWork, env: Env, lead: Lead) -> list[Pair]:
    """The lead with those after it that share a key, and with those before it that it remembers a doubt about."""
    keys = [key for each in lineage(work.leads, lead) for key in keys_of(env, each)[0]]
    found = candidates_of(work, env, lead, work.match_keys.find("lead", keys))
    sharing = {id: other for id, other in found.leads.items() if id != lead.id}
    # Those before it are asked about, too: of a value that many have, a strategy thinks little.
    matches, _ = judged(env, lead, evolve(found, leads=sharing))
    pairs = [
        Pair(lead, sharing[match.lead_id], match.verdict, match.because)
        for match in matches
        if match.verdict is not Verdict.DIFFERENT
        and match.lead_id > lead.id
        and _may_be_one(work, lead, sharing[match.lead_id])
    ]
    for id in lead.may_be:
        with suppress(NotFound):
            other = living(work.leads, id)
            if other.id != lead.id and other.id not in sharing and _may_be_one(work, lead, other):
                (match, *_), _ = judged(env, lead, Candidates({other.id: other}, {}))
                pairs.append(Pair(other, lead, Verdict.REVIEW, (*_REMEMBERED, *match.because)))
    return pairs


_REMEMBERED = ("was in doubt when it came in",)


def _may_be_one(work: UnitOfWork, lead: Lead, other: Lead) -> bool:
    """Whether nobody said that these are two; what was said of a lead counts for the one that took it in, too."""
    return frozenset(lead.distinct_from).isdisjoint([each.id for each in lineage(work.leads, other)])
