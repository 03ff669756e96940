"""The weights as a strategy for leads; what a desk uses unless it is told otherwise."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from attrs import evolve, field, frozen

from leadkit.errors import InvalidPlaybook, Problem
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.text import is_han
from leadkit.lexicon.chinese_surnames import ChineseReader
from leadkit.model import Lead, PhoneNumber
from leadkit.steps.dedup.blocking import KEYS
from leadkit.steps.dedup.index import PlanKeys, Prepared
from leadkit.steps.dedup.levels import DIFFERENT, NEITHER
from leadkit.steps.dedup.model import Model, default_model
from leadkit.steps.dedup.plan import Field, Kind, Plan, Record, plan
from leadkit.steps.dedup.stories import STORIES
from leadkit.steps.dedup.verdicts import Match, Verdict
from leadkit.steps.dedup.weighing import Held, Weighed, weigh

__all__ = ["LEAD_PLAN", "OTHERS", "Probabilistic", "lead_model", "lead_plan", "lead_record"]

# Further e-mail addresses and phones of a lead are compared as well, each with each.
_SEVERAL = 6

_FIELDS = (
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
)


def lead_plan(chinese: ChineseReader | None = None) -> Plan:
    """What of leads is compared. chinese: who reads Chinese."""
    return plan(_FIELDS, chinese)


LEAD_PLAN: Plan = lead_plan()


#: How many other people are expected to have the very e-mail address or phone number of a lead: couples and assistants
#: share a mailbox, one lead in three thousand; one in a hundred gives a number that somebody else answers, too.
OTHERS: Mapping[str, float] = FrozenDict({"email": 1 / 3_000, "phone": 1 / 100})


def lead_model(rows: int = 10_000) -> Model:
    """Sound weights for leads while there is nothing to learn from. rows: how many leads are expected."""
    return evolve(default_model(LEAD_PLAN, rows), others=OTHERS)


def lead_record(lead: Lead) -> Record:
    """A lead as a record of `LEAD_PLAN`, without what is no e-mail address and no phone number."""
    emails = [email.address for email in lead.emails if email.valid][:_SEVERAL]
    phones = [_dialled(phone) for phone in lead.phones if phone.valid][:_SEVERAL]
    return {
        "given": lead.name.given,
        "family": lead.name.family,
        "name": lead.name.full,
        **{f"email_{at}": email for at, email in enumerate(emails)},
        **{f"phone_{at}": phone for at, phone in enumerate(phones)},
        "website": lead.website,
        "company": lead.company,
        "job_title": lead.job_title,
        "street": lead.address.street,
        "city": lead.address.city,
        "postcode": lead.address.postal_code,
        "region": lead.address.region,
        "country": lead.address.country,
    }


def _dialled(phone: PhoneNumber) -> str:
    """The number with its extension; thrice, so that the desk next door is no slip of the pen."""
    return phone.e164 + 3 * phone.extension


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


# Comparison and value → the family names of those who have it.
Sharers = Mapping[tuple[str, str], frozenset[str]]


@frozen(slots=False)
class Probabilistic:
    """Weighs everything that two leads have, and looks them up by names, companies and mailboxes, too.

    model: over `LEAD_PLAN`; sound guesses until one was learnt (`leadkit.contrib.dedup.learn_leads`).
    chinese: reads names in Chinese characters, so that 王小明 and Wang Xiaoming may agree, and so may 陳 and 陈
    (`leadkit.contrib.zh.Chinese()`); without it, names in different scripts say nothing.
    """

    model: Model = field(factory=lead_model)
    chinese: ChineseReader | None = None

    def __attrs_post_init__(self) -> None:
        if self.model.plan != LEAD_PLAN:
            raise InvalidPlaybook(
                [Problem("other_fields", "model", "was learnt over other fields than those of a lead")]
            )

    @cached_property
    def _looked_up(self) -> PlanKeys:
        return PlanKeys(self.model.plan, [key for key in KEYS if key.means in _LOOKED_UP])

    @cached_property
    def _facets(self) -> Callable[[tuple[str, ...]], Prepared]:
        """Whoever comes in is asked for twice, and a candidate as often as it is one."""
        made = lead_plan(self.chinese)
        return lru_cache(4096)(
            lambda cells: made.facets({each.name: cell for each, cell in zip(made.fields, cells, strict=True)})
        )

    def _prepared(self, lead: Lead) -> Prepared:
        """Its normal forms."""
        record = lead_record(lead)
        return self._facets(tuple(record.get(each.name, "") for each in _FIELDS))

    def keys(self, lead: Lead) -> Iterable[str]:
        """Digests that leads share which are worth a comparison."""
        return self._looked_up.digests(self._prepared(lead))

    def judge(self, incoming: Lead, candidates: tuple[Lead, ...]) -> Iterable[Match]:
        ours, *theirs = map(self._prepared, (incoming, *candidates))
        sharers = self._sharers([ours, *theirs])
        for candidate, other in zip(candidates, theirs, strict=True):
            weighed = weigh(ours, other, self.model, self._held(sharers, ours, other))
            yield Match(candidate.id, weighed.verdict, sentences(weighed))

    def _sharers(self, leads: Sequence[Prepared]) -> Sharers:
        """Which families have the same e-mail address or phone, of values that three leads have or more."""
        entries = self.model.plan.entries
        family = self.model.plan.at["family"]
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for prepared in leads:
            for entry, slots in zip(entries, prepared, strict=True):
                if entry.comparison.kind in self.model.others:
                    for form in {slot[0] for slot in slots if slot[0]}:
                        found[entry.name, form].append(prepared[family][0][0])
        return {value: frozenset(names) - {""} for value, names in found.items() if len(names) > 2}

    def _held(self, sharers: Sharers, a: Prepared, b: Prepared) -> Held:
        """How many have a value, as far as the names of those who have it tell: these two, and every other family.

        A name in two scripts may be one name, so the script with more of them counts.
        """
        family = self.model.plan.at["family"]
        pair = {prepared[family][0][0] for prepared in (a, b)}
        held: dict[str, dict[str, int]] = {}
        for (entry, form), names in sharers.items():
            han = sum(map(is_han, names - pair))
            held.setdefault(entry, {})[form] = 2 + max(han, len(names - pair) - han)
        return held


def sentences(weighed: Weighed) -> tuple[str, ...]:
    """What speaks for it, the strongest first; where somebody has to look, also what speaks against it, and what else
    would explain what they share."""
    strongest = sorted(weighed.reasons, key=lambda reason: -abs(reason.bits))
    told = [reason for reason in strongest if reason.about != "prior"]
    look = weighed.verdict is Verdict.REVIEW
    found = [
        reason
        for reason in told
        if reason.level not in (DIFFERENT, NEITHER) and (reason.bits > 0 or (look and reason.bits == 0))
    ]
    found += [reason for reason in told if look and reason.bits < 0]
    otherwise = [f"or {story.means}" for story in STORIES if look and story.name == weighed.instead and story.about]
    return (*(f"{reason.means} ({reason.bits:+.1f})" for reason in found), *otherwise)
