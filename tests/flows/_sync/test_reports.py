# Derived from tests/flows/_async/test_reports.py by tools/twins.py; edit that file.
"""The figures are about everything in the store, as it is now."""

from leadkit import Channel, LeadStatus, Money
from leadkit.model.events import LeadCaptured
from leadkit.steps import analytics


def lived(desk):
    """Three leads: one won, one lost on the way, one new; and an inquiry that was refused."""
    for number, channel in enumerate((Channel.REFERRAL, Channel.REFERRAL, Channel.CHAT)):
        desk.leads.capture(name=f"Ann {number}", email=f"ann{number}@example.com", channel=channel)
    won, lost, _ = desk.leads.find()
    for lead in (won, lost):
        desk.leads.assign(lead.id)
        desk.leads.qualify(lead.id)
    deal = desk.leads.convert(won.id, amount=Money(100, "EUR"))
    desk.leads.disqualify(lost.id, reason="no budget")
    return deal


def test_a_win_is_counted_when_it_happens(desk):
    deal = lived(desk)
    assert [step.leads for step in desk.reports.funnel()] == [3, 2, 2, 2, 1, 0]
    assert desk.reports.weighted_pipeline() == (Money(10, "EUR"),)
    desk.opportunities.win(deal.opportunity.id)
    assert [step.leads for step in desk.reports.funnel()] == [3, 2, 2, 2, 1, 1]
    assert desk.reports.weighted_pipeline() == ()
    (referral, chat) = desk.reports.channels()
    assert (referral.channel, referral.leads, referral.converted.part, referral.won.part) == ("referral", 2, 1, 1)
    assert (referral.converted.share, referral.revenue) == (0.5, (Money(100, "EUR"),))
    assert (chat.channel, chat.leads, chat.converted.part, chat.revenue) == ("chat", 1, 0, ())


def test_each_report_is_its_part_of_the_overview(desk, clock):
    lived(desk)
    whole = desk.reports.overview()
    assert (whole.as_of, whole.leads) == (clock(), 3)
    assert [*whole.funnel] == [*desk.reports.funnel()]
    assert whole.channels == desk.reports.channels()
    assert whole.priorities == desk.reports.priorities()
    assert whole.statuses == desk.reports.statuses()
    assert whole.quality == desk.reports.quality()
    assert whole.weighted_pipeline == desk.reports.weighted_pipeline()
    assert whole.statuses == {LeadStatus.CONVERTED: 1, LeadStatus.DISQUALIFIED: 1, LeadStatus.NEW: 1}


def test_an_empty_desk_has_figures_too(desk):
    assert desk.reports.overview() == analytics.overview((), ())


def test_a_second_inquiry_is_no_second_lead(desk):
    lived(desk)
    desk.leads.capture(email="ann2@example.com", notes="again")
    assert (desk.reports.overview()).leads == 3
    with desk.store.begin() as work:
        assert len([event for event in work.events.all() if isinstance(event, LeadCaptured)]) == 3
