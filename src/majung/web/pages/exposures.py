"""Exposures over institutions, concentration, overlapping benefits, use of envelopes."""

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpResponse
from django.urls import reverse

from majung.errors import message
from majung.operations.policy import Act
from majung.operations.reading_names import Names, firm_names
from majung.operations.supply.envelope_use import EnvelopeUse, envelope_use
from majung.operations.supply.exposures import exposure_register, names_known
from majung.operations.supply.overlaps import OverlapReading, overlap_reading
from majung.reports.cells import NOT_APPLICABLE, OPEN, Cell, amount, percent, words
from majung.reports.model import Heading, KeyValue, KeyValues, Paragraph, Part, Tone
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.supply.concentration import Concentration
from majung.supply.exposure import Exposure
from majung.supply.overlaps import Benefit
from majung.values.money import Money
from majung.web.pages.choosing import series_of
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "exposures"
SHOWN_MAX = 50
TOP = 10
ENDS = frozenset({"outstanding-all", "covered", "uncovered", "cap", "used", "reserved", "left"})


@visited
def exposures_page(visit: Visit) -> HttpResponse:
    """Show who owes what over all institutions, and who holds several benefits."""
    names = names_known(visit.actor, on=visit.on, at=visit.at)
    shown = Shown(
        title=phrase("menu-exposures"),
        section=SECTION,
        lead=phrase("exposures-lead") if visit.may(Act.READ_ALL) else phrase("exposures-own"),
        parts=tuple(_parts(visit, names)),
    )
    return answer(visit, "majung/page.html", shown)


def _parts(visit: Visit, names: Names) -> Iterator[Part]:
    series = series_of(visit)
    if visit.may(Act.READ_ALL):
        found = exposure_register(visit.actor, on=visit.on, at=visit.at, series=series)
        yield Heading(phrase("exposures-firms"))
        called = firm_names(visit.actor, _shown(found.firms), on=visit.on)
        yield from _exposures("firms", found.firms, names, called)
        if found.groups:
            yield Heading(phrase("exposures-groups"))
            yield from _exposures("groups", found.groups, names, {})
        yield Heading(phrase("concentration"))
        yield _concentration(found.concentration(top=TOP))
    yield Heading(phrase("overlaps"))
    reading = overlap_reading(visit.actor, on=visit.on, at=visit.at, series=series)
    yield from _overlaps(reading, names, visit)
    yield Heading(phrase("envelope-use"))
    yield _envelopes(envelope_use(visit.actor, at=visit.at))


def _shown(several: tuple[Exposure, ...]) -> list[str]:
    return [each.holder for each in several[:SHOWN_MAX]]


def _exposures(
    key: str, several: tuple[Exposure, ...], names: Names, called: Mapping[str, Label]
) -> Iterator[Part]:
    rows = tuple(
        Row(
            (
                words(holder(each.holder, called)),
                amount(each.outstanding),
                amount(each.covered),
                amount(each.uncovered),
                words(_joined(names.institution(one) for one in each.institutions)),
            )
        )
        for each in several[:SHOWN_MAX]
    )
    heads = ("holder", "outstanding-all", "covered", "uncovered", "institutions")
    yield Table(key, "", _columns(heads), rows, notes=_cut(len(rows), len(several)))


def _concentration(found: Concentration) -> KeyValues:
    # Nobody owes anything: there is no share to publish.
    share = NOT_APPLICABLE if found.top_share is None else found.top_share
    index = NOT_APPLICABLE if found.herfindahl is None else found.herfindahl
    return KeyValues(
        (
            KeyValue(phrase("concentration-holders"), words(f"{found.holders:,}")),
            KeyValue(
                phrase("concentration-top", count=TOP),
                percent(NOT_APPLICABLE if share is None else share),
            ),
            KeyValue(
                phrase("concentration-herfindahl"),
                percent(NOT_APPLICABLE if index is None else index, 2),
            ),
        )
    )


def _overlaps(reading: OverlapReading, names: Names, visit: Visit) -> Iterator[Part]:
    if not reading.is_whole:
        yield Paragraph(phrase("overlaps-own"), Tone.FINE)
    broken = {violation.firm for violation in reading.violations}
    # Broken rules first: they are what somebody must look at.
    ordered = sorted(reading.overlaps, key=lambda overlap: overlap.firm not in broken)
    called = firm_names(visit.actor, (each.firm for each in ordered[:SHOWN_MAX]), on=visit.on)
    rows = tuple(
        Row(
            (
                words(holder(each.firm, called)),
                words(_joined((_benefit(one, names) for one in each.benefits), "\n")),
                words(_finding(reading, each.firm, called)),
            )
        )
        for each in ordered[:SHOWN_MAX]
    )
    columns = _columns(("holder", "benefits", "rule"))
    yield Table("overlaps", "", columns, rows, notes=_cut(len(rows), len(reading.overlaps)))


def _cut(shown: int, count: int) -> tuple[Text, ...]:
    """Say that a list goes on where it does."""
    return (phrase("exposures-shown", shown=shown, count=count),) if shown < count else ()


def _finding(reading: OverlapReading, firm: str, called: Mapping[str, Label]) -> Text:
    broken = reading.violations_of(firm)
    if not broken:
        return phrase("may-hold-together")
    said = broken[0].message
    # The line names the firm already, with its number.
    name = called.get(firm, said.value("firm"))
    return message(said.kind, **{**said.as_mapping(), "firm": name})


def _benefit(benefit: Benefit, names: Names) -> Label:
    product = names.product(benefit.product)
    bank = names.institution(benefit.institution)
    return Label(f"{product.ko}({bank.ko})", f"{product.en} ({bank.en})")


def _envelopes(uses: tuple[EnvelopeUse, ...]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(use.programme_name, trace=reverse("programme", args=[use.programme])),
                words(_envelope(use)),
                *map(_known, (use.limit.cap, use.limit.used, use.limit.reserved, use.room)),
            )
        )
        for use in uses
    )
    heads = ("programme", "envelope", "cap", "used", "reserved", "left")
    return Table("envelopes", "", _columns(heads), rows)


def _envelope(use: EnvelopeUse) -> Label:
    if use.member_name is None:
        return use.label
    return phrase("limit-of", limit=use.label, member=use.member_name)


def _known(value: Money | None) -> Cell:
    return words(OPEN.reason) if value is None else amount(value)


def holder(key: str, called: Mapping[str, Label]) -> Text:
    """Return the name of a firm with its number, or the key of a group.

    Args:
        called: what firms are called, by key; a firm that is not registered has its number only.
    """
    number = key.partition(":")[2] or key
    return f"{called[key].ko}\n{number}" if key in called else number


def _joined(labels: Iterable[Label], between: str = ", ") -> Label:
    several = tuple(labels)
    return Label(
        between.join(each.ko for each in several), between.join(each.en for each in several)
    )


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head in ENDS else None) for head in heads
    )
