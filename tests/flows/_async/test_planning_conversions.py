"""A conversion looked at before it is done: who it may be, what becomes of each field, and what stands in the way."""

import pytest

from leadkit import Money, NotFound, Refused
from leadkit.errors import IdempotencyConflict
from leadkit.model import Call, Channel, Note
from leadkit.model.events import LeadConverted, PluginFailed
from leadkit.serialization import from_json, to_json
from leadkit.steps.conversion import ConversionPolicy, Row

ANN = {"name": "Ann Lee", "email": "ann@example.com", "company": "Acme"}


async def qualified(desk, **inquiry):
    lead = (await desk.leads.capture(**{**ANN, **inquiry})).lead
    await desk.leads.assign(lead.id, to="li")
    return await desk.leads.qualify(lead.id, budget=Money(5, "EUR"))


def told(plan):
    return {(each.name, each.target): str(each.outcome) for each in plan.fields}


def records(plan):
    return [(each.noun, str(each.action), each.id) for each in plan.records]


async def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


async def everything(desk):
    async with desk.store.begin() as work:
        return [
            [noun async for noun in nouns.all()]
            for nouns in (work.leads, work.contacts, work.customers, work.opportunities, work.receipts, work.events)
        ]


async def test_a_plan_names_what_becomes_of_every_field_and_writes_nothing(desk):
    lead = await qualified(desk, notes="call me", extra={"colour": "red"}, website="acme.com")
    await desk.leads.change(lead.id, tags=("vip",), needs=("ERP",))
    before = await everything(desk)
    plan = await desk.leads.plan_conversion(lead.id)
    assert await everything(desk) == before
    assert plan.ready
    assert plan.unmapped == ("needs", "tags")
    assert told(plan) == {
        ("name", "contact.name"): "filled",
        ("company", "customer.name"): "filled",
        ("emails", "contact.emails"): "filled",
        ("website", "customer.website"): "filled",
        ("needs", ""): "unmapped",
        ("budget", "opportunity.amount"): "filled",
        ("tags", ""): "unmapped",
        ("notes", "contact.notes"): "filled",
        ("owner", "customer.owner"): "filled",
        ("owner", "opportunity.owner"): "filled",
        ("extra.colour", "contact.extra.colour"): "filled",
    }
    assert records(plan) == [("customer", "create", None), ("contact", "create", None), ("opportunity", "create", None)]
    assert [each.title for each in plan.records] == ["Acme", "Ann Lee", "Acme"]
    assert "ann@example.com" not in repr(plan)
    assert "needs: unmapped" in plan.explain()


async def test_into_what_is_known_only_blanks_are_filled(desk):
    first = await desk.leads.convert((await qualified(desk)).id)
    lead = await qualified(desk, notes="two", job_title="CTO", company="ACME Inc", website="acme.com")
    plan = await desk.leads.plan_conversion(lead.id)
    assert records(plan)[:2] == [("customer", "link", first.customer.id), ("contact", "link", first.contact.id)]
    assert told(plan)["job_title", "contact.job_title"] == "filled"
    assert told(plan)["name", "contact.name"] == told(plan)["owner", "customer.owner"] == "kept"
    (company,) = [each for each in plan.fields if each.name == "company"]
    assert (company.outcome, company.told, company.before, company.after) == ("conflicting", "ACME Inc", "Acme", "Acme")
    second = await desk.leads.convert(plan)
    assert (second.customer.name, second.customer.website) == ("Acme", "https://acme.com")
    assert (second.contact.job_title, second.contact.notes) == ("CTO", "two")
    assert second.lead.company == "ACME Inc"


async def test_it_says_whom_the_lead_may_belong_to_and_why(desk):
    ann = await desk.leads.convert((await qualified(desk)).id)
    bob = await qualified(desk, name="Bob Ray", email="bob@example.com", company="ACME Inc.")
    plan = await desk.leads.plan_conversion(bob.id)
    (found,) = plan.candidates
    assert (found.noun, found.id, found.sure, found.because) == (
        "customer", ann.customer.id, False, ("it has the same name",),
    )  # fmt: skip
    chosen = await desk.leads.plan_conversion(bob.id, customer=ann.customer.id)
    assert records(chosen)[0] == ("customer", "link", ann.customer.id)
    deals = [each for each in chosen.candidates if each.noun == "opportunity"]
    assert [each.id for each in deals] == [ann.opportunity.id]
    again = await qualified(desk, notes="2")
    sure = [each for each in (await desk.leads.plan_conversion(again.id)).candidates if each.sure]
    assert [(each.noun, each.id) for each in sure] == [("contact", ann.contact.id), ("customer", ann.customer.id)]


