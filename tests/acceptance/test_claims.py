"""A covered loan from the policy to the write-off, as insurer and bank know it."""

from datetime import date

import pytest

from claims_world import (
    APPROVER,
    BANK_OFFICER,
    COVER,
    LOAN,
    OFFICER,
    PRINCIPAL,
    START,
    balances,
    cover_terms,
    lend,
    moment,
    open_office,
    tell_loan,
)
from majung.applications.decision import (
    AuthorityExceededError,
    DecisionKind,
    FourEyesError,
    ReasonMissingError,
)
from majung.applications.firm import identity_key
from majung.contracts.cover import CoverContradictsError
from majung.contracts.cover_terms import CoverForm
from majung.contracts.events import EventKey, EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import CoverStage
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.claims.covers import CoverElsewhereError, CoverEndedError
from majung.operations.claims.decide_claim import (
    ClaimDecidedError,
    approve_claim_decision,
    propose_claim_decision,
    send_claim_decision_back,
)
from majung.operations.claims.file_claim import (
    LoanNotCalledError,
    LossAboveOwedError,
    file_claim,
)
from majung.operations.claims.firm_record import LegalBasisMissingError, firm_record
from majung.operations.claims.issue_cover import issue_cover, pay_premium
from majung.operations.claims.notify_default import CauseNotKnownError, notify_default
from majung.operations.claims.pay_claim import NothingToPayError, pay_claim
from majung.operations.claims.reading import cover_file, cover_list
from majung.operations.claims.record_recovery import (
    RecoveryNotStandingError,
    ReversalReasonMissingError,
    record_recovery,
    reverse_recovery,
    write_off,
)
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.conditions import fulfil_condition
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import ConditionUnmetError, record_facts
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.proposals import ProposalEndedError
from majung.store.refusals import NotRecordedError
from majung.store.servicing.chain import verify_book
from majung.store.servicing.conditions import Condition, set_conditions
from majung.store.servicing.facts import facts_of
from majung.store.upkeep.accesses import accesses
from majung.store.upkeep.digests import database_digest
from store_world import a_firm

INSURER_BOOK, BANK_BOOK, STATE_BOOK = "ksure.insurer", "hana.lender", "state.state"
REPAID_ON = date(2024, 10, 2)
DEFAULTED = date(2025, 6, 2)
CLAIMED = date(2025, 9, 2)
DECIDED = date(2025, 9, 20)
PAID = date(2025, 10, 20)
CLAIM = "K-1"
#: What of the principal the debtor has repaid before it stopped paying.
REPAID = 187_654_322
LOSS = PRINCIPAL - REPAID
PAYABLE = 771_728_394


def _default(cause="arrears"):
    """The loan is drawn, repaid in part, called in, and the insurer is told."""
    lend()
    tell_loan(REPAID_ON, Fact(REPAID_ON, FactKind.PREPAYMENT, "p1", REPAID))
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    return _notice(cause)


def _claim(on=CLAIMED):
    return file_claim(BANK_OFFICER, COVER, key=CLAIM, on=on, at=moment(on))


def _propose(accepted=PAYABLE, key="D-1", on=DECIDED, **changes):
    return propose_claim_decision(
        OFFICER,
        COVER,
        CLAIM,
        key=key,
        accepted=accepted,
        document="보상심사-2025-0042",
        on=on,
        at=moment(on),
        **changes,
    )


def _approve(key="D-1", actor=APPROVER, on=DECIDED):
    return approve_claim_decision(actor, key, on=on, at=moment(on))


def _decide(accepted=PAYABLE, **changes):
    _propose(accepted, **changes)
    return _approve()


def _pay(on=PAID, **changes):
    return pay_claim(OFFICER, COVER, CLAIM, key="P-1", on=on, at=moment(on), **changes)


def _recover(amount, key, on, actor=OFFICER):
    return record_recovery(actor, COVER, amount, key=key, on=on, at=moment(on))


