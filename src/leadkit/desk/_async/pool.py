"""`desk.pool`: leads without an owner that people claim (公海)."""

from leadkit.desk.refusing import allowed
from leadkit.flows._async import assignment
from leadkit.flows._async.env import Env
from leadkit.model import Lead

__all__ = ["AsyncPool"]


class AsyncPool:
    """Pools of one desk; a pool is a name."""

    def __init__(self, env: Env) -> None:
        self._env = env

    async def release(self, lead_id: str, *, reason: str, pool: str = "public") -> Lead:
        """Put an owned lead back in a pool."""
        return allowed(await assignment.release(self._env, lead_id, reason, pool))

    async def claim(self, lead_id: str, *, by: str) -> Lead:
        """Take a pooled lead. Raises `Refused` if it is in no pool, or not any more: one of two claimers wins."""
        return allowed(await assignment.claim(self._env, lead_id, by))

    async def leads(self, pool: str = "public") -> tuple[Lead, ...]:
        """The leads waiting in a pool, oldest first."""
        async with self._env.store.begin() as work:
            return tuple([lead async for lead in work.leads.where(pool=pool)])
