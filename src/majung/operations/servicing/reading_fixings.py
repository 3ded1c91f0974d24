"""Fixings that are missing: which index, which day, and how many loans wait for it.

Loans serviced here wait for a list of index rates; of a loan that another core system reports, its
servicer's file tells the rate, for the months it has told of.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.facts import standing
from majung.contracts.index_rates import observed_rate
from majung.contracts.resets import ResetDay, unfixed_days
from majung.contracts.terms import LoanTerms
from majung.operations.acting import Actor
from majung.operations.servicing.statements import through
from majung.operations.supply.looking import looking
from majung.store.access import Purpose
from majung.store.servicing.contracts import Servicing, contracts_by_keys
from majung.store.servicing.facts import facts_of_many
from majung.store.servicing.index_rates import loans_to_ask, rates_of
from majung.store.servicing.statements import statements_of

LOANS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MissingFixing:
    """A reset day that passed without its rate.

    Attributes:
        observed_on: the day of which the index is wanted.
        reset_on: from which the rate counts.
        serviced: loans serviced here that wait for it; nothing of them is posted meanwhile.
        reported: loans of other core systems whose files told of the day and not of the rate.
    """

    index: str
    observed_on: date
    reset_on: date
    serviced: int
    reported: int


def missing_fixings(actor: Actor, *, on: date, at: datetime) -> tuple[MissingFixing, ...]:
    """Return the fixings that are missing by a day among the loans the actor may read.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    found: Counter[tuple[str, ResetDay, Servicing]] = Counter()
    with looking(actor, Purpose.SERVICING, at=at):
        after = ""
        while keys := loans_to_ask(on=on, after=after, count_max=LOANS_AT_ONCE):
            found.update(_missing(keys, on=on))
            after = keys[-1]
    days = sorted({(index, day) for index, day, _ in found}, key=lambda each: (each[1], each[0]))
    return tuple(
        MissingFixing(
            index,
            day.observed_on,
            day.on,
            found[index, day, Servicing.SERVICED],
            found[index, day, Servicing.REPORTED],
        )
        for index, day in days
    )


def _missing(keys: Sequence[str], *, on: date) -> Iterator[tuple[str, ResetDay, Servicing]]:
    facts, submitted = facts_of_many(keys), statements_of(keys)
    contracts = contracts_by_keys(keys)
    loans = [each.terms for each in contracts if isinstance(each.terms, LoanTerms)]
    rates = rates_of({terms.reset.index for terms in loans if terms.reset})
    for contract in contracts:
        terms = contract.terms
        assert isinstance(terms, LoanTerms), "only a loan follows an index"
        assert terms.reset is not None, "it was found by its index"
        is_reported = contract.servicing is Servicing.REPORTED
        until = min(on, through(contract, submitted.get(contract.key, ()))) if is_reported else on
        of_index = rates.get(terms.reset.index, {})
        for day in unfixed_days(terms, standing(facts.get(contract.key, ())), until=until):
            if not is_reported and observed_rate(terms.reset, day.observed_on, of_index):
                # The next close records it.
                continue
            yield terms.reset.index, day, contract.servicing
