"""Every policy of every step as one frozen value. Change one with `attrs.evolve(playbook, …)`."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import field, frozen
from attrs import fields as attrs_fields

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.statemachine import BoundMachine, Guard, StateMachine
from leadkit.machines.lead import LEAD, LeadGuard
from leadkit.machines.lifecycle import LIFECYCLE
from leadkit.machines.opportunity import DEFAULT_PIPELINE, Pipeline
from leadkit.machines.quote import QUOTE
from leadkit.model import Customer, Lead, Opportunity, Quote
from leadkit.steps.assignment import AssignmentPolicy, owned
from leadkit.steps.capture import CapturePolicy
from leadkit.steps.cleansing import CleansingPolicy
from leadkit.steps.conversion import ConversionPolicy, identified, reachable
from leadkit.steps.dedup import DuplicatePolicy
from leadkit.steps.followup import FollowUpPolicy
from leadkit.steps.lifecycle import LifecyclePolicy
from leadkit.steps.merging import MergePolicy
from leadkit.steps.pipeline import LOST_REASONS, LostReason, Offer, QuotePolicy
from leadkit.steps.pool import Pool
from leadkit.steps.scoring import RuleScorer, Scorer

__all__ = ["GUARDS", "PUBLIC", "Playbook"]

#: The pool that is meant where nobody names one, as long as the playbook has none.
PUBLIC = "public"

#: Guard name → function, for every guard that our tables name.
GUARDS: Mapping[str, Guard] = FrozenDict(
    {LeadGuard.OWNED: owned, LeadGuard.REACHABLE: reachable, LeadGuard.IDENTIFIED: identified}
)


def _guards(guards: Mapping[str, Guard]) -> FrozenDict[str, Guard]:
    return FrozenDict(guards)


@frozen(slots=False)
class Playbook:
    """How a business works its leads.

    scorer, duplicates.strategy, assignment.strategy, customers.strategy: plug-ins, objects with one method. pipelines:
    the first one is used where none is named. pools: the same; until there are some, any name is one, open to
    everybody. lost_reasons: why deals are lost. offers: our products, and the needs they answer. guards: functions by
    name, over or beside ours. A machine that names a guard nobody gave raises `InvalidMachine` here, when the playbook
    is built.
    """

    capture: CapturePolicy = field(factory=CapturePolicy)
    cleansing: CleansingPolicy = field(factory=CleansingPolicy)
    duplicates: DuplicatePolicy = field(factory=DuplicatePolicy)
    scorer: Scorer = field(factory=RuleScorer)
    assignment: AssignmentPolicy = field(factory=AssignmentPolicy)
    follow_up: FollowUpPolicy = field(factory=FollowUpPolicy)
    merging: MergePolicy = field(factory=MergePolicy)
    conversion: ConversionPolicy = field(factory=ConversionPolicy)
    customers: LifecyclePolicy = field(factory=LifecyclePolicy)
    pools: tuple[Pool, ...] = field(default=(), converter=tuple[Pool, ...])
    pipelines: tuple[Pipeline, ...] = field(default=(DEFAULT_PIPELINE,), converter=tuple[Pipeline, ...])
    lost_reasons: tuple[LostReason, ...] = field(default=LOST_REASONS, converter=tuple[LostReason, ...])
    quoting: QuotePolicy = field(factory=QuotePolicy)
    offers: tuple[Offer, ...] = field(default=(), converter=tuple[Offer, ...])
    lead_machine: StateMachine = LEAD
    quote_machine: StateMachine = QUOTE
    lifecycle_machine: StateMachine = LIFECYCLE
    guards: Mapping[str, Guard] = field(factory=dict, converter=_guards)

    def __attrs_post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise InvalidPlaybook(faults)
        _ = self.lead, self.quote, self.lifecycle, [self.deal(pipeline.name) for pipeline in self.pipelines]

    @cached_property
    def lead(self) -> BoundMachine:
        """The lead machine with its guards."""
        return self.lead_machine.bind({**GUARDS, **self.guards})

    @cached_property
    def quote(self) -> BoundMachine:
        """The quote machine with its guards."""
        return self.quote_machine.bind(self.guards)

    @cached_property
    def lifecycle(self) -> BoundMachine:
        """The customer lifecycle with its guards."""
        return self.lifecycle_machine.bind(self.guards)

    def pipeline(self, name: str = "") -> Pipeline:
        """The pipeline of this name, the first one for a blank name. Raises `InvalidPlaybook` for an unknown one."""
        if not name:
            return self.pipelines[0]
        for pipeline in self.pipelines:
            if pipeline.name == name:
                return pipeline
        raise InvalidPlaybook([Problem("unknown_pipeline", "pipeline", f"no pipeline is called {name!r}")])

    def pool(self, name: str = "") -> Pool | None:
        """The pool of this name, the first one for a blank name; `None` when there is none."""
        if not self.pools:
            return Pool(name or PUBLIC)
        return next((pool for pool in self.pools if pool.name == name), None) if name else self.pools[0]

    def pool_of(self, lead: Lead) -> Pool | None:
        """The pool whose rules hold for the lead: that which it was in last, else the first that takes it."""
        home = self.pool(lead.home_pool) if lead.home_pool else None
        if home is None and not self.pools:
            return self.pool()
        return home or next((pool for pool in self.pools if pool.takes(lead)), None)

    @cached_property
    def _deals(self) -> dict[str, BoundMachine]:
        return {}

    def deal(self, name: str = "") -> BoundMachine:
        """The machine of a pipeline with its guards."""
        pipeline = self.pipeline(name)
        if pipeline.name not in self._deals:
            self._deals[pipeline.name] = pipeline.machine.bind(self.guards)
        return self._deals[pipeline.name]


def _faults(playbook: Playbook) -> Iterator[Problem]:
    """What is wrong with the parts as they stand together, all at once."""
    names = [pipeline.name for pipeline in playbook.pipelines]
    if not names or len(set(names)) < len(names):
        yield Problem("wrong_pipelines", "pipelines", "needs at least one pipeline, each name once")
    yield from _pool_faults(playbook)
    named = {
        "lost_reasons": [reason.code for reason in playbook.lost_reasons],
        "offers": [offer.product for offer in playbook.offers],
    }
    for what, given in named.items():
        for name in sorted({name for name in given if not name.strip() or given.count(name) > 1}):
            yield Problem("wrong_names", what, f"{name!r} is blank, or there twice")
    if not playbook.lost_reasons:
        yield Problem("no_lost_reasons", "lost_reasons", "needs at least one")
    plug_ins = {
        "scorer": (playbook.scorer, "score"),
        "duplicates.strategy": (playbook.duplicates.strategy, "judge"),
        "assignment.strategy": (playbook.assignment.strategy, "choose"),
        "customers.strategy": (playbook.customers.strategy, "classify"),
    }
    for field_name, (plug_in, method) in plug_ins.items():
        if isinstance(plug_in, type):
            yield Problem("not_a_plug_in", field_name, f"{plug_in.__name__} is a class; pass an object of it")
        elif not callable(getattr(plug_in, method, None)):
            yield Problem("not_a_plug_in", field_name, f"{type(plug_in).__name__} has no method {method}")
    for status in sorted(playbook.follow_up.status_limits.keys() - playbook.lead_machine.states.keys()):
        yield Problem("unknown_state", f"status_limits.{status}", f"{playbook.lead_machine.name} has no such state")
    if (care := playbook.customers.care) and playbook.follow_up.cadence_named(care) is None:
        yield Problem("unknown_cadence", "customers.care", f"no cadence is called {care!r}")
    machines = [(playbook.lead_machine, Lead), (playbook.quote_machine, Quote), (playbook.lifecycle_machine, Customer)]
    machines += [(pipeline.machine, Opportunity) for pipeline in playbook.pipelines]
    for machine, noun in machines:
        fields = {attribute.name for attribute in attrs_fields(noun)}
        fields |= {name for name, member in vars(noun).items() if isinstance(member, property)}
        for name in sorted({name for row in machine.transitions for name in row.requires} - fields):
            yield Problem("unknown_field", name, f"{machine.name} requires it, and {noun.__name__} has no such field")


def _pool_faults(playbook: Playbook) -> Iterator[Problem]:
    names, teams = [pool.name for pool in playbook.pools], {team.name for team in playbook.assignment.teams}
    if len(set(names)) < len(names):
        yield Problem("wrong_pools", "pools", "needs each name once")
    targets = {f"{pool.name}.{rule.name}.to": rule.to for pool in playbook.pools for rule in pool.reclaim}
    for path, name in {"assignment.overflow_pool": playbook.assignment.overflow_pool, **targets}.items():
        if name and names and name not in names:
            yield Problem("unknown_pool", path, f"no pool is called {name!r}")
    for pool in playbook.pools:
        for name in sorted({*pool.teams, *pool.visible_to} - teams):
            yield Problem("unknown_team", f"{pool.name}.{name}", "is not among the teams")
