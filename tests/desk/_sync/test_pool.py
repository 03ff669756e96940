# Derived from tests/desk/_async/test_pool.py by tools/twins.py; edit that file.
"""`desk.pool`: a pool is a name, and nothing is in two of them."""


def test_leads_wait_in_their_pool_oldest_first(desk):
    leads = [(desk.leads.capture(email=f"{name}@example.com", owner="li")).lead for name in "abc"]
    for lead, pool in zip(leads, ("public", "west", "public"), strict=True):
        desk.pool.release(lead.id, reason="on leave", pool=pool)
    assert [lead.id for lead in desk.pool.leads()] == [leads[0].id, leads[2].id]
    assert [lead.id for lead in desk.pool.leads("west")] == [leads[1].id]
    assert desk.pool.leads("east") == ()


def test_a_lead_that_was_claimed_can_be_released_again(desk):
    lead = (desk.leads.capture(email="ann@example.com", owner="li")).lead
    desk.pool.release(lead.id, reason="on leave")
    desk.pool.claim(lead.id, by="mo")
    lead = desk.pool.release(lead.id, reason="too far away", pool="west")
    assert (desk.pool.leads(), desk.pool.leads("west")) == ((), (lead,))
