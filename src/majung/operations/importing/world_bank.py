"""The World Bank's published books: loans of the IBRD, guarantees of MIGA.

Both are statements of another house on a day, without the acts behind them: they are read, added
up and checked, and nothing of them is kept as contracts.  A contract has terms and facts; a
statement has neither.

Source: World Bank, IBRD Statement of Loans and Guarantees; MIGA, issued projects (CC BY 4.0).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256

from majung.errors import Message, Problem, in_order, message
from majung.files import Column, Rows, read_rows
from majung.operations.importing.cells import ForeignCells, each_row
from majung.operations.importing.quality import ControlTotal, QualityFinding, QualityReport
from majung.rules.citations import Label
from majung.values.money import Money
from majung.values.rounding import Rounding, round_fraction

CURRENCY = "USD"
CENTS = 100
#: Parts that differ by less were rounded when they were converted.
ROUNDED_BELOW = Money(100, CURRENCY)
IBRD_TITLE = Label("IBRD 대출·보증 현황", "IBRD statement of loans and guarantees")
MIGA_TITLE = Label("MIGA 발급 보증", "MIGA guarantees issued")

#: Amounts of the IBRD's statement by key: heading, name, and whether they can be below zero.
IBRD_AMOUNTS: Mapping[str, tuple[str, Label, bool]] = {
    "original": ("Original Principal Amount", Label("당초 원금", "Original principal"), False),
    "cancelled": ("Cancelled Amount", Label("취소", "Cancelled"), False),
    "undisbursed": ("Undisbursed Amount", Label("미실행", "Undisbursed"), True),
    "disbursed": ("Disbursed Amount", Label("실행", "Disbursed"), False),
    "repaid": ("Repaid to IBRD", Label("상환", "Repaid"), False),
    "due": ("Due to IBRD", Label("미회수", "Due"), True),
    "exchange": ("Exchange Adjustment", Label("환산조정", "Exchange adjustment"), True),
    "obligation": ("Borrower's Obligation", Label("차주 채무", "Obligation"), True),
    "sold": ("Sold 3rd Party", Label("매각", "Sold to third parties"), False),
}
#: An adjustment is below zero by its nature; the others are told when they are.
ADJUSTMENTS = frozenset({"exchange"})

IBRD_COLUMNS = (
    Column("period", ("End of Period",)),
    Column("loan", ("Loan Number",)),
    Column("country", ("Country",)),
    *(Column(key, (heading,)) for key, (heading, _, _) in IBRD_AMOUNTS.items()),
)
MIGA_COLUMNS = (
    Column("year", ("Issued FY",)),
    Column("project", ("Project ID",)),
    Column("country", ("Host Country",)),
    Column("amount", ("Gross Issued Amount",)),
    Column("start", ("Project Start Date",)),
    Column("end", ("Project Expiration Date",)),
)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A loan of the IBRD's statement.

    Attributes:
        amounts: by key of `IBRD_AMOUNTS`.
    """

    loan: str
    country: str
    as_of: date
    amounts: Mapping[str, Money]
    line: int


@dataclass(frozen=True, slots=True)
class IssuedGuarantee:
    """A guarantee of MIGA's list.

    Attributes:
        amount: in dollars, exact: some are printed finer than a cent.
        written: as it was printed.
    """

    project: str
    year: int
    country: str
    amount: Fraction
    written: str
    start: date | None
    end: date | None
    line: int


def ibrd_statement(name: str, content: bytes) -> QualityReport | tuple[Problem, ...]:
    """Add the IBRD's statement up and list its odd rows, or say why it cannot be read.

    Args:
        name: of the file, for places.
    """
    rows = read_rows(name, content, IBRD_COLUMNS, unique_by=("loan",))
    if not isinstance(rows, Rows):
        return rows
    read, problems = each_row(rows, _statement_row)
    problems = problems or _without_rows(rows, read)
    if problems:
        return in_order(problems)
    return QualityReport(
        source=name,
        digest=sha256(content).hexdigest(),
        title=IBRD_TITLE,
        rows=len(read),
        as_of=max(row.as_of for row in read),
        totals=(
            ControlTotal("loans", Label("대출", "Loans"), len(read)),
            ControlTotal(
                "countries", Label("국가", "Countries"), len({row.country for row in read})
            ),
            *(
                ControlTotal(key, label, _sum(row.amounts[key] for row in read))
                for key, (_, label, _) in IBRD_AMOUNTS.items()
            ),
        ),
        findings=tuple(
            QualityFinding(row.line, row.loan, reason) for row in read for reason in _odd(row)
        ),
    )


