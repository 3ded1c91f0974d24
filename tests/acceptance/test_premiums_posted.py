"""What an offer shows of a premium is what the insurer's book holds of it, to the last unit."""

from dataclasses import replace
from datetime import date

from claims_world import PRINCIPAL, moment
from example_offerings import application
from example_prices import quote
from majung.applications.decision import Decision, DecisionKind
from majung.applications.indications.offering import Letter, cover_offer
from majung.applications.indications.ways import Market, Unpriced, Way, price
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.claims.issue_cover import issue_cover
from majung.operations.claims.notify_default import report_loan
from majung.operations.intake.load_programmes import book_of, load_shelf
from majung.programmes import BookRole, shelf
from majung.programmes.price_terms import Payer
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Contract, ContractParty, sign
from majung.store.servicing.events import events_of
from majung.store.servicing.ledger import balances_of
from majung.values.money import Money

PROGRAMME, PRODUCT = "us-sba-7a", "sba-7a-guarantee"
SIGNED = date(2024, 11, 15)
LOAN = Money(180_000_001, "USD")
SBA = Actor("p-sba", "sba", frozenset({Role.PROVIDER_OFFICER}))
BANK = Actor("p-bank", "lenders", frozenset({Role.PROVIDER_OFFICER}))


def _market():
    bank = quote(base="8.5", provider="lenders")
    return Market(programmes=(shelf()[PROGRAMME],), quotes={"lenders": bank}, on=SIGNED, room={})


def _way():
    programme = shelf()[PROGRAMME]
    return Way(_market().quotes["lenders"], None, (programme, programme.product(PRODUCT)))


def _application(amount):
    asked = application()
    return replace(asked, country="US", request=replace(asked.request, amount=amount))


def _offer():
    decision = Decision(
        application="A-1",
        product=PRODUCT,
        institution="sba",
        kind=DecisionKind.APPROVE,
        asked=LOAN,
        granted=LOAN,
        proposed_by="p-1",
        decided_on=SIGNED,
        document="S-1",
        programme_version=shelf()[PROGRAMME].version,
    )
    letter = Letter("O-1", SIGNED, date(2024, 12, 15))
    return cover_offer(_application(LOAN), _way(), decision, _market(), letter)


def test_the_premium_of_an_sba_offer_is_what_is_posted(fresh_database):
    """A fee once, in slices, of the borrower; a yearly fee of the lender on what is owed."""
    offer = _offer()
    shown = offer.figures.cover.premium
    starts_on = offer.figures.terms.start_on
    load_shelf(CLOCKWORK, at=moment(SIGNED))
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED)):
        sign([_contract(offer.terms, starts_on)], at=moment(SIGNED))

    issue_cover(SBA, "C-1", on=starts_on, at=moment(starts_on))
    drawn = Fact(starts_on, FactKind.DRAWDOWN, "d", LOAN.minor)
    report_loan(BANK, "C-1", [drawn], on=starts_on, at=moment(starts_on))
    paid = [
        Fact(row.due_on, FactKind.PAYMENT, f"p-{row.due_on}", row.principal)
        for row in offer.figures.instalments
        if row.principal
    ]
    for fact in paid[:-1]:
        on = fact.effective_on
        report_loan(BANK, "C-1", [fact], on=on, at=moment(on))

    with acting_for_state(Purpose.AUDIT, person="test", at=moment(SIGNED)):
        posted = _net(events_of("C-1"))
        book = balances_of(book_of("sba", BookRole.INSURER))
    dues = {(due.due_on, _party(due.payer)): due.amount.minor for due in shown.dues}
    assert posted == dues
    income = {key.account: each.minor for key, each in book.items()}["premium-income"]
    assert -income == shown.charged.minor
    # 3.5 % of the first million of 1,350,000.00 (75 % of the loan, cut) and 3.75 % of the rest.
    assert dues[starts_on, ""] == 35_000_00 + 13_125_00


def test_a_loan_in_won_meets_a_programme_in_dollars_with_a_reason():
    won = _application(Money(PRINCIPAL))

    found = price(_way(), won.request, {}, _market(), is_decided=True)

    assert isinstance(found, Unpriced)
    assert found.reason.kind == "cover-in-other-currency"


def _net(events):
    net = {}
    for each in events:
        if each.event.kind is EventKind.PREMIUM_DUE:
            place = (each.event.effective_on, each.event.party)
            net[place] = net.get(place, 0) + each.event.amount
    return {place: amount for place, amount in net.items() if amount}


def _party(payer):
    return "" if payer is Payer.BORROWER else payer.value


def _contract(terms, on):
    return Contract(
        key="C-1",
        kind="cover",
        institution="sba",
        terms=terms,
        currency="USD",
        signed_on=on,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product=PRODUCT,
        parties=(
            ContractParty("insurer", "sba", book_of("sba", BookRole.INSURER)),
            ContractParty("insured", "lenders"),
        ),
        next_due_on=on,
    )
