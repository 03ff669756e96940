"""Every way to convert a lead: who is chosen × who is known × who owns it × how far it is, none left out."""

from datetime import UTC, datetime
from itertools import product

import pytest

from leadkit import Lead, LeadDesk, Money, Refused
from leadkit.memory import Store
from leadkit.model import EmailAddress, PersonName, PhoneNumber, PhoneValidity
from leadkit.model.events import LeadCaptured, created, replay
from leadkit.testing import FrozenClock, numbered_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ZOE, ANN = (EmailAddress(text, text) for text in ("zoe@quick.example", "ann@acme.example"))
PHONE = PhoneNumber("+44 20 7946 0958", "+442079460958", country="GB", validity=PhoneValidity.VALID)

# Two customers are known, Acme with its contact Ann and Bolt with Bob, each with an open deal, Acme with a lost one.
OPPORTUNITIES = ("auto", "new", "none", "acme open", "bolt open", "acme lost")
CUSTOMERS = ("auto", "new", "acme", "bolt")
CONTACTS = ("auto", "new", "none", "ann", "bob")
OWNERS = ("owned", "pooled", "pooled, owner named")
STATES = ("qualified", "working", "converted")
PERSONS = ("stranger", "in doubt", "ann again")
TELLING = {
    "stranger": {
        "name": PersonName("Zoe Quick"),
        "company": "Quick",
        "emails": (ZOE,),
    },
    "in doubt": {"name": PersonName("Bert Lee"), "company": "Quick", "phones": (PHONE,)},
    "ann again": {
        "name": PersonName("Ann Lee"),
        "company": "Acme",
        "emails": (ANN,),
    },
}


class World:
    def __init__(self):
        self.desk = LeadDesk(store=Store(), now=FrozenClock(NOW), new_id=numbered_ids())
        self.ids = {"auto": "", "new": "new", "none": "none"}
        told = {**TELLING["ann again"], "phones": (PHONE,)}
        self._known("ann", "acme", told)
        self._known("bob", "bolt", {"name": PersonName("Bob Ray"), "company": "Bolt"})
        lost = self.desk.leads.convert(self.lead(customer_id=self.ids["acme"], **told), contact="none").opportunity
        self.ids["acme lost"] = self.desk.opportunities.lose(lost.id, reason="price").id

    def _known(self, contact, customer, told):
        made = self.desk.leads.convert(self.lead(**told))
        self.ids |= {contact: made.contact.id, customer: made.customer.id, f"{customer} open": made.opportunity.id}

    def lead(self, **told):
        """One that nobody knows yet but by what it says."""
        known = {"status": "qualified", "owner": "li", "budget": Money(5, "EUR")} | told
        made = created(LeadCaptured, Lead(self.desk.leads._env.new_id(), NOW, NOW, **known))
        with self.desk.store.begin() as work:
            work.leads.add(made.noun)
            work.events.append(made.events)
            work.commit()
        return made.noun.id

    def person(self, person, owner, state):
        owned = {} if owner == "owned" else {"owner": None, "pool": "public"}
        id = self.lead(status="working" if state == "working" else "qualified", **TELLING[person], **owned)
        if state == "converted":
            self.desk.leads.convert(id, owner="mo", contact="none", opportunity="none", key="before")
        return id


# A cell says what becomes of customer, contact and opportunity: + one is made, = an existing one is taken, - there is
# none; and what stands in the way: c the contact, o the opportunity is of another customer, x the opportunity is lost.
# The opportunities are those above, in their order.
_STRANGER = """
    auto     auto     +++    +++    ++-    =+=    =+=    =+=x
    auto     new      +++    +++    ++-    =+=    =+=    =+=x
    auto     none     +-+    +-+    +--    =-=    =-=    =-=x
    auto     ann      ==+    ==+    ==-    ===    ===o   ===x
    auto     bob      ==+    ==+    ==-    ===o   ===    ===ox
    new      auto     +++    +++    ++-    ++=o   ++=o   ++=ox
    new      new      +++    +++    ++-    ++=o   ++=o   ++=ox
    new      none     +-+    +-+    +--    +-=o   +-=o   +-=ox
    new      ann      +=+c   +=+c   +=-c   +==co  +==co  +==cox
    new      bob      +=+c   +=+c   +=-c   +==co  +==co  +==cox
    acme     auto     =++    =++    =+-    =+=    =+=o   =+=x
    acme     new      =++    =++    =+-    =+=    =+=o   =+=x
    acme     none     =-+    =-+    =--    =-=    =-=o   =-=x
    acme     ann      ==+    ==+    ==-    ===    ===o   ===x
    acme     bob      ==+c   ==+c   ==-c   ===c   ===co  ===cx
    bolt     auto     =++    =++    =+-    =+=o   =+=    =+=ox
    bolt     new      =++    =++    =+-    =+=o   =+=    =+=ox
    bolt     none     =-+    =-+    =--    =-=o   =-=    =-=ox
    bolt     ann      ==+c   ==+c   ==-c   ===co  ===c   ===cox
    bolt     bob      ==+    ==+    ==-    ===o   ===    ===ox
"""
_ANN = """
    auto     auto     ==+    ==+    ==-    ===    ===o   ===x
    auto     new      +++    +++    ++-    =+=    =+=    =+=x
    auto     none     =-+    =-+    =--    =-=    =-=o   =-=x
    auto     ann      ==+    ==+    ==-    ===    ===o   ===x
    auto     bob      ==+    ==+    ==-    ===o   ===    ===ox
    new      auto     +=+c   +=+c   +=-c   +==co  +==co  +==cox
    new      new      +++    +++    ++-    ++=o   ++=o   ++=ox
    new      none     +-+    +-+    +--    +-=o   +-=o   +-=ox
    new      ann      +=+c   +=+c   +=-c   +==co  +==co  +==cox
    new      bob      +=+c   +=+c   +=-c   +==co  +==co  +==cox
    acme     auto     ==+    ==+    ==-    ===    ===o   ===x
    acme     new      =++    =++    =+-    =+=    =+=o   =+=x
    acme     none     =-+    =-+    =--    =-=    =-=o   =-=x
    acme     ann      ==+    ==+    ==-    ===    ===o   ===x
    acme     bob      ==+c   ==+c   ==-c   ===c   ===co  ===cx
    bolt     auto     ==+c   ==+c   ==-c   ===co  ===c   ===cox
    bolt     new      =++    =++    =+-    =+=o   =+=    =+=ox
    bolt     none     =-+    =-+    =--    =-=o   =-=    =-=ox
    bolt     ann      ==+c   ==+c   ==-c   ===co  ===c   ===cox
    bolt     bob      ==+    ==+    ==-    ===o   ===    ===ox
"""
TABLES = {"stranger": _STRANGER, "in doubt": _STRANGER, "ann again": _ANN}
MARKS = {"create": "+", "link": "=", "none": "-"}
BLOCKERS = {
    "c": ("other_customer", "customer"),
    "o": ("other_customer", "opportunity"),
    "x": ("closed_deal", "opportunity"),
}
#: What stands in the way besides, first: how far the lead is, and whose it is.
OF_STATE = {"qualified": [], "working": [("not_permitted", "trigger")], "converted": [("already_converted", "lead")]}
OF_OWNER = {"owned": [], "pooled": [("missing_owner", "owner")], "pooled, owner named": []}


