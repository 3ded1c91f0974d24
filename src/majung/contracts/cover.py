"""Cover: what an insurance or guarantee of a loan yields, from its terms and its facts.

A replay goes through the days on which something happens: a fact, a premium that falls due, a
change of what is owed on the insured loan, the end of a month while damages run.  Inside a day
the cover first lapses or expires where its time was up the day before, then it is issued, then
premiums fall due, then the facts come in the order of their kinds, then the amount in force
follows what is owed, and last a cover ends that claims have used up.

A fact that the terms do not allow changes nothing and is a problem; all problems are returned at
once, and a replay of facts with problems is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from majung.contracts.courses.checks import fact_problems
from majung.contracts.courses.cover import CoverCourse
from majung.contracts.courses.cover_facts import (
    APPLY,
    ONE_DAY,
    accrue,
    charge_premiums,
    end_spent,
    follow_outstanding,
    issue,
    lapse_or_expire,
    lapses_on,
)
from majung.contracts.cover_premiums import premium_periods
from majung.contracts.cover_terms import CoverTerms, cover_problems
from majung.contracts.events import Event, difference
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.states import CoverState
from majung.contracts.steps import Steps
from majung.errors import Message, PolicyFinanceError
from majung.values.months import Month


class CoverContradictsError(PolicyFinanceError):
    """Terms and facts of a cover that is replayed do not contradict each other."""

    kind = "cover-contradicts"


@dataclass(frozen=True, slots=True)
class CoverReplay:
    """What a cover yields up to a day, one event a key, and how it stands then."""

    events: tuple[Event, ...]
    state: CoverState


def replay_cover(
    terms: CoverTerms,
    facts: Iterable[Fact],
    *,
    until: date,
    outstanding: Steps | None = None,
) -> CoverReplay:
    """Compute what a cover yields up to and including a day.

    Args:
        outstanding: principal owed on the insured loan, by day; without it the bank's notices on
            the cover itself count (drawdowns less payments).

    Raises:
        CoverContradictsError: terms, or facts up to `until`, have problems; all are named.

    Source: K-SURE, import insurance; Korea Credit Guarantee Fund Act; ACTUS CEG for the events.
    """
    recorded = tuple(facts)
    found = cover_problems(terms) or fact_problems(recorded, APPLY)
    if found:
        raise CoverContradictsError(problems=found)
    course = _played(terms, standing(recorded), until, outstanding)
    if course.problems:
        raise CoverContradictsError(problems=tuple(course.problems))
    return CoverReplay(difference(course.events, {}), course.state(_next_due_on(course, until)))


def problems_of(
    terms: CoverTerms, facts: Iterable[Fact], *, outstanding: Steps | None = None
) -> tuple[Message, ...]:
    """Return everything that terms and facts of a cover contradict, all at once.

    Faults of the terms, or of facts taken by themselves, are returned first and alone, because
    what follows from them would be noise.

    Source: own convention, docs/cover-and-fund.md.
    """
    recorded = tuple(facts)
    found = cover_problems(terms) or fact_problems(recorded, APPLY)
    if found or not recorded:
        return found
    last = max(fact.effective_on for fact in recorded)
    return tuple(_played(terms, standing(recorded), last, outstanding).problems)


def _played(
    terms: CoverTerms, facts: Sequence[Fact], until: date, outstanding: Steps | None
) -> CoverCourse:
    """Go through the days of a cover up to `until`; `facts` stand and are in order."""
    course = CoverCourse(terms, outstanding)
    by_day: dict[date, list[Fact]] = {}
    for fact in facts:
        if fact.effective_on <= until:
            by_day.setdefault(fact.effective_on, []).append(fact)
    for day in sorted(by_day.keys() | _scheduled(terms, facts, until, outstanding)):
        lapse_or_expire(course, day)
        _play_day(course, day, by_day.get(day, []))
    return course


def _scheduled(
    terms: CoverTerms, facts: Sequence[Fact], until: date, outstanding: Steps | None
) -> set[date]:
    """Return the days on which something happens without a fact."""
    days = set(outstanding.days) if outstanding else set[date]()
    issued = next((fact for fact in facts if fact.kind is FactKind.ISSUE), None)
    if issued is not None:
        days |= {period.from_on for period in premium_periods(terms, issued.effective_on)}
        days |= {terms.ends_on + ONE_DAY}
        if terms.claims.draw_within_days is not None:
            days |= {lapses_on(terms.claims.draw_within_days, issued.effective_on)}
    paid = next((fact for fact in facts if fact.kind is FactKind.CLAIM_PAYMENT), None)
    if paid is not None:
        month = Month.of(paid.effective_on)
        while month.last_on <= until:
            days.add(month.last_on)
            month = month.next()
    return {day for day in days if day <= until}


def _next_due_on(course: CoverCourse, until: date) -> date | None:
    """Return the next day after `until` on which something happens without a fact."""
    days: list[date] = []
    if course.covers and course.issued_on is not None:
        within = course.terms.claims.draw_within_days
        days += [period.from_on for period in course.periods]
        if within is not None and not course.drawn_until(until):
            days.append(lapses_on(within, course.issued_on))
        if course.default_on is None:
            days.append(course.terms.ends_on + ONE_DAY)
    if course.recourse.outstanding and course.terms.recourse.damages_rate.value:
        days.append(Month.of(until + ONE_DAY).last_on)
    return min((day for day in days if day > until), default=None)


def _play_day(course: CoverCourse, day: date, facts: list[Fact]) -> None:
    for fact in facts:
        if fact.kind is FactKind.ISSUE:
            issue(course, fact)
    charge_premiums(course, day)
    for fact in facts:
        if fact.kind is not FactKind.ISSUE:
            APPLY[fact.kind](course, fact)
    if course.recourse.paid and day == Month.of(day).last_on:
        accrue(course, day)
    if facts or course.outstanding is not None:
        follow_outstanding(course, day)
    end_spent(course, day)
