"""Small worlds for tests of the store: two banks, a ministry, a firm, books, a contract."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

from majung.applications.firm import Firm, Site, SizeClass
from majung.applications.regions import Region
from majung.contracts.terms import LoanTerms, RateComponent
from majung.errors import message
from majung.ledger import Account, AccountClass, Entry, EntryKey, Posting, Side
from majung.programmes.parties import DatedName
from majung.rules.citations import Citation, Label, Source, Status
from majung.rules.findings import Finding, Verdict
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import firms, institutions, people
from majung.store.servicing import books, contracts
from majung.values.identifiers import BusinessNumber, CorporateNumber
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

AT = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)
ON = date(2024, 3, 4)
CLERK = "clerk-1"
BANKS = ("bank-a", "bank-b")

ACCOUNTS = (
    Account("loans", "대출금", "Loans", AccountClass.ASSET),
    Account("cash", "현금", "Cash", AccountClass.ASSET),
    Account("income", "이자수익", "Interest income", AccountClass.INCOME),
)


GATE = Label("요건", "Gate")
FINDING = Finding(
    rule_key="all",
    label=GATE,
    verdict=Verdict.OPEN,
    reason=message("some-kind", limit=Money(5), ratio=Ratio.percent("85"), days=(1, 2)),
    citation=Citation(Source("act", GATE, published_on=date(2024, 9, 24)), "art. 8"),
    status=Status.ASSUMED,
    missing=frozenset({"a", "b"}),
)


@contextmanager
def state(purpose=Purpose.ADMINISTRATION):
    with acting_for_state(purpose, person=CLERK, at=AT):
        yield


def corporate(number):
    return CorporateNumber.with_check_digit(f"{110111000000 + number:012d}")


def business(number):
    return BusinessNumber.with_check_digit(f"{123810000 + number:09d}")


def a_firm(number=1, name="예시기업"):
    return Firm(
        identity=corporate(number),
        name=name,
        size=SizeClass.MEDIUM,
        sites=(Site(business(number), Region.GYEONGGI),),
    )


def found_institutions(*keys):
    """Register institutions, each with a book of its own key, and the clerk."""
    with state():
        people.add_person(CLERK)
        for key in keys or BANKS:
            names = (DatedName(date(2000, 1, 1), Label(key, key)),)
            institutions.register(institutions.Institution(key, "bank", names))
            books.open_book(key, institution=key, chart=ACCOUNTS)


def found_firm(number=1):
    """Register a firm; return its identity."""
    with state():
        firms.register(a_firm(number), from_on=date(2020, 1, 1), at=AT)
    return corporate(number)


def a_loan(principal=100_000_000):
    return LoanTerms(
        committed=principal,
        start_on=ON,
        first_due_on=date(2024, 4, 4),
        instalments=12,
        components=(RateComponent("base", "", Rate(Decimal("0.0462")), ON, None),),
    )


def a_contract(key="L-1", institution="bank-a", **changes):
    given = {
        "key": key,
        "kind": "loan",
        "institution": institution,
        "terms": a_loan(),
        "currency": "KRW",
        "signed_on": ON,
        "parties": (contracts.ContractParty("lender", institution, institution),),
        "next_due_on": date(2024, 4, 4),
    }
    return contracts.Contract(**(given | changes))


def signed(*keys, institution="bank-a", **changes):
    """Sign contracts for a bank, as the State."""
    with state():
        contracts.sign([a_contract(key, institution, **changes) for key in keys or ("L-1",)], at=AT)


def an_entry(
    book="bank-a", contract="", *, amount=1_000, kind="drawdown", revision=0, on=ON, party=""
):
    money = Money(amount)
    return Entry(
        EntryKey(book, contract, on, kind, party, revision),
        ON,
        (Posting("loans", Side.DEBIT, money), Posting("cash", Side.CREDIT, money)),
    )
