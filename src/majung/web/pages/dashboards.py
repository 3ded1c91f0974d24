"""The dashboard: how far the year has come, laid out by the code that prints the council's pack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date

from majung.applications.stages import Stage
from majung.operations.acting import Role
from majung.operations.council.contents import Meeting, pack_content
from majung.operations.intake.files import programme_list
from majung.operations.reading_attention import ToDo, attention
from majung.operations.supply.reading import Dashboard, Wanted, dashboard
from majung.operations.supply.watermarks import watermark_shown
from majung.programmes import Programme
from majung.programmes.supply_plans import SupplyPlan
from majung.reports.cells import OPEN, percent, scaled
from majung.reports.documents.council_pack import council_pack
from majung.reports.model import Gauge, Heading, KeyValue, KeyValues, Paragraph, Part, Tone
from majung.reports.texts import word
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series
from majung.supply.targets import Forecast, SeriesSource, published_series
from majung.web.acting import is_example_office
from majung.web.pages.choosing import plans_of
from majung.web.pages.parts import shown_gauge
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

PLAN = "plan"
SOURCE = "source"
AS_OF = "as-of"
#: Headings of the pack under which the page finds its parts.
SECTIONS = (
    "pack-headline",
    "pack-sectors",
    "pack-pace",
    "pack-institutions",
    "pack-matrices",
    "pack-envelopes",
    "pack-overlaps",
    "pack-notes",
)
STAGE_OF = {
    ToDo.SUBMITTED: Stage.SUBMITTED,
    ToDo.ASSESSMENT: Stage.ASSESSMENT,
    ToDo.PROPOSALS: Stage.PROPOSED,
    ToDo.OFFERS: Stage.OFFERED,
    ToDo.OFFERS_ENDING: Stage.OFFERED,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A year or a source the reader may choose, and whether it is the one shown."""

    value: str
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits, in words, and where one does something about it."""

    name: str
    count: int
    address: str
    is_own: bool


@visited
def dashboard_page(visit: Visit) -> HttpResponse:
    """Show the pace of a plan: firms are led to their applications instead."""
    if visit.actor.roles <= {Role.FIRM}:
        return redirect("applications")
    wanted = _wanted(visit)
    page = dashboard(visit.actor, wanted, at=visit.at)
    sections = _sections(page, programme_list(visit.actor, at=visit.at))
    headline = sections.pop("pack-headline")
    gauge = next(part for part in headline if isinstance(part, Gauge))
    sums = next(part for part in headline if isinstance(part, KeyValues))
    return answer(
        visit,
        "majung/dashboard.html",
        Shown(
            title=phrase("dashboard-title", year=str(page.pace.plan.year)),
            section="dashboard",
        ),
        page=page,
        gauge=shown_gauge(gauge, visit.language),
        sums=sums,
        sum_notes=[part for part in headline if isinstance(part, Paragraph)],
        tasks=_tasks(visit),
        sectors=sections["pack-sectors"],
        course=sections["pack-pace"],
        forecasts=tuple(_forecasts(page.forecasts)),
        institutions=sections["pack-institutions"],
        matrices=sections.get("pack-matrices", ()),
        envelopes=sections["pack-envelopes"],
        overlaps=sections["pack-overlaps"],
        notes=sections["pack-notes"],
        years=[Choice(key, str(plan.year), key == wanted.plan) for key, plan in page.plans.items()],
        sources=[
            Choice(source.value, visit.said(source), source is wanted.source)
            for source in SeriesSource
        ],
        watermark=phrase(
            "watermark",
            as_of=page.pace.as_of,
            source=page.pace.series,
            known=watermark_shown(page.watermark),
        ),
    )


def _tasks(visit: Visit) -> list[Task]:
    """Put what waits into words; what the visitor may do something about stands first."""
    found = attention(visit.actor, on=visit.on, at=visit.at)
    tasks = [
        Task(
            visit.said(phrase(f"waits-{each.what.value}")),
            each.count,
            _address(each.what),
            each.is_own,
        )
        for each in found
    ]
    return sorted(tasks, key=lambda task: not task.is_own)


def _address(what: ToDo) -> str:
    """Return the list in which things that wait are found; empty where there is none."""
    if what in STAGE_OF:
        return f"{reverse('applications')}?stage={STAGE_OF[what].value}"
    return reverse("contracts") if what in {ToDo.CONDITIONS, ToDo.SET_ASIDE} else ""


def _wanted(visit: Visit) -> Wanted:
    """Read what is asked for; without a wish, the plan of the year the office lives in."""
    asked, plans = visit.request.GET, plans_of(visit)
    is_example = is_example_office(visit.request)
    latest = max(plans, key=lambda key: (plans[key].year <= visit.on.year, plans[key].year))
    key = asked.get(PLAN) or next(
        (key for key, plan in plans.items() if plan.year == visit.on.year), latest
    )
    # What was published stands first; own contracts stand beside it, as of the office's day.
    source = SeriesSource.REPORTED
    if asked.get(SOURCE) in set(SeriesSource):
        source = SeriesSource(asked[SOURCE])
    return Wanted(
        plan=key,
        as_of=_as_of(visit, plans.get(key), source),
        source=source,
        series=Series.EXAMPLE if is_example else Series.REAL,
        contracts_on=_own_as_of(visit, plans.get(key)) if AS_OF not in asked else None,
    )


def _own_as_of(visit: Visit, plan: SupplyPlan | None) -> date | None:
    """Return the day through which own contracts are read, inside the plan's year."""
    return None if plan is None else max(plan.first_on, min(visit.on, plan.last_on))


