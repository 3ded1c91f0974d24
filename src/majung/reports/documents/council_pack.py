"""The council's pack (협의회 안건자료): supply against plan, and what stands behind it.

Computed figures stand beside published ones and never replace them; a figure nobody published is
OPEN and stays so.  The institutions' sum and the money that reaches firms are two figures.
"""

from collections.abc import Iterator
from fractions import Fraction

from majung.errors import Language
from majung.reports.cells import (
    OPEN,
    PERCENT,
    POINTS,
    Open,
    count,
    counter,
    percent,
    points,
    scale_unit,
    scaled,
    words,
)
from majung.reports.charts import Bars, EnvelopeBars, MatrixHeat, PaceLine, Series
from majung.reports.documents.number_register import register_table
from majung.reports.documents.pack_content import (
    EnvelopeLine,
    PackContent,
    RiskNote,
    SupplyLine,
    SupplyMatrix,
)
from majung.reports.model import (
    Chart,
    DocumentKind,
    Gauge,
    Heading,
    KeyValue,
    KeyValues,
    Marking,
    Note,
    Notes,
    Paragraph,
    Part,
    Report,
    Tone,
)
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text, word

#: So many bars stand on a page below the table they draw.
BARS_A_CHART = 6


def council_pack(content: PackContent, language: Language = "ko") -> Report:
    """Lay out the pack: headline, sectors, pace, institutions, envelopes, overlaps, notes."""
    markings = content.markings
    if content.restates and Marking.CORRECTION not in markings:
        markings = (Marking.CORRECTION, *markings)
    return Report(
        key=content.key,
        kind=DocumentKind.COUNCIL_PACK,
        language=language,
        title=word("pack-title", year=str(content.year)),
        subtitle=content.meeting,
        number=content.number,
        issuer=content.issuer,
        watermark=content.watermark,
        markings=markings,
        programmes=content.programmes,
        parts=tuple(_parts(content)),
    )


def _parts(content: PackContent) -> Iterator[Part]:
    yield from _restatements(content)
    yield Heading(word("pack-headline"))
    yield _headline(content)
    yield from _totals(content)
    yield Heading(word("pack-sectors"))
    yield _sector_table(content)
    yield from _sector_chart(content)
    yield Heading(word("pack-pace"))
    yield _pace_chart(content)
    yield Heading(word("pack-institutions"))
    yield from _institutions(content)
    if content.matrices:
        yield Heading(word("pack-matrices"))
    for matrix in content.matrices:
        yield _matrix_chart(matrix)
    yield Heading(word("pack-envelopes"))
    yield from _envelopes(content)
    yield Heading(word("pack-overlaps"))
    yield _overlaps(content)
    if content.risk is not None:
        yield from _risk(content.risk)
    yield Heading(word("pack-notes"))
    yield Notes("", content.notes)
    yield Heading(word("register"))
    yield register_table(content.register)


def _headline(content: PackContent) -> Gauge:
    pace = content.total.pace
    gap = Open(OPEN.reason) if isinstance(pace, Open) else pace - content.elapsed
    return Gauge(
        key="headline",
        name=word("pack-headline-name", year=str(content.year)),
        value_name=word("pace"),
        value=percent(pace, trace=content.total.trace),
        benchmark_name=word("elapsed-target"),
        benchmark=percent(content.elapsed),
        difference=points(gap),
        note=word("pack-curve", curve=content.curve),
    )


def _totals(content: PackContent) -> Iterator[Part]:
    total = content.total
    lines = [
        KeyValue(word("target"), scaled(total.target, "조", 1, trace=total.trace)),
        KeyValue(word("supplied"), scaled(total.supplied, "조", 1, trace=total.trace)),
        KeyValue(word("institutions-sum"), scaled(content.institutions_sum, "조", 1)),
        KeyValue(word("reaching-firms"), scaled(content.reaching_firms, "조", 1)),
    ]
    if not isinstance(total.published_pace, Open):
        lines.insert(2, KeyValue(word("published-pace"), percent(total.published_pace)))
    yield KeyValues(tuple(lines))
    yield Paragraph(word("reaching-firms-means"), Tone.FINE)


def _sector_table(content: PackContent) -> Table:
    trillion = scale_unit("조")
    columns = (
        Column(word("sector")),
        Column(word("target"), trillion),
        Column(word("supplied"), trillion),
        Column(word("pace-computed"), PERCENT),
        Column(word("pace-published"), PERCENT),
        Column(word("elapsed-target"), PERCENT),
        Column(word("difference"), POINTS),
    )
    return Table(
        "sectors",
        word("pack-sector-caption"),
        columns,
        tuple(_supply_row(line, content.elapsed) for line in content.sectors),
        totals=(_supply_row(content.total, content.elapsed, name=word("sum")),),
        notes=(word("computed-beside-published"),),
    )


def _supply_row(line: SupplyLine, elapsed: Fraction, *, name: Text | None = None) -> Row:
    gap = line.pace if isinstance(line.pace, Open) else line.pace - elapsed
    return Row(
        (
            words(line.name if name is None else name),
            scaled(line.target, "조", 1, trace=line.trace),
            scaled(line.supplied, "조", 1, trace=line.trace),
            percent(line.pace, trace=line.trace),
            percent(line.published_pace),
            percent(elapsed),
            points(gap),
        )
    )


def _sector_chart(content: PackContent) -> Iterator[Part]:
    lines = (*content.sectors, content.total)
    if all(isinstance(_shown_pace(line), Open) for line in content.sectors):
        yield Paragraph(word("pack-no-sector-chart"), Tone.FINE)
        return
    drawn = Bars(
        word("sector"),
        tuple(line.name for line in lines),
        Series(word("pace"), tuple(percent(_shown_pace(line)) for line in lines)),
        Series(word("elapsed-target"), tuple(percent(content.elapsed) for _ in lines)),
    )
    yield Chart(
        "sector-bars", word("pack-sector-chart"), word("pack-sector-chart-about"), drawn, "sectors"
    )


