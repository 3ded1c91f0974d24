"""Terms and facts that contradict are refused with everything that is wrong, in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from example_loans import drawn, fact, plain_loan, shared_loan
from majung.contracts.facts import Fact, FactKind
from majung.contracts.problems import (
    FactsContradictError,
    TermsContradictError,
    problems_by_row,
    problems_of,
    problems_of_facts,
)
from majung.contracts.replay import replay
from majung.contracts.terms import (
    EarlyRepayment,
    LateInterest,
    Portion,
    PrepaymentEffect,
    RateComponent,
    Repayment,
)
from majung.errors import sentence
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio

BASE = RateComponent("base", "", Rate.percent(5))
FEBRUARY = date(2024, 2, 1)


def component(rate="-1", payer="bank", **more):
    return RateComponent("part", payer, Rate.percent(rate), **more)


CONTRADICTIONS = [
    ("commitment-out-of-range", {"committed": 0}),
    ("commitment-out-of-range", {"committed": 10**16 + 1}),
    ("currency-not-known", {"currency": "XXX"}),
    ("amount-out-of-range", {"balloon": -1}),
    ("amount-out-of-range", {"instalment": -1}),
    ("multiple-out-of-range", {"instalment_multiple": 0}),
    ("balloon-above-commitment", {"balloon": 12_000_001}),
    ("instalments-out-of-range", {"instalments": 0}),
    ("instalments-out-of-range", {"instalments": 1_201}),
    ("cycle-out-of-range", {"cycle_months": 0}),
    ("cycle-out-of-range", {"cycle_months": 121}),
    ("grace-not-shorter", {"grace_instalments": 12}),
    ("grace-not-shorter", {"grace_instalments": -1}),
    ("first-due-not-after-start", {"first_due_on": date(2024, 1, 1)}),
    ("period-too-long", {"first_due_on": date(2034, 2, 1)}),
    ("period-too-long", {"matures_on": date(2035, 1, 1)}),
    ("bullet-with-instalments", {"repayment": Repayment.BULLET, "instalment": 5}),
    ("drawing-ends-at-start", {"draws_until_on": date(2024, 1, 1)}),
    ("components-out-of-range", {"components": ()}),
    ("component-named-twice", {"components": (BASE, BASE)}),
    ("component-named-twice", {"components": (replace(BASE, name=""),)}),
    ("discount-not-negative", {"components": (BASE, component("1"))}),
    (
        "component-ends-before-start",
        {"components": (BASE, component(from_on=FEBRUARY, until_on=FEBRUARY))},
    ),
    ("rate-too-fine", {"components": (replace(BASE, rate=Rate.percent("0.12345678901")),)}),
    ("rates-too-high", {"components": (replace(BASE, rate=Rate.percent(99)), component("-2"))}),
    ("late-rate-negative", {"late": LateInterest(addition=Rate.percent(-1))}),
    ("rate-out-of-range", {"late": LateInterest(rate_max=Rate.percent(101))}),
    ("fee-out-of-range", {"early": EarlyRepayment(fee=Ratio.percent(101))}),
    ("day-count-not-for-loans", {"day_count": DayCount.B252}),
    ("allocation-incomplete", {"allocation": (Portion.FEE, Portion.FEE)}),
    (
        "balloon-keeps-term",
        {"balloon": 5, "early": EarlyRepayment(effect=PrepaymentEffect.SHORTENS_TERM)},
    ),
    ("maturity-before-due", {"matures_on": date(2024, 12, 1)}),
    ("maturity-before-due", {"matures_on": date(2023, 12, 1)}),
    (
        "cycle-longer-than-life",
        {
            "instalments": 1, "cycle_months": 12, "first_due_on": date(2025, 1, 1),
            "matures_on": date(2024, 6, 1),
        },
    ),
    ("commitment-out-of-range", {"committed": -12_000_000}),
    ("rate-floor-out-of-range", {"rate_min": Rate.percent(-1)}),
    ("rate-cap-below-floor", {"rate_min": Rate.percent(4), "rate_max": Rate.percent(3)}),
    ("calendar-not-known", {"calendar": "XX"}),
    (
        "day-outside-calendar",
        {
            "calendar": "KR", "business_day": BusinessDayConvention.FOLLOWING,
            "instalments": 1_000,
        },
    ),
    (
        "first-due-not-after-start",
        {
            "calendar": "KR", "business_day": BusinessDayConvention.PRECEDING,
            "start_on": date(2024, 2, 9), "first_due_on": date(2024, 2, 11),
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "terms"), CONTRADICTIONS)
def test_terms_that_contradict_are_named(kind, terms):
    problems = problems_of(plain_loan(**terms))

    assert kind in [problem.kind for problem in problems]
    for problem in problems:
        assert sentence(problem, "ko") != sentence(problem, "en") != ""


def test_all_contradictions_come_at_once():
    terms = plain_loan(committed=-1, cycle_months=0, components=(), calendar="XX")

    assert [problem.kind for problem in problems_of(terms)] == [
        "commitment-out-of-range",
        "cycle-out-of-range",
        "components-out-of-range",
    ]


FACTS = [
    ("fact-outside-loan", fact(FactKind.PAYMENT, date(2023, 12, 31), 1)),
    ("fact-outside-loan", fact(FactKind.PAYMENT, date(2200, 1, 1), 1)),
    ("fact-amount-out-of-range", fact(FactKind.PAYMENT, FEBRUARY, 0)),
    ("fact-amount-out-of-range", fact(FactKind.PAYMENT, FEBRUARY, -5)),
    ("fact-amount-out-of-range", fact(FactKind.WRITE_OFF, FEBRUARY, -5)),
    ("fact-amount-out-of-range", fact(FactKind.PAYMENT, FEBRUARY, 10**16 + 1)),
    ("fact-not-for-loans", fact(FactKind.CLAIM, FEBRUARY, 1)),
    ("fact-of-unknown-component", fact(FactKind.COMPONENT_END, FEBRUARY, party="other")),
    ("fixing-without-rate", fact(FactKind.RATE_FIXING, FEBRUARY, party="base")),
    (
        "rate-out-of-range",
        fact(FactKind.RATE_FIXING, FEBRUARY, party="base", rate=Rate.percent(101)),
    ),
    (
        "discount-not-negative",
        fact(FactKind.RATE_FIXING, FEBRUARY, party="subsidy", rate=Rate.percent(1)),
    ),
    ("share-of-unknown-payer", fact(FactKind.SHARE_PAYMENT, FEBRUARY, 1, party="other")),
    ("drawdown-above-commitment", fact(FactKind.DRAWDOWN, FEBRUARY, 1)),
    ("drawdown-too-late", fact(FactKind.DRAWDOWN, date(2025, 1, 1), 1)),
    ("reversal-of-nothing", fact(FactKind.REVERSAL, FEBRUARY, reverses="never")),
    (
        "rates-too-high",
        fact(FactKind.RATE_FIXING, FEBRUARY, party="base", rate=Rate.percent(99)),
    ),
]


@pytest.mark.parametrize(("kind", "wrong"), FACTS)
def test_facts_that_contradict_are_named(kind, wrong):
    terms = shared_loan()

    problems = problems_of_facts(terms, [drawn(terms), wrong])

    assert kind in [problem.kind for problem in problems]
    for problem in problems:
        assert sentence(problem, "ko") != sentence(problem, "en") != ""


def test_two_facts_of_one_key_are_named():
    terms = plain_loan()
    twice = [fact(FactKind.PAYMENT, FEBRUARY, 1, key="a"), fact(FactKind.FEE, FEBRUARY, 1, key="a")]

    assert [problem.kind for problem in problems_of_facts(terms, twice)] == ["fact-key-twice"]


def test_a_drawdown_after_a_default_is_named_and_one_on_its_day_is_not():
    terms = plain_loan()
    called = fact(FactKind.DEFAULT, FEBRUARY)

    def problems(on):
        return problems_of_facts(terms, [called, drawn(terms, 5, on)])

    assert problems(FEBRUARY) == ()
    assert [problem.kind for problem in problems(date(2024, 2, 2))] == ["drawdown-too-late"]


def test_a_reversed_fact_is_no_problem():
    terms = plain_loan()
    wrong = fact(FactKind.DRAWDOWN, FEBRUARY, 10**12, key="wrong")
    undo = Fact(FEBRUARY, FactKind.REVERSAL, "undo", reverses="wrong")

    assert problems_of_facts(terms, [wrong, undo]) == ()


def test_too_many_parties_and_too_large_a_sum_are_named():
    terms = plain_loan()
    many = [
        fact(FactKind.PAYMENT, FEBRUARY, 10**16, key=str(place), party=f"party {place}")
        for place in range(101)
    ]

    assert [problem.kind for problem in problems_of_facts(terms, many)] == [
        "too-many-parties",
        "facts-too-large",
    ]


def test_a_batch_names_problems_by_row():
    good = plain_loan()
    wrong = plain_loan(committed=0)
    early = [fact(FactKind.PAYMENT, date(2023, 1, 1), 1)]

    problems = problems_by_row([good, wrong, good], [[drawn(good)], [], early])

    assert {row: [p.kind for p in found] for row, found in problems.items()} == {
        1: ["commitment-out-of-range"],
        2: ["fact-outside-loan"],
    }


@pytest.mark.parametrize("refusal", [TermsContradictError, FactsContradictError])
def test_a_refusal_says_all_problems_in_both_languages(refusal):
    error = refusal(problems=problems_of(plain_loan(committed=0, cycle_months=0)))

    assert "0 months must be from 1 to 120" in error.spoken("en")
    assert "0개월" in error.spoken("ko")


def test_arrears_beyond_reckoning_are_refused_before_they_overflow():
    terms = plain_loan(
        10**16, "100", 1, repayment=Repayment.BULLET, day_count=DayCount.AA,
        first_due_on=date(2064, 1, 1), late=LateInterest(on_interest=True),
    )  # fmt: skip

    with pytest.raises(FactsContradictError) as refusal:
        replay(terms, [drawn(terms)], until=date(2190, 1, 1))

    assert [p.kind for p in refusal.value.message.value("problems")] == ["reckoning-too-large"]


def test_the_largest_loan_at_the_highest_rate_is_reckoned_exactly():
    terms = plain_loan(
        10**16, "99.9999999999", 1, repayment=Repayment.BULLET, day_count=DayCount.AA,
        first_due_on=date(2124, 1, 1),
    )  # fmt: skip

    due = replay(terms, [drawn(terms)], until=date(2124, 1, 1)).state.due_interest

    assert due == 10**16 * 100 * 999_999_999_999 // 10**12
