"""Claims, and what keeps somebody from one."""

from datetime import timedelta

import pytest

from leadkit import Playbook, Refused
from leadkit.aio import LeadDesk
from leadkit.errors import LeadkitError
from leadkit.kernel.conditions import Condition
from leadkit.machines.lifecycle import LifecycleTrigger
from leadkit.model.events import LeadAssigned, LeadReleased, replay
from leadkit.steps.assignment import AssignmentPolicy, Person, Team
from leadkit.steps.pool import BACK_IN_TIME, Pool, ReclaimRule, Since, Visibility
from leadkit.testing import numbered_ids

DAY = timedelta(days=1)
NAMES = ("Ada Marsh", "Ben Ek", "Cleo Wu", "Dan Roth", "Eva Holm", "Finn Ode", "Gus Berg", "Hana Ito", "Ira Katz")


async def pooled(desk, number=0, pool="", **inquiry):
    name = NAMES[number]
    lead = (await desk.leads.capture(name=name, email=f"{name[:3]}@example.com", **inquiry)).lead
    return (await desk.pool.release(lead.id, reason="for whoever is first", pool=pool)).id


async def refusal(call, *args, **options):
    with pytest.raises(Refused) as caught:
        await call(*args, **options)
    return [(problem.code, problem.field) for problem in caught.value.problems]


async def test_a_claim_takes_the_lead_and_its_story_is_told(make_desk):
    desk = make_desk(pools=[Pool("公海", return_reasons=["无预算"])])
    id = await pooled_with(desk, "无预算")
    lead = await desk.pool.claim(id, by="li")
    assert (lead.owner, lead.pool, lead.home_pool, lead.status_reason) == ("li", None, "公海", "")
    lead = await desk.pool.release(id, reason="other", note="已搬走", by="li")
    assert (lead.owner, lead.pool, lead.status_reason) == (None, "公海", "other: 已搬走")
    history = await desk.leads.history(id)
    told = [each.sentence() for each in history if isinstance(each, LeadAssigned | LeadReleased)]
    assert told == [
        "released to pool 公海: 无预算",
        "claimed by li from pool 公海",
        "released to pool 公海 by li: other: 已搬走",
    ]
    assert replay(history) == lead


async def pooled_with(desk, reason):
    lead = (await desk.leads.capture(name="Ada Marsh", email="ada@example.com")).lead
    return (await desk.pool.release(lead.id, reason=reason)).id


async def test_all_reasons_against_a_claim_come_at_once(make_desk):
    pool = Pool("p", members=["an"], claim_limit=0, daily_cap=0, retention_limit=0, cool_off=DAY)
    team = Team("sales", ["an"], open_limit=0)
    desk = make_desk(pools=[pool], assignment=AssignmentPolicy([team], people={"li": Person(open_limit=0)}))
    lead = (await desk.leads.capture(name="Ada Marsh", email="ada@example.com", owner="li")).lead
    await desk.pool.release(lead.id, reason="x")
    codes = ["not_a_member", "claim_limit", "retention_limit", "open_limit", "daily_cap", "cooling_off"]
    assert await refusal(desk.pool.claim, lead.id, by="li") == [(code, "by") for code in codes]
    codes = ["claim_limit", "retention_limit", "open_limit", "daily_cap"]
    assert await refusal(desk.pool.claim, lead.id, by="an") == [(code, "by") for code in codes]


async def test_the_smallest_limit_binds_and_allowance_says_which(make_desk):
    pools = [Pool("p", claim_limit=3, retention_limit=9, daily_cap=5), Pool("q", retention_limit=4)]
    desk = make_desk(pools=pools, assignment=AssignmentPolicy(people={"li": Person(open_limit=7)}))
    ids = [await pooled(desk, number, "p") for number in range(5)] + [
        await pooled(desk, number, "q") for number in (5, 6)
    ]
    before = await desk.pool.allowance("li", pool="p")
    assert (before.left, before.binding.code) == (3, "claim_limit")
    outcomes = [outcome async for outcome in desk.pool.claim_many([*ids, "nobody"], by="li")]
    codes = [each.problems[0].code if isinstance(each, LeadkitError) else each.owner for each in outcomes]
    assert codes == ["li", "li", "li", "claim_limit", "claim_limit", "li", "retention_limit", "not_found"]
    assert {limit.code: (limit.used, limit.most) for limit in (await desk.pool.allowance("li", pool="p")).limits} == {
        "claim_limit": (3, 3),
        "retention_limit": (4, 9),
        "open_limit": (4, 7),
        "daily_cap": (3, 5),
    }
    await desk.leads.disqualify(ids[0], reason="spam")
    assert (await desk.pool.allowance("li", pool="p")).left == 1


async def test_no_limit_is_no_number(desk):
    allowed = await desk.pool.allowance("li")
    assert (allowed.left, allowed.binding, allowed.limits) == (None, None, ())


