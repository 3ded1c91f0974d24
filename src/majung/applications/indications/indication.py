"""An indication: terms a firm might get, before anybody decided (예상조건, 비구속).

It carries its marking, what is still open, and every line it is made of.  None of its fields can
hold a technical premium or an aid equivalent: those are in `internal`, around it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from majung.contracts.fixings import remarks_of
from majung.contracts.instalments import Instalment
from majung.contracts.terms import LoanTerms
from majung.errors import Language, Message, message
from majung.pricing.build_up import RateBuildUp
from majung.pricing.costs import AllInCost, Saving
from majung.pricing.premiums import Premium
from majung.pricing.undertakings import UndertakingFinding
from majung.programmes.products import CoverForm
from majung.rules import FactDefinition, Label, Verdict
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

#: What every indication says of itself.
NOT_BINDING = message("indication-not-binding")


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product with the programme version it was priced under.

    Attributes:
        programme: empty, as `version` is, for a bank's own loan.
    """

    product: str
    name: Label
    programme: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverIndication:
    """A cover as a firm is shown it.

    Attributes:
        ratio_certain: the ratio on what is met alone; None where nothing is certain yet.
        rate_without: what the bank would charge for the same loan without the cover.
    """

    cover: ProductName
    insurers: tuple[str, ...]
    form: CoverForm
    ratio: Ratio
    ratio_certain: Ratio | None
    insured: Money
    premium: Premium
    rate_without: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """One way to finance a request, laid out to the won.

    Attributes:
        key: names it within its comparison: loan, cover and bank.
        verdict: met, or open while a fact is missing.
        missing: facts that must still be stated, sorted by name.
        rate_certain: the rate on what is met alone.
        instalments: as the contract would be serviced.
        own_cost: the same loan at the bank's own rate, without programme and cover.
        undertakings: what the bank promised, and whether this keeps it.
        notes: what differs from the request, and what must be given up for it.
    """

    key: str
    loan: ProductName
    provider: str
    provider_name: Label
    verdict: Verdict
    missing: tuple[FactDefinition, ...]
    rate: RateBuildUp
    rate_certain: Rate
    cover: CoverIndication | None
    terms: LoanTerms
    instalments: tuple[Instalment, ...]
    cost: AllInCost
    own_cost: AllInCost
    saving: Saving
    undertakings: tuple[UndertakingFinding, ...]
    notes: tuple[Message, ...]

    @property
    def marking(self) -> Message:
        """Say that it binds nobody: every door shows this beside the figures."""
        return NOT_BINDING

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What the instalments rest on, of a loan whose rate will be fixed anew."""
        return remarks_of(self.terms, ())

    @property
    def is_own_loan(self) -> bool:
        """Say whether it is the bank's own loan, without any programme."""
        return not self.loan.programme and self.cover is None

    @property
    def first_repayment(self) -> Money:
        """The first instalment that repays principal; the last of all for a bullet loan."""
        repaying = [each for each in self.instalments if each.principal]
        currency = self.terms.currency
        return Money(repaying[0].instalment if repaying else 0, currency)


class Order(StrEnum):
    """By what a firm wants indications ordered."""

    ALL_IN_COST = "all-in-cost"
    INSTALMENT = "instalment"
    RATE = "rate"
    SAVING = "saving"
    CERTAINTY = "certainty"
    NAME = "name"

    def spoken(self, language: Language) -> str:
        """Write the order as a choice on a page."""
        return KOREAN_ORDER[self] if language == "ko" else self.value.replace("-", " ")


KOREAN_ORDER = {
    Order.ALL_IN_COST: "총비용",
    Order.INSTALMENT: "상환액",
    Order.RATE: "금리",
    Order.SAVING: "절감액",
    Order.CERTAINTY: "확실성",
    Order.NAME: "이름",
}


def in_order(indications: Iterable[Indication], order: Order) -> tuple[Indication, ...]:
    """Sort indications the way the firm chose; equal ones by name.

    What has no yearly cost stands last.
    """
    return tuple(sorted(indications, key=lambda each: (*_rank(each, order), *_name(each))))


def _rank(indication: Indication, order: Order) -> tuple[int, Rate | int | str]:
    match order:
        case Order.ALL_IN_COST:
            yearly = indication.cost.yearly
            return (1, 0) if yearly is None else (0, yearly)
        case Order.INSTALMENT:
            return (0, indication.first_repayment.minor)
        case Order.RATE:
            return (0, indication.rate.rate)
        case Order.SAVING:
            return (0, -indication.saving.amount.minor)
        case Order.CERTAINTY:
            return (-indication.verdict, len(indication.missing))
        case Order.NAME:
            return (0, indication.loan.product)


def _name(indication: Indication) -> tuple[str, str, str]:
    cover = indication.cover.cover.product if indication.cover is not None else ""
    return (indication.loan.product, indication.provider, cover)
