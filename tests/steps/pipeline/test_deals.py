"""What hangs on a deal: lines and their amount, roles, contracts, and notes for a proposal."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from leadkit import InvalidRecord, Lead, Money, Opportunity, PageVisit, Refusal
from leadkit.model import Activity, Call, ContactRole, Contract, DealContact, Download, QuoteLine
from leadkit.steps.pipeline import Offer, QuotePolicy, change_deal, coverage, involve, proposal
from leadkit.testing import opportunities

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ERP = QuoteLine("ERP licence", Money(100, "EUR"), 3, discount_percent=10, tax_rate=19)


def deal(**fields):
    return Opportunity("o-1", "c-1", NOW, NOW, "Acme", "default", "proposal", 50, **fields)


def changed(known, policy=None, **changes):
    outcome = change_deal(known, NOW, changes, *([policy] if policy else []))
    return [(each.code, each.field) for each in outcome.problems] if isinstance(outcome, Refusal) else outcome.noun


# --- amounts --------------------------------------------------------------------------------------------------------


def test_the_amount_follows_the_lines_without_tax():
    known = changed(deal(amount=Money(7, "EUR")), lines=[ERP])
    assert (known.amount, known.amount_fixed) == (Money(270, "EUR"), False)
    assert changed(known, lines=[ERP, ERP]).amount == Money(540, "EUR")
    with_tax = changed(deal(), QuotePolicy(prices_include_tax=True), lines=[ERP])
    assert with_tax.amount == Money("226.89", "EUR")


def test_an_amount_that_somebody_set_stands_until_it_is_given_back():
    known = changed(deal(), lines=[ERP], amount=Money(250, "EUR"))
    assert (known.amount, known.amount_fixed) == (Money(250, "EUR"), True)
    known = changed(known, lines=[ERP, ERP])
    assert known.amount == Money(250, "EUR")
    known = changed(known, amount=None)
    assert (known.amount, known.amount_fixed) == (Money(540, "EUR"), False)
    assert changed(known, name="x").amount == Money(540, "EUR")


def test_an_amount_in_another_currency_than_the_lines_is_refused():
    assert changed(changed(deal(), lines=[ERP]), amount=Money(1, "JPY")) == [("currency_mismatch", "amount")]
    with pytest.raises(InvalidRecord):
        changed(deal(), lines=[ERP, QuoteLine("x", Money(1, "JPY"))])


@pytest.mark.parametrize("field", ["stage", "pipeline", "contracts", "quote_ids", "lost_to", "amount_fixed"])
def test_what_has_an_operation_of_its_own_is_not_edited(field):
    assert changed(deal(), **{field: "x"}) == [("guarded_field", field)]


def test_what_a_won_deal_brought_stands_until_it_is_reopened():
    won = deal(closed_at=NOW)
    refused = changed(won, amount=Money(1, "EUR"), lines=[ERP], products=["x"], name="Acme 2")
    assert refused == [("deal_closed", "amount"), ("deal_closed", "lines"), ("deal_closed", "products")]
    assert changed(won, name="Acme 2", competitors=["Beta"]).name == "Acme 2"
    assert changed(deal(closed_at=NOW, lost_reason="price"), amount=Money(1, "EUR")).amount == Money(1, "EUR")


@given(opportunities())
def test_the_weighted_amount_is_exact(known):
    if known.amount is None:
        assert known.weighted_amount is known.expected_amount is None
    else:
        assert known.weighted_amount * 100 == known.amount.amount * known.probability
        assert Money.rounded(known.weighted_amount, known.amount.currency) == known.expected_amount


# --- contracts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "months", "ends"),
    [
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_term_of_months_ends_on_the_day_before(starts, months, ends):
    assert Contract.for_months("C-1", starts, months, signed_by="Ann").ends == ends


@pytest.mark.parametrize("months", [0, -1, 1_201])
def test_a_term_has_its_limits(months):
    with pytest.raises(InvalidRecord):
        Contract.for_months("C-1", date(2026, 4, 1), months)


def test_a_contract_does_not_end_before_it_starts_and_hides_who_signed():
    with pytest.raises(InvalidRecord) as refused:
        Contract("C-1", starts=date(2026, 4, 2), ends=date(2026, 4, 1))
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("ends_first", "ends")]
    assert "Ann" not in repr(Contract("C-1", signed_by="Ann Lee"))


# --- roles ----------------------------------------------------------------------------------------------------------


def test_roles_are_those_on_the_deal():
    known = deal(contact_id="ann", contacts=[DealContact("bob", ContactRole.INFLUENCER), DealContact("eve")])
    covered = coverage(known)
    assert not covered.decision_maker
    assert covered.contacts == {ContactRole.INFLUENCER: ("bob",), ContactRole.UNKNOWN: ("eve", "ann")}
    assert covered.missing == (ContactRole.DECISION_MAKER, ContactRole.CHAMPION, ContactRole.USER)
    known = involve(known, NOW, "ann", ContactRole.DECISION_MAKER).noun
    assert (known.decision_makers, coverage(known).decision_maker) == (("ann",), True)
    assert involve(known, NOW, "ann", ContactRole.BLOCKER).noun.decision_makers == ()
    assert coverage(deal()).contacts == {}


# --- proposal -------------------------------------------------------------------------------------------------------

LEAD = Lead(
    "l-1",
    NOW,
    NOW,
    needs=["one ERP for two plants", "training of 20 people"],
    pain_points=["库存不准", "slow month end"],
    interests=["ERP"],
    objections=["too dear"],
    budget=Money(200, "EUR"),
    decision_date=date(2026, 5, 1),
)
OFFERS = [Offer("ERP licence", ["ERP"]), Offer("Warehouse", ["stock", "库存"]), Offer("Reports", ["month end"])]
SEEN = [
    Activity(str(at), "l-1", NOW, detail)
    for at, detail in enumerate([PageVisit("/pricing"), PageVisit("/pricing"), Download("guide"), Call()])
]


def test_a_proposal_matches_needs_with_products_and_says_what_is_open():
    notes = proposal(deal(lines=[ERP], amount=Money(270, "EUR"), products=["Hosting"]), LEAD, SEEN, OFFERS)
    assert [(each.said, each.pain, each.products, each.offers) for each in notes.answers] == [
        ("one ERP for two plants", False, ("ERP licence",), ()),
        ("training of 20 people", False, (), ()),
        ("库存不准", True, (), ("Warehouse",)),
        ("slow month end", True, (), ("Reports",)),
    ]
    assert notes.unanswered == ("training of 20 people", "库存不准", "slow month end")
    assert (notes.unasked, notes.over_budget) == (("Hosting",), Money(70, "EUR"))
    assert notes.seen == (("/pricing", 2), ("guide", 1))


def test_the_notes_are_a_text_in_english_and_in_chinese():
    notes = proposal(deal(lines=[ERP], amount=Money(270, "EUR")), LEAD, SEEN, OFFERS)
    assert notes.text().splitlines() == [
        "Acme",
        "need: one ERP for two plants → ERP licence",
        "interested in: ERP",
        "budget: 200.00 EUR",
        "amount without tax: 270.00 EUR",
        "decision by: 2026-05-01",
        "looked at: /pricing ×2, guide ×1",
        "? need without a product: training of 20 people",
        "? pain point without a product: 库存不准 (we have Warehouse)",
        "? pain point without a product: slow month end (we have Reports)",
        "? objection: too dear",
        "? above the budget by 70.00 EUR",
        "? no decision maker on the deal",
    ]
    chinese = notes.text("zh")
    assert "需求：one ERP for two plants → ERP licence" in chinese
    assert "? 痛点尚无对应产品：库存不准（可提供 Warehouse）" in chinese
    assert "? 商机中没有决策者" in chinese


def test_a_deal_without_a_lead_has_notes_too():
    notes = proposal(deal(products=["ERP"], expected_close=date(2026, 6, 1)))
    assert (notes.answers, notes.unasked, notes.decision_date) == ((), ("ERP",), date(2026, 6, 1))
    assert "? budget unknown" in notes.text()


def test_a_named_product_answers_by_itself():
    known = deal(products=["CRM", "cloud backup"])
    lead = Lead("l-1", NOW, NOW, needs=["CRM?", "backup", "scrm"])
    assert [each.products for each in proposal(known, lead).answers] == [("CRM",), ("cloud backup",), ()]


def test_percentages_are_exact_decimals():
    assert ERP.discount_percent == Decimal(10)
    with pytest.raises(InvalidRecord):
        QuoteLine("x", Money(1, "EUR"), discount_percent=0.5)
