"""Fixing the rates of loans: what an index was becomes a fact of every loan that follows it.

The close of a day does so for the reset days that have come, before anything is posted; a list of
index rates does so for reset days that have passed, and corrects what was told otherwise.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from majung.contracts.facts import Fact
from majung.contracts.index_rates import fixings_of
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.store.servicing.contracts import contracts_by_keys
from majung.store.servicing.facts import facts_of_many, record_facts
from majung.store.servicing.index_rates import loans_to_fix, rates_of


def fix_due(*, on: date, at: datetime, by: str, after: str, count_max: int) -> Sequence[str] | None:
    """Fix the rates of the next loans that are due by a day; return which were looked at.

    Runs inside a transaction of the State.  Nothing is posted: the close does so after.
    """
    keys = loans_to_fix(on=on, after=after, count_max=count_max)
    if not keys:
        return None
    record_facts(wanted_fixings(keys, on=on), by=by, at=at)
    return keys


def wanted_fixings(keys: Sequence[str], *, on: date) -> Mapping[str, tuple[Fact, ...]]:
    """Return the fixings that index rates bring loans and are not recorded yet, by contract.

    A loan whose facts contradict each other takes none: the close sets it aside.
    """
    loans = {
        each.key: each.terms
        for each in contracts_by_keys(list(keys))
        if isinstance(each.terms, LoanTerms) and each.terms.reset is not None
    }
    facts = facts_of_many(list(loans))
    rates = rates_of({terms.reset.index for terms in loans.values() if terms.reset})
    wanted = {}
    for key, terms in loans.items():
        assert terms.reset is not None, "only loans with reset days were kept"
        of_index = rates.get(terms.reset.index, {})
        try:
            found = fixings_of(terms, facts.get(key, ()), of_index, until=on)
        except PolicyFinanceError:
            continue
        if found:
            wanted[key] = found
    return wanted
