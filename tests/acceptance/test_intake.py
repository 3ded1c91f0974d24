"""From the window to an accepted offer, as an officer's manual tells it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake_world import (
    APPROVER,
    AT,
    BANK,
    INSURER_APPROVER,
    INSURER_OFFICER,
    OFFICER,
    ON,
    PRODUCT,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.applications.decision import (
    AuthorityExceededError,
    DecisionKind,
    FourEyesError,
    OverrideMissingError,
    ReasonMissingError,
)
from majung.applications.stages import Stage
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import LoanTerms
from majung.operations.acting import CLOCKWORK
from majung.operations.intake.apply import submit_application
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import (
    answer_offer,
    approve_decision,
    expire,
    propose_decision,
)
from majung.operations.intake.indicate import indicate
from majung.operations.intake.send_back import send_back
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.record_facts import ConditionUnmetError, record_facts
from majung.operations.servicing.sign import OfferNotAcceptedError, sign
from majung.rules import Verdict
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.intake import applications, decisions
from majung.store.intake.limit_use import take
from majung.store.intake.limits import limit_of
from majung.store.intake.proposals import ProposalEndedError
from majung.store.refusals import NotRecordedError
from majung.store.servicing.chain import verify_book
from majung.store.servicing.conditions import unsettled
from majung.store.upkeep.digests import database_digest
from majung.supply.limits import LimitExceededError
from majung.values.money import Money
from majung.values.rates import Rate

WAY = f"{PRODUCT}@{BANK}"
COVERED = f"{PRODUCT}+ai-plus-cover@{BANK}"
TOTAL = "ai-autonomous-manufacturing.preferential-loan-total"


def _quotes():
    return tuple(asked().quotes.values())


def _propose(number, key="D-1", decision=None, actor=OFFICER, way=WAY):
    return propose_decision(actor, decision or grant(number), way, _quotes(), key=key, on=ON, at=AT)


def _granted():
    """Everything up to an offer that waits for the firm."""
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    _propose(number)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    return number


def _limit(key=TOTAL):
    with acting_for(BANK):
        found = limit_of(key)
    return found.used.minor, found.reserved.minor


def test_one_application_is_held_against_every_programme_and_what_is_unknown_stays_open(
    fresh_database,
):
    open_office()
    number = apply()

    found = {each.product: each for each in assess(OFFICER, number, on=ON, at=AT)}

    assert set(found) == {
        "ai-plus-cover",
        "ai-am-sub-fund",
        "ai-am-preferential-loan",
        "kdb-ai-low-rate-loan",
        "ai-korea-fund",
        "ax-loan",
    }
    assert found[PRODUCT].verdict is Verdict.OPEN
    assert "wage-arrears" in {fact.name for fact in found[PRODUCT].missing}


def test_facts_that_are_stated_with_evidence_close_the_findings(fresh_database):
    open_office()
    number = apply()
    state_everything()

    found = {each.product: each.verdict for each in assess(OFFICER, number, on=ON, at=AT)}

    assert found[PRODUCT] is Verdict.MET
    assert found["ai-plus-cover"] is Verdict.MET
    with acting_for(BANK):
        assert [step.stage for step in applications.steps_of(number)] == [
            Stage.SUBMITTED,
            Stage.ASSESSMENT,
        ]


def test_an_indication_shows_the_loan_with_and_without_cover(fresh_database):
    open_office()
    number = apply()
    state_everything()

    shown = indicate(OFFICER, number, asked().quotes, on=ON, at=AT)

    plain, covered = shown.indication(WAY), shown.indication(COVERED)
    # This bank grants 0.5 of the 0.7 points it promised in the agreement, and that is said.
    assert abs(plain.rate.cut) == Rate.percent("0.5")
    assert [(each.promised, each.passed_on) for each in plain.undertakings] == [
        (Rate.percent("0.7"), Rate.percent("0.5"))
    ]
    assert covered.cover is not None
    assert covered.rate.rate < plain.rate.rate
    assert plain.marking.kind == "indication-not-binding"


def test_a_second_person_approves_and_the_room_is_reserved_in_the_same_moment(fresh_database):
    number = _granted()

    asked_for = asked().application.request.amount
    assert _limit() == (0, asked_for.minor)
    with acting_for(BANK):
        (offer,) = decisions.offers_of(number)
        assert offer.amount == asked_for
        assert isinstance(offer.content.terms, LoanTerms)
        assert [step.stage for step in applications.steps_of(number, product=PRODUCT)] == [
            Stage.SUBMITTED,
            Stage.ASSESSMENT,
            Stage.PROPOSED,
            Stage.OFFERED,
        ]
        assert verify_book(f"{BANK}.lender").is_whole
        assert verify_book(f"{BANK}.lender").blocks == 1


def test_nobody_approves_what_they_proposed(fresh_database):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    _propose(number)
    both = replace(APPROVER, person=OFFICER.person)

    with pytest.raises(FourEyesError):
        approve_decision(both, "D-1", on=ON, at=AT)
    with pytest.raises(NotPermittedError):
        approve_decision(OFFICER, "D-1", on=ON, at=AT)


def test_what_exceeds_an_authority_needs_the_minutes_of_a_committee(fresh_database):
    open_office(authority=10**9)
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    _propose(number)
    before = database_digest()

    with pytest.raises(AuthorityExceededError):
        approve_decision(APPROVER, "D-1", on=ON, at=AT)

    assert database_digest() == before


def test_a_grant_against_an_open_finding_needs_an_override(fresh_database):
    open_office()
    number = apply()
    assess(OFFICER, number, on=ON, at=AT)
    _propose(number)

    with pytest.raises(OverrideMissingError):
        approve_decision(APPROVER, "D-1", on=ON, at=AT)


def test_a_refusal_by_a_limit_names_the_limit_and_what_is_left_and_leaves_nothing(
    fresh_database,
):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    _propose(number)
    _use_up("ai-autonomous-manufacturing.preferential-loan-bank:ibk", left=1)
    before = database_digest()

    with pytest.raises(LimitExceededError) as refused:
        approve_decision(APPROVER, "D-1", on=ON, at=AT)

    assert dict(refused.value.message.values)["limit"].endswith("preferential-loan-bank:ibk")
    assert dict(refused.value.message.values)["left"].minor == 1
    assert database_digest() == before


def test_a_proposal_is_decided_once(fresh_database):
    _granted()

    with pytest.raises(ProposalEndedError):
        approve_decision(APPROVER, "D-1", on=ON, at=AT)


def test_a_proposal_that_is_sent_back_can_be_made_anew(fresh_database):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    _propose(number)

    with pytest.raises(ReasonMissingError):
        send_back(APPROVER, "D-1", " ", on=ON, at=AT)
    send_back(APPROVER, "D-1", "담보 설명 보완", on=ON, at=AT)
    _propose(number, key="D-2")
    approve_decision(APPROVER, "D-2", on=ON, at=AT)

    with acting_for(BANK):
        assert [offer.key for offer in decisions.offers_of(number)] == ["D-2"]


def test_a_person_refuses_with_a_reason_and_the_firm_reads_it(fresh_database):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    nothing = replace(
        grant(number),
        kind=DecisionKind.REFUSE,
        granted=asked().application.request.amount.times(0, "down"),
        reason="사업 계획의 매출 근거 부족",
    )
    _propose(number, decision=nothing, way="")

    kept = approve_decision(APPROVER, "D-1", on=ON, at=AT)

    assert kept.decision.reason == "사업 계획의 매출 근거 부족"
    assert _limit() == (0, 0)


def test_an_offer_that_nobody_answers_lapses_and_frees_its_room(fresh_database):
    _granted()
    later = timedelta(days=31)

    ended = expire(CLOCKWORK, on=ON + later, at=AT + later)

    assert ended == 1
    assert _limit() == (0, 0)


def test_only_an_accepted_offer_is_signed_and_its_room_is_then_used(fresh_database):
    _granted()
    with pytest.raises(OfferNotAcceptedError):
        sign(OFFICER, "D-1", on=ON, at=AT)

    answer_offer(OFFICER, "D-1", decisions.OfferOutcome.ACCEPTED, on=ON, at=AT)
    contract = sign(OFFICER, "D-1", on=ON, at=AT)

    amount = asked().application.request.amount.minor
    assert contract.terms.committed == amount
    assert _limit() == (amount, 0)
    with acting_for(BANK):
        version = decisions.offer_of("D-1").version
    assert contract.version == version


def test_no_money_is_drawn_before_the_conditions_are_met(fresh_database):
    _granted()
    answer_offer(OFFICER, "D-1", decisions.OfferOutcome.ACCEPTED, on=ON, at=AT)
    contract = sign(OFFICER, "D-1", on=ON, at=AT)
    with acting_for(BANK):
        open_ones = unsettled(contract.key, on=ON)
    later = contract.terms.start_on

    with pytest.raises(ConditionUnmetError):
        record_facts(
            OFFICER,
            {contract.key: [Fact(later, FactKind.DRAWDOWN, "d1", 1_000)]},
            on=later,
            at=AT + timedelta(days=40),
        )

    assert open_ones


def test_the_insurer_decides_on_the_cover_of_the_same_application(fresh_database):
    number = _granted()
    _propose(
        number,
        key="D-K1",
        decision=grant(number, product="ai-plus-cover", document="보험심사-2024-3"),
        actor=INSURER_OFFICER,
        way=COVERED,
    )

    approve_decision(INSURER_APPROVER, "D-K1", on=ON, at=AT)

    with acting_for("ksure"):
        (offer,) = decisions.offers_of(number)
        assert isinstance(offer.content.terms, CoverTerms)
    amount = asked().application.request.amount.minor
    assert _limit("ai-autonomous-manufacturing.ai-plus-total")[1] <= amount


def test_nobody_else_answers_an_offer(fresh_database):
    _granted()
    stranger = replace(OFFICER, institution="shinhan")

    with pytest.raises(NotRecordedError):
        answer_offer(stranger, "D-1", decisions.OfferOutcome.ACCEPTED, on=ON, at=AT)


def test_a_bank_that_is_not_asked_reads_nothing_of_the_application(fresh_database):
    number = _granted()

    with acting_for("shinhan"), pytest.raises(NotRecordedError):
        applications.application(number)


def test_handing_in_the_same_application_again_does_nothing(fresh_database):
    open_office()
    number = apply()
    before = database_digest()
    application = asked().application

    submit_application(
        OFFICER,
        number,
        application.firm.identity,
        application.request,
        desks=[BANK, "ksure"],
        on=ON,
        at=AT,
    )

    assert database_digest() == before


def _use_up(key, *, left):
    with acting_for_state(Purpose.ENVELOPES, person="test", at=AT):
        limit = limit_of(key)
        take({key: limit.room - Money(left)}, subject="test", at=AT)
