"""Whatever is lost, decided, paid and regained through operations, a cover stays within bounds."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import claims_world as world
from claims_world import APPROVER, BANK_OFFICER, OFFICER, PRINCIPAL, START, moment
from majung.contracts.facts import Fact, FactKind
from majung.operations.claims.covers import cover_on
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.issue_cover import issue_cover
from majung.operations.claims.notify_default import notify_default
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.record_recovery import record_recovery, reverse_recovery
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import sign
from majung.store.servicing.ledger import trial_balance_of
from majung.values.rates import Ratio

DEFAULTED = date(2025, 3, 3)
CLAIMED = date(2025, 6, 3)
BOOKS = ("ksure.insurer", "hana.lender", "state.state")
_number = iter(range(1_000_000))

parts = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
lives = st.fixed_dictionaries(
    {
        "ratio": st.integers(1, 10_000).map(
            lambda points: Ratio.percent(f"{points // 100}.{points % 100:02d}")
        ),
        "repaid": st.integers(0, PRINCIPAL - 1),
        "losses": st.lists(parts.filter(bool), min_size=1, max_size=3),
        "accepted": parts,
        "paid": parts.filter(bool),
        "recoveries": st.lists(st.integers(1, PRINCIPAL), max_size=3),
        "reversed": st.lists(st.integers(0, 2), max_size=3, unique=True),
    }
)


@given(lives)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_a_cover_pays_stays_within_the_loss_and_the_insured_amount(fresh_database, life):
    number = next(_number)
    if number == 0:
        world.open_office()
    cover, loan = f"V-{number}", f"L-{number}"
    before = {book: world.balances(book) for book in BOOKS}
    _signed(cover, loan, life["ratio"])
    _defaulted(cover, loan, life["repaid"])

    lost = paid = 0
    for turn, share in enumerate(life["losses"]):
        loss = int((PRINCIPAL - life["repaid"]) * share)
        if not 0 < loss <= PRINCIPAL - life["repaid"] - lost:
            continue
        payable, accepted, payment = _settled(cover, f"K-{turn}", loss, life)
        assert accepted <= payable <= life["ratio"].fraction * loss
        # A claim that was denied may be filed anew; one that finds nothing left stays open.
        lost += loss if accepted or not payable else 0
        paid += payment
    shared = 0
    if paid:
        for turn, amount in enumerate(life["recoveries"]):
            on = CLAIMED + timedelta(days=30 + turn)
            state = record_recovery(OFFICER, cover, amount, key=f"R-{turn}", on=on, at=moment(on))
            shared = state.recourse.shared
            assert state.recourse.recovered + shared == sum(life["recoveries"][: turn + 1])
        shared = _reversed(cover, life, shared)

    with acting_for_state(Purpose.AUDIT, person="test", at=moment(CLAIMED)):
        found = cover_on(cover, on=CLAIMED + timedelta(days=40))
        trials = {book: trial_balance_of(book) for book in BOOKS}
    assert (
        found.state.paid == paid <= min(life["ratio"].fraction * lost, found.terms.insured_amount)
    )
    moved = {book: _moved(before[book], world.balances(book)) for book in BOOKS}
    recovered = found.state.recourse.recovered
    assert moved["ksure.insurer"].get("cash", 0) == recovered - paid
    assert moved["hana.lender"]["cash"] == life["repaid"] - PRINCIPAL + paid + shared
    assert moved["ksure.insurer"].get("covers-in-force", 0) == found.state.in_force >= 0
    assert moved["state.state"].get("covers-backed", 0) == found.state.in_force
    assert all(trial.differences == {} for trial in trials.values())


def _reversed(cover, life, shared):
    """Take some recoveries back, in any order; return the bank's part of those that stand."""
    standing = dict(enumerate(life["recoveries"]))
    on = CLAIMED + timedelta(days=35)
    for turn in life["reversed"]:
        if standing.pop(turn, None) is not None:
            state = reverse_recovery(
                OFFICER,
                cover,
                f"R-{turn}",
                key=f"X-{turn}",
                reason="착오",
                on=on,
                at=moment(on),
            )
            shared = state.recourse.shared
            assert state.recourse.recovered + shared == sum(standing.values())
    return shared


def _signed(cover, loan, ratio):
    with acting_for_state(Purpose.SERVICING, person="test", at=world.AT):
        sign([world.a_loan(loan)], at=world.AT)
        terms = replace(world.cover_terms(), cover_ratio=ratio)
        sign([world.a_cover(cover, loan, terms)], at=world.AT)
    issue_cover(OFFICER, cover, on=START, at=moment(START))


def _defaulted(cover, loan, repaid):
    told = [Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL)]
    if repaid:
        told.append(Fact(START + timedelta(1), FactKind.PREPAYMENT, "p1", repaid))
    told.append(Fact(DEFAULTED, FactKind.DEFAULT, "default"))
    record_facts(BANK_OFFICER, {loan: told}, on=DEFAULTED, at=moment(DEFAULTED))
    notify_default(
        BANK_OFFICER,
        cover,
        key="N",
        cause="arrears",
        defaulted_on=DEFAULTED,
        on=DEFAULTED,
        at=moment(DEFAULTED),
    )


def _settled(cover, claim, loss, life):
    """File, decide and pay one claim; return what was payable, accepted and paid."""
    at = moment(CLAIMED)
    filed = file_claim(BANK_OFFICER, cover, key=claim, loss=loss, on=CLAIMED, at=at)
    accepted = int(filed.payable * life["accepted"])
    propose_claim_decision(
        OFFICER,
        cover,
        claim,
        key=f"{cover}-{claim}",
        accepted=accepted,
        document="문서-1",
        reason="감액",
        on=CLAIMED,
        at=at,
    )
    if filed.payable == 0:
        return 0, 0, 0
    approve_claim_decision(APPROVER, f"{cover}-{claim}", on=CLAIMED, at=at)
    payment = int(accepted * life["paid"])
    if payment:
        pay_claim(OFFICER, cover, claim, key=f"P-{claim}", amount=payment, on=CLAIMED, at=at)
    return filed.payable, accepted, payment


def _moved(before, after):
    return {name: after.get(name, 0) - before.get(name, 0) for name in before.keys() | after}
