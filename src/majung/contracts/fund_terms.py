"""The terms of a fund: who committed what, what the manager gets, how proceeds are shared.

Public money stands beside private money and may take less of the profit and more of the loss:
its hurdle, the layer of it that bears losses first, and the part of its excess return that goes
to private partners are terms, zero where nothing was agreed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

from majung.errors import Message, message
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

ALL = Ratio(Decimal(1))
NONE = Ratio(Decimal(0))
NO_RATE = Rate(Decimal(0))


class PartnerClass(StrEnum):
    """Whose money a partner brings."""

    POLICY = "policy"
    PRIVATE = "private"
    #: The general partner: it manages the fund, gets the carry, and commits money of its own.
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a partner promised."""

    party: str
    partner_class: PartnerClass
    amount: int


class FeeBandUse(StrEnum):
    """How a table of fees by size is read."""

    #: One rate on everything: that of the band the fund's size falls into.
    WHOLE = "whole"
    #: Each band's rate on the part of the size within the band.
    SLICES = "slices"


@dataclass(frozen=True, slots=True)
class FeeBand:
    """A management fee for funds up to a size.

    Attributes:
        size_max: largest size of the band, inclusive; None for the rest.
    """

    size_max: int | None
    rate: Rate


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """What the manager is paid each quarter, whatever the fund earns.

    Attributes:
        bands: rates by size of the fund, smallest first; none for no fee.
        commitment_months: how long the fee is reckoned on commitments; then it is reckoned on
            the cost of what is invested, day by day.
        rounding: how the fee charged up to a day is rounded.
    """

    bands: tuple[FeeBand, ...] = ()
    use: FeeBandUse = FeeBandUse.WHOLE
    commitment_months: int = 24
    day_count: DayCount = DayCount.A365
    rounding: Rounding = Rounding.DOWN


class Compounding(StrEnum):
    """Whether an unpaid preferred return earns a return itself."""

    SIMPLE = "simple"
    #: It joins what earns a return on each anniversary of the fund's formation.
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class ProfitTerms:
    """How proceeds are shared.

    Attributes:
        hurdle: preferred return a year on capital paid in and not returned, from the day it was
            paid in.
        policy_hurdle: the same for policy money.
        hurdle_rounding: how a preferred return is brought to minor units when it is paid.
        carry: the general partner's share of profit above the hurdle.
        catch_up: its share until it has the carry on all profit; zero for no catch-up.
        first_loss: share of the fund's size that policy money loses before anybody else.
        excess_transfer: share of the policy partners' profit above the hurdle that goes to
            private partners.
    """

    hurdle: Rate = NO_RATE
    policy_hurdle: Rate = NO_RATE
    compounding: Compounding = Compounding.SIMPLE
    day_count: DayCount = DayCount.A365
    hurdle_rounding: Rounding = Rounding.UP
    carry: Ratio = NONE
    catch_up: Ratio = NONE
    first_loss: Ratio = NONE
    excess_transfer: Ratio = NONE


@dataclass(frozen=True, slots=True)
class CallInstalment:
    """A part of all commitments that is called on a day agreed beforehand (분할납입)."""

    due_on: date
    share: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class FundTerms:
    """What the partners of a fund agreed.

    Attributes:
        ends_on: end of the fund's life; no fee is charged from this day on.
        investing_until_on: end of the investment period.
        mandate_share_min: share of commitments to be invested in the fund's purpose (주목적투자).
        instalments: calls agreed beforehand, earliest first; none where capital is called as
            needed.
    """

    commitments: tuple[Commitment, ...]
    ends_on: date
    investing_until_on: date
    currency: str = "KRW"
    mandate_share_min: Ratio = NONE
    instalments: tuple[CallInstalment, ...] = ()
    fees: FeeTerms = FeeTerms()
    profit: ProfitTerms = ProfitTerms()

    @property
    def size(self) -> int:
        """All commitments together."""
        return sum(commitment.amount for commitment in self.commitments)

    @property
    def first_loss_layer(self) -> int:
        """The most that policy money loses before anybody else.

        Source: policy-fund model terms, first loss of at most 10 % of the fund's size.
        """
        return floor(self.size * self.profit.first_loss.fraction)

    @property
    def fee_rate(self) -> Fraction:
        """The yearly rate of the management fee for a fund of this size.

        Source: policy-fund model terms: 2.4 % up to 200억, 2.2 % up to 300억, 2.0 % up to
        500억, 1.5 % above.
        """
        bands = self.fees.bands
        if not bands or not self.size:
            return Fraction(0)
        if self.fees.use is FeeBandUse.WHOLE:
            fitting = (
                band for band in bands if band.size_max is None or self.size <= band.size_max
            )
            return next(fitting, bands[-1]).rate.fraction
        fee, below = Fraction(0), 0
        for band in bands:
            up_to = self.size if band.size_max is None else min(band.size_max, self.size)
            fee += max(up_to - below, 0) * band.rate.fraction
            below = max(up_to, below)
        return fee / self.size

    def of_class(self, *classes: PartnerClass) -> tuple[Commitment, ...]:
        """Return the commitments of partners of some classes."""
        return tuple(one for one in self.commitments if one.partner_class in classes)


