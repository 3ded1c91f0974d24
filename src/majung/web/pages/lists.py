"""Lists of applications and of contracts: looked for, narrowed, counted, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from majung.applications.stages import Stage
from majung.errors import Language
from majung.operations.intake.reading_lists import application_page
from majung.operations.policy import Act
from majung.operations.servicing.reading_lists import contract_page
from majung.reports.cells import OPEN, Cell, amount, count, counter, day, words
from majung.reports.model import KeyValue, KeyValues, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import said
from majung.store.intake.application_lists import ApplicationLine, ApplicationLines
from majung.store.listing import PageWanted
from majung.store.servicing.contract_lists import ContractLine, ContractsWanted
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

ROWS_A_PAGE = 50
PAGE = "page"
WORDS_MAX = 100
CASES = counter("건", "cases", "case")
KINDS = ("loan", "cover", "fund")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values a list can be narrowed to."""

    value: str
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A question that narrows a list: one of some choices, or words where there are none."""

    key: str
    label: str
    value: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a reader stands in a list, and the addresses of the pages beside it."""

    number: int
    count: int
    before: str
    after: str

    @classmethod
    def of(cls, visit: Visit, number: int, rows: int) -> "Pages":
        """Count the pages of so many rows, keeping what was asked for in every address."""
        last = max(1, -(-rows // ROWS_A_PAGE))
        asked = [(key, value) for key, value in visit.request.GET.items() if key != PAGE and value]

        def address(page: int) -> str:
            return f"?{urlencode([*asked, (PAGE, page)])}" if 1 <= page <= last else ""

        return cls(number, last, address(number - 1), address(number + 1))


@visited
def applications_page(visit: Visit) -> HttpResponse:
    """List the applications the visitor may read, latest first."""
    asked, number = _asked(visit, "words"), _page_number(visit)
    stages = [Stage(stage)] if (stage := _asked(visit, "stage")) in set(Stage) else []
    found = application_page(
        visit.actor, _wanted(number), on=visit.on, at=visit.at, words=asked, stages=stages
    )
    of_stage = [(each.value, _counted(each.spoken(visit.language), n)) for each, n in found.stages]
    return _listed(
        visit,
        "applications",
        parts=(_applications(found, visit),),
        filters=(
            _words_filter(visit, asked),
            _choices(visit, "stage", of_stage),
        ),
        pages=Pages.of(visit, number, found.count),
        totals=_application_totals(found),
        is_narrowed=bool(asked or stages),
        new=reverse("apply") if visit.may(Act.SUBMIT_APPLICATION) and visit.actor.firm else "",
    )


@visited
def contracts_page(visit: Visit) -> HttpResponse:
    """List the contracts the visitor may read, latest signed first."""
    number, names = _page_number(visit), visit.names
    wanted = ContractsWanted(
        words=_asked(visit, "words"),
        kind=_asked(visit, "kind"),
        institution=_asked(visit, "institution"),
        is_ended={"running": False, "ended": True}.get(_asked(visit, "standing")),
    )
    found = contract_page(visit.actor, _wanted(number), wanted, on=visit.on, at=visit.at)
    standing = [(key, phrase(f"standing-is-{key}")) for key in ("running", "ended")]
    filters = [
        _words_filter(visit, wanted.words),
        _choices(visit, "kind", [(key, phrase(f"kind-{key}")) for key in KINDS]),
        _choices(visit, "standing", standing),
    ]
    if visit.may(Act.READ_ALL):
        filters.append(_choices(visit, "institution", sorted(names.institutions.items())))
    return _listed(
        visit,
        "contracts",
        parts=(_contracts(found.lines, visit),),
        filters=tuple(filters),
        pages=Pages.of(visit, number, found.count),
        totals=tuple(
            KeyValue(
                phrase("total-of-kind", kind=phrase(f"kind-{each.kind}"), count=each.count),
                amount(each.agreed),
            )
            for each in found.totals
        ),
        is_narrowed=wanted != ContractsWanted(),
    )


def _listed(
    visit: Visit,
    section: str,
    *,
    parts: Sequence[Part],
    filters: tuple[Filter, ...],
    pages: Pages,
    totals: tuple[KeyValue, ...],
    is_narrowed: bool,
    new: str = "",
) -> HttpResponse:
    shown = Shown(title=phrase(f"menu-{section}"), section=section, parts=parts)
    return answer(
        visit,
        "majung/listed.html",
        shown,
        filters=filters,
        pages=pages,
        totals=KeyValues(totals) if totals else None,
        is_narrowed=is_narrowed,
        here=reverse(section),
        new=new,
    )


def _applications(found: ApplicationLines, visit: Visit) -> Table:
    heads = ("number", "firm", "requested", "submitted-on", "stage", "series")
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "requested" else Align.START)
        for head in heads
    )
    rows = tuple(_application_row(line, visit) for line in found.lines)
    return Table("applications", "", columns, rows, empty=phrase("no-applications"))


