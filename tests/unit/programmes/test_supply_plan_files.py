from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from majung.programmes.programme import SupplyBasis
from majung.programmes.supply_plan_files import (
    SupplyPlanUnknownError,
    load_plan,
    supply_plan,
    supply_plans,
)
from majung.programmes.supply_plans import (
    Bound,
    Mark,
    PlanCurveUnknownError,
    Printed,
    Shape,
    SupplyPlan,
)
from majung.programmes.supply_subjects import TOTAL, Counting, Renewals, Subject
from majung.rules.citations import Label, Status
from majung.values.money import parse_money
from majung.values.months import Month
from majung.values.rates import Ratio

PLAN = """\
key: example
name: {ko: 예시, en: example}
year: 2024
scheme: example
scheme_version: "1"
source: paper
sources:
  paper: {title: {ko: 예시 자료, en: example paper}, published_on: 2023-12-19}
perimeter:
  - {key: bank, name: {ko: 은행, en: bank}, aliases: [예시은행]}
sectors:
  - {key: chips, name: {ko: 반도체, en: chips}}
themes:
  - {key: ai, name: {ko: 인공지능, en: AI}}
counting: {basis: drawn, renewals: net, revolving: false}
revisions:
  - number: 1
    valid_from: 2023-12-19
    source: paper
    total: 10조
    sectors: {chips: {amount: 9.5조, status: assumed}}
    institutions: {bank: 10조}
    themes: {ai: 1조}
    months: {2024-01: 1조}
curves:
  - key: early
    name: {ko: 조기집행, en: early}
    shape: steps
    source: paper
    marks:
      - {on: 2024-03-31, at_least: 6조}
      - {on: 2024-06-30, at_most: 60 %}
regional_targets:
  - {year: 2024, share: 40 %, source: paper}
"""
PUBLISHED = """\
plan: example
executions:
  - through: 2024-05-31
    revision: 1
    source: paper
    elapsed: 41.70 %
    total: {amount: 5조, rate: 50 %}
    sectors: {chips: 4조}
"""


def load(plan=PLAN, published=PUBLISHED):
    return load_plan({"plan.yaml": plan.encode(), "published.yaml": published.encode()})


def problems(found):
    assert isinstance(found, tuple), found
    return [(str(problem.place), problem.message.kind) for problem in found]


def test_a_plan_is_read_whole():
    plan = load()

    assert isinstance(plan, SupplyPlan)
    assert plan.counting == Counting(SupplyBasis.DRAWN, Renewals.NET, is_revolving=False)
    assert plan.perimeter == ("bank",)
    assert plan.institutions[0].written() == ("bank", "은행", "bank", "예시은행")
    (revision,) = plan.revisions
    assert revision.amounts == {
        TOTAL: parse_money("10조"),
        Subject(sector="chips"): parse_money("9.5조"),
        Subject(institution="bank"): parse_money("10조"),
        Subject(theme="ai"): parse_money("1조"),
    }
    assert revision.assumed == {Subject(sector="chips")}
    assert revision.months == {Month(2024, 1): parse_money("1조")}


def test_targets_carry_everything_one_must_know_to_compare_them():
    plan = load()

    targets = plan.targets(plan.revisions[0])

    chips = next(target for target in targets if target.subject == Subject(sector="chips"))
    assert (chips.period, chips.amount, chips.status) == (
        2024,
        parse_money("9.5조"),
        Status.ASSUMED,
    )
    assert (chips.perimeter, chips.scheme, chips.scheme_version) == (("bank",), "example", "1")
    assert (chips.revision, chips.valid_from) == (1, date(2023, 12, 19))
    assert chips.citation.source.title == Label("예시 자료", "example paper")
    assert [(target.period, target.amount) for target in targets[4:]] == [
        (Month(2024, 1), parse_money("1조"))
    ]


def test_a_subject_without_a_published_amount_has_an_open_target():
    plan = load(PLAN.replace("    themes: {ai: 1조}\n", ""))

    amounts = {target.subject: target.amount for target in plan.targets(plan.revisions[0])}

    assert amounts[Subject(theme="ai")] is None


def test_curves_are_read_as_they_were_announced():
    curve = load().curve("early")

    assert curve.shape is Shape.STEPS
    assert curve.marks == (
        Mark(date(2024, 3, 31), Bound.AT_LEAST, parse_money("6조")),
        Mark(date(2024, 6, 30), Bound.AT_MOST, None, Ratio(Decimal("0.6"))),
    )


def test_an_unknown_curve_is_refused_with_those_there_are():
    with pytest.raises(PlanCurveUnknownError) as refusal:
        load().curve("late")

    assert refusal.value.message.value("known") == ("early",)


