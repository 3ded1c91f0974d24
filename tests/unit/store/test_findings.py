"""Assessments and indications come back as they were told; internal figures stay internal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from majung.applications.firm import identity_key
from majung.rules.findings import Verdict
from majung.store.access import acting_for, acting_for_firm
from majung.store.intake import applications, findings, programmes
from majung.store.intake.applications import Application
from majung.store.intake.findings import Assessment, KeptIndication
from majung.values.money import Money
from store_world import AT, FINDING, ON, corporate, found_firm, found_institutions, state

FIRM = identity_key(corporate(1))
FIRST = Assessment(
    application="A-1", programme="p", version="v1", product="loan", finding=FINDING,
    facts={"amount": Money(5)}, assessed_on=ON, assessed_by="p", recorded_at=AT,
    institution="bank-a",
)  # fmt: skip
SECOND = replace(
    FIRST, finding=replace(FINDING, verdict=Verdict.MET), recorded_at=AT + timedelta(1)
)
SHOWN = KeptIndication(
    application="A-1", key="loan+cover", programme="p", version="v1", product="loan",
    content=(Money(1), "terms"), indicated_on=ON, recorded_at=AT,
)  # fmt: skip


@pytest.fixture
def world(database):
    found_institutions()
    found_firm(1)
    with state():
        programmes.keep("p", "v1", {"a": b"b"}, at=AT)
    with acting_for_firm(FIRM):
        applications.submit(
            Application(
                number="A-1", firm=corporate(1), submitted_on=ON, content={},
                desks=("bank-a", "bank-b"),
            ),
            at=AT,
        )  # fmt: skip


def test_the_latest_assessment_counts_and_earlier_ones_stay(world):
    with acting_for("bank-a"):
        findings.keep_assessments(FIRST.application, [FIRST])
        findings.keep_assessments(SECOND.application, [SECOND])

        assert findings.assessments_of("A-1") == (SECOND,)
        assert findings.assessment_history("A-1") == (FIRST, SECOND)


def test_a_banks_assessment_is_read_by_the_firm_and_not_by_another_bank(world):
    with acting_for("bank-a"):
        findings.keep_assessments(FIRST.application, [FIRST])

    with acting_for_firm(FIRM):
        by_firm = findings.assessments_of("A-1")
    with acting_for("bank-b"):
        by_other = findings.assessments_of("A-1")
    assert (by_firm, by_other) == ((FIRST,), ())


def test_what_the_firm_saw_at_the_window_is_read_on_every_desk(world):
    at_window = replace(FIRST, institution="")
    with acting_for_firm(FIRM):
        findings.keep_assessments(at_window.application, [at_window])
        findings.keep_indications(SHOWN.application, [SHOWN])

    for bank in ("bank-a", "bank-b"):
        with acting_for(bank):
            assert findings.assessments_of("A-1") == (at_window,)
            assert findings.indications_of("A-1") == (SHOWN,)


def test_internal_figures_are_read_by_their_institution_only(world):
    with acting_for("bank-a"):
        for amount in (1, 2):
            findings.keep_internal_figure(
                "A-1", "cover", "technical-premium", Money(amount), on=ON,
                at=AT + timedelta(amount),
            )  # fmt: skip
        own = findings.internal_figures("A-1")
    with acting_for("bank-b"):
        others = findings.internal_figures("A-1")
    with acting_for_firm(FIRM):
        firms = findings.internal_figures("A-1")

    assert own == {("cover", "technical-premium"): Money(2)}
    assert (others, firms) == ({}, {})
