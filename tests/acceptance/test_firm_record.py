"""What other institutions refused a firm is on record: that it was, and against which rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

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
from majung.applications.decision import DecisionKind
from majung.applications.firm import identity_key
from majung.operations.acting import Actor, Role
from majung.operations.claims.firm_record import firm_record
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import approve_decision, propose_decision
from majung.operations.policy import NotPermittedError
from majung.store.access import Purpose, acting_for_state
from majung.store.upkeep.accesses import accesses

STRANGER = Actor("p-kibo", "shinhan", frozenset({Role.PROVIDER_OFFICER}))
PRODUCT = "ai-am-preferential-loan"
WAY = f"{PRODUCT}@ibk"


def _decided(**changes):
    open_office()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    decision = replace(grant(number), **changes)
    way = "" if decision.kind is DecisionKind.REFUSE else WAY
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, decision, way, quotes, key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)


def _record(on=ON):
    firm = asked().application.firm.identity
    return firm_record(STRANGER, firm, legal_basis="동의서 제1호", on=on, at=AT)


def _asked_for():
    return asked().application.request.amount


def test_a_refusal_is_on_record_without_the_words_of_who_refused(fresh_database):
    _decided(kind=DecisionKind.REFUSE, granted=_asked_for() - _asked_for(), reason="매출 근거 부족")

    record = _record()

    (refusal,) = record.refusals
    assert (refusal.institution, refusal.product, refusal.kind, refusal.decided_on) == (
        "ibk",
        PRODUCT,
        DecisionKind.REFUSE,
        ON,
    )
    assert not hasattr(refusal, "reason")
    assert not record.is_clean
    assert record.accidents == ()


def test_a_reduction_is_on_record_and_a_grant_is_not(fresh_database):
    half = _asked_for().times(0, "down") + _asked_for().split([1, 1])[0]
    _decided(kind=DecisionKind.REDUCE, granted=half, reason="현금흐름")

    assert [each.kind for each in _record().refusals] == [DecisionKind.REDUCE]


def test_a_firm_that_got_what_it_asked_for_has_a_clean_record(fresh_database):
    _decided()

    assert _record().is_clean


def test_a_refusal_of_a_later_day_is_not_on_record_before_it(fresh_database):
    _decided(kind=DecisionKind.REFUSE, granted=_asked_for() - _asked_for(), reason="매출 근거 부족")

    assert _record(on=ON - timedelta(days=1)).refusals == ()


def test_a_look_is_logged_even_where_nothing_is_found(fresh_database):
    open_office()
    apply()

    assert _record().is_clean

    with acting_for_state(Purpose.AUDIT, person="test", at=AT):
        (look,) = accesses(person=STRANGER.person)
    assert look.legal_basis == "동의서 제1호"
    assert look.subject == identity_key(asked().application.firm.identity)


@pytest.mark.parametrize("role", [Role.RECOMMENDER, Role.ADMINISTRATOR, Role.FIRM])
def test_who_lends_and_covers_nothing_may_not_look(fresh_database, role):
    open_office()
    apply()
    firm = asked().application.firm.identity

    with pytest.raises(NotPermittedError):
        firm_record(Actor("p-x", "motie", frozenset({role})), firm, legal_basis="x", on=ON, at=AT)
