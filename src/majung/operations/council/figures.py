"""The figures a pack lets out: each with its definition, its source and its watermark.

Only known figures are let out: what is OPEN is shown as open and releases nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from majung.errors import sentence
from majung.errors.days import KOREA
from majung.operations.supply.envelope_use import EnvelopeUse, only_used
from majung.operations.supply.reading import Dashboard
from majung.reports.cells import Cell, count, counter, percent, points, scaled
from majung.reports.documents.number_register import RegisterEntry
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.council.register import Release
from majung.supply.figures import Definition, Figure
from majung.supply.targets import PaceLine, SeriesSource
from majung.values.money import Money

FIRMS = counter("개사", "firms", "firm")
TRILLION, HUNDRED_MILLION = 10**12, 10**8
CURRENCY = "KRW"
OWN_CONTRACTS = Label("자체 계약", "Own contracts")


def pack_figures(page: Dashboard) -> tuple[Figure, ...]:
    """Return every known figure a pack of this reading shows, in the order of the pack.

    The elapsed target is the same for every line, so it is one figure.
    """
    total = page.pace.figures()[0].key.rpartition(".")[0]
    figures = [
        figure
        for figure in page.pace.figures()
        if figure.definition is not Definition.ELAPSED_TARGET or figure.key.startswith(total)
    ]
    figures.extend(_sums(page))
    for use in _envelopes(page):
        figures.extend(_of_envelope(use, page))
    return tuple(figure for figure in figures if figure.value is not None)


def figure_names(page: Dashboard) -> Mapping[str, Label]:
    """Name what each figure is about, by the key of the figure without its definition."""
    plan = page.pace.plan.key
    names = {f"{plan}.{_path(line)}": line.name for line in page.pace.lines}
    names |= {plan: page.pace.plan.name, f"own.{plan}": OWN_CONTRACTS}
    for use in _envelopes(page):
        # Two programmes may each have limits of the same name.
        parts = [use.programme_name, use.label, *([use.member_name] if use.member_name else [])]
        names[use.limit.key] = Label(
            " · ".join(each.ko for each in parts), " · ".join(each.en for each in parts)
        )
    return names


def titled(figure: Figure, names: Mapping[str, Label]) -> Label:
    """Say in a line what a figure is: its subject and what is counted."""
    head = definition_head(figure.definition)
    subject = names.get(figure.key.rpartition(".")[0])
    if subject is None:
        return head
    return Label(f"{subject.ko} · {head.ko}", f"{subject.en} · {head.en}")


def definition_head(definition: Definition) -> Label:
    """Return the word that a definition defines."""
    return Label(
        sentence(definition.message, "ko").partition(":")[0],
        sentence(definition.message, "en").partition(":")[0],
    )


def register_entries(
    figures: Iterable[Figure],
    before: Mapping[str, Release],
    names: Mapping[str, Label],
    *,
    number: str,
) -> tuple[RegisterEntry, ...]:
    """Number the figures of a pack, with what was last released of each for the same day.

    Args:
        before: the last earlier release by key of the figure.
        names: what figures are about, as `figure_names` says.
        number: of the pack, before the number of each.
    """
    return tuple(
        RegisterEntry(
            number=f"{number}-{place:03}",
            definition=titled(figure, names),
            figure=figure_cell(figure),
            source=_source(figure),
            as_of=figure.as_of,
            released_before=(
                figure_cell(before[figure.key].figure) if figure.key in before else None
            ),
        )
        for place, figure in enumerate(figures, start=1)
    )


def figure_cell(figure: Figure) -> Cell:
    """Show a figure as documents show its kind: money in 조 or 억, shares in percent."""
    match figure.value:
        case Money() as money:
            if abs(money.minor) >= TRILLION:
                return scaled(money, "조", 1, trace=figure.key)
            places = 1 if money.minor % HUNDRED_MILLION else 0
            return scaled(money, "억", places, trace=figure.key)
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


def _source(figure: Figure) -> Text:
    if not figure.citations:
        return SeriesSource(figure.series)
    # A line cites the plan first, and then what was published of its execution.
    return figure.citations[0 if figure.definition is Definition.TARGET else -1]


def _envelopes(page: Dashboard) -> tuple[EnvelopeUse, ...]:
    """Return the envelopes a pack shows: those in won whose cap was published."""
    return tuple(
        use
        for use in only_used(page.envelopes)
        if use.limit.cap is not None and use.limit.cap.currency == CURRENCY
    )


def _path(line: PaceLine) -> str:
    return str(line.subject).replace("/", ".")
