"""The figures are about everything in the store, as it is now."""

from leadkit import Channel, LeadStatus, Money
from leadkit.model.events import LeadCaptured
from leadkit.steps import analytics


async def lived(desk):
    """Three leads: one won, one lost on the way, one new; and an inquiry that was refused."""
    for number, channel in enumerate((Channel.REFERRAL, Channel.REFERRAL, Channel.CHAT)):
        await desk.leads.capture(name=f"Ann {number}", email=f"ann{number}@example.com", channel=channel)
    won, lost, _ = await desk.leads.find()
    for lead in (won, lost):
        await desk.leads.assign(lead.id)
        await desk.leads.qualify(lead.id)
    deal = await desk.leads.convert(won.id, amount=Money(100, "EUR"))
    await desk.leads.disqualify(lost.id, reason="no budget")
    return deal


async def test_a_win_is_counted_when_it_happens(desk):
    deal = await lived(desk)
    assert [step.leads for step in await desk.reports.funnel()] == [3, 2, 2, 2, 1, 0]
    assert await desk.reports.weighted_pipeline() == (Money(10, "EUR"),)
    await desk.opportunities.win(deal.opportunity.id)
    assert [step.leads for step in await desk.reports.funnel()] == [3, 2, 2, 2, 1, 1]
    assert await desk.reports.weighted_pipeline() == ()
    (referral, chat) = await desk.reports.channels()
    assert (referral.channel, referral.leads, referral.converted.part, referral.won.part) == ("referral", 2, 1, 1)
    assert (referral.converted.share, referral.revenue) == (0.5, (Money(100, "EUR"),))
    assert (chat.channel, chat.leads, chat.converted.part, chat.revenue) == ("chat", 1, 0, ())


async def test_each_report_is_its_part_of_the_overview(desk, clock):
    await lived(desk)
    whole = await desk.reports.overview()
    assert (whole.as_of, whole.leads) == (clock(), 3)
    assert [*whole.funnel] == [*await desk.reports.funnel()]
    assert whole.channels == await desk.reports.channels()
    assert whole.priorities == await desk.reports.priorities()
    assert whole.statuses == await desk.reports.statuses()
    assert whole.quality == await desk.reports.quality()
    assert whole.weighted_pipeline == await desk.reports.weighted_pipeline()
    assert whole.statuses == {LeadStatus.CONVERTED: 1, LeadStatus.DISQUALIFIED: 1, LeadStatus.NEW: 1}


async def test_an_empty_desk_has_figures_too(desk):
    assert await desk.reports.overview() == analytics.overview((), ())


async def test_a_second_inquiry_is_no_second_lead(desk):
    await lived(desk)
    await desk.leads.capture(email="ann2@example.com", notes="again")
    assert (await desk.reports.overview()).leads == 3
    async with desk.store.begin() as work:
        assert len([event async for event in work.events.all() if isinstance(event, LeadCaptured)]) == 3
