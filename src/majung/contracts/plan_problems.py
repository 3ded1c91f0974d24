"""What is wrong with the plan of a loan, and with the bounds of its rate.

A plan of ours lists what the borrower owes on which day; what a contract of another kind may plan
beside that — drawing, buying, selling, scaling — are facts here, or not known.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from majung.contracts.kernel.layout import AMOUNT_MAX, INSTALMENTS_MAX
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.terms import LoanTerms, PrepaymentEffect
from majung.errors import Message, message
from majung.values.money import Money

#: What the plan of a loan may hold.
OF_LOANS = frozenset(
    {
        StepKind.PRINCIPAL,
        StepKind.INSTALMENT,
        StepKind.CAPITALISATION,
        StepKind.INTEREST,
        StepKind.FEE,
        StepKind.FIXING,
        StepKind.RECKONED,
        StepKind.MATURITY,
    }
)

#: Steps that a fixing counts with.
RECKONED_WITH = frozenset({StepKind.PRINCIPAL, StepKind.INSTALMENT, StepKind.RECKONED})


def plan_problems(terms: LoanTerms) -> Iterator[Message]:
    """Yield everything wrong with a plan and with the bounds of the rate.

    Source: own convention, docs/contracts.md, plans and rate.
    """
    yield from _bound_problems(terms)
    plan = terms.plan
    if not plan:
        return
    for day in sorted({step.on for step in plan if step.on <= terms.start_on}):
        yield message("plan-step-before-start", on=day, start=terms.start_on)
    for step in plan:
        yield from _step_problems(terms, step)
    for before, after in pairwise(plan):
        if after.on < before.on:
            yield message("plan-not-in-order", before=before.on, after=after.on)
    ends = [step.on for step in plan if step.kind is StepKind.MATURITY]
    if len(ends) != 1 or plan[-1].kind is not StepKind.MATURITY:
        yield message("plan-without-end", count=len(ends))
    reckoned = sum(step.kind in RECKONED_WITH for step in plan)
    days = max(len({step.on for step in plan}), reckoned)
    if days > INSTALMENTS_MAX:
        yield message("plan-too-long", count=days, largest=INSTALMENTS_MAX)
    cyclic = terms.instalments > 1 or terms.grace_instalments or terms.balloon
    if cyclic or terms.matures_on is not None:
        yield message("plan-beside-cycle")
    if terms.early.effect is PrepaymentEffect.SHORTENS_TERM:
        yield message("plan-keeps-term")


def _step_problems(terms: LoanTerms, step: PlanStep) -> Iterator[Message]:
    if step.kind not in OF_LOANS:
        yield message("plan-step-foreign", step=step.kind, on=step.on)
    if not 0 <= step.amount <= AMOUNT_MAX:
        amount, largest = Money(step.amount, terms.currency), Money(AMOUNT_MAX, terms.currency)
        yield message("plan-amount-out-of-range", on=step.on, amount=amount, largest=largest)


def _bound_problems(terms: LoanTerms) -> Iterator[Message]:
    low, high = terms.rate_min, terms.rate_max
    if not 0 <= low.value <= 1:
        yield message("rate-floor-out-of-range", floor=low)
    if high is not None and not low <= high:
        yield message("rate-cap-below-floor", cap=high, floor=low)
    if not Decimal(0) <= terms.fee_rate.value <= 1:
        yield message("fee-rate-out-of-range", rate=terms.fee_rate)
    if terms.fee_rate.value and not any(step.kind is StepKind.FEE for step in terms.plan):
        yield message("fee-rate-without-day", rate=terms.fee_rate)
