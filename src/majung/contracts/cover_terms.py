"""The terms of a cover: insurance or a guarantee of a bank's loan.

The two legal forms have words and duties of their own and share their arithmetic: the insured
amount is the insured value times the cover ratio, a claim is the loss times the cover ratio, and
a premium is the insured amount times a rate.  Insured amounts and claims are cut to whole minor
units, whatever the terms say of premiums, so that what is paid never exceeds what is covered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import floor
from types import MappingProxyType
from typing import Any

from majung.contracts.premium_terms import (
    NO_RATE,
    PremiumTerms,
    premium_as_json,
    premium_from_json,
)
from majung.errors import Language, Message, message
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

#: The party of a recovery that belongs to the insured bank.
INSURED = "insured"

ALL = Ratio(Decimal(1))
NO_RATIO = Ratio(Decimal(0))


class CoverForm(StrEnum):
    """The legal form of a cover."""

    INSURANCE = "insurance"
    GUARANTEE = "guarantee"


class RecoveryOrder(StrEnum):
    """What a recovery satisfies first: the recourse claim or the damages on it."""

    RECOURSE_FIRST = "recourse-first"
    DAMAGES_FIRST = "damages-first"


@dataclass(frozen=True, slots=True)
class CoverWord:
    """What officials call a part of a cover, in Korean and in English."""

    ko: str
    en: str

    def spoken(self, language: Language) -> str:
        """Return the word of one language."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True)
class CoverWords:
    """The words that differ between the two legal forms."""

    cover: CoverWord
    premium: CoverWord
    insured_amount: CoverWord
    claim: CoverWord
    payment: CoverWord
    subrogation: CoverWord


