"""The figures a pack lets out: each with its definition, its source and its watermark.

Only known figures are let out: what is OPEN is shown as open and releases nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from majung.operations.supply.envelope_use import EnvelopeUse, only_used
from majung.operations.supply.reading import Dashboard
from majung.reports.cells import KOREA, Cell, count, counter, percent, points, scaled
from majung.reports.documents.number_register import RegisterEntry
from majung.rules.citations import Citation
from majung.store.council.register import Release
from majung.supply.figures import Definition, Figure
from majung.supply.targets import SeriesSource
from majung.values.money import Money

FIRMS = counter("개사", "firms", "firm")
SMALL = 10**12


def pack_figures(page: Dashboard, *, currency: str = "KRW") -> tuple[Figure, ...]:
    """Return every known figure a pack of this reading shows, in the order of the pack."""
    figures = [*page.pace.figures(), *_sums(page)]
    for use in only_used(page.envelopes):
        if use.limit.cap is not None and use.limit.cap.currency == currency:
            figures.extend(_of_envelope(use, page))
    return tuple(figure for figure in figures if figure.value is not None)


def register_entries(
    figures: Iterable[Figure], before: Mapping[str, Release], *, pack: str
) -> tuple[RegisterEntry, ...]:
    """Number the figures of a pack, with what was last released of each for the same day.

    Args:
        before: the last earlier release by key of the figure.
        pack: key of the pack, before each number.
    """
    return tuple(
        RegisterEntry(
            number=f"{pack}-{number:03}",
            definition=figure.definition.message,
            figure=figure_cell(figure),
            source=_source(figure.citations),
            as_of=figure.as_of,
            released_before=(
                figure_cell(before[figure.key].figure) if figure.key in before else None
            ),
        )
        for number, figure in enumerate(figures, start=1)
    )


def figure_cell(figure: Figure) -> Cell:
    """Show a figure as documents show its kind: money in 조 or 억, shares in percent."""
    match figure.value:
        case Money() as money:
            is_large = abs(money.minor) >= SMALL
            return scaled(money, "조" if is_large else "억", 1, trace=figure.key)
        case Fraction() as share if figure.definition is Definition.GAP:
            return points(share, trace=figure.key)
        case Fraction() as share:
            return percent(share, trace=figure.key)
        case int() as number:
            return count(number, FIRMS, trace=figure.key)
    raise ValueError(f"{figure.key} is OPEN and releases nothing")


def _sums(page: Dashboard) -> Iterator[Figure]:
    """The sums beside the pace: both ways of adding up, new money, regions, firms."""
    plan, supply = page.pace.plan.key, page.contracts
    yield _figure(
        page, f"{plan}.institutions-sum", Definition.INSTITUTIONS_SUM, page.institutions_sum
    )
    yield _figure(page, f"{plan}.reaching-firms", Definition.REACHING_FIRMS, page.reaching_firms)
    if not supply.lines:
        return
    own, day = page.contracts.source, page.contracts.through_on
    yield _figure(
        page, f"own.{plan}.net-new", Definition.NET_NEW, supply.novelty.net_new, source=own, on=day
    )
    share = supply.regional.share if supply.regional is not None else None
    yield _figure(
        page, f"own.{plan}.regional", Definition.REGIONAL_SHARE, share, source=own, on=day
    )
    yield _figure(
        page,
        f"own.{plan}.firms-with-several",
        Definition.FIRMS_WITH_SEVERAL,
        len(page.overlaps.overlaps),
        source=own,
        on=day,
    )


def _of_envelope(use: EnvelopeUse, page: Dashboard) -> Iterator[Figure]:
    limit = use.limit
    # A limit says how it stands at the moment of the reading, whatever day supply is stated for.
    today = page.recorded_at.astimezone(KOREA).date()
    values = (
        (Definition.CAP, limit.cap),
        (Definition.USED, limit.used),
        (Definition.RESERVED, limit.reserved),
        (Definition.ROOM, limit.room),
    )
    for definition, value in values:
        key = f"{limit.key}.{definition}"
        yield _figure(page, key, definition, value, source=page.contracts.source, on=today)


def _figure(
    page: Dashboard,
    key: str,
    definition: Definition,
    value: Money | Fraction | int | None,
    *,
    source: SeriesSource | None = None,
    on: date | None = None,
) -> Figure:
    """Make a figure of the reading; of the own contracts, with their day, where those are given."""
    pace = page.pace
    recorded = f"{page.recorded_at:%FT%TZ}"
    known_on = on or pace.as_of
    return Figure(
        key=key,
        definition=definition,
        value=value,
        as_of=known_on,
        series=(pace.series if source is None else source).value,
        watermark=pace.watermark if source is None else f"{source.value} {known_on} @ {recorded}",
        citations=pace.headline.citations if source is None else (),
    )


def _source(citations: tuple[Citation, ...]) -> Citation | str:
    return citations[-1] if citations else "Majung"
