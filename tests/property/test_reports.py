"""What holds of every cell, chart and document, whatever an office writes into them."""

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from hwpx import HwpxDocument, validate_package
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from majung.reports.canonical import as_json, from_json, spoken
from majung.reports.cells import (
    DAY,
    MOMENT,
    PERCENT,
    POINTS,
    TIMES,
    WORDS,
    Cell,
    Open,
    amount,
    counter,
    in_sheet,
    percent,
    scale_unit,
    written,
)
from majung.reports.charts import (
    Bars,
    Bubbles,
    EnvelopeBars,
    Fan,
    GaugePair,
    Histogram,
    MatrixHeat,
    PaceLine,
    Scatter,
    Series,
    Waterfall,
)
from majung.reports.freezing import Format, freeze, rerender
from majung.reports.model import (
    Chart,
    DocumentKind,
    Gauge,
    Heading,
    KeyValue,
    KeyValues,
    Mark,
    Marking,
    Note,
    Notes,
    Outline,
    OutlineLine,
    PageBreak,
    Paragraph,
    ProgrammeVersion,
    Report,
    Signature,
    Signatures,
    Tone,
    Watermark,
)
from majung.reports.renderers.chart_images import svg
from majung.reports.renderers.hangul import hwpx
from majung.reports.tables import Column, Row, Table, column_of
from majung.reports.texts import said
from majung.rules import Label
from majung.values.money import SCALE_OF, UNITS, Money
from majung.values.rates import Rate, Ratio
from sheet_formats import displayed

