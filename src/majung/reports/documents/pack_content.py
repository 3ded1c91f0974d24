"""What a council's pack shows, as plain values: supply and operations fill them.

A figure nobody published is OPEN; the pack computes none in its place.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.reports.cells import OPEN, Cell, Open
from majung.reports.documents.number_register import RegisterEntry
from majung.reports.model import KeyValue, Marking, Note, ProgrammeVersion, Watermark
from majung.reports.texts import Text
from majung.values.money import Money
from majung.values.money import Unit as MoneyUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyLine:
    """Supply of a sector, an institution or the whole, computed beside published.

    Attributes:
        pace: supplied over target, as supply computed it; Open where either is.
        published_supplied: what was published, where it was.
        published_pace: the published rate, which may rest on targets nobody published.
        trace: what a page follows to the figures behind the line.
    """

    name: Text
    target: Money | Open = OPEN
    supplied: Money | Open = OPEN
    pace: Fraction | Open = OPEN
    published_pace: Fraction | Open = OPEN
    trace: str = ""


@dataclass(frozen=True, slots=True)
class PacePoint:
    """Where supply and its curve stood at the end of a month, cumulative."""

    name: Text
    supplied: Money | Open
    curve: Money | Open


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeLine:
    """How much of a programme's envelope is used and reserved, and on which basis."""

    programme: Text
    scope: Text
    basis: Text
    cap: Money
    used: Money
    reserved: Money
    trace: str = ""

    @property
    def left(self) -> Money:
        """The room that is left; below zero where more is used than the cap."""
        return self.cap - self.used - self.reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapLine:
    """A firm that holds several benefits.

    Attributes:
        firm: its number or an internal key: the pack goes to many desks and names no firm that
            the reader need not know.
        finding: why that is allowed, or not.
    """

    firm: Text
    benefits: tuple[Text, ...]
    amount: Money
    finding: Text
    trace: str = ""


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line of a matrix: a region or a sector, and its amounts in the order of the heads."""

    name: Text
    amounts: tuple[Money | Open, ...]


@dataclass(frozen=True, slots=True)
class SupplyMatrix:
    """Supply by two of region, sector and institution.

    Attributes:
        key: names the chart within the pack.
        scale: the unit its amounts are counted in.
    """

    key: str
    title: Text
    lines_name: Text
    heads: tuple[Text, ...]
    lines: tuple[MatrixLine, ...]
    scale: MoneyUnit = "억"


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure that differs from one released before."""

    definition: Text
    released: Cell
    restated: Cell
    reason: Text


@dataclass(frozen=True, slots=True)
class RiskNote:
    """What a run of the risk engine found, and all that it rests on.

    Attributes:
        figures: the headline.
        settings: watermark, method, seed and what is assumed.
        notes: what was supposed or left out.
    """

    figures: tuple[KeyValue, ...]
    settings: tuple[KeyValue, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContent:
    """What a pack shows, as supply and operations gathered it.

    Attributes:
        elapsed: the share of the plan that the curve asks for by the watermark's day.
        curve: how the benchmark runs: by months, front-loaded.
        reaching_firms: what reaches firms when doubly counted supply is counted once.
        risk: the technical note on what contracts may cost; None where no run was chosen.
        restates: number of the pack it corrects; empty for none.
    """

    key: str
    number: str
    year: int
    meeting: Text
    issuer: Text
    held_on: date
    watermark: Watermark
    total: SupplyLine
    elapsed: Fraction
    curve: Text
    sectors: tuple[SupplyLine, ...]
    points: tuple[PacePoint, ...]
    institutions: tuple[SupplyLine, ...] = ()
    institutions_sum: Money | Open = OPEN
    reaching_firms: Money | Open = OPEN
    matrices: tuple[SupplyMatrix, ...] = ()
    envelopes: tuple[EnvelopeLine, ...] = ()
    overlaps: tuple[OverlapLine, ...] = ()
    notes: tuple[Note, ...] = ()
    register: tuple[RegisterEntry, ...] = ()
    restates: str = ""
    restatements: tuple[Restatement, ...] = ()
    markings: tuple[Marking, ...] = ()
    programmes: tuple[ProgrammeVersion, ...] = ()
    risk: RiskNote | None = None