def fund_problems(terms: FundTerms) -> tuple[Message, ...]:
    """Return everything that contradicts itself in the terms of a fund.

    Source: own convention, docs/cover-and-fund.md.
    """
    checks = (*_partner_checks(terms), *_fee_checks(terms.fees), *_profit_checks(terms))
    return tuple(problem for holds, problem in checks if not holds)


_Check: TypeAlias = tuple[bool, Message]


def _partner_checks(terms: FundTerms) -> tuple[_Check, ...]:
    """Pair what must hold of partners and calls with what is said where it does not."""
    parties = tuple(commitment.party for commitment in terms.commitments)
    due_on = [instalment.due_on for instalment in terms.instalments]
    called = sum((instalment.share for instalment in terms.instalments), NONE)
    return (
        (len(set(parties)) == len(parties), message("fund-partner-twice", parties=parties)),
        (
            bool(parties) and all(one.amount > 0 for one in terms.commitments),
            message("fund-commitment-not-above-zero"),
        ),
        (
            bool(terms.of_class(PartnerClass.GENERAL)),
            message("fund-without-general-partner", parties=parties),
        ),
        (
            terms.investing_until_on <= terms.ends_on,
            message("fund-invests-after-end", until=terms.investing_until_on, end=terms.ends_on),
        ),
        (due_on == sorted(set(due_on)), message("fund-instalments-out-of-order")),
        (not due_on or called == ALL, message("fund-instalments-not-whole", called=called)),
    )


def _fee_checks(fees: FeeTerms) -> tuple[_Check, ...]:
    """Pair what must hold of fees with what is said where it does not."""
    inner = [band.size_max for band in fees.bands[:-1]]
    sizes = [size for size in inner if size is not None]
    lowest = min((band.rate for band in fees.bands), default=NO_RATE)
    return (
        (
            sizes == inner and sizes == sorted(set(sizes)),
            message("fund-fee-bands-out-of-order", sizes=tuple(sizes)),
        ),
        (lowest >= NO_RATE and fees.commitment_months >= 0, message("fund-fee-below-zero")),
        (
            fees.day_count is not DayCount.B252,
            message("fund-day-count-needs-calendar", day_count=fees.day_count.value),
        ),
    )


def _profit_checks(terms: FundTerms) -> tuple[_Check, ...]:
    """Pair what must hold of the sharing of profit with what is said where it does not."""
    profit, layer = terms.profit, terms.first_loss_layer
    ratios = (profit.carry, profit.catch_up, profit.first_loss, profit.excess_transfer)
    policy = sum(one.amount for one in terms.of_class(PartnerClass.POLICY))
    return (
        (
            min(profit.hurdle, profit.policy_hurdle) >= NO_RATE,
            message("fund-hurdle-below-zero", hurdle=min(profit.hurdle, profit.policy_hurdle)),
        ),
        (all(NONE <= ratio <= ALL for ratio in ratios), message("fund-share-out-of-bounds")),
        (
            profit.carry < ALL and (profit.catch_up == NONE or profit.carry < profit.catch_up),
            message("fund-catch-up-below-carry", carry=profit.carry, catch_up=profit.catch_up),
        ),
        (
            layer <= policy,
            message("fund-first-loss-above-policy-money", layer=layer, most=policy),
        ),
        (
            profit.excess_transfer == NONE or bool(terms.of_class(PartnerClass.PRIVATE)),
            message("fund-transfer-to-nobody", share=profit.excess_transfer),
        ),
        (
            profit.day_count is not DayCount.B252,
            message("fund-day-count-needs-calendar", day_count=profit.day_count.value),
        ),
    )


