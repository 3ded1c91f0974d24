"""What a reader must know before quoting a pace, worked out from the pace itself.

Each note is a message, so that a page, a pack and a command say the same.  A note never changes a
figure: where two published figures disagree, both stay and the note says so.
"""

from collections.abc import Iterator
from fractions import Fraction

from majung.errors import Message, message
from majung.programmes.supply_subjects import TOTAL, Counting, Renewals
from majung.rules.citations import Label, Status
from majung.supply.targets.curves import contradictions
from majung.supply.targets.paces import Pace
from majung.supply.targets.series import SeriesSource, SupplySeries, known_through
from majung.values.money import Money
from majung.values.rates import percent_written


def notes_of(pace: Pace, series: SupplySeries) -> tuple[Message, ...]:
    """List the notes of a pace: its source first, then targets, supply, rates and curves."""
    return (
        *_on_source(pace),
        *_on_targets(pace),
        *_on_supply(pace, series),
        *_on_printed_rates(pace),
        *_on_rates(pace),
        *_on_curves(pace),
    )


def _on_source(pace: Pace) -> Iterator[Message]:
    if pace.series is SeriesSource.EXAMPLE:
        yield message("pace-example-series", plan=pace.plan.name)
    if pace.plan.counting == Counting(None, Renewals.UNSTATED, None):
        yield message("pace-counting-unstated", plan=pace.plan.name)
    for institution, amount in pace.outside:
        yield message(
            "pace-outside-perimeter",
            institution=institution,
            amount=OPEN_WORD if amount is None else amount,
            plan=pace.plan.name,
        )


def _on_targets(pace: Pace) -> Iterator[Message]:
    plan, revision = pace.plan, pace.revision
    if revision.note is not None:
        yield message("pace-revision-note", revision=revision.number, note=revision.note)
    open_sectors = tuple(line.name for line in pace.sectors if line.target is None)
    if open_sectors:
        yield message("pace-sector-targets-open", revision=revision.number, sectors=open_sectors)
    assumed = tuple(line.name for line in pace.lines if line.target_status is Status.ASSUMED)
    if assumed:
        yield message("pace-targets-assumed", subjects=assumed)
    parts = [line.target for line in pace.sectors if line.target is not None]
    total = revision.amount(TOTAL)
    if total is None or not parts or open_sectors:
        return
    added = sum(parts, Money.zero(total.currency))
    if added != total:
        yield message("pace-sector-targets-do-not-sum", plan=plan.name, sectors=added, total=total)


def _on_supply(pace: Pace, series: SupplySeries) -> Iterator[Message]:
    if pace.headline.supplied is None:
        last = known_through(series, pace.plan, subject=TOTAL)
        if last is None:
            yield message("pace-supply-open", on=pace.as_of)
        else:
            yield message("pace-supply-open-since", on=pace.as_of, last=last)
    open_sectors = tuple(line.name for line in pace.sectors if line.supplied is None)
    if open_sectors and pace.headline.supplied is not None:
        yield message("pace-sector-supply-open", sectors=open_sectors)
    for line in pace.lines:
        if line.otherwise is not None:
            yield message(
                "pace-readings-differ",
                subject=line.name,
                stated=line.supplied,
                otherwise=line.otherwise,
            )


def _on_printed_rates(pace: Pace) -> Iterator[Message]:
    for line in pace.lines:
        if line.printed is None or line.rate is None or line.printed.equals(line.rate):
            continue
        yield message(
            "pace-printed-rate-differs",
            subject=line.name,
            computed=_percent(line.rate, line.printed.places),
            printed=line.printed,
            target=line.target,
        )
    printed = pace.execution.elapsed if pace.execution else None
    if printed is not None and not printed.equals(pace.elapsed):
        yield message(
            "pace-printed-elapsed-differs",
            computed=_percent(pace.elapsed, printed.places),
            printed=printed,
        )


def _on_rates(pace: Pace) -> Iterator[Message]:
    rate = pace.headline.rate
    if rate is not None and rate >= 1 and pace.elapsed < 1:
        yield message("pace-above-plan", rate=_percent(rate), elapsed=_percent(pace.elapsed))
    rated = [(line.rate, line.name) for line in pace.sectors if line.rate is not None]
    if len(rated) < 2:
        return
    slowest, fastest = min(rated, key=_first), max(rated, key=_first)
    if slowest[0] != fastest[0]:
        yield message(
            "pace-sectors-apart",
            fastest=fastest[1],
            fastest_rate=_percent(fastest[0]),
            slowest=slowest[1],
            slowest_rate=_percent(slowest[0]),
        )


def _on_curves(pace: Pace) -> Iterator[Message]:
    for reading in pace.curves:
        if not pace.plan.has_perimeter_of(reading.curve):
            yield message(
                "curve-other-perimeter",
                curve=reading.curve.name,
                perimeter=tuple(institution.name for institution in reading.curve.perimeter),
                note=reading.curve.note or Label("", ""),
            )
        yield from contradictions(reading.curve, pace.headline.target)
        for reached in reading.marks:
            if reached.is_kept is False:
                yield message(
                    f"curve-mark-missed-{reached.mark.bound.value}",
                    curve=reading.curve.name,
                    on=reached.mark.on,
                    mark=reached.mark.amount or reached.mark.share,
                    supplied=reached.supplied,
                )


#: What is written where an amount would stand and nobody published one.
OPEN_WORD = Label("미공표", "not published")


def _percent(value: Fraction, places: int = 1) -> str:
    return percent_written(value, places)


def _first(rated: tuple[Fraction, Label]) -> Fraction:
    return rated[0]