async def test_a_policy_may_link_the_one_customer_of_the_same_name(make_desk):
    desk = make_desk(conversion=ConversionPolicy(link_same_company=True))
    ann = await desk.leads.convert((await qualified(desk)).id)
    bob = await desk.leads.convert((await qualified(desk, name="Bob Ray", email="bob@example.com")).id)
    assert bob.customer.id == ann.customer.id
    assert bob.contact.id != ann.contact.id
    assert [lead.id for lead in await desk.customers.leads(ann.customer.id)] == [ann.lead.id, bob.lead.id]


async def test_all_blockers_come_at_once(desk):
    ann = await desk.leads.convert((await qualified(desk)).id)
    bob = await desk.leads.convert((await qualified(desk, name="Bob Ray", email="bob@example.com")).id)
    await desk.opportunities.lose(bob.opportunity.id, reason="price")
    lead = (await desk.leads.capture(**ANN, notes="new")).lead
    plan = await desk.leads.plan_conversion(
        lead.id, contact=ann.contact.id, customer=bob.customer.id, opportunity=bob.opportunity.id, name="x"
    )
    assert [(problem.code, problem.field) for problem in plan.blockers] == [
        ("not_permitted", "trigger"),
        ("other_customer", "customer"),
        ("closed_deal", "opportunity"),
        ("unused_option", "name"),
    ]
    assert not plan.ready
    assert await refusal(desk.leads.convert, plan) == [(each.code, each.field) for each in plan.blockers]


async def test_what_hangs_on_the_lead_is_told(desk):
    lead = await qualified(desk, campaign="Spring")
    await desk.leads.record(lead.id, Call(result="keen"))
    await desk.leads.record(lead.id, Note("likes tea"))
    plan = await desk.leads.plan_conversion(lead.id)
    assert {each.what: each.count for each in plan.following} == {
        "activities": 1, "notes": 1, "follow_ups": 1, "campaigns": 1,
    }  # fmt: skip
    made = await desk.leads.convert(plan)
    assert [each.kind for each in await desk.contacts.activities(made.contact.id)] == ["call", "note"]
    assert await desk.customers.activities(made.customer.id) == await desk.leads.activities(lead.id)
    timeline = await desk.contacts.timeline(made.contact.id)
    assert {type(event).__name__ for event in timeline} >= {"LeadCaptured", "LeadConverted", "ContactCreated"}
    assert [event.at for event in timeline] == sorted(event.at for event in timeline)


async def test_contact_only_and_customer_only(desk):
    lead = await qualified(desk)
    made = await desk.leads.convert(lead.id, opportunity="none")
    assert (made.opportunity, made.lead.opportunity_id, made.lead.contact_id) == (None, None, made.contact.id)
    assert made.customer.stage == "potential"  # no deal, no intent
    assert (await desk.leads.history(lead.id))[-1].sentence() == "converted to contact and customer"
    again = await desk.leads.convert(lead.id)
    assert (again.repeated, again.opportunity) == (True, None)
    firm = await qualified(desk, name="", email="info@firm.example", company="Firm")
    made = await desk.leads.convert(firm.id, contact="none", opportunity="none")
    assert (made.contact, made.lead.contact_id, made.lead.customer_id) == (None, None, made.customer.id)
    assert await refusal(desk.leads.convert, (await qualified(desk, notes="3")).id, customer="none") == [
        ("missing_customer", "customer")
    ]


async def test_an_open_deal_can_be_taken_instead_of_a_new_one(desk):
    ann = await desk.leads.convert((await qualified(desk)).id)
    bob = await qualified(desk, name="Bob Ray", email="bob@example.com", interests=("crane",))
    made = await desk.leads.convert(bob.id, opportunity=ann.opportunity.id)
    assert (made.customer.id, made.opportunity.id) == (ann.customer.id, ann.opportunity.id)
    assert (made.opportunity.products, made.opportunity.lead_id) == (("crane",), ann.lead.id)
    await desk.opportunities.win(ann.opportunity.id)
    for lead in (ann.lead, bob):
        assert (await desk.leads.history(lead.id))[-1].sentence() == "the deal was won, 5.00 EUR"


