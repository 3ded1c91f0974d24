from dataclasses import dataclass
from fractions import Fraction

import pytest

from example_supply import eok
from majung.applications.regions import Region
from majung.supply.concentration import concentration
from majung.supply.matrix import Axis, Corner, matrix, regional_share
from majung.values.money import Money


@dataclass(frozen=True)
class Line:
    region: Region | None
    sector: str
    institution: str
    amount: Money | None


SEOUL = Line(Region.SEOUL, "chips", "bank", eok(60))
BUSAN = Line(Region.BUSAN, "chips", "fund", eok(30))
JEJU = Line(Region.JEJU, "robots", "bank", eok(10))
NOWHERE = Line(None, "robots", "bank", eok(25))


def test_lines_of_one_corner_are_added():
    assert matrix([SEOUL, SEOUL]).amounts == {Corner(Region.SEOUL, "chips", "bank"): eok(120)}


def test_a_matrix_adds_up_onto_any_of_its_sides():
    found = matrix([SEOUL, BUSAN, JEJU])

    assert found.along(Axis.SECTOR) == {("chips",): eok(90), ("robots",): eok(10)}
    assert found.along(Axis.INSTITUTION, Axis.SECTOR) == {
        ("bank", "chips"): eok(60),
        ("bank", "robots"): eok(10),
        ("fund", "chips"): eok(30),
    }
    assert found.total == eok(100)


def test_an_open_amount_opens_every_sum_it_is_a_part_of():
    found = matrix([SEOUL, BUSAN, Line(Region.JEJU, "chips", "bank", None)])

    assert found.along(Axis.SECTOR) == {("chips",): None}
    assert found.along(Axis.INSTITUTION) == {("bank",): None, ("fund",): eok(30)}
    assert found.total is None
    assert regional_share(found) is None


def test_an_empty_matrix_is_worth_nothing_and_has_no_share():
    assert matrix([]).total == eok(0)
    assert regional_share(matrix([])) is None


def test_the_regional_share_is_what_goes_outside_the_capital_area():
    assert regional_share(matrix([SEOUL, BUSAN, JEJU])).share == Fraction(2, 5)


def test_supply_without_a_region_leaves_the_share_between_two_bounds():
    found = regional_share(matrix([SEOUL, BUSAN, JEJU, NOWHERE]))

    assert (found.share, found.low, found.high) == (None, Fraction(40, 125), Fraction(65, 125))
    assert found.unplaced == eok(25)


def test_one_holder_of_everything_is_a_herfindahl_of_one():
    assert concentration({"a": eok(5)}).herfindahl == 1


def test_four_alike_are_a_quarter():
    found = concentration({key: eok(7) for key in "dcba"}, top=2)

    assert (found.herfindahl, found.top, found.top_share) == (
        Fraction(1, 4),
        ("a", "b"),
        Fraction(1, 2),
    )


def test_the_largest_come_first_and_holders_of_nothing_are_not_counted():
    found = concentration({"a": eok(1), "b": eok(3), "c": eok(0)}, top=1)

    assert (found.holders, found.top, found.top_share) == (2, ("b",), Fraction(3, 4))
    assert found.herfindahl == Fraction(10, 16)


def test_nobody_holds_anything():
    found = concentration({"a": eok(0)})

    assert (found.holders, found.herfindahl, found.top_share) == (0, None, None)


def test_amounts_below_zero_have_no_concentration():
    with pytest.raises(ValueError, match="zero or more"):
        concentration({"a": eok(-1)})
