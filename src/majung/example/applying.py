"""Applications of the example world, from the window to the signature, act by act."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from majung.applications.application import Request
from majung.applications.decision import Decision, DecisionKind
from majung.applications.firm import identity_key
from majung.applications.statements import Standing, Statement
from majung.contracts.terms import Repayment
from majung.example.moments import during
from majung.example.people import approver, firm_person, officer
from majung.example.plan import Case, Ending
from majung.example.world import Stated, World
from majung.operations.intake.apply import state_facts, submit_application
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.intake.indicate import indicate
from majung.operations.intake.register import register_firm
from majung.operations.servicing.sign import contract_key, sign
from majung.pricing.quotes import BankQuote, RateLine, assumed_quote
from majung.programmes import LoanProduct, Programme
from majung.programmes.price_terms import ComponentKind, Payer
from majung.rules import FactValue, Label, Status
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.decisions import OfferOutcome
from majung.store.servicing.conditions import ConditionAct, ConditionActKind, act_on, unsettled
from majung.values.money import Money
from majung.values.rates import Rate

#: A bank lowers its rate for a covered loan by so much.
COVER_CUT = Rate.percent("0.3")
GRADE_PREMIUM = Label("신용등급 가산", "premium for the grade")
HUNDRED = 100
FAILING = ("tax-arrears", "wage-arrears", "credit-default")
CHECKED_BEFORE_DAYS = 3
REFUSED_FOR = {
    "tax-arrears": "국세 체납 확인",
    "wage-arrears": "임금체불 확인",
    "credit-default": "연체 정보 등록",
}


def loan_offer_of(case: Case) -> str:
    """Name the offer of a case's loan."""
    return f"{case.number}-L"


def cover_offer_of(case: Case) -> str:
    """Name the offer of a case's cover."""
    return f"{case.number}-K"


def loan_of(case: Case) -> str:
    """Name the contract of a case's loan."""
    return contract_key(loan_offer_of(case))


def cover_of(case: Case) -> str:
    """Name the contract of a case's cover."""
    return contract_key(cover_offer_of(case))


def desks(case: Case) -> tuple[str, ...]:
    """Return the institutions that read a case."""
    return (case.lender, case.stream.insurer) if case.is_covered else (case.lender,)


def submit(world: World, case: Case, *, on: date, draw_on: date) -> None:
    """Let a firm come to the window: it states what is asked, and applies.

    Who recommends firms registers them before; other firms are registered at the window.
    """
    desk, at = officer(case.lender).actor, during(on, 10)
    if not case.stream.recommendation:
        register_firm(desk, case.firm, from_on=on, at=at, is_example=True)
    request = Request(
        amount=case.amount,
        months=case.months,
        start_on=draw_on,
        uses=frozenset({"facility"}),
        repayment=Repayment.EQUAL_PRINCIPAL if case.index % 2 else Repayment.EQUAL_INSTALMENTS,
        site=case.firm.sites[0].number,
        project=case.project,
    )
    submit_application(
        desk,
        case.number,
        case.firm.identity,
        request,
        desks=desks(case),
        on=on,
        at=at,
        is_example=True,
    )
    state_facts(
        desk,
        case.firm.identity,
        tuple(_statements(world, case, on=on)),
        at=during(on, 11),
        application=case.number,
        legal_basis="예시",
    )


def compare(case: Case, *, on: date) -> None:
    """Let the firm look at what it could get, at the rates that programmes assume."""
    firm = firm_person(identity_key(case.firm.identity))
    indicate(firm.actor, case.number, {}, on=on, at=during(on, 12))


def consider(case: Case, *, on: date) -> None:
    """Hold an application against every programme in force."""
    assess(officer(case.lender).actor, case.number, on=on, at=during(on, 13))


def propose(world: World, case: Case, programme: Programme, *, on: date) -> None:
    """Put the loan, and the cover where there is one, forward for a second person."""
    is_refused = case.ending is Ending.REFUSED
    way = f"{case.stream.product}@{case.lender}"
    covered = f"{case.stream.product}+{case.stream.cover}@{case.lender}"
    quotes = _quotes(world, case, programme, on=on)
    propose_decision(
        officer(case.lender).actor,
        _decision(case, case.stream.product, on=on),
        "" if is_refused else (covered if case.is_covered else way),
        quotes,
        key=loan_offer_of(case),
        on=on,
        at=during(on, 14),
    )
    if case.is_covered and not is_refused:
        propose_decision(
            officer(case.stream.insurer).actor,
            _decision(case, case.stream.cover, on=on),
            covered,
            quotes,
            key=cover_offer_of(case),
            on=on,
            at=during(on, 15),
        )


