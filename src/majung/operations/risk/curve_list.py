"""A government curve as a list: maturities in years and yields in percent, two columns."""

import numpy as np

from majung.errors import Place, Problem
from majung.files import Column
from majung.risk.backtest.reading import Published, read_published
from majung.risk.fiscal.curves import (
    RATE_HIGHEST,
    RATE_LOWEST,
    CurveNotUsableError,
    GovernmentCurve,
    curve_of_par_yields,
    curve_of_zeros,
)

PERCENT = 100.0
COLUMNS = (
    Column("years", ("만기(년)", "만기", "years")),
    Column("rate", ("수익률(%)", "수익률", "금리(%)", "금리", "rate")),
)


def read_curve(name: str, content: bytes) -> GovernmentCurve | tuple[Problem, ...]:
    """Read the yields of bonds at par, shortest first, or say everything that is wrong."""
    table = read_published(name, content, numbers=COLUMNS, needed=("years", "rate"))
    if isinstance(table, tuple):
        return table
    try:
        return curve_of_par_yields(table.numbers["years"], table.numbers["rate"] / PERCENT)
    except CurveNotUsableError as refusal:
        return (Problem(_place(table), refusal.message),)


def _place(table: Published) -> Place:
    """Return the first cell that keeps yields from being a curve; else the last row."""
    years, rates = table.numbers["years"], table.numbers["rate"]
    falls = np.flatnonzero(np.diff(years, prepend=-1.0) <= 0.0)
    if years[0] < 0.0 or len(falls):
        return table.place(0 if years[0] < 0.0 else int(falls[0]), "years")
    outside = np.flatnonzero((rates < PERCENT * RATE_LOWEST) | (rates > PERCENT * RATE_HIGHEST))
    return table.place(int(outside[0]) if len(outside) else len(table) - 1, "rate")


def flat_curve(percent: float) -> GovernmentCurve:
    """Return a curve of one rate for every maturity.

    Raises:
        CurveNotUsableError: the rate is outside −50 … 100 %.
    """
    return curve_of_zeros([1.0], [percent / PERCENT])
