"""Worked examples in 억: docs/cover-and-fund.md shows the first of them."""

from fractions import Fraction

import pytest

from majung.contracts.waterfall import (
    Position,
    Profit,
    Share,
    Slice,
    Tier,
    distribute,
    whole_fund_tiers,
)

EOK = 100_000_000
CARRY = Fraction(20, 100)
PAID_IN = {"policy": 30 * EOK, "private": 68 * EOK, "manager": 2 * EOK}
WEIGHTS = {party: Fraction(amount) for party, amount in PAID_IN.items()}


def _profit(catch_up="0", carry=CARRY):
    return Profit(carry, Fraction(catch_up), {"manager": 1}, WEIGHTS)


def _hurdle():
    """5 % for two years on private money and the manager's own; policy money has none."""
    return {"private": 680_000_000, "manager": 20_000_000}


def _sums(slices):
    """Sum per party, carry apart, in won."""
    sums = {}
    for part in slices:
        name = "carry" if part.is_carry else part.party
        sums[name] = sums.get(name, 0) + part.amount
    return sums


def test_proceeds_go_to_capital_then_hurdle_then_carry_and_split():
    tiers = whole_fund_tiers(Position(capital=PAID_IN, hurdle=_hurdle()), _profit())

    slices = distribute(150 * EOK, tiers)

    # 150 - 100 capital - 7 hurdle = 43, of which 20 % carry, and 34.4 by what was paid in.
    assert slices == (
        Slice("capital", "policy", 30 * EOK),
        Slice("capital", "private", 68 * EOK),
        Slice("capital", "manager", 2 * EOK),
        Slice("hurdle", "private", 680_000_000),
        Slice("hurdle", "manager", 20_000_000),
        Slice("split", "manager", 860_000_000, is_carry=True),
        Slice("split", "policy", 1_032_000_000),
        Slice("split", "private", 2_339_200_000),
        Slice("split", "manager", 68_800_000),
    )


def test_a_catch_up_brings_the_manager_to_its_share_of_all_profit():
    tiers = whole_fund_tiers(Position(capital=PAID_IN, hurdle=_hurdle()), _profit("0.4"))

    slices = distribute(150 * EOK, tiers)

    # The catch-up is 0.2 x 7 / (0.4 - 0.2) = 7, of which 2.8 carry; then 20 % of 36: together 10.
    caught_up = [part for part in slices if part.tier == "catch-up"]
    assert sum(part.amount for part in caught_up) == 7 * EOK
    assert _sums(slices)["carry"] == 10 * EOK == CARRY * 50 * EOK
    assert [part for part in slices if part.tier == "split"] == [
        Slice("split", "manager", 720_000_000, is_carry=True),
        Slice("split", "policy", 864_000_000),
        Slice("split", "private", 1_958_400_000),
        Slice("split", "manager", 57_600_000),
    ]


def test_a_full_catch_up_goes_to_the_manager_alone():
    tiers = whole_fund_tiers(Position(capital=PAID_IN, hurdle=_hurdle()), _profit("1"))

    slices = distribute(108 * EOK, tiers)

    # Of 8 profit 7 are hurdle; the manager catches up 0.2 x 7 / 0.8 = 1.75 and gets the one left.
    assert [part for part in slices if part.tier in ("catch-up", "split")] == [
        Slice("catch-up", "manager", 1 * EOK, is_carry=True)
    ]


def test_a_catch_up_goes_on_where_the_last_distribution_left_it():
    later = Position(hurdle_paid=7 * EOK, caught_up=5 * EOK)

    slices = distribute(3 * EOK, whole_fund_tiers(later, _profit("0.4")))

    assert sum(part.amount for part in slices if part.tier == "catch-up") == 2 * EOK
    assert sum(part.amount for part in slices if part.tier == "split") == 1 * EOK


def test_no_carry_is_paid_while_the_hurdle_is_not_reached():
    tiers = whole_fund_tiers(Position(capital=PAID_IN, hurdle=_hurdle()), _profit("1"))

    assert "carry" not in _sums(distribute(107 * EOK, tiers))


def test_the_first_loss_layer_bears_a_loss_before_the_others():
    position = Position(
        capital={**PAID_IN, "policy": 20 * EOK}, first_loss={"policy": 10 * EOK}, hurdle=_hurdle()
    )

    sums = _sums(distribute(93 * EOK, whole_fund_tiers(position, _profit())))

    assert sums == {"policy": 23 * EOK, "private": 68 * EOK, "manager": 2 * EOK}


def test_a_loss_beyond_the_layer_is_borne_in_proportion():
    position = Position(
        capital={**PAID_IN, "policy": 20 * EOK}, first_loss={"policy": 10 * EOK}, hurdle=_hurdle()
    )

    sums = _sums(distribute(81 * EOK, whole_fund_tiers(position, _profit())))

    assert sums == {"policy": 18 * EOK, "private": 6_120_000_000, "manager": 180_000_000}


def test_expenses_come_first():
    position = Position(expenses={"auditor": 30, "manager": 70}, capital={"private": 1_000})

    slices = distribute(50, whole_fund_tiers(position, _profit()))

    assert slices == (Slice("expenses", "auditor", 15), Slice("expenses", "manager", 35))


def test_a_carry_that_stands_first_is_cut_down():
    shares = (Share("manager", 1, is_carry=True), Share("a", 2), Share("b", 2))

    slices = distribute(4, (Tier.rest("split", shares),))

    assert [part.amount for part in slices] == [2, 2]
    assert [part.party for part in slices] == ["a", "b"]


def test_nothing_flows_out_of_nothing():
    assert distribute(0, whole_fund_tiers(Position(capital=PAID_IN), _profit())) == ()


def test_money_that_no_tier_takes_is_a_mistake():
    with pytest.raises(ValueError, match="1 is left after the last tier"):
        distribute(3, (Tier.of_claims("capital", {"a": 2}),))
    with pytest.raises(ValueError, match="zero or more"):
        distribute(-1, ())


@pytest.mark.parametrize(("carry", "catch_up"), [("0.2", "0.2"), ("0.2", "0.1"), ("1", "0")])
def test_a_catch_up_lies_above_the_carry(carry, catch_up):
    with pytest.raises(ValueError, match="above the carry"):
        Profit(Fraction(carry), Fraction(catch_up), {"manager": 1}, WEIGHTS)


def test_profit_needs_somebody_to_go_to():
    with pytest.raises(ValueError, match="weights above zero"):
        Profit(CARRY, Fraction(0), {"manager": 0}, WEIGHTS).shares(CARRY)
