"""What a programme says about price: cuts of a loan's rate, and the premium of a cover.

Cuts of one group are alternatives, the largest that applies counts; cuts of different groups
add up, and a total caps them.  Each names its payer, because a preferential rate is always
somebody's cost.  Every rate here is a maximum or a table value; what a firm pays is built up in
`pricing`.

Source: banks state base rate, add-on and adjustment separately (model practice of Korean
banks); premium = insured amount x rate (K-SURE, import insurance).
"""

from dataclasses import dataclass
from enum import StrEnum

from majung.programmes.figures import Figure
from majung.rules.citations import Citation, Label, Status
from majung.rules.kinds import Rule
from majung.values.money import Money
from majung.values.rates import Rate, Ratio


class ComponentKind(StrEnum):
    """What a line of a rate is."""

    BASE = "base"
    ADD_ON = "add-on"
    ADJUSTMENT = "adjustment"


class Payer(StrEnum):
    """Whose cost a component, a premium or a cut is."""

    BORROWER = "borrower"
    LENDER = "lender"
    INSURER = "insurer"
    STATE = "state"
    ASSOCIATION = "association"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateComponentRule:
    """A line of the bank's own rate: base, an add-on, or the bank's own adjustment.

    Attributes:
        rate: what is assumed for indications until the bank states its own; None where only the
            bank can say.
    """

    key: str
    label: Label
    kind: ComponentKind
    rate: Figure[Rate] | None
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCut:
    """A preferential cut below the bank's own rate.

    Attributes:
        group: cuts of one group are alternatives, cuts of different groups add up.
        payer: who bears it.
        rate: positive; how far the rate falls.
        is_maximum: "up to" a rate, rather than exactly that rate.
        when: who gets it; None for every eligible firm.
        recommendation: the recommendation rule that unlocks it, by key; empty for none.
        envelope: the sub-limit inside which it is granted, by key; empty for none.
    """

    key: str
    label: Label
    group: str
    payer: Payer
    rate: Figure[Rate]
    is_maximum: bool
    when: Rule | None
    recommendation: str
    envelope: str
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPricing:
    """How the rate of a loan is built up.

    Attributes:
        components: lines of the bank's own rate, in order.
        cuts: what the programme takes off.
        cut_max: cap on the sum of all cuts; None where the cuts alone bound it.
    """

    components: tuple[RateComponentRule, ...]
    cuts: tuple[RateCut, ...]
    cut_max: Figure[Rate] | None


class PremiumBasis(StrEnum):
    """What a premium is a share of."""

    INSURED_AMOUNT = "insured-amount"
    INSURED_OUTSTANDING = "insured-outstanding"


class PremiumTiming(StrEnum):
    """When a premium falls due."""

    ONCE = "once"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumSlice:
    """The rate on the part of the basis up to an amount.

    Attributes:
        up_to: upper end of the slice, inclusive; None for the rest.
    """

    up_to: Money | None
    rate: Figure[Rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumCell:
    """A cell of a premium table: the first cell that fits a request gives its rate.

    Attributes:
        grade: credit grade; empty for any.
        tenor_months_max: longest tenor that fits, inclusive; None for any.
        amount_max: largest loan that fits, inclusive; None for any.
        slices: rates by part of the basis, lowest first; mostly one.
    """

    grade: str
    tenor_months_max: int | None
    amount_max: Money | None
    slices: tuple[PremiumSlice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumCharge:
    """A premium or fee of a cover."""

    key: str
    label: Label
    payer: Payer
    basis: PremiumBasis
    timing: PremiumTiming
    cells: tuple[PremiumCell, ...]
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumDiscount:
    """A share taken off the premium.

    Attributes:
        group: discounts of one group are alternatives, groups add up.
        when: who gets it; None for every eligible firm.
    """

    key: str
    label: Label
    group: str
    share: Figure[Ratio]
    is_maximum: bool
    when: Rule | None
    recommendation: str
    citation: Citation
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultProbability:
    """How likely a firm of a grade defaults within a year."""

    grade: str
    probability: Figure[Ratio]


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalPremium:
    """What a cover would have to cost: PD x LGD x cover + cost, by grade and year.

    Internal roles only: never on a firm's page, in packs or open data.
    """

    default_probabilities: tuple[DefaultProbability, ...]
    loss_given_default: Figure[Ratio]
    cost: Figure[Rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPricing:
    """How the premium of a cover is built up.

    Attributes:
        discount_max: cap on the sum of all discounts; None where the discounts alone bound it.
    """

    charges: tuple[PremiumCharge, ...]
    discounts: tuple[PremiumDiscount, ...]
    discount_max: Figure[Ratio] | None
    technical: TechnicalPremium
