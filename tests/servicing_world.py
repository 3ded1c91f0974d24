"""A small world for servicing: the shelf taken in, one bank, one loan under a programme."""

from datetime import UTC, date, datetime

from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import book_of, load_shelf
from majung.programmes import BookRole, shelf
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Contract, ContractParty, sign
from majung.values.rates import Rate

AT = datetime(2024, 9, 25, 0, 0, tzinfo=UTC)
SIGNED_ON = date(2024, 9, 25)
PROGRAMME = "ai-autonomous-manufacturing"
OFFICER = Actor("p-hana", "hana", frozenset({Role.PROVIDER_OFFICER}))
LOAN = "C-L1"
PRINCIPAL = 1_200_000_000

TERMS = LoanTerms(
    committed=PRINCIPAL,
    start_on=SIGNED_ON,
    first_due_on=date(2024, 10, 25),
    instalments=12,
    components=(
        RateComponent("base", BORROWER, Rate.percent("5.2")),
        RateComponent("preferential", "bank", Rate.percent("-0.7")),
    ),
)


def moment(day: date) -> datetime:
    """The moment a close of a day declares: nine in the evening, Korean time."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def open_office(*keys: str, terms: LoanTerms = TERMS) -> None:
    """Take the shelf in and sign loans of Hana under the agreement of 2024-09-24."""
    load_shelf(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        sign([loan(key, terms) for key in keys or (LOAN,)], at=AT)


def loan(key: str, terms: LoanTerms = TERMS) -> Contract:
    """A loan of Hana, not yet closed."""
    return Contract(
        key=key,
        kind="loan",
        institution="hana",
        terms=terms,
        currency="KRW",
        signed_on=terms.start_on,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product="ai-am-preferential-loan",
        parties=(ContractParty("lender", "hana", book_of("hana", BookRole.LENDER)),),
        next_due_on=terms.start_on,
    )
