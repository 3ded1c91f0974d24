"""Schedules of many loans as columns: what falls due if every due is paid when due.

Regular loans take the short way of `kernel.regular`, the others are folded; both call the same
functions, and a property test holds them together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import LAST_ON
from majung.contracts.kernel.layout import (
    DRAWDOWN,
    DRAWN,
    FACT,
    INTEREST_DUE,
    NEVER,
    OUTCOME,
    PRINCIPAL_DUE,
    PRINCIPAL_PAID,
    STATE,
    WORK,
    WRITTEN_OFF,
    DueColumns,
    Workspace,
)
from majung.contracts.kernel.regular import lay_out_regular
from majung.contracts.kernel.run import run
from majung.contracts.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class PortfolioSchedule:
    """What falls due on many loans: contract after contract, each earliest first.

    Attributes:
        firsts: where each contract's dues begin, and at last where all end.
        days: day numbers.
        interest: the borrower's, minor units.
        principal: minor units.
        outstanding: principal owed once the due is paid.
    """

    firsts: NDArray[np.int64]
    days: NDArray[np.int32]
    interest: NDArray[np.int64]
    principal: NDArray[np.int64]
    outstanding: NDArray[np.int64]


def room_for(portfolio: Portfolio) -> PortfolioSchedule:
    """Return room for the schedules of a portfolio, or of another with as many loans and dues.

    Source: own convention, docs/contracts.md, regular loans.
    """
    count, dues = len(portfolio), int(portfolio.columns.contracts["instalments"].sum())
    return PortfolioSchedule(
        np.empty(count + 1, np.int64),
        np.empty(dues, np.int32),
        *(np.empty(dues, np.int64) for _ in range(3)),
    )


def portfolio_schedule(
    portfolio: Portfolio, *, room: PortfolioSchedule | None = None
) -> PortfolioSchedule:
    """Lay out what falls due on many loans if every due is paid when due.

    A contract without a drawdown is taken as drawn whole on its first day; facts count as they
    say, payments among them.  A day on which nothing falls due is no row.

    Args:
        portfolio: terms and facts free of problems (`problems_by_row`); what only a replay finds
            wrong leaves a contract without dues.
        room: columns long enough to write into, new ones where there are none.  What is returned
            lies in them as long as no loan had to be folded.

    Source: own convention, docs/contracts.md, projection.
    """
    laid = lay_out(portfolio, room)
    if laid.is_regular.all():
        return laid.dues
    return _merged(laid.dues, np.flatnonzero(~laid.is_regular), portfolio)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The schedules of regular loans among many.

    Attributes:
        is_regular: a truth value a contract; the others have no dues here.
        period_parts: parts of a year of each period of the last contract, if it is regular.
    """

    dues: PortfolioSchedule
    is_regular: NDArray[np.bool_]
    period_parts: NDArray[np.int64]


def lay_out(portfolio: Portfolio, room: PortfolioSchedule | None = None) -> LaidOut:
    """Lay out the dues of the contracts that are regular.

    Source: own convention, docs/contracts.md, regular loans.
    """
    count = len(portfolio)
    room = room_for(portfolio) if room is None else room
    dues = DueColumns(
        room.firsts[: count + 1], room.days, room.interest, room.principal, room.outstanding
    )
    is_regular = np.zeros(count, np.bool_)
    state = np.zeros(1, STATE)
    workspace = Workspace(state, state.view(np.int64), np.zeros(1, WORK), np.zeros(0, OUTCOME))
    written = lay_out_regular(portfolio.columns, workspace, is_regular, dues)
    return LaidOut(
        PortfolioSchedule(dues.firsts, *(column[:written] for column in dues[1:])),
        is_regular,
        workspace.work[0]["period_parts"].copy(),
    )


def _merged(
    regular: PortfolioSchedule, rows: NDArray[np.int64], portfolio: Portfolio
) -> PortfolioSchedule:
    """Put the schedules of folded contracts between those of regular ones."""
    folded = folded_schedule(drawn_whole(portfolio, rows))
    counts = np.diff(regular.firsts)
    counts[rows] = np.diff(folded.firsts)
    firsts = np.concatenate([[0], np.cumsum(counts)])
    is_folded = np.repeat(np.isin(np.arange(len(counts)), rows), counts)
    columns = []
    for name in ("days", "interest", "principal", "outstanding"):
        column = np.empty(len(is_folded), getattr(regular, name).dtype)
        column[~is_folded] = getattr(regular, name)
        column[is_folded] = getattr(folded, name)
        columns.append(column)
    return PortfolioSchedule(firsts, *columns)


def drawn_whole(portfolio: Portfolio, rows: Sequence[int] | NDArray[np.int64]) -> Portfolio:
    """Return some contracts, those without a drawdown drawn whole on their first day.

    Source: own convention, docs/contracts.md, projection.
    """
    columns = portfolio.columns
    contracts = columns.contracts[np.asarray(rows)]
    parts = []
    for row, contract in zip(list(rows), contracts, strict=True):
        facts = columns.facts[columns.fact_offsets[row] : columns.fact_offsets[row + 1]]
        if not (facts["kind"] == DRAWDOWN).any():
            drawdown = (contract["start"], DRAWDOWN, contract["committed"], 0, -1, 0)
            is_before = facts["day"] < contract["start"]
            is_before |= (facts["day"] == contract["start"]) & (facts["kind"] < DRAWDOWN)
            drawn = np.array([drawdown], FACT)
            facts = np.concatenate([facts[is_before], drawn, facts[~is_before]])
        parts.append(facts)
    offsets = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    facts = np.concatenate(parts)
    replaced = columns._replace(contracts=contracts, facts=facts, fact_offsets=offsets)
    return Portfolio(replaced, portfolio.parties)


def folded_schedule(portfolio: Portfolio) -> PortfolioSchedule:
    """Lay out what falls due on many loans by the fold alone, regular or not.

    Args:
        portfolio: contracts with their drawdowns.

    Source: own convention, docs/contracts.md, projection.
    """
    events = run(portfolio, until=day_number(LAST_ON), paid_from=-NEVER).events
    kinds, amounts = events["kind"], events["amount"]
    keys = (events["row"].astype(np.int64) << 32) + events["day"]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))

    def sums(*wanted: int) -> NDArray[np.int64]:
        chosen = np.where(np.isin(kinds, wanted), amounts, 0)
        return np.add.reduceat(chosen, starts) if len(starts) else chosen

    interest, principal = sums(INTEREST_DUE), sums(PRINCIPAL_DUE)
    moved = sums(DRAWN) - sums(PRINCIPAL_PAID, WRITTEN_OFF)
    rows = events["row"][starts].astype(np.int64)
    total = np.cumsum(moved)
    # What earlier contracts left outstanding is no part of a contract's own.
    begins = np.flatnonzero(np.diff(rows, prepend=-1))
    before = np.concatenate([[0], total])[begins]
    outstanding = total - np.repeat(before, np.diff(np.append(begins, len(rows))))
    falls = (interest != 0) | (principal != 0)
    counts = np.bincount(rows[falls], minlength=len(portfolio))
    return PortfolioSchedule(
        np.concatenate([[0], np.cumsum(counts)]),
        events["day"][starts][falls],
        interest[falls],
        principal[falls],
        outstanding[falls],
    )
