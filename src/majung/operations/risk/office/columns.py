"""Rows for risk as columns: what a snapshot keeps of them, and the portfolio a run follows.

Words stand once in a list and are pointed to; firms, groups and contracts go by the number that
draws are made of.  Rows of the office and rows of a snapshot become the same columns, and from
there on everything is one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.operations.risk.loss_list import LossList, numbers_of_words
from majung.operations.risk.office.rows import PER_MILLE, RiskKind, RiskRow
from majung.risk.arrays import Floats, Integers, Numbers
from majung.risk.futures.problems import AssumptionNotUsableError
from majung.risk.losses.portfolio import REASONS, Portfolio
from majung.risk.losses.problems import PortfolioNotUsableError


@dataclass(frozen=True)
class Words:
    """A column of words.

    Attributes:
        names: each once, sorted.
        codes: place of each row's word among them.
    """

    names: tuple[str, ...]
    codes: Integers

    @classmethod
    def of(cls, words: Iterable[str]) -> "Words":
        """Make a column of the words of rows."""
        names, codes = np.unique(np.array([*words], object).astype(str), return_inverse=True)
        return cls(tuple(names.tolist()), codes.astype(np.int64))


@dataclass(frozen=True)
class RiskColumns:
    """Rows for risk as columns, in the order of their contracts.

    Attributes:
        draw: number of the loan, from which draws are made; of a cover its loan's.
        obligor: number of the firm; of the loan where no firm is known.
        group: number of the firm's group; nought without one.
        is_cover: whether an insurer stands for the row.
        outstanding: minor units; likewise `undrawn`.
        share, private, interest_rate, premium_rate, subsidy_rate: see `RiskRow`.
        shape: place of each row's shape.
        drawn: place of the shape of what may still be drawn; below nought where nothing more can.
        shapes: parts of a thousand at the start of each month, shape (shapes, months + 1).
    """

    draw: Numbers
    obligor: Numbers
    group: Numbers
    is_cover: NDArray[np.bool_]
    institution: Words
    programme: Words
    sector: Words
    region: Words
    grade: Words
    outstanding: Integers
    undrawn: Integers
    share: Floats
    private: Floats
    interest_rate: Floats
    premium_rate: Floats
    subsidy_rate: Floats
    shape: Integers
    drawn: Integers
    shapes: Integers

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.outstanding)


def columns_of(rows: Sequence[RiskRow]) -> RiskColumns:
    """Lay rows out as columns."""
    places, shapes = _shapes([*(row.shape for row in rows), *(row.drawn_shape for row in rows)])
    shape, drawn = places[: len(rows)], places[len(rows) :]
    return RiskColumns(
        draw=numbers_of_words([row.loan for row in rows]),
        obligor=numbers_of_words([obligor_of(row) for row in rows]),
        group=numbers_of_words([row.firm_group for row in rows]),
        is_cover=np.array([row.kind is RiskKind.COVER for row in rows], np.bool_),
        institution=Words.of(row.institution for row in rows),
        programme=Words.of(row.programme for row in rows),
        sector=Words.of(row.sector for row in rows),
        region=Words.of(row.region for row in rows),
        grade=Words.of(row.grade for row in rows),
        outstanding=np.array([row.outstanding for row in rows], np.int64),
        undrawn=np.array([row.undrawn for row in rows], np.int64),
        share=np.array([row.share for row in rows], np.float64),
        private=np.array([row.private for row in rows], np.float64),
        interest_rate=np.array([row.interest_rate for row in rows], np.float64),
        premium_rate=np.array([row.premium_rate for row in rows], np.float64),
        subsidy_rate=np.array([row.subsidy_rate for row in rows], np.float64),
        shape=shape,
        drawn=np.where([bool(row.drawn_shape) for row in rows], drawn, -1).astype(np.int64),
        shapes=shapes,
    )


def obligor_of(row: RiskRow) -> str:
    """Return what contracts of one debtor have in common: the firm, or the loan alone."""
    return row.firm or f"\0{row.loan}"


def _shapes(shapes: Sequence[tuple[int, ...]]) -> tuple[Integers, Integers]:
    """Return the place of each row's shape, and each shape once, in order, noughts behind it."""
    each = sorted(set(shapes))
    place = {shape: number for number, shape in enumerate(each)}
    longest = max(map(len, each), default=0)
    table = np.zeros((len(each), longest + 1), np.int64)
    for row, shape in enumerate(each):
        table[row, : len(shape)] = shape
    return np.array([place[shape] for shape in shapes], np.int64), table


def drawing_rows(columns: RiskColumns, *, conversion: float) -> Integers:
    """Return the places of rows of which more is expected to be drawn."""
    is_expected = (columns.undrawn > 0) & (columns.drawn >= 0)
    return np.flatnonzero(is_expected) if conversion > 0.0 else np.zeros(0, np.int64)


def loss_list_of(
    columns: RiskColumns, *, scale: Sequence[str], conversion: float = 0.0
) -> LossList:
    """Return the portfolio that a run follows.

    What is expected to be drawn of a row follows all rows, as a contract of its own that shares its
    draws.

    Args:
        scale: of the grades that curves are known of, best first.
        conversion: share of what may still be drawn that is expected to be.

    Raises:
        PortfolioNotUsableError: there is no row, or a grade is not on the scale.
        AssumptionNotUsableError: the conversion factor is no share.
    """
    if not 0.0 <= conversion <= 1.0:
        raise AssumptionNotUsableError(name="conversion", value=f"{conversion:g}")
    if not len(columns):
        raise PortfolioNotUsableError(column="contract", row=0, value="—", reason=REASONS["empty"])
    place = {grade: number for number, grade in enumerate(scale)}
    curves = np.array([place.get(grade, -1) for grade in columns.grade.names], np.int64)
    curve = curves[columns.grade.codes]
    if (curve < 0).any():
        row = int(np.flatnonzero(curve < 0)[0])
        value = columns.grade.names[columns.grade.codes[row]]
        raise PortfolioNotUsableError(
            column="grade", row=row + 1, value=value or "—", reason=REASONS["unknown"]
        )
    regions = columns.region.names
    more = drawing_rows(columns, conversion=conversion)
    at = np.concatenate([np.arange(len(columns)), more])
    portfolio = Portfolio(
        contract=columns.draw[at],
        obligor=columns.obligor[at],
        group=columns.group[at],
        outstanding=np.concatenate([columns.outstanding, conversion * columns.undrawn[more]]),
        curve=curve[at],
        segment=(columns.sector.codes * len(regions) + columns.region.codes)[at],
        severity=np.zeros(len(at), np.int64),
        profile=np.concatenate([columns.shape, columns.drawn[more]]),
        share=columns.share[at],
        interest_rate=columns.interest_rate[at],
        premium_rate=columns.premium_rate[at],
        subsidy_rate=columns.subsidy_rate[at],
        bucket=columns.programme.codes[at],
        profiles=columns.shapes / PER_MILLE,
        buckets=columns.programme.names,
    )
    return LossList(portfolio, columns.sector.names, regions, drawing=len(more))
