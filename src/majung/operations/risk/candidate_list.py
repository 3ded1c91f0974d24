"""A list of firms that may apply: the list of `majung risk run`, read as loans nobody signed yet.

What is outstanding there is what a firm would ask for here; the bank's own rate and the premium in
full are needed, for demand answers to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from majung.contracts.terms import Repayment
from majung.errors import Problem, in_order
from majung.operations.risk.loss_list import (
    LEVEL,
    NUMBERS,
    PARTS,
    REPAYMENTS,
    TEXTS,
    LossList,
    read_loss_list,
)
from majung.operations.risk.loss_settings import LossSettings, grades
from majung.operations.risk.losses import future_of
from majung.risk.arrays import Floats
from majung.risk.backtest.reading import Published, read_published
from majung.risk.design.cohort_costs import Expected
from majung.risk.design.financing import Candidate
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.timing import MEASURED
from majung.values.months import MONTHS_A_YEAR
from majung.values.rates import Rate

NEEDED = ("outstanding", "months", "interest", "premium")
REPAID = {PARTS: Repayment.EQUAL_PRINCIPAL, LEVEL: Repayment.EQUAL_INSTALMENTS}


@dataclass(frozen=True, slots=True, eq=False)
class CandidateList:
    """Firms that may apply.

    Attributes:
        listed: as the loss engine takes them.
        loans: the same rows as loans.
        table: the same rows as they were written.
    """

    listed: LossList
    loans: tuple[Candidate, ...]
    table: Published

    def __len__(self) -> int:
        """Return how many loans there are."""
        return len(self.loans)


def read_candidates(
    name: str, content: bytes, *, needed: Sequence[str] = NEEDED
) -> CandidateList | tuple[Problem, ...]:
    """Read a list, or say everything that is wrong with it.

    Args:
        name: of the file.
        content: CSV or XLSX, with the columns of `majung risk run`.
        needed: columns of numbers in which no cell may be blank.
    """
    table = read_published(name, content, texts=TEXTS, numbers=NUMBERS, needed=needed)
    listed = read_loss_list(name, content, grades=grades())
    if isinstance(table, tuple) or isinstance(listed, tuple):
        both = [each for found in (table, listed) if isinstance(found, tuple) for each in found]
        return in_order(list(dict.fromkeys(both)))
    kinds = [REPAYMENTS[each.casefold()] for each in table.texts["repayment"]]
    loans = tuple(
        Candidate(
            amount=int(amount),
            months=int(months),
            repayment=REPAID.get(kind, Repayment.BULLET),
            rate=_percent(rate),
            premium=_percent(premium),
        )
        for amount, months, kind, rate, premium in zip(
            table.numbers["outstanding"].tolist(),
            table.numbers["months"].tolist(),
            kinds,
            np.nan_to_num(table.numbers["interest"]).tolist(),
            np.nan_to_num(table.numbers["premium"]).tolist(),
            strict=True,
        )
    )
    return CandidateList(listed, loans, table)


def expected_of(
    found: CandidateList, settings: LossSettings, curve: GovernmentCurve
) -> tuple[Expected, Floats]:
    """Return what is expected of loans, and the expected loss of a year of each.

    Both rest on the curves and the loss given default of the loss engine, so that what a cover is
    expected to cost and how badly it may go are of one piece.
    """
    future = future_of(found.listed, settings)
    portfolio = found.listed.portfolio
    first = min(MONTHS_A_YEAR, future.months)
    lives = future.curves[portfolio.curve, portfolio.maturities]
    yearly = future.curves[portfolio.curve, first] * settings.severity
    expected = Expected(lives, 1.0 - settings.severity, MEASURED, curve)
    return expected, np.asarray(yearly, np.float64)


def _percent(number: float) -> Rate:
    return Rate.percent(Decimal(f"{number:.8f}"))
