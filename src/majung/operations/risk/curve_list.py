"""A government curve as a list: maturities in years and yields in percent, two columns."""

from majung.errors import Problem
from majung.files import Column
from majung.risk.backtest.reading import read_published
from majung.risk.fiscal.curves import GovernmentCurve, curve_of_par_yields, curve_of_zeros

PERCENT = 100.0
COLUMNS = (
    Column("years", ("만기(년)", "만기", "years")),
    Column("rate", ("수익률(%)", "수익률", "금리(%)", "금리", "rate")),
)


def read_curve(name: str, content: bytes) -> GovernmentCurve | tuple[Problem, ...]:
    """Read the yields of bonds at par, shortest first, or say everything that is wrong.

    Raises:
        CurveNotUsableError: the figures can be read and make no curve.
    """
    table = read_published(name, content, numbers=COLUMNS, needed=("years", "rate"))
    if isinstance(table, tuple):
        return table
    return curve_of_par_yields(table.numbers["years"], table.numbers["rate"] / PERCENT)


def flat_curve(percent: float) -> GovernmentCurve:
    """Return a curve of one rate for every maturity.

    Raises:
        CurveNotUsableError: the rate is outside −50 … 100 %.
    """
    return curve_of_zeros([1.0], [percent / PERCENT])
