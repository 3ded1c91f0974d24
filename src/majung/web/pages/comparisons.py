"""Comparing from a request file: every way to finance it, before there is an application."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse

from majung.applications.indications.comparison import OWN_LOAN, Comparison
from majung.applications.indications.indication import NOT_BINDING
from majung.operations.intake.compare_file import compare_file
from majung.operations.policy import Act, require
from majung.reports.cells import words
from majung.reports.model import KeyValue, KeyValues, Paragraph, Part, Tone
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.web.pages.forms import OfficeForm
from majung.web.pages.uploads import YAML, content_of, file_field, located_findings
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.ways import CLASSES, way_shown, ways_table
from majung.web.pages.wording import phrase

SECTION, FIELD = "comparisons", "request-file"


@visited
def comparisons_page(visit: Visit) -> HttpResponse:
    """Lay every way to finance a request file side by side; nothing is kept."""
    require(visit.actor, Act.INDICATE)
    if visit.request.method != "POST":
        return _page(visit, OfficeForm({FIELD: file_field(YAML)}))
    form = OfficeForm({FIELD: file_field(YAML)}, visit.request.POST, files=visit.request.FILES)
    if not form.is_valid():
        return _page(visit, form, status=CONFLICT)
    name, content = content_of(form, FIELD)
    found = compare_file(visit.actor, name, content, at=visit.at)
    if not isinstance(found, Comparison):
        parts = (Paragraph(phrase("file-refused"), Tone.LEAD), located_findings(found))
        return _page(visit, form, parts=parts, status=CONFLICT)
    return _page(
        visit,
        form,
        parts=tuple(_request(found)),
        beside=ways_table(found.indications, visit.language),
        ways=[way_shown(each, visit.language) for each in found.indications],
        rest=tuple(_rest(visit, found)),
    )


def _request(found: Comparison) -> Iterator[Part]:
    yield Paragraph(NOT_BINDING, Tone.LEAD)
    yield KeyValues(
        (
            KeyValue(phrase("request-named"), words(found.application)),
            KeyValue(phrase("compared-on"), words(phrase("as-said", value=found.on))),
            KeyValue(phrase("order-by"), words(found.order)),
        )
    )


def _rest(visit: Visit, found: Comparison) -> Iterator[Part]:
    """List the verdict on each product, the facts that are missing, and what was left out."""
    names = visit.names
    yield _table(
        "assessments",
        phrase("products-assessed"),
        ("programme", "product", "verdict"),
        tuple(
            (
                names.programme(each.programme),
                each.name,
                phrase(f"verdict-{CLASSES[int(each.verdict)]}"),
            )
            for each in found.assessments
        ),
    )
    yield _table(
        "needed",
        phrase("still-to-state"),
        ("fact", "evidence", "products"),
        tuple(
            (
                each.definition.label,
                each.definition.evidence,
                _joined(_product(visit, key) for key in each.products),
            )
            for each in found.needed
        ),
        empty=phrase("nothing-needed"),
    )
    yield _table(
        "left-out",
        phrase("left-out"),
        ("products", "institution", "reason"),
        tuple(
            (
                _joined(_product(visit, key) for key in each.products),
                _joined(names.institution(key) for key in each.providers),
                each.reason,
            )
            for each in found.left_out
        ),
        empty=phrase("nothing-left-out"),
    )


def _product(visit: Visit, key: str) -> Text:
    return OWN_LOAN.name if key == OWN_LOAN.product else visit.names.product(key)


def _joined(texts: Iterator[Text]) -> Text:
    return phrase("listed", items=tuple(texts))


def _table(
    key: str,
    caption: Text,
    heads: tuple[str, ...],
    rows: tuple[tuple[Text, ...], ...],
    *,
    empty: Text = "",
) -> Table:
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    lines = tuple(Row(tuple(map(words, row))) for row in rows)
    return Table(key, caption, columns, lines, empty=empty)


def _page(visit: Visit, form: OfficeForm, *, status: int = 200, **more: object) -> HttpResponse:
    parts = more.pop("parts", ())
    shown = Shown(
        title=phrase("menu-comparisons"),
        section=SECTION,
        lead=phrase("comparisons-lead"),
        parts=parts if isinstance(parts, tuple) else (),
    )
    return answer(
        visit,
        "majung/compared.html",
        shown,
        status=status,
        form=form,
        action=reverse(SECTION),
        heading=visit.said(phrase("compare-file")),
        send=visit.said(phrase("compare-file")),
        **more,
    )
