"""Supply plans (공급계획): what institutions are to supply in a year, and what was published since.

A plan is data of the shelf: perimeter, sectors, targets by revision, curves that were announced,
a regional target, and the executions that were published.  Two ideas hold it together.  A figure
that nobody published is None, which means OPEN, and is never worked out from its neighbours.  And
a total is a figure of its own: sectors need not add up to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from majung.errors import Language, PolicyFinanceError
from majung.programmes.supply_subjects import TOTAL, Counting, Named, Subject, Target
from majung.rules.citations import Citation, Label, Status
from majung.values.money import Money
from majung.values.months import MONTHS_A_YEAR, Month
from majung.values.rates import Ratio, percent_written
from majung.values.rounding import Rounding, round_fraction

TOTAL_NAME = Label("합계", "Total")


class PlanRevisionUnknownError(PolicyFinanceError):
    """A plan is read in one of its revisions."""

    kind = "plan-revision-unknown"


class PlanRevisionNotInForceError(PolicyFinanceError):
    """A plan is read on a day on which one of its revisions is in force."""

    kind = "plan-revision-not-in-force"


class PlanCurveUnknownError(PolicyFinanceError):
    """A plan is held against a curve that was announced for it."""

    kind = "plan-curve-unknown"


class Bound(StrEnum):
    """How a mark of a curve binds: supply is to be exactly there, at least or at most."""

    EXACTLY = "exactly"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class Shape(StrEnum):
    """What a curve says between its marks.

    STEPS: nothing new until the next mark.  LINEAR: supply grows evenly with elapsed time.
    """

    STEPS = "steps"
    LINEAR = "linear"


@dataclass(frozen=True, slots=True)
class Revision:
    """One published state of a plan's amounts.

    Attributes:
        amounts: by subject; what is absent is OPEN.
        months: planned supply of single months, where a plan has them.
        assumed: subjects whose amount is a default nobody confirmed.
        valid_from: the day it was made public.
        note: what a reader must know about it.
    """

    number: int
    valid_from: date
    amounts: Mapping[Subject, Money]
    citation: Citation
    months: Mapping[Month, Money] = field(default_factory=dict)
    assumed: frozenset[Subject] = frozenset()
    note: Label | None = None

    def amount(self, subject: Subject) -> Money | None:
        """Return the target of a subject, None where this revision publishes none."""
        return self.amounts.get(subject)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a curve: on a day, an amount or a share of the year's total.

    Exactly one of `amount` and `share` is set.
    """

    on: date
    bound: Bound
    amount: Money | None = None
    share: Ratio | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.share is None):
            raise ValueError(f"a mark states an amount or a share: {self.amount}, {self.share}")


