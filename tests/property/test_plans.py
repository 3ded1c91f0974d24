"""What holds for loans that repay as a list says: a plan is the same loan as a cycle spells out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from example_loans import drawn, fact, lives, loans, plain_loan, planned_loans, told_loans
from majung.contracts.events import EventKind
from majung.contracts.facts import FactKind
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.problems import problems_of
from majung.contracts.replay import payoff, replay, schedule
from majung.contracts.terms import NO_RATE, InterestBase, PrepaymentEffect, Repayment
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import year_fraction
from majung.values.rounding import round_fraction

FAR = date(2040, 1, 1)


def fits(terms):
    """Give up an example whose terms contradict."""
    assume(not problems_of(terms))
    return terms


def spelled_out(terms):
    """Return a loan on a cycle as the plan that its schedule spells out."""
    rows = schedule(terms)
    plan = []
    for row in rows[:-1]:
        if row.principal:
            plan.append(PlanStep(row.due_on, StepKind.PRINCIPAL, row.principal))
        plan.append(PlanStep(row.due_on, StepKind.INTEREST))
    end = rows[-1].due_on
    plan += [PlanStep(end, StepKind.INTEREST), PlanStep(end, StepKind.MATURITY)]
    return replace(
        terms, plan=tuple(plan), instalments=1, matures_on=None, grace_instalments=0, balloon=0,
        instalment=0, repayment=Repayment.EQUAL_PRINCIPAL,
        early=replace(terms.early, effect=PrepaymentEffect.LOWERS_INSTALMENTS),
    )  # fmt: skip


@given(loans())
def test_a_cycle_spelled_out_is_the_same_schedule(terms):
    fits(terms)
    unmoved = fits(
        replace(terms, business_day=BusinessDayConvention.NONE, interest_follows_shift=True)
    )
    # Due days that bring nothing are no rows, so the list would not know that interest closes
    # there: with interest on every day it does.
    rows = schedule(unmoved)
    assume(all(row.interest for row in rows))
    assume(unmoved.day_count.value != "30E360ISDA")

    assert schedule(fits(spelled_out(unmoved))) == rows


@given(told_loans(planned_loans()))
def test_a_plan_repays_what_was_lent_and_ends_at_nothing(told):
    terms, facts = told
    rows = schedule(fits(terms), facts)
    outstanding = [terms.committed, *(row.outstanding for row in rows)]

    assert sum(row.principal for row in rows) == terms.committed
    assert outstanding == sorted(outstanding, reverse=True)
    assert outstanding[-1] == 0


@given(planned_loans(capitalises=True))
def test_interest_added_to_principal_is_repaid_with_it(terms):
    fits(terms)
    events = replay(terms, [drawn(terms)], until=FAR).events
    lent = sum(event.amount for event in events if event.kind is EventKind.DRAWDOWN)
    due = sum(event.amount for event in events if event.kind is EventKind.PRINCIPAL_DUE)
    added = sum(event.amount for event in events if event.kind is EventKind.INTEREST_PAID)

    assert lent == due == terms.committed + added


@given(lives(terms=planned_loans()), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_no_plan(life, random):
    terms, facts = life
    fits(terms)
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert replay(terms, shuffled, until=FAR) == replay(terms, facts, until=FAR)


@given(told_loans(planned_loans(amounts=st.integers(1, 10**9))))
def test_a_thousandfold_plan_owes_a_thousand_times_as_much_within_roundings(told):
    terms, facts = told
    fits(terms)
    grown = replace(
        terms,
        committed=terms.committed * 1000,
        plan=tuple(replace(step, amount=step.amount * 1000) for step in terms.plan),
    )
    small, large = schedule(terms, facts), schedule(grown, facts)
    of_day = {row.due_on: row for row in small}

    assert sum(row.principal for row in large) == 1000 * terms.committed
    for row in large:
        interest = of_day[row.due_on].interest if row.due_on in of_day else 0
        assert abs(row.interest - 1000 * interest) <= 1000


@given(planned_loans())
def test_interest_of_a_plan_is_that_of_exact_fractions(terms):
    # One rate all through, and nothing drawn or paid but by the plan.
    rate = terms.components[0].rate
    plain = fits(
        replace(
            terms, components=terms.components[:1], interest_base=InterestBase.OUTSTANDING,
            rate_min=NO_RATE, rate_max=None,
            plan=tuple(step for step in terms.plan if step.kind is not StepKind.FEE),
        )
    )  # fmt: skip
    rows = {row.due_on: row for row in schedule(plain)}

    owed, accrued, since = plain.committed, Fraction(0), plain.start_on
    for step in plain.plan:
        part = year_fraction(plain.day_count, since, step.on, maturity=plain.first_due_on)
        accrued += owed * rate.fraction * part
        since = step.on
        if step.kind is StepKind.PRINCIPAL:
            owed -= min(step.amount, owed)
        elif step.kind is StepKind.INTEREST:
            interest = round_fraction(accrued, plain.interest_rounding)
            assert (rows[step.on].interest if step.on in rows else 0) == interest
            accrued = Fraction(0)


@pytest.mark.parametrize("committed", [1, 10**9])
def test_the_quote_ends_a_plan_whose_principal_fell_due_before_its_interest(committed):
    on, end = date(2024, 1, 2), date(2024, 1, 3)
    plan = (
        PlanStep(on, StepKind.PRINCIPAL, committed),
        PlanStep(end, StepKind.INTEREST),
        PlanStep(end, StepKind.MATURITY),
    )
    terms = plain_loan(
        committed, "5", 1, plan=plan, first_due_on=end, repayment=Repayment.EQUAL_PRINCIPAL
    )
    quote = payoff(terms, [drawn(terms)], on=on).total

    paid = [drawn(terms), fact(FactKind.PREPAYMENT, on, quote)]
    state = replay(terms, paid, until=on).state

    owed = (state.outstanding, state.due_interest, state.accrued_interest, state.overpaid)
    assert (owed, state.next_due_on) == ((0, 0, 0, 0), None)


def test_a_step_plan_fixes_its_instalment_anew():
    # Three instalments at a level that a fixing reckons, the last of them at maturity.
    days = [date(2024, month, 1) for month in (2, 3, 4)]
    plan = [PlanStep(date(2024, 1, 31), StepKind.FIXING)]
    for day in days[:-1]:
        plan += [PlanStep(day, StepKind.INSTALMENT), PlanStep(day, StepKind.INTEREST)]
    plan += [
        PlanStep(days[-1], StepKind.RECKONED),
        PlanStep(days[-1], StepKind.INTEREST),
        PlanStep(days[-1], StepKind.MATURITY),
    ]
    terms = plain_loan(3_000_000, "12", 1, plan=tuple(plan), first_due_on=days[-1])

    assert schedule(terms) == schedule(plain_loan(3_000_000, "12", 3))
