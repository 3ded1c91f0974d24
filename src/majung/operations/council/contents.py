"""From readings to the content of a pack: every value exact, nothing computed anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from majung.applications.regions import Region
from majung.errors import message
from majung.errors.days import KOREA
from majung.operations.supply.envelope_use import EnvelopeUse, only_used
from majung.operations.supply.overlaps import OverlapReading
from majung.operations.supply.reading import Dashboard, Wanted
from majung.programmes import Programme
from majung.reports.cells import OPEN, Open
from majung.reports.documents.pack_content import (
    EnvelopeLine,
    MatrixLine,
    OverlapLine,
    PacePoint,
    PackContent,
    SupplyLine,
    SupplyMatrix,
)
from majung.reports.model import Marking, Note, ProgrammeVersion, Watermark
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.supply.figures import Definition, distinct
from majung.supply.matrix import Axis
from majung.supply.overlaps import Overlap
from majung.supply.targets import PaceLine
from majung.values.money import Money

CURRENCY = "KRW"
OVERLAPS_SHOWN_MAX = 20
STRAIGHT_LINE = Label("경과 월수÷12(월할)", "completed months over twelve")
SEVERAL = Label("함께 받을 수 있음", "permitted together")
BASES = {
    "recommended": Label("추천", "recommended"),
    "approved": Label("승인", "approved"),
    "drawn": Label("실행", "drawn"),
    "insured": Label("가입", "insured"),
    "outstanding": Label("잔액", "outstanding"),
}
WHOLE_PROGRAMME = Label("프로그램 전체", "whole programme")
NO_REGION = Label("지역 미상", "region not known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """For which meeting a pack is made, under which number.

    Attributes:
        key: names the pack and its files: ``council-pack-2024-05``.
        number: of the paper in the council's own register.
        name: of the meeting.
        notes: what the secretariat adds to the notes.
        risk_run: key of the run whose technical note it has; empty for none.
    """

    key: str
    number: str
    name: Label
    held_on: date
    reading: Wanted
    notes: tuple[Label, ...] = field(default=())
    risk_run: str = ""


def pack_content(
    meeting: Meeting,
    page: Dashboard,
    programmes: Iterable[Programme],
    *,
    issuer: Text,
    definitions: Iterable[Definition] = (),
) -> PackContent:
    """Gather what a pack shows from one reading of the dashboard.

    Limits in other currencies than the plan's, and of single borrowers, are not in a pack.

    Args:
        definitions: of the figures it lets out, for its notes.
    """
    pace = page.pace
    in_force = tuple(programmes)
    envelopes = tuple(_envelope_lines(page.envelopes))
    return PackContent(
        key=meeting.key,
        number=meeting.number,
        year=pace.plan.year,
        meeting=meeting.name,
        issuer=issuer,
        held_on=meeting.held_on,
        watermark=Watermark(pace.as_of, page.recorded_at, pace.series),
        total=_line(pace.headline, pace.plan.key),
        elapsed=pace.elapsed if pace.expected is None else pace.expected,
        curve=_curve_name(page),
        sectors=tuple(_line(line, pace.plan.key) for line in pace.sectors),
        points=tuple(
            PacePoint(
                Label(f"{point.month.month}월", f"{point.month.month:02}"),
                _known(point.supplied),
                _known(point.expected),
            )
            for point in page.points
        ),
        institutions=tuple(_line(line, pace.plan.key) for line in pace.institutions),
        institutions_sum=_known(page.institutions_sum),
        reaching_firms=_known(page.reaching_firms),
        matrices=tuple(_matrices(page)),
        envelopes=envelopes,
        overlaps=tuple(_overlap_lines(page.overlaps, in_force)),
        notes=tuple(_notes(meeting, page, definitions)),
        markings=(Marking.EXAMPLE,) if page.is_example else (),
        programmes=(
            ProgrammeVersion(pace.plan.key, pace.plan.version),
            *(ProgrammeVersion(each.key, each.version) for each in in_force),
        ),
    )


def _line(line: PaceLine, plan: str) -> SupplyLine:
    return SupplyLine(
        name=line.name,
        target=_known(line.target),
        supplied=_known(line.supplied),
        pace=OPEN if line.rate is None else line.rate,
        published_pace=OPEN if line.printed is None else line.printed.share.fraction,
        trace=f"supply/{plan}/{line.subject}",
    )


def _known(amount: Money | None) -> Money | Open:
    return OPEN if amount is None else amount


def _curve_name(page: Dashboard) -> Text:
    against = page.pace.against
    if against is None or against.expected is None:
        return STRAIGHT_LINE
    return next(
        reading.curve.name for reading in page.pace.curves if reading.curve.key == against.curve
    )


def _envelope_lines(envelopes: Iterable[EnvelopeUse]) -> Iterator[EnvelopeLine]:
    for use in only_used(envelopes):
        limit = use.limit
        if limit.cap is None or limit.cap.currency != CURRENCY:
            continue
        member = use.member_name
        scope = (
            Label(f"{use.label.ko} · {member.ko}", f"{use.label.en} · {member.en}")
            if member
            else use.label
        )
        yield EnvelopeLine(
            programme=use.programme_name,
            scope=scope,
            basis=BASES[limit.basis.value],
            cap=limit.cap,
            used=limit.used,
            reserved=limit.reserved,
            trace=f"envelopes/{limit.key}",
        )


def _overlap_lines(
    reading: OverlapReading, programmes: tuple[Programme, ...]
) -> Iterator[OverlapLine]:
    products = {product.key: product.name for each in programmes for product in each.products}
    broken = {violation.firm for violation in reading.violations}
    # Broken rules first: the table is cut, and they are what the council must see.
    ordered = sorted(reading.overlaps, key=lambda overlap: overlap.firm not in broken)
    for overlap in ordered[:OVERLAPS_SHOWN_MAX]:
        amounts = [each.amount for each in overlap.benefits if each.amount.currency == CURRENCY]
        yield OverlapLine(
            firm=overlap.firm.partition(":")[2],
            benefits=tuple(products.get(each.product, each.product) for each in overlap.benefits),
            amount=sum(amounts, Money.zero(CURRENCY)),
            finding=_finding(reading, overlap),
            trace=f"overlaps/{overlap.firm}",
        )


def _finding(reading: OverlapReading, overlap: Overlap) -> Text:
    broken = reading.violations_of(overlap.firm)
    return broken[0].message if broken else SEVERAL


def _matrices(page: Dashboard) -> Iterator[SupplyMatrix]:
    """Lay out supply of the own contracts by region and institution, where there is any."""
    cells = page.contracts.cells.along(Axis.REGION, Axis.INSTITUTION)
    if not cells:
        return
    institutions = sorted({str(key[1]) for key in cells})
    regions = sorted({key[0] for key in cells}, key=lambda region: (region is None, str(region)))
    names = page.institution_names
    lines = tuple(
        MatrixLine(
            region if isinstance(region, Region) else NO_REGION,
            tuple(_known(cells.get((region, each), Money.zero(CURRENCY))) for each in institutions),
        )
        for region in regions
    )
    yield SupplyMatrix(
        key="region-institution",
        title=Label(
            "지역·기관별 공급(자체 계약)", "Supply by region and institution (own contracts)"
        ),
        lines_name=Label("지역", "Region"),
        heads=tuple(names.get(each, Label(each, each)) for each in institutions),
        lines=lines,
    )


def _notes(meeting: Meeting, page: Dashboard, definitions: Iterable[Definition]) -> Iterator[Note]:
    """What a reader must know: of the pace, of the days, what each word counts, the sources."""
    for note in page.pace.notes:
        yield Note(note)
    yield Note(
        message(
            "pack-own-figures-day",
            contracts_on=page.contracts.through_on,
            limits_on=page.recorded_at.astimezone(KOREA).date(),
        )
    )
    for definition in definitions:
        yield Note(definition.message)
    for label in meeting.notes:
        yield Note(label)
    citations = distinct(citation for line in page.pace.lines for citation in line.citations)
    for citation in citations:
        yield Note(
            Label(citation.spoken("ko"), citation.spoken("en")),
            source=citation.source.publisher,
            published_on=citation.source.published_on,
        )
