"""What a portfolio may be called on, and what is expected of it, without drawing anything.

The chance of a default in a month is the curve's own, whatever firms share; so what is expected of
claims and of payments that go on is a sum, and a run that draws finds the same on average.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.arrays import Floats, Integers
from majung.risk.futures.future import Future
from majung.risk.losses.portfolio import Portfolio
from majung.values.months import MONTHS_A_YEAR


@dataclass(frozen=True)
class Expected:
    """What is expected of a portfolio.

    Attributes:
        claims: paid in each month.
        claimed: by bucket, of all months.
        subsidies: interest paid in debtors' place, by bucket, of all months.
    """

    claims: Floats
    claimed: Floats
    subsidies: Floats


def expected_of(portfolio: Portfolio, future: Future) -> Expected:
    """Return claims and subsidies that are expected of a portfolio.

    Args:
        portfolio: contracts; its shapes run no longer than the curves.
        future: what is assumed.
    """
    months = portfolio.months
    shares = (portfolio.profiles * portfolio.kept)[:, :months]
    curves = future.curves[:, : months + 1]
    chances = np.diff(curves, axis=1)
    waits = np.array([each.wait_months for each in future.severities], np.int64)
    wait = waits[portfolio.severity]
    accrued = 1.0 + portfolio.interest_rate * wait / MONTHS_A_YEAR
    covered = portfolio.outstanding * portfolio.share * accrued
    claims = np.zeros(months + int(waits.max(initial=0)))
    for kind, waited in enumerate(waits.tolist()):
        amounts = np.zeros((len(curves), len(shares)))
        of_kind = portfolio.severity == kind
        np.add.at(amounts, (portfolio.curve[of_kind], portfolio.profile[of_kind]), covered[of_kind])
        claims[waited : waited + months] += ((amounts @ shares) * chances).sum(axis=0)
    defaulted = (chances @ shares.T)[portfolio.curve, portfolio.profile]
    alive = ((1.0 - curves[:, 1:]) @ shares.T)[portfolio.curve, portfolio.profile]
    subsidy = portfolio.outstanding * portfolio.subsidy_rate / MONTHS_A_YEAR
    count = len(portfolio.buckets)
    sums = [
        np.bincount(portfolio.bucket, each, minlength=count).astype(np.float64)
        for each in (covered * defaulted, subsidy * alive)
    ]
    return Expected(claims, *sums)


def callable_at(portfolio: Portfolio, extra: Floats, drawn: Integers | None = None) -> Floats:
    """Return what could be called at the start of each year.

    Args:
        portfolio: contracts.
        extra: of each contract, what may still be drawn.
        drawn: of each contract, the shape of that once it is drawn as expected, till when all of it
            may be; below nought, or None for all, where it may be added as long as the contract
            runs.
    """
    starts = np.arange(0, portfolio.months, MONTHS_A_YEAR)
    count = len(portfolio.profiles)
    owed = np.bincount(portfolio.profile, portfolio.outstanding * portfolio.share, minlength=count)
    more, at = extra * portfolio.share, portfolio.profiles[:, starts]
    drawn = np.full(len(portfolio), -1) if drawn is None else drawn
    is_laid_out = drawn >= 0
    alone, later = (
        np.bincount(places[chosen], more[chosen], minlength=count)
        for places, chosen in ((portfolio.profile, ~is_laid_out), (drawn, is_laid_out))
    )
    has_begun = np.maximum.accumulate(portfolio.profiles > 0.0, axis=1)[:, starts]
    return np.asarray(owed @ at + alone @ (at > 0.0) + later @ np.where(has_begun, at, 1.0))
