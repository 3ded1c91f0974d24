"""The plan of a loan in a file: days, and what falls due on each, as another system lists them.

Source: own convention, docs/contracts.md, plans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.contracts.plan_terms import PlanStep, StepKind
from majung.errors import Message, message
from majung.rules.reading.quantities import MONEY, Measured
from majung.rules.reading.records import Key, Record, one_word_of
from majung.rules.reading.words import DAY
from majung.values.money import Money


class InterestThen(StrEnum):
    """What becomes of the interest accrued on a day of a plan."""

    DUE = "due"
    ADDED = "added"
    NONE = "none"


INTEREST_STEPS = {
    InterestThen.DUE: StepKind.INTEREST,
    InterestThen.ADDED: StepKind.CAPITALISATION,
}


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One day of a plan as written.

    Attributes:
        principal: minor units; None where the day brings none, or on the last day all the rest.
    """

    on: date
    principal: int | None
    fee: int
    interest: InterestThen


def _day(
    *,
    on: date,
    principal: Measured[Money] | None,
    fee: Measured[Money] | None,
    interest: InterestThen,
) -> PlanDay:
    return PlanDay(
        on,
        None if principal is None else principal.value.minor,
        0 if fee is None else fee.value.minor,
        interest,
    )


PLAN_DAY = Record(
    "day of a plan",
    "What falls due on a day; on the last one all that is left.",
    _day,
    (
        Key("on", DAY, "the day"),
        Key("principal", MONEY.reader, "how much of it falls due", default=None),
        Key("interest", one_word_of(InterestThen), "what becomes of the interest accrued",
            default=InterestThen.DUE),
        Key("fee", MONEY.reader, "a fee that falls due", default=None),
    ),
)  # fmt: skip


def plan_of(days: Sequence[PlanDay]) -> tuple[PlanStep, ...]:
    """Return the steps of the days written; the last one ends the plan."""
    return tuple(step for number, day in enumerate(days, 1) for step in _steps(day, number, days))


def _steps(day: PlanDay, number: int, days: Sequence[PlanDay]) -> Iterator[PlanStep]:
    if day.fee:
        yield PlanStep(day.on, StepKind.FEE, day.fee)
    is_last = number == len(days)
    if day.principal and not is_last:
        yield PlanStep(day.on, StepKind.PRINCIPAL, day.principal)
    if is_last:
        # What has accrued by then falls due whatever is written: nothing may be left.
        yield PlanStep(day.on, StepKind.INTEREST)
        yield PlanStep(day.on, StepKind.MATURITY)
    elif day.interest is not InterestThen.NONE:
        yield PlanStep(day.on, INTEREST_STEPS[day.interest])


def plan_sum_problems(days: Sequence[PlanDay], committed: Money) -> Iterator[Message]:
    """Yield a problem where the principal of every day is written and does not make the loan's.

    With interest added to principal, the last day takes more than is written: nothing is compared.
    """
    written = [day.principal for day in days]
    is_added = any(day.interest is InterestThen.ADDED for day in days)
    total = sum(each or 0 for each in written)
    last_is_told = bool(days) and days[-1].principal is not None
    if total > committed.minor or (last_is_told and not is_added and total != committed.minor):
        yield message(
            "plan-differs-from-loan", total=Money(total, committed.currency), committed=committed
        )