def cells(person):
    """(customer, contact, opportunity) → the cell."""
    lines = (line.split() for line in TABLES[person].strip().splitlines())
    return {(*line[:2], name): cell for line in lines for name, cell in zip(OPPORTUNITIES, line[2:], strict=True)}


def test_no_choice_is_left_out():
    assert all(cells(person).keys() == {*product(CUSTOMERS, CONTACTS, OPPORTUNITIES)} for person in PERSONS)


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("state", STATES)
def test_every_choice_has_the_outcome_written_here(person, owner, state):
    world = World()
    desk, id = world.desk, world.person(person, owner, state)
    named = {"owner": "mo"} if owner == "pooled, owner named" else {}
    before = said(desk)
    for (customer, contact, opportunity), cell in cells(person).items():
        names = {"customer": customer, "contact": contact, "opportunity": opportunity}
        chosen = {noun: world.ids[name] for noun, name in names.items()} | named
        plan = desk.leads.plan_conversion(id, **chosen)
        if state == "converted":  # to a customer of its own, which a plan without a choice would take
            assert ("already_converted", "lead") in [(each.code, each.field) for each in plan.blockers]
            continue
        assert "".join(MARKS[record.action] for record in plan.records) == cell[:3], names
        expected = OF_STATE[state] + OF_OWNER[owner] + [BLOCKERS[mark] for mark in cell[3:]]
        assert [(each.code, each.field) for each in plan.blockers] == expected, names
        if expected:
            with pytest.raises(Refused) as refused:
                desk.leads.convert(plan)
            assert refused.value.problems == plan.blockers
        else:
            made = desk.leads.convert(plan, key=str(names))
            assert done(world, made, names, plan), names
            assert desk.leads.revert(made.receipt, reason="not this one").kept == ()
        assert said(desk) == before, names


def done(world, made, names, plan):
    """Whether what was made is what the plan said, and belongs together."""
    for record in plan.records:
        noun = getattr(made, record.noun)
        assert (noun is None) == (record.action == "none")
        assert getattr(made.lead, f"{record.noun}_id") == (noun and noun.id)
        if record.action == "link":
            assert noun.id == record.id
        elif noun:
            assert noun.id not in world.ids.values()
    assert made.contact is None or made.contact.customer_id == made.customer.id
    assert made.opportunity is None or made.opportunity.customer_id == made.customer.id
    owner = plan.choices.owner or "li"
    assert (made.lead.owner, made.lead.pool) == (owner, None)
    return all(replay(group.history(noun.id)) == noun for group, noun in with_history(world.desk, made))


def with_history(desk, made):
    pairs = (
        (desk.leads, made.lead),
        (desk.customers, made.customer),
        (desk.contacts, made.contact),
        (desk.opportunities, made.opportunity),
    )
    return [(group, noun) for group, noun in pairs if noun]


def said(desk):
    """All nouns, but for what counts their history; and by what they are recognised."""
    with desk.store.begin() as work:
        nouns = [
            {name: value for name, value in noun.__dict__.items() if name not in ("version", "updated_at")}
            for kind in (work.leads, work.contacts, work.customers, work.opportunities, work.follow_ups)
            for noun in kind.all()
        ]
        keys = desk.playbook.duplicates.match_keys((ZOE, ANN), (PHONE,))
        return nouns, work.match_keys.find("contact", keys)
