# Derived from src/leadkit/desk/_async/pool.py by tools/twins.py; edit that file.
"""`desk.pool`: leads without an owner that people claim (公海)."""

from leadkit.desk.refusing import allowed
from leadkit.flows._sync import assignment
from leadkit.flows._sync.env import Env
from leadkit.model import Lead

__all__ = ["Pool"]


class Pool:
    """Pools of one desk; a pool is a name."""

    def __init__(self, env: Env) -> None:
        self._env = env

    def release(self, lead_id: str, *, reason: str, pool: str = "public") -> Lead:
        """Put an owned lead back in a pool."""
        return allowed(assignment.release(self._env, lead_id, reason, pool))

    def claim(self, lead_id: str, *, by: str) -> Lead:
        """Take a pooled lead. Raises `Refused` if it is in no pool, or not any more: one of two claimers wins."""
        return allowed(assignment.claim(self._env, lead_id, by))

    def leads(self, pool: str = "public") -> tuple[Lead, ...]:
        """The leads waiting in a pool, oldest first."""
        with self._env.store.begin() as work:
            return tuple([lead for lead in work.leads.where(pool=pool)])