def _as_of(visit: Visit, plan: SupplyPlan | None, source: SeriesSource) -> date:
    """Return the day asked for; without a wish, the last one of which anything was published."""
    if plan is None:
        return visit.on
    asked = parse_date(visit.request.GET.get(AS_OF, ""))
    latest = asked or visit.on
    if asked is None and source is SeriesSource.REPORTED:
        published = [cell.last_on for cell in published_series(plan).cells if cell.amount]
        latest = max(published, default=latest)
    return max(plan.first_on, min(latest, plan.last_on))


def _sections(page: Dashboard, programmes: tuple[Programme, ...]) -> dict[str, tuple[Part, ...]]:
    """Lay the pack out without its register, by headings: the page shows what it will say."""
    name = Label("", "")
    meeting = Meeting(
        key="dashboard",
        number="",
        name=name,
        held_on=page.pace.as_of,
        reading=Wanted(plan=page.pace.plan.key, as_of=page.pace.as_of),
    )
    content = pack_content(meeting, page, programmes, issuer=name)
    headings = {word(key): key for key in SECTIONS}
    sections: dict[str, list[Part]] = {}
    held: list[Part] = []
    for part in council_pack(content).parts:
        if isinstance(part, Heading) and part.text == word("register"):
            break
        if isinstance(part, Heading) and part.text in headings:
            held = sections.setdefault(headings[part.text], [])
        else:
            held.append(part)
    return {key: tuple(parts) for key, parts in sections.items()}


def _forecasts(forecasts: tuple[Forecast, ...]) -> Iterator[Part]:
    """Say where the year may end, by each method, marked as no promise."""
    lines = []
    for forecast in forecasts:
        headline = forecast.lines[0]
        method = phrase(f"method-{forecast.method.value}")
        amount = OPEN if headline.year_end is None else headline.year_end
        rate = OPEN if headline.rate is None else headline.rate
        lines += [
            KeyValue(phrase("forecast-amount", method=method), scaled(amount, "조", 1)),
            KeyValue(phrase("forecast-rate", method=method), percent(rate)),
        ]
    yield KeyValues(tuple(lines))
    yield Paragraph(phrase("forecast-means"), Tone.FINE)
