"""A bank's own rate, line by line."""

from dataclasses import replace
from datetime import date

import pytest

from example_prices import ON, SOURCE, figure, label, line, quote
from majung.pricing.quotes import Points, assumed_quote
from majung.programmes.price_terms import ComponentKind, LoanPricing, RateComponentRule
from majung.rules import Status
from majung.values.rates import Rate


def component(key, percent, kind=ComponentKind.ADD_ON):
    rate = None if percent is None else figure(Rate.percent(percent), status=Status.ASSUMED)
    return RateComponentRule(
        key=key, label=label(key), kind=kind, rate=rate, citation=SOURCE, status=Status.ASSUMED
    )


BASE = component("cofix", "3.5", ComponentKind.BASE)


def test_a_quote_is_the_sum_of_its_lines():
    assert quote(line("risk", "1.2"), line("margin", "0.3")).rate == Rate.percent("5.0")


def test_a_quote_rests_on_one_base():
    with pytest.raises(ValueError, match="one base"):
        quote(line("second", "1", ComponentKind.BASE))


def test_two_lines_of_a_quote_have_two_names():
    with pytest.raises(ValueError, match="one name"):
        quote(line("risk", "1"), line("risk", "2"))


@pytest.mark.parametrize(
    ("kind", "percent"), [(ComponentKind.ADJUSTMENT, "0.1"), (ComponentKind.ADD_ON, "-0.1")]
)
def test_a_line_moves_the_rate_the_way_its_kind_says(kind, percent):
    with pytest.raises(ValueError, match="a rate"):
        line("odd", percent, kind)


def test_the_file_s_assumed_components_make_a_quote():
    pricing = LoanPricing(
        components=(BASE, component("own", "0.4", ComponentKind.ADJUSTMENT)), cuts=(), cut_max=None
    )

    assumed = assumed_quote("hana", pricing, on=ON)

    assert assumed.rate == Rate.percent("3.1")
    assert [each.status for each in assumed.lines] == [Status.ASSUMED, Status.ASSUMED]


@pytest.mark.parametrize(
    ("components", "day"),
    [
        ((BASE, component("margin", None)), ON),
        ((BASE,), date(2023, 1, 1)),
        ((component("margin", "1"),), ON),
    ],
)
def test_only_the_bank_can_quote_where_the_file_leaves_a_line_to_it(components, day):
    pricing = LoanPricing(components=components, cuts=(), cut_max=None)

    assert assumed_quote("hana", pricing, on=day) is None


def test_points_are_written_as_a_difference():
    assert Points(Rate.percent("0.7")).spoken("ko") == "0.7 %p"


def test_a_quote_is_not_touched_by_what_it_grants():
    assert replace(quote(), cuts={"size": Rate.percent("1")}).rate == quote().rate
