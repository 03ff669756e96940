"""A conversion taken back: whole, unless something was built on it; then not at all, or in part if that is wanted."""

import pytest

from leadkit import LeadStatus, LifecycleStage, Money, NotFound, Refused
from leadkit.errors import StoreError
from leadkit.machines.lead import LEAD
from leadkit.memory.snapshot import dumped
from leadkit.model import Call, Note, QuoteLine
from leadkit.model.events import ContactErased, CustomerErased, OpportunityErased, replay
from leadkit.steps.conversion import ConversionPolicy

ANN = {"name": "Ann Lee", "email": "ann@example.com", "company": "Acme"}


async def qualified(desk, **inquiry):
    lead = (await desk.leads.capture(**{**ANN, **inquiry})).lead
    await desk.leads.assign(lead.id, to="li")
    return await desk.leads.qualify(lead.id, budget=Money(5, "EUR"))


async def converted(desk, **inquiry):
    return await desk.leads.convert((await qualified(desk, **inquiry)).id)


async def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


def said(noun):
    """All of it but what counts its history."""
    return {name: value for name, value in noun.__dict__.items() if name not in ("version", "updated_at")}


async def nouns(desk):
    async with desk.store.begin() as work:
        kinds = (work.leads, work.contacts, work.customers, work.opportunities, work.follow_ups)
        return [[said(noun) async for noun in kind.all()] for kind in kinds]


async def test_everything_is_as_it_was_and_the_lead_keeps_its_history(desk, clock):
    lead = await qualified(desk, extra={"x": 1})
    before = await nouns(desk)
    made = await desk.leads.convert(lead.id)
    done = await desk.leads.revert(made.receipt, reason="wrong Ann")
    assert await nouns(desk) == before
    assert (done.undone, done.kept, done.repeated) == (("customer", "contact", "opportunity"), (), False)
    history = await desk.leads.history(lead.id)
    assert [event.sentence() for event in history][-2:] == [
        "converted to contact, customer and opportunity",
        "conversion taken back: wrong Ann",
    ]
    assert replay(history) == done.lead == await desk.leads.get(lead.id)
    for group, id, gone in (
        (desk.contacts, made.contact.id, ContactErased),
        (desk.customers, made.customer.id, CustomerErased),
        (desk.opportunities, made.opportunity.id, OpportunityErased),
    ):
        with pytest.raises(NotFound):
            await group.get(id)
        assert [type(event) for event in await group.history(id)] == [gone]


async def test_it_is_taken_back_once_and_can_be_converted_again(desk):
    lead = await qualified(desk)
    first = await desk.leads.convert(lead.id, key="k")
    done = await desk.leads.revert(lead.id, reason="oops")
    again = await desk.leads.revert(first.receipt, reason="oops")
    assert (again.repeated, again.receipt, again.undone) == (True, done.receipt, done.undone)
    assert await refusal(desk.leads.revert, lead.id, reason="oops") == [("not_converted", "lead")]
    assert await refusal(desk.leads.convert, lead.id, key="k") == [("taken_back", "key")]
    second = await desk.leads.convert(lead.id, key="k2")
    assert second.opportunity.id != first.opportunity.id
    await desk.leads.revert(lead.id, reason="oops")
    third = await desk.leads.convert(lead.id)
    assert len({each.receipt.key for each in (first, second, third)}) == 3
    assert await refusal(desk.leads.revert, third.receipt, reason=" ") == [("missing_reason", "reason")]


async def test_what_was_filled_is_blank_again_and_the_rest_stays(desk):
    first = await converted(desk)
    before = await desk.contacts.get(first.contact.id), await desk.customers.get(first.customer.id)
    lead = await qualified(desk, notes="2", job_title="CTO", phone="+44 20 7946 0958", website="acme.com")
    made = await desk.leads.convert(lead.id)
    assert (made.contact.job_title, len(made.contact.phones)) == ("CTO", 1)
    await desk.customers.change(made.customer.id, persona="careful")
    done = await desk.leads.revert(made.receipt, reason="oops")
    assert (done.undone, len(await desk.opportunities.all())) == (("customer", "contact", "opportunity"), 1)
    contact, customer = await desk.contacts.get(first.contact.id), await desk.customers.get(first.customer.id)
    assert said(contact) == said(before[0])
    assert said(customer) == {**said(before[1]), "persona": "careful"}
    assert [each.id for each in await desk.contacts.leads(contact.id)] == [first.lead.id]
    assert replay(await desk.contacts.history(contact.id)) == contact
    # The number is nobody's among contacts again.
    stranger = (await desk.leads.capture(name="Zoe", phone="+44 20 7946 0958", notes="3")).lead
    assert stranger is None or stranger.contact_id in (None, first.contact.id)


async def test_what_was_overwritten_comes_back(make_desk):
    desk = make_desk(conversion=ConversionPolicy(survivorship="overwrite"))
    first = await converted(desk, job_title="CEO")
    made = await converted(desk, notes="2", job_title="CTO")
    assert made.contact.job_title == "CTO"
    await desk.leads.revert(made.receipt, reason="oops")
    assert (await desk.contacts.get(first.contact.id)).job_title == "CEO"