def test_published_figures_keep_the_decimals_they_were_printed_with():
    (execution,) = load().executions

    assert (execution.first_on, execution.through_on) == (date(2024, 1, 1), date(2024, 5, 31))
    assert execution.elapsed == Printed(Ratio(Decimal("0.417")), 2)
    assert execution.elapsed.spoken("en") == "41.70 %"
    assert execution.figures[TOTAL].rate.places == 0
    assert execution.figures[Subject(sector="chips")].amount == parse_money("4조")


@pytest.mark.parametrize(
    ("computed", "is_equal"),
    [
        (Fraction(5322, 10_000), True),
        (Fraction(53_25, 10_000), False),
        (Fraction(5315, 10_000), True),
    ],
)
def test_a_printed_share_equals_what_rounds_to_it(computed, is_equal):
    assert Printed(Ratio.percent("53.2"), 1).equals(computed) is is_equal


def test_the_version_names_the_bytes_that_were_read():
    assert load().version == load().version
    assert load().version != load(published=PUBLISHED + "# a note\n").version


def test_a_plan_needs_no_published_figures():
    assert load_plan({"plan.yaml": PLAN.encode(), "README.md": b"\x00"}).executions == ()


def test_a_folder_without_a_plan_is_told():
    assert problems(load_plan({})) == [("plan.yaml", "plan-file-missing")]


