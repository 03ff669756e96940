"""Which addresses are one mailbox is a policy, and the stored keys go by it; what was typed stays."""

import pytest

from leadkit.steps.dedup import SALESFORCE, DuplicatePolicy, ExactKeys, Probabilistic

TYPED, SAME = "a.b+x@gmail.com", "ab@gmail.com"


async def attached(desk, typed, again):
    lead = (await desk.leads.capture(name="Ab", email=typed)).lead
    assert [email.address for email in lead.emails] == [typed]
    captured = await desk.leads.capture(email=again, notes="again")
    assert captured.duplicate_of in (None, lead.id)
    return captured.because if captured.duplicate_of else None


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        (TYPED, SAME),
        (SAME, TYPED),
        ("ann+news@example.com", "Ann+Shop@Example.com"),
        ("a.b@googlemail.com", "AB@gmail.com"),
    ],
)
@pytest.mark.parametrize("strategy", [ExactKeys(), Probabilistic()])
async def test_one_mailbox_in_two_spellings_is_one_person(make_desk, strategy, typed, again):
    because = await attached(make_desk(duplicates=DuplicatePolicy(strategy=strategy)), typed, again)
    assert because
    assert because == ("same e-mail",) or strategy != ExactKeys()


@pytest.mark.parametrize(
    ("policy", "typed", "again"),
    [
        ({"ignore_plus_tags": False}, TYPED, SAME),
        ({"ignore_gmail_dots": False}, TYPED, SAME),
        ({"ignore_plus_tags": False}, "ann+news@example.com", "ann@example.com"),
        ({}, "a.nn@example.com", "ann@example.com"),  # dots are letters anywhere else
        ({}, "+x@example.com", "+y@example.com"),
    ],
)
async def test_where_the_policy_tells_them_apart_they_are_two(make_desk, policy, typed, again):
    assert await attached(make_desk(duplicates=DuplicatePolicy(strategy=ExactKeys(), **policy)), typed, again) is None


@pytest.mark.parametrize("options", [{}, {"ignore_plus_tags": False, "ignore_gmail_dots": False}])
async def test_the_very_same_address_is_always_the_same(make_desk, options):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=ExactKeys(), **options))
    assert await attached(desk, TYPED, TYPED.upper()) == ("same e-mail",)


async def test_contacts_are_known_by_the_same_keys(desk):
    lead = (await desk.leads.capture(name="Ab", email=TYPED, owner="li")).lead
    await desk.leads.qualify(lead.id)
    made = await desk.leads.convert(lead.id)
    await desk.leads.erase(lead.id, reason="asked")
    assert (await desk.leads.capture(email=SAME)).lead.contact_id == made.contact.id


async def test_pairs_of_a_store_are_found_by_the_same_keys(make_desk):
    for options, found in (({}, 1), ({"ignore_plus_tags": False}, 0)):
        desk = make_desk(duplicates=DuplicatePolicy(strategy=ExactKeys(), on={"open": "open"}, **options))
        for typed in (TYPED, SAME):
            await desk.leads.capture(name="Ab", email=typed)
        assert len([pair async for pair in desk.leads.duplicates()]) == found


@pytest.mark.parametrize("strategy", [SALESFORCE, Probabilistic()])
async def test_a_strategy_may_think_otherwise(make_desk, strategy):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=strategy))
    await desk.leads.capture(name="Ada Byron", email="office+ada@example.com")
    captured = await desk.leads.capture(name="Charles Babbage", email="office+charles@example.com")
    assert captured.duplicate_of is None
