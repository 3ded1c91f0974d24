"""What a contract comes to, whatever its kind: one figure for lists, sums and limits."""

from collections.abc import Iterable
from types import MappingProxyType

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import Event, EventKind
from majung.contracts.fund_terms import FundTerms
from majung.contracts.terms import LoanTerms

#: What frees a part of what was agreed, and what binds it again.
FREEING = MappingProxyType(
    {
        EventKind.PRINCIPAL_PAID: 1,
        EventKind.WRITTEN_OFF: 1,
        EventKind.COMMITMENT_ENDED: 1,
        EventKind.COVER_REDUCED: 1,
        EventKind.COVER_RESTORED: -1,
        EventKind.COVER_ENDED: 1,
    }
)


def agreed_amount(terms: object) -> int:
    """Return what was agreed in minor units: committed, insured, or the size of a fund.

    Raises:
        TypeError: terms of another kind.
    """
    match terms:
        case LoanTerms():
            return terms.committed
        case CoverTerms():
            return terms.insured_amount
        case FundTerms():
            return terms.size
        case _:
            raise TypeError(f"{type(terms).__name__} is not a kind of terms")


def freed_amount(events: Iterable[Event]) -> int:
    """Return how much less stands under a contract after events than before, in minor units.

    Of a loan what was repaid, written off or will not be drawn; of a cover what is not in force
    any more.  Below zero where more stands again: a payment was reversed.
    """
    return sum(FREEING.get(event.kind, 0) * event.amount for event in events)
