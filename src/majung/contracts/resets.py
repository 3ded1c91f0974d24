"""Reset days: when the rate of a loan is fixed anew, and what is wrong with such terms and fixings.

A reset day is known from the terms alone, like a due day; which rate it brings is a fact.  Days are
counted from the first and never chained; they move as due days do, and where interest does not
follow that move, the new rate counts from the unmoved day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import count as numbers_from
from typing import NamedTuple

from majung.contracts.drawing import LAST_ON, due_day
from majung.contracts.facts import Fact, FactKind
from majung.contracts.kernel.layout import INSTALMENTS_MAX
from majung.contracts.terms import BORROWER, LoanTerms, RateReset
from majung.errors import Message, message
from majung.values.calendars import BusinessCalendar, DayOutsideCalendarError, calendar_of
from majung.values.cycles import add_months, adjusted

RESET_MONTHS_MAX = 120
OBSERVED_DAYS_MAX = 30
PUBLISHED_DAYS_MAX = 92


class ResetDay(NamedTuple):
    """A day on which the rate is fixed anew.

    Attributes:
        on: the first day on which the new rate counts; the fixing bears it.
        observed_on: the day on which the index is observed.
    """

    on: date
    observed_on: date


@lru_cache(maxsize=4096)
def reset_days(terms: LoanTerms) -> tuple[ResetDay, ...]:
    """Return the reset days of a loan, earliest first; none where its rate is agreed for good.

    Only days on which the component counts, and before the last due day: what is overdue after
    that earns late interest at the last rate.

    Args:
        terms: free of problems.

    Source: own convention, docs/contracts.md, reset days.
    """
    reset = terms.reset
    if reset is None:
        return ()
    calendar = calendar_of(terms.calendar)
    part = next(each for each in terms.components if each.name == reset.component)
    begins, ends = part.from_on or terms.start_on, part.until_on or LAST_ON
    found = []
    for unmoved in _unmoved(terms, reset):
        moved = _moved(unmoved, terms, calendar)
        on = moved if terms.interest_follows_shift else unmoved
        if begins <= on < ends:
            found.append(ResetDay(on, _observed(on, reset, calendar)))
    return tuple(found)


def unfixed_days(terms: LoanTerms, facts: Sequence[Fact], *, until: date) -> tuple[ResetDay, ...]:
    """Return the reset days up to a day, included, of which no fact tells the rate.

    Args:
        facts: those that stand.

    Source: own convention, docs/contracts.md, reset days.
    """
    if terms.reset is None:
        return ()
    of_component = [fact for fact in facts if fact.party == terms.reset.component]
    fixed = {fact.effective_on for fact in of_component if fact.kind is FactKind.RATE_FIXING}
    ends_on = min(until, _last_reset(terms, facts))
    return tuple(day for day in reset_days(terms) if day.on <= ends_on and day.on not in fixed)


def next_reset(terms: LoanTerms, *, after: date, facts: Sequence[Fact] = ()) -> date | None:
    """Return the next reset day after a day; None where there is none.

    Args:
        facts: those that stand; the end of the component is one.

    Source: own convention, docs/contracts.md, reset days.
    """
    last = _last_reset(terms, facts)
    return next((day.on for day in reset_days(terms) if after < day.on <= last), None)


def resets_within_life(terms: LoanTerms) -> bool:
    """Whether the first reset day comes before the last due day.

    Source: own convention, docs/contracts.md, reset days.
    """
    return terms.reset is not None and _first(terms, terms.reset) < _last(terms)


def reset_problems(terms: LoanTerms) -> Iterator[Message]:
    """Yield what is wrong with the reset days of terms.

    Source: own convention, docs/contracts.md, reset days.
    """
    reset = terms.reset
    if reset is None:
        return
    parts = [part for part in terms.components if part.name == reset.component]
    if not parts:
        known = tuple(part.name for part in terms.components)
        yield message("reset-of-unknown-component", name=reset.component, known=known)
    elif parts[0].payer != BORROWER:
        yield message("reset-of-discount", name=reset.component, payer=parts[0].payer)
    if not reset.index.strip():
        yield message("reset-without-index")
    for term, days, largest in (
        ("observed-days-before", reset.observed_days_before, OBSERVED_DAYS_MAX),
        ("published-days-max", reset.published_days_max, PUBLISHED_DAYS_MAX),
    ):
        if not 0 <= days <= largest:
            yield message("reset-days-out-of-range", term=term, days=days, largest=largest)
    if not 1 <= reset.cycle_months <= RESET_MONTHS_MAX:
        yield message(
            "reset-cycle-out-of-range", months=reset.cycle_months, largest=RESET_MONTHS_MAX
        )
        return
    first = _first(terms, reset)
    if first <= terms.start_on:
        yield message("reset-before-start", first=first, start=terms.start_on)
    elif terms.cycle_months >= 1 and first >= (last := _last(terms)):
        yield message("reset-after-end", first=first, last=last)


def fixing_day_problems(terms: LoanTerms, facts: Sequence[Fact]) -> Iterator[Message]:
    """Yield the fixings of a component with reset days that stand on other days, or twice on one.

    Args:
        facts: those that stand, in order.

    Source: own convention, docs/contracts.md, reset days.
    """
    if terms.reset is None:
        return
    component, index = terms.reset.component, terms.reset.index
    days = {day.on for day in reset_days(terms)}
    seen: set[date] = set()
    for fact in facts:
        if fact.kind is not FactKind.RATE_FIXING or fact.party != component:
            continue
        key, on = fact.key, fact.effective_on
        if on not in days:
            after = next_reset(terms, after=on) or "-"
            yield message("fixing-off-its-day", key=key, on=on, index=index, next=after)
        elif on in seen:
            yield message("fixing-twice", key=key, on=on, index=index)
        seen.add(on)


def _unmoved(terms: LoanTerms, reset: RateReset) -> Iterator[date]:
    """Yield the days of the cycle before the last due day."""
    first, last = _first(terms, reset), _last(terms)
    for number in numbers_from():
        months = number * reset.cycle_months
        if first.year + months // 12 >= LAST_ON.year:
            return
        day = add_months(first, months, end_of_month=terms.end_of_month)
        if day >= last:
            return
        yield day


def _first(terms: LoanTerms, reset: RateReset) -> date:
    if reset.first_on is not None:
        return reset.first_on
    return add_months(terms.start_on, reset.cycle_months, end_of_month=terms.end_of_month)


def _last(terms: LoanTerms) -> date:
    """Return the last due day before business days are regarded, or the last there can be."""
    if terms.plan:
        return terms.plan[-1].on
    return terms.matures_on or due_day(terms, (terms.instalments or INSTALMENTS_MAX) - 1)


def _last_reset(terms: LoanTerms, facts: Sequence[Fact]) -> date:
    """Return the last day on which the component can be fixed: before a fact ends it."""
    assert terms.reset is not None, "asked of a loan with reset days"
    ends = [
        fact.effective_on
        for fact in facts
        if fact.kind is FactKind.COMPONENT_END and fact.party == terms.reset.component
    ]
    return date.fromordinal(min(ends).toordinal() - 1) if ends else LAST_ON


def _moved(day: date, terms: LoanTerms, calendar: BusinessCalendar) -> date:
    try:
        return adjusted(day, terms.business_day, calendar)
    except DayOutsideCalendarError:
        return day


def _observed(day: date, reset: RateReset, calendar: BusinessCalendar) -> date:
    try:
        return calendar.plus(day, -reset.observed_days_before)
    except DayOutsideCalendarError:
        return day
