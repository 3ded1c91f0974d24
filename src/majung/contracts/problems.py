"""What is wrong with terms and facts, all of it at once, before anything is reckoned.

The kernel checks nothing that can be known beforehand.  What only a replay can know — a refund of
more than was overpaid — it reports by number, and becomes a message here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from majung.contracts.changes import CHANGING, change_problems
from majung.contracts.drawing import LAST_ON, drawdown_problems, due_day
from majung.contracts.facts import OF_A_COMPONENT, WITHOUT_PARTY, Fact, FactKind, standing
from majung.contracts.kernel.layout import (
    AMOUNT_MAX,
    AMOUNT_SUM_MAX,
    COMPONENTS_MAX,
    INSTALMENTS_MAX,
    PARTIES_MAX,
    RECKONING_TOO_LARGE,
    REFUND_ABOVE_OVERPAYMENT,
    RESTRUCTURED_TOO_LONG,
    RESULT_FIELDS,
    SHARE_ABOVE_DUE,
    TRANSFER_ABOVE_OUTSTANDING,
    WRITE_OFF_ABOVE_OUTSTANDING,
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

_FOUND_BY_REPLAY = {
    REFUND_ABOVE_OVERPAYMENT: "refund-above-overpayment",
    SHARE_ABOVE_DUE: "share-payment-above-due",
    WRITE_OFF_ABOVE_OUTSTANDING: "write-off-above-outstanding",
    TRANSFER_ABOVE_OUTSTANDING: "transfer-above-outstanding",
    RESTRUCTURED_TOO_LONG: "restructured-too-long",
}


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
    recorded = tuple(facts)
    return _problems_of_facts(terms, recorded, standing(recorded))


def _problems_of_facts(
    terms: LoanTerms, recorded: Sequence[Fact], stand: Sequence[Fact]
) -> tuple[Message, ...]:
    # Of a long life nearly all is payments, which only their day and amount can make wrong.
    paid = FactKind.PAYMENT
    rest = [fact for fact in stand if fact.kind is not paid]
    payments = [fact for fact in stand if fact.kind is paid]
    doubtful = rest if _are_plain(terms, stand, payments) else stand
    return (
        *_key_problems(recorded, has_reversals=len(stand) < len(recorded)),
        *(problem for fact in doubtful for problem in _fact_problems(terms, fact)),
        *drawdown_problems(terms, rest),
        *fixing_day_problems(terms, rest),
        *_sum_problems(terms, payments, rest),
    )


def _are_plain(terms: LoanTerms, stand: Sequence[Fact], payments: Sequence[Fact]) -> bool:
    """Tell whether all days and amounts are within bounds: no payment among them is wrong."""
    if not stand:
        return True
    amounts = [fact.amount for fact in payments]
    is_within = terms.start_on <= stand[0].effective_on and stand[-1].effective_on <= LAST_ON
    return is_within and (not amounts or (min(amounts) > 0 and max(amounts) <= AMOUNT_MAX))


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


def require_replayable(terms: LoanTerms, recorded: Sequence[Fact], stand: Sequence[Fact]) -> None:
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


def require_settled(result: Sequence[int], facts: Sequence[Fact], currency: str) -> None:
    """Refuse facts that a replay found at odds with how the loan stood.

    Args:
        result: the fields of one contract, as of `RESULT_FIELDS`.
        facts: those that stand, in order.

    Raises:
        FactsContradictError: with the fact and what there was.

    Source: own convention, docs/contracts.md, facts.
    """
    if problem := problem_found(result, facts, currency):
        raise FactsContradictError(problems=(problem,))


def problem_found(result: Sequence[int], facts: Sequence[Fact], currency: str) -> Message | None:
    """Return what a replay found wrong with a fact of one contract, or None.

    Source: own convention, docs/contracts.md, facts.
    """
    values = dict(zip(RESULT_FIELDS, result, strict=True))
    if not values["problem"]:
        return None
    if values["problem"] == RECKONING_TOO_LARGE:
        return message("reckoning-too-large", largest=Money(AMOUNT_SUM_MAX, currency))
    fact = facts[values["problem_fact"]]
    return message(
        _FOUND_BY_REPLAY[values["problem"]],
        key=fact.key,
        on=fact.effective_on,
        amount=Money(fact.amount, currency),
        party=fact.party,
    )


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


def _key_problems(facts: Sequence[Fact], *, has_reversals: bool) -> Iterator[Message]:
    keys = {fact.key for fact in facts}
    if len(keys) < len(facts):
        for key, count in Counter(fact.key for fact in facts).items():
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


def _sum_problems(
    terms: LoanTerms, payments: Sequence[Fact], rest: Sequence[Fact]
) -> Iterator[Message]:
    """Check that amounts and rates stay within what can be reckoned exactly.

    Args:
        rest: the facts that are no payments.
    """
    paying = {fact.party for fact in payments}
    others = {fact.party for fact in rest if fact.kind not in WITHOUT_PARTY}
    if len(paying | others | {*terms.payers}) > PARTIES_MAX:
        yield message("too-many-parties", largest=PARTIES_MAX)
    amounts = [fact.amount for facts in (payments, rest) for fact in facts]
    if sum(amount for amount in amounts if amount > 0) > AMOUNT_SUM_MAX:
        yield message("facts-too-large", largest=Money(AMOUNT_SUM_MAX, terms.currency))
    highest = {part.name: abs(part.rate) for part in terms.components}
    for fact in rest:
        if fact.kind is FactKind.RATE_FIXING and fact.rate is not None and fact.party in highest:
            highest[fact.party] = max(highest[fact.party], abs(fact.rate))
    total = sum((rate.value for rate in highest.values()), start=Decimal(0))
    if total > ALL.value and not any(_rate_problems(terms)):
        yield message("rates-too-high", total=Rate(total))
