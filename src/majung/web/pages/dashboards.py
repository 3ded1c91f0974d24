"""The dashboard: how far the year has come, laid out by the code that prints the council's pack."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date

from majung.operations.acting import Role
from majung.operations.council.contents import Meeting, pack_content
from majung.operations.supply.reading import Dashboard, Wanted, dashboard
from majung.programmes import shelf
from majung.programmes.supply_plan_files import supply_plans
from majung.programmes.supply_plans import SupplyPlan
from majung.reports.cells import OPEN, percent, scaled
from majung.reports.documents.council_pack import council_pack
from majung.reports.model import Heading, KeyValue, KeyValues, Paragraph, Part, Tone
from majung.reports.texts import word
from majung.rules.citations import Label
from majung.store.servicing.contracts import Series
from majung.supply.targets import Forecast, SeriesSource, published_series
from majung.web.acting import is_example_office
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

PLAN = "plan"
SOURCE = "source"
AS_OF = "as-of"


@dataclass(frozen=True, slots=True)
class Choice:
    """A year or a source the reader may choose, and whether it is the one shown."""

    value: str
    name: str
    is_shown: bool


@visited
def dashboard_page(visit: Visit) -> HttpResponse:
    """Show the pace of a plan: firms are led to their applications instead."""
    if visit.actor.roles <= {Role.FIRM}:
        return redirect("applications")
    wanted = _wanted(visit)
    page = dashboard(visit.actor, wanted, at=visit.at)
    return answer(
        visit,
        "majung/dashboard.html",
        Shown(
            title=phrase("dashboard-title", year=str(page.pace.plan.year)),
            section="dashboard",
            parts=tuple(_parts(page)),
        ),
        page=page,
        years=[Choice(key, str(plan.year), key == wanted.plan) for key, plan in page.plans.items()],
        sources=[
            Choice(source.value, visit.said(source), source is wanted.source)
            for source in SeriesSource
        ],
        watermark=phrase(
            "watermark", as_of=page.pace.as_of, source=page.pace.series, known=page.watermark
        ),
    )


def _wanted(visit: Visit) -> Wanted:
    """Read what is asked for; without a wish, the plan of the year the office lives in."""
    asked, plans = visit.request.GET, supply_plans()
    is_example = is_example_office(visit.request)
    latest = max(plans, key=lambda key: (plans[key].year <= visit.on.year, plans[key].year))
    key = asked.get(PLAN) or next(
        (key for key, plan in plans.items() if plan.year == visit.on.year), latest
    )
    source = SeriesSource.EXAMPLE if is_example else SeriesSource.REPORTED
    if asked.get(SOURCE) in set(SeriesSource):
        source = SeriesSource(asked[SOURCE])
    return Wanted(
        plan=key,
        as_of=_as_of(visit, plans.get(key), source),
        source=source,
        series=Series.EXAMPLE if is_example else Series.REAL,
    )


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


def _parts(page: Dashboard) -> Iterator[Part]:
    """Lay the pack out without its register: the dashboard shows what the pack will say."""
    name = Label("", "")
    meeting = Meeting(
        key="dashboard",
        number="",
        name=name,
        held_on=page.pace.as_of,
        reading=Wanted(plan=page.pace.plan.key, as_of=page.pace.as_of),
    )
    content = pack_content(meeting, page, tuple(shelf().values()), issuer=name)
    register = word("register")
    for part in council_pack(content).parts:
        if isinstance(part, Heading) and part.text == register:
            return
        if isinstance(part, Heading) and part.text == word("pack-institutions"):
            yield from _forecasts(page.forecasts)
        yield part


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
    yield Heading(phrase("forecasts"))
    yield KeyValues(tuple(lines))
    yield Paragraph(phrase("forecast-means"), Tone.FINE)
