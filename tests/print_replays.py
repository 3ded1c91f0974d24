"""Replay drawn lives, and lives at the edges, and print what came out; compiled and not the same.

Run as a program, with warnings as errors: an overflow that compiled code would swallow ends it.
With the name of a file it also writes there which functions it ran.
"""

import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, product
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_loans import (
    DAY_COUNTS,
    drawn,
    fact,
    lives,
    loans,
    plain_loan,
    planned_loans,
    shared_loan,
    told_loans,
)
from majung.contracts.accruing import standings
from majung.contracts.cohorts import cohort_of, cohort_schedule, cohort_totals
from majung.contracts.day_numbers import day_number
from majung.contracts.facts import FactKind
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.portfolio import portfolio_of
from majung.contracts.problems import FactsContradictError, problems_of
from majung.contracts.replay import replay, replay_portfolio
from majung.contracts.schedules import portfolio_schedule
from majung.contracts.terms import EarlyRepayment, InterestBase, PrepaymentEffect, Repayment
from majung.values import days as day_numbers
from majung.values.cycles import add_months
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

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
    standing = standings(portfolio_of([terms], [facts]), until=day_number(until))
    write(standing.states.tolist(), standing.shares.tolist())


def edge_loans():
    """Yield one won and 10^15, of one day and a hundred years, below nought and far above."""
    counts, roundings = cycle(DAY_COUNTS), cycle(Rounding)
    lives_long = (
        {"instalments": 1, "first_due_on": date(2024, 1, 2)},
        {"instalments": 100, "cycle_months": 12, "first_due_on": date(2024, 12, 31)},
    )
    rates = ("-1", "0", "0.000001", "24")
    for committed, life, rate, repayment in product((1, 10**15), lives_long, rates, Repayment):
        yield plain_loan(
            committed, rate, repayment=repayment, day_count=next(counts),
            interest_rounding=next(roundings), **life,
        )  # fmt: skip
    by_months = {"instalments": 1_200, "first_due_on": date(2024, 2, 29)}
    for rate in ("-1", "4.5", "24"):
        yield plain_loan(10**15, rate, day_count=next(counts), **by_months)


def print_edges():
    for terms in edge_loans():
        middle = terms.first_due_on + timedelta(days=3_650)
        facts = [
            drawn(terms),
            fact(FactKind.PAYMENT, terms.first_due_on, max(terms.committed // 7, 1)),
            fact(FactKind.RATE_FIXING, middle, rate=Rate.percent("7"), party="base"),
            fact(FactKind.PREPAYMENT, middle, max(terms.committed // 3, 1)),
        ]
        until = middle + timedelta(days=800)
        try:
            done = replay(terms, facts, until=until)
        except FactsContradictError as error:
            write(error)
            continue
        write(*(event.amount for event in done.events), done.state)
        portfolio = portfolio_of([terms], [()])
        laid = portfolio_schedule(portfolio)
        write(*(column.tolist() for column in (laid.interest, laid.principal, laid.outstanding)))


def print_foreign():
    """Print what no loan of ours has and ACTUS terms have: every step, and rates below nought."""
    for committed, rate in product((1, 10**15), ("-1", "0", "24")):
        level = plain_loan(committed, rate, 100, cycle_months=12, rate_min=Rate.percent("-100"))
        days = (add_months(level.start_on, 3 * place) for place in range(1, 3 * len(StepKind)))
        plan = [
            PlanStep(on, kind, committed // 9, Rate.percent("7") if kind is StepKind.RATE else None)
            for on, kind in zip(days, (*StepKind, *StepKind), strict=False)
        ]
        amortising = {"plan": tuple(plan), "instalments": 1, "first_due_on": plan[-1].on}
        for terms in (
            level,
            replace(level, repayment=Repayment.EQUAL_INSTALMENTS, **amortising),
            replace(
                level, repayment=Repayment.EQUAL_PRINCIPAL, fee_rate=Rate.percent("1"), **amortising
            ),
        ):
            portfolio = portfolio_of([terms], [[drawn(terms)]])
            done = replay_portfolio(portfolio, until=date(2054, 1, 1))
            write(done.days.tolist(), done.kinds.tolist(), done.amounts.tolist())
            write(done.states.tolist())


def print_together():
    """Print level loans that share their due days, as small and as large as can be."""
    for committed in (1, 10**9, 10**10, 10**15):
        loans_together = cohort_of(portfolio_of([plain_loan(committed, "4.5", 60)] * 9, [()] * 9))
        laid = cohort_schedule(loans_together)
        write(laid.interest.tolist(), laid.outstanding.tolist(), cohort_totals(loans_together))


def print_shares():
    """Print shares of interest that others bear and pay, and money given back."""
    for committed in (1_000, 10**15):
        terms = shared_loan(committed=committed)
        first = terms.first_due_on
        due = replay(terms, [drawn(terms)], until=first).state.unpaid_shares
        facts = [
            drawn(terms),
            *(
                fact(FactKind.SHARE_PAYMENT, first, due[party], party=party, key=party)
                for party in due
            ),
            fact(FactKind.PAYMENT, first, committed),
            fact(FactKind.REFUND, first + timedelta(days=1), committed // 2),
        ]
        done = replay(terms, facts, until=date(2030, 1, 1))
        write(*((event.kind.value, event.party, event.amount) for event in done.events), done.state)


def print_shortened():
    """Print loans of flat interest, and terms that an early repayment shortens."""
    shortens = EarlyRepayment(Ratio.percent(1), effect=PrepaymentEffect.SHORTENS_TERM)
    for committed, base in product((1_000, 10**15), InterestBase):
        terms = plain_loan(committed, "7", 60, interest_base=base, early=shortens)
        early = fact(FactKind.PREPAYMENT, date(2024, 6, 11), committed // 3)
        done = replay(terms, [drawn(terms), early], until=date(2030, 1, 1))
        write(*(event.amount for event in done.events), done.state)


def print_days():
    """Print days some months apart, over all days that can be reckoned."""
    for day in range(day_number(date(1900, 1, 31)), day_number(date(2199, 12, 31)), 997):
        write(
            *(
                day_numbers.add_months(day, months, end)
                for months in (-13, 1, 120)
                for end in (0, 1)
            )
        )


@settings(
    max_examples=60, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(told_loans(loans(AMOUNTS)))
def print_schedule(told):
    terms, facts = told
    if problems_of(terms):
        return
    portfolio = portfolio_of([terms], [facts])
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


class Reached:
    """Which functions of the package were run while this stood."""

    def __init__(self):
        self.codes = set()

    def __enter__(self):
        sys.setprofile(self._called)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def _called(self, frame, event, _):
        if event == "call":
            self.codes.add(frame.f_code)

    def names(self):
        return {f"{Path(code.co_filename).as_posix()} {code.co_name}" for code in self.codes}


def main():
    np.seterr(all="raise")
    with Reached() as reached:
        print_replay()
        print_edges()
        print_foreign()
        print_together()
        print_shares()
        print_shortened()
        print_days()
        print_schedule()
    if sys.argv[1:]:
        Path(sys.argv[1]).write_text("\n".join(sorted(reached.names())), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
