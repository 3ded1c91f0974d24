"""Bad input is refused with what is wrong, why and what helps: of one contract, and of a batch."""

from datetime import date

import pytest

from example_loans import drawn, fact, fixing, floating_loan, plain_loan
from majung.contracts.facts import FactKind
from majung.contracts.problems import FactsContradictError, TermsContradictError
from majung.contracts.refusals import refusals_by_row, refusals_of
from majung.values.day_counts import DayCount
from majung.values.rates import Rate

MARCH, APRIL = date(2024, 3, 15), date(2024, 4, 1)
GOOD = plain_loan()
FLOATING = floating_loan()

#: What is wrong → terms and facts in which it is, and the kind that names it.
BAD = {
    "maturity before start": (
        plain_loan(matures_on=date(2023, 12, 1)), [], "maturity-before-due"
    ),
    "cycle longer than life": (
        plain_loan(
            instalments=1, cycle_months=12, first_due_on=date(2025, 1, 1),
            matures_on=date(2024, 6, 1),
        ),
        [],
        "cycle-longer-than-life",
    ),
    "reset cycle longer than life": (floating_loan(months=12), [], "reset-after-end"),
    "negative notional": (plain_loan(committed=-1), [], "commitment-out-of-range"),
    "cap below floor": (
        plain_loan(rate_min=Rate.percent(4), rate_max=Rate.percent(3)),
        [],
        "rate-cap-below-floor",
    ),
    "unknown day count": (plain_loan(day_count=DayCount.B252), [], "day-count-not-for-loans"),
    "a fact before the start": (
        GOOD, [drawn(GOOD), fact(FactKind.PAYMENT, date(2023, 12, 31), 5)], "fact-outside-loan"
    ),
    "a payment above what is owed": (
        GOOD, [drawn(GOOD), fact(FactKind.PAYMENT, MARCH, 10**9)], "payment-above-owed"
    ),
    "a fixing missing on its day": (
        FLOATING, [drawn(FLOATING), fact(FactKind.PAYMENT, APRIL, 5)], "fixing-missing"
    ),
    "a fixing on no reset day": (
        FLOATING, [drawn(FLOATING), fixing(MARCH, 4)], "fixing-off-its-day"
    ),
    "two facts with one key": (
        GOOD,
        [
            drawn(GOOD),
            fact(FactKind.PAYMENT, MARCH, 5, key="a"),
            fact(FactKind.PAYMENT, MARCH, 6, key="a"),
        ],
        "fact-key-twice",
    ),
}  # fmt: skip


def _refusal(problems):
    """Word problems as whoever hands in one contract is told them."""
    of_terms = {"maturity", "cycle", "reset-after", "commitment", "rate-cap", "day-count"}
    is_of_terms = problems[0].kind.startswith(tuple(of_terms))
    return (TermsContradictError if is_of_terms else FactsContradictError)(problems=problems)


@pytest.mark.parametrize("wrong", BAD)
def test_bad_input_of_one_contract_is_refused_with_what_is_wrong_and_what_helps(wrong):
    terms, facts, kind = BAD[wrong]

    problems = refusals_of(terms, facts)

    assert [problem.kind for problem in problems] == [kind]
    for language in ("ko", "en"):
        parts = _refusal(problems).spoken(language).split(" — ")
        assert len(parts) >= 3, parts
        assert all(part.strip() for part in parts)


def test_bad_input_of_a_batch_is_told_of_every_row_at_once():
    rows = [(GOOD, [drawn(GOOD)], ""), *BAD.values(), (FLOATING, [drawn(FLOATING)], "")]

    found = refusals_by_row([terms for terms, _, _ in rows], [facts for _, facts, _ in rows])

    wanted = {row: [kind] for row, (_, _, kind) in enumerate(rows) if kind}
    assert {row: [each.kind for each in problems] for row, problems in found.items()} == wanted


def test_several_things_wrong_with_one_row_are_told_together():
    facts = [drawn(FLOATING), fact(FactKind.PAYMENT, APRIL, 10**9)]

    assert [each.kind for each in refusals_of(FLOATING, facts)] == [
        "fixing-missing",
        "payment-above-owed",
    ]


def test_an_excess_that_is_kept_is_no_refusal():
    paid = fact(FactKind.PAYMENT, MARCH, 10**9)

    assert refusals_of(GOOD, [drawn(GOOD), paid], kept=[paid.key]) == ()
    assert refusals_by_row([GOOD], [[drawn(GOOD), paid]], kept=[[paid.key]]) == {}


def test_days_that_have_passed_are_told_where_no_fact_shows_them():
    facts = [drawn(FLOATING)]

    assert refusals_of(FLOATING, facts) == ()
    assert [each.kind for each in refusals_of(FLOATING, facts, until=APRIL)] == ["fixing-missing"]
