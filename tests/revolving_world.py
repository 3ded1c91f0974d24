"""A loan under limits of which some revolve."""

from datetime import date

from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.operations.acting import Actor, Role
from majung.operations.intake.load_programmes import book_of
from majung.programmes import BookRole, shelf
from majung.store.servicing.contracts import Contract, ContractParty
from majung.values.rates import Rate

PROGRAMME, LENDER, LOAN = "kexim-ax", "kexim", "C-AX1"
OFFICER = Actor("p-kexim", LENDER, frozenset({Role.PROVIDER_OFFICER}))
FIRM, TOTAL = f"{PROGRAMME}.ax-firm:f", f"{PROGRAMME}.ax-total"
BEGUN = date(2026, 2, 2)
LENT = 1_200_000_000


def a_loan():
    return Contract(
        key=LOAN,
        kind="loan",
        institution=LENDER,
        terms=LoanTerms(
            committed=LENT,
            start_on=BEGUN,
            first_due_on=date(2026, 3, 3),
            instalments=12,
            components=(RateComponent("base", BORROWER, Rate.percent("4.2")),),
        ),
        currency="KRW",
        signed_on=BEGUN,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product="ax-loan",
        parties=(ContractParty("lender", LENDER, book_of(LENDER, BookRole.LENDER)),),
        next_due_on=BEGUN,
    )
