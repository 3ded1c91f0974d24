"""Conditions, the contract's file and the audit, as an officer and an auditor meet them."""

from datetime import date, timedelta

import psycopg
import pytest

import claims_world
from intake_world import (
    APPROVER,
    AT,
    OFFICER,
    ON,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.contracts.facts import Fact, FactKind
from majung.ledger import AsOf
from majung.ledger.roots import sign as sign_digest
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.council.decision_record import decision_content, record_decision
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.servicing.audit import sign_root, verify_audit
from majung.operations.servicing.conditions import (
    ConditionNotFulfilledError,
    ConditionNotInContractError,
    ConditionReliedOnError,
    WaiverWithoutReasonError,
    approve_waiver,
    fulfil_condition,
    propose_waiver,
    revoke_fulfilment,
)
from majung.operations.servicing.reading import (
    account_extract,
    book_list,
    contract_file,
    contract_list,
    trial_balance,
)
from majung.operations.servicing.record_facts import (
    ConditionUnmetError,
    ContractElsewhereError,
    record_facts,
)
from majung.operations.servicing.sign import sign as sign_offer
from majung.reports.texts import said
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.decisions import OfferOutcome
from majung.store.refusals import NotRecordedError
from majung.store.servicing.conditions import (
    Condition,
    ConditionNotFoundedError,
    ConditionToldAtOnceError,
    set_conditions,
)
from majung.store.upkeep.accesses import accesses
from majung.store.upkeep.digests import database_digest
from servicing_world import moment

DRAWN_ON = date(2024, 11, 1)
SEED = bytes(range(32))
PUBLIC_KEY = sign_digest(bytes(32), SEED).public_key
WAY = "ai-am-preferential-loan@ibk"


@pytest.fixture
def contract(fresh_database):
    """A loan that was applied for, approved by a second person, accepted and signed."""
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, grant(number), WAY, quotes, key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    answer_offer(OFFICER, "D-1", OfferOutcome.ACCEPTED, on=ON, at=AT)
    return sign_offer(OFFICER, "D-1", on=ON, at=AT).key


def _meet_all(contract):
    for condition in contract_file(OFFICER, contract, on=ON, at=AT).conditions:
        fulfil_condition(OFFICER, contract, condition.key, f"서류-{condition.key}", on=ON, at=AT)


def _draw(contract, amount=1_000_000_000):
    fact = Fact(DRAWN_ON, FactKind.DRAWDOWN, "d1", amount)
    record_facts(OFFICER, {contract: [fact]}, on=DRAWN_ON, at=moment(DRAWN_ON))


def test_money_is_drawn_once_every_condition_is_met(contract):
    _meet_all(contract)

    _draw(contract)

    page = contract_file(OFFICER, contract, on=DRAWN_ON, at=AT)
    assert page.replay.state.outstanding == 1_000_000_000
    assert all(condition.is_settled_on(ON) for condition in page.conditions)


def test_a_condition_is_waived_by_two_persons_with_a_reason(contract):
    first, *others = contract_file(OFFICER, contract, on=ON, at=AT).conditions
    for condition in others:
        fulfil_condition(OFFICER, contract, condition.key, "서류", on=ON, at=AT)

    propose_waiver(
        OFFICER,
        contract,
        first.key,
        key="W-1",
        reason="보험증권 발급 지연, 확약서로 갈음",
        document="여신-2024-88",
        on=ON,
        at=AT,
    )
    approve_waiver(APPROVER, "W-1", on=ON, at=AT)
    _draw(contract)

    waived = next(
        each
        for each in contract_file(OFFICER, contract, on=ON, at=AT).conditions
        if each.key == first.key
    )
    assert waived.acts[-1].decision == "W-1"


def test_a_waiver_without_a_reason_is_not_put_forward(contract):
    first, *_ = contract_file(OFFICER, contract, on=ON, at=AT).conditions

    with pytest.raises(WaiverWithoutReasonError):
        propose_waiver(
            OFFICER, contract, first.key, key="W-1", reason=" ", document="x", on=ON, at=AT
        )


def test_only_what_was_agreed_is_met(contract):
    with pytest.raises(ConditionNotInContractError):
        fulfil_condition(OFFICER, contract, "moon-phase", "x", on=ON, at=AT)


def _conditions(contract):
    return contract_file(OFFICER, contract, on=ON, at=AT).conditions


def test_a_confirmation_found_to_be_wrong_is_revoked_and_stays_on_record(contract):
    first, *_ = _conditions(contract)
    _meet_all(contract)

    found = revoke_fulfilment(APPROVER, contract, first.key, " 위조 서류 ", on=ON, at=AT)
    again = revoke_fulfilment(APPROVER, contract, first.key, "위조 서류", on=ON, at=AT)

    assert again == found
    (revoked,) = (each for each in found if each.key == first.key)
    assert [(act.kind.value, act.by, act.evidence) for act in revoked.acts] == [
        ("fulfilled", OFFICER.person, f"서류-{first.key}"),
        ("revoked", APPROVER.person, "위조 서류"),
    ]
    assert [act.recorded_at for act in revoked.acts] == [AT, AT]
    with pytest.raises(ConditionUnmetError):
        _draw(contract)
    later = AT + timedelta(seconds=1)
    fulfil_condition(OFFICER, contract, first.key, "새 서류", on=ON, at=later)
    _draw(contract)


def test_a_confirmation_is_not_revoked_once_money_was_drawn_on_it(contract):
    first, *_ = _conditions(contract)
    _meet_all(contract)
    _draw(contract)
    before = database_digest()

    with pytest.raises(ConditionReliedOnError):
        revoke_fulfilment(OFFICER, contract, first.key, "착오", on=DRAWN_ON, at=moment(DRAWN_ON))

    assert database_digest() == before
    # A drawdown that never happened is no reliance.
    reversal = Fact(DRAWN_ON, FactKind.REVERSAL, "r1", reverses="d1")
    record_facts(OFFICER, {contract: [reversal]}, on=DRAWN_ON, at=moment(DRAWN_ON))
    revoke_fulfilment(OFFICER, contract, first.key, "착오", on=DRAWN_ON, at=moment(DRAWN_ON))
    assert not _conditions(contract)[0].is_settled_on(DRAWN_ON)


def test_only_a_confirmation_that_stands_is_revoked(contract):
    first, second, *_ = _conditions(contract)
    proposal = {"key": "W-1", "reason": "지연", "document": "여신-2024-88", "on": ON, "at": AT}
    propose_waiver(OFFICER, contract, first.key, **proposal)
    approve_waiver(APPROVER, "W-1", on=ON, at=AT)
    fulfil_condition(OFFICER, contract, second.key, "서류", on=ON, at=AT)
    before = database_digest()

    for key, reason, refusal in (
        (first.key, "착오", ConditionNotFulfilledError),
        (second.key, " ", ConditionNotFoundedError),
        ("moon-phase", "착오", ConditionNotInContractError),
    ):
        with pytest.raises(refusal):
            revoke_fulfilment(OFFICER, contract, key, reason, on=ON, at=AT)

    assert database_digest() == before


def test_two_confirmations_at_one_moment_by_other_evidence_are_not_both_taken(contract):
    first, *_ = _conditions(contract)
    fulfil_condition(OFFICER, contract, first.key, "서류-가", on=ON, at=AT)
    before = database_digest()

    with pytest.raises(ConditionToldAtOnceError):
        fulfil_condition(OFFICER, contract, first.key, "서류-나", on=ON, at=AT)
    fulfil_condition(OFFICER, contract, first.key, "서류-가", on=ON, at=AT)

    assert database_digest() == before


def test_who_only_reads_a_contract_settles_none_of_its_conditions(fresh_database):
    claims_world.open_office()
    insured, cover = claims_world.BANK_OFFICER, claims_world.COVER
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        set_conditions(cover, [Condition("visit", Label("현장 확인", "a visit"))], at=AT)
    before = database_digest()

    for act in (fulfil_condition, revoke_fulfilment):
        with pytest.raises(ContractElsewhereError):
            act(insured, cover, "visit", "서류", on=ON, at=AT)

    assert database_digest() == before


def test_every_number_of_a_contract_leads_to_its_postings(contract):
    _meet_all(contract)
    _draw(contract)

    page = contract_file(OFFICER, contract, on=DRAWN_ON, at=AT)

    posted = {each.event.key: each.event.amount for each in page.events}
    assert set(page.entries) <= set(posted)
    for key, entries in page.entries.items():
        for entry in entries:
            debits = sum(line.signed_minor for line in entry.postings if line.signed_minor > 0)
            assert debits % posted[key] == 0
    assert sum(each.principal for each in page.schedule) == 1_000_000_000


def test_a_trial_balance_is_read_as_of_a_day(contract):
    _meet_all(contract)
    _draw(contract)

    before = trial_balance(
        OFFICER, "ibk.lender", as_of=AsOf(effective_on_max=date(2024, 10, 31)), at=AT
    )
    after = trial_balance(OFFICER, "ibk.lender", as_of=AsOf(), at=AT)

    loans = {row.account: row.debit.minor - row.credit.minor for row in after.rows}["loans"]
    assert loans == 1_000_000_000
    assert "loans" not in {row.account for row in before.rows}
    assert after.differences == {}


def test_an_audit_of_untouched_books_finds_nothing(contract):
    _meet_all(contract)
    _draw(contract)
    sign_root(CLOCKWORK, on=DRAWN_ON, seed=SEED, at=moment(DRAWN_ON))

    found = verify_audit(CLOCKWORK, public_key=PUBLIC_KEY, at=moment(DRAWN_ON))

    assert found.is_whole
    assert sum(chain.blocks for chain in found.chains) >= 3


def test_an_audit_finds_a_single_changed_digit(contract, fresh_database):
    _meet_all(contract)
    _draw(contract)
    with psycopg.connect(fresh_database.conninfo(), autocommit=True) as owner:
        owner.execute("ALTER TABLE store_posting DISABLE TRIGGER ALL")
        owner.execute(
            "UPDATE store_posting SET amount = amount + sign(amount)"
            " WHERE entry_id = (SELECT min(id) FROM store_entry WHERE kind = 'drawdown')"
        )
        owner.execute("ALTER TABLE store_posting ENABLE TRIGGER ALL")

    found = verify_audit(CLOCKWORK, public_key=PUBLIC_KEY, at=moment(DRAWN_ON))

    broken = {chain.book: chain.broken for chain in found.chains if chain.broken}
    assert set(broken) == {"ibk.lender"}
    assert {difference.book for difference in found.balances} == {"ibk.lender"}


@pytest.mark.parametrize(
    ("reader", "purpose"),
    [
        (Actor("p-auditor", "fsc", frozenset({Role.AUDITOR})), Purpose.AUDIT),
        (Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT})), Purpose.SUPPLY),
    ],
    ids=["auditor", "secretariat"],
)
def test_who_watches_all_institutions_reads_their_contracts_and_each_look_is_written_down(
    contract, reader, purpose
):
    _meet_all(contract)
    _draw(contract)
    book = "ibk.lender"

    listed = contract_list(reader, at=AT)
    elsewhere = contract_list(reader, at=AT, institution="ksure")
    file = contract_file(reader, contract, on=DRAWN_ON, at=AT)
    books = [each.key for each in book_list(reader, at=AT, institution="ibk")]
    balance = trial_balance(reader, book, as_of=AsOf(), at=AT)
    account = balance.rows[0].account
    extract = account_extract(reader, book, account, first_on=ON, as_of=AsOf(), at=AT)

    assert [each.key for each in listed] == [contract]
    assert elsewhere == ()
    assert file.entries == contract_file(OFFICER, contract, on=DRAWN_ON, at=AT).entries
    assert books == [each.key for each in book_list(OFFICER, at=AT)]
    assert balance == trial_balance(OFFICER, book, as_of=AsOf(), at=AT)
    assert extract.closing == balance.rows[0].balance
    with acting_for_state(Purpose.AUDIT, person="test", at=AT):
        looks = [(each.purpose, each.subject) for each in accesses(person=reader.person)]
    assert looks == [
        (purpose.value, subject) for subject in ("", "ksure", contract, "ibk", book, book)
    ]


def test_another_institution_still_sees_nothing_of_a_contract(contract):
    other = Actor("p-other", "kdb", frozenset({Role.PROVIDER_OFFICER}))

    assert contract_list(other, at=AT) == ()
    with pytest.raises(NotRecordedError):
        contract_file(other, contract, on=ON, at=AT)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_record_of_a_waiver_names_the_condition_and_why_it_was_waived(contract, language):
    first, *_ = contract_file(OFFICER, contract, on=ON, at=AT).conditions
    why = "보험증권 발급 지연, 확약서로 갈음"
    propose_waiver(
        OFFICER,
        contract,
        first.key,
        key="W-1",
        reason=why,
        document="여신-2024-88",
        on=ON,
        at=AT,
    )
    approve_waiver(APPROVER, "W-1", on=ON, at=AT)

    content = decision_content(OFFICER, "W-1", at=AT)

    (waived,) = content.waived
    assert said(waived.rule, language) == first.label.spoken(language)
    assert (waived.reason, waived.on) == (why, ON)
    assert said(waived.verdict, language) == {"ko": "미확인", "en": "open"}[language]
    assert record_decision(OFFICER, "W-1", at=AT, language=language).content.startswith(b"%PDF")
