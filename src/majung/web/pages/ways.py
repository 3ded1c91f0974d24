"""Ways to finance a request, laid out line by line: rate, payer, cover, cost, instalments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from majung.applications.indications.indication import Indication
from majung.errors import Language
from majung.pricing.quotes import RateLine
from majung.programmes.price_terms import ComponentKind
from majung.reports.cells import (
    OPEN,
    Cell,
    amount,
    day,
    percent,
    points,
    words,
    written,
)
from majung.reports.footnotes import footnote, marked_day
from majung.reports.model import KeyValue, KeyValues, Note, Notes, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text, said
from majung.rules.citations import Label
from majung.rules.vocabulary import FactDefinition
from majung.values.money import Money
from majung.values.rates import Rate
from majung.web.pages.wording import phrase

CLASSES = {0: "not-met", 1: "open", 2: "met"}


@dataclass(frozen=True, slots=True)
class WayShown:
    """One way as a page shows it.

    Attributes:
        deciders: institutions that decide on a part of it.
        figures: name and value, the four a firm compares first.
        verdict: met or open, as the class of its mark.
    """

    key: str
    name: str
    verdict: str
    verdict_word: str
    is_own_loan: bool
    deciders: frozenset[str]
    figures: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    schedule: Table


def ways_table(indications: Sequence[Indication], language: Language) -> Table:
    """Put all ways beside each other, a line each, with the four figures compared first.

    The page lays each way out below; its name leads there.
    """
    figures = ("way-rate", "way-cost", "way-instalment", "way-saving")
    traces = [f"#way-{place}" for place, _ in enumerate(indications, 1)]
    return _beside(indications, language, "ways", phrase("ways-beside"), figures, traces)


def ways_shown(indications: Sequence[Indication], language: Language, key: str) -> Table:
    """Put ways that were shown before beside each other: what each would have cost a year."""
    figures = ("way-cost", "way-rate", "way-saving")
    return _beside(indications, language, key, "", figures, [""] * len(indications))


def _beside(
    indications: Sequence[Indication],
    language: Language,
    key: str,
    caption: Text,
    figures: Sequence[str],
    traces: Sequence[str],
) -> Table:
    heads = ("way-name", *figures, "way-standing")
    columns = tuple(
        Column(
            phrase(head),
            align=Align.START if head in {"way-name", "way-standing"} else Align.END,
        )
        for head in heads
    )
    rows = []
    for indication, trace in zip(indications, traces, strict=True):
        known = dict(_figures(indication))
        cells = [known.get(each, words(OPEN.reason)) for each in figures]
        standing = phrase(f"way-{CLASSES[int(indication.verdict)]}")
        name = Cell(way_name(indication, language), trace=trace)
        rows.append(Row((name, *cells, words(standing))))
    return Table(key, caption, columns, tuple(rows), empty=phrase("no-ways"))


def way_name(indication: Indication, language: Language) -> str:
    """Name a way: the loan, the cover on it, and the bank."""
    names = [indication.loan.name, indication.provider_name]
    if indication.cover is not None:
        names.insert(1, indication.cover.cover.name)
    of_products = " + ".join(said(name, language) for name in names[:-1])
    return f"{of_products} · {said(names[-1], language)}"


def way_shown(indication: Indication, language: Language) -> WayShown:
    """Lay out one indication."""
    verdict = CLASSES[int(indication.verdict)]
    return WayShown(
        key=indication.key,
        name=way_name(indication, language),
        verdict=verdict,
        verdict_word=phrase(f"way-{verdict}").spoken(language),
        is_own_loan=indication.is_own_loan,
        deciders=frozenset(
            {indication.provider, *(indication.cover.insurers if indication.cover else ())}
        ),
        figures=tuple(
            (phrase(key).spoken(language), written(cell, language))
            for key, cell in _figures(indication)
        ),
        parts=tuple(_parts(indication)),
        schedule=schedule_table(indication),
    )


def _places(rate: Rate) -> int | None:
    """Show rates under each other with the same two decimals, unless one has more."""
    return 2 if rate.fraction * 10_000 % 1 == 0 else None


def _figures(indication: Indication) -> Iterator[tuple[str, Cell]]:
    yearly = indication.cost.yearly
    yield "way-rate", percent(indication.rate.rate, _places(indication.rate.rate))
    if yearly is not None:
        yield "way-cost", percent(yearly, 2)
    yield "way-instalment", amount(indication.first_repayment)
    yield "way-saving", amount(indication.saving.amount)


def _parts(indication: Indication) -> Iterator[Part]:
    yield _rate_table(indication)
    lines = [
        KeyValue(phrase("rate-certain"), percent(indication.rate_certain, None)),
        KeyValue(phrase("cost-total"), amount(indication.cost.total)),
        KeyValue(phrase("cost-interest"), amount(indication.cost.interest)),
        KeyValue(phrase("cost-premium"), amount(indication.cost.premium)),
        KeyValue(phrase("own-cost-total"), amount(indication.own_cost.total)),
    ]
    cover = indication.cover
    if cover is not None:
        lines += [
            KeyValue(phrase("cover-ratio"), percent(cover.ratio, None)),
            KeyValue(phrase("cover-insured"), amount(cover.insured)),
            KeyValue(phrase("cover-premium"), amount(cover.premium.charged)),
            KeyValue(phrase("rate-without-cover"), percent(cover.rate_without, None)),
        ]
    if indication.missing:
        lines.append(KeyValue(phrase("still-to-state"), words(_facts(indication.missing))))
    yield KeyValues(tuple(lines))
    for dropped in indication.rate.dropped:
        yield Notes("", (Note(phrase("dropped", name=dropped.label, reason=dropped.reason)),))
    if told := (*indication.remarks, *indication.notes):
        yield Notes("", tuple(map(Note, told)))


def _rate_table(indication: Indication) -> Table:
    columns = (
        Column(phrase("head-rate-line")),
        Column(phrase("head-rate"), align=Align.END),
        Column(phrase("head-payer")),
        Column(phrase("head-source")),
    )
    rows = tuple(
        Row(
            (
                words(phrase("up-to", name=line.label) if line.is_maximum else line.label),
                _rate_cell(line),
                words(phrase(f"payer-{line.payer.value}")),
                words(phrase("listed", items=(line.citation,))),
            )
        )
        for line in indication.rate.lines
    )
    total = Row(
        (
            words(phrase("rate-paid")),
            percent(indication.rate.rate, None),
            words(phrase("payer-borrower")),
            words(""),
        )
    )
    return Table(f"rate-{indication.key}", phrase("rate-by-line"), columns, rows, (total,))


def _rate_cell(line: RateLine) -> Cell:
    is_base = line.kind is ComponentKind.BASE
    return percent(line.rate, None) if is_base else points(line.rate, None)


def _facts(definitions: tuple[FactDefinition, ...]) -> Label:
    return phrase("listed", items=tuple(each.label for each in definitions))


def schedule_table(indication: Indication) -> Table:
    """Lay out the instalments as the contract would be serviced."""
    currency = indication.terms.currency
    heads = ("due-on", "principal", "interest", "instalment", "outstanding")
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.START if head == "due-on" else Align.END)
        for head in heads
    )
    rows = tuple(
        Row(
            (
                marked_day(each.due_on) if each.is_rate_held else day(each.due_on),
                *(
                    amount(Money(minor, currency))
                    for minor in (
                        each.principal,
                        each.interest,
                        each.instalment,
                        each.outstanding,
                    )
                ),
            )
        )
        for each in indication.instalments
    )
    notes = tuple(map(footnote, indication.remarks))
    return Table(f"schedule-{indication.key}", phrase("schedule"), columns, rows, notes=notes)
