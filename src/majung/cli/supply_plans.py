"""Supply plans as they are in force: what was published of them, and their blank reports.

Where there is an office its plans count, those taken in by file before those that ship.  Without
one the plans that ship are read, and no database is started.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import written_to
from majung.cli.office import actor, is_there_an_office, now, open_office
from majung.cli.output import Json, language, say, say_json
from majung.cli.supply import print_pace
from majung.errors import PolicyFinanceError
from majung.operations.supply.plans import plan_file
from majung.operations.supply.reading import Wanted, published_pace
from majung.programmes.supply_plan_files import supply_plan
from majung.programmes.supply_plans import SupplyPlan
from majung.supply.monthly import report_template
from majung.supply.targets import forecast, pace_document
from majung.values.money import Unit


class InstitutionNotInPlanError(PolicyFinanceError):
    """A monthly report is of an institution of the plan."""

    kind = "institution-not-in-plan"


def pace_(
    plan: str,
    /,
    *,
    as_of: Annotated[date, Parameter(help="The last day counted, for example 2024-05-31.")],
    revision: Annotated[int | None, Parameter(help="Compare with this revision.")] = None,
    curve: Annotated[str, Parameter(help="Measure the gap against this curve.")] = "",
    json: Json = False,
) -> None:
    """Say how far PLAN (for example five-sectors-2024) has come by a day, as published."""
    wanted = Wanted(plan=plan, as_of=as_of, revision=revision, curve=curve)
    reading = published_pace(_in_force(plan), wanted)
    if json:
        say_json(pace_document(reading, (forecast(reading),)))
    else:
        print_pace(reading, language())


def template(
    plan: str,
    institution: str,
    /,
    *,
    out: Annotated[Path, Parameter(help="File to write, .xlsx.")],
    unit: Annotated[Unit, Parameter(help="Unit of the amounts.")] = "억",
) -> None:
    """Write the blank monthly report of INSTITUTION for PLAN."""
    chosen = _in_force(plan)
    named = next((each for each in chosen.institutions if each.key == institution), None)
    if named is None:
        known = ", ".join(each.key for each in chosen.institutions)
        raise InstitutionNotInPlanError(institution=institution, plan=chosen.name, known=known)
    written_to(out, report_template(chosen, named, unit=unit, language=language()))
    say(str(out))


def _in_force(plan: str) -> SupplyPlan:
    if not is_there_an_office():
        return supply_plan(plan)
    open_office()
    return plan_file(actor(), plan, at=now())
