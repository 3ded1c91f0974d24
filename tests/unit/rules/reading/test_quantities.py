from decimal import Decimal

import pytest

from majung.errors import message
from majung.files import read_tree
from majung.rules.reading.nodes import Node, Reading, UnreadableError
from majung.rules.reading.quantities import (
    COUNT,
    DAYS,
    MONEY,
    MONTHS,
    NUMBER,
    PERCENT,
    POINTS,
    SHARE,
    SOMETHING_ELSE,
    Measured,
)
from majung.values.money import Money
from majung.values.rates import Rate, Ratio


def _node(written, currency="KRW"):
    tree = read_tree("n.yaml", f"n: {written}\n".encode())
    return Node(tree.value["n"], ("n",), tree, Reading(currency=currency))


@pytest.mark.parametrize(
    ("unit", "written", "value"),
    [
        (MONEY, "2,000억", Measured(Money(200_000_000_000), "KRW")),
        (MONEY, "최대 10조", Measured(Money(10**13), "KRW")),
        (MONEY, "1조 2,345억", Measured(Money(1_234_500_000_000), "KRW")),
        (POINTS, "0.7 %p", Measured(Rate.percent("0.7"), "%p")),
        (POINTS, "120bp", Measured(Rate.percent("1.2"), "%p")),
        (PERCENT, "연 4.62%", Measured(Rate.percent("4.62"), "%")),
        (SHARE, "최대 30 %", Measured(Ratio.percent(30), "%")),
        (MONTHS, "60개월", Measured(60, "months")),
        (MONTHS, "5 years", Measured(60, "months")),
        (MONTHS, "1 month", Measured(1, "months")),
        (DAYS, "60일", Measured(60, "days")),
        (DAYS, "2 weeks", Measured(14, "days")),
        (COUNT, "1,200 Firms", Measured(1200, "firms")),
        (COUNT, "20개사", Measured(20, "개사")),
        (NUMBER, "2.5 years", Measured(Decimal("2.5"), "years")),
    ],
)
def test_numbers_are_read_as_officials_write_them(unit, written, value):
    assert unit.read(_node(written)) == value


def test_an_amount_takes_the_currency_of_the_programme():
    assert MONEY.read(_node("USD 1,234.56", "USD")).value == Money(123456, "USD")


@pytest.mark.parametrize(
    ("unit", "written", "found"),
    [
        (POINTS, "0.7 %", SHARE.wanted),
        (SHARE, "5억", MONEY.wanted),
        (MONEY, "60 months", MONTHS.wanted),
        (MONTHS, "1.5 months", SOMETHING_ELSE),
        (MONTHS, "60 days", DAYS.wanted),
        (COUNT, "many", SOMETHING_ELSE),
        (COUNT, "true", SOMETHING_ELSE),
        (MONEY, "[1억]", SOMETHING_ELSE),
    ],
)
def test_a_wrong_unit_says_what_it_is_and_what_is_wanted(unit, written, found):
    node = _node(written)

    with pytest.raises(UnreadableError):
        unit.read(node)

    assert [problem.message for problem in node.reading.problems] == [
        message(
            "unit-differs",
            text=node.shown(),
            found=found,
            wanted=unit.wanted,
            example=unit.example,
        )
    ]


@pytest.mark.parametrize(("unit", "written"), [(SHARE, "0.7"), (MONEY, "1000"), (MONEY, "1,000")])
def test_a_number_without_a_unit_is_refused(unit, written):
    node = _node(written)

    with pytest.raises(UnreadableError):
        unit.read(node)

    assert [problem.message for problem in node.reading.problems] == [
        message("unit-missing", text=written, wanted=unit.wanted, example=unit.example)
    ]


def test_an_amount_of_another_currency_is_no_amount_of_this_programme():
    node = _node("USD 5.00")

    with pytest.raises(UnreadableError):
        MONEY.read(node)

    assert [problem.message.kind for problem in node.reading.problems] == ["unit-differs"]
