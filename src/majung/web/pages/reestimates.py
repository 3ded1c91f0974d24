"""How the cost of cohorts moved since they were budgeted: by other rates, and by what happened."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import PolicyFinanceError
from majung.operations.risk.reading_cost import USUAL_RATE
from majung.operations.risk.reading_reestimates import ReestimateLine, cost_reestimates
from majung.reports.cells import Cell, amount, count, percent, points, words
from majung.reports.charts import Series, Waterfall
from majung.reports.model import Chart, Note, Notes, Paragraph, Part, Tone
from majung.reports.tables import Row, Table
from majung.values.money import Money
from majung.web.pages.choosing import Field, series_of
from majung.web.pages.fiscal_costs import (
    CONTRACTS,
    PARTS,
    PLACES,
    SECTION,
    RateAskedNotReadableError,
    columns,
    percents,
    programme_asked,
    programme_field,
    rate_of,
    share_of,
)
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

BUDGET, ACTUAL = "budget", "actual"
COHORT = ("programme", "product", "fiscal-year", "fiscal-support")


@visited
def reestimates_page(visit: Visit) -> HttpResponse:
    """Show how the cost of the cohorts of one programme, or of all, moved."""
    programme = programme_asked(visit)
    texts = {name: visit.request.GET.get(name, "").strip() for name in (BUDGET, ACTUAL)}
    problems: tuple[PolicyFinanceError, ...] = ()
    parts: tuple[Part, ...] = ()
    try:
        budget = rate_of(texts[BUDGET]) if texts[BUDGET] else USUAL_RATE
        found = cost_reestimates(
            visit.actor,
            on=visit.on,
            at=visit.at,
            programme=programme,
            budget_rate=budget,
            actual_rate=rate_of(texts[ACTUAL]) if texts[ACTUAL] else budget,
            series=series_of(visit),
        )
        parts = tuple(_parts(found))
    except RateAskedNotReadableError as refusal:
        problems = (refusal,)
    shown = Shown(
        title=phrase("reestimates"),
        section=SECTION,
        lead=phrase("reestimates-lead"),
        trail=((phrase("menu-fiscal-cost"), reverse(SECTION)),),
        parts=parts,
        problems=problems,
    )
    usual = texts[BUDGET] or percents(USUAL_RATE)
    choose = [
        programme_field(visit, programme),
        Field(BUDGET, visit.said(phrase("reestimates-budget")), value=usual),
        Field(ACTUAL, visit.said(phrase("reestimates-actual")), value=texts[ACTUAL] or usual),
    ]
    status = CONFLICT if problems else 200
    return answer(visit, "majung/upload.html", shown, status=status, choose=choose)


def _parts(found: Sequence[ReestimateLine]) -> Iterator[Part]:
    yield from _waterfall(found)
    yield _moved(found)
    if found:
        yield _technical(found)
        yield _differences(found)
    left_out = sum(line.left_out for line in found)
    yield Notes(phrase("fiscal-notes"), tuple(_notes(left_out)))


def _notes(left_out: int) -> Iterator[Note]:
    yield Note(phrase("reestimates-note-rates"))
    yield Note(phrase("reestimates-note-ahead"))
    yield Note(phrase("fiscal-note-lent"))
    if left_out:
        yield Note(phrase("reestimates-note-left-out", count=left_out))


def _waterfall(lines: Sequence[ReestimateLine]) -> Iterator[Part]:
    """Draw how the cost of all cohorts moved; not of none, nor of several currencies."""
    whole = sum(line.disbursed.minor for line in lines)
    if len({line.disbursed.currency for line in lines}) != 1 or not whole:
        return
    steps = {
        "original": [float(line.found.original.rate) for line in lines],
        "rates": [line.found.interest for line in lines],
        **{part: [line.found.by_part[part] for line in lines] for part in PARTS},
        "current": [float(line.found.current.rate) for line in lines],
    }
    sizes = [line.disbursed.minor for line in lines]
    cells = tuple(
        percent(share_of(sum(map(float.__mul__, each, map(float, sizes))) / whole), PLACES)
        for each in steps.values()
    )
    yield Chart(
        "reestimates-waterfall",
        phrase("reestimates-waterfall"),
        phrase("reestimates-waterfall-about"),
        Waterfall(
            phrase("fiscal-part"),
            tuple(phrase(f"reestimates-step-{step}") for step in steps),
            Series(phrase("head-fiscal-rate"), cells),
        ),
    )


def _cohort(line: ReestimateLine) -> tuple[Cell, ...]:
    return (
        words(line.programme_name),
        words(line.product_name),
        words(str(line.year)),
        words(phrase(f"fiscal-support-{line.support.value}")),
    )


def _moved(lines: Sequence[ReestimateLine]) -> Table:
    heads = (*COHORT, "fiscal-original", "fiscal-by-interest", "fiscal-by-technical",
             "fiscal-current", "fiscal-contracts", "fiscal-disbursed", "fiscal-claimed",
             "fiscal-recovered")  # fmt: skip
    rows = tuple(
        Row(
            (
                *_cohort(line),
                percent(share_of(line.found.original.rate), PLACES),
                points(share_of(line.found.interest), PLACES),
                points(share_of(line.found.technical), PLACES),
                percent(share_of(line.found.current.rate), PLACES),
                count(line.contracts, CONTRACTS),
                amount(line.disbursed),
                amount(line.claimed),
                amount(line.recovered),
            )
        )
        for line in lines
    )
    return Table("moved", "", columns(heads), rows, empty=phrase("reestimates-none"))


def _technical(lines: Sequence[ReestimateLine]) -> Table:
    heads = (*COHORT, "fiscal-by-technical", "fiscal-defaults", "fiscal-interest",
             "fiscal-charges", "fiscal-other")  # fmt: skip
    rows = tuple(
        Row(
            (
                *_cohort(line),
                points(share_of(line.found.technical), PLACES),
                *(points(share_of(line.found.by_part[part]), PLACES) for part in PARTS),
            )
        )
        for line in lines
    )
    return Table("technical", phrase("reestimates-technical"), columns(heads), rows)


def _differences(lines: Sequence[ReestimateLine]) -> Part:
    heads = (*COHORT, "fiscal-line", "fiscal-year-of", "fiscal-reckoned", "fiscal-posted")
    rows = tuple(
        Row(
            (
                *_cohort(line),
                words(phrase(f"fiscal-line-{each.line}")),
                words(str(each.year + 1)),
                amount(Money(round(each.reckoned), line.disbursed.currency)),
                amount(Money(round(each.posted), line.disbursed.currency)),
            )
        )
        for line in lines
        for each in line.differences
    )
    if not rows:
        return Paragraph(phrase("reestimates-agree"), Tone.FINE)
    return Table("differences", phrase("reestimates-differences"), columns(heads), rows)
