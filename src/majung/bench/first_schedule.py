"""Lay out one loan and print its first instalment: what a fresh process takes is measured."""

import sys
from datetime import date

from majung.contracts.replay import schedule
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent
from majung.values.rates import Rate

TERMS = LoanTerms(
    committed=1_000_000_000,
    start_on=date(2024, 1, 25),
    first_due_on=date(2024, 2, 25),
    instalments=60,
    components=(RateComponent("base", BORROWER, Rate.percent("4.5")),),
)

if __name__ == "__main__":
    sys.stdout.write(f"{schedule(TERMS)[0]}\n")
