"""Contracts become rows for risk: what each says, and what is remarked where it says nothing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from claims_world import (
    COVER,
    LOAN,
    LOAN_TERMS,
    PRINCIPAL,
    PROGRAMME,
    START,
    a_cover,
    a_loan,
    cover_terms,
)
from majung.applications.firm import Industry
from majung.applications.industries import section_of
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import (
    PremiumBasis,
    PremiumCharge,
    PremiumTerms,
    PremiumTiming,
)
from majung.operations.risk.gathering import Desk
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.columns import columns_of
from majung.operations.risk.office.gathering import Debtors, RowsOfDesk
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.rows import Remark
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.programmes import shelf
from majung.values.rates import Rate, Ratio

ON = date(2024, 12, 31)
SCALE = ("AAA", "AA", "A", "BBB", "BB", "B")
DRAWN = Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL)
ISSUED = Fact(START, FactKind.ISSUE, "issue")


def gathered(*contracts, facts=None, grades=None, on=ON):
    told = {each.key: (DRAWN,) if each.kind == "loan" else (ISSUED,) for each in contracts}
    desk = Desk(
        contracts=contracts,
        loans={each.key: each for each in contracts if each.kind == "loan"},
        funds=(),
        facts=told | (facts or {}),
        grades=grades or {},
        programmes={PROGRAMME: shelf()[PROGRAMME]},
        on=on,
    )
    found = RowsOfDesk.gathered(desk, Debtors({}, {}), scale=SCALE, posted={}, currency="KRW")
    return (
        {row.contract: row for row in found.rows},
        {each.remark: (each.count, each.amount) for each in found.remarks.made()},
    )


def covered(*ratios, **terms):
    """A loan and its covers, one for each ratio."""
    covers = [
        a_cover(f"C-V{place}", LOAN, cover_terms(cover_ratio=Ratio.percent(ratio), **terms))
        for place, ratio in enumerate(ratios, start=1)
    ]
    return (*covers, a_loan(LOAN))


def test_the_grade_stated_in_the_application_of_cover_or_loan_counts():
    cover, loan = covered("95")

    own, _ = gathered(replace(cover, application="A-1"), loan, grades={"A-1": "BBB"})
    loans, _ = gathered(cover, replace(loan, application="A-2"), grades={"A-2": "AA"})

    assert (own[COVER].grade, own[COVER].stated_grade, own[LOAN].grade) == ("BBB", "BBB", "B")
    assert (loans[COVER].grade, loans[LOAN].grade) == ("AA", "AA")


def test_a_grade_of_another_scale_counts_as_not_stated():
    rows, remarks = gathered(
        *(replace(each, application="A-1") for each in covered("95")), grades={"A-1": "CCC"}
    )

    assert {(row.grade, row.stated_grade) for row in rows.values()} == {("B", "")}
    assert remarks[Remark.WITHOUT_GRADE] == (2, PRINCIPAL)


def test_covers_together_never_stand_for_more_than_is_owed():
    rows, _ = gathered(*covered("60", "60"))

    assert [row.outstanding for row in rows.values()] == [600_000_000, 400_000_000]


def test_a_cover_of_a_part_of_the_loan_stands_for_its_share_of_that_part():
    rows, _ = gathered(*covered("50", principal=400_000_000))

    assert (rows["C-V1"].outstanding, rows[LOAN].outstanding) == (200_000_000, 800_000_000)


def test_what_may_still_be_drawn_is_split_like_what_is_owed():
    half = Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL // 2)
    terms = replace(LOAN_TERMS, draws_until_on=date(2025, 6, 30))
    cover, _ = covered("90")

    rows, _ = gathered(cover, a_loan(LOAN, terms), facts={LOAN: (half,)})

    assert (rows["C-V1"].outstanding, rows["C-V1"].undrawn) == (450_000_000, 450_000_000)
    assert (rows[LOAN].outstanding, rows[LOAN].undrawn) == (50_000_000, 50_000_000)


def test_a_cover_that_ends_before_its_loan_covers_no_later_month():
    rows, _ = gathered(*covered("80", ends_on=date(2025, 6, 30)))

    # Starts of months from 31 December to 30 June are within the cover.
    assert len(rows["C-V1"].shape) == 7
    assert len(rows[LOAN].shape) == 34


def test_facts_that_contradict_the_terms_leave_loan_and_cover_out():
    much = Fact(START, FactKind.DRAWDOWN, "d1", PRINCIPAL * 2)

    rows, remarks = gathered(*covered("95"), facts={LOAN: (much,)})

    assert rows == {}
    assert remarks == {Remark.CONTRADICTORY: (2, PRINCIPAL + 950_000_000)}


def test_a_loan_of_more_than_forty_years_is_followed_for_forty():
    terms = replace(LOAN_TERMS, instalments=600)

    rows, remarks = gathered(a_loan(LOAN, terms))

    assert len(rows[LOAN].shape) == 480
    assert remarks[Remark.BEYOND_HORIZON] == (1, PRINCIPAL)


def premiums(rate, timing, basis):
    charge = PremiumCharge.of("", Rate.percent(rate), timing, basis)
    return PremiumTerms((charge,))


def test_a_premium_on_what_is_outstanding_is_its_own_rate():
    outstanding = premiums("1.2", PremiumTiming.YEARLY, PremiumBasis.INSURED_OUTSTANDING)

    rows, _ = gathered(*covered("95", premium=outstanding))

    assert rows["C-V1"].premium_rate == pytest.approx(0.012)
    assert rows[LOAN].premium_rate == 0.0


def test_a_premium_on_the_insured_amount_comes_in_whole_over_what_is_outstanding():
    yearly = premiums("1.2", PremiumTiming.YEARLY, PremiumBasis.INSURED_AMOUNT)

    rows, _ = gathered(*covered("95", premium=yearly))

    # Two of three yearly premiums are still to come: 1.2 % of 950 million each.
    row = rows["C-V1"]
    balances = Fraction(sum(row.shape), 1000) * row.outstanding
    assert row.premium_rate / 12 * float(balances) == pytest.approx(2 * 11_400_000)


def test_a_premium_charged_once_is_paid():
    once = premiums("1.2", PremiumTiming.ONCE, PremiumBasis.INSURED_AMOUNT)

    rows, _ = gathered(*covered("95", premium=once))

    assert rows["C-V1"].premium_rate == 0.0


def test_a_grade_without_defaults_is_told_of():
    short = replace(LOAN_TERMS, instalments=6)
    loan = replace(a_loan(LOAN, short), application="A-1")
    rows, _ = gathered(loan, grades={"A-1": "AAA"})
    office = OfficePortfolio(
        on=ON, currency="KRW", rows=tuple(rows.values()), columns=columns_of([*rows.values()]),
        stakes=(), remarks=(), watermark="", is_whole=True,
    )  # fmt: skip

    found = run_office(office, LossSettings(scenarios=64), place=Place.LOCAL)

    assert [(note.kind, note.value("count")) for note in found.notes] == [
        ("risk-remark-without-default", 1)
    ]
    assert found.losses.expected.value == 0.0


def test_a_loan_and_its_cover_default_together_and_lose_the_same_share():
    rows, _ = gathered(*covered("50"))
    columns = columns_of([*rows.values()])

    assert len(set(columns.draw.tolist())) == 1
    assert len(set(columns.obligor.tolist())) == 1
    assert columns.is_cover.tolist() == [False, True]
    assert np.array_equal(columns.shapes[columns.shape[0]], columns.shapes[columns.shape[1]])


@pytest.mark.parametrize(
    ("code", "revision", "section"),
    [
        ("01", 10, "A"), ("0899", 10, "B"), ("29280", 10, "C"), ("34", 10, "C"), ("35", 10, "D"),
        ("36", 10, "E"), ("36", 9, "D"), ("37", 9, "E"), ("33", 9, "C"), ("62010", 11, "J"),
        ("69", 9, "L"), ("76", 10, "N"), ("99", 10, "U"), ("29", 8, ""),
    ],
)  # fmt: skip
def test_an_industry_lies_in_its_section(code, revision, section):
    assert section_of(Industry(code, revision)) == section