def fund_as_json(terms: FundTerms) -> dict[str, object]:
    """Write terms in the form of interfaces and of the store; amounts are strings.

    Source: own convention, docs/cover-and-fund.md.
    """
    fees, profit = terms.fees, terms.profit
    return {
        "type": "fund",
        "currency": terms.currency,
        "commitments": [
            {"party": one.party, "class": one.partner_class.value, "amount": str(one.amount)}
            for one in terms.commitments
        ],
        "ends_on": terms.ends_on.isoformat(),
        "investing_until_on": terms.investing_until_on.isoformat(),
        "mandate_share_min": terms.mandate_share_min.as_json(),
        "instalments": [
            {"due_on": one.due_on.isoformat(), "share": one.share.as_json()}
            for one in terms.instalments
        ],
        "fees": {
            "bands": [
                {
                    "size_max": None if band.size_max is None else str(band.size_max),
                    "rate": band.rate.as_json(),
                }
                for band in fees.bands
            ],
            "use": fees.use.value,
            "commitment_months": fees.commitment_months,
            "day_count": fees.day_count.value,
            "rounding": fees.rounding.value,
        },
        "profit": {
            "hurdle": profit.hurdle.as_json(),
            "policy_hurdle": profit.policy_hurdle.as_json(),
            "compounding": profit.compounding.value,
            "day_count": profit.day_count.value,
            "hurdle_rounding": profit.hurdle_rounding.value,
            "carry": profit.carry.as_json(),
            "catch_up": profit.catch_up.as_json(),
            "first_loss": profit.first_loss.as_json(),
            "excess_transfer": profit.excess_transfer.as_json(),
        },
    }


def fund_from_json(written: Mapping[str, Any]) -> FundTerms:
    """Read the form that `fund_as_json` writes.

    Raises:
        KeyError: a term is missing.
        ValueError: a word or number is not one of those that terms use.

    Source: own convention, docs/cover-and-fund.md.
    """
    fees, profit = written["fees"], written["profit"]
    return FundTerms(
        currency=written["currency"],
        commitments=tuple(
            Commitment(one["party"], PartnerClass(one["class"]), int(one["amount"]))
            for one in written["commitments"]
        ),
        ends_on=date.fromisoformat(written["ends_on"]),
        investing_until_on=date.fromisoformat(written["investing_until_on"]),
        mandate_share_min=Ratio.from_json(written["mandate_share_min"]),
        instalments=tuple(
            CallInstalment(date.fromisoformat(one["due_on"]), Ratio.from_json(one["share"]))
            for one in written["instalments"]
        ),
        fees=FeeTerms(
            bands=tuple(
                FeeBand(
                    None if band["size_max"] is None else int(band["size_max"]),
                    Rate.from_json(band["rate"]),
                )
                for band in fees["bands"]
            ),
            use=FeeBandUse(fees["use"]),
            commitment_months=fees["commitment_months"],
            day_count=DayCount(fees["day_count"]),
            rounding=Rounding(fees["rounding"]),
        ),
        profit=ProfitTerms(
            hurdle=Rate.from_json(profit["hurdle"]),
            policy_hurdle=Rate.from_json(profit["policy_hurdle"]),
            compounding=Compounding(profit["compounding"]),
            day_count=DayCount(profit["day_count"]),
            hurdle_rounding=Rounding(profit["hurdle_rounding"]),
            carry=Ratio.from_json(profit["carry"]),
            catch_up=Ratio.from_json(profit["catch_up"]),
            first_loss=Ratio.from_json(profit["first_loss"]),
            excess_transfer=Ratio.from_json(profit["excess_transfer"]),
        ),
    )