async def test_releasing_does_not_give_a_claim_of_the_day_back(make_desk, clock):
    desk = make_desk(pools=[Pool("p", daily_cap=2, zone="Asia/Shanghai")])
    id, other = await pooled(desk), await pooled(desk, 1)
    for _ in range(2):
        await desk.pool.claim(id, by="li")
        await desk.pool.release(id, reason="not mine")
    assert await refusal(desk.pool.claim, other, by="li") == [("daily_cap", "by")]
    assert (await desk.pool.claim(other, by="mo")).owner == "mo"
    clock.advance(timedelta(hours=7))  # midnight in Shanghai
    assert (await desk.pool.claim(id, by="li")).owner == "li"


async def test_leads_of_customers_who_bought_do_not_count_when_the_pool_says_so(make_desk):
    pools = [Pool("counts", retention_limit=1), Pool("exempts", retention_limit=1, won_count=False)]
    desk = make_desk(pools=pools)
    first = (await desk.leads.capture(name="Ada Marsh", email="ada@example.com", company="Acme", owner="li")).lead
    await desk.leads.qualify(first.id, need="ERP")
    won = await desk.leads.convert(first.id)
    again = (await desk.leads.capture(name="Ada Marsh", email="ada@example.com", needs=["CRM"], owner="li")).lead
    assert again.customer_id == won.customer.id
    await desk.leads.assign(again.id, to="li")
    id = await pooled(desk, 1, "exempts")
    assert await refusal(desk.pool.claim, id, by="li") == [("retention_limit", "by")]
    await desk.customers.move(won.customer.id, LifecycleTrigger.PURCHASE)
    assert (await desk.pool.allowance("li", pool="counts")).left == 0
    assert (await desk.pool.claim(id, by="li")).owner == "li"


async def test_who_had_a_lead_waits_before_they_claim_it_again_whoever_had_it_between(make_desk, clock):
    desk = make_desk(pools=[Pool("p", cool_off=7 * DAY, admins=["boss"])])
    id = await pooled(desk)
    await desk.pool.claim(id, by="li")
    await desk.pool.release(id, reason="no answer", by="li")
    await desk.pool.claim(id, by="mo")
    await desk.pool.release(id, reason="no answer", by="mo")
    clock.advance(7 * DAY - timedelta(seconds=1))
    assert await refusal(desk.pool.claim, id, by="li") == [("cooling_off", "by")]
    assert await refusal(desk.pool.give, id, to="li", by="boss") == [("cooling_off", "to")]
    clock.advance(timedelta(seconds=1))
    assert (await desk.pool.claim(id, by="li")).owner == "li"


async def test_an_admin_gives_leads_to_members_within_limits_or_past_them(make_desk):
    pool = Pool("p", members=["li"], admins=["boss"], claim_limit=1, daily_cap=0)
    desk = make_desk(pools=[pool])
    ids = [await pooled(desk, number) for number in range(3)]
    assert await refusal(desk.pool.give, ids[0], to="mo", by="li") == [("not_a_member", "to"), ("not_an_admin", "by")]
    assert (await desk.pool.give(ids[0], to="li", by="boss")).owner == "li"
    assert await refusal(desk.pool.give, ids[1], to="li", by="boss") == [("claim_limit", "to")]
    assert (await desk.pool.give(ids[1], to="li", by="boss", override=True)).owner == "li"
    assert (await desk.pool.give(ids[2], to="li", override=True)).owner == "li"
    told = [each.because for each in await desk.leads.history(ids[1]) if isinstance(each, LeadAssigned)]
    assert told == ["given from pool p by boss, whatever their limits"]
    assert await refusal(desk.pool.give, ids[0], to="li") == [("not_in_pool", "pool")]


async def test_only_who_has_a_lead_or_runs_its_pool_gives_it_back(make_desk):
    desk = make_desk(pools=[Pool("p", admins=["boss"], return_reasons=["no budget"]), Pool("q")])
    id = await pooled_with(desk, "no budget")
    await desk.pool.claim(id, by="li")
    assert await refusal(desk.pool.release, id, reason="x", by="mo") == [
        ("not_the_owner", "by"),
        ("unknown_reason", "reason"),
    ]
    assert await refusal(desk.pool.release, id, reason="other") == [("missing_note", "note")]
    assert await refusal(desk.pool.release, id, reason="no budget", pool="r") == [("unknown_pool", "pool")]
    assert (await desk.pool.release(id, reason="no budget", by="boss", pool="q")).pool == "q"


