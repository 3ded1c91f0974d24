"""Rates for all digits: nothing is lost in sums, products, writing and columns."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from majung.errors import PolicyFinanceError
from majung.values.rates import RATE_SCALE, Rate, RateUnit, Ratio, parse_rate, parse_ratio

decimals = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=12)
fine = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=20)
rates = st.builds(Rate, st.one_of(decimals, fine))
ratios = st.builds(Ratio, st.one_of(decimals, fine))


def _outcome(read, *arguments):
    try:
        return read(*arguments)
    except PolicyFinanceError as refusal:
        return refusal


@given(rates, rates)
def test_sums_are_exact(one, other):
    assert (one + other).fraction == one.fraction + other.fraction
    assert (one - other).fraction == one.fraction - other.fraction
    assert one + other - other == one


@given(rates, ratios, ratios)
def test_products_are_exact_and_in_any_order(rate, one, other):
    assert (rate * one * other).fraction == rate.fraction * one.fraction * other.fraction
    assert rate * (one * other) == rate * other * one


@given(rates, rates)
def test_order_and_size_are_those_of_the_numbers(one, other):
    assert (one < other) == (one.fraction < other.fraction)
    assert abs(one).fraction == abs(one.fraction)


@given(rates)
def test_percent_is_written_with_every_digit(rate):
    assert parse_rate(rate.spoken("ko"), RateUnit.PERCENT) == rate
    assert parse_rate(rate.spoken_points("ko"), RateUnit.POINTS) == rate
    assert parse_rate(rate.spoken_points("en"), RateUnit.POINTS) == rate


@given(ratios)
def test_shares_are_written_with_every_digit(ratio):
    assert parse_ratio(ratio.spoken("en")) == ratio


@given(rates)
def test_interfaces_lose_nothing(rate):
    assert Rate.from_json(rate.as_json()) == rate


@given(decimals)
def test_twelve_places_enter_a_column_exactly(value):
    rate = Rate(value)

    assert Fraction(rate.scaled, RATE_SCALE) == rate.fraction
    assert Rate.from_scaled(rate.scaled) == rate


@given(st.text(max_size=80), st.sampled_from([None, *RateUnit]))
def test_any_text_is_read_or_refused(text, unit):
    for outcome in (_outcome(parse_rate, text, unit), _outcome(parse_ratio, text)):
        if isinstance(outcome, PolicyFinanceError):
            assert outcome.spoken("ko")
        else:
            assert type(outcome).percent(outcome.spoken("en").removesuffix(" %")) == outcome


@given(st.text("0123456789,./ %p연최대bp△-", max_size=16))
def test_percent_and_points_are_told_apart_in_any_writing(text):
    read = [isinstance(_outcome(parse_rate, text, unit), Rate) for unit in RateUnit]

    # Basis points alone may be a level or a difference.
    assert not all(read) or "bp" in text
