"""What a portfolio may be called on, and what is expected of it, without drawing anything.

The chance of a default in a month is the curve's own, whatever firms share; so what is expected of
claims and of payments that go on is a sum, and a run that draws finds the same on average.
"""

from dataclasses import dataclass

import numpy as np

from majung.risk.futures.future import Future
from majung.risk.losses.portfolio import Portfolio
from majung.risk.normal import Floats

MONTHS_A_YEAR = 12


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


def callable_at(portfolio: Portfolio, extra: Floats) -> Floats:
    """Return what could be called at the start of each year, most first.

    Args:
        portfolio: contracts.
        extra: of each contract, what may be added to what is outstanding as long as it runs.
    """
    starts = np.arange(0, portfolio.months, MONTHS_A_YEAR)
    count = len(portfolio.profiles)
    owed = np.bincount(portfolio.profile, portfolio.outstanding * portfolio.share, minlength=count)
    more = np.bincount(portfolio.profile, extra * portfolio.share, minlength=count)
    at = portfolio.profiles[:, starts]
    return np.asarray(owed @ at + more @ (at > 0.0))
