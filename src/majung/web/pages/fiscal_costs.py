"""What programmes' cohorts cost: covers with the parts of their subsidy rate, and rate cuts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.http import HttpResponse

from majung.errors import PolicyFinanceError
from majung.operations.reading_names import PAYERS
from majung.operations.risk.costing import Support
from majung.operations.risk.reading_calibration import cover_calibration
from majung.operations.risk.reading_cost import USUAL_RATE, CostLine, CostReading, fiscal_cost
from majung.reports.cells import amount, count, counter, percent, points, words
from majung.reports.charts import Series, Waterfall
from majung.reports.model import Chart, Heading, Note, Notes, Paragraph, Part, Tone
from majung.reports.tables import Align, Column, Row, Table
from majung.values.rates import Rate
from majung.web.pages.calibrations import calibration_parts
from majung.web.pages.choosing import Field, choice_of, series_of
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "fiscal-cost"
PROGRAMME, RATE = "programme", "rate"
PLACES = 2
EXACT_TO = 10**6
CONTRACTS = counter("건", "contracts", "contract")
PARTS = ("defaults", "interest", "fees", "other")
RATE_DIGITS_MAX = 12


class RateAskedNotReadableError(PolicyFinanceError):
    """A rate asked for on a page is a number of percent."""

    kind = "risk-rate-not-readable"


@visited
def fiscal_cost_page(visit: Visit) -> HttpResponse:
    """Show what the cohorts of one programme, or of all, cost."""
    asked = visit.request.GET.get(PROGRAMME, "")
    text = visit.request.GET.get(RATE, "").strip()
    problems: tuple[PolicyFinanceError, ...] = ()
    parts: tuple[Part, ...] = ()
    try:
        rate = _rate(text) if text else USUAL_RATE
        found = fiscal_cost(
            visit.actor,
            on=visit.on,
            at=visit.at,
            programme=asked if asked in visit.names.programmes else "",
            curve_rate=rate,
            series=series_of(visit),
        )
        held = cover_calibration(
            visit.actor,
            on=visit.on,
            at=visit.at,
            programme=asked if asked in visit.names.programmes else "",
            series=series_of(visit),
        )
        parts = (*_parts(found), *calibration_parts(held), *_notes_part(found))
    except RateAskedNotReadableError as refusal:
        problems = (refusal,)
    shown = Shown(
        title=phrase("menu-fiscal-cost"),
        section=SECTION,
        lead=phrase("fiscal-cost-lead"),
        parts=parts,
        problems=problems,
    )
    status = CONFLICT if problems else 200
    choose = _fields(visit, asked, text or f"{USUAL_RATE.value * 100:f}".rstrip("0").rstrip("."))
    return answer(visit, "majung/upload.html", shown, status=status, choose=choose)


def _rate(text: str) -> Rate:
    try:
        number = Decimal(text.removesuffix("%").strip())
        if not number.is_finite() or len(text) > RATE_DIGITS_MAX or not -50 <= number <= 100:
            raise RateAskedNotReadableError(text=text[:RATE_DIGITS_MAX])
    except InvalidOperation as error:
        raise RateAskedNotReadableError(text=text[:RATE_DIGITS_MAX]) from error
    return Rate.percent(number)


def _fields(visit: Visit, asked: str, rate: str) -> list[Field]:
    several = [("", visit.said(phrase("fiscal-all-programmes")))]
    several += [(key, visit.said(name)) for key, name in visit.names.programmes.items()]
    return [
        choice_of(PROGRAMME, visit.said(phrase("fiscal-programme")), several, asked),
        Field(RATE, visit.said(phrase("fiscal-curve")), value=rate),
    ]


def _parts(found: CostReading) -> Iterator[Part]:
    if not found.is_whole:
        yield Paragraph(phrase("fiscal-cost-own"), Tone.FINE)
    covers = [line for line in found.lines if line.support is Support.GUARANTEE]
    cuts = [line for line in found.lines if line.support is Support.INTEREST_SUPPORT]
    yield Heading(phrase("fiscal-covers"))
    if covers:
        yield from _waterfall(covers)
    yield _covers(covers)
    yield Heading(phrase("fiscal-cuts"))
    yield _cuts(cuts)


def _notes_part(found: CostReading) -> Iterator[Part]:
    yield Notes(phrase("fiscal-notes"), tuple(_notes(found)))


def _waterfall(lines: Sequence[CostLine]) -> Iterator[Part]:
    currencies = {line.disbursed.currency for line in lines}
    if len(currencies) > 1:
        return
    whole = sum(line.disbursed.minor for line in lines)
    weighted = {
        part: sum(float(getattr(line.rate, part)) * line.disbursed.minor for line in lines) / whole
        for part in (*PARTS, "rate")
    }
    yield Chart(
        "waterfall",
        phrase("fiscal-waterfall"),
        phrase("fiscal-waterfall-about"),
        Waterfall(
            phrase("fiscal-part"),
            tuple(phrase(f"head-fiscal-{part}") for part in (*PARTS, "rate")),
            Series(
                phrase("head-fiscal-rate"),
                tuple(percent(_share(weighted[part]), PLACES) for part in (*PARTS, "rate")),
            ),
        ),
    )


def _covers(lines: Sequence[CostLine]) -> Table:
    heads = ("programme", "product", "fiscal-year", "fiscal-rate", "fiscal-cost",
             "fiscal-contracts", "fiscal-disbursed", "fiscal-default",
             *(f"fiscal-{part}" for part in PARTS))  # fmt: skip
    rows = tuple(
        Row(
            (
                words(line.programme_name),
                words(line.product_name),
                words(str(line.year)),
                percent(_share(float(line.rate.rate)), PLACES),
                amount(line.cost),
                count(line.contracts, CONTRACTS),
                amount(line.disbursed),
                percent(line.default_rate, 1),
                *(points(_share(float(getattr(line.rate, part))), PLACES) for part in PARTS),
            )
        )
        for line in lines
    )
    return Table("covers", "", _columns(heads), rows, empty=phrase("fiscal-no-covers"))


def _cuts(lines: Sequence[CostLine]) -> Table:
    heads = ("programme", "product", "fiscal-year", "fiscal-payer", "fiscal-rate", "fiscal-cost",
             "fiscal-contracts", "fiscal-disbursed")  # fmt: skip
    rows = tuple(
        Row(
            (
                words(line.programme_name),
                words(line.product_name),
                words(str(line.year)),
                words(PAYERS.get(line.payer, line.payer)),
                percent(_share(float(line.rate.rate)), PLACES),
                amount(line.cost),
                count(line.contracts, CONTRACTS),
                amount(line.disbursed),
            )
        )
        for line in lines
    )
    return Table("cuts", "", _columns(heads), rows, empty=phrase("fiscal-no-cuts"))


def _columns(heads: Sequence[str]) -> tuple[Column, ...]:
    start = {"programme", "product", "fiscal-year", "fiscal-payer"}
    return tuple(
        Column(phrase(f"head-{head}"), align=None if head in start else Align.END) for head in heads
    )


def _notes(found: CostReading) -> Iterator[Note]:
    yield Note(phrase("fiscal-note-curve", rate=found.curve_rate))
    yield Note(phrase("fiscal-note-risk"))
    for key, number in (
        ("grade", found.without_grade),
        ("undrawn", found.undrawn),
        ("loan", found.without_loan),
        ("figures", found.without_figures),
    ):
        if number:
            yield Note(phrase(f"fiscal-note-{key}", count=number))


def _share(percents: float) -> Fraction:
    return Fraction(round(percents * EXACT_TO), 100 * EXACT_TO)