async def test_a_stage_that_only_the_deal_gave_goes_back(desk):
    first = await converted(desk)
    await desk.customers.move(first.customer.id, "cool", reason="no reply")
    made = await converted(desk, notes="2")
    assert made.customer.stage == LifecycleStage.TARGET
    await desk.leads.revert(made.receipt, reason="oops")
    assert (await desk.customers.get(first.customer.id)).stage == LifecycleStage.POTENTIAL


async def quoted(desk, made):
    await desk.opportunities.quote(made.opportunity.id, [QuoteLine("crane", Money(5, "EUR"))])


async def won(desk, made):
    await desk.opportunities.win(made.opportunity.id)


async def edited(desk, made):
    await desk.contacts.change(made.contact.id, job_title="CEO")


async def one_more(desk, made):
    await converted(desk, notes="one more")


async def inquired(desk, made):
    lead = (await desk.leads.capture(**ANN, notes="again")).lead
    assert lead.contact_id == made.contact.id


async def colleague(desk, made):
    bob = await qualified(desk, name="Bob Ray", email="bob@example.com")
    await desk.leads.convert(bob.id, customer=made.customer.id)


async def merged(desk, made):
    other = await qualified(desk, name="Ann", email="ann@elsewhere.example", company="")
    await desk.leads.merge(await desk.leads.plan_merge([made.lead.id, other.id], survivor=other.id))


async def merged_customers(desk, made):
    other = await converted(desk, name="Bob Ray", email="bob@example.com")
    plan = await desk.customers.plan_merge([made.customer.id, other.customer.id], survivor=other.customer.id)
    await desk.customers.merge(plan)


BUILT = {
    quoted: [("built_on", "opportunity")],
    won: [("built_on", "opportunity"), ("built_on", "customer")],
    edited: [("built_on", "contact")],
    one_more: [("linked_since", "contact"), ("linked_since", "customer")],
    inquired: [("linked_since", "contact"), ("linked_since", "customer")],
    colleague: [("linked_since", "customer")],
    merged: [("merged_away", "lead")],
    merged_customers: [("merged_away", "customer")],
}
PARTIAL = {
    edited: (("opportunity",), ("customer", "contact")),
    inquired: (("opportunity",), ("customer", "contact")),
    one_more: (("opportunity",), ("customer", "contact")),
    colleague: (("contact", "opportunity"), ("customer",)),
    merged_customers: (("contact", "opportunity"), ("customer",)),
}


@pytest.mark.parametrize("build", BUILT, ids=lambda build: build.__name__)
async def test_what_was_built_on_it_is_named_and_nothing_is_done(desk, build):
    made = await converted(desk)
    await build(desk, made)
    before = [*dumped(desk.store)]
    codes = await refusal(desk.leads.revert, made.receipt, reason="oops")
    assert [*dict.fromkeys(codes)] == BUILT[build]
    assert [*dumped(desk.store)] == before


@pytest.mark.parametrize("build", BUILT, ids=lambda build: build.__name__)
async def test_in_part_it_keeps_what_was_built_on(desk, build):
    made = await converted(desk)
    await build(desk, made)
    if build not in PARTIAL:
        assert await refusal(desk.leads.revert, made.receipt, reason="oops", partial=True)
        return
    done = await desk.leads.revert(made.receipt, reason="oops", partial=True)
    assert (done.undone, done.kept) == PARTIAL[build]
    assert done.lead.status == LeadStatus.QUALIFIED
    assert done.lead.customer_id == made.customer.id
    assert done.lead.contact_id == (made.contact.id if "contact" in done.kept else None)
    assert replay(await desk.leads.history(made.lead.id)) == done.lead
    again = await desk.leads.convert(made.lead.id, key="again")
    assert (again.contact.id == made.contact.id) == ("contact" in done.kept)


async def test_what_was_undone_is_no_longer_in_the_way(desk):
    first = await converted(desk)
    second = await converted(desk, notes="2")
    await desk.leads.revert(second.receipt, reason="oops")
    assert await refusal(desk.leads.revert, first.receipt, reason="oops") == [
        ("linked_since", "contact"), ("linked_since", "customer"),
    ]  # fmt: skip  # the second inquiry came in as hers
    await desk.leads.erase(second.lead.id, reason="asked")
    assert (await desk.leads.revert(first.receipt, reason="oops")).kept == ()


async def test_a_merge_that_was_taken_back_is_not_in_the_way(desk):
    made = await converted(desk)
    other = await qualified(desk, name="Ann", email="ann@elsewhere.example", company="")
    merge = await desk.leads.merge(await desk.leads.plan_merge([made.lead.id, other.id], survivor=other.id))
    assert (await desk.leads.convert(other.id)).repeated
    await desk.leads.unmerge(merge, reason="two people")
    done = await desk.leads.revert(made.receipt, reason="oops")
    assert (done.lead.id, done.lead.status) == (made.lead.id, LeadStatus.QUALIFIED)
    assert not (await desk.leads.convert(other.id)).repeated


