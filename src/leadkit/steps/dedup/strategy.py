"""The learnt weights as a strategy for leads."""

from collections.abc import Iterable
from functools import cached_property

from attrs import field, frozen

from leadkit.model import Lead
from leadkit.steps.dedup.blocking import KEYS
from leadkit.steps.dedup.index import PlanKeys
from leadkit.steps.dedup.model import Model, default_model
from leadkit.steps.dedup.plan import Field, Kind, Plan, Record, plan
from leadkit.steps.dedup.verdicts import Match
from leadkit.steps.dedup.weighing import Weighed, weigh

__all__ = ["LEAD_PLAN", "Probabilistic", "lead_record"]

# Further e-mail addresses and phones of a lead are compared as well, each with each.
_SEVERAL = 3

LEAD_PLAN: Plan = plan([
    Field("given", Kind.GIVEN),
    Field("family", Kind.FAMILY),
    Field("name", Kind.FULL_NAME),
    *(Field(f"email_{at}", Kind.EMAIL) for at in range(_SEVERAL)),
    *(Field(f"phone_{at}", Kind.PHONE) for at in range(_SEVERAL)),
    Field("website", Kind.WEBSITE),
    Field("company", Kind.COMPANY),
    Field("job_title", Kind.JOB_TITLE),
    Field("street", Kind.STREET),
    Field("city", Kind.CITY),
    Field("postcode", Kind.POSTCODE),
    Field("region", Kind.REGION),
    Field("country", Kind.COUNTRY),
])  # fmt: skip


def lead_record(lead: Lead) -> Record:
    """A lead as a record of `LEAD_PLAN`."""
    emails = {f"email_{at}": email.address for at, email in enumerate(lead.emails[:_SEVERAL])}
    phones = {f"phone_{at}": phone.e164 or phone.raw for at, phone in enumerate(lead.phones[:_SEVERAL])}
    return {
        "given": lead.name.given,
        "family": lead.name.family,
        "name": lead.name.full,
        **emails,
        **phones,
        "website": lead.website,
        "company": lead.company,
        "job_title": lead.job_title,
        "street": lead.address.street,
        "city": lead.address.city,
        "postcode": lead.address.postal_code,
        "region": lead.address.region,
        "country": lead.address.country,
    }


# By what a store looks leads up beside exact contact details: what most duplicates share that share none of those.
_LOOKED_UP = frozenset(
    (
        "email.letters",
        "phone.ending",
        "given.form & family.form",
        "family.sound & given.sound",
        "family.form + company.form",
        "given.form + company.form",
        "family.form + domain.domain",
        "given.form + domain.domain",
    )
)


@frozen(slots=False)
class Probabilistic:
    """Weighs everything that two leads have, and looks them up by names, companies and mailboxes, too.

    model: over `LEAD_PLAN`; its default until one was learnt.
    """

    model: Model = field(factory=lambda: default_model(LEAD_PLAN))

    @cached_property
    def _looked_up(self) -> PlanKeys:
        return PlanKeys(self.model.plan, [key for key in KEYS if key.means in _LOOKED_UP])

    def keys(self, lead: Lead) -> Iterable[str]:
        """Digests that leads share which are worth a comparison."""
        return self._looked_up.digests(self.model.plan.facets(lead_record(lead)))

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        ours = self.model.plan.facets(lead_record(incoming))
        for candidate in candidates:
            weighed = weigh(ours, self.model.plan.facets(lead_record(candidate)), self.model)
            yield Match(candidate.id, weighed.verdict, sentences(weighed))


def sentences(weighed: Weighed) -> tuple[str, ...]:
    """What speaks for it, the strongest first."""
    strongest = sorted(weighed.reasons, key=lambda reason: -reason.bits)
    return tuple(
        f"{reason.means} ({reason.bits:+.1f})" for reason in strongest if reason.about != "prior" and reason.bits > 0
    )