@dataclass(frozen=True, slots=True)
class Curve:
    """A path the total is to follow within the year, as it was announced.

    Attributes:
        perimeter: institutions it was announced for; empty where that is the plan's perimeter.
            Marks of another perimeter stand beside the plan and are not held against its supply.
        note: what a reader must know about it.
    """

    key: str
    name: Label
    shape: Shape
    marks: tuple[Mark, ...]
    citation: Citation
    status: Status = Status.REPORTED
    perimeter: tuple[Named, ...] = ()
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class RegionalTarget:
    """The share of a year's supply that is to go outside the capital area (지방공급).

    It is a share of supply, never a share of the year: 41.7 % here and 5/12 of a year have
    nothing to do with each other.

    Attributes:
        note: of which supply it is a share, where that is more than the plan's own.
    """

    year: int
    share: Ratio
    citation: Citation
    status: Status = Status.REPORTED
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A share as a publication printed it.

    Attributes:
        places: decimals of the percentage that were printed: 1 for 53.2 %.
    """

    share: Ratio
    places: int

    def equals(self, computed: Fraction) -> bool:
        """Whether a computed share, rounded half-up to the printed decimals, is the printed one."""
        scale = 100 * 10**self.places
        return Fraction(round_fraction(computed * scale, Rounding.HALF_UP), scale) == (
            self.share.fraction
        )

    def spoken(self, language: Language) -> str:
        """Write the share with the decimals it was printed with."""
        del language
        return percent_written(self.share.fraction, self.places)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """What a publication printed about one subject.

    Attributes:
        amount: supplied; None where it was not published.
        rate: the rate as printed; None where none was.
    """

    amount: Money | None = None
    rate: Printed | None = None


@dataclass(frozen=True, slots=True)
class Execution:
    """A published state of supply: from the first day of the plan's year through a day.

    Attributes:
        revision: the revision of the plan that the publication compared with.
        elapsed: the elapsed target as printed; None where none was.
    """

    first_on: date
    through_on: date
    revision: int
    figures: Mapping[Subject, PublishedFigure]
    citation: Citation
    elapsed: Printed | None = None


@dataclass(frozen=True, slots=True)
class SupplyPlan:
    """The plan of one year: perimeter, sectors, revisions, curves, published executions.

    Attributes:
        version: SHA-256 of the plan's files, so that a figure can name exactly what it used.
        sub_sectors: number of sub-sectors (세부분야) where published.
    """

    key: str
    name: Label
    year: int
    scheme: str
    scheme_version: str
    institutions: tuple[Named, ...]
    sectors: tuple[Named, ...]
    themes: tuple[Named, ...]
    counting: Counting
    revisions: tuple[Revision, ...]
    citation: Citation
    curves: tuple[Curve, ...] = ()
    regional_targets: tuple[RegionalTarget, ...] = ()
    sub_sectors: int | None = None
    executions: tuple[Execution, ...] = ()
    version: str = ""

    @property
    def first_on(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def last_on(self) -> date:
        """The last day of the year."""
        return date(self.year, MONTHS_A_YEAR, 31)

    @property
    def perimeter(self) -> tuple[str, ...]:
        """The keys of the institutions that are counted."""
        return tuple(institution.key for institution in self.institutions)

    @property
    def regional_target(self) -> RegionalTarget | None:
        """The regional target of the plan's own year, None where none was published."""
        of_year = (target for target in self.regional_targets if target.year == self.year)
        return next(of_year, None)

    def revision(self, number: int) -> Revision:
        """Return a revision by its number.

        Raises:
            PlanRevisionUnknownError: the plan has no such revision.
        """
        for revision in self.revisions:
            if revision.number == number:
                return revision
        known = tuple(revision.number for revision in self.revisions)
        raise PlanRevisionUnknownError(plan=self.key, revision=number, known=known)

    def revision_in_force(self, on: date) -> Revision:
        """Return the latest revision that is valid on a day.

        Raises:
            PlanRevisionNotInForceError: the day is before the first revision.
        """
        valid = [revision for revision in self.revisions if revision.valid_from <= on]
        if not valid:
            first = min(revision.valid_from for revision in self.revisions)
            raise PlanRevisionNotInForceError(plan=self.key, on=on, first=first)
        return max(valid, key=lambda revision: (revision.valid_from, revision.number))

    def curve(self, key: str) -> Curve:
        """Return an announced curve by its key.

        Raises:
            PlanCurveUnknownError: no such curve was announced.
        """
        for curve in self.curves:
            if curve.key == key:
                return curve
        known = tuple(curve.key for curve in self.curves)
        raise PlanCurveUnknownError(plan=self.key, curve=key, known=known)

    def has_perimeter_of(self, curve: Curve) -> bool:
        """Whether a curve was announced for the institutions the plan counts."""
        others = {institution.key for institution in curve.perimeter}
        return not others or others == set(self.perimeter)

    def subjects(self) -> tuple[Subject, ...]:
        """Return all that may have a figure: total, sectors, institutions, themes."""
        return (
            TOTAL,
            *(Subject(sector=sector.key) for sector in self.sectors),
            *(Subject(institution=institution.key) for institution in self.institutions),
            *(Subject(theme=theme.key) for theme in self.themes),
        )

    def targets(self, revision: Revision) -> tuple[Target, ...]:
        """Return every target of a revision: the year's by subject, then the months' of the total.

        A subject without a published amount has a target whose amount is None: OPEN.
        """
        return (
            *(
                self._target(revision, subject, self.year, revision.amount(subject))
                for subject in self.subjects()
            ),
            *(
                self._target(revision, TOTAL, month, amount)
                for month, amount in sorted(revision.months.items())
            ),
        )

    def _target(
        self, revision: Revision, subject: Subject, period: int | Month, amount: Money | None
    ) -> Target:
        return Target(
            perimeter=self.perimeter,
            scheme=self.scheme,
            scheme_version=self.scheme_version,
            subject=subject,
            period=period,
            amount=amount,
            counting=self.counting,
            revision=revision.number,
            valid_from=revision.valid_from,
            citation=revision.citation,
            status=Status.ASSUMED if subject in revision.assumed else Status.REPORTED,
        )

    def name_of(self, subject: Subject) -> Label:
        """Label a subject as the plan does; the total is the plan's own name."""
        key = subject.sector or subject.institution or subject.theme
        for named in (*self.sectors, *self.institutions, *self.themes):
            if named.key == key:
                return named.name
        return Label(key, key) if key else TOTAL_NAME
