"""Charged premiums: table, discounts, due days."""

from datetime import date
from fractions import Fraction

import pytest

from example_prices import (
    ON,
    SINCE,
    cell,
    charge,
    cover_pricing,
    discount,
    figure,
    found,
)
from majung.contracts.cover import replay_cover
from majung.contracts.cover_terms import CoverForm, CoverTerms
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import PremiumTerms
from majung.contracts.steps import Steps
from majung.pricing.premiums import CoverRequest, charged_premium, years_of
from majung.programmes.price_terms import (
    Payer,
    PremiumBasis,
    PremiumCell,
    PremiumSlice,
    PremiumTiming,
)
from majung.rules import Verdict
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

LOAN = Money(10_000_000_000)
START = date(2024, 10, 2)


def request(grade="BBB", ratio="95", until=date(2027, 10, 2), insured_on=None, loan=LOAN):
    insured = loan.times(Ratio.percent(ratio).value, Rounding.DOWN)
    return CoverRequest(
        grade=grade,
        loan=loan,
        ratio=Ratio.percent(ratio),
        start_on=START,
        until_on=until,
        insured_on=insured_on or (lambda _: insured),
        rounding=Rounding.DOWN,
    )


def premium(pricing, asked, *steps, supposed=frozenset()):
    conditions = [found(*step) for step in steps]
    return charged_premium(pricing, asked, conditions, on=ON, supposed=supposed)


def amounts(charged):
    return [(due.due_on, due.amount.minor) for due in charged.dues]


def test_a_premium_is_the_insured_amount_times_the_rate_of_grade_and_tenor():
    table = charge(
        cell("0.5", "A"), cell("0.8", "BBB", tenor=12), cell("1.0", "BBB", tenor=36), cell("2.0")
    )

    charged = premium(cover_pricing(table), request())

    assert amounts(charged) == [
        (date(2024, 10, 2), 95_000_000),
        (date(2025, 10, 2), 95_000_000),
        (date(2026, 10, 2), 95_000_000),
    ]


def test_a_premium_taken_once_falls_due_at_the_start():
    table = charge(cell("1.0"), timing=PremiumTiming.ONCE)

    assert amounts(premium(cover_pricing(table), request())) == [(START, 95_000_000)]