def test_a_covered_loan_from_policy_to_write_off_to_the_won(fresh_database):
    open_office()
    lend()
    assert balances(INSURER_BOOK) == {
        "covers-in-force": 950_000_000,
        "covers-given": -950_000_000,
        # 950,000,000 at 0.7 %, once.
        "premiums-receivable": 6_650_000,
        "premium-income": -6_650_000,
    }
    pay_premium(OFFICER, COVER, 6_650_000, key="R-1", on=START, at=moment(START))
    tell_loan(REPAID_ON, Fact(REPAID_ON, FactKind.PREPAYMENT, "p1", REPAID))
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    noticed = _notice()
    assert (noticed.stage, noticed.claimable_on) == (CoverStage.DEFAULTED, CLAIMED)

    claim = _claim()
    assert (claim.loss, claim.payable, claim.payment_due_on) == (LOSS, PAYABLE, date(2025, 11, 2))
    decision = _decide()
    assert (decision.decision.kind, decision.approved_by) == (DecisionKind.APPROVE, "p-approver")
    paid = _pay()
    assert paid.paid == PAYABLE
    assert balances(BANK_BOOK)["loans"] == LOSS - PAYABLE == 40_617_284

    recovered = _recover(100_000_001, "V-1", PAID)
    assert (recovered.recourse.recovered, recovered.recourse.shared) == (95_000_000, 5_000_001)
    damages = 676_728_394 * 11 // 3_650
    written_on = date(2025, 10, 31)
    lost = write_off(
        APPROVER,
        COVER,
        key="W-1",
        reason="회수 가능 재산 없음",
        on=written_on,
        at=moment(written_on),
    )

    assert lost.stage is CoverStage.ENDED
    assert lost.recourse.written_off == 676_728_394 + damages
    assert balances(INSURER_BOOK) == {
        "cash": 6_650_000 - PAYABLE + 95_000_000,
        "premium-income": -6_650_000,
        "claims-paid": PAYABLE,
        "recourse-income": -PAYABLE,
        "damages-income": -damages,
        "recourse-losses": 676_728_394 + damages,
    }
    bank = balances(BANK_BOOK)
    assert bank["loans"] == LOSS - PAYABLE - 5_000_001
    assert bank["cash"] == -PRINCIPAL + REPAID + PAYABLE + 5_000_001
    # The State backed 950,000,000; what was repaid, paid and is no longer claimable is gone.
    assert balances(STATE_BOOK) == {}


def test_a_claim_is_reduced_with_its_reason(fresh_database):
    open_office()
    _default()
    _claim()

    decision = _decide(700_000_000, reason="담보물 관리 소홀로 감액")

    assert decision.decision.kind is DecisionKind.REDUCE
    assert _pay().paid == 700_000_000
    book = balances(INSURER_BOOK)
    assert book["recourse-claims"] == 700_000_000
    assert "claims-in-examination" not in book
    assert balances(BANK_BOOK)["loans"] == LOSS - 700_000_000


def test_a_claim_is_denied_with_its_reason_and_nothing_is_paid(fresh_database):
    open_office()
    _default()
    _claim()

    decision = _decide(0, reason="자금을 다른 용도로 사용")

    assert decision.decision.kind is DecisionKind.REFUSE
    with pytest.raises(NothingToPayError):
        _pay()
    assert balances(INSURER_BOOK)["covers-in-force"] == PAYABLE
    assert balances(BANK_BOOK)["loans"] == LOSS


def test_a_reduction_without_a_reason_is_refused(fresh_database):
    open_office()
    _default()
    _claim()
    _propose(1)

    with pytest.raises(ReasonMissingError):
        _approve()


def test_who_proposes_a_decision_does_not_approve_it(fresh_database):
    open_office()
    _default()
    _claim()
    _propose()
    both = Actor(OFFICER.person, "ksure", frozenset({Role.PROVIDER_OFFICER, *APPROVER.roles}))
    before = database_digest()

    with pytest.raises(FourEyesError):
        _approve(actor=both)

    assert database_digest() == before


def test_an_officer_decides_no_claim_alone(fresh_database):
    open_office()
    _default()
    _claim()
    _propose()

    with pytest.raises(NotPermittedError):
        _approve(actor=OFFICER)


def test_what_exceeds_an_authority_needs_a_committee(fresh_database):
    open_office(authority=PAYABLE - 1)
    _default()
    _claim()
    _propose()

    with pytest.raises(AuthorityExceededError):
        _approve()


def test_a_proposal_that_was_sent_back_is_proposed_anew(fresh_database):
    open_office()
    _default()
    _claim()
    _propose()

    returned = send_claim_decision_back(
        APPROVER, "D-1", "사고 경위 보완", on=DECIDED, at=moment(DECIDED)
    )

    assert not returned.is_open
    with pytest.raises(ProposalEndedError):
        _approve()
    _propose(key="D-2")
    assert _approve("D-2").key == "D-2"


def test_a_claim_is_decided_once(fresh_database):
    open_office()
    _default()
    _claim()
    _propose(key="D-1")
    _propose(key="D-2")
    _approve("D-1")

    with pytest.raises(ClaimDecidedError):
        _approve("D-2")


