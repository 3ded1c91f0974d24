"""What the official files state that their own arithmetic does not: one number, cut by hand.

A correction names no case: it says which number of which event is meant otherwise, and holds
wherever a file states that number.  Whoever relies on one is told (`majung actus check`).
"""

from dataclasses import dataclass
from decimal import Decimal

from majung.contracts.actus.words import ContractType


@dataclass(frozen=True, slots=True)
class Correction:
    """A number that stands in a file otherwise than it is meant.

    Attributes:
        event: in which event, by its ACTUS name.
        term: which of its numbers, by its official key.
        printed: as it stands there, without its sign.
        meant: as it is reckoned.
        working: how.
    """

    kind: ContractType
    event: str
    term: str
    printed: Decimal
    meant: Decimal
    working: str


#: A guarantee of 3,500,000 called 80 days into a fee quarter of 92 days.
CORRECTIONS = (
    Correction(
        ContractType.GUARANTEE,
        "STD",
        "payoff",
        Decimal(3_508_695),
        Decimal("3508695.652173913"),
        "3,500,000 + 80/92 × 10,000",
    ),
)
