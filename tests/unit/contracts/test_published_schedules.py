"""Schedules that other systems publish, to the cent.

Amounts are in cents (two decimals, half-even).  The sources count a day's interest on the day it
ends: a day's rate there is the rate of the day before here, where interest of a day runs from
that day to the next.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from majung.cli.main import run
from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import schedule
from majung.contracts.terms import InterestBase, LoanTerms, RateComponent, Repayment
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Rate
from majung.values.rounding import Rounding

UNIT = 100


def loan(committed, rate, instalments, **terms):
    """Return a monthly loan from 1 January 2024, without a calendar, in cents."""
    usual = {
        "start_on": date(2024, 1, 1),
        "first_due_on": date(2024, 2, 1),
        "currency": "USD",
        "calendar": "NONE",
        "business_day": BusinessDayConvention.NONE,
        "day_count": DayCount.THIRTY_E_360,
        "interest_rounding": Rounding.HALF_EVEN,
        "instalment_rounding": Rounding.HALF_EVEN,
    }
    return LoanTerms(
        committed=committed,
        instalments=instalments,
        components=(RateComponent("base", "", Rate.percent(rate)),),
        **{**usual, **terms},
    )


def paid(terms, facts=()):
    return [row.instalment for row in schedule(terms, facts)]


def interest(terms, facts=()):
    return [row.interest for row in schedule(terms, facts)]


def test_flat_interest_in_instalments_of_whole_units():
    terms = loan(5_000_00, "12", 18, interest_base=InterestBase.DRAWN, instalment_multiple=UNIT)

    assert paid(terms) == [328_00] * 17 + [324_00]
    assert sum(interest(terms)) == 900_00


def test_equal_instalments_of_whole_units():
    terms = loan(5_000_00, "12", 18, instalment_multiple=UNIT)

    assert paid(terms) == [305_00] * 17 + [303_22]
    assert sum(interest(terms)) == 488_22


def test_the_first_interest_of_thirty_days_over_365():
    terms = loan(
        5_000_00, "12", 18,
        start_on=date(2024, 4, 1), first_due_on=date(2024, 5, 1), day_count=DayCount.A365,
    )  # fmt: skip

    assert interest(terms)[0] == 49_32


def test_equal_principal():
    terms = loan(5_000_00, "12", 18, repayment=Repayment.EQUAL_PRINCIPAL)

    assert [row.principal for row in schedule(terms)] == [277_78] * 17 + [277_74]
    assert sum(interest(terms)) == 475_00


def test_three_months_of_principal_grace():
    terms = loan(5_000_00, "12", 18, grace_instalments=3, instalment_multiple=UNIT)

    assert paid(terms)[:3] == [50_00] * 3
    assert paid(terms)[3:17] == [361_00] * 14


def test_actual_days_over_the_length_of_their_year():
    # The year splits at 31 December, which counts in the new year: our days, one day later.
    terms = loan(
        10_000_00, "12", 6,
        start_on=date(2023, 12, 13), first_due_on=date(2024, 1, 13), day_count=DayCount.AA,
    )  # fmt: skip

    assert paid(terms) == [1_725_56] * 5 + [1_725_59]
    assert interest(terms) == [101_81, 85_14, 64_05, 51_58, 33_45, 17_36]


def test_a_hundred_in_six_months():
    terms = loan(100_00, "12", 6)

    assert paid(terms) == [17_25] * 5 + [17_28]


def test_a_rate_cut_in_mid_course_sets_a_new_instalment():
    # Effective 2 February at the source, where that day's interest is the night before it.
    cut = Fact(date(2024, 2, 1), FactKind.RATE_FIXING, "cut", rate=Rate.percent(4), party="base")
    terms = loan(100_00, "7", 6)

    assert paid(terms, [cut]) == [17_01, 16_88, 16_88, 16_88, 16_88, 16_89]
    assert sum(interest(terms, [cut])) == 1_42


def test_a_rate_cut_a_day_into_the_month_bears_that_day_at_the_old_rate():
    cut = Fact(date(2024, 2, 2), FactKind.RATE_FIXING, "cut", rate=Rate.percent(4), party="base")
    terms = loan(100_00, "7", 6)

    # 83.57 × (7 % × 1 + 4 % × 29) / 360 = 0.2855
    assert interest(terms, [cut])[:2] == [58, 29]
    assert paid(terms, [cut])[1:5] == [16_88] * 4


def test_the_end_of_a_preferential_rate_is_a_rise_of_the_rate():
    base = RateComponent("base", "", Rate.percent(7))
    terms = loan(100_00, "7", 6)
    preferred = RateComponent("preferred", "", Rate.percent(-3), until_on=date(2024, 4, 1))
    plain = loan(100_00, "4", 6)
    rise = Fact(date(2024, 4, 1), FactKind.RATE_FIXING, "rise", rate=Rate.percent(7), party="base")

    with_end = LoanTerms(
        **{name: getattr(terms, name) for name in terms.__slots__ if name != "components"},
        components=(base, preferred),
    )

    assert schedule(with_end) == schedule(plain, [rise])


def test_a_bullet_pays_interest_until_the_end():
    terms = loan(100_00, "30", 7, repayment=Repayment.BULLET)

    assert paid(terms) == [2_50] * 6 + [102_50]


@pytest.mark.parametrize(
    ("committed", "rate", "count", "instalment"),
    [(280_000, "8.4", 20, 15_052), (250_000, "9.2", 18, 14_923), (250_000, "9.2", 24, 11_445)],
)
def test_instalments_rounded_up_to_the_unit(committed, rate, count, instalment):
    terms = loan(
        committed * UNIT, rate, count,
        instalment_multiple=UNIT, instalment_rounding=Rounding.UP,
    )  # fmt: skip

    assert paid(terms)[:-1] == [instalment * UNIT] * (count - 1)


def test_the_totals_of_instalments_rounded_up_to_the_unit():
    terms = loan(280_000_00, "8.4", 20, instalment_multiple=UNIT, instalment_rounding=Rounding.UP)

    # Published in whole units: 21,034 and 301,034.
    assert sum(interest(terms)) == 21_034_06
    assert sum(paid(terms)) == 301_034_06


def test_a_fixed_instalment_takes_as_many_months_as_it_needs():
    terms = loan(280_000_00, "8.4", 0, instalment=14_000_00)

    # Published in whole units: 22 rows, 302,712.
    assert len(paid(terms)) == 22
    assert sum(paid(terms)) == 302_711_82


def test_won_are_truncated_and_the_last_instalment_takes_the_rest():
    terms = loan(
        1_000_000_000, "4.62", 12, currency="KRW", calendar="KR",
        business_day=BusinessDayConvention.FOLLOWING, day_count=DayCount.A365,
        interest_rounding=Rounding.DOWN, instalment_rounding=Rounding.DOWN,
    )  # fmt: skip
    rows = schedule(terms)

    # 10억 × 4.62 % × 31 / 365, cut below one won.
    assert rows[0].interest == 3_923_835
    assert sum(row.principal for row in rows) == 1_000_000_000
    assert rows[-1].outstanding == 0


#: Each published loan as a file: its first instalment, the last, all interest, number of rows.
FILES = {
    "flat": ("328.00", "324.00", "900.00", 18),
    "equal-instalments": ("305.00", "303.22", "488.22", 18),
    "actual-365": (None, None, None, 18),
    "equal-principal": ("327.78", "280.52", "475.00", 18),
    "grace": ("50.00", None, None, 18),
    "actual-actual": ("1725.56", "1725.59", "353.39", 6),
    "six-months": ("17.25", "17.28", None, 6),
    "rate-cut": ("17.01", "16.89", "1.42", 6),
    "bullet": ("2.50", "102.50", "17.50", 7),
    "rounded-up": ("15052.00", None, "21034.06", 20),
    "fixed-instalment": ("14000.00", None, "22711.82", 22),
    "250000-in-18": ("14923.00", None, None, 18),
    "250000-in-24": ("11445.00", None, None, 24),
}


@pytest.mark.parametrize("name", FILES)
def test_the_command_prints_what_was_published(name, capsys):
    first, last, interest, count = FILES[name]
    file = Path(__file__).parents[3] / "examples" / "loans" / f"published-{name}.yaml"

    assert run(["loan", "schedule", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    rows = told["instalments"]

    found = (
        rows[0]["instalment"]["amount"],
        rows[-1]["instalment"]["amount"],
        told["totals"]["interest"]["amount"],
        len(rows),
    )
    wanted = (first or found[0], last or found[1], interest or found[2], count)
    assert found == wanted
    assert rows[-1]["outstanding"]["amount"] == "0.00"


def test_the_command_prints_the_figures_in_between(capsys):
    folder = Path(__file__).parents[3] / "examples" / "loans"

    def rows(name):
        run(["loan", "schedule", str(folder / f"published-{name}.yaml"), "--json"])
        return json.loads(capsys.readouterr().out)["instalments"]

    assert rows("actual-365")[0]["interest"]["amount"] == "49.32"
    assert {row["instalment"]["amount"] for row in rows("grace")[3:-1]} == {"361.00"}
    assert [row["principal"]["amount"] for row in rows("equal-principal")[:2]] == ["277.78"] * 2
