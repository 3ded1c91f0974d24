"""What programmes' cohorts cost: covers, loans the State lends, and rate cuts by who bears them.

Covers and loans stand with the parts of their subsidy rate.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import SupportsFloat

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

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
    programme, text = programme_asked(visit), visit.request.GET.get(RATE, "").strip()
    problems: tuple[PolicyFinanceError, ...] = ()
    parts: tuple[Part, ...] = ()
    try:
        found = fiscal_cost(
            visit.actor,
            on=visit.on,
            at=visit.at,
            programme=programme,
            curve_rate=rate_of(text) if text else USUAL_RATE,
            series=series_of(visit),
        )
        held = cover_calibration(
            visit.actor,
            on=visit.on,
            at=visit.at,
            programme=programme,
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
    rate = Field(RATE, visit.said(phrase("fiscal-curve")), value=text or percents(USUAL_RATE))
    asked = urlencode({PROGRAMME: programme}) if programme else ""
    link = {
        "address": f"{reverse('reestimates')}{'?' * bool(asked)}{asked}",
        "name": visit.said(phrase("reestimates-see")),
    }
    choose = [programme_field(visit, programme), rate]
    return answer(visit, "majung/upload.html", shown, status=status, choose=choose, links=[link])


def programme_asked(visit: Visit) -> str:
    """Return the programme that is asked for; empty for all."""
    asked = visit.request.GET.get(PROGRAMME, "")
    return asked if asked in visit.names.programmes else ""


def rate_of(text: str) -> Rate:
    """Read a rate in percent.

    Raises:
        RateAskedNotReadableError: it is none from −50 to 100.
    """
    try:
        number = Decimal(text.removesuffix("%").strip())
        if not number.is_finite() or len(text) > RATE_DIGITS_MAX or not -50 <= number <= 100:
            raise RateAskedNotReadableError(text=text[:RATE_DIGITS_MAX])
    except InvalidOperation as error:
        raise RateAskedNotReadableError(text=text[:RATE_DIGITS_MAX]) from error
    return Rate.percent(number)


def percents(rate: Rate) -> str:
    """Write a rate as it is asked for: in percent, without nothings behind."""
    return f"{rate.value * 100:f}".rstrip("0").rstrip(".")


def programme_field(visit: Visit, asked: str) -> Field:
    """Return the field that chooses a programme, or all."""
    several = [("", visit.said(phrase("fiscal-all-programmes")))]
    several += [(key, visit.said(name)) for key, name in visit.names.programmes.items()]
    return choice_of(PROGRAMME, visit.said(phrase("fiscal-programme")), several, asked)


def _parts(found: CostReading) -> Iterator[Part]:
    if not found.is_whole:
        yield Paragraph(phrase("fiscal-cost-own"), Tone.FINE)
    for key, support, fees in (
        ("covers", Support.GUARANTEE, "fiscal-fees"),
        ("lent", Support.DIRECT_LOAN, "fiscal-charges"),
    ):
        lines = [line for line in found.lines if line.support is support]
        yield Heading(phrase(f"fiscal-{key}"))
        yield from _waterfall(key, lines, fees)
        yield _costed(key, lines, fees)
    cuts = [line for line in found.lines if line.support is Support.INTEREST_SUPPORT]
    yield Heading(phrase("fiscal-cuts"))
    yield _cuts(cuts)


def _notes_part(found: CostReading) -> Iterator[Part]:
    yield Notes(phrase("fiscal-notes"), tuple(_notes(found)))


def _waterfall(key: str, lines: Sequence[CostLine], fees: str) -> Iterator[Part]:
    """Draw what the rate of all lines is made of; not of none, nor of several currencies."""
    if len({line.disbursed.currency for line in lines}) != 1:
        return
    heads = tuple(fees if part == "fees" else f"fiscal-{part}" for part in (*PARTS, "rate"))
    whole = sum(line.disbursed.minor for line in lines)
    weighted = {
        part: sum(float(getattr(line.rate, part)) * line.disbursed.minor for line in lines) / whole
        for part in (*PARTS, "rate")
    }
    yield Chart(
        f"waterfall-{key}",
        phrase(f"fiscal-waterfall-{key}"),
        phrase(f"fiscal-waterfall-{key}-about"),
        Waterfall(
            phrase("fiscal-part"),
            tuple(phrase(f"head-{head}") for head in heads),
            Series(
                phrase("head-fiscal-rate"),
                tuple(percent(share_of(weighted[part]), PLACES) for part in (*PARTS, "rate")),
            ),
        ),
    )


def _costed(key: str, lines: Sequence[CostLine], fees: str) -> Table:
    heads = ("programme", "product", "fiscal-year", "fiscal-rate", "fiscal-cost",
             "fiscal-contracts", "fiscal-disbursed", "fiscal-default",
             *(fees if part == "fees" else f"fiscal-{part}" for part in PARTS))  # fmt: skip
    rows = tuple(
        Row(
            (
                words(line.programme_name),
                words(line.product_name),
                words(str(line.year)),
                percent(share_of(line.rate.rate), PLACES),
                amount(line.cost),
                count(line.contracts, CONTRACTS),
                amount(line.disbursed),
                percent(line.default_rate, 1),
                *(points(share_of(getattr(line.rate, part)), PLACES) for part in PARTS),
            )
        )
        for line in lines
    )
    return Table(key, "", columns(heads), rows, empty=phrase(f"fiscal-no-{key}"))


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
                percent(share_of(line.rate.rate), PLACES),
                amount(line.cost),
                count(line.contracts, CONTRACTS),
                amount(line.disbursed),
            )
        )
        for line in lines
    )
    return Table("cuts", "", columns(heads), rows, empty=phrase("fiscal-no-cuts"))


def columns(heads: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of tables of cohorts: what names one begins, figures end."""
    start = {"programme", "product", "fiscal-year", "fiscal-payer", "fiscal-support", "fiscal-line"}
    return tuple(
        Column(phrase(f"head-{head}"), align=None if head in start else Align.END) for head in heads
    )


def _notes(found: CostReading) -> Iterator[Note]:
    yield Note(phrase("fiscal-note-curve", rate=found.curve_rate))
    yield Note(phrase("fiscal-note-risk"))
    if any(line.support is Support.DIRECT_LOAN for line in found.lines):
        yield Note(phrase("fiscal-note-lent"))
    for key, number in (
        ("grade", found.without_grade),
        ("lent-grade", found.lent_without_grade),
        ("cut-and-lent", found.cut_and_lent),
        ("undrawn", found.undrawn),
        ("loan", found.without_loan),
        ("figures", found.without_figures),
    ):
        if number:
            yield Note(phrase(f"fiscal-note-{key}", count=number))


def share_of(rate: SupportsFloat) -> Fraction:
    """Return a rate per 100 disbursed as a share, to as many places as are ever shown."""
    return Fraction(round(float(rate) * EXACT_TO), 100 * EXACT_TO)