#: Source: Trade Insurance Act (무역보험법) for insurance; Korea Credit Guarantee Fund Act
#: (신용보증기금법) for guarantees.
WORDS: Mapping[CoverForm, CoverWords] = MappingProxyType(
    {
        CoverForm.INSURANCE: CoverWords(
            CoverWord("보험", "insurance"),
            CoverWord("보험료", "premium"),
            CoverWord("보험금액", "insured amount"),
            CoverWord("보험금 청구", "claim"),
            CoverWord("보험금 지급", "payment of the claim"),
            CoverWord("보험자대위", "subrogation of the insurer"),
        ),
        CoverForm.GUARANTEE: CoverWords(
            CoverWord("보증", "guarantee"),
            CoverWord("보증료", "guarantee fee"),
            CoverWord("보증금액", "guaranteed amount"),
            CoverWord("보증채무 이행청구", "call of the guarantee"),
            CoverWord("대위변제", "payment under the guarantee"),
            CoverWord("변제자대위", "subrogation of the payer"),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """When a cover may be claimed and is paid.

    Attributes:
        draw_within_days: the cover lapses when no loan is drawn within so many days of its
            issue; None where it never does.
        waiting_months: from the default until a claim may be filed.
        at_once_reasons: codes of events after which a claim may be filed at once.
        payment_months: from the claim until it must be paid.

    Source: Korea Credit Guarantee Fund Act and Decree (60 days, 3 months); K-SURE (2 months, 1
    for small and medium-sized firms).
    """

    draw_within_days: int | None = None
    waiting_months: int = 3
    at_once_reasons: frozenset[str] = frozenset()
    payment_months: int = 2


@dataclass(frozen=True, slots=True)
class RecourseTerms:
    """What the payer of a claim may demand of the debtor beyond what was paid.

    Attributes:
        damages_rate: damages (손해금) a year on the recourse claim, simple interest.
        damages_rate_max: the most the law allows.
        rounding: how damages accrued up to a day are rounded.

    Source: Korea Credit Guarantee Fund Act, damages of at most 25 % a year.
    """

    damages_rate: Rate = NO_RATE
    damages_rate_max: Rate = field(default_factory=lambda: Rate.percent(25))
    day_count: DayCount = DayCount.A365
    rounding: Rounding = Rounding.DOWN
    order: RecoveryOrder = RecoveryOrder.RECOURSE_FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverTerms:
    """What insurer, insured bank and borrower agreed.

    Attributes:
        principal: of the insured loan, minor units of `currency`.
        insured_interest: contract interest in the insured value; 0 where only principal is.
        ends_on: last day on which a default is covered.
    """

    form: CoverForm
    principal: int
    cover_ratio: Ratio
    ends_on: date
    insured_interest: int = 0
    currency: str = "KRW"
    premium: PremiumTerms = field(default_factory=PremiumTerms)
    claims: ClaimTerms = ClaimTerms()
    recourse: RecourseTerms = RecourseTerms()

    @property
    def insured_value(self) -> int:
        """What the bank stands to lose (보험가액): principal, and interest where it is insured."""
        return self.principal + self.insured_interest

    @property
    def insured_amount(self) -> int:
        """The most the cover pays: insured value times cover ratio, cut to a minor unit.

        Source: K-SURE, import insurance: insured amount = insured value x cover ratio.
        """
        return floor(self.insured_value * self.cover_ratio.fraction)

    @property
    def words(self) -> CoverWords:
        """What officials call the parts of a cover of this form."""
        return WORDS[self.form]

    def insured_outstanding(self, exposed: int) -> int:
        """Return the insured amount that belongs to a part of the principal, cut down.

        Args:
            exposed: principal that is owed or may still be drawn, `principal` at most.
        """
        if exposed == self.principal:
            return self.insured_amount
        return floor(self.insured_value * self.cover_ratio.fraction * exposed / self.principal)


def cover_problems(terms: CoverTerms) -> tuple[Message, ...]:
    """Return everything that contradicts itself in the terms of a cover.

    Source: own convention, docs/cover-and-fund.md.
    """
    claims, recourse, premium = terms.claims, terms.recourse, terms.premium
    rates = [part.rate for charge in premium.charges for part in charge.slices]
    checks = (
        (terms.principal > 0, message("cover-principal-not-above-zero", amount=terms.principal)),
        (
            terms.insured_interest >= 0,
            message("cover-interest-below-zero", amount=terms.insured_interest),
        ),
        (
            NO_RATIO < terms.cover_ratio <= ALL,
            message("cover-ratio-out-of-bounds", ratio=terms.cover_ratio),
        ),
        (
            all(charge.is_rising for charge in premium.charges),
            message("cover-premium-slices-not-rising"),
        ),
        (
            all(rate >= NO_RATE for rate in rates),
            message("cover-premium-below-zero", rate=min(rates, default=NO_RATE)),
        ),
        (
            NO_RATE <= recourse.damages_rate <= recourse.damages_rate_max,
            message(
                "cover-damages-out-of-bounds",
                rate=recourse.damages_rate,
                most=recourse.damages_rate_max,
            ),
        ),
        (
            DayCount.B252 not in (premium.day_count, recourse.day_count),
            message("cover-day-count-needs-calendar", day_count=DayCount.B252.value),
        ),
        (
            min(claims.waiting_months, claims.payment_months, claims.draw_within_days or 0) >= 0,
            message("cover-term-below-zero"),
        ),
    )
    return tuple(problem for holds, problem in checks if not holds)


def cover_as_json(terms: CoverTerms) -> dict[str, object]:
    """Write terms in the form of interfaces and of the store; amounts are strings.

    Source: own convention, docs/cover-and-fund.md.
    """
    premium, claims, recourse = terms.premium, terms.claims, terms.recourse
    return {
        "type": "cover",
        "form": terms.form.value,
        "currency": terms.currency,
        "principal": str(terms.principal),
        "insured_interest": str(terms.insured_interest),
        "cover_ratio": terms.cover_ratio.as_json(),
        "ends_on": terms.ends_on.isoformat(),
        "premium": premium_as_json(premium),
        "claims": {
            "draw_within_days": claims.draw_within_days,
            "waiting_months": claims.waiting_months,
            "at_once_reasons": sorted(claims.at_once_reasons),
            "payment_months": claims.payment_months,
        },
        "recourse": {
            "damages_rate": recourse.damages_rate.as_json(),
            "damages_rate_max": recourse.damages_rate_max.as_json(),
            "day_count": recourse.day_count.value,
            "rounding": recourse.rounding.value,
            "order": recourse.order.value,
        },
    }


def cover_from_json(written: Mapping[str, Any]) -> CoverTerms:
    """Read the form that `cover_as_json` writes.

    Raises:
        KeyError: a term is missing.
        ValueError: a word or number is not one of those that terms use.

    Source: own convention, docs/cover-and-fund.md.
    """
    premium, claims, recourse = written["premium"], written["claims"], written["recourse"]
    return CoverTerms(
        form=CoverForm(written["form"]),
        currency=written["currency"],
        principal=int(written["principal"]),
        insured_interest=int(written["insured_interest"]),
        cover_ratio=Ratio.from_json(written["cover_ratio"]),
        ends_on=date.fromisoformat(written["ends_on"]),
        premium=premium_from_json(premium),
        claims=ClaimTerms(
            draw_within_days=claims["draw_within_days"],
            waiting_months=claims["waiting_months"],
            at_once_reasons=frozenset(claims["at_once_reasons"]),
            payment_months=claims["payment_months"],
        ),
        recourse=RecourseTerms(
            damages_rate=Rate.from_json(recourse["damages_rate"]),
            damages_rate_max=Rate.from_json(recourse["damages_rate_max"]),
            day_count=DayCount(recourse["day_count"]),
            rounding=Rounding(recourse["rounding"]),
            order=RecoveryOrder(recourse["order"]),
        ),
    )
