"""``majung supply``: how much of a plan has been supplied, against the time elapsed.

Plans and what was published of them stand in ``supply_plans``, monthly reports and the own books in
``supply_desk``, loaded when they are asked for.
"""

from cyclopts import App

from majung.cli.output import say, say_table
from majung.errors import Language, sentence
from majung.supply.figures import ratio_text
from majung.supply.targets import (
    Pace,
    PaceLine,
)
from majung.values.money import Money

app = App(name="supply", help="Supply against plan.", help_format="plaintext")
app.command("majung.cli.admission:plan", name="plan", help="Plans from files: check, admit.")
app.command("majung.cli.supply_desk:report", name="report", help="Monthly reports: check, take.")
app.command("majung.cli.supply_desk:recorded", name="recorded", help="Pace from what is recorded.")
app.command("majung.cli.supply_plans:pace_", name="pace")
app.command("majung.cli.supply_plans:template", name="template")

HEADINGS: dict[Language, tuple[str, ...]] = {
    "ko": ("분야", "공급계획(조)", "공급실적(조)", "집행률(%)", "공표 집행률(%)", "목표집행률(%)"),
    "en": ("Sector", "Target (tn)", "Supplied (tn)", "Pace (%)", "Published (%)", "Elapsed (%)"),
}
WORDS: dict[Language, dict[str, str]] = {
    "ko": {"as_of": "기준일", "revision": "계획 차수", "series": "계열", "open": "미공표"},
    "en": {"as_of": "as of", "revision": "revision", "series": "series", "open": "not published"},
}


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
