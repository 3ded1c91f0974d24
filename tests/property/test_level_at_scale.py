"""Level instalments of a hundred thousand loans, each certified by integers of any size.

A level instalment ``A`` is right where one unit less does not repay the loan and it does: with
monthly rate ``r / d``, what is left after `n` payments of ``x`` is
``P (d + r)^n - x d ((d + r)^n - d^n) / r`` over ``d^n``, and its sign needs no division at all.
"""

from random import Random

import numpy as np

from example_loans import plain_loan
from majung.bench.level_instalments import (
    LOANS_AT_ONCE,
    Certified,
    certified,
    is_level,
    level_in_decimals,
)
from majung.contracts.portfolio import portfolio_of
from majung.contracts.schedules import portfolio_schedule
from majung.values.rounding import Rounding

LOANS = 100_000
DIFFERENT = 2_000
#: A year's rate in hundredths of a percent, over twelve months.
BASIS = 120_000


def test_a_hundred_thousand_level_instalments_are_certified():
    random = Random(50)
    kinds = [(random.randrange(1, 2_400), random.randrange(2, 361)) for _ in range(DIFFERENT)]
    terms = [
        plain_loan(1_000, f"{points / 100}", count, instalment_rounding=Rounding.DOWN)
        for points, count in kinds
    ]
    few = portfolio_of(terms, [()] * DIFFERENT)
    contracts = np.tile(few.columns.contracts, LOANS // DIFFERENT)
    amounts = [random.randrange(10**6, 10**15) for _ in range(LOANS)]
    contracts["committed"] = amounts
    portfolio = type(few)(
        few.columns._replace(contracts=contracts, fact_offsets=np.zeros(LOANS + 1, np.int64)),
        few.parties,
    )

    found = portfolio_schedule(portfolio)

    firsts = found.firsts[:-1]
    levels = (found.interest[firsts] + found.principal[firsts]).tolist()
    grown = [((BASIS + points) ** count, BASIS**count) for points, count in kinds]
    wrong = 0
    for place, (amount, level) in enumerate(zip(amounts, levels, strict=True)):
        points, (with_interest, without) = kinds[place % DIFFERENT][0], grown[place % DIFFERENT]
        owed = amount * with_interest * points
        paid = (with_interest - without) * BASIS
        wrong += not level * paid <= owed < (level + 1) * paid
    assert wrong == 0


def test_random_loans_are_certified_by_integers_and_by_decimals():
    found = list(certified(LOANS_AT_ONCE + 7))

    assert found[-1] == Certified(LOANS_AT_ONCE + 7, 0, 0)
    # Each measure sees a payment that is one unit off, either way.
    level = level_in_decimals(450, 60, 10**9)
    assert is_level(450, 60, 10**9, level)
    assert not is_level(450, 60, 10**9, level + 1)
    assert not is_level(450, 60, 10**9, level - 1)