async def test_a_survivor_is_taken_back_and_taken_apart_in_any_order(desk):
    one = await qualified(desk)
    other = await qualified(desk, name="Ann", email="ann@elsewhere.example", company="")
    merge = await desk.leads.merge(await desk.leads.plan_merge([one.id, other.id], survivor=one.id))
    made = await desk.leads.convert(one.id)
    await desk.leads.unmerge(merge, reason="two people")
    done = await desk.leads.revert(made.receipt, reason="oops")
    assert (done.lead.status, done.lead.contact_id) == (LeadStatus.QUALIFIED, None)
    assert replay(await desk.leads.history(one.id)) == done.lead


async def test_erased_records_are_not_in_the_way_but_an_erased_lead_is(desk):
    made = await converted(desk)
    await desk.contacts.erase(made.contact.id, reason="asked")
    assert (await desk.leads.revert(made.receipt, reason="oops")).lead.contact_id is None
    made = await desk.leads.convert(made.lead.id)
    await desk.leads.erase(made.lead.id, reason="asked")
    assert await refusal(desk.leads.revert, made.receipt, reason="oops") == [("erased", "lead")]


async def test_reports_count_what_stands(desk):
    made = await converted(desk)
    assert (await desk.reports.funnel())[4].leads == 1
    await desk.leads.revert(made.receipt, reason="oops")
    assert [step.leads for step in await desk.reports.funnel()] == [1, 1, 1, 1, 0, 0]
    await desk.leads.convert(made.lead.id)
    assert (await desk.reports.funnel())[4].leads == 1


async def test_only_a_conversion_is_taken_back(desk):
    lead = await qualified(desk)
    other = await qualified(desk, name="Bob Ray", email="bob@example.com", company="")
    merge = await desk.leads.merge(await desk.leads.plan_merge([lead.id, other.id]))
    assert await refusal(desk.leads.revert, merge, reason="oops") == [("other_kind", "receipt")]
    assert await refusal(desk.leads.revert, merge.results["lead"], reason="oops") == [("not_converted", "lead")]
    assert await refusal(desk.leads.move, lead.id, "revert", reason="oops") == [("own_operation", "trigger")]


async def test_what_the_lead_learnt_since_stays(desk):
    made = await converted(desk)
    await desk.leads.record(made.lead.id, Note("likes tea"))
    await desk.leads.record(made.lead.id, Call(result="keen"))
    await desk.leads.change(made.lead.id, job_title="CTO")
    done = await desk.leads.revert(made.receipt, reason="oops")
    assert (done.lead.job_title, done.lead.status) == ("CTO", LeadStatus.QUALIFIED)
    assert len(await desk.leads.activities(made.lead.id)) == 2
    assert await desk.leads.follow_up(made.lead.id) is not None


async def test_a_machine_without_the_row_takes_nothing_back(make_desk):
    rows = [row for row in LEAD.transitions if row.trigger != "revert"]
    triggers = [trigger for trigger in LEAD.triggers if trigger != "revert"]
    machine = type(LEAD)("lead", LEAD.initial, LEAD.states, triggers, rows, {"converted", "void"})
    desk = make_desk(lead_machine=machine)
    made = await converted(desk)
    assert await refusal(desk.leads.revert, made.receipt, reason="oops") == [("unknown_trigger", "trigger")]


# --- all or nothing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("step", ["plan", "convert", "many", "revert", "partial"])
async def test_half_of_it_cannot_exist(watched_desk, store, step, known):
    desk = watched_desk
    if known:
        await converted(desk, notes="first")
    lead = await qualified(desk, job_title="CTO", website="acme.com")
    plan = await desk.leads.plan_conversion(lead.id)
    receipt = None
    if step in ("revert", "partial"):
        made = await desk.leads.convert(plan)
        receipt = made.receipt
        if step == "partial":
            await desk.contacts.change(made.contact.id, job_title="CEO")
    acts = {
        "plan": lambda: desk.leads.plan_conversion(lead.id),
        "convert": lambda: desk.leads.convert(plan, key="k"),
        "many": lambda: desk.leads.convert_many([plan], all_or_none=True),
        "revert": lambda: desk.leads.revert(receipt, reason="oops"),
        "partial": lambda: desk.leads.revert(receipt, reason="oops", partial=True),
    }
    before, breaks_at = [*dumped(store.memory)], 0
    while True:
        breaks_at += 1
        store.watch(breaks_at)
        try:
            await acts[step]()
            break
        except StoreError:
            assert [*dumped(store.memory)] == before, f"something stayed after call {breaks_at} failed"
    assert breaks_at > 6
    assert ([*dumped(store.memory)] == before) == (step == "plan")


async def test_who_was_faster_keeps_what_they_did(watched_desk, store):
    desk = watched_desk
    made = await converted(desk)

    async def rival():
        await desk.contacts.change(made.contact.id, job_title="CEO")

    store.rival = rival
    assert await refusal(desk.leads.revert, made.receipt, reason="oops") == [("built_on", "contact")]
    assert (await desk.contacts.get(made.contact.id)).job_title == "CEO"
