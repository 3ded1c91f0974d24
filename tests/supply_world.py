"""A world of supply: an IBK loan with a KODIT guarantee on it, a KDB loan, a firm that has both."""

from datetime import UTC, date, datetime

from majung.contracts.cover_terms import ClaimTerms, CoverForm, CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import book_of, load_shelf
from majung.operations.servicing.posting import post_contracts
from majung.operations.supply.load_plans import load_plans
from majung.programmes import BookRole, shelf
from majung.store.access import Purpose, acting_for_state
from majung.store.parties import firms
from majung.store.servicing.contracts import Contract, ContractParty, Series, sign
from majung.store.servicing.facts import record_facts
from majung.values.rates import Rate, Ratio
from store_world import a_firm, corporate

AT = datetime(2024, 10, 31, 12, tzinfo=UTC)
OPENED_AT = datetime(2024, 1, 2, tzinfo=UTC)
ON = date(2024, 10, 31)
START = date(2024, 10, 2)
AI_AM, AI_POLICY = "ai-autonomous-manufacturing", "ai-policy-finance"
SECRETARY = Actor("secretary", "fsc", frozenset({Role.SECRETARIAT}))
AUDITOR = Actor("auditor", "fsc", frozenset({Role.AUDITOR}))
KDB_OFFICER = Actor("p-kdb", "kdb", frozenset({Role.PROVIDER_OFFICER}))
IBK_OFFICER = Actor("p-ibk", "ibk", frozenset({Role.PROVIDER_OFFICER}))
KSURE_OFFICER = Actor("p-ksure", "ksure", frozenset({Role.PROVIDER_OFFICER}))
FIRM, OTHER_FIRM = corporate(1), corporate(2)
EOK = 10**8


def open_office() -> None:
    """Take programmes and plans in and register two firms."""
    load_shelf(CLOCKWORK, at=OPENED_AT)
    load_plans(CLOCKWORK, at=OPENED_AT)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=OPENED_AT):
        for number, name in ((1, "예시기업 가"), (2, "예시기업 나")):
            firm = a_firm(number, name)
            firms.register(firm, from_on=date(2020, 1, 1), at=OPENED_AT, is_example=True)


def loan_terms(principal: int) -> LoanTerms:
    return LoanTerms(
        committed=principal,
        start_on=START,
        first_due_on=date(2025, 1, 2),
        instalments=20,
        cycle_months=3,
        components=(RateComponent("base", BORROWER, Rate.percent("5.2")),),
    )


def loan(key, institution, product, *, principal=100 * EOK, firm=FIRM, series=Series.REAL, **more):
    """A loan of an institution, with the facts that draw three quarters of it."""
    programme = AI_POLICY if product.startswith("kdb") else AI_AM
    contract = Contract(
        key=key,
        kind="loan",
        institution=institution,
        terms=loan_terms(principal),
        currency="KRW",
        signed_on=START,
        programme=programme,
        version=shelf()[programme].version,
        product=product,
        firm=firm,
        region="gyeongnam",
        parties=(ContractParty("lender", institution, book_of(institution, BookRole.LENDER)),),
        series=series,
        **more,
    )
    return contract, (Fact(START, FactKind.DRAWDOWN, "draw-1", principal * 3 // 4),)


def cover(key, stands_on, *, principal=100 * EOK, firm=FIRM, series=Series.REAL):
    """A K-SURE cover of 85 % on a loan."""
    contract = Contract(
        key=key,
        kind="cover",
        institution="ksure",
        terms=CoverTerms(
            form=CoverForm.INSURANCE,
            principal=principal,
            cover_ratio=Ratio.percent("85"),
            ends_on=date(2030, 1, 2),
            claims=ClaimTerms(),
        ),
        currency="KRW",
        signed_on=START,
        programme=AI_AM,
        version=shelf()[AI_AM].version,
        product="ai-plus-cover",
        firm=firm,
        loan=stands_on,
        region="gyeongnam",
        parties=(
            ContractParty("insurer", "ksure", book_of("ksure", BookRole.INSURER)),
            ContractParty("insured", "ibk"),
        ),
        series=series,
    )
    return contract, (Fact(START, FactKind.ISSUE, "issue"),)


def live(*pairs, on=ON, at=AT) -> None:
    """Sign contracts, record their facts and post what they yield."""
    with acting_for_state(Purpose.SERVICING, person="test", at=at):
        for contract, facts in pairs:
            sign([contract], at=at)
            record_facts({contract.key: facts}, by="test", at=at)
        posting = post_contracts([contract.key for contract, _ in pairs], on=on, at=at)
        assert posting.refused == ()
