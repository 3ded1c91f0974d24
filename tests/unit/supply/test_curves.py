from datetime import date
from fractions import Fraction

import pytest

from example_supply import PAPER, eok, plan, revision
from majung.errors import message
from majung.programmes.supply_plan_files import supply_plan
from majung.programmes.supply_plans import Bound, Curve, Mark, Shape
from majung.rules.citations import Label
from majung.supply.targets import benchmark, contradictions, elapsed, monthly_curve
from majung.values.money import Money
from majung.values.months import Month
from majung.values.rates import Ratio

TOTAL = eok(1000)


def curve(*marks, shape=Shape.LINEAR):
    return Curve("path", Label("예시 경로", "example path"), shape, marks, PAPER)


def at_least(month, amount):
    return Mark(Month(2024, month).last_on, Bound.AT_LEAST, eok(amount))


def at_most(month, percent):
    return Mark(Month(2024, month).last_on, Bound.AT_MOST, None, Ratio.percent(percent))


def expected(the_curve, on, total=TOTAL):
    return benchmark(the_curve, plan(), total=total, on=on).expected


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2024, 1, 1), Fraction(1, 31) / 12),
        (date(2024, 1, 31), Fraction(1, 12)),
        (date(2024, 2, 29), Fraction(2, 12)),
        (date(2023, 2, 28), Fraction(2, 12)),
        (date(2024, 5, 31), Fraction(5, 12)),
        (date(2024, 5, 30), (4 + Fraction(30, 31)) / 12),
        (date(2024, 6, 15), (5 + Fraction(15, 30)) / 12),
        (date(2024, 12, 31), Fraction(1)),
    ],
)
def test_elapsed_counts_completed_months_and_days_inside_a_month(on, share):
    assert elapsed(on.year, on) == share


def test_nothing_has_elapsed_before_the_year_and_all_of_it_afterwards():
    assert elapsed(2024, date(2023, 12, 31)) == 0
    assert elapsed(2024, date(2025, 1, 1)) == 1


def test_a_linear_curve_grows_evenly_between_its_marks():
    front_loaded = curve(at_least(3, 600))

    assert expected(front_loaded, date(2024, 3, 31)) == Fraction(3, 5)
    assert expected(front_loaded, date(2024, 1, 31)) == Fraction(1, 5)
    assert expected(front_loaded, date(2024, 6, 30)) == Fraction(3, 5) + Fraction(2, 5) / 3
    assert expected(front_loaded, date(2024, 12, 31)) == 1


def test_a_curve_of_steps_says_nothing_new_until_its_next_mark():
    steps = curve(at_least(3, 600), at_least(6, 800), shape=Shape.STEPS)

    assert expected(steps, date(2024, 3, 30)) == 0
    assert expected(steps, date(2024, 3, 31)) == Fraction(3, 5)
    assert expected(steps, date(2024, 6, 29)) == Fraction(3, 5)
    assert expected(steps, date(2024, 12, 30)) == Fraction(4, 5)
    assert expected(steps, date(2024, 12, 31)) == 1


def test_a_curve_in_shares_needs_no_total():
    shares = curve(Mark(date(2024, 6, 30), Bound.EXACTLY, None, Ratio.percent("60")))

    assert expected(shares, date(2024, 6, 30), total=None) == Fraction(3, 5)


def test_a_curve_in_amounts_is_open_where_the_total_is():
    assert expected(curve(at_least(3, 600)), date(2024, 6, 30), total=None) is None


def test_a_ceiling_alone_draws_no_path():
    reading = benchmark(curve(at_most(6, "60")), plan(), total=TOTAL, on=date(2024, 3, 31))

    assert (reading.expected, reading.ceiling) == (None, Fraction(3, 5))


def test_a_ceiling_binds_until_its_day_and_not_afterwards():
    ceiling = curve(at_most(6, "60"))

    assert benchmark(ceiling, plan(), total=TOTAL, on=date(2024, 6, 30)).ceiling == Fraction(3, 5)
    assert benchmark(ceiling, plan(), total=TOTAL, on=date(2024, 7, 1)).ceiling is None


@pytest.mark.parametrize("values", [(None, None), (eok(1), Ratio.percent("1"))])
def test_a_mark_states_an_amount_or_a_share(values):
    with pytest.raises(ValueError, match="an amount or a share"):
        Mark(date(2024, 3, 31), Bound.EXACTLY, *values)


def test_marks_that_fit_together_are_no_contradiction():
    assert contradictions(curve(at_least(3, 600), at_most(6, "60")), TOTAL) == ()


def test_an_amount_above_a_later_ceiling_is_told_with_the_total_that_would_fit():
    found = contradictions(curve(at_least(3, 700), at_most(6, "60")), TOTAL)

    assert found == (
        message(
            "curve-marks-contradict-below-total",
            curve=Label("예시 경로", "example path"),
            lower=eok(700),
            lower_on=date(2024, 3, 31),
            upper=eok(600),
            upper_on=date(2024, 6, 30),
            least=eok(1167),
        ),
    )


def test_two_shares_that_contradict_fit_under_no_total():
    lower = Mark(date(2024, 3, 31), Bound.AT_LEAST, None, Ratio.percent("70"))

    (found,) = contradictions(curve(lower, at_most(6, "60")), TOTAL)

    assert found.kind == "curve-marks-contradict"


def test_a_floor_above_a_ceiling_of_the_same_day_is_told():
    (found,) = contradictions(curve(at_least(6, 601), at_most(6, "60")), TOTAL)

    assert (found.value("lower"), found.value("upper")) == (eok(601), eok(600))


def test_a_ceiling_on_an_earlier_day_contradicts_nothing():
    assert contradictions(curve(at_most(3, "60"), at_least(6, 700)), TOTAL) == ()


def test_a_mark_above_the_whole_year_is_told():
    (found,) = contradictions(curve(at_least(3, 1001)), TOTAL)

    assert found.kind == "curve-mark-above-total"


def test_contradictions_under_an_open_total_are_not_known():
    assert contradictions(curve(at_least(3, 1001)), None) == ()


def test_the_front_loading_of_2025_contradicts_itself_under_the_plans_total():
    plan_2025 = supply_plan("five-sectors-2025")

    found = contradictions(plan_2025.curve("front-loaded"), Money(138 * 10**12))

    assert [note.kind for note in found] == ["curve-marks-contradict-below-total"] * 2
    assert [note.value("least").spoken("ko") for note in found] == [
        "146조 6,667억 원",
        "203조 3,334억 원",
    ]


def test_monthly_targets_draw_a_curve_up_to_the_first_gap():
    months = {Month(2024, 1): eok(100), Month(2024, 2): eok(300), Month(2024, 4): eok(50)}
    the_plan = plan(revision(total=1000, months=months))

    drawn = monthly_curve(the_plan, the_plan.revisions[0])

    assert [(mark.on, mark.amount) for mark in drawn.marks] == [
        (date(2024, 1, 31), eok(100)),
        (date(2024, 2, 29), eok(400)),
    ]
    assert expected(drawn, date(2024, 2, 29)) == Fraction(2, 5)


def test_a_plan_without_monthly_targets_has_no_monthly_curve():
    assert monthly_curve(plan(), plan().revisions[0]) is None
