"""Recourse: what the payer of a claim may demand of the debtor, and how recoveries are shared.

Payment of a claim makes a recourse claim.  Damages accrue on it day by day.  Money regained is
shared between the payer and the insured bank in proportion to what each bore of the loss; the
payer's part satisfies the recourse claim, the damages and, last, what was written off before.

Amounts are kept as totals since the shares last changed, and each event is the difference of two
rounded totals: so splitting a recovery in two, or accruing more often, changes nothing.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from majung.contracts.cover_terms import RecourseTerms, RecoveryOrder
from majung.contracts.states import RecourseState
from majung.values.day_counts import year_fraction
from majung.values.rounding import round_fraction


@dataclass(frozen=True, slots=True)
class RecoveryParts:
    """How one recovery was divided; the parts are the whole.

    Attributes:
        recourse: to the recourse claim.
        damages: to the damages on it.
        written_off: to what was written off before.
        shared: to the insured bank.
    """

    recourse: int
    damages: int
    written_off: int
    shared: int


class Recourse:
    """A recourse claim while it is replayed."""

    def __init__(self, terms: RecourseTerms) -> None:
        self.terms = terms
        self._rate = terms.damages_rate.fraction
        self.paid = self.loss = 0
        self.outstanding = self.damages = self.written_off = 0
        self.recovered = self.shared = 0
        self._pool = self._payer_of_pool = 0
        self._damages_exact = Fraction(0)
        self._damages_accrued = 0
        self._accrued_until: date | None = None

    @property
    def state(self) -> RecourseState:
        """The claim as it stands."""
        return RecourseState(
            self.paid,
            self.outstanding,
            self.damages,
            self.written_off,
            self.recovered,
            self.shared,
        )

    def accrue(self, day: date) -> int:
        """Accrue damages up to a day, and return what that adds.

        Source: Korea Credit Guarantee Fund Act, damages on what was paid from the day of payment.
        """
        if self._accrued_until is not None and self.outstanding and self._rate:
            part = year_fraction(self.terms.day_count, self._accrued_until, day)
            self._damages_exact += self.outstanding * self._rate * part
        self._accrued_until = day
        total = round_fraction(self._damages_exact, self.terms.rounding)
        added, self._damages_accrued = total - self._damages_accrued, total
        self.damages += added
        return added

    def pay(self, amount: int, *, new_loss: int) -> None:
        """Take over the creditor's rights for an amount paid.

        Args:
            new_loss: the loss behind a claim that is paid for the first time, else 0.

        Source: Commercial Act (상법) 682, Civil Act (민법) 481 to 483.
        """
        self.paid += amount
        self.loss += new_loss
        self.outstanding += amount
        # The shares change from here on; what was shared before stays as it was.
        self._pool = self._payer_of_pool = 0

    def recover(self, amount: int) -> RecoveryParts:
        """Share a recovery: the payer's part by what it bore of the loss, the bank the rest.

        The payer's part is cut to a whole minor unit.  What exceeds all that is owed to the payer
        goes to the insured bank.

        Source: Civil Act 483(1), rights in proportion to what was paid.
        """
        self._pool += amount
        payer_total = floor(Fraction(self._pool * self.paid, self.loss))
        payer_part, self._payer_of_pool = payer_total - self._payer_of_pool, payer_total
        left = min(payer_part, self.outstanding + self.damages + self.written_off)
        self.recovered += left
        self.shared += amount - left
        shared = amount - left
        recourse, damages = self._satisfied(left)
        written_off = left - recourse - damages
        self.outstanding -= recourse
        self.damages -= damages
        self.written_off -= written_off
        return RecoveryParts(recourse, damages, written_off, shared)

    def write_off(self, amount: int) -> tuple[int, int]:
        """Give up an amount in the books: of the recourse claim first, then of the damages.

        The debtor still owes it, so later recoveries are counted against it.

        Returns:
            the parts of recourse and of damages.

        Source: own convention, docs/cover-and-fund.md.
        """
        recourse = min(amount, self.outstanding)
        damages = amount - recourse
        self.outstanding -= recourse
        self.damages -= damages
        self.written_off += amount
        return recourse, damages

    def _satisfied(self, amount: int) -> tuple[int, int]:
        """Divide the payer's part between recourse claim and damages, in the order agreed."""
        if self.terms.order is RecoveryOrder.RECOURSE_FIRST:
            recourse = min(amount, self.outstanding)
            return recourse, min(amount - recourse, self.damages)
        damages = min(amount, self.damages)
        return min(amount - damages, self.outstanding), damages