def test_a_decision_is_sealed_in_the_insurers_chain(fresh_database):
    open_office()
    _default()
    _claim()
    before = _verified().blocks

    _decide()

    found = _verified()
    assert found.is_whole
    # The decision, and the entry of what was accepted.
    assert found.blocks == before + 2


def test_no_claim_before_the_waiting_is_over(fresh_database):
    open_office()
    _default()

    with pytest.raises(CoverContradictsError, match="2 September 2025"):
        _claim(date(2025, 9, 1))


def test_a_bankruptcy_needs_no_waiting(fresh_database):
    open_office()

    noticed = _default("bankruptcy")

    assert noticed.claimable_on == DEFAULTED
    assert _claim(DEFAULTED).payable == PAYABLE


def test_a_default_within_the_term_is_noticed_after_it(fresh_database):
    ended, noticed = date(2025, 6, 10), date(2025, 6, 20)
    open_office(cover_terms(ends_on=ended))
    lend()
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))

    def notice(key, defaulted_on):
        return notify_default(
            BANK_OFFICER,
            COVER,
            key=key,
            cause="arrears",
            defaulted_on=defaulted_on,
            on=noticed,
            at=moment(noticed),
        )

    with pytest.raises(CoverEndedError, match="11 June 2025"):
        notice("N-1", noticed)
    assert notice("N-2", DEFAULTED).stage is CoverStage.DEFAULTED


def test_a_misspelt_cause_is_refused(fresh_database):
    open_office()

    with pytest.raises(CauseNotKnownError):
        _default("bankrupcy")


def test_a_loan_that_was_not_called_in_is_not_claimed(fresh_database):
    open_office()
    lend()
    _notice()

    with pytest.raises(LoanNotCalledError):
        _claim()


def test_no_more_is_claimed_than_is_owed(fresh_database):
    open_office()
    _default()

    with pytest.raises(LossAboveOwedError):
        file_claim(BANK_OFFICER, COVER, key=CLAIM, loss=LOSS + 1, on=CLAIMED, at=moment(CLAIMED))


def test_what_the_bank_bears_of_a_loss_is_not_claimed_a_second_time(fresh_database):
    open_office()
    _default()
    _claim()
    _decide()
    _pay()

    with pytest.raises(LossAboveOwedError):
        file_claim(BANK_OFFICER, COVER, key="K-2", loss=1, on=PAID, at=moment(PAID))


def test_the_bank_claims_and_the_insurer_pays(fresh_database):
    open_office()
    _default()

    with pytest.raises(CoverElsewhereError):
        file_claim(OFFICER, COVER, key=CLAIM, on=CLAIMED, at=moment(CLAIMED))
    _claim()
    _decide()
    with pytest.raises(CoverElsewhereError):
        pay_claim(BANK_OFFICER, COVER, CLAIM, key="P-1", on=PAID, at=moment(PAID))


def test_an_act_told_twice_is_done_once(fresh_database):
    open_office()
    _default()
    _claim()
    _claim()
    _decide()
    _pay()
    _recover(1_000_003, "V-1", PAID)
    before = database_digest()

    _pay()
    _recover(1_000_003, "V-1", PAID)

    assert database_digest() == before


def test_two_recoveries_are_shared_as_one_would_be(fresh_database):
    open_office()
    _default()
    _claim()
    _decide()
    _pay()

    _recover(50_000_000, "V-1", PAID)
    state = _recover(50_000_001, "V-2", PAID, actor=BANK_OFFICER)

    assert (state.recourse.recovered, state.recourse.shared) == (95_000_000, 5_000_001)
    assert balances(BANK_BOOK)["loans"] == LOSS - PAYABLE - 5_000_001


def test_a_cover_with_an_open_condition_is_not_issued(fresh_database):
    open_office()
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(START)):
        agreement = Condition("recourse-agreement-signed", Label("구상약정", "recourse agreement"))
        set_conditions(COVER, [agreement], at=moment(START))

    with pytest.raises(ConditionUnmetError):
        issue_cover(OFFICER, COVER, on=START, at=moment(START))


def test_a_guarantee_speaks_of_guarantees_and_counts_alike(fresh_database):
    open_office(cover_terms(form=CoverForm.GUARANTEE))
    _default()
    _claim()
    _decide()

    assert _pay().paid == PAYABLE
    words = cover_terms(form=CoverForm.GUARANTEE).words
    assert (words.payment.ko, words.subrogation.ko) == ("대위변제", "변제자대위")


def test_clockwork_files_no_claim(fresh_database):
    open_office()

    with pytest.raises(NotPermittedError):
        file_claim(CLOCKWORK, COVER, key=CLAIM, on=CLAIMED, at=moment(CLAIMED))


