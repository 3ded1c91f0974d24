"""What a run found: totals that parts of the work add up to, and the monthly lines they mean.

Sums are integers in units of account, so parts may be cut over scenarios and over contracts, and
arrive in any order: the totals have the same bits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from majung.risk.losses.layout import BALANCE, INTEREST, PREMIUM, SUBSIDY
from majung.risk.normal import Floats

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Totals:
    """What a part of the work, or all of it, found.

    Attributes:
        first: number of the first scenario.
        stopped: payments of contracts that defaulted, by shape and month of default, summed over
            scenarios: shape (shapes, months + 1, 4).
        claimed: claims by month paid, then recoveries of each class by month of the claim, summed
            over scenarios: shape (1 + classes, reach).
        years: claims and recoveries paid in each year, shape (scenarios, 2, years).
        losses: claims less recoveries, shape (scenarios, buckets).
        values: present value of claims, recoveries and premiums lost, less subsidies saved.
        counts: of defaults, one a scenario.
    """

    first: int
    stopped: Integers
    claimed: Integers
    years: Integers
    losses: Integers
    values: Integers
    counts: Integers

    def __len__(self) -> int:
        """Return over how many scenarios."""
        return len(self.values)


def joined(parts: Iterable[Totals], *, scenarios: int, first: int = 0) -> Totals:
    """Add the totals of parts, in whatever order they come.

    Args:
        parts: cut over scenarios, over contracts, or both.
        scenarios: how many of the run there are.
        first: number of the first of them.
    """
    whole: Totals | None = None
    for part in parts:
        if whole is None:
            whole = Totals(
                first,
                np.zeros_like(part.stopped),
                np.zeros_like(part.claimed),
                *(
                    np.zeros((scenarios, *each.shape[1:]), np.int64)
                    for each in (part.years, part.losses, part.values, part.counts)
                ),
            )
        whole.stopped[...] += part.stopped
        whole.claimed[...] += part.claimed
        at = slice(part.first - first, part.first - first + len(part))
        whole.years[at] += part.years
        whole.losses[at] += part.losses
        whole.values[at] += part.values
        whole.counts[at] += part.counts
    if whole is None:
        raise ValueError("a run has at least one part")
    return whole


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
    totals: Totals, *, paid: Integers, shares: Floats, parts: Floats, units: float
) -> Lines:
    """Return the monthly lines that totals mean.

    Args:
        totals: of a whole run.
        paid: what contracts of each shape pay if none defaults, shape (shapes, 4).
        shares: outstanding at the start of each month, shape (shapes, months + 1).
        parts: share of a recovery by class and months after the claim.
        units: of account a unit of currency makes.
    """
    count, reach = len(totals), totals.claimed.shape[1]
    alive = paid[:, None, :] - np.cumsum(totals.stopped, axis=1) / count
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
