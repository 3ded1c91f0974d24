"""The public case file of guaranteed loans: rows to loans, loans to covers and what happened.

Amounts are dollars, days are counted from 1 January 1960.  The guaranteed share of a loan is what
the Agency approved over what the bank approved; a loss is covered by that share, cut to a cent a
loan, as the terms of a cover say.

Source: records of the US Small Business Administration, as published with the teaching case
"Should This Loan be Approved or Denied?".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from majung.contracts.cover import replay_cover
from majung.contracts.cover_terms import ClaimTerms, CoverForm, CoverTerms
from majung.contracts.facts import Fact, FactKind
from majung.errors import Message, Problem, in_order, message
from majung.files import Column, Rows, read_rows
from majung.operations.importing.cells import ForeignCells, each_row
from majung.operations.importing.quality import ControlTotal, QualityFinding, QualityReport
from majung.rules.citations import Label
from majung.values.cycles import Cycle
from majung.values.money import Money
from majung.values.rates import RATE_SCALE, Ratio

CURRENCY = "USD"
PAID_IN_FULL, CHARGED_OFF = "P I F", "CHGOFF"
STATUSES = (PAID_IN_FULL, CHARGED_OFF)
TERM_MONTHS_MAX = 600
MONTHLY = Cycle(1, "M")
TITLE = Label("미국 중소기업청 보증 대출 사례", "SBA guaranteed loans, case file")

DISBURSED, APPROVED = Label("실행액", "Disbursed"), Label("승인액", "Approved")
GUARANTEED, LOST = Label("보증액", "Guaranteed"), Label("상각액", "Charged off")
CLAIMS = Label(
    "보증채무 이행액(상각액×보증비율, 대출별 센트 절사)",
    "Claims: charged off × guaranteed share, cut to a cent a loan",
)

COLUMNS = (
    Column("number", ("LoanNr_ChkDgt", "Loan number")),
    Column("state", ("State",)),
    Column("bank", ("Bank",)),
    Column("approved-on", ("ApprovalDate",)),
    Column("term", ("Term",)),
    Column("charged-off-on", ("ChgOffDate",)),
    Column("drawn-on", ("DisbursementDate",)),
    Column("drawn", ("DisbursementGross",)),
    Column("status", ("MIS_Status",)),
    Column("charged-off", ("ChgOffPrinGr",)),
    Column("approved", ("GrAppv",)),
    Column("guaranteed", ("SBA_Appv",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteedLoan:
    """One row of the file.

    Attributes:
        drawn_on: the first day money was drawn; None where the file does not say.
        approved: by the bank, the most that could be owed.
        guaranteed: the part of it the Agency stands for.
        charged_off: principal the bank could not collect.
        line: of the file.
    """

    number: str
    state: str
    bank: str
    approved_on: date
    term_months: int
    drawn_on: date | None
    charged_off_on: date | None
    is_paid_in_full: bool
    drawn: Money
    charged_off: Money
    approved: Money
    guaranteed: Money
    line: int

    @property
    def share(self) -> Ratio:
        """The guaranteed share, rounded up at the twelfth decimal.

        So a third of 30,000.00 dollars is 10,000.00 and not a cent less.
        """
        scaled = -(-self.guaranteed.minor * RATE_SCALE // self.approved.minor)
        return Ratio.from_scaled(scaled)

    @property
    def matures_on(self) -> date:
        """The end of the term, from the first drawing, or from the approval."""
        return MONTHLY.step(self.drawn_on or self.approved_on, self.term_months)


def read_sba_case(name: str, content: bytes) -> tuple[GuaranteedLoan, ...] | tuple[Problem, ...]:
    """Read the file, or say everything that is wrong with it.

    Args:
        name: of the file, for places.
    """
    rows = read_rows(name, content, COLUMNS, unique_by=("number",))
    if not isinstance(rows, Rows):
        return rows
    loans, problems = each_row(rows, _loan)
    if not loans and not problems:
        problems = (Problem(rows.header.place, message("import-without-rows")),)
    return in_order(problems) if problems else loans


def _loan(cells: ForeignCells) -> GuaranteedLoan:
    loan = GuaranteedLoan(
        number=cells.required("number"),
        state=cells.text("state"),
        bank=cells.text("bank"),
        approved_on=_approved_on(cells),
        term_months=_term(cells),
        drawn_on=cells.counted_day("drawn-on"),
        charged_off_on=cells.counted_day("charged-off-on"),
        is_paid_in_full=_status(cells) == PAID_IN_FULL,
        drawn=cells.money("drawn", CURRENCY),
        charged_off=cells.money("charged-off", CURRENCY),
        approved=cells.money("approved", CURRENCY),
        guaranteed=cells.money("guaranteed", CURRENCY),
        line=cells.row.place.line,
    )
    _check(loan, cells)
    return loan


def _approved_on(cells: ForeignCells) -> date:
    day = cells.counted_day("approved-on")
    if day is None:
        cells.required("approved-on")
    return day or date.min


def _term(cells: ForeignCells) -> int:
    months = cells.whole("term")
    if months > TERM_MONTHS_MAX:
        cells.refuse("term", message("import-number-too-large", text=cells.text("term")))
        return 0
    return months


def _status(cells: ForeignCells) -> str:
    text = cells.required("status")
    if text and text not in STATUSES:
        cells.refuse("status", message("import-word-unknown", text=text, known=STATUSES))
    return text


def _check(loan: GuaranteedLoan, cells: ForeignCells) -> None:
    """Refuse what no cover can hold: more guaranteed or lost than was approved."""
    if cells.problems:
        return
    if not loan.approved.minor:
        cells.refuse("approved", message("import-amount-is-zero"))
    if loan.guaranteed > loan.approved or not loan.guaranteed.minor:
        values = {"part": loan.guaranteed, "whole": loan.approved}
        cells.refuse("guaranteed", message("import-part-above-whole", **values))
    if loan.charged_off > loan.approved:
        values = {"part": loan.charged_off, "whole": loan.approved}
        cells.refuse("charged-off", message("import-part-above-whole", **values))
    if loan.charged_off.minor and loan.charged_off_on is None:
        cells.refuse("charged-off-on", message("import-cell-missing"))
    first = loan.drawn_on or loan.approved_on
    if loan.charged_off_on is not None and loan.charged_off_on < first:
        cells.refuse("charged-off-on", message("import-day-before", day=first))


def cover_terms(loan: GuaranteedLoan) -> CoverTerms:
    """Return the cover the Agency gave on a loan.

    It lasts to the end of the loan's term, and where a loss was charged off later, to that day:
    the Agency honoured those claims.  Nothing is known of fees, so none is in the terms.
    """
    ends_on = max(loan.matures_on, loan.charged_off_on or loan.matures_on)
    return CoverTerms(
        form=CoverForm.GUARANTEE,
        principal=loan.approved.minor,
        cover_ratio=loan.share,
        ends_on=ends_on,
        currency=CURRENCY,
        claims=ClaimTerms(waiting_months=0),
    )


def cover_facts(loan: GuaranteedLoan) -> tuple[Fact, ...]:
    """Return what happened to a cover, as far as the file dates it.

    Issued on the day of approval, drawn on the day of the first drawing; a loss is noticed,
    claimed, accepted and paid on the day it was charged off.  The file does not date repayments.
    """
    drawn_on = loan.drawn_on or loan.approved_on
    facts = [Fact(loan.approved_on, FactKind.ISSUE, "issue")]
    if loan.drawn.minor:
        facts.append(Fact(drawn_on, FactKind.DRAWDOWN, "drawn", loan.drawn.minor))
    if not loan.charged_off.minor or loan.charged_off_on is None:
        return tuple(facts)
    lost_on, loss = loan.charged_off_on, loan.charged_off.minor
    facts += [
        Fact(lost_on, FactKind.DEFAULT_NOTICE, "notice"),
        Fact(lost_on, FactKind.CLAIM, "claim", loss),
    ]
    (claim,) = replay_cover(cover_terms(loan), facts, until=lost_on).state.claims
    return (
        *facts,
        Fact(lost_on, FactKind.CLAIM_DECISION, "decision", claim.payable),
        Fact(lost_on, FactKind.CLAIM_PAYMENT, "payment", claim.payable),
    )


def claims_paid(loan: GuaranteedLoan) -> Money:
    """Return what the cover paid: the loss times the guaranteed share, cut to a cent."""
    paid = (fact for fact in cover_facts(loan) if fact.kind is FactKind.CLAIM_PAYMENT)
    return Money(sum(fact.amount for fact in paid), CURRENCY)


def sba_quality(name: str, content: bytes, loans: tuple[GuaranteedLoan, ...]) -> QualityReport:
    """Add the book up and list its odd rows."""
    return QualityReport(
        source=name,
        digest=sha256(content).hexdigest(),
        title=TITLE,
        rows=len(loans),
        totals=(
            ControlTotal("loans", Label("대출", "Loans"), len(loans)),
            _total("disbursed", DISBURSED, (each.drawn for each in loans)),
            _total("approved", APPROVED, (each.approved for each in loans)),
            _total("guaranteed", GUARANTEED, (each.guaranteed for each in loans)),
            _total("charged-off", LOST, (each.charged_off for each in loans)),
            _total("claims", CLAIMS, map(claims_paid, loans)),
        ),
        findings=tuple(finding for loan in loans for finding in _findings(loan)),
    )


def _total(key: str, name: Label, amounts: Iterable[Money]) -> ControlTotal:
    return ControlTotal(key, name, sum(amounts, Money.zero(CURRENCY)))


def _findings(loan: GuaranteedLoan) -> Iterator[QualityFinding]:
    for reason in _oddities(loan):
        yield QualityFinding(loan.line, loan.number, reason)


def _oddities(loan: GuaranteedLoan) -> Iterator[Message]:
    if loan.is_paid_in_full and loan.charged_off.minor:
        yield message("quality-paid-in-full-charged-off", amount=loan.charged_off)
    if not loan.is_paid_in_full and not loan.charged_off.minor:
        yield message("quality-charged-off-nothing")
    if loan.drawn > loan.approved:
        yield message("quality-drawn-above-approved", drawn=loan.drawn, approved=loan.approved)
    if loan.drawn_on is None:
        yield message("quality-drawing-undated", assumed=loan.approved_on)
    elif loan.drawn_on < loan.approved_on:
        yield message("quality-drawn-before-approval", approved_on=loan.approved_on)
    if not loan.term_months:
        yield message("quality-term-zero")
    if loan.charged_off_on is not None and loan.charged_off_on > loan.matures_on:
        yield message(
            "quality-charged-off-after-term", day=loan.charged_off_on, end=loan.matures_on
        )
