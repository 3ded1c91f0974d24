"""Replay two hundred drawn lives and print what came out; compiled and not, it is the same.

Run as a program, with warnings as errors: an overflow that compiled code would swallow ends it.
"""

import sys

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_loans import lives, loans, planned_loans
from majung.contracts.cohorts import cohort_of, cohort_schedule, cohort_totals
from majung.contracts.portfolio import portfolio_of
from majung.contracts.problems import FactsContradictError, problems_of
from majung.contracts.replay import replay
from majung.contracts.schedules import portfolio_schedule

AMOUNTS = st.integers(1, 10**12) | st.just(10**15) | st.just(10**16) | st.just(1)


@settings(
    max_examples=200, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given((loans(AMOUNTS) | planned_loans(AMOUNTS)).flatmap(lambda terms: lives(st.just(terms))))
def print_replay(life):
    terms, facts = life
    if problems_of(terms):
        return
    until = max([terms.first_due_on, *(fact.effective_on for fact in facts)])
    try:
        done = replay(terms, facts, until=until)
    except FactsContradictError as error:
        write(error)
        return
    for event in done.events:
        write(event.effective_on, event.kind.value, event.party, event.amount)
    write(done.state)


@settings(
    max_examples=60, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(loans(AMOUNTS))
def print_schedule(terms):
    if problems_of(terms):
        return
    portfolio = portfolio_of([terms], [()])
    laid = portfolio_schedule(portfolio)
    for column in (laid.days, laid.interest, laid.principal, laid.outstanding):
        write(column.tolist())
    try:
        loans_together = cohort_of(portfolio)
    except ValueError as error:
        write(error)
        return
    write(cohort_schedule(loans_together).instalment.tolist(), cohort_totals(loans_together))


def write(*values):
    sys.stdout.write(" ".join(str(value) for value in values) + "\n")


def main():
    np.seterr(all="raise")
    print_replay()
    print_schedule()


if __name__ == "__main__":
    sys.exit(main())
