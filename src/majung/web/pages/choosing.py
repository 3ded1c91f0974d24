"""Choices above a page: which plan, source, day or institution it shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from majung.operations.supply.plans import plan_list
from majung.programmes.supply_plans import SupplyPlan
from majung.store.servicing.contracts import Series
from majung.supply.targets import SeriesSource
from majung.web.acting import is_example_office
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase

PLAN, SOURCE, AS_OF = "plan", "source", "as-of"
_PLANS: WeakKeyDictionary[HttpRequest, Mapping[str, SupplyPlan]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, and whether it is the one shown."""

    value: str
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field above a page: a list to choose from, or a value to write.

    Attributes:
        type: of the input; empty where there are choices, or for words.
    """

    name: str
    label: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    type: str = ""


def choice_of(name: str, label: str, several: Iterable[tuple[str, str]], shown: str) -> Field:
    """Return a field with a list to choose from."""
    return Field(name, label, tuple(Choice(key, text, key == shown) for key, text in several))


def plans_of(visit: Visit) -> Mapping[str, SupplyPlan]:
    """Return the plans in force by key, those admitted before those that ship; read once a page."""
    found = _PLANS.get(visit.request)
    if found is None:
        found = _PLANS[visit.request] = {plan.key: plan for plan in plan_list(visit.actor)}
    return found


def plan_asked(visit: Visit) -> str:
    """Return the plan asked for; without a wish, that of the year the office lives in."""
    asked = visit.request.GET.get(PLAN, "")
    if asked:
        return asked
    plans = plans_of(visit)
    latest = max(plans, key=lambda key: (plans[key].year <= visit.on.year, plans[key].year))
    return next((key for key, plan in plans.items() if plan.year == visit.on.year), latest)


def plan_field(visit: Visit, shown: str) -> Field:
    """Return the field that chooses a plan."""
    plans = ((key, visit.said(plan.name)) for key, plan in plans_of(visit).items())
    return choice_of(PLAN, visit.said(phrase("year")), plans, shown)


def series_of(visit: Visit) -> Series:
    """Return whether the visitor works with real contracts or with the example world's."""
    return Series.EXAMPLE if is_example_office(visit.request) else Series.REAL


def source_asked(visit: Visit) -> SeriesSource:
    """Return the source asked for; without a wish, reports, or the example world's."""
    asked = visit.request.GET.get(SOURCE, "")
    if asked in set(SeriesSource):
        return SeriesSource(asked)
    is_example = is_example_office(visit.request)
    return SeriesSource.EXAMPLE if is_example else SeriesSource.REPORTED


def source_field(visit: Visit, shown: SeriesSource) -> Field:
    """Return the field that chooses a source."""
    several = ((each.value, visit.said(each)) for each in SeriesSource)
    return choice_of(SOURCE, visit.said(phrase("source")), several, shown.value)


def day_asked(visit: Visit, plan: str) -> date:
    """Return the day asked for, within the plan's year; without a wish, today."""
    found = plans_of(visit).get(plan)
    try:
        asked = parse_date(visit.request.GET.get(AS_OF, "")) or visit.on
    except ValueError:
        # A day that no calendar has.
        asked = visit.on
    return asked if found is None else max(found.first_on, min(asked, found.last_on))


def day_asked_field(visit: Visit, shown: date) -> Field:
    """Return the field that chooses a day."""
    label = visit.said(phrase("head-as-of"))
    return Field(AS_OF, label, value=shown.isoformat(), type="date")
