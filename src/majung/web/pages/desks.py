"""What can be done on a page beside what it shows: panels, each with its forms.

Each form goes to an address of its own; what could not be done comes back to the same page, with
everything that is wrong named above and beside its field.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse

from majung.errors import PolicyFinanceError
from majung.operations.policy import NotPermittedError
from majung.reports.model import Part
from majung.reports.texts import Text
from majung.store.refusals import NotRecordedError
from majung.web.pages.forms import OfficeForm
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer


@dataclass(frozen=True, slots=True)
class Ask:
    """A form and what its button says.

    Attributes:
        address: where it goes.
        is_second: beside another act that is the main one.
    """

    address: str
    form: OfficeForm
    send: Text
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Something that can be done: its title, what is to be known, the forms."""

    key: str
    title: Text
    asks: Sequence[Ask] = ()
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a form that was sent: the form as it was filled in, and why not.

    Attributes:
        key: of the form, so that a page shows it again in its place.
    """

    key: str
    form: OfficeForm
    problems: tuple[PolicyFinanceError, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page, shown as a button."""

    address: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A page with something to do."""

    shown: Shown
    panels: Sequence[Panel] = ()
    links: Sequence[Link] = ()
    tried: Tried | None = None
    more: dict[str, object] = field(default_factory=dict)


def desk_page(visit: Visit, desk: Desk) -> HttpResponse:
    """Show a page with its panels; where a form was sent in vain, say so."""
    tried = desk.tried
    return answer(
        visit,
        "majung/desk.html",
        desk.shown,
        status=200 if tried is None else CONFLICT,
        panels=desk.panels,
        links=desk.links,
        form=tried.form if tried else None,
        **desk.more,
    )


def refusal_of(act: Callable[[], object]) -> tuple[PolicyFinanceError, ...]:
    """Do an act; return why it was refused.  What may not be seen or done has a page of its own."""
    try:
        act()
    except (NotPermittedError, NotRecordedError):
        raise
    except PolicyFinanceError as refusal:
        return (refusal,)
    return ()


def form_of(tried: Tried | None, key: str, fresh: Callable[[], OfficeForm]) -> OfficeForm:
    """Return the form that was sent, where it is this one, or else a fresh one."""
    return tried.form if tried is not None and tried.key == key else fresh()
