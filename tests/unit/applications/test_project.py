"""Projects: consortium, financing, outcomes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from example_lists import corporate_number
from majung.applications.project import (
    Arrangement,
    Financing,
    Outcome,
    Participant,
    ParticipantRole,
    Project,
)
from majung.values.money import Money


def financing(*arranged):
    return Financing(
        Money(1_000),
        tuple(Arrangement("bank", Money(amount), public) for amount, public in arranged),
    )


def test_a_gap_is_what_is_needed_less_what_is_arranged():
    parts = financing((300, True), (200, False))

    assert (parts.arranged, parts.public, parts.gap) == (Money(500), Money(300), Money(500))


def test_a_gap_is_never_below_zero():
    assert financing((1_200, False)).gap == Money(0)
    assert financing().gap == Money(1_000)


@pytest.mark.parametrize(
    ("actual", "share"),
    [
        (None, None),
        ("100", Fraction(0)),
        ("110", Fraction(1, 2)),
        ("120", Fraction(1)),
        ("130", Fraction(3, 2)),
        ("90", Fraction(-1, 2)),
    ],
)
def test_an_outcome_is_read_against_its_way_from_baseline_to_target(actual, share):
    measured = None if actual is None else Decimal(actual)
    outcome = Outcome("productivity", "%", Decimal(100), Decimal(120), measured)

    assert outcome.share_achieved == share


def test_a_measure_that_is_to_fall_needs_no_other_rule():
    defects = Outcome("defects", "ppm", Decimal(50), Decimal(30), Decimal(40))

    assert defects.share_achieved == Fraction(1, 2)


def test_a_target_changes_something():
    with pytest.raises(ValueError, match="changes nothing"):
        Outcome("defects", "ppm", Decimal(50), Decimal(50))


def test_a_project_has_one_lead():
    lead = Participant(corporate_number(1), ParticipantRole.LEAD)
    supplier = Participant(corporate_number(2), ParticipantRole.SUPPLIER)

    assert Project("P-1", "line", (supplier, lead), financing()).lead == corporate_number(1)
    for participants in ((supplier,), (lead, lead)):
        with pytest.raises(ValueError, match="one lead"):
            Project("P-1", "line", participants, financing())
