"""Columns in the order the compiled method wants them: cells together, short contracts first.

A cell is contracts with one curve, one segment and one group: given the scenario they default with
the same probability.  Its contracts stand in tiles of at most `TILE`; one threshold a scenario says
for a whole tile which draws can be defaults at all.
"""

from typing import NamedTuple

import numpy as np

from majung.risk.arrays import Floats, Integers
from majung.risk.draws.philox import Words
from majung.risk.draws.words import contract_words
from majung.risk.losses.portfolio import Portfolio
from majung.values.months import MONTHS_A_YEAR

#: As many as a word has bits: one for each contract that may default.
TILE = 64

#: What a contract pays, in whole units of account: outstanding, and a month's interest, premium
#: and subsidy on what was outstanding at first.
BALANCE, INTEREST, PREMIUM, SUBSIDY = range(4)
PAID_FIELDS = 4
#: Where a contract's other properties stand.
MATURITY, PROFILE, SEVERITY, BUCKET, FLOATS = range(5)
PLACE_FIELDS = 5
FIRST, COUNT, CURVE, SEGMENT, MONTHS = range(5)
TILE_FIELDS = 5


class Layout(NamedTuple):
    """A portfolio's columns in the order of its cells.

    Attributes:
        obligors: words of the firms, which draw defaults; longer than the portfolio by `TILE`.
        contracts: words of the contracts, which draw what a default costs.
        paid: integers of `PAID_FIELDS` a contract.
        covered: what a claim on the whole outstanding would be, in units of account.
        places: integers of `PLACE_FIELDS` a contract.
        tiles: integers of `TILE_FIELDS` a tile.
        groups: words of the groups, one a tile; nought where there is none.
        order: where in the portfolio each contract stands.
    """

    obligors: Words
    contracts: Words
    paid: Integers
    covered: Floats
    places: Integers
    tiles: Integers
    groups: Words
    order: Integers


def layout_of(portfolio: Portfolio, *, waits: Integers, seed: int, units: float) -> Layout:
    """Return a portfolio's columns in the order of its cells.

    Args:
        portfolio: what is laid out.
        waits: months from default to claim, of each class of severity; interest runs on.
        seed: of the run.
        units: how many units of account one unit of currency makes.
    """
    order = in_cells(portfolio)
    obligors = np.zeros(len(order) + TILE, np.uint64)
    obligors[: len(order)] = contract_words(portfolio.obligor[order], seed=seed)
    tiles = _tiles(portfolio, order)
    group = portfolio.group[order[tiles[:, FIRST]]]
    accrued = 1.0 + portfolio.interest_rate * waits[portfolio.severity] / MONTHS_A_YEAR
    covered = portfolio.outstanding * units * portfolio.share * accrued
    return Layout(
        obligors=obligors,
        contracts=contract_words(portfolio.contract[order], seed=seed),
        paid=paid_by(portfolio, units=units)[order],
        covered=covered[order],
        places=_places(portfolio, order),
        tiles=tiles,
        groups=np.where(group == 0, np.uint64(0), contract_words(group, seed=seed)),
        order=order,
    )


def in_cells(portfolio: Portfolio) -> Integers:
    """Return places of contracts, cell by cell, those that end soon first."""
    keys = (portfolio.maturities, portfolio.group, portfolio.segment, portfolio.curve)
    return np.asarray(np.lexsort(keys), np.int64)


def paid_by(portfolio: Portfolio, *, units: float) -> Integers:
    """Return what each contract pays, in whole units of account: `PAID_FIELDS` a contract."""
    amount = portfolio.outstanding * units
    covered = amount * portfolio.share
    columns = (
        amount,
        amount * portfolio.interest_rate / MONTHS_A_YEAR,
        covered * portfolio.premium_rate / MONTHS_A_YEAR,
        amount * portfolio.subsidy_rate / MONTHS_A_YEAR,
    )
    return np.ascontiguousarray(np.rint(np.stack(columns, axis=1)), np.int64)


def _places(portfolio: Portfolio, order: Integers) -> Integers:
    columns = (
        portfolio.maturities,
        portfolio.profile,
        portfolio.severity,
        portfolio.bucket,
        portfolio.floating,
    )
    return np.ascontiguousarray(np.stack([each[order] for each in columns], axis=1), np.int64)


def _tiles(portfolio: Portfolio, order: Integers) -> Integers:
    """Cut each cell into tiles."""
    keys = np.stack(
        [
            portfolio.curve[order].astype(np.uint64),
            portfolio.segment[order].astype(np.uint64),
            portfolio.group[order],
        ]
    )
    changes = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
    begins = np.concatenate([[0], changes])
    ends = np.concatenate([changes, [len(order)]])
    counts = -(-(ends - begins) // TILE)
    cells = np.repeat(np.arange(len(begins)), counts)
    within = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    first = begins[cells] + within * TILE
    count = np.minimum(ends[cells] - first, TILE)
    last = order[first + count - 1]
    tiles = np.empty((len(cells), TILE_FIELDS), np.int64)
    tiles[:, FIRST], tiles[:, COUNT] = first, count
    tiles[:, CURVE], tiles[:, SEGMENT] = portfolio.curve[last], portfolio.segment[last]
    tiles[:, MONTHS] = portfolio.maturities[last]
    return tiles
