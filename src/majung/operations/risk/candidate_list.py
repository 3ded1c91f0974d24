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
from majung.operations.risk.loss_settings import grades
from majung.risk.backtest.reading import Published, read_published
from majung.risk.design.financing import Candidate
from majung.values.rates import Rate

NEEDED = ("outstanding", "months", "interest", "premium")
#: A list whose cells are allocated to says what share of each loan is covered.
NEEDED_OF_CELLS = (*NEEDED, "cover")
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


def read_cells(name: str, content: bytes) -> CandidateList | tuple[Problem, ...]:
    """Read a list whose cells are allocated to, or say everything that is wrong with it."""
    return read_candidates(name, content, needed=NEEDED_OF_CELLS)


def _percent(number: float) -> Rate:
    return Rate.percent(Decimal(f"{number:.8f}"))
