"""A pace as one JSON-ready document: the command, the REST answer and the pages show this.

Amounts are decimal strings with their currency, ratios decimal strings rounded half-up to four
decimals, shares of a curve likewise; OPEN is null.  Sentences come in both languages.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from majung.errors import Message, sentence
from majung.programmes.supply_plans import Mark
from majung.rules.citations import Label
from majung.supply.figures import (
    RATIO_PLACES,
    Definition,
    citation_as_json,
    distinct,
    ratio_text,
)
from majung.supply.targets.forecasts import Forecast
from majung.supply.targets.paces import CurveReading, Pace, PaceLine
from majung.values.money import Money

Document = dict[str, object]


def pace_document(pace: Pace, forecasts: Sequence[Forecast] = ()) -> Document:
    """Write a pace, with forecasts where asked for, as plain values."""
    citations = distinct(citation for line in pace.lines for citation in line.citations)
    return {
        "plan": pace.plan.key,
        "plan_version": pace.plan.version,
        "name": _label(pace.plan.name),
        "year": pace.plan.year,
        "scheme": {"key": pace.plan.scheme, "version": pace.plan.scheme_version},
        "perimeter": list(pace.plan.perimeter),
        "revision": pace.revision.number,
        "revision_valid_from": pace.revision.valid_from.isoformat(),
        "as_of": pace.as_of.isoformat(),
        "series": pace.series.value,
        "watermark": pace.watermark,
        "supplied": _money(pace.headline.supplied),
        "target": _money(pace.headline.target),
        "pace": _ratio(pace.headline.rate),
        "elapsed": _ratio(pace.elapsed),
        "elapsed_exact": str(pace.elapsed),
        "expected": _ratio(pace.expected),
        "against": pace.against.curve if pace.against else "straight-line",
        "gap": _ratio(pace.gap),
        "headline": _line(pace.headline),
        "sectors": [_line(line) for line in pace.sectors],
        "institutions": [_line(line) for line in pace.institutions],
        "themes": [_line(line) for line in pace.themes],
        "outside_perimeter": [
            {"institution": institution, "supplied": _money(amount)}
            for institution, amount in pace.outside
        ],
        "curves": [_curve(reading, pace.headline.target) for reading in pace.curves],
        "forecasts": [_forecast(forecast) for forecast in forecasts],
        "notes": [note_as_json(note) for note in pace.notes],
        "definitions": definitions_document(
            (
                Definition.SUPPLIED,
                Definition.TARGET,
                Definition.PACE,
                Definition.ELAPSED_TARGET,
                Definition.CURVE_TARGET,
                Definition.GAP,
                *(forecast.method.definition for forecast in forecasts),
            )
        ),
        "sources": [citation_as_json(citation) for citation in citations],
        "rounding": {"ratios": {"places": RATIO_PLACES, "rounding": "half-up"}},
    }


def definitions_document(definitions: Iterable[Definition]) -> dict[str, dict[str, str]]:
    """Write what numbers mean, by their key, in both languages."""
    return {
        definition.value: {
            "ko": sentence(definition.message, "ko"),
            "en": sentence(definition.message, "en"),
        }
        for definition in definitions
    }


def note_as_json(note: Message) -> dict[str, str]:
    """Write a note with its kind, in both languages."""
    return {"kind": note.kind, "ko": sentence(note, "ko"), "en": sentence(note, "en")}


def _line(line: PaceLine) -> Document:
    return {
        "subject": str(line.subject),
        "name": _label(line.name),
        "target": _money(line.target),
        "target_status": line.target_status.value if line.target is not None else None,
        "supplied": _money(line.supplied),
        "supplied_is_composed": line.is_composed,
        "supplied_otherwise": _money(line.otherwise),
        "pace": _ratio(line.rate),
        "pace_printed": line.printed.share.as_json() if line.printed else None,
        "elapsed": _ratio(line.elapsed),
        "gap": _ratio(line.gap),
    }


def _curve(reading: CurveReading, total: Money | None) -> Document:
    expected = reading.benchmark.expected
    amount = None
    if expected is not None and total is not None:
        exact = expected * total.minor
        amount = Money(exact.numerator // exact.denominator, total.currency)
    return {
        "key": reading.curve.key,
        "name": _label(reading.curve.name),
        "status": reading.curve.status.value,
        "shape": reading.curve.shape.value,
        "expected": _ratio(expected),
        "expected_amount": _money(amount),
        "ceiling": _ratio(reading.benchmark.ceiling),
        "marks": [_mark(mark) for mark in reading.curve.marks],
        "reached": [
            {
                "on": reached.mark.on.isoformat(),
                "supplied": _money(reached.supplied),
                "is_kept": reached.is_kept,
            }
            for reached in reading.marks
        ],
        "source": citation_as_json(reading.curve.citation),
    }


def _mark(mark: Mark) -> Document:
    return {
        "on": mark.on.isoformat(),
        "bound": mark.bound.value,
        "amount": _money(mark.amount),
        "share": mark.share.as_json() if mark.share else None,
    }


def _forecast(forecast: Forecast) -> Document:
    return {
        "method": forecast.method.value,
        "lines": [
            {
                "subject": str(line.subject),
                "year_end": _money(line.year_end),
                "pace": _ratio(line.rate),
            }
            for line in forecast.lines
        ],
    }


def _label(label: Label) -> dict[str, str]:
    return {"ko": label.ko, "en": label.en}


def _money(amount: Money | None) -> dict[str, str] | None:
    return None if amount is None else amount.as_json()


def _ratio(ratio: Fraction | None) -> str | None:
    return None if ratio is None else ratio_text(ratio)
