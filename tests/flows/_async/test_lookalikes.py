"""Strategies that look for more than exact contact details: keys of their own, and at most so many comparisons."""

import pytest

from leadkit.model.events import PluginFailed
from leadkit.steps.dedup import DuplicatePolicy, Match, Probabilistic, Verdict

ANN = {"name": "Ann Lee", "email": "ann@example.com"}


async def captured(desk, **inquiry):
    return await desk.leads.capture(**{**ANN, **inquiry})


def failures(history):
    return [(event.step, event.plugin, event.error) for event in history if isinstance(event, PluginFailed)]


def fail(candidates):
    raise ZeroDivisionError


class SameCompany:
    """Judges who works at the same company."""

    def __init__(self, keys=lambda lead: [f"company:{lead.company.lower()}"] if lead.company else []):
        self.keys = keys

    def judge(self, incoming, candidates):
        for lead in candidates:
            alike = lead.company.lower() == incoming.company.lower()
            yield Match(lead.id, Verdict.REVIEW if alike else Verdict.DIFFERENT, ("same company",) * alike)


async def test_a_strategy_may_bring_keys_of_its_own(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=SameCompany()))
    ann = (await captured(desk, company="Acme")).lead
    bob = (await desk.leads.capture(email="bob@example.com", company="ACME")).lead
    await desk.leads.capture(email="cy@example.com", company="Other")
    assert bob.may_be == (ann.id,)
    assert [(pair.lead.id, pair.other.id) async for pair in desk.leads.duplicates()] == [(ann.id, bob.id)]
    await desk.leads.change(ann.id, company="Other")
    dan = (await desk.leads.capture(email="dan@example.com", company="acme")).lead
    assert dan.may_be == (bob.id,), "the key went with the change"


@pytest.mark.parametrize(
    "keys", [fail, lambda lead: [42], lambda lead: ["é"], lambda lead: ["x" * 201], lambda lead: None]
)
async def test_a_strategy_that_cannot_tell_its_keys_is_done_without_and_reported(make_desk, keys):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=SameCompany(keys)))
    lead = (await captured(desk)).lead
    ((step, plugin, _),) = failures(await desk.leads.history(lead.id))
    assert (step, plugin) == ("dedup", "SameCompany")


async def test_when_the_strategy_fails_lookalikes_are_nobody(make_desk):
    strategy = SameCompany()
    strategy.judge = lambda incoming, candidates: fail(candidates)
    desk = make_desk(duplicates=DuplicatePolicy(strategy=strategy))
    await captured(desk, company="Acme")
    bob = await desk.leads.capture(email="bob@example.com", company="Acme")
    assert (bob.duplicate_of, bob.lead.may_be) == (None, ())


async def test_no_more_than_twenty_lookalikes_are_compared(make_desk):
    asked = []

    class Words:
        """Keeps a key for each word of the company's name."""

        def keys(self, lead):
            return lead.company.split()

        def judge(self, incoming, candidates):
            asked.append([lead.id for lead in candidates])
            return [Match(lead.id, Verdict.DIFFERENT) for lead in candidates]

    desk = make_desk(duplicates=DuplicatePolicy(strategy=Words()))

    async def known(at, company):
        return (await desk.leads.capture(email=f"{at}@example.com", company=company)).lead.id

    a, b, frequent = [[await known(f"{word}{at}", word) for at in range(15)] for word in ("a", "b", "frequent")]
    frequent += [await known(f"more{at}", "frequent") for at in range(10)]
    rare = await known("rare", "rare")
    asked.clear()
    await desk.leads.capture(email="A3@example.com", company="frequent b a rare")
    (compared,) = asked
    assert compared[:2] == [a[3], rare], "who shares an e-mail address comes on top, then who shares what is rare"
    assert compared[2:] == [id for id in (*a, *b) if id != a[3]][:19], "the older ones first"
    assert not {*frequent} & {*compared}


async def test_what_a_crowd_shares_is_not_followed(make_desk):
    class Unsure:
        def judge(self, incoming, candidates):
            return [Match(lead.id, Verdict.REVIEW, ("same",)) for lead in candidates]

    desk = make_desk(duplicates=DuplicatePolicy(strategy=Unsure(), crowd=3))
    doubts = [(await captured(desk, name=name)).lead.may_be for name in ("Ada", "Bo", "Cy", "Dan", "Eve")]
    assert [len(each) for each in doubts] == [0, 1, 1, 0, 0]


async def test_names_in_other_words_are_found_by_what_leads_have_in_common(make_desk):
    desk = make_desk(duplicates=DuplicatePolicy(strategy=Probabilistic()))
    known = {"name": "Robert Hartdale", "company": "Silverwick Pumps Ltd", "job_title": "Buyer"}
    bob = (await desk.leads.capture(**known, email="robert.hartdale@silverwick.example.com")).lead
    again = await desk.leads.capture(
        **{**known, "name": "Bob Hartdale"}, email="bob.hartdale@silverwick.example.com", phone="+44 20 7946 0958"
    )
    other = await desk.leads.capture(name="Ursula Thornley", company="Silverwick Pumps Ltd", email="u@example.org")
    assert bob.id in (again.duplicate_of, *again.lead.may_be)
    assert (other.duplicate_of, other.lead.may_be) == (None, ())


async def test_who_was_merged_from_many_is_known_by_each_of_their_details(desk):
    mails = [f"ada{at}@example{at}.org" for at in range(8)]
    ids = [(await desk.leads.capture(email=mail)).lead.id for mail in mails]
    await desk.leads.merge(await desk.leads.plan_merge(ids))
    for mail in mails:
        assert (await desk.leads.capture(email=mail, notes="again")).duplicate_of == ids[0]


async def test_of_many_with_one_number_the_one_with_the_same_name_is_compared(make_desk):
    asked = []

    class Counting(Probabilistic):
        def judge(self, incoming, candidates):
            asked.append([lead.id for lead in candidates])
            return super().judge(incoming, candidates)

    desk = make_desk(duplicates=DuplicatePolicy(strategy=Counting()))
    ends = ("wood", "ley", "by", "dale", "ton", "er")
    families = [f"{start}{end}" for start in ("Birk", "Hart", "Thorn", "Quill", "Mar") for end in ends]
    leads = [(await desk.leads.capture(name=f"Ada {name}", phone="+44 20 7946 0958")).lead.id for name in families]
    asked.clear()
    again = await desk.leads.capture(name=f"Ada {families[3]}", phone="+44 20 7946 0958", notes="again")
    assert again.duplicate_of == leads[3]
    assert all(len(compared) <= 20 for compared in asked)
