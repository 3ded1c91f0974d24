"""Firms that may apply, for the tests of designs."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

import risk_world
from majung.contracts.terms import Repayment
from majung.risk.design.cohort_costs import Expected
from majung.risk.design.comparison import Market, compare
from majung.risk.design.demand import Demand
from majung.risk.design.financing import Candidate
from majung.risk.fiscal.curves import curve_of_zeros
from majung.risk.fiscal.timing import MEASURED
from majung.risk.losses.exact import Run
from majung.values.rates import Rate

KINDS = (Repayment.BULLET, Repayment.EQUAL_PRINCIPAL, Repayment.EQUAL_INSTALMENTS)
RATES, SEVERITY = (0.01, 0.03, 0.10), 0.45


def market(count=40, *, seed=1, scenarios=256, demand=None, run_seed=7):
    """Firms of three grades; the weaker the dearer."""
    chance = np.random.Generator(np.random.Philox(seed))
    months = chance.choice([12, 24, 36], count)
    kind = chance.integers(0, 3, count)
    curve = chance.integers(0, 3, count)
    amounts = (chance.integers(1, 40, count) * 10**8).astype(np.float64)
    portfolio = risk_world.portfolio(
        count, outstanding=amounts, curve=curve, profile=3 * (months - 1) + kind,
        share=np.ones(count), interest_rate=0.04 + 0.01 * curve, premium_rate=0.005 * (1 + curve),
        subsidy_rate=np.zeros(count), seed=seed,
    )  # fmt: skip
    future = risk_world.future()
    return Market(
        loans=tuple(
            Candidate(
                amount=int(amount),
                months=int(term),
                repayment=KINDS[how],
                rate=Rate.percent(int(4 + grade)),
                premium=Rate.percent(f"{0.5 * (1 + grade):.1f}"),
            )
            for amount, term, how, grade in zip(amounts, months, kind, curve, strict=True)
        ),
        portfolio=portfolio,
        yearly_losses=future.curves[curve, 12] * SEVERITY,
        expected=Expected(
            future.curves[curve, months], 1.0 - SEVERITY, MEASURED, curve_of_zeros([1.0], [0.03])
        ),
        demand=demand or Demand(threshold_min=0.0, threshold_max=0.004, pass_through=0.8),
        future=future,
        run=Run(scenarios, seed=run_seed),
        level=0.95,
    )


def compared(of, designs):
    """Compare designs on threads."""
    with ThreadPoolExecutor(2) as executor:
        return compare(of, designs, executor=executor)
