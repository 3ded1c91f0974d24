"""What a cover costs: charges of rates by slices, who pays each, and when it falls due.

A charge that is taken once is a share of its basis, whatever the term; a charge that comes back
each year or quarter is a yearly rate, and a period is charged for its part of a year.  Every due
of a charge is rounded once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from majung.values.day_counts import DayCount
from majung.values.rates import Rate
from majung.values.rounding import Rounding

NO_RATE = Rate(Decimal(0))


class PremiumTiming(StrEnum):
    """When a charge falls due: once on issue, or at the start of each period."""

    ONCE = "once"
    YEARLY = "yearly"
    QUARTERLY = "quarterly"


PERIOD_MONTHS: Mapping[PremiumTiming, int] = MappingProxyType(
    {PremiumTiming.YEARLY: 12, PremiumTiming.QUARTERLY: 3}
)


class PremiumBasis(StrEnum):
    """What a charge is a rate of: the whole insured amount, or what of it is outstanding."""

    INSURED_AMOUNT = "insured-amount"
    INSURED_OUTSTANDING = "insured-outstanding"


@dataclass(frozen=True, slots=True)
class PremiumSlice:
    """The rate on the part of a basis up to an amount.

    Attributes:
        rate: discounts already taken off; a year, or of a charge that is taken once, the share.
        up_to: upper end of the slice in minor units, inclusive; None for the rest.
    """

    rate: Rate
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class PremiumCharge:
    """A premium or fee, and who pays it.

    Attributes:
        slices: lowest first; mostly one.
    """

    payer: str
    slices: tuple[PremiumSlice, ...]
    timing: PremiumTiming = PremiumTiming.ONCE
    basis: PremiumBasis = PremiumBasis.INSURED_AMOUNT

    @classmethod
    def of(
        cls,
        payer: str,
        rate: Rate,
        timing: PremiumTiming = PremiumTiming.ONCE,
        basis: PremiumBasis = PremiumBasis.INSURED_AMOUNT,
    ) -> "PremiumCharge":
        """Make a charge of one rate on the whole basis."""
        return cls(payer, (PremiumSlice(rate),), timing, basis)

    @property
    def is_rising(self) -> bool:
        """Whether each slice begins where the one before ends, and only the last is the rest."""
        ends = [part.up_to for part in self.slices]
        lower = [end for end in ends[:-1] if end is not None]
        if not ends or len(lower) < len(ends) - 1:
            return False
        bounds = [0, *lower, *(end for end in ends[-1:] if end is not None)]
        return all(before < after for before, after in pairwise(bounds))

    def exact(self, basis: int) -> Fraction:
        """Return the charge of a basis, unrounded: of a year, or of a charge taken once, whole.

        Source: K-SURE: premium = insured amount x rate; SBA: fees by parts of the amount.
        """
        amount, lower = Fraction(0), 0
        for part in self.slices:
            upper = basis if part.up_to is None else min(basis, part.up_to)
            if lower < upper:
                amount += (upper - lower) * part.rate.fraction
                lower = upper
        return amount


@dataclass(frozen=True, slots=True)
class PremiumTerms:
    """What a cover costs.

    Attributes:
        day_count: how a period becomes a part of a year.
        rounding: how each due of a charge is rounded.
        refunds_unearned: when a cover ends early, the premium for days to come is given back.
    """

    charges: tuple[PremiumCharge, ...] = ()
    day_count: DayCount = DayCount.A365
    rounding: Rounding = Rounding.DOWN
    refunds_unearned: bool = False

    @property
    def payers(self) -> tuple[str, ...]:
        """Who pays, in the order of the charges."""
        return tuple(dict.fromkeys(charge.payer for charge in self.charges))


def premium_as_json(terms: PremiumTerms) -> dict[str, object]:
    """Write terms in the form of interfaces and of the store; amounts are strings.

    Source: own convention, docs/cover-and-fund.md.
    """
    return {
        "charges": [
            {
                "payer": charge.payer,
                "timing": charge.timing.value,
                "basis": charge.basis.value,
                "slices": [
                    {
                        "up_to": None if part.up_to is None else str(part.up_to),
                        "rate": part.rate.as_json(),
                    }
                    for part in charge.slices
                ],
            }
            for charge in terms.charges
        ],
        "day_count": terms.day_count.value,
        "rounding": terms.rounding.value,
        "refunds_unearned": terms.refunds_unearned,
    }


def premium_from_json(written: Mapping[str, Any]) -> PremiumTerms:
    """Read the form that `premium_as_json` writes.

    Raises:
        KeyError: a term is missing.
        ValueError: a word or number is not one of those that terms use.

    Source: own convention, docs/cover-and-fund.md.
    """
    return PremiumTerms(
        charges=tuple(
            PremiumCharge(
                charge["payer"],
                tuple(
                    PremiumSlice(
                        Rate.from_json(part["rate"]),
                        None if part["up_to"] is None else int(part["up_to"]),
                    )
                    for part in charge["slices"]
                ),
                PremiumTiming(charge["timing"]),
                PremiumBasis(charge["basis"]),
            )
            for charge in written["charges"]
        ),
        day_count=DayCount(written["day_count"]),
        rounding=Rounding(written["rounding"]),
        refunds_unearned=written["refunds_unearned"],
    )
