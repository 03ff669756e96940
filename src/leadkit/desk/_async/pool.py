"""`desk.pool`: leads without an owner that people claim (线索池, 公海)."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from leadkit.desk.refusing import allowed
from leadkit.errors import LeadkitError
from leadkit.flows._async import pooling, reclaiming
from leadkit.flows._async.env import Env
from leadkit.kernel.instants import utc
from leadkit.model import Lead
from leadkit.steps.pool import Allowance, Holding, PooledLead

__all__ = ["AsyncPool"]


class AsyncPool:
    """Pools of one desk, by the names that `Playbook.pools` gives them.

    pool: the first of them, if not named. by: the person who acts, and whose rights and limits are asked; that it is
    them, the host has to know.
    """

    def __init__(self, env: Env) -> None:
        self._env = env

    async def leads(self, pool: str = "") -> tuple[Lead, ...]:
        """The open leads waiting in a pool, oldest first, as they are: for the host. People see them by `browse`."""
        return await pooling.waiting(self._env, pool)

    async def browse(
        self, pool: str = "", *, by: str, after: str = "", limit: int | None = None
    ) -> tuple[PooledLead, ...]:
        """The open leads waiting in a pool as this person may see them, oldest first.

        What the pool masks is masked, but for its admins. after, limit: a page of at most `limit` leads, beginning
        behind this lead's id. Raises `Refused` when the pool is not shown to them.
        """
        return allowed(await pooling.browse(self._env, pool, by, after, limit))

    async def allowance(self, by: str, *, pool: str = "") -> Allowance:
        """How many more leads this person may claim from the pool now, and which limit binds."""
        return allowed(await pooling.allowed(self._env, pool, by))

    async def claim(self, lead_id: str, *, by: str) -> Lead:
        """Take a pooled lead. Raises `Refused` with every reason: it is in no pool, or not any more (one of two
        claimers wins), they are no member, a limit is reached, or they had it a short time ago. No race exceeds a
        limit."""
        return allowed(await pooling.claim(self._env, lead_id, by))

    async def claim_many(self, lead_ids: Iterable[str], *, by: str) -> AsyncIterator[Lead | LeadkitError]:
        """Take pooled leads one after the other, as `claim` would. Yields one outcome for each, in their order: the
        lead, or the error that `claim` would have raised."""
        for lead_id in lead_ids:
            try:
                yield await self.claim(lead_id, by=by)
            except LeadkitError as no:
                yield no

    async def give(self, lead_id: str, *, to: str, by: str | None = None, override: bool = False) -> Lead:
        """Hand a pooled lead to a member. by: an admin of the pool; `None`: the host vouches for it.

        It counts as nobody's claim. Raises `Refused` as `claim` does, but for the daily cap. override: past the limits
        of `to`, and although they had it a short time ago; the history says so.
        """
        return allowed(await pooling.give(self._env, lead_id, to, by, override=override))

    async def release(
        self, lead_id: str, *, reason: str, pool: str = "", by: str | None = None, note: str = ""
    ) -> Lead:
        """Put a lead in a pool, without an owner: this one, else where it came from, else the first that takes it.

        reason: one of the pool's return reasons, or any text where it has none; note: what else there is to say.
        by: the owner, or an admin of the pool that the lead is from; `None`: the host vouches for it.
        """
        return allowed(await pooling.release(self._env, lead_id, reason, pool, by, note))

    async def extend(self, lead_id: str, *, by: str, reason: str) -> Lead:
        """Protect a lead from being reclaimed for longer, by the length and as often as its pool allows. by: its owner,
        or an admin of its pool."""
        return allowed(await reclaiming.extend(self._env, lead_id, by, reason))

    async def explain(self, lead_id: str) -> Holding:
        """When which rule takes the lead from its owner if nothing else happens, and why; or why none does."""
        return await reclaiming.explained(self._env, lead_id)

    async def due(self, at: datetime | None = None, *, batch: int = 500) -> AsyncIterator[Holding]:
        """The leads that rules take, or whose owners are to be warned, by then; by lead. at: when, if not now (aware).

        Reads `batch` leads at a time, and writes nothing.
        """
        async for held in reclaiming.due(self._env, self._env.now() if at is None else utc(at), batch):
            yield held

    async def warn(self, *, batch: int = 500) -> AsyncIterator[Holding]:
        """Warn the owners who lose leads within the `warn_before` of the pool.

        Each warning is an event in its lead's history, and yielded after it was committed, for you to deliver; once,
        however often you ask. What moves the due time, such as a contact, makes room for another one.
        """
        async for held in reclaiming.warn(self._env, batch):
            yield held

    async def reclaim(self, *, batch: int = 500) -> AsyncIterator[Lead]:
        """Take the leads that are due from their owners, back into their pools. Each is yielded after it was committed.

        Closed and converted leads never are. Nothing runs by itself: ask once a day.
        """
        async for lead in reclaiming.reclaim(self._env, batch):
            yield lead
