"""What is wrong with terms and facts, all of it at once, before anything is reckoned.

The kernel checks nothing that can be known beforehand; what only a replay can know becomes a
message in `settling`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from majung.contracts.changes import CHANGING, change_problems
from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import LAST_ON, drawdown_problems, due_day
from majung.contracts.facts import (
    FACT_KINDS,
    KIND_ORDER,
    OF_A_COMPONENT,
    Fact,
    FactKind,
    Facts,
    acting,
    standing,
)
from majung.contracts.kernel.layout import (
    AMOUNT_MAX,
    AMOUNT_SUM_MAX,
    COMPONENTS_MAX,
    INSTALMENTS_MAX,
    PARTIES_MAX,
)
from majung.contracts.plan_problems import plan_problems
from majung.contracts.resets import fixing_day_problems, reset_problems
from majung.contracts.terms import (
    BORROWER,
    LoanTerms,
    Portion,
    PrepaymentEffect,
    RateComponent,
    Repayment,
)
from majung.errors import Message, PolicyFinanceError, message
from majung.values.calendars import CalendarNotKnownError, DayOutsideCalendarError, calendar_of
from majung.values.cycles import adjusted
from majung.values.day_counts import DayCount
from majung.values.money import SCALE_OF, Money
from majung.values.rates import Rate, RateTooFineError

CYCLE_MONTHS_MAX = 120
#: The rate times the length of a period of an instalment plan still fits 64 bits.
PERIOD_MAX = timedelta(days=3_650)
ALL = Rate.percent(100)

#: Facts with an amount; the others have none, but a write-off without one gives up everything.
WITH_AMOUNT = frozenset(
    {
        FactKind.DRAWDOWN, FactKind.FEE, FactKind.PAYMENT, FactKind.PREPAYMENT,
        FactKind.SHARE_PAYMENT, FactKind.RECOVERY, FactKind.REFUND,
    }
)  # fmt: skip
WITHOUT_AMOUNT = frozenset({FactKind.DEFAULT, FactKind.END, FactKind.WRITE_OFF, FactKind.REVERSAL})
OF_LOANS = WITH_AMOUNT | OF_A_COMPONENT | WITHOUT_AMOUNT | CHANGING

#: Facts of which only the day and the amount can be wrong, in the order of `FactKind`.
_IS_PLAIN = np.array(
    [kind in WITH_AMOUNT and kind is not FactKind.SHARE_PAYMENT for kind in FACT_KINDS], np.bool_
)
#: So many facts are told apart by columns; to look at each of fewer is done sooner.
_MANY = 8
_LAST_DAY = day_number(LAST_ON)


class TermsContradictError(PolicyFinanceError):
    """The terms of a loan fit together."""

    kind = "terms-contradict"


class FactsContradictError(PolicyFinanceError):
    """The facts of a loan fit its terms and each other."""

    kind = "facts-contradict"


@lru_cache(maxsize=4096)
def problems_of(terms: LoanTerms) -> tuple[Message, ...]:
    """Return everything that is wrong with the terms of a loan; empty if they can be replayed.

    Source: own convention, docs/contracts.md, terms.
    """
    return (
        *_amount_problems(terms),
        *_cycle_problems(terms),
        *_rate_problems(terms),
        *_rule_problems(terms),
        *_calendar_problems(terms),
        *plan_problems(terms),
        *reset_problems(terms),
    )


def problems_of_facts(terms: LoanTerms, facts: Iterable[Fact]) -> tuple[Message, ...]:
    """Return everything wrong with facts that can be known without a replay.

    Args:
        terms: free of problems themselves.
        facts: as recorded, reversals and what they reverse included.

    Source: own convention, docs/contracts.md, facts.
    """
    recorded = Facts.of(facts)
    return _problems_of_facts(terms, recorded, standing(recorded))


def _problems_of_facts(terms: LoanTerms, recorded: Facts, stand: Facts) -> tuple[Message, ...]:
    rest, doubtful = _rest_and_doubtful(terms, stand)
    return (
        *_key_problems(recorded, has_reversals=len(stand) < len(recorded)),
        *(problem for fact in doubtful for problem in _fact_problems(terms, fact)),
        *drawdown_problems(terms, rest),
        *fixing_day_problems(terms, rest),
        *_sum_problems(terms, stand, rest),
    )


def _rest_and_doubtful(terms: LoanTerms, stand: Facts) -> tuple[list[Fact], Sequence[Fact]]:
    """Return the facts that are no payments, and those that may be wrong by themselves.

    Of a long life nearly all is payments, which only their day and amount can make wrong.
    """
    columns, paid = stand.columns, FactKind.PAYMENT
    if len(stand) < _MANY:
        # Of facts that were read as columns, making few one by one is done sooner.
        few = [stand[place] for place in range(len(stand))]
        return [fact for fact in few if fact.kind is not paid], few
    is_sure = _IS_PLAIN[columns.kinds] & are_within(
        columns.days, columns.amounts, start=day_number(terms.start_on)
    )
    is_other = columns.kinds != KIND_ORDER[paid]
    return (
        [stand[place] for place in np.flatnonzero(is_other).tolist()],
        [stand[place] for place in np.flatnonzero(~is_sure).tolist()],
    )


def are_within(
    days: NDArray[np.int64], amounts: NDArray[np.int64], *, start: int | NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell of each fact whether its day and its amount, which it must have, are within bounds.

    Args:
        start: day number of the first day of its loan.

    Source: own convention, docs/contracts.md, facts.
    """
    is_told = (days >= start) & (days <= _LAST_DAY)
    return is_told & (amounts > 0) & (amounts <= AMOUNT_MAX)