def miga_statement(name: str, content: bytes) -> QualityReport | tuple[Problem, ...]:
    """Add MIGA's list up and list its odd rows, or say why it cannot be read.

    The total is exact and rounded to the cent once, half up.

    Args:
        name: of the file, for places.
    """
    rows = read_rows(name, content, MIGA_COLUMNS)
    if not isinstance(rows, Rows):
        return rows
    read, problems = each_row(rows, _guarantee)
    problems = problems or _without_rows(rows, read)
    if problems:
        return in_order(problems)
    exact = sum((each.amount for each in read), Fraction(0))
    issued = Money(round_fraction(exact * CENTS, Rounding.HALF_UP), CURRENCY)
    return QualityReport(
        source=name,
        digest=sha256(content).hexdigest(),
        title=MIGA_TITLE,
        rows=len(read),
        totals=(
            ControlTotal("guarantees", Label("보증", "Guarantees"), len(read)),
            ControlTotal(
                "projects", Label("사업", "Projects"), len({each.project for each in read})
            ),
            ControlTotal("issued", Label("발급액", "Issued, gross"), issued),
        ),
        findings=tuple(_odd_guarantees(read)),
    )


def _without_rows(rows: Rows, read: tuple[object, ...]) -> tuple[Problem, ...]:
    return () if read else (Problem(rows.header.place, message("import-without-rows")),)


def _statement_row(cells: ForeignCells) -> StatementRow:
    return StatementRow(
        loan=cells.required("loan"),
        country=cells.required("country"),
        as_of=_period(cells),
        amounts={
            key: cells.signed_money(key, CURRENCY) if is_signed else cells.money(key, CURRENCY)
            for key, (_, _, is_signed) in IBRD_AMOUNTS.items()
        },
        line=cells.row.place.line,
    )


def _period(cells: ForeignCells) -> date:
    if not cells.required("period"):
        return date.min
    return cells.month_first_day("period") or date.min


def _guarantee(cells: ForeignCells) -> IssuedGuarantee:
    return IssuedGuarantee(
        project=cells.required("project"),
        year=cells.whole("year"),
        country=cells.text("country"),
        amount=cells.amount("amount", CURRENCY),
        written=cells.text("amount"),
        start=cells.month_first_day("start"),
        end=cells.month_first_day("end"),
        line=cells.row.place.line,
    )


def _odd(row: StatementRow) -> Iterator[Message]:
    amounts = row.amounts
    if amounts["obligation"] != amounts["due"] + amounts["exchange"]:
        yield message(
            "quality-obligation-differs",
            **{key: amounts[key] for key in ("obligation", "due", "exchange")},
        )
    for whole, parts, kind in (
        ("original", ("cancelled", "undisbursed", "disbursed"), "quality-original-differs"),
        ("disbursed", ("repaid", "due", "sold"), "quality-disbursed-differs"),
    ):
        added = _sum(amounts[part] for part in parts)
        difference = added - amounts[whole]
        if max(difference, -difference) >= ROUNDED_BELOW:
            yield message(kind, **{whole: amounts[whole], "parts": added})
    for key, (_, label, _) in IBRD_AMOUNTS.items():
        if key not in ADJUSTMENTS and amounts[key].minor < 0:
            yield message("quality-amount-below-zero", column=label, amount=amounts[key])


def _odd_guarantees(read: Iterable[IssuedGuarantee]) -> Iterator[QualityFinding]:
    first: dict[str, int] = {}
    for each in read:
        before = first.setdefault(each.project, each.line)
        for reason in _oddities(each, before):
            yield QualityFinding(each.line, each.project, reason)


def _oddities(each: IssuedGuarantee, before: int) -> Iterator[Message]:
    if before != each.line:
        yield message("quality-project-again", project=each.project, first=before)
    cents = each.amount * CENTS
    if cents.denominator != 1:
        yield message("quality-finer-than-cent", text=each.written)
    if cents < 0:
        rounded = Money(round_fraction(cents, Rounding.HALF_UP), CURRENCY)
        yield message("quality-amount-below-zero", column=Label("발급액", "issued"), amount=rounded)
    if each.start is not None and each.end is not None and each.end < each.start:
        yield message("quality-expires-before-start", start=each.start, end=each.end)


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money.zero(CURRENCY))
