"""What is put forward for a second person: decision, way to finance, quotes it rests on.

The approver computes the offer from the same quotes, so that what was proposed is what is offered.
"""

from dataclasses import dataclass

from majung.applications.decision import Decision
from majung.applications.recommendation import Recommendation
from majung.pricing.quotes import BankQuote


@dataclass(frozen=True, slots=True)
class ProposedGrant:
    """A decision as it was proposed, with the way it grants.

    Attributes:
        decision: proposed; who approves it is not part of it.
        way: key of the indication it grants: loan, cover and bank.
        quotes: the banks' own rates it was priced with.
    """

    decision: Decision
    way: str
    quotes: tuple[BankQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedClaimDecision:
    """How a claim shall be decided, as it was proposed.

    Attributes:
        decision: what is payable as asked, what is accepted as granted.
        cover: key of the cover.
        claim: key of the claim under it.
    """

    decision: Decision
    cover: str
    claim: str


@dataclass(frozen=True, slots=True)
class ProposedWaiver:
    """That a condition precedent shall be waived, as it was proposed.

    Attributes:
        decision: the contract's commitment as asked and granted, the reason of the waiver.
        contract: key of the contract.
        condition: key of the condition.
    """

    decision: Decision
    contract: str
    condition: str


@dataclass(frozen=True, slots=True)
class ProposedRecommendations:
    """The good rows of a list, put forward for a second person of the recommending body.

    Attributes:
        round: key of the round.
        file: digest of the list.
        recommendations: in the order of the list.
    """

    round: str
    file: str
    recommendations: tuple[Recommendation, ...]