def test_a_last_year_that_is_not_whole_is_charged_for_its_part():
    table = charge(cell("1.0"))

    charged = premium(cover_pricing(table), request(until=date(2026, 4, 2)))

    assert amounts(charged) == [(START, 95_000_000), (date(2025, 10, 2), 95_000_000 * 182 // 365)]


def test_a_premium_on_what_is_outstanding_falls_with_the_loan():
    table = charge(cell("1.0"), basis=PremiumBasis.INSURED_OUTSTANDING)
    falling = {START: Money(9_000_000_000), date(2025, 10, 2): Money(4_500_000_000)}

    charged = premium(
        cover_pricing(table),
        request(until=date(2027, 10, 2), insured_on=lambda day: falling.get(day, Money(0))),
    )

    assert amounts(charged) == [(START, 90_000_000), (date(2025, 10, 2), 45_000_000)]


def test_a_rate_by_slices_takes_each_part_at_its_own_rate():
    slices = (
        PremiumSlice(up_to=Money(1_000_000), rate=figure(Rate.percent("3.5"))),
        PremiumSlice(up_to=None, rate=figure(Rate.percent("3.75"))),
    )
    table = charge(
        PremiumCell(grade="", tenor_months_max=None, amount_max=None, slices=slices),
        timing=PremiumTiming.ONCE,
    )

    charged = premium(cover_pricing(table), request(loan=Money(1_500_000), ratio="100"))

    assert amounts(charged) == [(START, 35_000 + 18_750)]


def test_discounts_are_taken_off_before_the_one_rounding():
    table = charge(cell("1.0"), timing=PremiumTiming.ONCE)
    ladder = (discount("model", "30"),)

    charged = premium(
        cover_pricing(table, discounts=ladder), request(loan=Money(333), ratio="100"), ladder
    )

    # 3.33 less 30 % is 2.331; rounding first would give 2.1.
    assert amounts(charged) == [(START, 2)]


def test_discounts_add_up_to_the_cap():
    table = charge(cell("1.0"), timing=PremiumTiming.ONCE)
    standard, export = discount("standard", "20"), discount("export", "15")

    charged = premium(cover_pricing(table, discount_max="30"), request(), (standard,), (export,))

    assert charged.discount == Ratio.percent("30")
    assert [(each.key, each.size) for each in charged.dropped] == [("export", Ratio.percent("5"))]
    assert charged.charged == Money(66_500_000)


def test_discounts_never_exceed_the_premium():
    table = charge(cell("1.0"), timing=PremiumTiming.ONCE)
    steps = discount("one", "80"), discount("two", "80")

    charged = premium(cover_pricing(table), request(), *((step,) for step in steps))

    assert (charged.discount, charged.dues) == (Ratio.percent("100"), ())


def test_an_open_discount_counts_where_its_facts_are_supposed_and_says_what_is_missing():
    table = charge(cell("1.0"))
    waiting = (discount("standard", "20"), Verdict.OPEN, {"standard-model"})

    charged = premium(
        cover_pricing(table), request(), waiting, supposed=frozenset({"standard-model"})
    )

    assert (charged.discount, charged.missing) == (
        Ratio.percent("20"),
        frozenset({"standard-model"}),
    )


def test_without_a_grade_the_dearest_cell_is_taken_and_said():
    table = charge(cell("0.5", "A"), cell("1.4", "BB"), cell("0.9", "BBB"))

    charged = premium(cover_pricing(table), request(grade=""))

    assert [line.is_dearest for line in charged.charges] == [True]
    assert charged.missing == frozenset({"credit-grade"})
    assert charged.dues[0].amount == Money(133_000_000)


def test_without_a_grade_only_the_first_cell_of_each_grade_can_fit():
    table = charge(cell("0.5", "A", tenor=36), cell("9.0", "A"), cell("0.9", "BBB"))

    charged = premium(cover_pricing(table), request(grade=""))

    assert charged.charges[0].cell == table.cells[2]


@pytest.mark.parametrize(
    "asked",
    [
        request(grade="CCC"),
        request(until=date(2027, 10, 3)),
        request(loan=LOAN + Money(1)),
    ],
)
def test_a_request_that_no_cell_fits_has_no_premium(asked):
    table = charge(cell("1.0", "BBB", tenor=36, amount_max=LOAN))

    assert premium(cover_pricing(table), asked) is None


def test_a_request_at_the_edges_of_a_cell_fits():
    table = charge(cell("1.0", "BBB", tenor=36, amount_max=LOAN), timing=PremiumTiming.ONCE)

    assert premium(cover_pricing(table), request()).charged == Money(95_000_000)


def test_a_fee_the_bank_pays_is_not_the_firm_s():
    own = charge(cell("1.0"), timing=PremiumTiming.ONCE)
    bank = charge(cell("0.5"), key="bank-share", payer=Payer.LENDER, timing=PremiumTiming.ONCE)

    charged = premium(cover_pricing(own, bank), request())

    assert charged.paid_by(Payer.BORROWER) == Money(95_000_000)
    assert charged.paid_by(Payer.LENDER) == Money(47_500_000)
    assert charged.charged == Money(142_500_000)


def test_a_rate_that_is_not_in_force_charges_nothing():
    early = charged_premium(
        cover_pricing(charge(cell("1.0"))), request(), [], on=SINCE.replace(year=2023)
    )

    assert early.dues == ()


def test_a_cell_in_another_currency_is_for_no_request():
    dollars = charge(cell("1.0", amount_max=Money(10**9, "USD")))
    sliced = charge(
        PremiumCell(
            grade="",
            tenor_months_max=None,
            amount_max=None,
            slices=(
                PremiumSlice(up_to=Money(10**9, "USD"), rate=figure(Rate.percent("1"))),
                PremiumSlice(up_to=None, rate=figure(Rate.percent("2"))),
            ),
        )
    )

    assert [premium(cover_pricing(each), request()) for each in (dollars, sliced)] == [None, None]


def test_several_charges_are_serviced_to_the_won_as_they_are_shown():
    """Odd amounts, a discount, slices, two timings, two bases: both sides round alike."""
    slices = (
        PremiumSlice(up_to=Money(4_000_000_001), rate=figure(Rate.percent("0.333"))),
        PremiumSlice(up_to=None, rate=figure(Rate.percent("0.777"))),
    )
    sliced = PremiumCell(grade="", tenor_months_max=None, amount_max=None, slices=slices)
    pricing = cover_pricing(
        charge(sliced, key="upfront", timing=PremiumTiming.ONCE),
        charge(cell("1.37"), key="a", basis=PremiumBasis.INSURED_OUTSTANDING),
        charge(cell("0.41"), key="b", payer=Payer.LENDER),
        charge(cell("0.13"), key="c", payer=Payer.LENDER),
        discounts=(discount("model", "30"),),
    )
    ends_on, odd = date(2026, 4, 2), Money(9_876_543_211)
    owed = Steps.of([(START, odd.minor), (date(2025, 10, 2), 4_321_098_765)])

    shown = premium(
        pricing,
        request(
            until=ends_on,
            loan=odd,
            insured_on=lambda day: Money(owed.on(day)).times(
                Ratio.percent("95").value, Rounding.DOWN
            ),
        ),
        (discount("model", "30"),),
    )
    terms = CoverTerms(
        form=CoverForm.INSURANCE,
        principal=odd.minor,
        cover_ratio=Ratio.percent(95),
        ends_on=ends_on,
        premium=PremiumTerms(tuple(line.serviced for line in shown.charges)),
    )
    issued = Fact(START, FactKind.ISSUE, "issue")
    posted = replay_cover(terms, [issued], until=ends_on, outstanding=owed).events

    dues = {}
    for due in shown.dues:
        place = (due.due_on, "" if due.payer is Payer.BORROWER else due.payer.value)
        dues[place] = dues.get(place, 0) + due.amount.minor
    assert dues == {
        (each.effective_on, each.party): each.amount
        for each in posted
        if each.kind is EventKind.PREMIUM_DUE
    }
    assert len(shown.dues) == 7


def test_years_of_a_cover_start_on_its_anniversaries():
    assert years_of(request(until=date(2026, 10, 3))) == [
        (date(2024, 10, 2), Fraction(1)),
        (date(2025, 10, 2), Fraction(1)),
        (date(2026, 10, 2), Fraction(1, 365)),
    ]
