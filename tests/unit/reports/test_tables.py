import pytest

from majung.reports.cells import OPEN, PERCENT, counter, percent, scale_unit, scaled, words
from majung.reports.tables import Align, Column, Row, Table, column_of
from majung.rules import Label
from majung.values.money import Money

TENTH = 10**11
TRILLION = scale_unit("조")
SUPPLIED = Column(Label("공급실적", "Supplied"), TRILLION)


def _table(amounts, total):
    rows = tuple(Row((scaled(Money(amount), "조", 1),)) for amount in amounts)
    return Table("t", "", (SUPPLIED,), rows, totals=(Row((scaled(Money(total), "조", 1),)),))


def test_the_head_of_a_column_says_the_unit_of_its_numbers():
    assert SUPPLIED.titled("ko") == "공급실적(조 원)"
    assert SUPPLIED.titled("en") == "Supplied (KRW trillion)"
    assert SUPPLIED.lines("ko") == ("공급실적", "(조 원)")
    assert Column("기업").titled("ko") == "기업"
    assert Column("건수", counter()).titled("ko") == "건수"
    assert Column(Label("집행률", "Pace"), PERCENT).titled("en") == "Pace (%)"


def test_numbers_stand_at_the_end_and_words_at_the_start():
    assert SUPPLIED.side is Align.END
    assert Column("기업").side is Align.START
    assert Column("기업", align=Align.CENTRE).side is Align.CENTRE


def test_a_row_has_a_cell_for_every_column():
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table("t", "", (SUPPLIED,), (Row((words("가"), words("나"))),))


def test_a_table_has_columns():
    with pytest.raises(ValueError, match="no columns"):
        Table("t", "", (), ())


@pytest.mark.parametrize(
    ("amounts", "total", "has_gap"),
    [
        ((5 * TENTH, 5 * TENTH), 10 * TENTH, False),
        # 0.04 + 0.04 is 0.08: shown 0.0 + 0.0 and 0.1.
        ((4 * 10**10, 4 * 10**10), 8 * 10**10, True),
        # The whole is its own figure, not the sum of the lines: nothing to explain.
        ((4 * 10**10, 4 * 10**10), 9 * 10**10, False),
    ],
)
def test_lines_that_add_up_only_before_rounding_are_noticed(amounts, total, has_gap):
    assert _table(amounts, total).has_gap_from_rounding is has_gap


def test_an_open_line_leaves_nothing_to_add_up():
    rows = (Row((scaled(OPEN, "조", 1),)), Row((scaled(Money(4 * 10**10), "조", 1),)))
    table = Table("t", "", (SUPPLIED,), rows, totals=rows[1:])

    assert not table.has_gap_from_rounding


def test_a_column_made_of_cells_says_a_unit_only_where_all_share_it():
    alike = (scaled(Money(1), "조", 1), scaled(OPEN, "조", 1))
    apart = (scaled(Money(1), "조", 1), percent(OPEN))
    abroad = (scaled(Money(1), "조", 1), scaled(Money(1, "USD"), "조", 1))

    assert column_of("h", alike) == Column("h", TRILLION)
    assert column_of("h", apart) == Column("h", align=Align.END)
    assert column_of("h", abroad) == Column("h", align=Align.END)
    assert column_of("h", abroad[1:]) == Column("h", TRILLION, currency="USD")
