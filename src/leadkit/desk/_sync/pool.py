# Derived from src/leadkit/desk/_async/pool.py by tools/twins.py; edit that file.
"""`desk.pool`: leads without an owner that people claim (线索池, 公海)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadkit.desk.refusing import allowed
from leadkit.errors import LeadkitError
from leadkit.flows._sync import pooling, reclaiming
from leadkit.flows._sync.env import Env
from leadkit.kernel.instants import utc
from leadkit.model import Lead
from leadkit.steps.pool import Allowance, Holding, PooledLead

__all__ = ["Pool"]


class Pool:
    """Pools of one desk, by the names that `Playbook.pools` gives them.

    pool: the first of them, if not named. by: the person who acts, and whose rights and limits are asked; that it is
    them, the host has to know.
    """

    def __init__(self, env: Env) -> None:
        self._env = env

    def leads(self, pool: str = "") -> tuple[Lead, ...]:
        """The open leads waiting in a pool, oldest first, as they are: for the host. People see them by `browse`."""
        return pooling.waiting(self._env, pool)

    def browse(self, pool: str = "", *, by: str, after: str = "", limit: int | None = None) -> tuple[PooledLead, ...]:
        """The open leads waiting in a pool as this person may see them, oldest first.

        What the pool masks is masked, but for its admins. after, limit: a page of at most `limit` leads, beginning
        behind this lead's id. Raises `Refused` when the pool is not shown to them.
        """
        return allowed(pooling.browse(self._env, pool, by, after, limit))

    def allowance(self, by: str, *, pool: str = "") -> Allowance:
        """How many more leads this person may claim from the pool now, and which limit binds."""
        return allowed(pooling.allowed(self._env, pool, by))

    def claim(self, lead_id: str, *, by: str) -> Lead:
        """Take a pooled lead. Raises `Refused` with every reason: it is in no pool, or not any more (one of two
        claimers wins), they are no member, a limit is reached, or they had it a short time ago. No race exceeds a
        limit."""
        return allowed(pooling.claim(self._env, lead_id, by))

    def claim_many(self, lead_ids: Iterable[str], *, by: str) -> Iterator[Lead | LeadkitError]:
        """Take pooled leads one after the other, as `claim` would. Yields one outcome for each, in their order: the
        lead, or the error that `claim` would have raised."""
        for lead_id in lead_ids:
            try:
                yield self.claim(lead_id, by=by)
            except LeadkitError as no:
                yield no

    def give(self, lead_id: str, *, to: str, by: str | None = None, override: bool = False) -> Lead:
        """Hand a pooled lead to a member. by: an admin of the pool; `None`: the host vouches for it.

        It counts as nobody's claim. Raises `Refused` as `claim` does, but for the daily cap. override: past the limits
        of `to`, and although they had it a short time ago; the history says so.
        """
        return allowed(pooling.give(self._env, lead_id, to, by, override=override))

    def release(self, lead_id: str, *, reason: str, pool: str = "", by: str | None = None, note: str = "") -> Lead:
        """Put a lead in a pool, without an owner: this one, else where it came from, else the first that takes it.

        reason: one of the pool's return reasons, or any text where it has none; note: what else there is to say.
        by: the owner, or an admin of the pool that the lead is from; `None`: the host vouches for it.
        """
        return allowed(pooling.release(self._env, lead_id, reason, pool, by, note))

    def extend(self, lead_id: str, *, by: str, reason: str) -> Lead:
        """Protect a lead from being reclaimed for longer, by the length and as often as its pool allows. by: its owner,
        or an admin of its pool."""
        return allowed(reclaiming.extend(self._env, lead_id, by, reason))

    def explain(self, lead_id: str) -> Holding:
        """When which rule takes the lead from its owner if nothing else happens, and why; or why none does."""
        return reclaiming.explained(self._env, lead_id)

    def due(self, at: datetime | None = None, *, batch: int = 500) -> Iterator[Holding]:
        """The leads that rules take, or whose owners are to be warned, by then; by lead. at: when, if not now (aware).

        Reads `batch` leads at a time, and writes nothing.
        """
        for held in reclaiming.due(self._env, self._env.now() if at is None else utc(at), batch):
            yield held

    def warn(self, *, batch: int = 500) -> Iterator[Holding]:
        """Warn the owners who lose leads within the `warn_before` of the pool.

        Each warning is an event in its lead's history, and yielded after it was committed, for you to deliver; once,
        however often you ask. What moves the due time, such as a contact, makes room for another one.
        """
        for held in reclaiming.warn(self._env, batch):
            yield held

    def reclaim(self, *, batch: int = 500) -> Iterator[Lead]:
        """Take the leads that are due from their owners, back into their pools. Each is yielded after it was committed.

        Closed and converted leads never are. Nothing runs by itself: ask once a day.
        """
        for lead in reclaiming.reclaim(self._env, batch):
            yield lead
