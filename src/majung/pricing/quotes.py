"""What a bank says its own rate is: base, add-ons and its own adjustments, line by line.

Banks state the three separately, so that a preferential rate can be told from a rate that was
raised before it was cut.  A quote says nothing about a programme; it is what the firm would pay
anyway, and every saving is measured against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from majung.errors import Language
from majung.programmes.price_terms import ComponentKind, LoanPricing, Payer
from majung.rules import Citation, Label, Status
from majung.values.rates import Rate

NO_RATE = Rate.percent(0)


@dataclass(frozen=True, slots=True)
class Points:
    """A difference between rates, written in points: ``0.7 %p``."""

    rate: Rate

    def spoken(self, language: Language) -> str:
        """Write the difference."""
        return self.rate.spoken_points(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One line of a rate, with who bears it.

    Attributes:
        rate: signed: what the line adds to the rate, below zero for a cut or an adjustment.
        payer: the borrower for what the firm pays; for a cut, whose cost it is.
        as_of: the day a published base had this value; None where it has none.
        is_maximum: "up to": the line may turn out smaller.
        missing: facts that must still be stated before the line can be counted on.
    """

    key: str
    label: Label
    kind: ComponentKind
    payer: Payer
    rate: Rate
    citation: Citation
    status: Status
    as_of: date | None = None
    is_maximum: bool = False
    missing: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.kind is ComponentKind.ADJUSTMENT and self.rate > NO_RATE:
            raise ValueError(f"an adjustment lowers a rate; {self.key} would raise it")
        if self.kind is ComponentKind.ADD_ON and self.rate < NO_RATE:
            raise ValueError(f"an add-on raises a rate; {self.key} would lower it")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankQuote:
    """A bank's own rate for a firm, before any programme.

    Attributes:
        provider: the bank, by its party key.
        quoted_on: the day of the quote.
        lines: base first, then add-ons, then the bank's own adjustments.
        cover_cut: how far its rate falls when the loan is covered; None where it did not say.
        cuts: what it grants of each programme cut it named, by key, as a positive rate.
        name: of a bank that no programme names; empty for one that a programme names.
    """

    provider: str
    quoted_on: date
    lines: tuple[RateLine, ...]
    cover_cut: Rate | None = None
    cuts: Mapping[str, Rate] = field(default_factory=dict)
    name: str = ""

    def __post_init__(self) -> None:
        bases = [line.key for line in self.lines if line.kind is ComponentKind.BASE]
        if len(bases) != 1:
            raise ValueError(f"a rate of {self.provider} rests on one base, not on {bases}")
        keys = [line.key for line in self.lines]
        if len(set(keys)) < len(keys):
            raise ValueError(f"two lines of the rate of {self.provider} have one name: {keys}")

    @property
    def rate(self) -> Rate:
        """The bank's own rate: the sum of its lines."""
        return total(self.lines)


def total(lines: tuple[RateLine, ...]) -> Rate:
    """Add up lines of a rate."""
    sum_of_lines = NO_RATE
    for line in lines:
        sum_of_lines += line.rate
    return sum_of_lines


def assumed_quote(provider: str, pricing: LoanPricing, *, on: date) -> BankQuote | None:
    """Make the quote a programme's file assumes where a bank has not stated its rate.

    Returns:
        None where the file leaves a line to the bank: then only the bank can quote.
    """
    lines: list[RateLine] = []
    for component in pricing.components:
        stated = component.rate.stated_on(on) if component.rate is not None else None
        if stated is None or stated.value is None:
            return None
        lowers = component.kind is ComponentKind.ADJUSTMENT
        lines.append(
            RateLine(
                key=component.key,
                label=component.label,
                kind=component.kind,
                payer=Payer.BORROWER,
                rate=-abs(stated.value) if lowers else stated.value,
                citation=stated.citation,
                status=stated.status,
                as_of=stated.valid_from,
            )
        )
    if not any(line.kind is ComponentKind.BASE for line in lines):
        return None
    return BankQuote(provider=provider, quoted_on=on, lines=tuple(lines))
