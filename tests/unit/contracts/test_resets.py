"""Reset days of a floating rate: when it is fixed anew, and what happens where nobody tells it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from example_loans import drawn, fact, fixing, floating_loan, plain_loan
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fixings import (
    FixingMissingError,
    missing_problems,
    rate_held,
    require_fixed,
    resets_of,
)
from majung.contracts.packing import packed
from majung.contracts.problems import problems_of, problems_of_facts
from majung.contracts.replay import payoff, replay, schedule
from majung.contracts.resets import reset_days
from majung.contracts.terms import RateComponent, RateReset
from majung.contracts.terms_json import loan_as_json, loan_from_json
from majung.errors import sentence
from majung.values.cycles import BusinessDayConvention
from majung.values.rates import Rate

APRIL, JULY, OCTOBER = date(2024, 4, 1), date(2024, 7, 1), date(2024, 10, 1)
KOREAN = {"calendar": "KR", "business_day": BusinessDayConvention.FOLLOWING}


def days(terms):
    return [day.on for day in reset_days(terms)]


def kinds(problems):
    return [problem.kind for problem in problems]


def test_reset_days_come_every_cycle_after_the_start_and_before_the_last_due_day():
    assert days(floating_loan()) == [APRIL, JULY, OCTOBER]
    assert days(floating_loan(months=6)) == [JULY]
    assert days(plain_loan()) == []


def test_reset_days_are_counted_from_an_anchor_day_and_keep_to_the_months_end():
    anchored = floating_loan(months=1, first_on=date(2024, 1, 31), instalments=4)
    at_the_end = replace(anchored, end_of_month=True, first_due_on=date(2024, 2, 29))

    assert days(anchored) == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31),
                              date(2024, 4, 30)]  # fmt: skip
    assert days(at_the_end)[:3] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


def test_a_reset_day_moves_as_a_due_day_does_and_is_observed_business_days_before():
    # 6 June 2024 is a holiday, a Thursday; Friday the 7th is the next business day.
    terms = floating_loan(first_on=date(2024, 6, 6), observed=2, **KOREAN)
    unmoved = replace(terms, interest_follows_shift=False)

    first = reset_days(terms)[0]

    assert (first.on, first.observed_on) == (date(2024, 6, 7), date(2024, 6, 4))
    assert reset_days(unmoved)[0].on == date(2024, 6, 6)


def test_a_component_that_counts_for_a_time_is_fixed_anew_in_that_time_alone():
    base = RateComponent("base", "", Rate.percent(3), APRIL, OCTOBER)

    assert days(floating_loan(components=(base,))) == [APRIL, JULY]


CONTRADICTIONS = [
    ("reset-of-unknown-component", RateReset("prime", "CD91", 3)),
    ("reset-of-discount", RateReset("cut", "CD91", 3)),
    ("reset-without-index", RateReset("base", " ", 3)),
    ("reset-cycle-out-of-range", RateReset("base", "CD91", 0)),
    ("reset-cycle-out-of-range", RateReset("base", "CD91", 121)),
    ("reset-days-out-of-range", RateReset("base", "CD91", 3, observed_days_before=-1)),
    ("reset-days-out-of-range", RateReset("base", "CD91", 3, published_days_max=93)),
    ("reset-before-start", RateReset("base", "CD91", 3, date(2024, 1, 1))),
    ("reset-after-end", RateReset("base", "CD91", 12)),
]


@pytest.mark.parametrize(("kind", "reset"), CONTRADICTIONS)
def test_reset_days_that_contradict_the_terms_are_named(kind, reset):
    terms = floating_loan()
    cut = RateComponent("cut", "bank", Rate.percent(-1))

    problems = problems_of(replace(terms, reset=reset, components=(*terms.components, cut)))

    assert kinds(problems) == [kind]
    assert sentence(problems[0], "ko") != sentence(problems[0], "en") != ""


def test_a_fixing_on_no_reset_day_and_a_second_one_of_a_day_are_named():
    terms = floating_loan()
    wrong = [fixing(APRIL + timedelta(days=1), 4), fixing(JULY, 4), fixing(JULY, 5, key="again")]

    assert kinds(problems_of_facts(terms, [drawn(terms), *wrong])) == [
        "fixing-off-its-day",
        "fixing-twice",
    ]


def test_another_component_is_fixed_on_any_day():
    terms = floating_loan()
    agreed = Fact(date(2024, 5, 2), FactKind.RATE_FIXING, "a", rate=Rate.percent(1), party="add-on")

    assert problems_of_facts(terms, [drawn(terms), agreed]) == ()


def test_terms_with_reset_days_come_back_from_json():
    terms = floating_loan(first_on=date(2024, 3, 15), observed=2)

    assert loan_from_json(loan_as_json(terms)) == terms
    assert "reset" not in loan_as_json(plain_loan())


def test_the_rate_holds_between_reset_days_and_a_fixing_counts_from_its_own():
    terms = floating_loan()
    facts = [drawn(terms), fixing(APRIL, 4), fixing(JULY, 3)]
    rates = [
        str(replay(terms, facts, until=day).state.rate.value * 100).rstrip("0").rstrip(".")
        for day in (date(2024, 3, 31), APRIL, date(2024, 6, 30), JULY)
    ]

    assert rates == ["5", "5.5", "5.5", "4.5"]


def test_a_close_looks_at_a_loan_on_its_reset_days_too():
    terms = floating_loan(cycle_months=12, first_due_on=date(2025, 1, 1), instalments=2)

    def next_after(day):
        return replay(terms, [drawn(terms)], until=day).state.next_due_on

    assert next_after(date(2024, 1, 1)) == APRIL
    assert next_after(APRIL) == JULY
    assert next_after(OCTOBER) == date(2025, 1, 1)


def test_a_fixing_missing_on_its_day_is_named_and_the_rate_before_is_held():
    terms = floating_loan(observed=1, **KOREAN)
    facts = [drawn(terms)]

    state = replay(terms, facts, until=APRIL).state

    assert [day.on for day in state.unfixed] == [APRIL]
    assert state.rate == Rate.percent(5)
    assert replay(terms, facts, until=date(2024, 3, 31)).state.unfixed == ()
    with pytest.raises(FixingMissingError) as refusal:
        require_fixed(terms, state)
    assert refusal.value.spoken("en") == (
        "the rate of CD91 that was to be fixed on 1 April 2024 is missing — no rate published for "
        "29 March 2024 is known (reset days that passed without one: 1), and nothing is posted at "
        "a rate nobody has told — import a list of index rates with CD91 of 29 March 2024"
    )
    assert "CD91" in refusal.value.spoken("ko")
    require_fixed(terms, replay(terms, [*facts, fixing(APRIL, 4)], until=APRIL).state)


def test_a_fact_after_a_reset_day_shows_that_its_fixing_is_missing():
    terms = floating_loan()
    late = [drawn(terms), fact(FactKind.PAYMENT, date(2024, 4, 2), 5)]

    assert kinds(missing_problems(terms, late)) == ["fixing-missing"]
    assert missing_problems(terms, [*late, fixing(APRIL, 4)]) == ()
    assert missing_problems(terms, [drawn(terms)]) == ()


def test_a_loan_repaid_before_a_reset_day_or_on_it_wants_no_fixing():
    terms = floating_loan()
    for day in (date(2024, 3, 20), APRIL):
        ended = [drawn(terms), fact(FactKind.PAYMENT, date(2024, 3, 10), 2_100_000)]
        total = payoff(terms, ended, on=day).total
        ended.append(fact(FactKind.PREPAYMENT, day, total))

        assert replay(terms, ended, until=date(2025, 6, 1)).state.unfixed == ()

    open_still = [drawn(terms), fact(FactKind.PAYMENT, date(2024, 3, 10), 2_100_000)]
    assert len(replay(terms, open_still, until=date(2025, 6, 1)).state.unfixed) == 3


def test_the_end_of_the_component_ends_its_reset_days():
    terms = floating_loan()
    ended = Fact(date(2024, 5, 1), FactKind.COMPONENT_END, "end", party="base")

    state = replay(terms, [drawn(terms), ended], until=OCTOBER).state

    assert [day.on for day in state.unfixed] == [APRIL]


def test_a_reversed_fixing_is_missing_again():
    terms = floating_loan()
    undo = Fact(APRIL, FactKind.REVERSAL, "undo", reverses="told")

    state = replay(terms, [drawn(terms), fixing(APRIL, 4, key="told"), undo], until=APRIL).state

    assert [day.on for day in state.unfixed] == [APRIL]


def test_a_projection_marks_what_rests_on_a_rate_that_is_held():
    terms = floating_loan()
    told = [fixing(APRIL, 4)]

    rows = schedule(terms, told)

    assert [row.is_rate_held for row in rows] == [False] * 6 + [True] * 6
    assert rows[5].due_on == JULY
    assert [row.is_rate_held for row in schedule(plain_loan())] == [False] * 12
    assert [each.rate for each in resets_of(terms, told)] == [Rate.percent(4), None, None]
    assert (rate_held(terms, told), rate_held(terms, ())) == (Rate.percent(4), Rate.percent("3.5"))


def test_a_projection_at_the_held_rate_is_the_schedule_of_a_fixing_to_the_same_rate():
    terms = floating_loan()
    same = [fixing(APRIL, 4), fixing(JULY, 4), fixing(OCTOBER, 4)]

    held = schedule(terms, same[:1])

    assert [replace(row, is_rate_held=False) for row in held] == list(schedule(terms, same))


def test_reset_days_alone_change_no_won():
    terms = floating_loan()
    agreed = replace(terms, reset=None)
    held = [replace(row, is_rate_held=False) for row in schedule(terms)]

    assert held == list(schedule(agreed))


def test_a_loan_with_reset_days_is_taken_by_itself():
    assert packed(floating_loan()).contract == b""
    assert packed(replace(floating_loan(), reset=None)).contract != b""
