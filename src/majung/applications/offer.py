"""An offer (승인조건): terms that two persons approved, which a firm may accept until a day.

An offer is an indication that was decided on: the same figures on what is certain, at the amount
granted, with the conditions to be proved before money is drawn.  Its terms are the contract's.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.applications.decision import Decision, DecisionKind
from majung.applications.indications.indication import Indication
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.terms import LoanTerms
from majung.errors import Language, PolicyFinanceError
from majung.programmes.products import ConditionPrecedent


class OfferNotOpenError(PolicyFinanceError):
    """An offer is answered once, while it is open."""

    kind = "offer-not-open"


class OfferWithoutGrantError(PolicyFinanceError):
    """An offer rests on a decision that grants something."""

    kind = "offer-without-grant"


class OfferStanding(StrEnum):
    """How an offer stands on a day."""

    COMING = "coming"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    def spoken(self, language: Language) -> str:
        """Write the standing in the words of a letter."""
        return KOREAN_STANDING[self] if language == "ko" else self.value


KOREAN_STANDING = {
    OfferStanding.COMING: "제시 전",
    OfferStanding.OPEN: "수락 가능",
    OfferStanding.ACCEPTED: "수락",
    OfferStanding.DECLINED: "거부",
    OfferStanding.WITHDRAWN: "철회",
    OfferStanding.LAPSED: "기한 경과",
}
#: How an offer can be answered.
ANSWERS = frozenset({OfferStanding.ACCEPTED, OfferStanding.DECLINED, OfferStanding.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Approved terms.

    Attributes:
        decision: what was decided, with its document.
        terms: of the contract to be signed.
        figures: the same terms as the firm was shown them: cost, instalments, saving.
        conditions: what must be proved before money is drawn.
        until_on: last day on which it can be accepted.
    """

    number: str
    decision: Decision
    terms: LoanTerms | CoverTerms
    figures: Indication
    conditions: tuple[ConditionPrecedent, ...]
    offered_on: date
    until_on: date

    def __post_init__(self) -> None:
        if self.decision.kind is DecisionKind.REFUSE:
            raise OfferWithoutGrantError(application=self.decision.application)
        if self.until_on < self.offered_on:
            raise ValueError(f"offer {self.number} ends before it begins")


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """How an offer was answered.

    Attributes:
        kind: accepted or declined by the firm, withdrawn by the provider.
        reason: why it was declined or withdrawn.
    """

    kind: OfferStanding
    effective_on: date
    by: str
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ANSWERS:
            raise ValueError(f"an offer is not answered by being {self.kind}")


def standing_of(offer: Offer, answer: OfferAnswer | None, *, on: date) -> OfferStanding:
    """Return how an offer stands at the end of a day.  Its last day counts."""
    if answer is not None and answer.effective_on <= on:
        return answer.kind
    if on < offer.offered_on:
        return OfferStanding.COMING
    return OfferStanding.OPEN if on <= offer.until_on else OfferStanding.LAPSED


def answered(offer: Offer, answer: OfferAnswer, earlier: OfferAnswer | None = None) -> OfferAnswer:
    """Return the answer if the offer is open for it.

    Args:
        earlier: an answer that was already given.

    Raises:
        OfferNotOpenError: not yet made, lapsed, or answered before.
    """
    standing = standing_of(offer, earlier, on=answer.effective_on)
    if standing is not OfferStanding.OPEN:
        raise OfferNotOpenError(
            offer=offer.number,
            day=answer.effective_on,
            standing=standing,
            offered_on=offer.offered_on,
            until_on=offer.until_on,
        )
    return answer
