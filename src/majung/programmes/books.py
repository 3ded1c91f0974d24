"""Which events reach whose books.

A lender's, insurer's or fund's books hold every event of their contracts.  The books of the State
and of a fund of funds hold only what concerns them: events that name no party, and events that
name them, as a role or as an institution.
"""

from majung.programmes.products import BookRole

#: Roles that take part in others' contracts.
OWN_SHARE_ONLY = frozenset({BookRole.STATE, BookRole.FUND_OF_FUNDS})


def reaches(role: BookRole, party: str, *, institution: str) -> bool:
    """Whether an event of a party is posted in the books that an institution keeps in a role.

    >>> reaches(BookRole.FUND_OF_FUNDS, "private-partners", institution="innovation-fund")
    False

    Args:
        party: whose share the event is; empty for none.
        institution: who keeps the books, as a party of the programme.

    Source: own convention, docs/programmes.md.
    """
    return role not in OWN_SHARE_ONLY or party in {"", role.value, institution}
