"""Words become codes once, and the codes of words and of the kernel are the same."""

from dataclasses import replace
from datetime import date

import numpy as np

from example_loans import drawn, fact, plain_loan, shared_loan
from majung.contracts import codes
from majung.contracts.day_numbers import date_of, day_number
from majung.contracts.events import KIND_ORDER, EventKind
from majung.contracts.facts import RESTRUCTURED, FactKind
from majung.contracts.kernel import layout
from majung.contracts.portfolio import portfolio_of
from majung.contracts.replay import replay_portfolio
from majung.contracts.terms import Portion, Repayment
from majung.values import days, products
from majung.values.cycles import BusinessDayConvention
from majung.values.rates import Rate

#: What the kernel calls what a programme calls otherwise.
KERNEL_NAMES = {"DRAWDOWN": "DRAWN"}


def test_events_have_the_codes_of_the_kernel_in_the_order_of_kinds():
    kinds = codes.EVENT_KINDS

    numbers = [getattr(layout, KERNEL_NAMES.get(kind.name, kind.name)) for kind in kinds]

    assert numbers == list(range(len(kinds)))
    assert [KIND_ORDER[kind] for kind in kinds] == sorted(KIND_ORDER[kind] for kind in kinds)


def test_facts_have_the_codes_of_the_kernel_in_the_order_of_kinds():
    numbers = {kind: getattr(layout, kind.name) for kind in codes.FACT_CODE}

    assert numbers == codes.FACT_CODE
    assert list(numbers) == [kind for kind in FactKind if kind in numbers]


def test_every_other_word_has_the_code_of_the_kernel():
    assert {kind: getattr(layout, kind.name) for kind in Repayment} == codes.REPAYMENT_CODE
    assert {
        portion: getattr(layout, f"PORTION_{portion.name}") for portion in Portion
    } == codes.PORTION_CODE
    assert {
        base: getattr(layout, f"BASE_{base.name}") for base in codes.BASE_CODE
    } == codes.BASE_CODE
    assert {
        rounding: getattr(products, f"ROUND_{rounding.name}") for rounding in codes.ROUNDING_CODE
    } == codes.ROUNDING_CODE
    assert {
        count: getattr(days, f"COUNT_{count.value}") for count in codes.DAY_COUNT_CODE
    } == codes.DAY_COUNT_CODE
    assert {
        step: getattr(layout, f"STEP_{step.name}") for step in codes.STEP_CODE
    } == codes.STEP_CODE
    assert [getattr(layout, f"RESTRUCTURED_{term.upper()}") for term in RESTRUCTURED] == [
        0,
        1,
        2,
        3,
    ]


def test_a_day_has_a_number_and_back():
    assert day_number(date(1970, 1, 1)) == 0
    assert date_of(day_number(date(2024, 2, 29))) == date(2024, 2, 29)


def test_rates_are_counted_on_the_coarsest_scale_that_keeps_their_digits():
    fine = fact(FactKind.RATE_FIXING, date(2024, 2, 1), rate=Rate.percent("4.625"), party="base")
    terms = plain_loan(rate="4.62")

    plain, fixed = (
        portfolio_of([terms], [facts]).columns for facts in ([drawn(terms)], [drawn(terms), fine])
    )

    assert (plain.contracts["rate_scale"][0], plain.components["rate"][0]) == (5_000, 231)
    assert (fixed.contracts["rate_scale"][0], fixed.facts["rate"][1]) == (20_000, 925)


def test_parties_are_sorted_and_components_are_none():
    terms = shared_loan()
    facts = [
        drawn(terms),
        fact(FactKind.COMPONENT_END, date(2024, 3, 1), party="add-on"),
        fact(FactKind.PAYMENT, date(2024, 3, 1), 5, party="insurer"),
    ]

    made = portfolio_of([terms], [facts])

    assert made.parties == ("", "bank", "insurer", "ministry")
    assert made.columns.payers.tolist() == [1, 3]
    assert made.columns.facts["component"].tolist() == [-1, 1, -1]


def test_columns_hold_contract_after_contract():
    terms = [plain_loan(), shared_loan()]

    made = portfolio_of(terms, [[drawn(term)] for term in terms])

    assert len(made) == 2
    assert made.columns.contracts["components_first"].tolist() == [0, 1]
    assert made.columns.fact_offsets.tolist() == [0, 1, 2]
    assert made.columns.contracts.dtype.names[0] == "committed"
    assert {field[0] for field in layout.STATE.fields.values()} == {np.dtype(np.int64)}


def test_an_empty_portfolio_has_no_contracts():
    assert len(portfolio_of([], [])) == 0


def test_kinds_of_loans_are_those_of_events():
    assert set(codes.EVENT_KINDS) < set(EventKind)


def test_a_due_day_beyond_its_calendar_stays_whatever_calendar_comes_next():
    # Restructured to run past the last day that the Korean calendar knows.
    terms = plain_loan(
        calendar="KR", business_day=BusinessDayConvention.FOLLOWING,
        repayment=Repayment.BULLET,
    )  # fmt: skip
    longer = fact(FactKind.RESTRUCTURING, date(2024, 2, 10), 1_000, party="instalments")
    facts = [drawn(terms), longer]
    american = replace(terms, calendar="US")
    until = date(2107, 12, 31)

    alone = replay_portfolio(portfolio_of([terms], [facts]), until=until)
    among = replay_portfolio(
        portfolio_of([terms, american], [facts, [drawn(american)]]), until=until
    )

    assert among.days[among.rows == 0].tolist() == alone.days.tolist()
    dues = alone.days[alone.kinds == layout.PRINCIPAL_DUE]
    assert dues[-1] == day_number(date(2107, 6, 1))
