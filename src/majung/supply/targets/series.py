"""A series of supply figures, and what is known from it through a day.

A series has one source: reported by institutions, computed from the ledger, or invented for the
example world.  Sources never meet in one figure.  What no cell states is OPEN (None): a missing
part makes the sum OPEN, unless somebody published the sum itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from majung.errors import Language, PolicyFinanceError
from majung.programmes.supply_plans import Execution, SupplyPlan
from majung.programmes.supply_subjects import Counting, Subject
from majung.rules.citations import Citation
from majung.values.money import Money

ONE_DAY = timedelta(days=1)


class MixedSeriesError(PolicyFinanceError):
    """All cells of a series come from the source that the series declares."""

    kind = "series-mixed"


class CellStatedTwiceError(PolicyFinanceError):
    """A series states a subject over a span of days once."""

    kind = "supply-cell-twice"


class SeriesSource(StrEnum):
    """Where the figures of a series come from."""

    REPORTED = "reported"
    LEDGER = "ledger"
    EXAMPLE = "example"

    def spoken(self, language: Language) -> str:
        """Name the source in words."""
        return KOREAN_SOURCE[self] if language == "ko" else self.value


KOREAN_SOURCE = {
    SeriesSource.REPORTED: "기관 보고",
    SeriesSource.LEDGER: "원장",
    SeriesSource.EXAMPLE: "예시",
}


@dataclass(frozen=True, slots=True)
class SupplyCell:
    """What was supplied on one subject in one span of days.

    Attributes:
        first_on: first day counted.
        last_on: last day counted.
        amount: None where it is known that nobody published it.
        document: where the figure was read: a publication, a report, a ledger.
    """

    subject: Subject
    first_on: date
    last_on: date
    amount: Money | None
    source: SeriesSource
    document: Citation

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise ValueError(f"a cell ends before it begins: {self.first_on} to {self.last_on}")


@dataclass(frozen=True, slots=True)
class SupplySeries:
    """Cells of one declared source.

    Attributes:
        watermark: up to which day, and from which state of the source, cells are in it.
        counting: what the cells count; None where they count what the plan counts.
    """

    source: SeriesSource
    cells: tuple[SupplyCell, ...]
    watermark: str
    counting: Counting | None = None

    def __post_init__(self) -> None:
        """Refuse a cell of another source, and two cells for one subject and span.

        Raises:
            MixedSeriesError: naming the sources found.
            CellStatedTwiceError: naming subject and span.
        """
        found = {cell.source for cell in self.cells}
        if found - {self.source}:
            raise MixedSeriesError(declared=self.source, found=tuple(sorted(found)))
        seen: set[tuple[Subject, date, date]] = set()
        for cell in self.cells:
            place = (cell.subject, cell.first_on, cell.last_on)
            if place in seen:
                raise CellStatedTwiceError(
                    subject=cell.subject, first=cell.first_on, last=cell.last_on
                )
            seen.add(place)


@dataclass(frozen=True, slots=True)
class Known:
    """What a series knows about a subject over a span.

    Attributes:
        amount: None where it is OPEN.
        documents: where the figure was read.
        is_composed: whether it was added up from parts.
        otherwise: what another way of reading the same cells gives, where that differs: the sum
            of the parts beside a published sum, months beside a quarter.
    """

    amount: Money | None
    documents: tuple[Citation, ...] = ()
    is_composed: bool = False
    otherwise: Money | None = None


OPEN = Known(None)


def published_series(plan: SupplyPlan) -> SupplySeries:
    """Return the executions that were published for a plan, as a reported series."""
    cells = tuple(
        SupplyCell(
            subject,
            execution.first_on,
            execution.through_on,
            figure.amount,
            SeriesSource.REPORTED,
            execution.citation,
        )
        for execution in plan.executions
        for subject, figure in execution.figures.items()
    )
    last = max((execution.through_on for execution in plan.executions), default=plan.first_on)
    return SupplySeries(SeriesSource.REPORTED, cells, f"{plan.key}@{plan.version[:12]} {last}")


def execution_through(plan: SupplyPlan, on: date) -> Execution | None:
    """Return the publication that states the year through a day, None where there is none."""
    for execution in plan.executions:
        if execution.through_on == on:
            return execution
    return None


@dataclass(frozen=True, slots=True)
class Span:
    """A series over a span of days, asked subject by subject.

    A subject is read where it is stated.  Only where it is not, it is added up from its parts: a
    sector from the institutions of the perimeter, an institution from the sectors, the total from
    the sectors and else from the institutions.

    Attributes:
        perimeter: institutions that count; cells of others are not looked at.
        sectors: keys of the sectors of the scheme.
    """

    series: SupplySeries
    first_on: date
    last_on: date
    perimeter: tuple[str, ...]
    sectors: tuple[str, ...]
    _by_subject: dict[Subject, list[SupplyCell]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for cell in self.series.cells:
            self._by_subject.setdefault(cell.subject, []).append(cell)

    def known(self, subject: Subject) -> Known:
        """Return what is known about a subject."""
        stated = self._stated(subject)
        candidates = (self._composed(parts) for parts in self._parts_of(subject))
        composed = next((known for known in candidates if known.amount is not None), OPEN)
        if stated.amount is None:
            return composed
        if composed.amount is None:
            return stated
        return _either(stated, composed)

    def outside_perimeter(self) -> dict[str, Money | None]:
        """Return what institutions outside the perimeter supplied: shown, never counted."""
        institutions = {cell.subject.institution for cell in self.series.cells}
        beyond = sorted(institutions - {"", *self.perimeter})
        return {key: self.known(Subject(institution=key)).amount for key in beyond}

    def _parts_of(self, subject: Subject) -> Iterable[tuple[Subject, ...]]:
        """List the ways to compose a subject, the one preferred first."""
        institutions, sectors = self.perimeter, self.sectors
        if subject.sector and subject.institution:
            return
        if subject.theme:
            if not subject.institution:
                yield tuple(replace(subject, institution=key) for key in institutions)
        elif subject.sector:
            yield tuple(Subject(subject.sector, key) for key in institutions)
        elif subject.institution:
            yield tuple(Subject(key, subject.institution) for key in sectors)
        else:
            yield tuple(Subject(sector=key) for key in sectors)
            yield tuple(Subject(institution=key) for key in institutions)

    def _composed(self, parts: tuple[Subject, ...]) -> Known:
        found = [self.known(part) for part in parts]
        amounts = [known.amount for known in found if known.amount is not None]
        if not found or len(amounts) < len(found):
            return OPEN
        documents = {document: None for known in found for document in known.documents}
        total = sum(amounts, Money.zero(amounts[0].currency))
        return Known(total, tuple(documents), is_composed=True)

    def _stated(self, subject: Subject) -> Known:
        """Lay the cells of a subject end to end over the whole span, longest cells first."""
        cells = sorted(
            self._by_subject.get(subject, ()),
            key=lambda cell: (cell.first_on, -cell.last_on.toordinal()),
        )
        reached = {self.first_on: OPEN}
        for cell in cells:
            before = reached.get(cell.first_on)
            if before is None or cell.amount is None:
                continue
            after = _lengthened(before, cell.amount, cell.document)
            end = cell.last_on + ONE_DAY
            reached[end] = _either(reached[end], after) if end in reached else after
        return reached.get(self.last_on + ONE_DAY, OPEN)


def _lengthened(known: Known, amount: Money, document: Citation) -> Known:
    """Add a cell that begins where `known` ends."""
    before = known.amount or Money.zero(amount.currency)
    documents = tuple(dict.fromkeys((*known.documents, document)))
    otherwise = None if known.otherwise is None else known.otherwise + amount
    return Known(before + amount, documents, otherwise=otherwise)


def _either(first: Known, second: Known) -> Known:
    """Keep the first of two readings of one span, and remember a second one that differs."""
    if first.otherwise is not None or first.amount == second.amount:
        return first
    return replace(first, otherwise=second.amount)


def known_through(series: SupplySeries, plan: SupplyPlan, *, subject: Subject) -> date | None:
    """Return the last day through which a series states a subject from the year's first day on.

    None where it states nothing.
    """
    ends = {cell.last_on for cell in series.cells if plan.first_on <= cell.last_on <= plan.last_on}
    for end in sorted(ends, reverse=True):
        if span_of(series, plan, through_on=end).known(subject).amount is not None:
            return end
    return None


def span_of(series: SupplySeries, plan: SupplyPlan, *, through_on: date) -> Span:
    """Return a series from the first day of a plan's year through a day, within its perimeter."""
    sectors = tuple(sector.key for sector in plan.sectors)
    last = min(through_on, plan.last_on)
    return Span(series, plan.first_on, last, plan.perimeter, sectors)
