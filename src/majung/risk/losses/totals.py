"""What a run found: totals that parts of the work add up to, and the monthly lines they mean.

Sums are integers in units of account, so parts may be cut over scenarios and over contracts, and
arrive in any order: the totals have the same bits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats, Integers
from majung.risk.losses.layout import BALANCE, INTEREST, PREMIUM, SUBSIDY
from majung.values.months import MONTHS_A_YEAR


@dataclass(frozen=True)
class Totals:
    """What a part of the work, or all of it, found.

    Attributes:
        first: number of the first scenario.
        stopped: payments of contracts that defaulted, by shape and month of default, summed over
            scenarios: shape (shapes, months + 1, 4).
        claimed: claims by month paid, then recoveries of each class by month of the claim, summed
            over scenarios: shape (1 + classes, reach).
        years: claims by year paid, then recoveries of each class by the year into which their
            month falls when it is moved on, a row for each distance of `residues_of`: shape
            (scenarios, 1 + classes × distances, years).
        losses: claims less recoveries, shape (scenarios, buckets).
        values: present value of claims, recoveries and premiums lost, less subsidies saved.
        counts: of defaults, one a scenario.
        gone: what would be outstanding of floating contracts that defaulted, the debtors' and the
            State's: shape (scenarios, 2 or none, months).
        every: one scenario in so many is told month by month.
        months: claims, then recoveries of each class by month of the claim, of those scenarios:
            shape (scenarios told, 1 + classes, reach).
        pooled: the same of each pool of buckets in all scenarios: shape (scenarios, pools,
            1 + classes, reach).
    """

    first: int
    stopped: Integers
    claimed: Integers
    years: Integers
    losses: Integers
    values: Integers
    counts: Integers
    gone: Integers
    every: int
    months: Integers
    pooled: Integers

    def __len__(self) -> int:
        """Return over how many scenarios."""
        return len(self.values)


def told_places(first: int, count: int, every: int) -> slice:
    """Return the places among the scenarios told by month of those in a row of scenarios."""
    return slice(-(-first // every), -(-(first + count) // every))


def joined(parts: Iterable[Totals], *, scenarios: int, first: int = 0) -> Totals:
    """Add the totals of parts, in whatever order they come.

    Args:
        parts: cut over scenarios, over contracts, or both.
        scenarios: how many of the run there are.
        first: number of the first of them.
    """
    whole: Totals | None = None
    for part in parts:
        told = told_places(first, scenarios, part.every)
        if whole is None:
            whole = _room(part, first, scenarios)
        whole.stopped[...] += part.stopped
        whole.claimed[...] += part.claimed
        at = slice(part.first - first, part.first - first + len(part))
        whole.years[at] += part.years
        whole.losses[at] += part.losses
        whole.values[at] += part.values
        whole.counts[at] += part.counts
        whole.gone[at] += part.gone
        whole.pooled[at] += part.pooled
        here = told_places(part.first, len(part), part.every)
        whole.months[here.start - told.start : here.stop - told.start] += part.months
    if whole is None:
        raise ValueError("a run has at least one part")
    return whole


def _room(like: Totals, first: int, scenarios: int) -> Totals:
    """Return totals of nought for some scenarios, shaped as those of a part."""

    def rows(each: Integers, count: int = scenarios) -> Integers:
        return np.zeros((count, *each.shape[1:]), np.int64)

    told = told_places(first, scenarios, like.every)
    return Totals(
        first=first,
        stopped=np.zeros_like(like.stopped),
        claimed=np.zeros_like(like.claimed),
        years=rows(like.years),
        losses=rows(like.losses),
        values=rows(like.values),
        counts=rows(like.counts),
        gone=rows(like.gone),
        every=like.every,
        months=rows(like.months, told.stop - told.start),
        pooled=rows(like.pooled),
    )


def residues_of(parts: Floats) -> tuple[int, ...]:
    """Return by how many months beyond whole years recoveries come after claims, each once.

    Args:
        parts: share of a recovery by class and months after the claim.
    """
    return tuple(sorted({int(lag) % MONTHS_A_YEAR for lag in np.flatnonzero(parts.any(axis=0))}))


def by_year(months: Integers, shift: int) -> Integers:
    """Sum months into years after moving them on, shape (scenarios, years).

    Args:
        months: shape (scenarios, months); what is moved beyond the last year is nought.
        shift: by how many months they are moved, less than a year.
    """
    count, reach = months.shape
    years = -(-reach // MONTHS_A_YEAR)
    room = np.zeros((count, (years + 1) * MONTHS_A_YEAR), np.int64)
    room[:, shift : shift + reach] = months
    return np.asarray(room.reshape(count, years + 1, MONTHS_A_YEAR).sum(axis=2)[:, :years])


def years_of(totals: Totals, parts: Floats) -> Floats:
    """Return claims and recoveries paid in each year, shape (scenarios, 2, years).

    Shares of a recovery are taken of whole sums, once, so they are the same however the work was
    cut.

    Args:
        totals: of a whole run.
        parts: share of a recovery by class and months after the claim.
    """
    residues, years = residues_of(parts), totals.years.shape[2]
    found = np.zeros((len(totals), 2, years))
    found[:, 0] = totals.years[:, 0]
    for kind, row in enumerate(parts):
        for lag in np.flatnonzero(row):
            after, shift = divmod(int(lag), MONTHS_A_YEAR)
            moved = totals.years[:, 1 + kind * len(residues) + residues.index(shift)]
            found[:, 1, after:] += row[lag] * moved[:, : years - after]
    return found


def months_of(months: Integers, parts: Floats) -> Floats:
    """Return claims and recoveries of each month, shape (scenarios, 2, reach).

    Args:
        months: claims, then recoveries of each class by month of the claim, (scenarios, 1 +
            classes, reach).
        parts: share of a recovery by class and months after the claim.
    """
    told, _, reach = months.shape
    found = np.zeros((told, 2, reach))
    found[:, 0] = months[:, 0]
    for kind, row in enumerate(parts):
        for lag in np.flatnonzero(row):
            moved = months[:, 1 + kind, : reach - int(lag)]
            found[:, 1, int(lag) :] += row[lag] * moved
    return found


def pooled_of(totals: Totals, parts: Floats) -> Floats:
    """Return claims less recoveries of each pool in each month, shape (scenarios, pools, reach).

    Args:
        totals: of a whole run.
        parts: share of a recovery by class and months after the claim.
    """
    count, pools, _, reach = totals.pooled.shape
    found = np.zeros((count, pools, reach))
    for pool in range(pools):
        both = months_of(totals.pooled[:, pool], parts)
        found[:, pool] = both[:, 0] - both[:, 1]
    return found


@dataclass(frozen=True)
class Lines:
    """What is paid in each month, in currency, on average over scenarios.

    Attributes:
        disbursement: paid out to debtors.
        principal: repaid by debtors.
        interest: paid by debtors.
        premium: paid for cover.
        subsidy: interest the State pays in debtors' place.
        claim: paid under covers, or lost on public loans before recoveries.
        recovery: regained after claims.
    """

    disbursement: Floats
    principal: Floats
    interest: Floats
    premium: Floats
    subsidy: Floats
    claim: Floats
    recovery: Floats


def lines_of(
    totals: Totals, *, paid: Integers, shares: Floats, kept: Floats, parts: Floats, units: float
) -> Lines:
    """Return the monthly lines that totals mean.

    Args:
        totals: of a whole run.
        paid: what contracts of each shape pay if none defaults, shape (shapes, 4).
        shares: outstanding at the start of each month, shape (shapes, months + 1).
        kept: share of it that was not repaid early, same shape.
        parts: share of a recovery by class and months after the claim.
        units: of account a unit of currency makes.
    """
    count, reach = len(totals), totals.claimed.shape[1]
    # A contract that defaults was not repaid early: it stands for as many as began with it.
    stopped = totals.stopped / kept[..., None] if (kept < 1.0).any() else totals.stopped
    gone = np.asarray(np.cumsum(stopped, axis=1) / count, np.float64)
    alive = paid[:, None, :] - gone
    shares = shares * kept
    moves = shares[:, :-1] - shares[:, 1:]
    balance = alive[:, :-1, BALANCE]

    def summed(values: Floats) -> Floats:
        line = np.zeros(reach)
        line[: values.shape[1]] = values.sum(axis=0) / units
        return line

    recovered = np.zeros(reach)
    for kind, row in enumerate(totals.claimed[1:] / count):
        recovered += np.convolve(row, parts[kind])[:reach]
    return Lines(
        disbursement=summed(balance * np.maximum(-moves, 0.0)),
        principal=summed(balance * np.maximum(moves, 0.0)),
        interest=summed(alive[..., INTEREST] * shares),
        premium=summed(alive[..., PREMIUM] * shares),
        subsidy=summed(alive[..., SUBSIDY] * shares),
        claim=totals.claimed[0] / count / units,
        recovery=recovered / units,
    )
