"""Comparisons and allocations that are done later and kept: a list, a page each, files."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.urls import reverse

from majung.operations.jobs.kinds import JobKind
from majung.operations.risk.reading_studies import Study, studies, study, study_file
from majung.operations.risk.run_files import FORMATS
from majung.reports.cells import Cell, moment, words
from majung.reports.model import KeyValue, KeyValues, Paragraph, Part, Tone
from majung.reports.tables import Column, Row, Table
from majung.web.pages.job_states import job_lines, looking_again, state_of, waits_part
from majung.web.pages.naming import person_called
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

#: Sections of the menu, by what is asked for there; a page of a study is named after its section.
KINDS = {"designs": JobKind.DESIGNS, "allocations": JobKind.ALLOCATION}


@visited
def study_page(visit: Visit, section: str, key: str) -> HttpResponse:
    """Show how far a study is; when it is done, what it found."""
    found = study(visit.actor, KINDS[section], key, at=visit.at)
    shown = Shown(
        title=phrase(f"study-of-{section}"),
        section=section,
        trail=((phrase(f"menu-{section}"), reverse(section)),),
        parts=(*_head(visit, found), *(found.report.parts if found.report else ())),
    )
    page = answer(visit, "majung/handed_in.html", shown, links=_links(visit, section, found))
    return looking_again(found.job, page)


@visited
def study_export(visit: Visit, section: str, key: str, ending: str) -> HttpResponse:
    """Hand a study out as a file."""
    file = study_file(
        visit.actor, KINDS[section], key, ending, at=visit.at, language=visit.language
    )
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def study_address(section: str, key: str) -> str:
    """Return the address of a study's page."""
    return reverse(f"{section}-study", args=[key])


def kept_studies(visit: Visit, section: str) -> Table:
    """List what was asked for and kept, the latest first."""
    heads = ("study-files", "risk-asked-at", "risk-asked-by", "risk-state")
    return Table(
        "studies",
        phrase("studies-kept"),
        tuple(Column(phrase(f"head-{head}")) for head in heads),
        tuple(
            _row(visit, section, each) for each in studies(visit.actor, KINDS[section], at=visit.at)
        ),
        empty=phrase("studies-none"),
    )


def _row(visit: Visit, section: str, found: Study) -> Row:
    job = found.job
    return Row(
        (
            Cell(" · ".join(found.files.values()), trace=study_address(section, found.key)),
            moment(job.asked_at),
            words(person_called(visit, job.person)),
            words(state_of(job)),
        )
    )


def _head(visit: Visit, found: Study) -> Sequence[Part]:
    files = KeyValue(phrase("head-study-files"), words(" · ".join(found.files.values())))
    parts: list[Part] = [KeyValues((files, *job_lines(visit, found.job)))]
    if found.job.problem is not None:
        parts.append(Paragraph(found.job.problem, Tone.LEAD))
    elif found.report is None:
        parts.append(waits_part())
    return parts


def _links(visit: Visit, section: str, found: Study) -> list[Mapping[str, str]]:
    if found.report is None:
        here = study_address(section, found.key)
        return [{"address": here, "name": visit.said(phrase("risk-run-again"))}]
    return [
        {
            "address": reverse(f"{section}-study-export", args=[found.key, each.value]),
            "name": visit.said(phrase("risk-run-save", form=each.value.upper())),
        }
        for each in FORMATS
    ]
