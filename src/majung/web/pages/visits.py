"""A visit: who looks at a page, in which language, on which day; and how a page is answered.

A page that cannot be shown says why in the reader's words: not permitted, not there, or refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from weakref import WeakKeyDictionary

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from majung.errors import Language, PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.policy import Act, NotPermittedError, may
from majung.operations.reading_names import Names, names
from majung.reports.model import Part
from majung.reports.texts import Text, said
from majung.store.refusals import NotRecordedError
from majung.web.acting import actor_of, for_signed_in, moment, today
from majung.web.bounds import require_writable
from majung.web.languages import language_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.wording import phrase

P = ParamSpec("P")
_NAMES: WeakKeyDictionary[HttpRequest, Names] = WeakKeyDictionary()
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for a page, and when.

    Attributes:
        on: the day the office lives on.
    """

    request: HttpRequest
    actor: Actor
    language: Language
    on: date
    at: datetime

    def may(self, act: Act) -> bool:
        """Say whether the visitor's roles permit an act."""
        return may(self.actor, act)

    def said(self, text: Text) -> str:
        """Put a text into the reader's language."""
        return said(text, self.language)

    @property
    def names(self) -> Names:
        """What institutions, programmes and products are called; read once a request."""
        found = _NAMES.get(self.request)
        if found is None:
            found = _NAMES[self.request] = names(on=self.on, at=self.at)
        return found

    def told(self, key: str, **values: object) -> None:
        """Tell on the next page what was done."""
        messages.success(self.request, phrase(key, **values).spoken(self.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows besides its own template's parts.

    Attributes:
        section: key of the menu entry it belongs to.
        trail: pages above it, as name and address.
        problems: refusals to show above everything.
    """

    title: Text
    section: str
    lead: Text = ""
    trail: Sequence[tuple[Text, str]] = ()
    parts: Sequence[Part] = ()
    problems: Sequence[PolicyFinanceError] = ()


View = Callable[Concatenate[Visit, P], HttpResponseBase]


def visited(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Show a page to those who signed in, and say why where it cannot be shown."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visit = Visit(
            request, actor_of(request), language_of(request), today(request), moment(request)
        )
        try:
            require_writable(request, map(str, (*args, *kwargs.values())))
            return view(visit, *args, **kwargs)
        except NotPermittedError as refusal:
            return refused(visit, refusal, status=403)
        except NotRecordedError as refusal:
            return refused(visit, refusal, status=404)
        except PolicyFinanceError as refusal:
            return refused(visit, refusal, status=CONFLICT)

    return for_signed_in(guarded)  # type: ignore[return-value] # a view's own arguments


def refused(visit: Visit, refusal: PolicyFinanceError, *, status: int) -> HttpResponse:
    """Show a page that says why there is no other."""
    title = phrase(f"refused-{status}")
    return answer(
        visit, "majung/refused.html", Shown(title=title, section=""), status=status, refusal=refusal
    )


def answer(
    visit: Visit, template: str, shown: Shown, *, status: int = 200, **more: object
) -> HttpResponse:
    """Render a page."""
    form = more.get("form")
    of_form = form.problems if isinstance(form, OfficeForm) and form.is_bound else []
    context = {
        "title": visit.said(shown.title),
        "lead": visit.said(shown.lead),
        "section": shown.section,
        "trail": [(visit.said(name), address) for name, address in shown.trail],
        "parts": shown.parts,
        "problems": [*(each.spoken(visit.language) for each in shown.problems), *of_form],
        **more,
    }
    return render(visit.request, template, context, status=status)


def done(visit: Visit, key: str, to: str, **values: object) -> HttpResponse:
    """Go on to a page that tells what was done."""
    visit.told(key, **values)
    return redirect(to)
