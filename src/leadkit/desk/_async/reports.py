"""`desk.reports`: the figures, as plain values."""

from datetime import timedelta

from leadkit.flows._async.backtesting import backtested
from leadkit.flows._async.env import Env
from leadkit.flows._async.reports import gathered
from leadkit.kernel.money import Money
from leadkit.model import Priority
from leadkit.steps import analytics
from leadkit.steps.analytics import ChannelRow, FunnelStep, Overview, QualityRow
from leadkit.steps.conversion import OutcomeRow, outcomes
from leadkit.steps.scoring import Backtest, Scorer

__all__ = ["AsyncReports"]


class AsyncReports:
    """Reports of one desk. Each reads the store as it is now; the definitions stand in `leadkit.steps.analytics`."""

    def __init__(self, env: Env) -> None:
        self._env = env

    async def overview(self) -> Overview:
        """Every figure at once, over one reading of the store."""
        material = await gathered(self._env)
        return analytics.overview(material.leads, material.deals, material.events)

    async def funnel(self) -> tuple[FunnelStep, ...]:
        """How many leads ever reached each stage."""
        material = await gathered(self._env)
        return analytics.funnel(material.events, material.deals)

    async def channels(self) -> tuple[ChannelRow, ...]:
        """Leads, quality and conversion by channel, most leads first."""
        material = await gathered(self._env)
        return analytics.channels(material.leads, material.events, material.deals)

    async def priorities(self) -> dict[Priority, int]:
        """Leads by priority."""
        return analytics.priorities((await gathered(self._env)).leads)

    async def grades(self) -> dict[str, int]:
        """Leads by grade, `A1` first."""
        return analytics.grades((await gathered(self._env)).leads)

    async def statuses(self) -> dict[str, int]:
        """Leads by status, most first."""
        return analytics.statuses((await gathered(self._env)).leads)

    async def quality(self) -> tuple[QualityRow, ...]:
        """What is missing or wrong in the leads, worst first."""
        return analytics.quality((await gathered(self._env)).leads)

    async def weighted_pipeline(self) -> tuple[Money, ...]:
        """Amount × probability of the open deals, by currency."""
        return analytics.weighted_pipeline((await gathered(self._env)).deals)

    async def outcomes(self, by: str = "campaign") -> tuple[OutcomeRow, ...]:
        """What the deals of the leads came to, by `"campaign"` or `"channel"`, most won first."""
        material = await gathered(self._env)
        return outcomes(material.leads, material.events, by)

    async def backtest(
        self, scorer: Scorer | None = None, *, age: timedelta | None = None, batch: int = 500
    ) -> Backtest:
        """How well a scorer, the playbook's if not given, would have told which of the store's leads were won.

        Each lead that was won or lost is scored as its history tells it at the moment before that, or `age` after it
        came; those that were decided sooner are left out. Open leads are not lost: nothing is said of them. Nothing is
        saved; `batch` leads are read at a time. Raises what the scorer raises.
        """
        return await backtested(self._env, scorer or self._env.playbook.scorer, age, batch)
