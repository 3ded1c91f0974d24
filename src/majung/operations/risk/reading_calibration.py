"""Whether the office's own grades foretold defaults: covers by grade and by year signed.

A cover defaulted when its insurer was told of it or a claim was filed.  What was predicted is
the grade's yearly probability over the time since the loan was drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.states import CoverStage
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.gathering import Gathered, GradedCover, desk_of
from majung.operations.servicing.replaying import cover_replayed, loans_in
from majung.operations.supply.looking import looking
from majung.pricing.discounting import moment_of
from majung.risk.backtest.calibration import calibration
from majung.risk.backtest.tuning import Calibrated
from majung.store.access import Purpose
from majung.store.servicing.contracts import Series

#: Where a cover stands once its loan defaulted.
DEFAULTED = frozenset({CoverStage.DEFAULTED, CoverStage.CLAIMED, CoverStage.RECOURSE})


@dataclass(frozen=True, slots=True)
class CalibrationReading:
    """Predicted beside realised, the same covers grouped twice.

    Attributes:
        by_grade: worst grade last; covers without a grade under an empty name.
        by_year: of signing, earliest first.
    """

    by_grade: tuple[Calibrated, ...]
    by_year: tuple[Calibrated, ...]


def cover_calibration(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    programme: str = "",
    series: Series = Series.REAL,
) -> CalibrationReading:
    """Compare predicted with realised defaults of the covers the actor may read.

    Raises:
        NotPermittedError: the actor may not read internal prices.
        CohortsTooManyError: there are more contracts than are reckoned while somebody waits.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    with looking(actor, Purpose.SUPPLY, at=at, subject=programme):
        desk = desk_of(programme, series=series, on=on, at=at)
        told = loans_in(desk.loans.values(), desk.facts)
    covers = Gathered.of_desk(desk).graded
    defaulted = set()
    for each in covers:
        terms, facts = each.contract.terms, tuple(desk.facts.get(each.contract.key, ()))
        if isinstance(terms, CoverTerms):
            state = cover_replayed(terms, facts, told.get(each.contract.loan), until=on).state
            if state.stage in DEFAULTED or state.claims:
                defaulted.add(each.contract.key)
    ranked = sorted(covers, key=lambda each: (not each.grade, each.chance, each.grade))
    dated = sorted(covers, key=lambda each: each.contract.signed_on.year)
    return CalibrationReading(
        _grouped(ranked, defaulted, lambda each: each.grade, on),
        _grouped(dated, defaulted, lambda each: str(each.contract.signed_on.year), on),
    )


def _grouped(
    covers: Sequence[GradedCover],
    defaulted: set[str],
    group_of: Callable[[GradedCover], str],
    on: date,
) -> tuple[Calibrated, ...]:
    groups: dict[str, list[GradedCover]] = {}
    for each in covers:
        groups.setdefault(group_of(each), []).append(each)
    if not groups:
        return ()
    return calibration(
        tuple(groups),
        predicted=[sum(_predicted(e, on) for e in held) / len(held) for held in groups.values()],
        loans=[len(held) for held in groups.values()],
        defaults=[sum(e.contract.key in defaulted for e in held) for held in groups.values()],
    )


def _predicted(cover: GradedCover, on: date) -> float:
    years = float(moment_of(max(on, cover.since), start=cover.since).years)
    survives: float = (1.0 - cover.chance) ** years
    return 1.0 - survives
