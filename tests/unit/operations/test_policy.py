"""Who may do what."""

import pytest

from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.policy import KOREAN, PERMITTED, Act, NotPermittedError, may, require


def test_every_act_stands_in_the_table_and_has_a_name_officials_use():
    assert set(PERMITTED) == set(Act)
    assert set(KOREAN) == set(Act)


def test_no_role_both_proposes_and_approves():
    assert not PERMITTED[Act.PROPOSE_DECISION] & PERMITTED[Act.APPROVE_DECISION]
    assert not PERMITTED[Act.PROPOSE_CLAIM_DECISION] & PERMITTED[Act.APPROVE_CLAIM_DECISION]


def test_an_auditor_changes_nothing():
    changes = {act for act in Act if not act.value.startswith(("read-", "verify-", "look-up-"))}

    assert {act for act in changes if Role.AUDITOR in PERMITTED[act]} == set()


def test_a_firm_never_reads_internal_prices():
    firm = Actor("p1", "", frozenset({Role.FIRM}), "110111-0000005")

    assert not may(firm, Act.READ_INTERNAL_PRICE)


def test_a_refusal_names_the_act_and_who_may_do_it():
    with pytest.raises(NotPermittedError) as refused:
        require(Actor("p7", "kdb", frozenset({Role.PROVIDER_OFFICER})), Act.APPROVE_DECISION)

    assert str(refused.value).startswith("approve decision refused: p7 holds no role for it")
    assert "provider approver" in str(refused.value)


def test_the_close_runs_as_clockwork():
    require(CLOCKWORK, Act.CLOSE_DAY)
