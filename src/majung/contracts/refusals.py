"""Bad input of contracts, all of it at once: of one, and of a batch by row.

Terms that contradict, facts that do not fit them, a fixing missing on its day and a payment above
all that is owed are looked for in this order, each where nothing before it is wrong.  Whoever is
told here that something is wrong posts nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from majung.contracts.excess import excess_problems
from majung.contracts.facts import Fact
from majung.contracts.fixings import missing_problems
from majung.contracts.problems import problems_of, problems_of_facts
from majung.contracts.terms import LoanTerms
from majung.errors import Message


def refusals_of(
    terms: LoanTerms,
    facts: Iterable[Fact],
    *,
    until: date | None = None,
    kept: Collection[str] = (),
) -> tuple[Message, ...]:
    """Return everything for which a loan is refused; empty if it can be posted.

    Args:
        until: the last day that has passed; None for the day of the last fact.
        kept: keys of the payments whose excess is to be kept.

    Source: own convention, docs/contracts.md, facts.
    """
    recorded = tuple(facts)
    return (
        problems_of(terms)
        or problems_of_facts(terms, recorded)
        or (
            *missing_problems(terms, recorded, until=until),
            *excess_problems(terms, recorded, kept=kept),
        )
    )


def refusals_by_row(
    terms: Sequence[LoanTerms],
    facts: Sequence[Iterable[Fact]],
    *,
    until: date | None = None,
    kept: Sequence[Collection[str]] = (),
) -> Mapping[int, tuple[Message, ...]]:
    """Return the refusals of many contracts by their place; the others are free of them.

    Args:
        until: as of `refusals_of`.
        kept: of each contract, the keys of the payments whose excess is to be kept.

    Source: own convention, docs/contracts.md, facts.
    """
    keys = kept or [()] * len(terms)
    found = {
        row: refusals_of(term, of_contract, until=until, kept=of_keys)
        for row, (term, of_contract, of_keys) in enumerate(zip(terms, facts, keys, strict=True))
    }
    return {row: problems for row, problems in found.items() if problems}