async def test_a_pool_shows_what_it_shows_to_whom_it_shows_it(make_desk):
    pools = [Pool("p", members=["li"], admins=["boss"]), Pool("hidden", visibility=Visibility.ADMINS, claim_limit=0)]
    desk = make_desk(pools=pools)
    ids = [await pooled(desk, number) for number in range(3)]
    assert [each.name for each in await desk.pool.browse(by="li")] == ["A*** M***", "B*** E***", "C*** W***"]
    assert (await desk.pool.browse(by="boss", after=ids[0], limit=1))[0].emails == ("Ben@example.com",)
    assert await refusal(desk.pool.browse, by="mo") == [("not_visible", "by")]
    assert await refusal(desk.pool.browse, "hidden", by="li") == [("not_visible", "by")]
    assert await refusal(desk.pool.browse, "gone", by="li") == [("unknown_pool", "pool")]
    await desk.leads.void(ids[1], reason="spam")
    assert len(await desk.pool.browse(by="li")) == len(await desk.pool.leads()) == 2


async def test_a_lead_goes_to_the_pool_that_takes_it_and_back_where_it_came_from(make_desk):
    west = Pool("west", conditions=[Condition("company", "filled", value=True)])
    desk = make_desk(pools=[west])
    assert await refusal(pooled, desk) == [("unknown_pool", "pool")]
    id = await pooled(desk, 1, company="Acme")
    await desk.pool.claim(id, by="li")
    await desk.leads.change(id, company="")
    assert (await desk.pool.release(id, reason="x")).pool == "west"


async def test_a_name_beyond_a_limit_is_refused_unless_somebody_who_may_says_so(make_desk):
    desk = make_desk(assignment=AssignmentPolicy(people={"li": Person(open_limit=1)}))
    ids = [await pooled(desk, number) for number in range(2)]
    await desk.leads.assign(ids[0], to="li")
    assert await refusal(desk.leads.assign, ids[1], to="li") == [("open_limit", "to")]
    assert (await desk.leads.assign(ids[0], to="li")).owner == "li"  # nothing changes hands
    assert (await desk.leads.assign(ids[1], to="li", override=True)).owner == "li"
    told = [each.because for each in await desk.leads.history(ids[1]) if isinstance(each, LeadAssigned)]
    assert told == ["named by hand, whatever their limit"]


@pytest.mark.parametrize("limits", [{"claim_limit": 1}, {"retention_limit": 1}, {"daily_cap": 1}, {}])
async def test_of_two_claims_at_the_same_moment_one_counts_anew(watched_desk, store, clock, limits):
    people = {} if limits else {"li": Person(open_limit=1)}
    playbook = Playbook(pools=[Pool("p", **limits)], assignment=AssignmentPolicy(people=people))
    desk = LeadDesk(store=store, playbook=playbook, now=clock, new_id=numbered_ids())
    one, other = await pooled(desk), await pooled(desk, 1)

    async def rival():
        assert (await desk.pool.claim(other, by="li")).owner == "li"

    store.rival = rival
    code = next(iter(limits), "open_limit")
    assert await refusal(desk.pool.claim, one, by="li") == [(code, "by")]


async def test_every_change_of_the_owner_starts_the_clock(make_desk, clock):
    rule = ReclaimRule("idle", Since("owner_since", 10 * DAY), BACK_IN_TIME)
    desk = make_desk(pools=[Pool("p", reclaim=[rule])])
    id = (await desk.leads.capture(name="Ada Marsh", email="ada@example.com", owner="an")).lead.id

    async def started():
        lead = await desk.leads.get(id)
        assert (await desk.pool.explain(id)).due == (clock() + 10 * DAY if lead.owner else None)
        return lead.owner_since == clock()

    assert await started()
    for change in (
        lambda: desk.leads.assign(id, to="bo"),
        lambda: desk.leads.assign(id),
        lambda: desk.pool.release(id, reason="x"),
        lambda: desk.pool.claim(id, by="cy"),
        lambda: desk.pool.release(id, reason="x"),
        lambda: desk.pool.give(id, to="cy"),
    ):
        clock.advance(DAY)
        await change()
        assert await started()
    clock.advance(10 * DAY)
    assert [lead.owner_since async for lead in desk.pool.reclaim()] == [clock()]


async def test_in_a_merge_the_owner_who_keeps_the_work_keeps_their_time(make_desk, clock):
    desk = make_desk(pools=[Pool("p"), Pool("q")])
    one, other = await pooled(desk, 0, "p"), await pooled(desk, 1, "q")
    await desk.pool.claim(one, by="an")
    clock.advance(5 * DAY)
    got = clock()
    await desk.pool.claim(other, by="bo")
    await desk.leads.qualify(other, need="ERP")
    clock.advance(5 * DAY)
    await desk.leads.merge(await desk.leads.plan_merge([one, other], survivor=one))
    lead = await desk.leads.get(other)
    assert (lead.id, lead.owner, lead.owner_since, lead.home_pool) == (one, "bo", got, "q")