def problems_by_row(
    terms: Sequence[LoanTerms], facts: Sequence[Iterable[Fact]]
) -> Mapping[int, tuple[Message, ...]]:
    """Return the problems of many contracts by their place; the others are free of them.

    Source: own convention, docs/contracts.md, terms.
    """
    found = {
        row: problems_of(term) or problems_of_facts(term, of_contract)
        for row, (term, of_contract) in enumerate(zip(terms, facts, strict=True))
    }
    return {row: problems for row, problems in found.items() if problems}


def require_replayable(terms: LoanTerms, recorded: Facts, stand: Facts) -> None:
    """Refuse terms or facts that have problems.

    Args:
        recorded: facts with reversals and what they reverse.
        stand: those of them that stand.

    Raises:
        TermsContradictError: with all problems of the terms.
        FactsContradictError: with all problems of the facts.

    Source: own convention, docs/contracts.md, terms.
    """
    if problems := problems_of(terms):
        raise TermsContradictError(problems=problems)
    if problems := _problems_of_facts(terms, recorded, stand):
        raise FactsContradictError(problems=problems)


def _amount_problems(terms: LoanTerms) -> Iterator[Message]:
    if terms.currency not in SCALE_OF:
        yield message("currency-not-known", currency=terms.currency, known=tuple(SCALE_OF))
        return
    largest = Money(AMOUNT_MAX, terms.currency)
    if not 0 < terms.committed <= AMOUNT_MAX:
        amount = Money(terms.committed, terms.currency)
        yield message("commitment-out-of-range", amount=amount, largest=largest)
    for term, minor in (("balloon", terms.balloon), ("instalment", terms.instalment)):
        if not 0 <= minor <= AMOUNT_MAX:
            amount = Money(minor, terms.currency)
            yield message("amount-out-of-range", term=term, amount=amount, largest=largest)
    if not 1 <= terms.instalment_multiple <= AMOUNT_MAX:
        yield message("multiple-out-of-range", multiple=terms.instalment_multiple)
    if terms.balloon > max(terms.committed, 0):
        yield message(
            "balloon-above-commitment",
            balloon=Money(terms.balloon, terms.currency),
            committed=Money(terms.committed, terms.currency),
        )


