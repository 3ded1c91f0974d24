"""A cover while it is replayed: what its facts read and change."""

from dataclasses import dataclass
from datetime import date

from majung.contracts.courses.recourse import Recourse
from majung.contracts.cover_premiums import Premium, PremiumPeriod
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact
from majung.contracts.states import ClaimState, CoverStage, CoverState, PremiumState
from majung.contracts.steps import Steps
from majung.errors import Message, message
from majung.values.cycles import add_months
from majung.values.money import Money


@dataclass(slots=True)
class Claim:
    """A claim while it is replayed.

    Attributes:
        drawn: on the loan when it was filed.
        unclaimed: principal that was owed then beyond its loss.
    """

    key: str
    filed_on: date
    loss: int
    payable: int
    drawn: int
    unclaimed: int
    decided_on: date | None = None
    accepted: int = 0
    paid: int = 0

    @property
    def bound(self) -> int:
        """What it takes of the insured amount."""
        return self.payable if self.decided_on is None else self.accepted

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision or a payment."""
        return self.decided_on is None or self.paid < self.accepted


class CoverCourse:
    """A cover while it is replayed."""

    def __init__(self, terms: CoverTerms, outstanding: Steps | None) -> None:
        self.terms = terms
        self.outstanding = outstanding
        self.insured_amount = terms.insured_amount
        self.events: list[Event] = []
        self.problems: list[Message] = []
        self.issued_on: date | None = None
        self.ended_on: date | None = None
        self.has_lapsed = False
        self.drawn = self.repaid = 0
        self.default_on: date | None = None
        self.is_noticed = False
        self.claimable_on: date | None = None
        self.claims: dict[str, Claim] = {}
        self.premiums = {payer: PremiumState(payer) for payer in terms.premium.payers}
        self.periods: tuple[PremiumPeriod, ...] = ()
        self.charged: list[Premium] = []
        self.recourse = Recourse(terms.recourse)
        self.in_force = 0
        #: Claims paid that the amount in force already reflects.
        self.paid_reflected = 0

    @property
    def covers(self) -> bool:
        """Whether the cover is issued and has not ended."""
        return self.issued_on is not None and self.ended_on is None

    @property
    def left(self) -> int:
        """What of the insured amount no claim has taken."""
        return self.insured_amount - sum(claim.bound for claim in self.claims.values())

    def yields(self, day: date, kind: EventKind, amount: int, party: str = "") -> None:
        """Add an event; an amount of zero is none."""
        if amount:
            self.events.append(Event(day, kind, party, amount))

    def refuses(self, fact: Fact, kind: str, **values: object) -> None:
        """Note that a fact is not allowed."""
        self.problems.append(message(kind, fact=fact.key, day=fact.effective_on, **values))

    def money(self, amount: int) -> Money:
        """Return an amount as officials read it."""
        return Money(amount, self.terms.currency)

    def drawn_until(self, day: date) -> int:
        """Return what was drawn up to a day, by the bank's notices or by the loan itself.

        A loan that was taken over begins with what it owes: what was drawn and repaid before
        that, the notices tell.
        """
        if self.outstanding is None:
            return self.drawn
        return max(self.drawn, self.repaid + self.outstanding.risen(day))

    @property
    def settled(self) -> list[Claim]:
        """Claims that were paid whole."""
        return [claim for claim in self.claims.values() if claim.paid and not claim.is_open]

    @property
    def is_spent(self) -> bool:
        """Whether claims took all there was to cover, and nothing is left to regain of them."""
        return (
            self.covers
            and self.in_force == 0
            and self.recourse.paid > 0
            and self.recourse.outstanding + self.recourse.damages == 0
            and not any(claim.is_open for claim in self.claims.values())
        )

    def exposed(self, day: date) -> int:
        """Return principal that is owed or may still be drawn on a day, and was not claimed.

        What a bank bears of a loss that was claimed and paid is no longer covered, and nothing
        more is lent on a cover that paid, unless the bank tells of it.
        """
        drawn = self.drawn_until(day)
        undrawn = 0 if self.settled else max(self.terms.principal - drawn, 0)
        return min(undrawn + self.unclaimed(day), self.terms.principal)

    def unclaimed(self, day: date) -> int:
        """Return principal that is owed on a day and stands in no claim that was paid."""
        tells = self.outstanding is not None and self.outstanding.risen(day) > 0
        owed = self.drawn - self.repaid
        if self.outstanding is not None and tells:
            owed = self.outstanding.on(day)
        claimed = sum(claim.loss for claim in self.settled)
        if self.outstanding is not None:
            # The loan was credited with what was paid and shared.
            claimed -= sum(claim.paid for claim in self.settled) + self.recourse.shared
        # Such a credit pays interest too, and then lowers the principal by less than itself: what
        # a claim took does not come back with that.
        drawn = self.drawn_until(day)
        rests = (claim.unclaimed + drawn - claim.drawn for claim in self.settled)
        return max(min(owed - claimed, *rests, owed), 0)

    def state(self, next_due_on: date | None) -> CoverState:
        """Return the cover as it stands."""
        return CoverState(
            _stage(self),
            self.insured_amount,
            self.in_force,
            self.issued_on,
            self.ended_on,
            self.default_on,
            self.claimable_on,
            tuple(self.premiums.values()),
            tuple(_claim_state(claim, self.terms) for claim in self.claims.values()),
            self.recourse.state,
            next_due_on,
        )


def _stage(course: CoverCourse) -> CoverStage:
    recourse = course.recourse
    rungs = (
        (course.issued_on is None, CoverStage.AGREED),
        (course.has_lapsed, CoverStage.LAPSED),
        (any(claim.is_open for claim in course.claims.values()), CoverStage.CLAIMED),
        (recourse.outstanding + recourse.damages > 0, CoverStage.RECOURSE),
        (not course.covers, CoverStage.ENDED),
        (course.default_on is not None, CoverStage.DEFAULTED),
    )
    return next((stage for holds, stage in rungs if holds), CoverStage.IN_FORCE)


def _claim_state(claim: Claim, terms: CoverTerms) -> ClaimState:
    refused = claim.payable - claim.accepted if claim.decided_on else 0
    return ClaimState(
        claim.key,
        claim.filed_on,
        claim.loss,
        claim.payable,
        add_months(claim.filed_on, terms.claims.payment_months),
        claim.decided_on,
        claim.accepted,
        refused,
        claim.paid,
    )
