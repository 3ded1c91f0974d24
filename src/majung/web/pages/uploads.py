"""Files handed in on pages, and annotated files on their way back.

What was refused is kept nowhere: the annotated rows travel inside the answer, as a link that
saves them, so that nothing of a refused file stays with the office.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse

from majung.errors import Problem, sentence
from majung.reports.model import Note, Notes
from majung.reports.texts import Text, said
from majung.rules.citations import Label
from majung.web.pages.forms import OfficeForm
from majung.web.pages.wording import phrase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPTED = ".csv,.xlsx,.txt"
YAML = ".yaml,.yml"
MEDIA_TYPES = {
    "xlsx": XLSX,
    "json": "application/json",
    "csv": "text/csv",
    "yaml": "application/yaml",
}
NAME_MAX = 200
#: A page names this many findings; the annotated file has all of them.
SHOWN_MAX = 200


def file_field(accepted: str = ACCEPTED) -> forms.FileField:
    """Return a field for a file, of a list: CSV or XLSX; an empty one is told by its reader."""
    return forms.FileField(
        allow_empty_file=True,
        max_length=NAME_MAX,
        widget=forms.FileInput({"accept": accepted}),
    )


class FilesInput(forms.FileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FolderField(forms.FileField):
    """The files of a folder, each with its name; empty files are told by whoever reads them."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return every file that was handed in."""
        sent = data if isinstance(data, list | tuple) else [data]
        clean = super().clean
        return [clean(each, initial) for each in sent] or [clean(None, initial)]


def folder_field() -> forms.FileField:
    """Return a field for the YAML files of a folder."""
    return FolderField(
        allow_empty_file=True, max_length=NAME_MAX, widget=FilesInput({"accept": YAML})
    )


def folder_of(form: OfficeForm, name: str) -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of every file of a folder that was handed in."""
    return tuple((each.name, each.read()) for each in form.cleaned_data[name])


def content_of(form: OfficeForm, name: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a file that was handed in."""
    sent = form.cleaned_data[name]
    return sent.name, sent.read()


@dataclass(frozen=True, slots=True)
class Returned:
    """An annotated file inside a page: a link that saves it."""

    name: str
    address: str


def returned(content: bytes, name: str) -> Returned | None:
    """Return the link to an annotated workbook; None where there is none."""
    return saved(content, name) if content else None


def saved(content: bytes, name: str) -> Returned:
    """Return the link that saves a file made for this answer."""
    media_type = MEDIA_TYPES[name.rpartition(".")[2]]
    return Returned(name, f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}")


def findings_list(problems: tuple[Problem, ...]) -> Notes:
    """List what is wrong with a file, by place; sentences are read as lines on a telephone too."""
    lines = [Note(_line(each)) for each in problems[:SHOWN_MAX]]
    rest = len(problems) - SHOWN_MAX
    if rest > 0:
        lines.append(Note(phrase("findings-more", count=rest)))
    return Notes(phrase("findings-of-file", count=len(problems)), tuple(lines))


def located_findings(problems: Sequence[Problem]) -> Notes:
    """List what is wrong with the files of a folder, as ``file:line:column: what — why``."""
    lines = [Note(Label(each.spoken("ko"), each.spoken("en"))) for each in problems[:SHOWN_MAX]]
    rest = len(problems) - SHOWN_MAX
    if rest > 0:
        lines.append(Note(phrase("findings-left-out", count=rest)))
    return Notes(phrase("findings-of-file", count=len(problems)), tuple(lines))


def workbook(content: bytes, name: str) -> HttpResponse:
    """Hand out a workbook."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(problem: Problem) -> Label:
    place = _place(problem)
    return Label(
        f"{said(place, 'ko')} — {sentence(problem.message, 'ko')}",
        f"{said(place, 'en')} — {sentence(problem.message, 'en')}",
    )


def _place(problem: Problem) -> Text:
    place = problem.place
    if not place.line:
        return phrase("place-file")
    at = Label(f"{place.line}행", f"row {place.line}")
    if place.column:
        at = Label(f"{at.ko} {place.column}열", f"{at.en}, column {place.column}")
    return at if not place.sheet else Label(f"{place.sheet} {at.ko}", f"{place.sheet}, {at.en}")