def _shown_pace(line: SupplyLine) -> Fraction | Open:
    """Draw the computed pace, and the published one where nothing can be computed."""
    return line.published_pace if isinstance(line.pace, Open) else line.pace


def _pace_chart(content: PackContent) -> Chart:
    drawn = PaceLine(
        word("month"),
        tuple(point.name for point in content.points),
        Series(word("supplied-so-far"), tuple(scaled(p.supplied, "조", 1) for p in content.points)),
        Series(word("curve"), tuple(scaled(p.curve, "조", 1) for p in content.points)),
    )
    return Chart("pace", word("pack-pace-chart"), word("pack-pace-chart-about"), drawn)


def _institutions(content: PackContent) -> Iterator[Part]:
    trillion = scale_unit("조")
    columns = (
        Column(word("institution")),
        Column(word("target"), trillion),
        Column(word("supplied"), trillion),
        Column(word("pace"), PERCENT),
    )
    rows = tuple(
        Row(
            (
                words(line.name),
                scaled(line.target, "조", 1, trace=line.trace),
                scaled(line.supplied, "조", 1, trace=line.trace),
                percent(line.pace, trace=line.trace),
            )
        )
        for line in content.institutions
    )
    yield Table("institutions", word("pack-institution-caption"), columns, rows)
    yield Paragraph(word("institutions-sum-means"), Tone.FINE)


def _matrix_chart(matrix: SupplyMatrix) -> Chart:
    lines = tuple(
        Series(line.name, tuple(scaled(amount, matrix.scale) for amount in line.amounts))
        for line in matrix.lines
    )
    drawn = MatrixHeat(matrix.lines_name, matrix.heads, lines)
    return Chart(matrix.key, matrix.title, word("pack-matrix-about"), drawn)


def _envelopes(content: PackContent) -> Iterator[Part]:
    unit = scale_unit("억")
    columns = (
        Column(word("programme")),
        Column(word("scope")),
        Column(word("basis")),
        Column(word("cap"), unit),
        Column(word("used"), unit),
        Column(word("reserved"), unit),
        Column(word("left"), unit),
    )
    rows = []
    for line in content.envelopes:
        amounts = (line.cap, line.used, line.reserved, line.left)
        cells = tuple(scaled(amount, "억", trace=line.trace) for amount in amounts)
        rows.append(Row((words(line.programme), words(line.scope), words(line.basis), *cells)))
    yield Table("envelopes", word("pack-envelope-caption"), columns, tuple(rows))
    starts = range(0, len(content.envelopes), BARS_A_CHART)
    for number, start in enumerate(starts, 1):
        of_many = (number, len(starts)) if len(starts) > 1 else None
        yield _envelope_chart(content.envelopes[start : start + BARS_A_CHART], of_many)


def _envelope_chart(lines: tuple[EnvelopeLine, ...], of_many: tuple[int, int] | None) -> Chart:
    """Draw envelopes, as many as stand on one page."""
    drawn = EnvelopeBars(
        word("programme"),
        tuple(word("programme-and-scope", name=line.programme, scope=line.scope) for line in lines),
        Series(word("used"), tuple(scaled(line.used, "억") for line in lines)),
        Series(word("reserved"), tuple(scaled(line.reserved, "억") for line in lines)),
        Series(word("left"), tuple(scaled(line.left, "억") for line in lines)),
    )
    title: Text = word("pack-envelope-chart")
    key = "envelope-bars"
    if of_many is not None:
        number, count = of_many
        title = word("one-of-many", title=title, number=str(number), count=str(count))
        key = f"{key}-{number}"
    return Chart(key, title, word("pack-envelope-chart-about"), drawn, "envelopes")


def _overlaps(content: PackContent) -> Table:
    columns = (
        Column(word("firm")),
        Column(word("benefits")),
        Column(word("benefit-count"), counter()),
        Column(word("amount"), scale_unit("억")),
        Column(word("finding")),
    )
    rows = tuple(
        Row(
            (
                words(line.firm),
                words(_listed(line.benefits)),
                count(len(line.benefits), counter()),
                scaled(line.amount, "억", trace=line.trace),
                words(line.finding),
            )
        )
        for line in content.overlaps
    )
    return Table("overlaps", word("pack-overlap-caption"), columns, rows, empty=word("no-overlaps"))


def _risk(note: RiskNote) -> Iterator[Part]:
    yield Heading(word("pack-risk"))
    yield Paragraph(word("pack-risk-about"), Tone.FINE)
    yield KeyValues(note.figures, word("pack-risk-figures"))
    yield KeyValues(note.settings, word("pack-risk-settings"))
    if note.notes:
        yield Notes(word("pack-risk-notes"), tuple(Note(each) for each in note.notes))


def _listed(texts: tuple[Text, ...]) -> Text:
    """Put several texts into one cell, a line each."""
    listed = texts[0] if texts else ""
    for text in texts[1:]:
        listed = word("two-lines", first=listed, second=text)
    return listed


def _restatements(content: PackContent) -> Iterator[Part]:
    if not content.restates:
        return
    yield Heading(word("restatement"))
    yield Paragraph(word("restates", number=content.restates))
    columns = (
        Column(word("definition")),
        Column(word("released"), align=Align.END),
        Column(word("restated"), align=Align.END),
        Column(word("reason")),
    )
    rows = tuple(
        Row((words(line.definition), line.released, line.restated, words(line.reason)))
        for line in content.restatements
    )
    yield Table("restatements", word("restatement-caption"), columns, rows)
