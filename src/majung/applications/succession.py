"""Who a firm is after a merger, an incorporation or a sale.

A succession is a fact with a day.  Identity is always asked *as of a day*: a recommendation given
to a proprietor in March is the company's after its incorporation in June, and a benefit held in
May was still the proprietor's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.applications.firm import FirmIdentity, identity_key
from majung.errors import PolicyFinanceError
from majung.values.identifiers import BusinessNumber


class SuccessionLoopError(PolicyFinanceError):
    """A firm cannot succeed itself."""

    kind = "succession-loop"


class SuccessionsConflictError(PolicyFinanceError):
    """A firm that ended has one successor."""

    kind = "successions-conflict"


class SuccessionKind(StrEnum):
    """How one firm follows another.

    MERGER (합병) and INCORPORATION (법인전환) end the predecessor: all of it passes on.  SALE
    (영업양수도) passes the named sites only, and the seller lives on.
    """

    MERGER = "merger"
    INCORPORATION = "incorporation"
    SALE = "sale"

    @property
    def is_universal(self) -> bool:
        """Say whether everything the predecessor had passes to the successor."""
        return self is not SuccessionKind.SALE


@dataclass(frozen=True, slots=True)
class Succession:
    """That one firm followed another on a day.

    Attributes:
        effective_on: the first day on which the successor is meant.
        sites: of a sale, the business numbers sold.
        evidence: the document that shows it.
    """

    kind: SuccessionKind
    predecessor: FirmIdentity
    successor: FirmIdentity
    effective_on: date
    sites: frozenset[BusinessNumber] = frozenset()
    evidence: str = ""

    def __post_init__(self) -> None:
        if self.kind is SuccessionKind.SALE and not self.sites:
            raise ValueError("a sale names the sites that were sold")


def identity_on(
    identity: FirmIdentity, successions: Iterable[Succession], *, on: date
) -> FirmIdentity:
    """Return the firm that is meant on a day by an identity known before.

    Successions are followed in chains (a proprietor incorporates, the company merges); a sale of
    sites changes nobody's identity.

    Raises:
        SuccessionLoopError: following the successions leads back to a firm already passed.
        SuccessionsConflictError: a firm ended twice, with different successors.
    """
    successor_of = _successors(successions, on=on)
    passed = [identity]
    while identity in successor_of:
        identity = successor_of[identity]
        if identity in passed:
            raise SuccessionLoopError(firm=identity, chain=(*passed, identity))
        passed.append(identity)
    return identity


def owner_on(
    site: BusinessNumber,
    first_owner: FirmIdentity,
    successions: Iterable[Succession],
    *,
    on: date,
) -> FirmIdentity:
    """Return the firm that a business number belongs to on a day, sales of the site included.

    Raises:
        SuccessionLoopError: as in `identity_on`.
        SuccessionsConflictError: as in `identity_on`.
    """
    known = tuple(successions)
    sales = sorted(
        (
            sale
            for sale in known
            if sale.kind is SuccessionKind.SALE and site in sale.sites and sale.effective_on <= on
        ),
        key=lambda sale: (sale.effective_on, identity_key(sale.successor)),
    )
    owner = first_owner
    for sale in sales:
        # The seller may have merged before it sold: it is found under the name of that day.
        if identity_on(owner, known, on=sale.effective_on) == identity_on(
            sale.predecessor, known, on=sale.effective_on
        ):
            owner = sale.successor
    return identity_on(owner, known, on=on)


def _successors(successions: Iterable[Succession], *, on: date) -> dict[FirmIdentity, FirmIdentity]:
    successor_of: dict[FirmIdentity, FirmIdentity] = {}
    for succession in successions:
        if not succession.kind.is_universal or on < succession.effective_on:
            continue
        held = successor_of.setdefault(succession.predecessor, succession.successor)
        if held != succession.successor:
            raise SuccessionsConflictError(
                firm=succession.predecessor, successors=(held, succession.successor)
            )
    return successor_of