def _cycle_problems(terms: LoanTerms) -> Iterator[Message]:
    without_count = terms.instalments == 0 and bool(terms.instalment > 0 or terms.plan)
    if not (1 <= terms.instalments <= INSTALMENTS_MAX or without_count):
        yield message("instalments-out-of-range", count=terms.instalments, largest=INSTALMENTS_MAX)
    if not 1 <= terms.cycle_months <= CYCLE_MONTHS_MAX:
        yield message("cycle-out-of-range", months=terms.cycle_months, largest=CYCLE_MONTHS_MAX)
    if terms.grace_instalments < 0 or (
        terms.instalments > 0 and terms.grace_instalments >= terms.instalments
    ):
        yield message(
            "grace-not-shorter", grace=terms.grace_instalments, instalments=terms.instalments
        )
    if terms.first_due_on <= terms.start_on:
        yield message("first-due-not-after-start", first=terms.first_due_on, start=terms.start_on)
    is_bullet = terms.repayment is Repayment.BULLET
    if not is_bullet and terms.first_due_on - terms.start_on > PERIOD_MAX:
        yield message("period-too-long", start=terms.start_on, end=terms.first_due_on)
    if is_bullet and (terms.balloon or terms.instalment or not (terms.instalments or terms.plan)):
        yield message("bullet-with-instalments")
    if terms.draws_until_on is not None and terms.draws_until_on <= terms.start_on:
        yield message("drawing-ends-at-start", end=terms.draws_until_on, start=terms.start_on)


def _rate_problems(terms: LoanTerms) -> Iterator[Message]:
    if not 1 <= len(terms.components) <= COMPONENTS_MAX:
        count = len(terms.components)
        yield message("components-out-of-range", count=count, largest=COMPONENTS_MAX)
    names = Counter(part.name for part in terms.components)
    for name, count in names.items():
        if count > 1 or not name:
            yield message("component-named-twice", name=name)
    for part in terms.components:
        yield from _component_problems(part)
    for rate in (terms.late.addition, terms.late.rate_max):
        if rate is not None:
            yield from _range_problems("late", rate)
            if rate.value < 0:
                yield message("late-rate-negative", rate=rate)
    if not 0 <= terms.early.fee.value <= 1:
        yield message("fee-out-of-range", fee=terms.early.fee)
    total = sum((abs(part.rate).value for part in terms.components), start=Decimal(0))
    if total > ALL.value:
        yield message("rates-too-high", total=Rate(total))


def _component_problems(part: RateComponent) -> Iterator[Message]:
    yield from _range_problems(part.name, part.rate)
    if part.payer != BORROWER and part.rate.value > 0:
        yield message("discount-not-negative", name=part.name, payer=part.payer, rate=part.rate)
    if part.from_on and part.until_on and part.until_on <= part.from_on:
        yield message(
            "component-ends-before-start", name=part.name, start=part.from_on, end=part.until_on
        )


def _range_problems(name: str, rate: Rate) -> Iterator[Message]:
    try:
        rate.scaled  # noqa: B018 - whether it can be counted is what is asked
    except RateTooFineError as error:
        yield error.message
    if abs(rate).value > ALL.value:
        yield message("rate-out-of-range", name=name, rate=rate)


def _rule_problems(terms: LoanTerms) -> Iterator[Message]:
    if terms.day_count is DayCount.B252:
        yield message("day-count-not-for-loans", day_count=terms.day_count)
    for order in (terms.allocation, terms.allocation_after_default):
        if sorted(order) != sorted(Portion):
            yield message("allocation-incomplete", order=order, all=tuple(Portion))
    if terms.balloon and terms.early.effect is PrepaymentEffect.SHORTENS_TERM:
        yield message("balloon-keeps-term")


def _calendar_problems(terms: LoanTerms) -> Iterator[Message]:
    """Check what needs due days to exist: their calendar, and their order."""
    if terms.cycle_months < 1 or terms.instalments < 0:
        return
    last = due_day(terms, terms.instalments - 1) if terms.instalments else terms.first_due_on
    if terms.matures_on is not None:
        before = due_day(terms, terms.instalments - 2) if terms.instalments > 1 else terms.start_on
        if terms.matures_on <= before:
            yield message("maturity-before-due", maturity=terms.matures_on, before=before)
            return
        if terms.matures_on < terms.first_due_on:
            yield message(
                "cycle-longer-than-life", first=terms.first_due_on, maturity=terms.matures_on
            )
        if terms.repayment is not Repayment.BULLET and terms.matures_on - before > PERIOD_MAX:
            yield message("period-too-long", start=before, end=terms.matures_on)
        last = terms.matures_on
    try:
        calendar = calendar_of(terms.calendar)
        first = adjusted(terms.first_due_on, terms.business_day, calendar)
        adjusted(last, terms.business_day, calendar)
    except (CalendarNotKnownError, DayOutsideCalendarError) as error:
        yield error.message
        return
    if first <= terms.start_on < terms.first_due_on:
        yield message("first-due-not-after-start", first=first, start=terms.start_on)


