import pytest

from example_supply import eok
from majung.supply.exposure import (
    ExposureField,
    Position,
    Purpose,
    PurposeWithoutBasisError,
    register,
    seen_by,
)
from majung.supply.lines import Instrument


def position(contract, institution, amount, instrument=Instrument.LOAN, **values):
    fields = {"firm": "firm", "group": "", **values}
    return Position(
        contract=contract,
        institution=institution,
        instrument=instrument,
        outstanding=eok(amount),
        **fields,
    )


def cover(contract, amount, loan=""):
    return position(contract, "guarantor", amount, Instrument.COVER, loan=loan)


LOAN = position("L-1", "bank", 100)
COVER = cover("C-1", 85, "L-1")


def test_a_covered_loan_is_owed_once_and_covered_in_part():
    found = register([LOAN, COVER]).of_firm("firm")

    assert (found.outstanding, found.covered, found.uncovered) == (eok(100), eok(85), eok(15))
    assert found.institutions == ("bank", "guarantor")


def test_covers_bear_no_more_than_the_loan_they_stand_on():
    found = register([LOAN, COVER, cover("C-2", 30, "L-1")]).of_firm("firm")

    assert (found.covered, found.uncovered) == (eok(100), eok(0))


def test_a_cover_of_a_loan_outside_the_register_is_owed_with_the_covered_part():
    found = register([cover("C-1", 85)]).of_firm("firm")

    assert (found.outstanding, found.covered, found.uncovered) == (eok(85), eok(85), eok(0))


def test_firms_come_largest_first_and_groups_add_them_up():
    positions = [
        position("L-1", "bank", 10, firm="small", group="house"),
        position("L-2", "bank", 90, firm="large", group="house"),
        position("L-3", "bank", 50, firm="alone"),
    ]

    found = register(positions)

    assert [exposure.holder for exposure in found.firms] == ["large", "alone", "small"]
    assert [(group.holder, group.outstanding) for group in found.groups] == [("house", eok(100))]
    assert found.of_group("house").outstanding == eok(100)
    assert (found.of_firm("nobody"), found.of_group("nobody")) == (None, None)


def test_an_investment_is_outstanding_and_uncovered():
    found = register([position("F-1", "fund", 30, Instrument.INVESTMENT)]).of_firm("firm")

    assert (found.outstanding, found.uncovered) == (eok(30), eok(30))


def test_another_institution_sees_only_that_a_benefit_is_held():
    seen = seen_by("other", [LOAN, COVER], firm="firm")

    assert seen.others_hold_benefit is True
    assert (seen.own, seen.institutions, seen.outstanding, seen.covered, seen.uncovered) == (
        None, None, None, None, None,
    )  # fmt: skip


def test_an_institution_sees_its_own_positions_whole():
    seen = seen_by("bank", [LOAN, COVER], firm="firm")

    assert (seen.own.outstanding, seen.own.covered) == (eok(100), eok(0))
    assert seen.others_hold_benefit is True
    assert seen.outstanding is None


def test_a_firm_nobody_else_supports_is_told_as_no():
    assert seen_by("bank", [LOAN], firm="firm").others_hold_benefit is False
    assert seen_by("bank", [LOAN], firm="another").others_hold_benefit is False


def test_a_position_that_was_repaid_is_no_benefit_held():
    assert seen_by("other", [position("L-1", "bank", 0)], firm="firm").others_hold_benefit is False


def test_a_purpose_opens_exactly_the_fields_its_basis_permits():
    purpose = Purpose("audit", "Act art. 8", frozenset({ExposureField.OUTSTANDING}))

    seen = seen_by("other", [LOAN, COVER], firm="firm", purpose=purpose)

    assert (seen.outstanding, seen.covered, seen.institutions) == (eok(100), None, None)
    assert seen.purpose is purpose


def test_a_purpose_with_every_field_shows_the_register():
    purpose = Purpose("audit", "Act art. 8", frozenset(ExposureField))

    seen = seen_by("other", [LOAN, COVER], firm="firm", purpose=purpose)

    assert (seen.institutions, seen.outstanding, seen.covered, seen.uncovered) == (
        ("bank", "guarantor"), eok(100), eok(85), eok(15),
    )  # fmt: skip


@pytest.mark.parametrize(("key", "basis"), [("", "Act art. 8"), ("audit", " ")])
def test_a_purpose_without_a_name_or_a_ground_is_refused(key, basis):
    with pytest.raises(PurposeWithoutBasisError):
        Purpose(key, basis, frozenset())
