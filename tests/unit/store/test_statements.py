"""What is stated is read by those it concerns, and what is internal by nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from majung.applications.firm import identity_key
from majung.applications.statements import Standing, Statement, Statements
from majung.store.access import acting_for, acting_for_firm
from majung.store.intake import applications, statements
from majung.store.intake.applications import Application
from majung.values.money import Money
from majung.values.rates import Ratio
from store_world import AT, ON, corporate, found_firm, found_institutions

REVENUE = Statement("revenue", Money(9_000), ON, "firm", "doc-1", Standing.EVIDENCED)
SHARE = Statement("export-share", Ratio.percent("40"), ON, "firm")
USES = Statement("uses", frozenset({"facility", "rnd"}), ON, "firm")
GRADE = Statement("grade", "BB", ON, "bank", "model-3", Standing.CHECKED)
FIRM = identity_key(corporate(1))


@pytest.fixture
def world(database):
    found_institutions()
    found_firm(1)
    with acting_for_firm(FIRM):
        applications.submit(
            Application(
                number="A-1", firm=corporate(1), submitted_on=ON, content={}, desks=("bank-a",)
            ),
            at=AT,
        )
        statements.state(corporate(1), [REVENUE, SHARE, USES], application="A-1", at=AT)
    with acting_for("bank-a"):
        statements.state(
            corporate(1), [GRADE], application="A-1", is_internal=True, at=AT + timedelta(1)
        )


def about(application="A-1", **changes):
    return statements.statements_about(corporate(1), application=application, **changes)


def test_the_bank_reads_what_was_stated_and_its_own(world):
    with acting_for("bank-a"):
        assert about() == Statements((REVENUE, SHARE, USES, GRADE))


def test_the_firm_does_not_read_what_is_internal(world):
    with acting_for_firm(FIRM):
        assert about() == Statements((REVENUE, SHARE, USES))


def test_a_bank_without_the_application_reads_nothing(world):
    with acting_for("bank-b"):
        assert about() == Statements()


def test_what_was_known_by_a_moment_can_be_read_again(world):
    with acting_for("bank-a"):
        assert about(known_at=AT) == Statements((REVENUE, SHARE, USES))


def test_what_was_stated_for_an_application_does_not_hold_in_general(world):
    with acting_for("bank-a"):
        assert about(application="") == Statements()


def test_the_same_statement_told_again_at_the_same_moment_is_one(world):
    with acting_for_firm(FIRM):
        statements.state(corporate(1), [REVENUE, SHARE], application="A-1", at=AT)
        statements.state(corporate(1), [USES, USES], application="A-1", at=AT)

        assert about() == Statements((REVENUE, SHARE, USES))


@pytest.mark.parametrize(
    "other", [replace(REVENUE, value=Money(9_001)), replace(REVENUE, evidence="doc-2")]
)
def test_another_value_at_the_same_moment_is_refused_and_nothing_is_kept(world, other):
    fresh = Statement("employees", 12, ON, "firm")

    with acting_for_firm(FIRM), pytest.raises(statements.StatedDifferentlyError):
        statements.state(corporate(1), [fresh, other], application="A-1", at=AT)

    with acting_for_firm(FIRM):
        assert about() == Statements((REVENUE, SHARE, USES))


def test_a_later_statement_stands_beside_the_earlier_one(world):
    later = replace(REVENUE, value=Money(9_001))

    with acting_for_firm(FIRM):
        statements.state(corporate(1), [later], application="A-1", at=AT + timedelta(1))

        assert about() == Statements((REVENUE, SHARE, USES, later))