def approve(case: Case, *, on: date) -> None:
    """Let the second person decide."""
    approve_decision(approver(case.lender).actor, loan_offer_of(case), on=on, at=during(on, 16))
    if case.is_covered and case.ending is not Ending.REFUSED:
        insurer = approver(case.stream.insurer).actor
        approve_decision(insurer, cover_offer_of(case), on=on, at=during(on, 17))


def answer(case: Case, *, on: date) -> None:
    """Let the firm accept or decline; an offer that lapses is not answered."""
    if case.ending not in {Ending.GRANTED, Ending.DECLINED}:
        return
    accepted = case.ending is Ending.GRANTED
    outcome = OfferOutcome.ACCEPTED if accepted else OfferOutcome.DECLINED
    reason = "" if accepted else "자체 자금으로 조달"
    desk = officer(case.lender).actor
    answer_offer(desk, loan_offer_of(case), outcome, on=on, at=during(on, 18), reason=reason)
    if case.is_covered:
        insurer = officer(case.stream.insurer).actor
        answer_offer(
            insurer, cover_offer_of(case), outcome, on=on, at=during(on, 19), reason=reason
        )


def conclude(case: Case, *, on: date) -> None:
    """Sign what was accepted and settle the conditions precedent by their documents."""
    if case.ending is not Ending.GRANTED:
        return
    sign(officer(case.lender).actor, loan_offer_of(case), on=on, at=during(on, 20))
    contracts = [loan_of(case)]
    if case.is_covered:
        insurer = officer(case.stream.insurer).actor
        sign(insurer, cover_offer_of(case), on=on, at=during(on, 21), loan=loan_of(case))
        contracts.append(cover_of(case))
    at = during(on, 22)
    person = officer(case.lender).key
    with acting_for_state(Purpose.EXAMPLE, person=person, at=at, subject=case.number):
        for contract in contracts:
            for condition in unsettled(contract, on=on):
                shown = f"예시 확인서 {case.number}"
                act = ConditionAct(ConditionActKind.FULFILLED, person, on, shown)
                act_on(contract, condition.key, act, at=at)


def failing_fact(case: Case) -> str:
    """Name the check that a refused firm fails."""
    return FAILING[case.index % len(FAILING)]


def _decision(case: Case, product: str, *, on: date) -> Decision:
    is_refused = case.ending is Ending.REFUSED
    return Decision(
        application=case.number,
        product=product,
        institution="",
        kind=DecisionKind.REFUSE if is_refused else DecisionKind.APPROVE,
        asked=case.amount,
        granted=Money(0) if is_refused else case.amount,
        proposed_by="",
        decided_on=on,
        document=f"예시-{case.number}",
        programme_version="",
        reason=REFUSED_FOR[failing_fact(case)] if is_refused else "",
    )


def _statements(world: World, case: Case, *, on: date) -> Iterator[Statement]:
    checked_on = on - timedelta(days=CHECKED_BEFORE_DAYS)
    fails = failing_fact(case) if case.ending is Ending.REFUSED else ""
    for office in world.statements:
        for fact, value in _checked(office, fails=fails, checked_on=checked_on):
            evidence = f"예시 조회 {case.number}"
            yield Statement(fact, value, checked_on, office.by, evidence, Standing.CHECKED)
    own: dict[str, FactValue] = {
        "manufacturing-activities": frozenset({"floor", "research"}),
        "ai-fields": frozenset({"robot"}),
        "export-links": frozenset({"direct-export"}),
    }
    for fact, value in own.items():
        yield Statement(fact, value, checked_on, case.firm.name)
    graded = f"예시 평가 {case.number}"
    yield Statement("credit-grade", case.grade, checked_on, "예시평가", graded, Standing.EVIDENCED)
    yield Statement("lender", case.lender, checked_on, case.firm.name)


def _checked(office: Stated, *, fails: str, checked_on: date) -> Iterator[tuple[str, FactValue]]:
    for fact in office.facts:
        yield fact, fact == fails
    for fact in office.dated:
        yield fact, checked_on


def _quotes(world: World, case: Case, programme: Programme, *, on: date) -> tuple[BankQuote, ...]:
    """Return the rate of the bank: what the programme assumes, and its premium for the grade."""
    product = programme.product(case.stream.product)
    if not isinstance(product, LoanProduct):
        raise TypeError(f"{product.key} is no loan")
    assumed = assumed_quote(case.lender, product.pricing, on=on)
    if assumed is None:
        return ()
    premium = RateLine(
        key="grade-premium",
        label=GRADE_PREMIUM,
        kind=ComponentKind.ADD_ON,
        payer=Payer.BORROWER,
        rate=Rate.percent(str(Decimal(world.premiums[case.grade]) / HUNDRED)),
        citation=assumed.lines[0].citation,
        status=Status.ASSUMED,
    )
    cut = COVER_CUT if case.is_covered else None
    return (replace(assumed, lines=(*assumed.lines, premium), cover_cut=cut),)
