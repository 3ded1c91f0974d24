"""Which benefits keep each other out, and how.

A programme says which products exclude each other, for which one thing (a firm, a project, a
loan) and how: never both, one preferential rate a loan, or only the better of the two.  A rule
written by either programme binds both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from majung.programmes.products import LoanProduct
from majung.programmes.programme import (
    ANY_PREFERENTIAL_RATE,
    Exclusion,
    ExclusionScope,
    Programme,
)
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What a firm holds, is offered or asks for under a programme.

    Attributes:
        product: its key.
        amount: None where another institution only says that it is held.
        project: the project it serves; empty where nobody stated one.
        loan: the loan it is part of; empty for a loan that is only asked for.
        until_on: last day it is held; None while it lasts.
    """

    product: str
    programme: str = ""
    provider: str = ""
    amount: Money | None = None
    project: str = ""
    loan: str = ""
    from_on: date | None = None
    until_on: date | None = None

    def is_held_on(self, on: date) -> bool:
        """Say whether it is held on a day, first and last day included."""
        begun = self.from_on is None or self.from_on <= on
        return begun and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Excluded:
    """That two benefits exclude each other, by which rule."""

    one: Benefit
    other: Benefit
    exclusion: Exclusion


def exclusions_between(
    one: Benefit, other: Benefit, programmes: Iterable[Programme]
) -> tuple[Excluded, ...]:
    """Return the rules of all programmes by which two benefits exclude each other.

    Where a rule speaks of one project or one loan and it is not stated which, the benefits are
    taken to serve the same one: what is not known is never a permission.
    """
    known = tuple(programmes)
    preferential = preferential_loans(known)
    return tuple(
        Excluded(one, other, exclusion)
        for programme in known
        for exclusion in programme.exclusions
        if _names(exclusion, one.product, other.product, preferential)
        and _is_one_thing(exclusion.scope, one, other)
    )


def preferential_loans(programmes: Iterable[Programme]) -> frozenset[str]:
    """Return the loans that carry a preferential rate, by key."""
    return frozenset(
        product.key
        for programme in programmes
        for product in programme.products
        if isinstance(product, LoanProduct) and product.pricing.cuts
    )


def _names(exclusion: Exclusion, one: str, other: str, preferential: frozenset[str]) -> bool:
    """Say whether an exclusion concerns two products, in either order."""
    others = frozenset(exclusion.others)
    if ANY_PREFERENTIAL_RATE in others:
        others |= preferential
    pairs = ((one, other), (other, one))
    return any(own in exclusion.products and far in others for own, far in pairs)


def _is_one_thing(scope: ExclusionScope, one: Benefit, other: Benefit) -> bool:
    match scope:
        case ExclusionScope.FIRM:
            return True
        case ExclusionScope.PROJECT:
            return not one.project or not other.project or one.project == other.project
        case ExclusionScope.LOAN:
            return not one.loan or not other.loan or one.loan == other.loan
