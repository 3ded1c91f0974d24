"""Monthly reports as doors show them: who has reported which month, and what changed since.

The secretariat and auditors see every institution and the look is written down; an officer sees
the own institution's reports only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.operations.acting import Actor
from majung.operations.reading_names import institution_names
from majung.operations.supply.looking import looking
from majung.operations.supply.plans import plan_in_force
from majung.operations.supply.series import EXAMPLE_SERIES, REPORTED_SERIES
from majung.programmes.supply_plans import SupplyPlan
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.council.monthly import Submission, submissions, submissions_of
from majung.store.servicing.contracts import Series
from majung.supply.monthly import Change, changes_between
from majung.values.months import Month


@dataclass(frozen=True, slots=True)
class Reporting:
    """An institution and the months it reported.

    Attributes:
        submissions: the one that counts, by month; a month that is absent was not reported.
    """

    institution: str
    name: Label
    is_counted: bool
    submissions: Mapping[Month, Submission]


@dataclass(frozen=True, slots=True)
class ReportCalendar:
    """Who has reported what, for a plan's year.

    Attributes:
        months: of the year that have ended, in order.
        reporting: institutions of the perimeter first, then others that reported.
        is_whole: whether all institutions were looked at, or the reader's own only.
    """

    plan: SupplyPlan
    series: Series
    months: tuple[Month, ...]
    reporting: tuple[Reporting, ...]
    is_whole: bool

    @property
    def missing(self) -> tuple[tuple[str, Month], ...]:
        """Pairs of an institution of the perimeter and a month that it has not reported yet."""
        return tuple(
            (each.institution, month)
            for each in self.reporting
            if each.is_counted
            for month in self.months
            if month not in each.submissions
        )


@dataclass(frozen=True, slots=True)
class Resubmission:
    """One submission of a month, and what it changed of the one before."""

    submission: Submission
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class MonthHistory:
    """Every submission of an institution for a month, first to last; the last counts."""

    plan: SupplyPlan
    institution: str
    name: Label
    month: Month
    submissions: tuple[Resubmission, ...]

    @property
    def counting(self) -> Submission:
        """The submission that counts."""
        return self.submissions[-1].submission


def report_calendar(
    actor: Actor, plan: str, *, on: date, at: datetime, series: Series = Series.REAL
) -> ReportCalendar:
    """Return which institution has reported which month of a plan's year that ended by a day.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError: there is no such plan.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=plan) as is_whole:
        found = plan_in_force(plan)
        submitted = submissions(plan=plan, series=_kept_as(series))
        names = institution_names(on=on)
    counting: dict[str, dict[Month, Submission]] = {}
    for each in submitted:
        counting.setdefault(each.institution, {})[each.month] = each
    expected = found.perimeter if is_whole else (actor.institution,)
    reporting = dict.fromkeys((*expected, *sorted(counting)))
    return ReportCalendar(
        plan=found,
        series=series,
        months=tuple(
            month
            for month in (Month(found.year, number) for number in range(1, 13))
            if month.last_on <= on
        ),
        reporting=tuple(
            Reporting(
                institution=key,
                name=_name(key, found, names),
                is_counted=key in found.perimeter,
                submissions=counting.get(key, {}),
            )
            for key in reporting
        ),
        is_whole=is_whole,
    )


def month_history(
    actor: Actor,
    plan: str,
    institution: str,
    month: Month,
    *,
    at: datetime,
    series: Series = Series.REAL,
) -> MonthHistory:
    """Return every submission of an institution for a month, with what each changed.

    Raises:
        NotPermittedError: the actor may read nothing.
        SupplyPlanUnknownError: there is no such plan.
        NotRecordedError: the institution reported nothing for the month, or not to the reader.
    """
    with looking(actor, Purpose.SUPPLY, at=at, subject=f"{plan} {institution} {month}"):
        found = plan_in_force(plan)
        submitted = submissions_of(institution, month, plan=plan, series=_kept_as(series))
        names = institution_names(on=month.last_on)
    return MonthHistory(
        found, institution, _name(institution, found, names), month, tuple(_steps(submitted))
    )


def _steps(submitted: Iterable[Submission]) -> Iterable[Resubmission]:
    before: Submission | None = None
    for each in submitted:
        yield Resubmission(each, changes_between(before.rows, each.rows) if before else ())
        before = each


def _kept_as(series: Series) -> str:
    return EXAMPLE_SERIES if series is Series.EXAMPLE else REPORTED_SERIES


def _name(key: str, plan: SupplyPlan, names: Mapping[str, Label]) -> Label:
    of_plan = next((named.name for named in plan.institutions if named.key == key), None)
    return of_plan or names.get(key, Label(key, key))
