"""A small world of loans that another core system keeps: contracts, files, and what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from faults import csv_text
from majung.contracts.terms import LoanTerms
from majung.operations.acting import CLOCKWORK
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.servicing.take_servicer_file import take_servicer_file
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Servicing, sign
from servicing_world import AT, OFFICER, PRINCIPAL, TERMS, loan

ON = date(2025, 1, 10)
NOW = datetime(2025, 1, 10, 6, tzinfo=UTC)
HEADINGS = (
    "계약번호", "기준월", "당월 실행액", "실행일", "원금상환", "이자수납", "월말 잔액",
)  # fmt: skip
#: What the loan's schedule says of its first months, all paid when due.
SEPTEMBER = ("2024-09", str(PRINCIPAL), "2024-09-25", "0", "0", "1200000000")
OCTOBER = ("2024-10", "", "", "98018558", "4438356", "1101981442")
NOVEMBER = ("2024-11", "", "", "98245232", "4211682", "1003736210")


def open_reported(*keys: str, terms: LoanTerms = TERMS) -> None:
    """Take the shelf in and sign loans of Hana that Hana's own core system keeps."""
    load_shelf(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.SERVICING, person="test", at=AT):
        sign((replace(loan(key, terms), servicing=Servicing.REPORTED) for key in keys), at=AT)


def rows_of(contract: str, *months: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of a contract."""
    return [(contract, *month) for month in months]


def a_file(rows: Iterable[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """Write a file as a bank's system exports it."""
    return csv_text(headings, tuple(rows)).encode("cp949")


def taken(*rows: Sequence[str], at: datetime = NOW, headings: Sequence[str] = HEADINGS):
    """Take a file of some rows as Hana's officer."""
    return take_servicer_file(OFFICER, "hana.csv", a_file(rows, headings), on=ON, at=at)
