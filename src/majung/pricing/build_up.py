"""The rate a firm pays, built up line by line: the bank's own, less what a programme takes off.

Every line keeps its payer, and the lines are the components the contract is serviced on: what is
shown is what is charged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from majung.contracts.terms import BORROWER, RateComponent
from majung.errors import message
from majung.pricing.ladders import Dropped, Found, Taken, selected
from majung.pricing.quotes import NO_RATE, BankQuote, RateLine, total
from majung.programmes.price_terms import ComponentKind, LoanPricing, Payer, RateCut
from majung.rules import Citation, Label, Status
from majung.values.money import Money
from majung.values.rates import Rate

#: The line of a bank's lower rate for a covered loan.
COVER_CUT = "cover-cut"


@dataclass(frozen=True, slots=True)
class RateBuildUp:
    """A rate with all its lines.

    Attributes:
        own: the bank's own lines.
        cuts: what is taken off, each below zero, in the order they were applied.
        dropped: cuts that did not count, with the part that was lost and the reason.
    """

    own: tuple[RateLine, ...]
    cuts: tuple[RateLine, ...] = ()
    dropped: tuple[Dropped[Rate], ...] = ()

    @property
    def lines(self) -> tuple[RateLine, ...]:
        """All lines: the bank's own, then the cuts."""
        return self.own + self.cuts

    @property
    def own_rate(self) -> Rate:
        """The bank's own rate, without a programme."""
        return total(self.own)

    @property
    def cut(self) -> Rate:
        """How far the cuts lower it, as a positive rate."""
        return -total(self.cuts)

    @property
    def rate(self) -> Rate:
        """What the firm pays."""
        return total(self.lines)

    @property
    def missing(self) -> frozenset[str]:
        """Facts that must still be stated before every line can be counted on."""
        return frozenset[str]().union(*(line.missing for line in self.lines))

    def components(self, ends: Mapping[str, date] | None = None) -> tuple[RateComponent, ...]:
        """Return the components of the contract: the same lines, to be serviced.

        What the borrower bears names no payer; a cut names whoever bears it, so that the payer's
        share of the interest is an event of its own.

        Args:
            ends: the first day on which a line no longer counts, by key.
        """
        return tuple(
            RateComponent(
                line.key,
                BORROWER if line.payer is Payer.BORROWER else line.payer.value,
                line.rate,
                until_on=(ends or {}).get(line.key),
            )
            for line in self.lines
        )


def build_up(
    quote: BankQuote,
    pricing: LoanPricing,
    found: Sequence[Found[RateCut]],
    *,
    on: date,
    supposed: frozenset[str] = frozenset(),
    room: Mapping[str, Money] | None = None,
    asked: Money | None = None,
) -> RateBuildUp:
    """Build up the rate of one bank under one programme.

    A cut stands at what the bank says it grants, never above the programme's maximum; a cut
    inside a sub-limit that has no room for the request is not granted; the cap of the programme,
    and the bank's own rate, bound the sum.

    Args:
        found: the programme's cuts with their conditions.
        supposed: facts that are taken to turn out well; none for a contract.
        room: what is left of sub-limits, by envelope; a sub-limit not named is not checked here.
        asked: what the firm asks for; needed where a room is given.
    """
    offered: list[tuple[Found[RateCut], Rate]] = []
    crowded: list[Dropped[Rate]] = []
    for each in found:
        most = each.step.rate.value_on(on)
        if most is None:
            continue
        size = min(quote.cuts.get(each.step.key, most), most)
        left = (room or {}).get(each.step.envelope)
        if each.counts(supposed) and _is_crowded(left, asked):
            reason = message("cut-without-room", cut=each.step.label, asked=asked, left=left)
            crowded.append(Dropped(each.step.key, each.step.label, size, reason))
        else:
            offered.append((each, size))
    programme_cap = pricing.cut_max.value_on(on) if pricing.cut_max is not None else None
    own_rate = max(quote.rate, NO_RATE)
    cap = own_rate if programme_cap is None else min(programme_cap, own_rate)
    selection = selected(offered, cap=cap, supposed=supposed)
    cuts = tuple(_cut_line(taken, on=on) for taken in selection.taken)
    return RateBuildUp(quote.lines, cuts, (*crowded, *selection.dropped))


def with_cover_cut(built: RateBuildUp, line: RateLine) -> RateBuildUp:
    """Lower a rate by what the bank takes off a covered loan; never below zero."""
    cut = max(line.rate, -max(built.rate, NO_RATE))
    if cut == NO_RATE:
        return built
    return replace(built, cuts=(*built.cuts, replace(line, rate=cut)))


def cover_cut_line(
    rate: Rate, *, citation: Citation, status: Status, is_maximum: bool = False
) -> RateLine:
    """Make the line of a bank's lower rate for a covered loan; the bank bears it."""
    return RateLine(
        key=COVER_CUT,
        label=Label("보험·보증부 대출 인하", "covered-loan cut"),
        kind=ComponentKind.ADJUSTMENT,
        payer=Payer.LENDER,
        rate=-rate,
        citation=citation,
        status=status,
        is_maximum=is_maximum,
    )


def _is_crowded(left: Money | None, asked: Money | None) -> bool:
    return left is not None and asked is not None and left < asked


def _cut_line(taken: Taken[RateCut, Rate], *, on: date) -> RateLine:
    cut = taken.found.step
    stated = cut.rate.stated_on(on)
    return RateLine(
        key=cut.key,
        label=cut.label,
        kind=ComponentKind.ADJUSTMENT,
        payer=cut.payer,
        rate=-taken.size,
        citation=cut.citation,
        status=stated.status if stated is not None else cut.status,
        is_maximum=cut.is_maximum,
        missing=taken.found.missing,
    )