@pytest.mark.parametrize(
    ("old", "new", "place", "kind"),
    [
        ("year: 2024\n", "", "plan.yaml:1:1", "plan-key-missing"),
        ("year: 2024\n", "year: soon\n", "plan.yaml:3:7", "plan-value-of-wrong-kind"),
        ("year: 2024\n", "year: 2024\nyaer: 2025\n", "plan.yaml:4:1", "plan-key-unknown"),
        ("source: paper\nsources", "source: air\nsources", "plan.yaml:6:9", "plan-source-unknown"),
        ("total: 10조", "total: 10", "plan.yaml:20:12", "plan-unit-missing"),
        ("total: 10조", "total: ten", "plan.yaml:20:12", "amount-not-readable"),
        ("total: 10조", "total: -10조", "plan.yaml:20:12", "plan-amount-negative"),
        ("status: assumed", "status: hoped", "plan.yaml:21:45", "plan-word-unknown"),
        ("{chips: {amount", "{ships: {amount", "plan.yaml:21:15", "plan-subject-unknown"),
        ("institutions: {bank", "institutions: {tank", "plan.yaml:22:20", "plan-subject-unknown"),
        ("2024-01: 1조", "2024-13: 1조", "plan.yaml:24:23", "month-not-readable"),
        ("2024-01: 1조", "2023-01: 1조", "plan.yaml:24:23", "plan-day-outside-year"),
        ("shape: steps", "shape: stairs", "plan.yaml:28:12", "plan-word-unknown"),
        ("{on: 2024-03-31", "{on: 2025-03-31", "plan.yaml:31:14", "plan-day-outside-year"),
        ("{on: 2024-03-31", "{on: 2024-07-31", "plan.yaml:32:14", "plan-marks-out-of-order"),
        ("least: 6조", "least: 6조, exactly: 7조", "plan.yaml:31:9", "plan-mark-without-one-bound"),
        (", at_least: 6조", "", "plan.yaml:31:9", "plan-mark-without-one-bound"),
        ("share: 40 %", "share: 40 %p", "plan.yaml:34:25", "rate-not-readable"),
        ("year: 2024, share", 'year: "2024", share', "plan.yaml:34:12", "plan-value-of-wrong-kind"),
        ("perimeter:\n", "perimeter: 1\nx:\n", "plan.yaml:9:12", "plan-value-of-wrong-kind"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_plan_is_told_with_its_place(old, new, place, kind):
    assert old in PLAN

    assert problems(load(PLAN.replace(old, new)))[0] == (place, kind)


def test_a_plan_without_revisions_is_told():
    without = PLAN[: PLAN.index("revisions:")] + "revisions: []\n"

    assert problems(load_plan({"plan.yaml": without.encode()})) == [
        ("plan.yaml:16:12", "plan-without-revision")
    ]


def test_revisions_stand_in_the_order_of_their_days_and_numbers_once():
    second = "  - {number: 1, valid_from: 2023-12-18, source: paper, total: 11조}\n"
    found = load(PLAN.replace("curves:\n", second + "curves:\n"))

    assert problems(found) == [
        ("plan.yaml:25:5", "plan-key-twice"),
        ("plan.yaml:25:29", "plan-revisions-out-of-order"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place", "kind"),
    [
        ("plan: example", "plan: another", "published.yaml:1:7", "plan-published-for-another"),
        ("revision: 1", "revision: 7", "published.yaml:4:15", "plan-revision-unknown"),
        ("source: paper", "source: air", "published.yaml:5:13", "plan-source-unknown"),
        ("2024-05-31", "2025-05-31", "published.yaml:3:14", "plan-day-outside-year"),
        ("{chips: 4조}", "{ships: 4조}", "published.yaml:8:15", "plan-subject-unknown"),
        ("rate: 50 %", "rate: 0.5", "published.yaml:7:31", "plan-unit-missing"),
    ],
)
def test_what_is_wrong_with_published_figures_is_told_with_its_place(old, new, place, kind):
    assert problems(load(published=PUBLISHED.replace(old, new))) == [(place, kind)]


def test_a_day_is_published_once():
    twice = PUBLISHED + PUBLISHED.split("executions:\n")[1]

    assert problems(load(published=twice)) == [("published.yaml:9:5", "plan-key-twice")]


def test_published_figures_end_no_earlier_than_they_begin():
    late = PUBLISHED.replace("    revision", "    first: 2024-06-01\n    revision")

    assert problems(load(published=late)) == [("published.yaml:3:14", "plan-execution-ends-before")]


def test_problems_of_both_files_are_told_at_once():
    found = load(PLAN.replace("10조\n", "10\n"), PUBLISHED.replace("5조", "5"))

    assert problems(found) == [
        ("plan.yaml:20:12", "plan-unit-missing"),
        ("published.yaml:7:21", "plan-unit-missing"),
    ]


def test_a_file_that_is_no_yaml_is_told():
    assert problems(load("key: [")) != []
    assert problems(load_plan({"plan.yaml": b""})) == [("plan.yaml", "file-empty")]


def test_the_plans_that_ship_are_four():
    assert list(supply_plans()) == [
        "five-sectors-2023",
        "five-sectors-2024",
        "five-sectors-2025",
        "five-sectors-2026",
    ]


@pytest.mark.parametrize(
    ("key", "revision", "total", "sectors"),
    [
        ("five-sectors-2023", 1, "81.4조", ["15.6조", "13.1조", "17.3조", "9.0조", "26.4조"]),
        ("five-sectors-2023", 2, "91.8조", ["15.6조", "20.3조", "20.5조", "9.05조", "26.4조"]),
        ("five-sectors-2024", 1, "102.4조", ["17.6조", "22.1조", "21.4조", "12.6조", "28.7조"]),
        ("five-sectors-2025", 1, "136.1조", ["37.2조", "21.5조", "31.0조", "16.7조", "29.7조"]),
        ("five-sectors-2026", 1, "150.2조", ["42.5조", "24.7조", "32.2조", "19.0조", "31.8조"]),
    ],
)
def test_the_plans_that_ship_say_what_was_published(key, revision, total, sectors):
    plan = supply_plan(key)
    found = plan.revision(revision)

    assert found.amount(TOTAL) == parse_money(total)
    assert [found.amount(Subject(sector=sector.key)) for sector in plan.sectors] == [
        parse_money(amount) for amount in sectors
    ]


@pytest.mark.parametrize(
    ("key", "perimeter"),
    [
        ("five-sectors-2023", ("kdb", "ibk", "kodit")),
        ("five-sectors-2024", ("kdb", "ibk", "kodit")),
        ("five-sectors-2025", ("kdb", "ibk", "kodit", "kibo")),
        ("five-sectors-2026", ("kdb", "ibk", "kodit", "kibo")),
    ],
)
def test_the_perimeters_are_those_of_the_council(key, perimeter):
    assert supply_plan(key).perimeter == perimeter


def test_the_second_revision_of_2025_has_a_total_only():
    found = supply_plan("five-sectors-2025").revision(2)

    assert found.amount(TOTAL) == parse_money("138조")
    assert [subject for subject in found.amounts if subject.sector] == []


def test_regional_targets_are_kept_by_year():
    targets = [
        (target.year, target.share.spoken("en"))
        for key in supply_plans()
        for target in supply_plan(key).regional_targets
    ]

    assert targets == [(2025, "40 %"), (2026, "41.7 %"), (2028, "45 %")]


def test_a_plan_that_does_not_ship_is_refused_with_those_that_do():
    with pytest.raises(SupplyPlanUnknownError) as refusal:
        supply_plan("five-sectors-1999")

    assert refusal.value.message.value("known") == tuple(supply_plans())