def test_insurer_and_bank_read_the_same_cover(fresh_database):
    open_office()
    _default()
    _claim()
    _propose()

    at_insurer = cover_file(OFFICER, COVER, on=DECIDED, at=moment(DECIDED))
    at_bank = cover_file(BANK_OFFICER, COVER, on=DECIDED, at=moment(DECIDED))

    assert at_insurer.state == at_bank.state
    assert at_insurer.state.stage is CoverStage.CLAIMED
    assert (at_bank.owed, at_bank.claimable, at_bank.lapses_on) == (LOSS, 0, None)
    assert [premium.amount for premium in at_bank.premiums] == [6_650_000]
    (claim,) = at_insurer.claims
    assert (claim.days_left, [each.key for each in claim.proposals]) == (43, ["D-1"])
    # What the insurer is about to decide is its own.
    assert at_bank.claims[0].proposals == ()
    assert at_bank.entries == {}
    assert EventKey(START, EventKind.COVER_ISSUED, "") in at_insurer.entries
    assert [each.state.stage for each in cover_list(OFFICER, on=DECIDED, at=moment(DECIDED))] == [
        CoverStage.CLAIMED
    ]


def test_a_cover_nobody_drew_on_shows_the_day_it_lapses(fresh_database):
    open_office()
    issue_cover(OFFICER, COVER, on=START, at=moment(START))

    found = cover_file(OFFICER, COVER, on=START, at=moment(START))

    assert found.lapses_on == date(2024, 12, 1)
    later = cover_file(OFFICER, COVER, on=date(2024, 12, 1), at=moment(date(2024, 12, 1)))
    assert later.state.stage is CoverStage.LAPSED


def test_a_stranger_reads_no_cover(fresh_database):
    open_office()
    stranger = Actor("p-ibk", "ibk", frozenset({Role.PROVIDER_OFFICER}))

    with pytest.raises(NotRecordedError):
        cover_file(stranger, COVER, on=START, at=moment(START))
    assert cover_list(stranger, on=START, at=moment(START)) == ()


def test_other_institutions_see_what_went_wrong_on_a_legal_basis_that_is_logged(fresh_database):
    firm = a_firm()
    open_office(firm=firm)
    _default()
    _claim()
    stranger = Actor("p-kibo", "ibk", frozenset({Role.PROVIDER_OFFICER}))

    with pytest.raises(LegalBasisMissingError):
        firm_record(stranger, firm.identity, legal_basis=" ", on=CLAIMED, at=moment(CLAIMED))
    record = firm_record(
        stranger,
        firm.identity,
        legal_basis="신용보증기금법 제43조",
        on=CLAIMED,
        at=moment(CLAIMED),
    )

    assert [(each.institution, each.kind) for each in record.accidents] == [
        ("hana", FactKind.DEFAULT),
        ("ksure", FactKind.DEFAULT),
        ("ksure", FactKind.DEFAULT_NOTICE),
        ("ksure", FactKind.CLAIM),
    ]
    assert record.accidents[-1].amount.minor == LOSS
    assert record.refusals == ()
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(CLAIMED)):
        (look,) = accesses(person="p-kibo")
    assert (look.purpose, look.legal_basis) == ("register", "신용보증기금법 제43조")
    assert look.subject == identity_key(firm.identity)


def test_what_had_not_happened_by_a_day_is_not_on_record_that_day(fresh_database):
    firm = a_firm()
    open_office(firm=firm)
    _default()

    record = firm_record(
        OFFICER, firm.identity, legal_basis="동의서 1", on=START, at=moment(DEFAULTED)
    )

    assert record.is_clean


def _notice(cause="arrears"):
    return notify_default(
        BANK_OFFICER,
        COVER,
        key="N-1",
        cause=cause,
        defaulted_on=DEFAULTED,
        on=DEFAULTED,
        at=moment(DEFAULTED),
    )


def _verified():
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(START)):
        return verify_book(INSURER_BOOK)


def _paid_cover():
    open_office()
    _default()
    _claim()
    _decide()
    _pay()


def _reverse(recovery, key, on, actor=OFFICER, reason="은행 착오 입금"):
    return reverse_recovery(actor, COVER, recovery, key=key, reason=reason, on=on, at=moment(on))


def test_a_recovery_that_never_came_in_is_taken_back_on_cover_and_loan(fresh_database):
    _paid_cover()
    before = (balances(INSURER_BOOK), balances(BANK_BOOK), balances(STATE_BOOK))
    _recover(100_000_001, "V-1", PAID)

    state = _reverse("V-1", "X-1", PAID)

    assert (state.recourse.recovered, state.recourse.shared) == (0, 0)
    assert (balances(INSURER_BOOK), balances(BANK_BOOK), balances(STATE_BOOK)) == before


