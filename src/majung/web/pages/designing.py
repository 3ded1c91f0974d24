"""Designs compared and an envelope allocated, from files handed in or from those that ship."""

from collections.abc import Callable, Mapping, Sequence

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError, Problem
from majung.operations.policy import Act, require
from majung.operations.risk.allocation_reading import AllocationReading
from majung.operations.risk.allocation_report import allocation_parts
from majung.operations.risk.design_reading import DesignReading
from majung.operations.risk.design_report import design_parts
from majung.operations.risk.design_requests import (
    ALLOCATION_EXAMPLE,
    DESIGN_EXAMPLE,
    example_allocation,
    example_comparison,
)
from majung.operations.risk.examples import example_file
from majung.operations.risk.studies import allocate_now_or_later, compare_now_or_later
from majung.reports.model import Paragraph, Part, Tone
from majung.store.jobs.queue import Job
from majung.web.pages.forms import OfficeForm
from majung.web.pages.studies import kept_studies, study_address
from majung.web.pages.uploads import (
    YAML,
    Returned,
    content_of,
    file_field,
    located_findings,
    saved,
)
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

DESIGNS, ALLOCATIONS = "designs", "allocations"
FIRMS, DESIGN, ENVELOPE, CONTRACTS = (
    "firms-file",
    "design-file",
    "envelope-file",
    "contracts-file",
)
EXAMPLE, LATER = "example", "study-later"
#: Folder and names of the files that ship, by section.
SHIPPED = {
    DESIGNS: ("design", DESIGN_EXAMPLE),
    ALLOCATIONS: ("allocation", ALLOCATION_EXAMPLE),
}


@visited
def designs_page(visit: Visit) -> HttpResponse:
    """Compare the designs of a file on the firms of a list, at once or later."""

    def compared(form: OfficeForm) -> tuple[Part, ...] | Job:
        firms, designs = content_of(form, FIRMS), content_of(form, DESIGN)
        later = form.cleaned_data[LATER]
        found = compare_now_or_later(visit.actor, firms, designs, later=later, at=visit.at)
        if isinstance(found, tuple):
            raise _FilesRefusedError(found)
        return design_parts(found) if isinstance(found, DesignReading) else found

    def example() -> tuple[Part, ...]:
        return design_parts(example_comparison())

    return _answered(visit, DESIGNS, _design_form, compared, example)


@visited
def allocations_page(visit: Visit) -> HttpResponse:
    """Allocate the envelope of a file, at once or later."""

    def allocated(form: OfficeForm) -> tuple[Part, ...] | Job:
        contracts = content_of(form, CONTRACTS) if form.cleaned_data[CONTRACTS] else None
        envelope, later = content_of(form, ENVELOPE), form.cleaned_data[LATER]
        found = allocate_now_or_later(visit.actor, envelope, contracts, later=later, at=visit.at)
        if isinstance(found, tuple):
            raise _FilesRefusedError(found)
        return allocation_parts(found) if isinstance(found, AllocationReading) else found

    def example() -> tuple[Part, ...]:
        return allocation_parts(example_allocation())

    return _answered(visit, ALLOCATIONS, _allocation_form, allocated, example)


class _FilesRefusedError(Exception):
    """Files could not be read; the problems are its argument."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def _answered(
    visit: Visit,
    section: str,
    form_of: Callable[..., OfficeForm],
    result: Callable[[OfficeForm], tuple[Part, ...] | Job],
    example: Callable[[], tuple[Part, ...]],
) -> HttpResponse:
    """Show the form, the result of what was handed in, or that of the files that ship."""
    require(visit.actor, Act.READ_INTERNAL_PRICE)
    if visit.request.method != "POST":
        if EXAMPLE not in visit.request.GET:
            return _page(visit, section, form_of(), parts=(kept_studies(visit, section),))
        parts, saves = (_of_example(), *example()), _files(visit, *SHIPPED[section])
        return _page(visit, section, form_of(), parts=parts, saves=saves)
    form = form_of(visit.request.POST, visit.request.FILES)
    if not form.is_valid():
        return _page(visit, section, form, status=CONFLICT)
    try:
        found = result(form)
        if isinstance(found, Job):
            return done(visit, "study-asked", study_address(section, found.key))
        return _page(visit, section, form, parts=found)
    except _FilesRefusedError as refusal:
        return _page(visit, section, form, parts=_refused(refusal.problems), status=CONFLICT)
    except PolicyFinanceError as refusal:
        return _page(visit, section, form, problems=(refusal,), status=CONFLICT)


def _design_form(sent: object = None, files: object = None) -> OfficeForm:
    fields = {FIRMS: file_field(), DESIGN: file_field(YAML), LATER: _later()}
    return OfficeForm(fields, sent, files=files)


def _allocation_form(sent: object = None, files: object = None) -> OfficeForm:
    contracts = file_field()
    contracts.required = False
    fields = {ENVELOPE: file_field(YAML), CONTRACTS: contracts, LATER: _later()}
    return OfficeForm(fields, sent, files=files)


def _later() -> forms.BooleanField:
    return forms.BooleanField(required=False)


def _refused(problems: tuple[Problem, ...]) -> tuple[Part, ...]:
    return Paragraph(phrase("file-refused"), Tone.LEAD), located_findings(problems)


def _of_example() -> Paragraph:
    return Paragraph(phrase("of-example-files"), Tone.FINE)


def _files(visit: Visit, folder: str, names: Sequence[str]) -> list[tuple[str, Returned]]:
    """Return links that save the files that ship, to be filled in anew."""
    return [
        (visit.said(phrase("save-example", name=name)), saved(example_file(folder, name), name))
        for name in names
    ]


def _page(
    visit: Visit,
    section: str,
    form: OfficeForm,
    *,
    parts: Sequence[Part] = (),
    problems: Sequence[PolicyFinanceError] = (),
    saves: Sequence[tuple[str, Returned]] = (),
    status: int = 200,
) -> HttpResponse:
    shown = Shown(
        title=phrase(f"menu-{section}"),
        section=section,
        lead=phrase(f"{section}-lead"),
        parts=parts,
        problems=problems,
    )
    return answer(
        visit,
        "majung/handed_in.html",
        shown,
        status=status,
        form=form,
        action=reverse(section),
        heading=visit.said(phrase(f"{section}-heading")),
        send=visit.said(phrase(f"{section}-send")),
        links=_links(visit, section),
        saves=saves,
    )


def _links(visit: Visit, section: str) -> list[Mapping[str, str]]:
    address = f"{reverse(section)}?{EXAMPLE}=1"
    return [{"address": address, "name": visit.said(phrase("show-example"))}]