languages = st.sampled_from(["ko", "en"])
#: What people type, and what breaks files, markup and formulas.
hostile = st.sampled_from(
    [
        "=HYPERLINK(1)", "+1", "-1", "@x", "#strong[a]", "$x$", "]]>", "</svg><script>",
        "{braces}", '"quoted\'', "\\u0000\x00", "\ud800", "\u202e만원", "a\tb", "가\n나", " ", "",
        "\N{GRINNING FACE}", "한글 낱말 " * 12, "가" * 80, "&lt;&amp;", "\ufeff", "e\u0301",
    ]
)  # fmt: skip
strings = st.one_of(hostile, st.text(max_size=12))
texts = st.one_of(strings, st.builds(Label, strings, strings))
moneys = st.builds(Money, st.integers(-(10**17), 10**17), st.sampled_from(["KRW", "USD"]))
fractions = st.fractions(-20, 20, max_denominator=10**6)
decimals = st.decimals(-1, 1, places=6).map(lambda value: value.normalize())
days = st.dates(date(1890, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds of a zoned strategy
scales = st.sampled_from(list(UNITS)).map(scale_unit)
places = st.integers(0, 3)
opens = st.builds(Open, texts)

numbers = st.one_of(
    st.builds(Cell, moneys, scales, places, st.booleans()),
    st.builds(Cell, fractions, st.sampled_from([PERCENT, POINTS, TIMES]), places, st.booleans()),
    st.builds(Cell, decimals.map(Rate), st.sampled_from([PERCENT, POINTS]), st.none()),
    st.builds(Cell, decimals.map(Ratio), st.sampled_from([PERCENT, TIMES]), st.none() | places),
    st.builds(
        Cell,
        st.integers(-(10**18), 10**18),
        st.sampled_from([counter(), counter("건", "cases", "case")]),
    ),
)
cells = st.one_of(
    numbers,
    st.builds(Cell, texts),
    st.builds(Cell, days, st.just(DAY)),
    st.builds(Cell, moments, st.just(MOMENT)),
    moneys.map(amount),
    st.builds(Cell, opens, st.sampled_from([WORDS, PERCENT, DAY, scale_unit("조")])),
)


@given(numbers, languages)
def test_what_is_shown_is_within_half_a_unit_of_what_is(cell, language):
    text = written(cell, language, under=cell.unit)
    shown = Fraction(text.translate(str.maketrans("△−", "--", "+,")))

    exact = cell.value
    if isinstance(exact, Money):
        exact = Fraction(exact.minor, UNITS[cell.unit.scale][0] * 10 ** SCALE_OF[exact.currency])
    elif isinstance(exact, Rate | Ratio):
        exact = exact.fraction
    exact = Fraction(exact) * (100 if cell.unit in {PERCENT, POINTS} else 1)
    slack = Fraction(1, 2 * 10**cell.places) if cell.places is not None else 0
    assert abs(shown - exact) <= slack


@given(numbers, languages)
def test_the_other_sign_is_written_with_the_same_digits(cell, language):
    mirrored = replace(cell, value=-cell.value)

    digits = [written(one, language, under=cell.unit).lstrip("△−+") for one in (cell, mirrored)]
    assert digits[0] == digits[1]


@given(cells, languages, st.booleans())
def test_a_sheet_shows_the_characters_of_every_other_output(cell, language, is_headed):
    under = cell.unit if is_headed else None
    text = written(cell, language, under=under)
    shown = in_sheet(cell, language, under=under)

    if isinstance(shown.value, Decimal):
        assert displayed(shown.value, shown.number_format) == text
        # A workbook keeps the number as a binary fraction: fifteen digits survive that.
        assert displayed(Decimal(repr(float(shown.value))), shown.number_format) == text
    elif isinstance(shown.value, date):
        assert shown.value == cell.value
    else:
        assert shown.value == text


@given(texts, languages)
def test_what_is_said_fits_every_file(text, language):
    words = said(text, language)

    assert said(words, language) == words
    assert words.encode("utf-8").decode("utf-8") == words
    assert ElementTree.fromstring(f"<a>{escape(words)}</a>").text in {words, None}


def _series(cells_of, length):
    return st.builds(Series, texts, st.lists(cells_of, min_size=length, max_size=length).map(tuple))


@st.composite
def charts(draw):
    """Draw a chart of any kind; some of its figures are open."""
    length = draw(st.integers(1, 4))
    names = draw(st.lists(texts, min_size=length, max_size=length).map(tuple))
    unit = draw(scales)
    some = st.builds(Cell, moneys | opens, st.just(unit), places)
    shares = st.builds(Cell, fractions | opens, st.just(PERCENT), places)
    series, rates, one = _series(some, length), _series(shares, length), _series(shares, 1)
    kind = draw(
        st.one_of(
            st.builds(PaceLine, texts, st.just(names), series, series),
            st.builds(Bars, texts, st.just(names), rates, rates),
            st.builds(EnvelopeBars, texts, st.just(names), series, series, series),
            st.builds(GaugePair, texts, one, one),
            st.builds(Scatter, texts, st.just(names), rates, rates),
            st.builds(
                Bubbles,
                texts,
                st.just(names),
                rates,
                rates,
                rates,
                st.tuples(*(st.booleans() for _ in names)),
            ),
            st.builds(Waterfall, texts, st.just(names), rates),
            st.builds(Fan, texts, st.just(names), rates, rates, rates),
            st.builds(
                Histogram,
                rates.map(lambda found: Series(found.name, (*found.cells, found.cells[-1]))),
                rates,
                st.tuples(one),
            ),
            st.builds(
                MatrixHeat,
                texts,
                st.just(names),
                st.lists(series, min_size=1, max_size=3).map(tuple),
            ),
        )
    )
    return Chart("chart", draw(texts), draw(texts), kind)


@settings(max_examples=20)
@given(charts(), languages)
def test_every_chart_is_an_image_that_says_what_it_shows(chart, language):
    image = ElementTree.fromstring(svg(chart, language))

    namespace = "{http://www.w3.org/2000/svg}"
    title = image.find(f"{namespace}title").text or ""
    assert title.split() == said(chart.title, language).split()
    assert list(image.iter(f"{namespace}script")) == []


@given(charts(), languages)
def test_the_table_of_a_chart_holds_each_of_its_figures_once(chart, language):
    # Bounds stand twice in a drawing, and what is marked stands in a table of its own.
    assume(not isinstance(chart.drawn, Histogram))
    table = chart.drawn.table("")

    figures = [cell for row in table.rows for cell in row.cells[1:]]
    kind = chart.drawn
    series = (
        kind.lines
        if isinstance(kind, MatrixHeat)
        else [
            getattr(kind, name)
            for name in kind.__slots__
            if isinstance(getattr(kind, name), Series)
        ]
    )
    assert sorted(map(repr, figures)) == sorted(repr(cell) for one in series for cell in one.cells)


def _series_of(drawn):
    if isinstance(drawn, MatrixHeat):
        return drawn.lines
    found = [getattr(drawn, name) for name in drawn.__slots__]
    return [one for one in found if isinstance(one, Series)]


@st.composite
def tables(draw):
    """Draw a table whose columns may say the unit of their cells."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width).map(tuple), max_size=4))
    columns = tuple(
        draw(
            st.one_of(
                st.builds(Column, texts),
                st.just(column_of(draw(texts), [row[place] for row in rows])),
            )
        )
        for place in range(width)
    )
    count = draw(st.integers(0, len(rows)))
    made = tuple(map(Row, rows))
    notes = tuple(draw(st.lists(texts, max_size=2)))
    return Table("table", draw(texts), columns, made[:count], made[count:], notes)


parts = st.lists(
    st.one_of(
        st.builds(Heading, texts, st.sampled_from([1, 2])),
        st.builds(Paragraph, texts, st.sampled_from(Tone)),
        st.builds(
            KeyValues, st.lists(st.builds(KeyValue, texts, cells), max_size=3).map(tuple), texts
        ),
        st.builds(
            Outline,
            texts,
            st.lists(
                st.builds(
                    OutlineLine,
                    st.integers(0, 3),
                    st.none() | st.sampled_from(Mark),
                    texts,
                    texts,
                    texts,
                ),
                max_size=3,
            ).map(tuple),
        ),
        st.builds(
            Notes,
            texts,
            st.lists(st.builds(Note, texts, texts, st.none() | days), max_size=2).map(tuple),
        ),
        st.builds(
            Signatures,
            st.lists(
                st.builds(Signature, texts, texts, texts, st.none() | moments, strings), max_size=2
            ).map(tuple),
        ),
        st.just(PageBreak()),
    ),
    max_size=4,
)


@st.composite
def reports(draw):
    """Draw a document with any parts: at most one table, one gauge and one chart."""
    found = [Heading(draw(texts)), *draw(parts)]
    for one in (draw(st.none() | tables()), draw(st.none() | charts())):
        if one is not None:
            found.insert(draw(st.integers(1, len(found))), one)
    if draw(st.booleans()):
        share = draw(fractions)
        name, benchmark = draw(texts), percent(draw(fractions))
        found.append(Gauge("gauge", name, name, percent(share), name, benchmark, percent(share)))
    return Report(
        key="document",
        kind=draw(st.sampled_from(DocumentKind)),
        language=draw(languages),
        title=draw(texts),
        watermark=Watermark(draw(days), draw(moments), draw(texts)),
        parts=tuple(found),
        subtitle=draw(texts),
        number=draw(strings),
        issuer=draw(texts),
        markings=tuple(draw(st.lists(st.sampled_from(Marking), unique=True, max_size=2))),
        programmes=(ProgrammeVersion("p", "0" * 64),),
    )


@given(reports())
def test_a_document_survives_its_json(report):
    document = as_json(report)

    assert as_json(from_json(document)) == document
    assert spoken(spoken(report)) == spoken(report)


@settings(max_examples=12)
@given(reports())
def test_a_frozen_document_is_made_again_to_the_byte(report):
    again = rerender(freeze(report, Format))

    assert (again.differing, again.changes) == ((), ())


@settings(max_examples=12)
@given(reports())
def test_whatever_is_written_the_files_open_and_hold_no_formula(report):
    frozen = freeze(report, [Format.HWPX, Format.XLSX])

    assert validate_package(frozen.file("document.hwpx").content).errors == ()
    with zipfile.ZipFile(BytesIO(frozen.file("document.xlsx").content)) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet] == []


@settings(max_examples=12)
@given(tables(), languages)
def test_the_text_of_a_table_is_read_back_from_the_file_of_an_office(table, language):
    report = Report(
        key="document",
        kind=DocumentKind.STATEMENT,
        language=language,
        title="표",
        watermark=Watermark(date(2024, 5, 31), datetime(2024, 6, 1, tzinfo=UTC), "보고"),
        parts=(table,),
    )

    with HwpxDocument.open(BytesIO(hwpx(report))) as read:
        (found,) = read.tables.all
        texts_read = [[cell.text.split() for cell in row.cells] for row in found.rows]

    lines = [table.written(row, language) for row in (*table.rows, *table.totals)]
    assert texts_read[1:] == (
        [[text.split() for text in line] for line in lines]
        or [[said(table.empty, language).split()]]
    )
