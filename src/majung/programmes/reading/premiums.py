"""Records of a cover's price: premium tables, discounts, and what a cover would have to cost.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from majung.errors import message
from majung.programmes.figures import Figure, Stated
from majung.programmes.price_terms import (
    CoverPricing,
    DefaultProbability,
    Payer,
    PremiumBasis,
    PremiumCell,
    PremiumCharge,
    PremiumDiscount,
    PremiumSlice,
    PremiumTiming,
    TechnicalPremium,
)
from majung.programmes.reading.figures import figure, figures_by_name, named_figures
from majung.programmes.reading.prices import STEP_KEYS, check_cap
from majung.rules.citations import Citation, Label, Status
from majung.rules.reading.nodes import Node, each
from majung.rules.reading.quantities import MONEY, MONTHS, PERCENT, SHARE, Measured
from majung.rules.reading.records import Check, Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.words import CITED, LABEL, NAME, TEXT_READER
from majung.values.money import Money
from majung.values.rates import Rate, Ratio


def _slice(up_to: Measured[Money] | None, rate: Figure[Rate]) -> PremiumSlice:
    return PremiumSlice(up_to=up_to.value if up_to is not None else None, rate=rate)


SLICE = Record(
    "premium slice",
    "The rate on a part of what the premium is a share of.",
    _slice,
    (
        Key("up-to", MONEY.reader, "upper end of the part; left out for the rest", default=None),
        Key("rate", figure(PERCENT), "the rate on the part"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell as written: one rate, or rates of parts."""

    grade: str
    tenor_max: Measured[int] | None
    amount_max: Measured[Money] | None
    rate: Figure[Rate] | None
    slices: tuple[PremiumSlice, ...]


def _check_cell(node: Node, rate: Figure[Rate] | None, slices: tuple[PremiumSlice, ...]) -> None:
    if (rate is None) is not bool(slices):
        node.refuse(message("premium-rate-or-slices"))
    ends = [part.up_to.minor for part in slices if part.up_to is not None]
    unbounded = [part.up_to is None for part in slices]
    if ends != sorted(set(ends)) or any(unbounded[:-1]):
        node.refuse(message("premium-slices-out-of-order"))


CELL = Record(
    "premium cell",
    "The first cell that fits a request gives its rate.",
    _Cell,
    (
        Key("grade", TEXT_READER, "credit grade; any where left out", default=""),
        Key("tenor-max", MONTHS.reader, "longest tenor; any where left out", default=None),
        Key("amount-max", MONEY.reader, "largest loan; any where left out", default=None),
        Key("rate", figure(PERCENT), "the rate, where it is one", default=None),
        Key("slices", list_of(SLICE.reader), "rates of parts, lowest first", default=()),
    ),
    checks=(Check(("rate", "slices"), _check_cell),),
)


