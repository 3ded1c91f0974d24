"""Taking an institution's monthly report of what it supplied.

A report is taken whole or not at all.  A further report of the same institution and month
replaces what counted before, and every change is told; nothing that was sent is ever lost.
"""

from dataclasses import dataclass
from datetime import date, datetime

from majung.errors import Language, PolicyFinanceError, Problem
from majung.files import annotated_rows
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.operations.supply.looking import acting_or_state
from majung.operations.supply.plans import plan_in_force
from majung.operations.supply.series import EXAMPLE_SERIES, REPORTED_SERIES
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Named
from majung.store.access import Purpose
from majung.store.council.monthly import (
    Submission,
    rows_in_force,
    submissions,
    submissions_in_force,
    take_report,
)
from majung.store.intake.received import receive
from majung.store.parties.institutions import Institution, institution, institutions
from majung.store.servicing.contracts import Series
from majung.supply.monthly import (
    Change,
    Desk,
    MonthlyReport,
    read_report,
    report_template,
    resubmit,
)
from majung.values.months import Month

RECEIVED_AS = "monthly-report"


class SeriesOfAnotherWorldError(PolicyFinanceError):
    """What an invented institution reports stays in the example series."""

    kind = "series-of-another-world"


@dataclass(frozen=True, slots=True)
class TakenReport:
    """What became of a report.

    Attributes:
        report: as it was read, with every problem.
        submissions: what counts now for the institutions and months it reports.
        changes: rows that came, went or say something else than before.
        is_new: False where it says what was reported already, and nothing was done.
    """

    report: MonthlyReport
    submissions: tuple[Submission, ...] = ()
    changes: tuple[Change, ...] = ()
    is_new: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether what it says counts now."""
        return self.report.is_taken

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with it; while there is any, nothing of it was taken."""
        return self.report.problems


def take_monthly_report(
    actor: Actor,
    *,
    plan: str,
    name: str,
    content: bytes,
    on: date,
    at: datetime,
    series: Series = Series.REAL,
) -> TakenReport:
    """Take a monthly report, CSV or XLSX; with any problem in it nothing is taken.

    An officer reports for the own institution only, the secretariat for all.

    Args:
        name: of the file, as its sender called it.
        series: real figures, or those of the example world.

    Raises:
        NotPermittedError: the actor may take no reports.
        SupplyPlanUnknownError: there is no such plan.
        SeriesOfAnotherWorldError: an invented institution reports into the real series.
    """
    require(actor, Act.TAKE_MONTHLY_REPORT)
    kept_as = EXAMPLE_SERIES if series is Series.EXAMPLE else REPORTED_SERIES
    with acting_or_state(actor, Purpose.SUPPLY, at=at, subject=plan, is_state=_is_state(actor)):
        found = plan_in_force(plan)
        report = read_report(name, content, _desk(actor, found, on=on))
        if not report.is_taken:
            return TakenReport(report)
        _require_world(report, series)
        before = submissions_in_force(plan=plan, series=kept_as)
        reported = {(each.institution, each.month) for each in before}
        _, changes = resubmit(rows_in_force(before), report)
        if not changes and report.months <= reported:
            return TakenReport(report, _of_report(report, before))
        received = receive(RECEIVED_AS, name, content, by=actor.person, at=at)
        after = take_report(
            report, plan=plan, series=kept_as, digest=received.digest, by=actor.person, at=at
        )
        return TakenReport(report, _of_report(report, after), changes, is_new=True)


def check_monthly_report(
    actor: Actor, *, plan: str, name: str, content: bytes, on: date, at: datetime
) -> TakenReport:
    """Read a monthly report without taking it: every row with its findings.

    Raises:
        NotPermittedError: the actor may take no reports.
        SupplyPlanUnknownError: there is no such plan.
    """
    require(actor, Act.TAKE_MONTHLY_REPORT)
    with acting_or_state(actor, Purpose.SUPPLY, at=at, subject=plan, is_state=_is_state(actor)):
        return TakenReport(read_report(name, content, _desk(actor, plan_in_force(plan), on=on)))


def report_findings(taken: TakenReport, language: Language = "ko") -> bytes:
    """Write the bad rows of a report that was not taken as XLSX, each with its reasons.

    Empty where the file could not be read as a list: its problems then have no rows.
    """
    report = taken.report
    if report.source is None:
        return b""
    return annotated_rows(report.source, report.notes, language=language)


def report_history(
    actor: Actor,
    *,
    plan: str,
    at: datetime,
    series: Series = Series.REAL,
    month: Month | None = None,
) -> tuple[Submission, ...]:
    """Return every submission that the actor may read, by institution, month and number.

    Args:
        month: of one month only.
    """
    require(actor, Act.TAKE_MONTHLY_REPORT)
    kept_as = EXAMPLE_SERIES if series is Series.EXAMPLE else REPORTED_SERIES
    with acting_or_state(actor, Purpose.SUPPLY, at=at, subject=plan, is_state=_is_state(actor)):
        every = submissions(plan=plan, series=kept_as)
    return tuple(each for each in every if month is None or each.month == month)


def blank_report(
    actor: Actor, *, plan: str, at: datetime, of: str = "", language: Language = "ko"
) -> bytes:
    """Return the blank workbook of an institution, with its lists and every column explained.

    Args:
        of: the institution; without it, the actor's own.

    Raises:
        NotPermittedError: the actor may take no reports.
        NotRecordedError: the institution is not registered.
    """
    require(actor, Act.TAKE_MONTHLY_REPORT)
    with acting_or_state(actor, Purpose.SUPPLY, at=at, subject=plan, is_state=_is_state(actor)):
        found = plan_in_force(plan)
        key = of or actor.institution
        own = next((named for named in found.institutions if named.key == key), None)
        reporting = own or _named(institution(key))
    return report_template(found, reporting, language=language)


def _is_state(actor: Actor) -> bool:
    return Role.SECRETARIAT in actor.roles


def _desk(actor: Actor, plan: SupplyPlan, *, on: date) -> Desk:
    known = {named.key for named in plan.institutions}
    others = tuple(_named(each) for each in institutions() if each.key not in known)
    own = "" if _is_state(actor) else actor.institution
    return Desk(plan, on, own, others)


def _named(body: Institution) -> Named:
    """Name an institution as it is called now; reports may use every name it ever had."""
    *earlier, latest = (dated.name for dated in body.names)
    aliases = (word for name in earlier for word in (name.ko, name.en))
    return Named(body.key, latest, tuple(aliases))


def _require_world(report: MonthlyReport, series: Series) -> None:
    """Refuse what an invented institution reports into the real series."""
    if series is Series.EXAMPLE:
        return
    for key in sorted({row.institution for row in report.rows}):
        if institution(key).is_example:
            raise SeriesOfAnotherWorldError(institution=institution(key).names[-1].name)


def _of_report(report: MonthlyReport, counting: tuple[Submission, ...]) -> tuple[Submission, ...]:
    return tuple(each for each in counting if (each.institution, each.month) in report.months)