def _key_problems(facts: Facts, *, has_reversals: bool) -> Iterator[Message]:
    keys = set(facts.columns.keys)
    if len(keys) < len(facts):
        for key, count in Counter(facts.columns.keys).items():
            if count > 1:
                yield message("fact-key-twice", key=key, count=count)
    for fact in facts if has_reversals else ():
        if fact.kind is FactKind.REVERSAL and (
            fact.reverses not in keys or fact.reverses == fact.key
        ):
            yield message("reversal-of-nothing", key=fact.key, reverses=fact.reverses)


def _fact_problems(terms: LoanTerms, fact: Fact) -> Iterator[Message]:
    key, on, kind = fact.key, fact.effective_on, fact.kind
    if kind not in OF_LOANS:
        yield message("fact-not-for-loans", fact=kind, key=key, on=on)
        return
    if not terms.start_on <= on <= LAST_ON:
        yield message("fact-outside-loan", start=terms.start_on, end=LAST_ON, key=key, on=on)
    if not (kind in WITH_AMOUNT) <= fact.amount <= AMOUNT_MAX:
        amount, largest = Money(fact.amount, terms.currency), Money(AMOUNT_MAX, terms.currency)
        yield message("fact-amount-out-of-range", amount=amount, largest=largest, key=key, on=on)
    if kind in OF_A_COMPONENT and all(part.name != fact.party for part in terms.components):
        yield message("fact-of-unknown-component", name=fact.party, key=key, on=on)
    if kind is FactKind.RATE_FIXING:
        yield from _fixing_problems(terms, fact)
    if kind in CHANGING:
        yield from change_problems(terms, fact)
    if kind is FactKind.SHARE_PAYMENT and fact.party not in terms.payers:
        yield message("share-of-unknown-payer", party=fact.party, key=key, on=on)


def _fixing_problems(terms: LoanTerms, fact: Fact) -> Iterator[Message]:
    if fact.rate is None:
        yield message("fixing-without-rate", key=fact.key, on=fact.effective_on)
        return
    for part in terms.components:
        if part.name == fact.party:
            yield from _component_problems(
                RateComponent(part.name, part.payer, fact.rate, part.from_on, part.until_on)
            )


def _sum_problems(terms: LoanTerms, stand: Facts, rest: Sequence[Fact]) -> Iterator[Message]:
    """Check that amounts and rates stay within what can be reckoned exactly.

    Args:
        rest: the facts that are no payments.
    """
    parties = acting(stand.columns)
    if len({*parties, *terms.payers}) > PARTIES_MAX:
        yield message("too-many-parties", largest=PARTIES_MAX)
    if _are_large(stand) and sum(max(fact.amount, 0) for fact in stand) > AMOUNT_SUM_MAX:
        yield message("facts-too-large", largest=Money(AMOUNT_SUM_MAX, terms.currency))
    highest = {part.name: abs(part.rate) for part in terms.components}
    for fact in rest:
        if fact.kind is FactKind.RATE_FIXING and fact.rate is not None and fact.party in highest:
            highest[fact.party] = max(highest[fact.party], abs(fact.rate))
    total = sum((rate.value for rate in highest.values()), start=Decimal(0))
    if total > ALL.value and not any(_rate_problems(terms)):
        yield message("rates-too-high", total=Rate(total))


def _are_large(facts: Facts) -> bool:
    """Tell whether amounts may come to more than can be reckoned exactly."""
    largest = int(facts.columns.amounts.max(initial=0))
    return largest > AMOUNT_MAX or largest * len(facts) > AMOUNT_SUM_MAX
