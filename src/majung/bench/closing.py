"""The close of a nation's book measured: an ordinary business day, then a month's end.

A thousand different loans are signed, drawn and closed as any other, then copied until the book is
as large as asked for; the copies have terms, facts and events, and the measured closes do all the
work of an office.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

from majung.bench.measuring import Measurement, memory_peak_megabytes
from majung.bench.office import (
    BANK,
    OFFICER,
    PRODUCT,
    PROGRAMME,
    OfficeInUseError,
    evening,
)
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent, Repayment
from majung.operations.acting import CLOCKWORK
from majung.operations.intake.load_programmes import book_of, load_shelf
from majung.operations.servicing.close_day import Closed, close_day
from majung.operations.servicing.record_facts import take_facts
from majung.programmes import BookRole, shelf
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Contract, ContractParty, sign
from majung.store.upkeep.copies import copy_contracts
from majung.store.upkeep.memory import backend_memory_peak_megabytes
from majung.store.upkeep.standing import has_rows
from majung.values.calendars import korea
from majung.values.rates import Rate

DIFFERENT = 1_000
DRAWN_ON = date(2024, 10, 28)
QUIET_ON, ORDINARY_ON, MONTH_END_ON = date(2024, 10, 29), date(2024, 10, 30), date(2024, 10, 31)
#: Due days over so many business days, so that three in a hundred loans fall due on each.
DUE_DAYS = 33
#: What the closes should stay under with a million contracts.
SECONDS_MAX = {"ordinary": 15.0, "month-end": 90.0}
MILLION = 1_000_000
TERMS_MONTHS = (12, 24, 36, 60)


@dataclass(frozen=True, slots=True)
class CloseMeasured:
    """The closes of one book.

    Attributes:
        closes: the ordinary day and the month's end, with the contracts each looked at.
        office_megabytes: the most memory the process of the office held.
        server_megabytes: the most that the database's process held which worked for it.
    """

    contracts: int
    closes: tuple[Measurement, ...]
    office_megabytes: int
    server_megabytes: int


def close_measurements(contracts: int) -> CloseMeasured:
    """Measure two closes of a book of so many loans.

    Args:
        contracts: a multiple of a thousand, or fewer than that.

    Raises:
        OfficeInUseError: the office holds something already.
    """
    make_book(contracts)
    close_day(CLOCKWORK, on=QUIET_ON, at=evening(QUIET_ON))
    closes = tuple(_measured(contracts))
    return CloseMeasured(
        contracts, closes, memory_peak_megabytes(), backend_memory_peak_megabytes()
    )


def make_book(contracts: int) -> None:
    """Sign, draw and close different loans in an office that holds nothing, and copy them.

    Raises:
        OfficeInUseError: the office holds something already.
    """
    if has_rows():
        raise OfficeInUseError
    load_shelf(CLOCKWORK, at=evening(DRAWN_ON))
    at, rng = evening(DRAWN_ON), random.Random(contracts)  # noqa: S311 - terms, no secrets
    count = min(contracts, DIFFERENT)
    days = korea().business_days(ORDINARY_ON, date(2025, 1, 31))[:DUE_DAYS]
    loans = [_loan(f"B-{number:05d}", days[number % DUE_DAYS], rng) for number in range(count)]
    drawn = {
        loan.key: [Fact(DRAWN_ON, FactKind.DRAWDOWN, "d1", loan.agreed.minor)] for loan in loans
    }
    with acting_for_state(Purpose.SERVICING, person=OFFICER.person, at=at):
        sign(loans, at=at)
        take_facts(drawn, by=OFFICER.person, on=DRAWN_ON, at=at, posts=False)
    close_day(CLOCKWORK, on=DRAWN_ON, at=at)
    if contracts > count:
        copy_contracts(contracts // count - 1)


def _loan(key: str, due_on: date, rng: random.Random) -> Contract:
    terms = LoanTerms(
        committed=rng.randrange(10_000_000, 5_000_000_000),
        start_on=DRAWN_ON,
        first_due_on=due_on,
        instalments=rng.choice(TERMS_MONTHS),
        repayment=rng.choice(tuple(Repayment)),
        components=(
            RateComponent("base", BORROWER, Rate.percent(f"{rng.randrange(400, 650) / 100:.2f}")),
            RateComponent("preferential", "bank", Rate.percent("-0.7")),
        ),
    )
    return Contract(
        key=key,
        kind="loan",
        institution=BANK,
        terms=terms,
        currency="KRW",
        signed_on=DRAWN_ON,
        programme=PROGRAMME,
        version=shelf()[PROGRAMME].version,
        product=PRODUCT,
        parties=(ContractParty("lender", BANK, book_of(BANK, BookRole.LENDER)),),
        next_due_on=DRAWN_ON,
    )


def _measured(contracts: int) -> Iterator[Measurement]:
    for name, day in (("ordinary", ORDINARY_ON), ("month-end", MONTH_END_ON)):
        began = perf_counter()
        done = close_day(CLOCKWORK, on=day, at=evening(day))
        seconds = perf_counter() - began
        target = SECONDS_MAX[name] if contracts == MILLION else None
        yield Measurement(f"{name}: {_said(done)}", (seconds,), contracts, "contract", target)


def _said(done: Closed) -> str:
    run = done.run
    return (
        f"{run.contracts:,} due, {run.entries:,} entries,"
        f" {run.accruals:,} accruals, {run.letters:,} letters"
    )


def close_document(measured: CloseMeasured) -> dict[str, Any]:
    """Write the closes of a book as plain values."""
    return {
        "contracts": measured.contracts,
        "office_megabytes": measured.office_megabytes,
        "server_megabytes": measured.server_megabytes,
        "closes": [
            {
                "name": each.name,
                "seconds": round(each.median, 3),
                "contracts_per_second": round(each.rate),
                "target_seconds": each.target_seconds,
            }
            for each in measured.closes
        ],
    }


def as_curve(documents: list[dict[str, Any]]) -> str:
    """Write closes of books of several sizes as a table of Markdown."""
    lines = [
        "| contracts in the book | close | seconds | contracts a second | target"
        " | office and server, MB |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    for told in documents:
        memory = f"{told['office_megabytes']:,} + {told['server_megabytes']:,}"
        lines += [
            f"| {told['contracts']:,} | {each['name']} | {each['seconds']:,.1f} |"
            f" {each['contracts_per_second']:,} | {target_shown(each)} | {memory} |"
            for each in told["closes"]
        ]
    return "\n".join(lines)


def target_shown(step: Mapping[str, Any]) -> str:
    """Say what a step should stay under, and whether it does."""
    target = step["target_seconds"]
    if target is None:
        return ""
    return f"{target:,.0f} s, {'met' if step['seconds'] <= target else 'MISSED'}"