def _application_row(line: ApplicationLine, visit: Visit) -> Row:
    # Who looks over all institutions sees that an application is there, not what it says.
    is_over_all = visit.may(Act.READ_ALL)
    address = "" if is_over_all else reverse("application", args=[line.number])
    return Row(
        (
            Cell(line.number, trace=address),
            words(line.firm),
            words(OPEN.reason) if line.requested is None else amount(line.requested),
            day(line.submitted_on),
            words(line.stage),
            _series(is_example=line.is_example),
        )
    )


def _application_totals(found: ApplicationLines) -> tuple[KeyValue, ...]:
    lines = [KeyValue(phrase("total-count"), count(found.count, CASES))]
    lines += [KeyValue(phrase("total-requested"), amount(each)) for each in found.totals]
    return tuple(lines)


def _contracts(lines: Iterable[ContractLine], visit: Visit) -> Table:
    names = visit.names
    heads = ("contract", "firm", "product", "institution", "committed", "signed-on", "series")
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "committed" else Align.START)
        for head in heads
    )
    rows = tuple(
        Row(
            (
                Cell(line.key, trace=reverse("contract", args=[line.key])),
                words(line.firm),
                words(names.product(line.product) if line.product else phrase(f"kind-{line.kind}")),
                words(names.institution(line.institution)),
                amount(line.agreed),
                day(line.signed_on),
                _series(is_example=line.is_example),
            )
        )
        for line in lines
    )
    return Table("contracts", "", columns, rows, empty=phrase("no-contracts"))


def _series(*, is_example: bool) -> Cell:
    return words(phrase("series-example" if is_example else "series-real"))


def _asked(visit: Visit, key: str) -> str:
    # PostgreSQL keeps no NUL in a text, so none is looked for.
    return visit.request.GET.get(key, "").replace("\0", "").strip()[:WORDS_MAX]


def _page_number(visit: Visit) -> int:
    text = visit.request.GET.get(PAGE, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1


def _wanted(number: int) -> PageWanted:
    return PageWanted(ROWS_A_PAGE, (number - 1) * ROWS_A_PAGE)


def _words_filter(visit: Visit, asked: str) -> Filter:
    return Filter("words", visit.said(phrase("filter-words")), asked)


def _choices(visit: Visit, key: str, choices: Iterable[tuple[str, object]]) -> Filter:
    asked, language = _asked(visit, key), visit.language
    everything = Choice("", visit.said(phrase("filter-all")), not asked)
    named = tuple(Choice(value, _name(name, language), value == asked) for value, name in choices)
    return Filter(key, visit.said(phrase(f"filter-{key}")), asked, (everything, *named))


def _name(name: object, language: Language) -> str:
    return said(name, language)  # type: ignore[arg-type] # texts of both kinds


def _counted(name: str, number: int) -> str:
    return f"{name} ({number:,})"