def test_later_recoveries_are_shared_anew_when_an_earlier_one_is_taken_back(fresh_database):
    """Two halves of an odd sum: without the first, the second is shared to the won as if alone."""
    _paid_cover()
    _recover(33_333_333, "V-1", PAID)
    _recover(66_666_667, "V-2", date(2025, 11, 3))
    _reverse("V-1", "X-1", date(2025, 11, 4))
    after = (balances(INSURER_BOOK), balances(BANK_BOOK))

    alone = _recovered_alone(66_666_667)

    assert after[0]["recourse-claims"] == PAYABLE - alone
    assert after[1]["loans"] == LOSS - PAYABLE - (66_666_667 - alone)


def _recovered_alone(amount):
    return amount * PAYABLE // LOSS


def test_the_same_reversal_again_does_nothing(fresh_database):
    _paid_cover()
    _recover(100_000_001, "V-1", PAID)
    _reverse("V-1", "X-1", PAID)
    before = (balances(INSURER_BOOK), balances(BANK_BOOK))
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(PAID)):
        facts = (facts_of(COVER), facts_of(LOAN))

    _reverse("V-1", "X-1", PAID)

    with acting_for_state(Purpose.AUDIT, person="test", at=moment(PAID)):
        assert (facts_of(COVER), facts_of(LOAN)) == facts
    assert (balances(INSURER_BOOK), balances(BANK_BOOK)) == before


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"recovery": "V-9"}, RecoveryNotStandingError),
        ({"recovery": "P-1"}, RecoveryNotStandingError),
        ({"reason": " "}, ReversalReasonMissingError),
        (
            {"actor": Actor("p-other", "ibk", frozenset({Role.PROVIDER_OFFICER}))},
            CoverElsewhereError,
        ),
        ({"actor": APPROVER}, NotPermittedError),
    ],
)
def test_a_reversal_that_is_refused_changes_nothing(fresh_database, change, refusal):
    _paid_cover()
    _recover(100_000_001, "V-1", PAID)
    before = (balances(INSURER_BOOK), balances(BANK_BOOK))

    with pytest.raises(refusal):
        _reverse(**{"recovery": "V-1", "key": "X-1", "on": PAID, **change})

    assert (balances(INSURER_BOOK), balances(BANK_BOOK)) == before


def test_a_recovery_is_taken_back_once(fresh_database):
    _paid_cover()
    _recover(100_000_001, "V-1", PAID)
    _reverse("V-1", "X-1", PAID)

    with pytest.raises(RecoveryNotStandingError):
        _reverse("V-1", "X-2", PAID)


def test_what_is_drawn_and_repaid_on_one_day_is_both_drawn_and_repaid(fresh_database):
    """The cover above sees the whole drawdown: what was repaid cannot be drawn again."""
    open_office()
    lend()
    tell_loan(START, Fact(START, FactKind.PREPAYMENT, "p1", 400_000_000))

    state = cover_file(OFFICER, COVER, on=START, at=moment(START)).state

    assert state.in_force == 570_000_000


def test_a_contract_s_file_stands_at_the_insurer_s_desk_as_its_cover_s_file(fresh_database):
    open_office()
    lend()
    tell_loan(REPAID_ON, Fact(REPAID_ON, FactKind.PREPAYMENT, "p1", REPAID))
    on = date(2024, 12, 2)

    for desk in (OFFICER, BANK_OFFICER):
        file = contract_file(desk, COVER, on=on, at=moment(on))
        assert file.replay.state == cover_file(desk, COVER, on=on, at=moment(on)).state
        assert file.replay.state.in_force == (PRINCIPAL - REPAID) * 95 // 100


def test_a_cover_whose_condition_is_met_later_is_not_dated_before_it(fresh_database):
    open_office()
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(START)):
        premium = Condition("premium-paid-first", Label("보험료 납부", "premium paid"))
        set_conditions(COVER, [premium], at=moment(START))
    later = date(2024, 10, 8)
    fulfil_condition(OFFICER, COVER, premium.key, "영수증 1", on=later, at=moment(later))
    issued = Fact(date(2024, 10, 7), FactKind.ISSUE, "issue")

    with pytest.raises(ConditionUnmetError):
        record_facts(OFFICER, {COVER: [issued]}, on=later, at=moment(later))

    assert issue_cover(OFFICER, COVER, on=later, at=moment(later)).issued_on == later
