"""Projects are described anew, and every description stays."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from majung.applications.project import (
    Arrangement,
    Financing,
    Outcome,
    Participant,
    ParticipantRole,
    Project,
    StandardModel,
)
from majung.store.access import acting_for
from majung.store.parties import projects
from majung.store.refusals import NotRecordedError
from majung.values.money import Money
from store_world import AT, corporate, found_firm, found_institutions

PROJECT = Project(
    number="AM-01",
    name="예시 과제",
    participants=(
        Participant(corporate(1), ParticipantRole.LEAD),
        Participant(corporate(2), ParticipantRole.SUPPLIER),
    ),
    financing=Financing(Money(1_000), (Arrangement("bank", Money(400), is_public=True),)),
    standard_model=StandardModel("모델", "용접"),
    outcomes=(Outcome("defects", "%", Decimal("3.2"), Decimal("1.0")),),
)


@pytest.fixture
def bank(database):
    found_institutions()
    found_firm(1)
    found_firm(2)
    with acting_for("bank-a"):
        yield


def test_a_project_comes_back_as_it_was_recorded(bank):
    projects.record(PROJECT, at=AT)

    assert projects.project("AM-01") == PROJECT
    assert projects.project("AM-01").financing.gap == Money(600)


def test_a_new_description_counts_and_the_old_one_stays(bank):
    outcome = replace(PROJECT.outcomes[0], actual=Decimal("2.0"), actual_on=AT.date())
    measured = replace(PROJECT, outcomes=(outcome,))
    projects.record(PROJECT, at=AT)
    projects.record(PROJECT, at=AT + timedelta(1))
    projects.record(measured, at=AT + timedelta(2))

    assert projects.projects() == (measured,)
    assert projects.history("AM-01") == ((AT, PROJECT), (AT + timedelta(2), measured))


def test_a_firm_finds_the_projects_it_takes_part_in(bank):
    projects.record(PROJECT, at=AT)

    assert projects.projects_of(corporate(2)) == (PROJECT,)
    assert projects.projects_of(corporate(3)) == ()


def test_a_participant_nobody_registered_is_refused_and_nothing_is_kept(bank):
    stranger = replace(PROJECT, participants=(Participant(corporate(9), ParticipantRole.LEAD),))

    with pytest.raises(NotRecordedError):
        projects.record(stranger, at=AT)
    with pytest.raises(NotRecordedError):
        projects.project("AM-01")
