"""Each way of rounding on each kind of rest, by table."""

from fractions import Fraction

import pytest

from majung.values.rounding import Rounding, round_fraction

#: Halves and their neighbours: DOWN, UP, HALF_UP, HALF_EVEN, FLOOR, CEILING.
TABLE = [
    ("0", 0, 0, 0, 0, 0, 0),
    ("3", 3, 3, 3, 3, 3, 3),
    ("2.4", 2, 3, 2, 2, 2, 3),
    ("2.5", 2, 3, 3, 2, 2, 3),
    ("3.5", 3, 4, 4, 4, 3, 4),
    ("2.6", 2, 3, 3, 3, 2, 3),
    ("-2.4", -2, -3, -2, -2, -3, -2),
    ("-2.5", -2, -3, -3, -2, -3, -2),
    ("-3.5", -3, -4, -4, -4, -4, -3),
    ("-2.6", -2, -3, -3, -3, -3, -2),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_every_rounding_of_one_value(row):
    value, *expected = row

    assert [round_fraction(Fraction(value), rounding) for rounding in Rounding] == expected


def test_a_third_is_never_a_half():
    third = Fraction(10, 3)

    assert [round_fraction(third, rounding) for rounding in Rounding] == [3, 4, 3, 3, 3, 4]


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.DOWN, 12_340),
        (Rounding.UP, 12_350),
        (Rounding.HALF_UP, 12_350),
        (Rounding.HALF_EVEN, 12_340),
    ],
)
def test_won_are_cut_below_ten(rounding, expected):
    assert round_fraction(Fraction(12_345), rounding, multiple=10) == expected


def test_a_half_of_a_multiple_goes_to_the_even_multiple():
    assert round_fraction(Fraction(15), Rounding.HALF_EVEN, multiple=10) == 20
    assert round_fraction(Fraction(25), Rounding.HALF_EVEN, multiple=10) == 20


def test_a_multiple_below_one_is_a_mistake():
    with pytest.raises(ValueError, match="1 or more, not 0"):
        round_fraction(Fraction(1), Rounding.DOWN, multiple=0)
