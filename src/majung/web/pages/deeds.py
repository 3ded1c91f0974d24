"""What a visitor can do about a contract now: deeds, each a form and what it does.

A deed is offered only while it can be done.  Its address bears a turn, the number of facts when
the form was shown, so that a form sent twice records one thing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.urls import reverse

from majung.reports.model import Part
from majung.reports.texts import Text
from majung.web.pages.desks import Ask, Panel, Tried, form_of
from majung.web.pages.forms import OfficeForm
from majung.web.pages.wording import phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that can be done about a contract.

    Attributes:
        key: unique on the desk.
        panel: deeds of one panel stand together; empty for one of its own.
        form: makes the form, of what was sent or fresh.
        does: takes the form and the key of what is recorded.
        parts: what is to be known before it is done.
        is_second: beside another deed that is the main one.
    """

    key: str
    title: Text
    form: Callable[[Any], OfficeForm]
    does: Callable[[OfficeForm, str], object]
    panel: str = ""
    send: Text = ""
    parts: Sequence[Part] = ()
    is_second: bool = False


def simple_form(
    fields: Callable[[], dict[str, Any]], *, key: str, initial: dict[str, Any] | None = None
) -> Callable[[Any], OfficeForm]:
    """Return what makes a form of some fields, anew each time."""
    return lambda sent: OfficeForm(fields(), sent, initial=initial, key=f"{key}-")


def panels_of(
    deeds: Iterable[Deed], contract: str, turn: int, tried: Tried | None
) -> Iterator[Panel]:
    """Lay deeds out, a panel a subject."""
    for name, group in groupby(deeds, key=lambda deed: deed.panel or deed.key):
        together = list(group)
        yield Panel(
            name,
            together[0].title,
            [
                Ask(
                    reverse("deed", args=[contract, deed.key, turn]),
                    form_of(tried, deed.key, partial(deed.form, None)),
                    deed.send or deed.title,
                    deed.is_second,
                )
                for deed in together
            ],
            [part for deed in together for part in deed.parts],
        )


def titled(key: str) -> Text:
    """Return the title of a deed."""
    return phrase(f"deed-{key}")
