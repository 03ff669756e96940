"""`desk.reports`: the figures, as plain values."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from leadkit.flows._async.backtesting import backtested
from leadkit.flows._async.env import Env
from leadkit.flows._async.reports import as_folded, campaigns_of, counted, learnt
from leadkit.flows._async.reviewing import compared
from leadkit.kernel.money import Money
from leadkit.model import Priority
from leadkit.model.events import Event
from leadkit.playbook import Playbook
from leadkit.steps import analytics
from leadkit.steps.analytics import (
    HALF_LIFE,
    Accuracy,
    Attribution,
    AttributionModel,
    Cohort,
    CustomerFigures,
    Customers,
    Deals,
    FactorRow,
    Factors,
    Forecast,
    Funnel,
    Journeys,
    Latest,
    Overview,
    PipelineStep,
    PoolFlows,
    PoolRow,
    QualityRow,
    ReasonRow,
    ResponseRow,
    Responses,
    Review,
    SalesRow,
    SourceContrast,
    SourceRow,
    Touches,
    Velocity,
    WorkloadRow,
)
from leadkit.steps.conversion import OutcomeRow, outcomes
from leadkit.steps.scoring import Backtest, Scorer

__all__ = ["AsyncReports"]

_YEAR = timedelta(days=365)


class AsyncReports:
    """Reports of one desk. Each reads the store as it is now, once; the definitions stand in
    `leadkit.steps.analytics.DEFINITIONS`, and each figure has its own as `definition`."""

    def __init__(self, env: Env) -> None:
        self._env = env

    def _journeys(self) -> Journeys:
        return Journeys(self._env.playbook.lead_machine.states)

    async def overview(self) -> Overview:
        """The figures that say at a glance how things stand, as of the latest event."""
        journeys, deals, latest = self._journeys(), Deals(), Latest()
        await as_folded(self._env, journeys, deals, latest)
        census, campaigns = await counted(self._env), await campaigns_of(self._env)
        return analytics.overview_of(census, journeys, deals, latest.at, campaigns)

    async def funnel(self) -> Funnel:
        """How many leads ever reached each stage, what became of the others, and how long it took."""
        journeys, deals = self._journeys(), Deals()
        return analytics.funnel(journeys, deals, await as_folded(self._env, journeys, deals))

    async def cohorts(self, *, by: str = "month", zone: str = "UTC") -> tuple[Cohort, ...]:
        """The leads by when they came in: by "week", "month", "quarter" or "year" of this zone. Raises
        `InvalidRecord`."""
        journeys, deals = self._journeys(), Deals()
        return analytics.cohorts(journeys, deals, await as_folded(self._env, journeys, deals), by=by, zone=zone)

    async def channels(self) -> tuple[SourceRow, ...]:
        """Leads, quality, conversion, revenue and cost by channel, most leads first."""
        journeys, deals = self._journeys(), Deals()
        await as_folded(self._env, journeys, deals)
        return analytics.channels(journeys, deals, await campaigns_of(self._env))

    async def campaigns(self) -> tuple[SourceRow, ...]:
        """The same by campaign."""
        journeys, deals = self._journeys(), Deals()
        await as_folded(self._env, journeys, deals)
        return analytics.campaigns(journeys, deals, await campaigns_of(self._env))

    async def contrasts(self) -> tuple[SourceContrast, ...]:
        """The conversion of every two channels beside each other, the surest difference first."""
        return analytics.contrasts(await self.channels())

    async def attribution(
        self, model: AttributionModel | str = AttributionModel.LINEAR, *, half_life: timedelta = HALF_LIFE
    ) -> Attribution:
        """Which channels the sales are owed to, by this model. Raises `InvalidRecord`."""
        journeys, touches, deals = self._journeys(), Touches(), Deals()
        await as_folded(self._env, journeys, touches, deals)
        return analytics.attribution(analytics.paths(journeys, touches, deals), model, half_life=half_life)

    async def responses(self) -> tuple[ResponseRow, ...]:
        """How soon people are assigned, first contacted, answered and followed up, and whether it was in time: of
        everybody, by team and by person."""
        policy = self._env.playbook.follow_up

        def assign_due(since: datetime, team: str | None) -> datetime:
            return policy.later(since, policy.assign_within, policy.calendar_of(None, team))

        journeys, found = self._journeys(), Responses(self._env.playbook.lead_machine.states, assign_due)
        return analytics.responses(found, journeys, await as_folded(self._env, journeys, found))

    async def workload(self) -> tuple[WorkloadRow, ...]:
        """The leads that each person owns today."""
        journeys, deals = self._journeys(), Deals()
        await as_folded(self._env, journeys, deals)
        return analytics.workload(journeys, analytics.wins(journeys, deals))

    async def pools(self) -> tuple[PoolRow, ...]:
        """What flows into each pool and out of it."""
        journeys, flows = self._journeys(), PoolFlows()
        return analytics.pools(flows, journeys, await as_folded(self._env, journeys, flows))

    async def disqualified_reasons(self) -> tuple[ReasonRow, ...]:
        """Why the leads that stand lost are lost, most first."""
        journeys = self._journeys()
        await as_folded(self._env, journeys)
        return analytics.disqualified_reasons(journeys)

    async def lost_reasons(self) -> tuple[ReasonRow, ...]:
        """Why the deals that stand lost were lost, most first."""
        return analytics.lost_reasons((await self._deals())[0])

    async def sales(self) -> tuple[SalesRow, ...]:
        """Win rate, cycle and deal size: of everybody, then by person."""
        return analytics.sales(*await self._deals())

    async def velocity(self) -> tuple[Velocity, ...]:
        """What the pipeline earns a day, by currency."""
        return analytics.velocity((await self._deals())[0])

    async def pipeline_funnel(self, pipeline: str = "") -> tuple[PipelineStep, ...]:
        """How many deals came to each stage of this pipeline. Raises `InvalidPlaybook` for an unknown one."""
        line = self._env.playbook.pipeline(pipeline)
        deals, as_of = await self._deals()
        return analytics.pipeline_funnel(deals, line, as_of)

    async def forecast(self, as_of: datetime | None = None, *, zone: str = "UTC") -> Forecast:
        """What the open deals are likely to bring, by month; of the past as it would have been told then."""
        deals, now = await self._deals(as_of)
        return analytics.forecast(deals, self._env.playbook.pipelines, as_of or now, zone=zone)

    async def accuracy(self, snapshot: Forecast, *, zone: str = "UTC") -> tuple[Accuracy, ...]:
        """The months of a forecast of the past beside what was won in them by now."""
        deals, now = await self._deals()
        return analytics.accuracy(snapshot, deals, now, zone=zone)

    async def _deals(self, until: datetime | None = None) -> tuple[Deals, datetime]:
        deals = Deals(until)
        return deals, await as_folded(self._env, deals)

    async def customers(self, *, period: timedelta = _YEAR) -> CustomerFigures:
        """Repurchase, retention, churn and win-back. period: of retention."""
        customers = Customers()
        return analytics.customer_figures(customers, await as_folded(self._env, customers), period=period)

    async def factors(self) -> tuple[FactorRow, ...]:
        """Which attributes and early behaviours go with conversion, the surest first."""
        journeys, found = self._journeys(), Factors()
        return analytics.factors(found, journeys, await as_folded(self._env, journeys, found))

    async def compare(self, first: Playbook, second: Playbook, events: Iterable[Event] | None = None) -> Review:
        """What would have changed under the second playbook: the history of the store, or these events, judged by
        both. Every lead is kept in memory while it runs."""
        return await compared(self._env, first, second, events)

    async def priorities(self) -> dict[Priority, int]:
        """Leads by priority."""
        return (await counted(self._env)).priorities

    async def grades(self) -> dict[str, int]:
        """Leads by grade, `A1` first."""
        return (await counted(self._env)).grades

    async def statuses(self) -> dict[str, int]:
        """Leads by status, most first."""
        return (await counted(self._env)).statuses

    async def quality(self) -> tuple[QualityRow, ...]:
        """What is missing or wrong in the leads, worst first."""
        return (await counted(self._env)).quality

    async def weighted_pipeline(self) -> tuple[Money, ...]:
        """Amount × probability of the open deals, by currency."""
        return analytics.weighted_pipeline((await self._deals())[0])

    async def outcomes(self, by: str = "campaign") -> tuple[OutcomeRow, ...]:
        """What the deals of the leads came to, by `"campaign"` or `"channel"`, most won first."""
        return outcomes(*await learnt(self._env), by)

    async def backtest(
        self, scorer: Scorer | None = None, *, age: timedelta | None = None, batch: int = 500
    ) -> Backtest:
        """How well a scorer, the playbook's if not given, would have told which of the store's leads were won.

        Each lead that was won or lost is scored as its history tells it at the moment before that, or `age` after it
        came; those that were decided sooner are left out. Open leads are not lost: nothing is said of them. Nothing is
        saved; `batch` leads are read at a time. Raises what the scorer raises.
        """
        return await backtested(self._env, scorer or self._env.playbook.scorer, age, batch)
