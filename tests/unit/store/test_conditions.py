"""Conditions block drawdown until they are met with evidence or waived by a decision."""

from dataclasses import replace
from datetime import date

import pytest

from majung.applications.decision import Decision, DecisionKind
from majung.rules.citations import Label
from majung.store.access import acting_for
from majung.store.intake import decisions
from majung.store.intake.decisions import KeptDecision
from majung.store.refusals import NotRecordedError
from majung.store.servicing import conditions
from majung.store.servicing.conditions import (
    Condition,
    ConditionAct,
    ConditionActKind,
    ConditionNotFoundedError,
)
from majung.values.money import Money
from store_world import AT, ON, found_institutions, signed

SECURITY = Condition("security", Label("담보 설정", "Security"))
PREMIUM = Condition("premium", Label("보험료 납부", "Premium paid"))
MET = ConditionAct(ConditionActKind.FULFILLED, "p", ON, evidence="등기-1")


@pytest.fixture
def bank(database):
    found_institutions()
    signed("L-1")
    with acting_for("bank-a"):
        conditions.set_conditions("L-1", [SECURITY, PREMIUM], at=AT)
        conditions.set_conditions("L-1", [SECURITY], at=AT)
        yield


def blocking(on=ON):
    return [condition.key for condition in conditions.unsettled("L-1", on=on)]


def test_every_condition_blocks_at_first(bank):
    assert conditions.conditions_of("L-1") == (PREMIUM, SECURITY)
    assert blocking() == ["premium", "security"]


def test_a_condition_met_blocks_no_more_from_its_day_on(bank):
    conditions.act_on("L-1", "security", MET, at=AT)

    assert blocking(date(2024, 3, 3)) == ["premium", "security"]
    assert blocking() == ["premium"]
    assert conditions.conditions_of("L-1")[1] == replace(SECURITY, acts=(MET,))


def test_a_fulfilment_found_to_be_wrong_blocks_again(bank):
    revoked = replace(MET, kind=ConditionActKind.REVOKED, effective_on=date(2024, 3, 6))
    conditions.act_on("L-1", "security", MET, at=AT)
    conditions.act_on("L-1", "security", revoked, at=AT)

    assert blocking(date(2024, 3, 5)) == ["premium"]
    assert blocking(date(2024, 3, 6)) == ["premium", "security"]


def test_a_waiver_needs_the_decision_that_granted_it(bank):
    waived = ConditionAct(ConditionActKind.WAIVED, "p", ON, decision="D-1")

    with pytest.raises(ConditionNotFoundedError):
        conditions.act_on("L-1", "premium", replace(waived, decision=""), at=AT)
    with pytest.raises(NotRecordedError):
        conditions.act_on("L-1", "premium", waived, at=AT)

    decided = Decision(
        application="", product="", institution="bank-a", kind=DecisionKind.APPROVE,
        asked=Money(1), granted=Money(1), proposed_by="p", decided_on=ON, document="문서-1",
        programme_version="",
    )  # fmt: skip
    decisions.record_decision(
        KeptDecision(
            key="D-1", subject_kind="waiver", subject="L-1/premium", decision=decided,
            approved_by="q", programme="", known=None, recorded_at=AT,
        )
    )  # fmt: skip
    conditions.act_on("L-1", "premium", waived, at=AT)
    assert blocking() == ["security"]


def test_a_fulfilment_without_evidence_is_refused(bank):
    with pytest.raises(ConditionNotFoundedError):
        conditions.act_on("L-1", "security", replace(MET, evidence=""), at=AT)

    assert blocking() == ["premium", "security"]
