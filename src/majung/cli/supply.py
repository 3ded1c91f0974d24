"""``majung supply``: how much of a plan has been supplied, against the time elapsed.

What was published needs no database; monthly reports and the own books stand in ``supply_desk``,
loaded when they are asked for.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import written_to
from majung.cli.output import Json, language, say, say_json, say_table
from majung.errors import Language, PolicyFinanceError, sentence
from majung.programmes.supply_plan_files import supply_plan
from majung.supply.figures import ratio_text
from majung.supply.monthly import report_template
from majung.supply.targets import (
    Pace,
    PaceLine,
    forecast,
    pace,
    pace_document,
    published_series,
)
from majung.values.money import Money, Unit

app = App(name="supply", help="Supply against plan.", help_format="plaintext")
app.command("majung.cli.admission:plan", name="plan", help="Plans from files: check, admit.")
app.command("majung.cli.supply_desk:report", name="report", help="Monthly reports: check, take.")
app.command("majung.cli.supply_desk:recorded", name="recorded", help="Pace from what is recorded.")

HEADINGS: dict[Language, tuple[str, ...]] = {
    "ko": ("분야", "공급계획(조)", "공급실적(조)", "집행률(%)", "공표 집행률(%)", "목표집행률(%)"),
    "en": ("Sector", "Target (tn)", "Supplied (tn)", "Pace (%)", "Published (%)", "Elapsed (%)"),
}
WORDS: dict[Language, dict[str, str]] = {
    "ko": {"as_of": "기준일", "revision": "계획 차수", "series": "계열", "open": "미공표"},
    "en": {"as_of": "as of", "revision": "revision", "series": "series", "open": "not published"},
}


class InstitutionNotInPlanError(PolicyFinanceError):
    """A monthly report is of an institution of the plan."""

    kind = "institution-not-in-plan"


@app.command(name="pace")
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
    chosen = supply_plan(plan)
    reading = pace(
        chosen,
        published_series(chosen),
        as_of=as_of,
        revision=revision,
        curve=chosen.curve(curve) if curve else None,
    )
    if json:
        say_json(pace_document(reading, (forecast(reading),)))
    else:
        print_pace(reading, language())


@app.command
def template(
    plan: str,
    institution: str,
    /,
    *,
    out: Annotated[Path, Parameter(help="File to write, .xlsx.")],
    unit: Annotated[Unit, Parameter(help="Unit of the amounts.")] = "억",
) -> None:
    """Write the blank monthly report of INSTITUTION for PLAN."""
    chosen = supply_plan(plan)
    named = next((each for each in chosen.institutions if each.key == institution), None)
    if named is None:
        known = ", ".join(each.key for each in chosen.institutions)
        raise InstitutionNotInPlanError(institution=institution, plan=chosen.name, known=known)
    written_to(out, report_template(chosen, named, unit=unit, language=language()))
    say(str(out))


def print_pace(reading: Pace, tongue: Language) -> None:
    """Print a pace as a table with its notes."""
    words = WORDS[tongue]
    say(
        f"{reading.plan.name.spoken(tongue)} · {words['as_of']} {reading.as_of} ·"
        f" {words['revision']} {reading.revision.number} · {words['series']} {reading.series}"
    )
    headings = HEADINGS[tongue]
    lines = (reading.headline, *reading.sectors, *reading.themes)
    say_table(
        [(headings[0], "left"), *((heading, "right") for heading in headings[1:])],
        [_row(line, tongue) for line in lines],
    )
    for note in reading.notes:
        say(f"- {sentence(note, tongue)}")


def _row(line: PaceLine, tongue: Language) -> tuple[str, ...]:
    missing = WORDS[tongue]["open"]
    return (
        line.name.spoken(tongue),
        _trillions(line.target, missing),
        _trillions(line.supplied, missing),
        missing if line.rate is None else ratio_text(line.rate * 100, 1),
        line.printed.spoken(tongue) if line.printed else "",
        ratio_text(line.elapsed * 100, 1),
    )


def _trillions(amount: Money | None, missing: str) -> str:
    return missing if amount is None else str(amount.in_unit("조", 4))
