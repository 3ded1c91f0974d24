"""Fund: what a partnership yields, from its terms and its facts.

Partners commit, are called, pay in; the fund invests in companies, values them, gets proceeds;
the manager is paid a fee each quarter and, after the partners' hurdle, a carry.  Everything is
shared to the last minor unit, so what the fund has taken in is always what it has spent,
distributed and still holds.

Inside a day the fund is formed first, then the fee of a quarter that ended is charged, then calls
agreed beforehand fall due, and then the facts come in the order of their kinds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from majung.contracts.courses.checks import fact_problems
from majung.contracts.courses.fund import QUARTER_MONTHS, FundCourse
from majung.contracts.courses.fund_facts import OF_FUNDS, apply, call_capital
from majung.contracts.events import Event, difference
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.fund_terms import NONE, FundTerms, fund_problems
from majung.contracts.states import FundState
from majung.contracts.waterfall import Flow
from majung.errors import Message, PolicyFinanceError
from majung.values.cycles import add_months


class FundContradictsError(PolicyFinanceError):
    """Terms and facts of a fund that is replayed do not contradict each other."""

    kind = "fund-contradicts"


@dataclass(frozen=True, slots=True)
class FundReplay:
    """What a fund yields up to a day, one event a key, and how it stands then.

    Attributes:
        flows: how each distribution went through the waterfall, in the order they were made.
    """

    events: tuple[Event, ...]
    state: FundState
    flows: tuple[Flow, ...] = ()


def replay_fund(terms: FundTerms, facts: Iterable[Fact], *, until: date) -> FundReplay:
    """Compute what a fund yields up to and including a day.

    Raises:
        FundContradictsError: terms, or facts up to `until`, have problems; all are named.

    Source: policy-fund model terms; own convention, docs/cover-and-fund.md.
    """
    recorded = tuple(facts)
    found = fund_problems(terms) or fact_problems(recorded, OF_FUNDS)
    if found:
        raise FundContradictsError(problems=found)
    stand = standing(recorded)
    course = _played(terms, stand, until)
    if course.problems:
        raise FundContradictsError(problems=tuple(course.problems))
    days = _scheduled(terms, course.formed_on) if course.runs else set[date]()
    next_due_on = min((day for day in days if day > until), default=None)
    state = course.state(until, next_due_on)
    return FundReplay(difference(course.events, {}), state, tuple(course.flows))


def problems_of(terms: FundTerms, facts: Iterable[Fact]) -> tuple[Message, ...]:
    """Return everything that terms and facts of a fund contradict, all at once.

    Faults of the terms, or of facts taken by themselves, are returned first and alone, because
    what follows from them would be noise.

    Source: own convention, docs/cover-and-fund.md.
    """
    recorded = tuple(facts)
    found = fund_problems(terms) or fact_problems(recorded, OF_FUNDS)
    if found or not recorded:
        return found
    last = max(fact.effective_on for fact in recorded)
    return tuple(_played(terms, standing(recorded), last).problems)


def _played(terms: FundTerms, facts: Sequence[Fact], until: date) -> FundCourse:
    """Go through the days of a fund up to `until`; `facts` stand and are in order."""
    course = FundCourse(terms)
    formed = next((fact for fact in facts if fact.kind is FactKind.ISSUE), None)
    by_day: dict[date, list[Fact]] = {}
    for fact in facts:
        by_day.setdefault(fact.effective_on, []).append(fact)
    days = by_day.keys() | _scheduled(terms, formed.effective_on if formed else None)
    quarters = _quarter_ends(terms, formed.effective_on) if formed else set[date]()
    for day in sorted(day for day in days if day <= until):
        of_day = by_day.get(day, [])
        for fact in of_day:
            if fact.kind is FactKind.ISSUE:
                apply(course, fact)
        if course.runs:
            course.accrue_fee(day)
            if day in quarters:
                course.charge_fee(day)
            _call_instalments(course, day)
        for fact in of_day:
            if fact.kind is not FactKind.ISSUE:
                apply(course, fact)
    return course


def _scheduled(terms: FundTerms, formed_on: date | None) -> set[date]:
    """Return the days on which something happens without a fact."""
    if formed_on is None:
        return set()
    turns = add_months(formed_on, terms.fees.commitment_months)
    calls = {max(instalment.due_on, formed_on) for instalment in terms.instalments}
    return _quarter_ends(terms, formed_on) | {turns} | calls


def _quarter_ends(terms: FundTerms, formed_on: date) -> set[date]:
    """Return the days on which fees are charged: the first days after each quarter of its life."""
    if not terms.fee_rate:
        return set()
    days: set[date] = set()
    while (day := add_months(formed_on, QUARTER_MONTHS * (len(days) + 1))) < terms.ends_on:
        days.add(day)
    return days | {terms.ends_on}


def _call_instalments(course: FundCourse, day: date) -> None:
    """Call what agreed instalments due up to a day leave to be called."""
    due = [one.share for one in course.terms.instalments if one.due_on <= day]
    wanted = floor(course.terms.size * sum(due, NONE).fraction)
    call_capital(course, day, max(wanted - course.called, 0))
