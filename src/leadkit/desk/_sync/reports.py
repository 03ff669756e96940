# Derived from src/leadkit/desk/_async/reports.py by tools/twins.py; edit that file.
"""`desk.reports`: the figures, as plain values."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from leadkit.flows._sync.backtesting import backtested
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.reports import as_folded, campaigns_of, counted, learnt
from leadkit.flows._sync.reviewing import compared
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

__all__ = ["Reports"]

_YEAR = timedelta(days=365)


class Reports:
    """Reports of one desk. Each reads the store as it is now, once; the definitions stand in
    `leadkit.steps.analytics.DEFINITIONS`, and each figure has its own as `definition`."""

    def __init__(self, env: Env) -> None:
        self._env = env

    def _journeys(self) -> Journeys:
        return Journeys(self._env.playbook.lead_machine.states)

    def overview(self) -> Overview:
        """The figures that say at a glance how things stand, as of the latest event."""
        journeys, deals, latest = self._journeys(), Deals(), Latest()
        as_folded(self._env, journeys, deals, latest)
        census, campaigns = counted(self._env), campaigns_of(self._env)
        return analytics.overview_of(census, journeys, deals, latest.at, campaigns)

    def funnel(self) -> Funnel:
        """How many leads ever reached each stage, what became of the others, and how long it took."""
        journeys, deals = self._journeys(), Deals()
        return analytics.funnel(journeys, deals, as_folded(self._env, journeys, deals))

    def cohorts(self, *, by: str = "month", zone: str = "UTC") -> tuple[Cohort, ...]:
        """The leads by when they came in: by "week", "month", "quarter" or "year" of this zone. Raises
        `InvalidRecord`."""
        journeys, deals = self._journeys(), Deals()
        return analytics.cohorts(journeys, deals, as_folded(self._env, journeys, deals), by=by, zone=zone)

    def channels(self) -> tuple[SourceRow, ...]:
        """Leads, quality, conversion, revenue and cost by channel, most leads first."""
        journeys, deals = self._journeys(), Deals()
        as_folded(self._env, journeys, deals)
        return analytics.channels(journeys, deals, campaigns_of(self._env))

    def campaigns(self) -> tuple[SourceRow, ...]:
        """The same by campaign."""
        journeys, deals = self._journeys(), Deals()
        as_folded(self._env, journeys, deals)
        return analytics.campaigns(journeys, deals, campaigns_of(self._env))

    def contrasts(self) -> tuple[SourceContrast, ...]:
        """The conversion of every two channels beside each other, the surest difference first."""
        return analytics.contrasts(self.channels())

    def attribution(
        self, model: AttributionModel | str = AttributionModel.LINEAR, *, half_life: timedelta = HALF_LIFE
    ) -> Attribution:
        """Which channels the sales are owed to, by this model. Raises `InvalidRecord`."""
        journeys, touches, deals = self._journeys(), Touches(), Deals()
        as_folded(self._env, journeys, touches, deals)
        return analytics.attribution(analytics.paths(journeys, touches, deals), model, half_life=half_life)

    def responses(self) -> tuple[ResponseRow, ...]:
        """How soon people are assigned, first contacted, answered and followed up, and whether it was in time: of
        everybody, by team and by person."""
        policy = self._env.playbook.follow_up

        def assign_due(since: datetime, team: str | None) -> datetime:
            return policy.later(since, policy.assign_within, policy.calendar_of(None, team))

        journeys, found = self._journeys(), Responses(self._env.playbook.lead_machine.states, assign_due)
        return analytics.responses(found, journeys, as_folded(self._env, journeys, found))

    def workload(self) -> tuple[WorkloadRow, ...]:
        """The leads that each person owns today."""
        journeys, deals = self._journeys(), Deals()
        as_folded(self._env, journeys, deals)
        return analytics.workload(journeys, analytics.wins(journeys, deals))

    def pools(self) -> tuple[PoolRow, ...]:
        """What flows into each pool and out of it."""
        journeys, flows = self._journeys(), PoolFlows()
        return analytics.pools(flows, journeys, as_folded(self._env, journeys, flows))

    def disqualified_reasons(self) -> tuple[ReasonRow, ...]:
        """Why the leads that stand lost are lost, most first."""
        journeys = self._journeys()
        as_folded(self._env, journeys)
        return analytics.disqualified_reasons(journeys)

    def lost_reasons(self) -> tuple[ReasonRow, ...]:
        """Why the deals that stand lost were lost, most first."""
        return analytics.lost_reasons((self._deals())[0])

    def sales(self) -> tuple[SalesRow, ...]:
        """Win rate, cycle and deal size: of everybody, then by person."""
        return analytics.sales(*self._deals())

    def velocity(self) -> tuple[Velocity, ...]:
        """What the pipeline earns a day, by currency."""
        return analytics.velocity((self._deals())[0])

    def pipeline_funnel(self, pipeline: str = "") -> tuple[PipelineStep, ...]:
        """How many deals came to each stage of this pipeline. Raises `InvalidPlaybook` for an unknown one."""
        line = self._env.playbook.pipeline(pipeline)
        deals, as_of = self._deals()
        return analytics.pipeline_funnel(deals, line, as_of)

    def forecast(self, as_of: datetime | None = None, *, zone: str = "UTC") -> Forecast:
        """What the open deals are likely to bring, by month; of the past as it would have been told then."""
        deals, now = self._deals(as_of)
        return analytics.forecast(deals, self._env.playbook.pipelines, as_of or now, zone=zone)

    def accuracy(self, snapshot: Forecast, *, zone: str = "UTC") -> tuple[Accuracy, ...]:
        """The months of a forecast of the past beside what was won in them by now."""
        deals, now = self._deals()
        return analytics.accuracy(snapshot, deals, now, zone=zone)

    def _deals(self, until: datetime | None = None) -> tuple[Deals, datetime]:
        deals = Deals(until)
        return deals, as_folded(self._env, deals)

    def customers(self, *, period: timedelta = _YEAR) -> CustomerFigures:
        """Repurchase, retention, churn and win-back. period: of retention."""
        customers = Customers()
        return analytics.customer_figures(customers, as_folded(self._env, customers), period=period)

    def factors(self) -> tuple[FactorRow, ...]:
        """Which attributes and early behaviours go with conversion, the surest first."""
        journeys, found = self._journeys(), Factors()
        return analytics.factors(found, journeys, as_folded(self._env, journeys, found))

    def compare(self, first: Playbook, second: Playbook, events: Iterable[Event] | None = None) -> Review:
        """What would have changed under the second playbook: the history of the store, or these events, judged by
        both. Every lead is kept in memory while it runs."""
        return compared(self._env, first, second, events)

    def priorities(self) -> dict[Priority, int]:
        """Leads by priority."""
        return (counted(self._env)).priorities

    def grades(self) -> dict[str, int]:
        """Leads by grade, `A1` first."""
        return (counted(self._env)).grades

    def statuses(self) -> dict[str, int]:
        """Leads by status, most first."""
        return (counted(self._env)).statuses

    def quality(self) -> tuple[QualityRow, ...]:
        """What is missing or wrong in the leads, worst first."""
        return (counted(self._env)).quality

    def weighted_pipeline(self) -> tuple[Money, ...]:
        """Amount × probability of the open deals, by currency."""
        return analytics.weighted_pipeline((self._deals())[0])

    def outcomes(self, by: str = "campaign") -> tuple[OutcomeRow, ...]:
        """What the deals of the leads came to, by `"campaign"` or `"channel"`, most won first."""
        return outcomes(*learnt(self._env), by)

    def backtest(self, scorer: Scorer | None = None, *, age: timedelta | None = None, batch: int = 500) -> Backtest:
        """How well a scorer, the playbook's if not given, would have told which of the store's leads were won.

        Each lead that was won or lost is scored as its history tells it at the moment before that, or `age` after it
        came; those that were decided sooner are left out. Open leads are not lost: nothing is said of them. Nothing is
        saved; `batch` leads are read at a time. Raises what the scorer raises.
        """
        return backtested(self._env, scorer or self._env.playbook.scorer, age, batch)
