"""Money for all amounts: sums are exact, shares leave nothing over, writing can be read back."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from majung.errors import PolicyFinanceError
from majung.values.money import SCALE_OF, UNITS, Money, parse_money
from majung.values.rounding import Rounding, round_fraction

minors = st.integers(-(10**18) + 1, 10**18 - 1)
amounts = st.builds(Money, minors, st.sampled_from(sorted(SCALE_OF)))
won = st.builds(Money, minors)
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)
fractions = st.fractions(-(10**15), 10**15, max_denominator=10**12)
multiples = st.sampled_from([1, 10, 100, 7])


def _outcome(text):
    try:
        return parse_money(text)
    except PolicyFinanceError as refusal:
        return refusal


@given(won, weights)
def test_shares_sum_to_the_whole(amount, parts):
    assert Money.total(amount.split(parts)) == amount


@given(won, weights)
def test_every_share_is_within_one_unit_of_the_exact_one(amount, parts):
    for share, weight in zip(amount.split(parts), parts, strict=True):
        exact = Fraction(amount.minor * weight, sum(parts))

        assert abs(share.minor - exact) < 1
        assert weight or share.minor == 0


@given(won, weights)
def test_a_reversed_amount_gives_the_reversed_shares(amount, parts):
    assert (-amount).split(parts) == tuple(-share for share in amount.split(parts))


@given(won, won, won)
def test_sums_do_not_depend_on_their_order(one, other, third):
    assert one + other + third == third + (other + one)
    assert one + other - other == one


@given(amounts)
def test_what_is_spoken_can_be_read(amount):
    assert parse_money(amount.spoken("ko"), amount.currency) == amount
    assert parse_money(amount.spoken("en")) == amount


@given(amounts)
def test_what_stands_in_a_table_can_be_read(amount):
    assert parse_money(amount.written(), amount.currency) == amount


@given(amounts)
def test_interfaces_lose_nothing(amount):
    assert Money.from_json(amount.as_json()) == amount


@given(won)
def test_triangles_and_full_width_digits_mean_the_same(amount):
    full_width = str.maketrans("0123456789,", "０１２３４５６７８９，")
    text = abs(amount).spoken("ko").translate(full_width)

    assert parse_money(f"△{text}") == parse_money(f"▲ {text}") == -abs(amount)


@given(won, st.sampled_from(sorted(UNITS)), st.integers(0, 4))
def test_a_rounded_figure_is_within_half_a_step(amount, unit, places):
    shown = Fraction(Decimal(amount.in_unit(unit, places).replace(",", "")))
    exact = Fraction(amount.minor, UNITS[unit][0])

    assert abs(shown - exact) <= Fraction(1, 2 * 10**places)
    assert (-amount).in_unit(unit, places).lstrip("-") == amount.in_unit(unit, places).lstrip("-")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    outcome = _outcome(text)

    if isinstance(outcome, Money):
        assert parse_money(outcome.spoken("en")) == outcome
    else:
        assert outcome.spoken("ko")


@given(st.text("0123456789,.천백십만억조경일이삼원 △-", max_size=24))
def test_an_amount_that_is_read_at_all_is_written_back_the_same(text):
    outcome = _outcome(text)

    if isinstance(outcome, Money):
        assert parse_money(outcome.spoken("ko")) == outcome


@given(fractions, st.sampled_from(list(Rounding)), multiples)
def test_rounding_moves_less_than_one_step(value, rounding, multiple):
    rounded = round_fraction(value, rounding, multiple)

    assert rounded % multiple == 0
    assert abs(rounded - value) < multiple


@given(fractions, multiples)
def test_the_ways_of_rounding_keep_their_order(value, multiple):
    down, up, half_up, half_even, floor, ceiling = (
        round_fraction(value, rounding, multiple) for rounding in Rounding
    )

    assert floor <= value <= ceiling
    assert abs(down) <= abs(value) <= abs(up)
    assert {down, up} == {floor, ceiling}
    assert {half_up, half_even} <= {down, up}
    assert abs(half_up - value) == abs(half_even - value) == min(value - floor, ceiling - value)


@given(fractions, st.sampled_from([Rounding.DOWN, Rounding.UP, *list(Rounding)[2:4]]), multiples)
def test_rounding_by_size_does_not_see_the_sign(value, rounding, multiple):
    assert round_fraction(-value, rounding, multiple) == -round_fraction(value, rounding, multiple)


@given(won, fractions)
def test_a_multiplication_rounds_once(amount, factor):
    assert amount.times(factor, Rounding.DOWN).minor == int(amount.minor * factor)
