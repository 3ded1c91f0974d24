"""What a contract comes to when it is agreed, whatever its kind: one figure for lists and sums."""

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.fund_terms import FundTerms
from majung.contracts.terms import LoanTerms


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
