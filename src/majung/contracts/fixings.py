"""Fixings that are missing on their day: a rate that nobody has told is not made up.

A replay holds the last rate and says so; whoever posts what a loan yields asks here before, so
nothing is posted that rests on a rate which was to be fixed and was not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.replay import LoanState, replay
from majung.contracts.resets import reset_days
from majung.contracts.terms import LoanTerms
from majung.errors import Message, PolicyFinanceError, message
from majung.values.rates import Rate


class FixingMissingError(PolicyFinanceError):
    """A rate that is fixed anew on a day is told by the day's end."""

    kind = "fixing-missing"


@dataclass(frozen=True, slots=True)
class ResetTold:
    """A reset day of a loan, and the rate that was told of it.

    Attributes:
        rate: of the component; None where nobody has told it: the rate before it is held.
    """

    on: date
    observed_on: date
    rate: Rate | None


def resets_of(terms: LoanTerms, facts: Iterable[Fact]) -> tuple[ResetTold, ...]:
    """Return the reset days of a loan with what was told of each, earliest first.

    Source: own convention, docs/contracts.md, reset days.
    """
    if terms.reset is None:
        return ()
    told = {
        fact.effective_on: fact.rate
        for fact in standing(facts)
        if fact.kind is FactKind.RATE_FIXING and fact.party == terms.reset.component
    }
    return tuple(ResetTold(day.on, day.observed_on, told.get(day.on)) for day in reset_days(terms))


def rate_held(terms: LoanTerms, facts: Iterable[Fact]) -> Rate:
    """Return the last known rate of the component with reset days: the agreed one at first.

    Raises:
        ValueError: the loan has no reset days.

    Source: own convention, docs/contracts.md, reset days.
    """
    if terms.reset is None:
        raise ValueError("a loan without reset days holds no rate")
    agreed = next(part.rate for part in terms.components if part.name == terms.reset.component)
    return next(
        (each.rate for each in reversed(resets_of(terms, facts)) if each.rate is not None), agreed
    )


def remarks_of(
    terms: LoanTerms, facts: Iterable[Fact], *, missing: bool = False
) -> tuple[Message, ...]:
    """Return what a schedule of a floating rate rests on, to be said beside it.

    Args:
        missing: a reset day has passed without its fixing.

    Source: own convention, docs/contracts.md, reset days.
    """
    told = resets_of(terms, facts)
    held_from = next((each.on for each in told if each.rate is None), None)
    if terms.reset is None or held_from is None:
        return ()
    kind = "rate-held-missing" if missing else "rate-held"
    rate = rate_held(terms, facts)
    return (message(kind, on=held_from, index=terms.reset.index, rate=rate),)


def require_fixed(terms: LoanTerms, state: LoanState) -> None:
    """Refuse to go on where a reset day has passed without its fixing.

    Raises:
        FixingMissingError: naming the index and the first such day.

    Source: own convention, docs/contracts.md, reset days.
    """
    if state.unfixed:
        raise FixingMissingError(**_missing(terms, state))


def missing_problems(
    terms: LoanTerms, facts: Iterable[Fact], *, until: date | None = None
) -> tuple[Message, ...]:
    """Return what is wrong where a reset day has passed without its fixing.

    Args:
        terms: free of problems, and facts so too.
        until: the last day that has passed; None for the day of the last fact, which tells that
            the days before it have.

    Source: own convention, docs/contracts.md, reset days.
    """
    if terms.reset is None:
        return ()
    stand = standing(facts)
    last = until or (stand[-1].effective_on if stand else None)
    if last is None:
        return ()
    state = replay(terms, stand, until=last).state
    return (message("fixing-missing", **_missing(terms, state)),) if state.unfixed else ()


def _missing(terms: LoanTerms, state: LoanState) -> dict[str, object]:
    assert terms.reset is not None, "only a loan with reset days wants a fixing"
    first = state.unfixed[0]
    return {
        "index": terms.reset.index,
        "on": first.on,
        "observed_on": first.observed_on,
        "count": len(state.unfixed),
    }
