"""`desk.pool`: a pool is a name, and nothing is in two of them."""


async def test_leads_wait_in_their_pool_oldest_first(desk):
    leads = [(await desk.leads.capture(email=f"{name}@example.com", owner="li")).lead for name in "abc"]
    for lead, pool in zip(leads, ("public", "west", "public"), strict=True):
        await desk.pool.release(lead.id, reason="on leave", pool=pool)
    assert [lead.id for lead in await desk.pool.leads()] == [leads[0].id, leads[2].id]
    assert [lead.id for lead in await desk.pool.leads("west")] == [leads[1].id]
    assert await desk.pool.leads("east") == ()


async def test_a_lead_that_was_claimed_can_be_released_again(desk):
    lead = (await desk.leads.capture(email="ann@example.com", owner="li")).lead
    await desk.pool.release(lead.id, reason="on leave")
    await desk.pool.claim(lead.id, by="mo")
    lead = await desk.pool.release(lead.id, reason="too far away", pool="west")
    assert (await desk.pool.leads(), await desk.pool.leads("west")) == ((), (lead,))
