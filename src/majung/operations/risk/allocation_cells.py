"""Cells to which an envelope may go, with their figures for one won of cover.

A cell of a list is its programme, sector and region together: more won in it are taken to be like
those that are asked for there already.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count

import numpy as np

from majung.operations.risk.allocation_file import AllocationFile
from majung.operations.risk.allocation_reading import NamedCells, Names
from majung.operations.risk.candidate_costs import expected_of
from majung.operations.risk.candidate_list import CandidateList
from majung.operations.risk.curve_list import flat_curve
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.losses import future_of
from majung.risk.arrays import Floats, Integers
from majung.risk.design.cohort_costs import cohort_rate
from majung.risk.design.designs import NO_CUT
from majung.risk.design.financing import STATE, full_premiums, terms_under
from majung.risk.fiscal.schedules import dues_of
from majung.risk.losses.exact import Run, simulate
from majung.values.rates import Rate


def cells_of_file(file: AllocationFile) -> NamedCells:
    """Return the cells that stand in a file."""
    cells = file.cells
    return NamedCells(
        names=tuple(each.names for each in cells),
        private=np.array([float(each.private.value) for each in cells]),
        firms=np.array([np.nan if each.ticket is None else 1.0 / each.ticket.minor
                        for each in cells]),
        costs=np.array([float(each.cost.value) for each in cells]),
        losses=np.array([[float(loss.value) for loss in each.losses] for each in cells]).T,
        rooms=np.array([each.room.minor for each in cells], np.int64),
    )  # fmt: skip


def cells_of_list(
    candidates: CandidateList, settings: LossSettings, government_rate: Rate
) -> NamedCells:
    """Return the cells of a list: losses by the loss engine, costs by the fiscal code.

    Raises:
        CurveNotUsableError: the rate makes no curve.
    """
    names, place = _named(candidates)
    portfolio = candidates.listed.portfolio
    amounts = np.array([each.amount for each in candidates.loans], np.float64)
    covered = np.floor(amounts * portfolio.share)
    rooms = np.bincount(place, covered, len(names))
    per_won = 1.0 / np.maximum(rooms, 1.0)
    bucketed = replace(portfolio, bucket=place, buckets=tuple(map(" · ".join, names)))
    run = Run(settings.scenarios, settings.seed, settings.spread)
    with ThreadPoolExecutor(cpu_count() or 1) as executor:
        future = future_of(candidates.listed, settings)
        outcome = simulate(bucketed, future, run, executor=executor)
    firms = [len(np.unique(portfolio.obligor[place == cell])) for cell in range(len(names))]
    costs = _costs(candidates, settings, government_rate, place, len(names))
    return NamedCells(
        names=names,
        private=np.bincount(place, amounts - covered, len(names)) * per_won,
        firms=np.array(firms) * per_won,
        costs=costs * per_won,
        losses=outcome.losses * per_won,
        rooms=rooms.astype(np.int64),
    )


def _named(candidates: CandidateList) -> tuple[tuple[Names, ...], Integers]:
    """Return the cells that occur, by name, and the cell of each row."""
    texts = candidates.table.texts
    rows: Sequence[Names] = list(
        zip(texts["programme"], texts["sector"], texts["region"], strict=True)
    )
    names = sorted(set(rows))
    places = {name: place for place, name in enumerate(names)}
    return tuple(names), np.array([places[row] for row in rows], np.int64)


def _costs(
    candidates: CandidateList, settings: LossSettings, rate: Rate, place: Integers, count: int
) -> Floats:
    """Return what the loans of each cell are expected to cost the State, minor units."""
    portfolio = candidates.listed.portfolio
    expected, _ = expected_of(candidates, settings, flat_curve(float(rate.value) * 100.0))
    cuts = [Rate.percent(f"{100.0 * each:.8f}") for each in portfolio.subsidy_rate.tolist()]
    terms = [
        terms_under(each, cut=cut, cover_cut=NO_CUT)
        for each, cut in zip(candidates.loans, cuts, strict=True)
    ]
    dues, premiums = dues_of(terms, payers=(STATE,)), full_premiums(candidates.loans)
    amounts = np.array([each.amount for each in candidates.loans], np.float64)
    costs = np.zeros(count)
    for cell in range(count):
        chosen = place == cell
        found = cohort_rate(
            dues,
            premiums,
            expected,
            weights=chosen.astype(np.float64),
            covers=portfolio.share,
            kept=portfolio.share,
        )
        costs[cell] = float(found.rate) / 100.0 * amounts[chosen].sum()
    return costs