def _cell(node: Node) -> PremiumCell:
    read = CELL.read(node)
    whole = (PremiumSlice(up_to=None, rate=read.rate),) if read.rate is not None else ()
    return PremiumCell(
        grade=read.grade,
        tenor_months_max=read.tenor_max.value if read.tenor_max is not None else None,
        amount_max=read.amount_max.value if read.amount_max is not None else None,
        slices=whole or read.slices,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of grades and tenors as written."""

    tenors: tuple[Measured[int], ...]
    rates: Node


TABLE = Record(
    "premium table",
    "Rates by grade and tenor, one row a grade.",
    _Table,
    (
        Key("tenors", list_of(MONTHS.reader), "longest tenor of each column, shortest first"),
        Key(
            "rates",
            Reader("rows [by date](#numbers), `BBB: [0.9 %, 1.2 %]`", lambda node: node),
            "the rates of each grade, a column a tenor",
        ),
    ),
)


def _table_cells(node: Node) -> tuple[PremiumCell, ...]:
    table = TABLE.read(node)
    tenors = [tenor.value for tenor in table.tenors]
    if tenors != sorted(set(tenors)):
        node.refuse(message("tenors-out-of-order"))

    def row(row_node: Node) -> Measured[tuple[Rate, ...]]:
        items = row_node.items()
        if len(items) != len(tenors):
            row_node.refuse(message("row-length-differs", columns=len(tenors), found=len(items)))
        rates = each(items, PERCENT.read)
        return Measured(tuple(rate.value for rate in rates), rates[0].unit)

    rows = named_figures(table.rates, row, "[0.9 %, 1.2 %]")
    return tuple(
        PremiumCell(
            grade=grade,
            tenor_months_max=tenor,
            amount_max=None,
            slices=(PremiumSlice(up_to=None, rate=_column(rates, column)),),
        )
        for grade, rates in rows.items()
        for column, tenor in enumerate(tenors)
    )


def _column(row: Figure[tuple[Rate, ...]], column: int) -> Figure[Rate]:
    return Figure(
        tuple(
            Stated(
                step.value[column] if step.value is not None else None,
                step.unit,
                step.valid_from,
                step.citation,
                step.status,
            )
            for step in row.steps
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charge:
    """A premium as written: a table, or single cells."""

    key: str
    label: Label
    payer: Payer
    basis: PremiumBasis
    timing: PremiumTiming
    table: tuple[PremiumCell, ...]
    cells: tuple[PremiumCell, ...]
    citation: Citation
    status: Status


def _check_charge(
    node: Node, table: tuple[PremiumCell, ...], cells: tuple[PremiumCell, ...]
) -> None:
    if bool(table) is bool(cells):
        node.refuse(message("premium-table-or-cells"))


CHARGE = Record(
    "premium",
    "A premium or fee of a cover, as a `table` or as `cells`.",
    _Charge,
    (
        Key("key", NAME, "names the premium"),
        Key("label", LABEL, "what it is called"),
        Key("payer", one_word_of(Payer), "who pays it"),
        Key("basis", one_word_of(PremiumBasis), "what it is a share of"),
        Key("timing", one_word_of(PremiumTiming), "when it falls due"),
        Key(
            "table",
            Reader(TABLE.reader.written, _table_cells, (TABLE,)),
            "rates by grade and tenor",
            default=(),
        ),
        Key(
            "cells",
            list_of(Reader(CELL.reader.written, _cell, (CELL,))),
            "rates by grade, tenor or size; the first that fits counts",
            default=(),
        ),
        *CITED,
    ),
    checks=(Check(("table", "cells"), _check_charge),),
)


def _charge(node: Node) -> PremiumCharge:
    read = CHARGE.read(node)
    return PremiumCharge(
        key=read.key,
        label=read.label,
        payer=read.payer,
        basis=read.basis,
        timing=read.timing,
        cells=read.table or read.cells,
        citation=read.citation,
        status=read.status,
    )


CHARGES = list_of(Reader(CHARGE.reader.written, _charge, (CHARGE,)))

DISCOUNT = Record(
    "premium discount",
    "A share taken off the premium.",
    PremiumDiscount,
    (*STEP_KEYS, Key("share", figure(SHARE), "what it takes off")),
)


#: Stands among the grades for firms that are not graded.
ANY_GRADE = "any"


def _technical(
    default_probabilities: Mapping[str, Figure[Ratio]],
    loss_given_default: Figure[Ratio],
    cost: Figure[Rate],
) -> TechnicalPremium:
    return TechnicalPremium(
        default_probabilities=tuple(
            DefaultProbability(grade="" if grade == ANY_GRADE else grade, probability=probability)
            for grade, probability in default_probabilities.items()
        ),
        loss_given_default=loss_given_default,
        cost=cost,
    )


TECHNICAL = Record(
    "technical premium",
    "What a cover would have to cost: default x loss x cover + cost. For internal roles only.",
    _technical,
    (
        Key("default-probabilities", figures_by_name(SHARE), "within a year, by grade or `any`"),
        Key("loss-given-default", figure(SHARE), "what is lost of what defaults"),
        Key("cost", figure(PERCENT), "of running the cover, a year"),
    ),
)


def _check_discounts(
    node: Node, discounts: tuple[PremiumDiscount, ...], cap: Figure[Ratio] | None
) -> None:
    steps = [(discount, discount.share) for discount in discounts]
    check_cap(node.members().get("discount-max", node), cap, steps)


def _check_grades(
    node: Node, charges: tuple[PremiumCharge, ...], technical: TechnicalPremium
) -> None:
    known = {each_.grade for each_ in technical.default_probabilities}
    charged = {cell.grade for charge in charges for cell in charge.cells if cell.grade}
    for grade in sorted(charged - known if "" not in known else ()):
        node.members()["technical"].report(message("grade-without-probability", grade=grade))


COVER_PRICING = Record(
    "cover pricing",
    "How the premium of a cover is built up.",
    CoverPricing,
    (
        Key(
            "charges",
            list_of(Reader(CHARGE.reader.written, _charge, (CHARGE,))),
            "premiums and fees",
        ),
        Key("discounts", list_of(DISCOUNT.reader), "what is taken off", default=()),
        Key("discount-max", figure(SHARE), "cap on the sum of all discounts", default=None),
        Key("technical", TECHNICAL.reader, "what the cover would have to cost"),
    ),
    checks=(
        Check(("discounts", "discount_max"), _check_discounts),
        Check(("charges", "technical"), _check_grades),
    ),
)
