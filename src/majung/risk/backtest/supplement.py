"""The Federal Credit Supplement: what budgets assumed of each programme and cohort, and its cost.

Figures are percent of what is disbursed; a recovery rate is a share of what defaults; a blank is a
figure the budget did not print.
"""

import numpy as np
from numpy.typing import NDArray

from majung.errors import Problem
from majung.files import Column
from majung.risk.arrays import Floats
from majung.risk.backtest.reading import Published, read_published

PARTS = ("defaults", "interest", "fees", "other")
TEXTS = (
    Column("kind", ("kind",)),
    Column("agency", ("agency",)),
    Column("bureau", ("bureau",), required=False),
    Column("program", ("program",)),
)
NUMBERS = (
    Column("budget", ("budget_year",)),
    Column("cohort", ("cohort",)),
    Column("rate", ("subsidy_rate",)),
    Column("defaults", ("defaults_net_of_recoveries",)),
    Column("interest", ("interest",)),
    Column("fees", ("fees",)),
    Column("other", ("all_other",)),
    Column("maturity", ("maturity_years",)),
    Column("borrower-rate", ("borrower_rate",)),
    Column("grace", ("grace_years",)),
    Column("default-rate", ("default_rate",)),
    Column("recovery-rate", ("recovery_rate",)),
    Column("guarantee", ("guarantee_pct",)),
)
GUARANTEE, DIRECT_LOAN = "loan_guarantee", "direct_loan"
#: The last budget year on which anything is fitted.
FITTED_UNTIL = 2016


def read_supplement(name: str, content: bytes) -> Published | tuple[Problem, ...]:
    """Read the table of characteristics, or say everything that is wrong with it.

    Source: Federal Credit Supplement, Budget of the United States Government, tables 3 to 6.
    """
    return read_published(name, content, texts=TEXTS, numbers=NUMBERS, needed=("budget", "cohort"))


def rows_of(table: Published, kind: str) -> Published:
    """Return the rows of guarantees or of direct loans."""
    return table.only(np.array([each == kind for each in table.texts["kind"]], np.bool_))


def stated(table: Published, *keys: str) -> NDArray[np.bool_]:
    """Return which rows state all of some figures."""
    return np.asarray(np.all([np.isfinite(table.numbers[key]) for key in keys], axis=0))


def gap_between_parts_and_rate(table: Published) -> Floats:
    """Return, for rows with a rate, how far the four parts are from it; blanks count as nought."""
    with_rate = table.only(stated(table, "rate"))
    parts = sum(np.nan_to_num(with_rate.numbers[part]) for part in PARTS)
    return np.abs(parts - with_rate.numbers["rate"])