async def test_an_owner_may_be_named_and_an_unknown_id_is_not_found(desk):
    lead = await qualified(desk)
    with pytest.raises(NotFound):
        await desk.leads.plan_conversion(lead.id, contact="nobody")
    made = await desk.leads.convert(lead.id, owner="mo")
    assert (made.lead.owner, made.customer.owner, made.opportunity.owner) == ("mo", "mo", "mo")


async def test_the_map_is_data(make_desk):
    rows = (Row("needs", "customer.persona"), Row("extra.code", "opportunity.extra.code"))
    desk = make_desk(conversion=ConversionPolicy().with_rows(*rows, without=["notes"]))
    lead = await qualified(desk, notes="n", extra={"code": 7, "colour": "red"})
    await desk.leads.change(lead.id, needs=("ERP", "CRM"))
    plan = await desk.leads.plan_conversion(lead.id)
    assert plan.unmapped == ("notes",)
    made = await desk.leads.convert(plan)
    assert (made.customer.persona, made.opportunity.extra, made.contact.extra) == (
        "ERP, CRM", {"code": 7}, {"colour": "red"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("survivorship", "emails", "title"),
    [
        ("fill_blanks", ["ann@example.com"], "CEO"),
        ("overwrite", ["ann@example.com", "ann@home.example"], "CTO"),
        ("join", ["ann@example.com", "ann@home.example"], "CEO"),
    ],
)
async def test_what_both_say_is_a_matter_of_policy(make_desk, survivorship, emails, title):
    desk = make_desk(conversion=ConversionPolicy(survivorship=survivorship))
    first = await desk.leads.convert((await qualified(desk, job_title="CEO")).id)
    lead = await qualified(desk, notes="2", job_title="CTO", email=("ann@example.com", "ann@home.example"))
    made = await desk.leads.convert(lead.id)
    assert made.contact.id == first.contact.id
    assert ([str(each) for each in made.contact.emails], made.contact.job_title) == (emails, title)
    stranger = (await desk.leads.capture(email="ann@home.example", name="Ann Lee", notes="3")).lead
    assert (stranger.contact_id == first.contact.id) or survivorship == "fill_blanks"


# --- keys, staleness, JSON ------------------------------------------------------------------------------------------


async def test_a_key_answers_its_first_outcome_and_another_key_is_refused(desk):
    lead = await qualified(desk)
    first = await desk.leads.convert(lead.id, key="k")
    before = await everything(desk)
    again = await desk.leads.convert(lead.id, key="k")
    assert (again.repeated, again.receipt, again.opportunity) == (True, first.receipt, first.opportunity)
    assert (await desk.leads.convert(lead.id)).receipt == first.receipt
    assert await refusal(desk.leads.convert, lead.id, key="other") == [("already_converted", "lead")]
    with pytest.raises(IdempotencyConflict):
        await desk.leads.convert(lead.id, key="k", name="something else")
    assert await everything(desk) == before
    plan = await desk.leads.plan_conversion(lead.id)
    assert [each.code for each in plan.blockers] == ["already_converted"]


async def test_a_plan_waits_as_json_and_is_refused_when_it_is_stale(desk):
    first = await desk.leads.convert((await qualified(desk)).id)
    lead = await qualified(desk, notes="2")
    plan = from_json(to_json(await desk.leads.plan_conversion(lead.id)))
    await desk.leads.change(lead.id, job_title="CTO")
    await desk.customers.change(first.customer.id, persona="careful")
    with pytest.raises(Refused) as caught:
        await desk.leads.convert(plan)
    assert [(each.code, each.field) for each in caught.value.problems] == [
        ("stale_plan", "lead"), ("stale_plan", "customer"),
    ]  # fmt: skip
    assert "changed job_title" in caught.value.problems[0].message
    fresh = from_json(to_json(await desk.leads.plan_conversion(lead.id)))
    assert (await desk.leads.convert(fresh)).contact.job_title == "CTO"
    assert await refusal(desk.leads.convert, fresh, name="x") == [("planned_already", "name")]


async def test_a_plan_is_stale_when_the_person_became_known_meanwhile(desk):
    one, other = await qualified(desk), await qualified(desk, email="lee@example.org", company="", notes="x")
    await desk.leads.change(other.id, emails=(*other.emails, *one.emails))
    plan = await desk.leads.plan_conversion(other.id)
    await desk.leads.convert(one.id)
    assert ("stale_plan", "contact") in await refusal(desk.leads.convert, plan)


# --- many at once ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("all_or_none", [False, True])
async def test_many_have_one_outcome_each(desk, all_or_none):
    leads = [await qualified(desk, email=f"{name}@{name}.example", name=name) for name in ("ada", "bea")]
    new = (await desk.leads.capture(name="Eve", email="eve@example.org")).lead
    plans = [await desk.leads.plan_conversion(lead.id) for lead in (leads[0], new, leads[1])]
    outcomes = await desk.leads.convert_many([("a", plans[0]), plans[1], plans[2].lead_id], all_or_none=all_or_none)
    codes = [getattr(outcome, "problems", [None])[0] for outcome in outcomes]
    assert [code and code.code for code in codes] == (
        ["not_all", "not_permitted", "not_all"] if all_or_none else [None, "not_permitted", None]
    )
    assert len(await desk.opportunities.all()) == (0 if all_or_none else 2)
    done = await desk.leads.convert_many([("a", plans[0]), plans[2]], all_or_none=True)
    assert [outcome.repeated for outcome in done] == [not all_or_none, not all_or_none]
    assert len(await desk.opportunities.all()) == 2


# --- files ----------------------------------------------------------------------------------------------------------


class Files:
    def __init__(self):
        self.linked, self.broken = {}, False

    async def link(self, lead_id, records, *, dry_run):
        if self.broken:
            raise OSError("ann@example.com")
        if not dry_run:
            self.linked[lead_id] = dict(records)
        return ["offer.pdf"]


async def test_files_go_along_through_a_port(desk):
    lead, files = await qualified(desk), Files()
    plan = await desk.leads.plan_conversion(lead.id, files=files)
    assert [each.names for each in plan.following if each.what == "files"] == [("offer.pdf",)]
    assert files.linked == {}
    made = await desk.leads.convert(plan, files=files)
    assert files.linked == {
        lead.id: {"customer": made.customer.id, "contact": made.contact.id, "opportunity": made.opportunity.id}
    }
    await desk.leads.revert(made.receipt, reason="oops", files=files)
    assert files.linked == {lead.id: {}}


async def test_a_port_that_fails_is_reported_and_stops_nothing(desk):
    lead, files = await qualified(desk), Files()
    files.broken = True
    plan = await desk.leads.plan_conversion(lead.id, files=files)
    assert "failed (OSError)" in plan.following[-1].fate
    made = await desk.leads.convert(plan, files=files)
    *_, converted, failed = await desk.leads.history(lead.id)
    assert (type(converted), type(failed), failed.error) == (LeadConverted, PluginFailed, "OSError")
    assert made.lead == await desk.leads.get(lead.id)


# --- the closed loop ------------------------------------------------------------------------------------------------


async def test_what_the_deal_comes_to_flows_back(desk):
    won = await desk.leads.convert((await qualified(desk, campaign="Spring")).id)
    lost = await qualified(desk, name="Bob Ray", email="bob@b.example", campaign="Spring", channel=Channel.EXHIBITION)
    lost = await desk.leads.convert(lost.id)
    await desk.opportunities.win(won.opportunity.id)
    await desk.opportunities.lose(lost.opportunity.id, reason="price")
    (spring,) = await desk.reports.outcomes()
    assert (spring.name, spring.leads, spring.won, spring.lost) == ("Spring", 2, 1, 1)
    assert (spring.revenue, spring.reasons) == ((Money(5, "EUR"),), {"price": 1})
    assert [(row.name, row.won, row.lost) for row in await desk.reports.outcomes("channel")] == [
        ("manual", 1, 0), ("exhibition", 0, 1),
    ]  # fmt: skip
    await desk.opportunities.reopen(won.opportunity.id, reason="they sent it back")
    assert [(row.won, row.lost) for row in await desk.reports.outcomes()] == [(0, 1)]
    assert (await desk.leads.history(won.lead.id))[-1].sentence() == "the deal was opened again: they sent it back"
