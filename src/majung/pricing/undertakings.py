"""Whether a bank passes on what it undertook in an agreement.

A bank that is covered, or that holds ministry money, promised a cut.  The rate with and without
it stand side by side in every quote, so a cut smaller than promised is seen before the firm signs
and not years later in an audit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from majung.errors import Message, message
from majung.pricing.build_up import RateBuildUp
from majung.pricing.quotes import Points
from majung.programmes.parties import Agreement, Undertaking
from majung.rules import Citation, Label, Status, Verdict
from majung.values.rates import Rate, Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingFinding:
    """A promise of one bank, and whether an offer keeps it.

    Attributes:
        verdict: open where the bank has not stated what it grants.
        promised: the cut it undertook.
        passed_on: the cut the firm gets; None where it is not stated.
    """

    party: str
    product: str
    label: Label
    verdict: Verdict
    promised: Rate
    passed_on: Rate | None
    reason: Message
    citation: Citation
    status: Status

    @property
    def withheld(self) -> Rate:
        """The part of the promise that is not passed on; zero where the promise is kept."""
        nothing = self.promised - self.promised
        if self.passed_on is None:
            return nothing
        return max(self.promised - self.passed_on, nothing)


def undertaking_in_force(
    agreements: Iterable[Agreement], party: str, product: str, *, on: date
) -> Undertaking | None:
    """Return what a party promised for a product in the latest agreement in force on a day."""
    held = [
        (agreement.signed_on, undertaking)
        for agreement in agreements
        if agreement.signed_on <= on
        and (agreement.valid_until is None or on <= agreement.valid_until)
        and (undertaking := agreement.undertaking_of(party, product)) is not None
    ]
    return max(held, key=lambda pair: pair[0])[1] if held else None


def check_undertaking(
    undertaking: Undertaking, passed_on: Rate | None, *, on: date
) -> UndertakingFinding | None:
    """Compare the cut an offer passes on with the cut its bank undertook.

    Returns:
        None where the bank undertook no cut on that day.
    """
    stated = undertaking.rate_cut.stated_on(on) if undertaking.rate_cut is not None else None
    if stated is None or stated.value is None:
        return None
    promised = stated.value
    verdict, kind = _verdict(promised, passed_on)
    return UndertakingFinding(
        party=undertaking.party,
        product=undertaking.product,
        label=undertaking.label,
        verdict=verdict,
        promised=promised,
        passed_on=passed_on,
        reason=message(
            kind,
            undertaking=undertaking.label,
            promised=Points(promised),
            passed_on="—" if passed_on is None else Points(passed_on),
            source=stated.citation,
        ),
        citation=stated.citation,
        status=stated.status,
    )


def cut_passed_on(bank: RateBuildUp, programme: RateBuildUp) -> Rate:
    """Return how far an offer lies below the bank's own rate, both taken line by line.

    A bank that raises an add-on and then cuts it passes on only what is left of the cut.
    """
    return bank.own_rate - programme.rate


def cover_ratio_undertaken(undertaking: Undertaking | None, *, on: date) -> Ratio | None:
    """Return the cover ratio agreed for a bank's loans, None where none was agreed."""
    if undertaking is None or undertaking.cover_ratio is None:
        return None
    return undertaking.cover_ratio.value_on(on)


def _verdict(promised: Rate, passed_on: Rate | None) -> tuple[Verdict, str]:
    if passed_on is None:
        return Verdict.OPEN, "undertaking-open"
    if passed_on < promised:
        return Verdict.NOT_MET, "undertaking-not-kept"
    return Verdict.MET, "undertaking-kept"
