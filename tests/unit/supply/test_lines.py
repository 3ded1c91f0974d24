from datetime import date
from fractions import Fraction

import pytest

from example_supply import CHIPS, PAPER, ROBOTS, eok, plan
from majung.programmes.supply_subjects import TOTAL, Subject
from majung.supply.lines import (
    Instrument,
    Origin,
    SectorUnknownError,
    SupplyLine,
    cells_of_lines,
    novelty,
    reach,
)
from majung.supply.targets import SeriesSource, SupplySeries, pace

MAY = date(2024, 5, 31)
INSIDE = frozenset({"bank", "fund"})


def line(contract, institution, amount, instrument=Instrument.LOAN, **values):
    fields = {"firm": "firm", "sector": "chips", "on": date(2024, 3, 4), **values}
    return SupplyLine(
        contract=contract,
        institution=institution,
        instrument=instrument,
        amount=eok(amount),
        **fields,
    )


def cover(contract, amount, **values):
    return line(contract, "fund", amount, Instrument.COVER, **values)


def test_a_covered_loan_is_supply_of_both_and_reaches_the_firm_once():
    found = reach([line("L-1", "bank", 100), cover("C-1", 85, loan="L-1")], perimeter=INSIDE)

    assert found.institutions_sum == eok(185)
    assert found.reaching_firms == eok(100)


def test_a_cover_on_a_loan_of_an_outside_bank_reaches_the_firm_with_the_covered_amount():
    found = reach([cover("C-1", 85, loan="X-9", lender="elsewhere")], perimeter=INSIDE)

    assert (found.institutions_sum, found.reaching_firms) == (eok(85), eok(85))


def test_a_cover_whose_loan_inside_is_drawn_in_a_later_month_does_not_count():
    found = reach([cover("C-1", 85, loan="L-9", lender="bank")], perimeter=INSIDE)

    assert found.reaching_firms == eok(0)


def test_an_unlinked_cover_leaves_the_money_reaching_firms_between_two_bounds():
    found = reach([line("L-1", "bank", 100), cover("C-1", 85)], perimeter=INSIDE)

    assert found.reaching_firms is None
    assert (found.at_least, found.at_most, found.unlinked) == (eok(100), eok(185), 1)


def test_an_investment_reaches_the_firm():
    found = reach([line("F-1", "fund", 30, Instrument.INVESTMENT)], perimeter=INSIDE)

    assert found.reaching_firms == eok(30)


def test_lines_outside_the_perimeter_are_in_neither_sum():
    lines = [line("L-1", "stranger", 100), cover("C-1", 85, loan="L-1", lender="stranger")]

    found = reach(lines, perimeter=INSIDE)

    assert (found.institutions_sum, found.reaching_firms) == (eok(85), eok(85))


def test_two_drawdowns_and_two_covers_of_one_loan_count_as_the_drawdowns():
    lines = [
        line("L-1", "bank", 60),
        line("L-1", "bank", 40),
        cover("C-1", 50, loan="L-1"),
        cover("C-2", 35, loan="L-1"),
    ]

    assert reach(lines, perimeter=INSIDE).reaching_firms == eok(100)


def test_renewals_are_taken_off_gross_supply():
    found = novelty([line("L-1", "bank", 100), line("L-2", "bank", 60, is_renewal=True)])

    assert (found.gross, found.renewals, found.net_new) == (eok(160), eok(60), eok(100))
    assert found.share == Fraction(5, 8)


def test_nothing_supplied_has_no_share_of_net_new():
    assert novelty([]).share is None


def cells(lines, *, complete=INSIDE):
    origin = Origin(SeriesSource.LEDGER, PAPER, complete)
    return cells_of_lines(lines, plan(), origin, through_on=MAY)


def amounts(lines, **arguments):
    return {cell.subject: cell.amount for cell in cells(lines, **arguments)}


def test_a_complete_book_has_a_figure_for_every_sector_and_theme():
    found = amounts([line("L-1", "bank", 100, theme="ai")], complete=frozenset({"bank"}))

    assert found == {
        Subject("chips", "bank"): eok(100),
        Subject("robots", "bank"): eok(0),
        Subject("", "bank", "ai"): eok(100),
    }


def test_an_institution_whose_book_is_not_whole_has_no_cells():
    assert amounts([line("L-1", "bank", 100)], complete=frozenset()) == {}


def test_lines_after_the_day_or_before_the_year_are_not_in_the_cells():
    late = line("L-1", "bank", 100, on=date(2024, 6, 1))
    early = line("L-2", "bank", 100, on=date(2023, 12, 31))

    assert amounts([late, early])[Subject("chips", "bank")] == eok(0)


def test_a_line_without_a_sector_is_no_supply_under_the_plan():
    assert set(amounts([line("L-1", "bank", 100, sector="")]).values()) == {eok(0)}


def test_a_sector_the_plan_does_not_have_is_refused():
    with pytest.raises(SectorUnknownError) as refusal:
        cells([line("L-1", "bank", 100, sector="ships")])

    assert refusal.value.message.value("known") == ("chips", "robots")


def test_cells_of_lines_make_a_pace_of_the_ledger():
    ledger = SupplySeries(
        SeriesSource.LEDGER, cells([line("L-1", "bank", 300), line("F-1", "fund", 200)]), "day"
    )

    found = pace(plan(), ledger, as_of=MAY)

    assert found.line(TOTAL).supplied == eok(500)
    assert found.line(CHIPS).supplied == eok(500)
    assert found.line(ROBOTS).supplied == eok(0)
