"""A loan of a bank under the cover of an insurer, and the people of both who deal with it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from majung.applications.firm import Firm
from majung.contracts.cover_terms import (
    ClaimTerms,
    CoverForm,
    CoverTerms,
    RecourseTerms,
)
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import (
    PremiumCharge,
    PremiumTerms,
)
from majung.contracts.terms import BORROWER, LoanTerms, Portion, RateComponent
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.claims.issue_cover import issue_cover
from majung.operations.intake.load_programmes import book_of, load_shelf
from majung.operations.servicing.record_facts import record_facts
from majung.programmes import BookRole, shelf
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.firms import register
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.servicing.contracts import Contract, ContractParty, Servicing, sign
from majung.store.servicing.ledger import balances_of
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

START = date(2024, 10, 1)
AT = datetime(2024, 9, 30, tzinfo=UTC)
PROGRAMME = "ai-autonomous-manufacturing"
BANK_OFFICER = Actor("p-bank", "hana", frozenset({Role.PROVIDER_OFFICER}))
OFFICER = Actor("p-insurer", "ksure", frozenset({Role.PROVIDER_OFFICER}))
APPROVER = Actor("p-approver", "ksure", frozenset({Role.PROVIDER_APPROVER}))
LOAN, COVER = "C-L1", "C-V1"
PRINCIPAL = 1_000_000_000

#: Principal comes first once the loan is called in, so that what the insurer pays lowers it.
PRINCIPAL_FIRST = (Portion.PRINCIPAL, Portion.INTEREST, Portion.LATE_INTEREST, Portion.FEE)
LOAN_TERMS = LoanTerms(
    committed=PRINCIPAL,
    start_on=START,
    first_due_on=date(2024, 11, 1),
    instalments=36,
    components=(RateComponent("base", BORROWER, Rate.percent("4.62")),),
    allocation_after_default=PRINCIPAL_FIRST,
)


def cover_terms(**changes) -> CoverTerms:
    """Insurance of the loan at 95 %, a premium of 0.7 % once, damages of 10 % a year."""
    given = {
        "form": CoverForm.INSURANCE,
        "principal": PRINCIPAL,
        "cover_ratio": Ratio.percent("95"),
        "ends_on": date(2027, 10, 1),
        "premium": PremiumTerms((PremiumCharge.of("", Rate.percent("0.7")),)),
        "claims": ClaimTerms(
            draw_within_days=60, at_once_reasons=frozenset({"bankruptcy"}), payment_months=2
        ),
        "recourse": RecourseTerms(damages_rate=Rate.percent("10")),
    }
    return CoverTerms(**(given | changes))


def moment(day: date) -> datetime:
    """Nine in the evening of a day, Korean time."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def open_office(
    terms: CoverTerms | None = None,
    *,
    authority: int = 10**10,
    firm: Firm | None = None,
    servicing: Servicing = Servicing.SERVICED,
) -> None:
    """Take the shelf in, give the insurer's people their roles, sign the loan and its cover."""
    load_shelf(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        for actor in (OFFICER, APPROVER):
            (role,) = actor.roles
            add_person(actor.person)
            grant_role(
                RoleHeld(
                    person=actor.person,
                    role=role.value,
                    institution=actor.institution,
                    from_on=date(2024, 1, 1),
                    authority=Money(authority) if role is Role.PROVIDER_APPROVER else None,
                )
            )
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        identity = firm.identity if firm else None
        if firm is not None:
            register(firm, from_on=START, at=AT)
        sign([replace(a_loan(LOAN), firm=identity, servicing=servicing)], at=AT)
        covering = a_cover(COVER, LOAN, terms or cover_terms())
        sign([replace(covering, firm=identity)], at=AT)


def a_loan(key: str, terms: LoanTerms = LOAN_TERMS) -> Contract:
    """A loan of the bank under the programme."""
    return Contract(
        key=key,
        kind="loan",
        institution="hana",
        terms=terms,
        currency="KRW",
        signed_on=START,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product="ai-am-preferential-loan",
        parties=(ContractParty("lender", "hana", book_of("hana", BookRole.LENDER)),),
        next_due_on=START,
    )


def a_cover(key: str, loan: str, terms: CoverTerms) -> Contract:
    """A cover of the insurer; the bank is insured under it and the State stands behind it."""
    return Contract(
        key=key,
        kind="cover",
        institution="ksure",
        terms=terms,
        currency="KRW",
        signed_on=START,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product="ai-plus-cover",
        loan=loan,
        parties=(
            ContractParty("insurer", "ksure", book_of("ksure", BookRole.INSURER)),
            ContractParty("state", "state", book_of("state", BookRole.STATE)),
            ContractParty("insured", "hana"),
        ),
        next_due_on=START,
    )


def lend(loan: str = LOAN, amount: int = PRINCIPAL) -> None:
    """Issue the cover and draw the loan on the first day."""
    issue_cover(OFFICER, COVER, on=START, at=moment(START))
    tell_loan(START, Fact(START, FactKind.DRAWDOWN, "d1", amount))


def tell_loan(on: date, *facts: Fact) -> None:
    """Let the bank record what happened to the loan."""
    record_facts(BANK_OFFICER, {LOAN: list(facts)}, on=on, at=moment(on))


def balances(book: str) -> dict[str, int]:
    """What stands on each account of a book, debits above zero, without zeros."""
    with acting_for_state(Purpose.AUDIT, person="test", at=AT):
        found = balances_of(book)
    return {key.account: money.minor for key, money in found.items() if money.minor}
