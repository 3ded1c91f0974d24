"""Statements of core systems, by contract, month and submission; a later one replaces, all stay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max

from majung.contracts.reported.statements import Statement
from majung.store import models
from majung.store.numbers import numbers_of, row_of
from majung.store.written import read, written
from majung.values.months import Month


@dataclass(frozen=True, slots=True)
class Submitted:
    """A statement as it was submitted.

    Attributes:
        number: 1 for the first of its contract and month; the highest counts.
        file: name of the file it came in.
        line: of its first row in the file.
    """

    statement: Statement
    number: int
    file: str
    line: int
    submitted_by: str
    recorded_at: datetime


def keep_statements(
    found: Iterable[tuple[Statement, int, int]],
    *,
    file: str,
    institution: str,
    by: str,
    at: datetime,
) -> None:
    """Keep statements, each with its number of submission and its line.

    Args:
        file: digest of the received file.
        institution: whose file it is.

    Raises:
        NotRecordedError: a contract or the file is not among those of whoever acts.
    """
    told = list(found)
    contracts = numbers_of(models.Contract, "key", {each.contract for each, _, _ in told})
    owners = dict(
        models.Contract.objects.filter(pk__in=contracts.values()).values_list("pk", "institution")
    )
    received = row_of(models.ReceivedFile, digest=file, institution__key=institution)
    models.ServicerStatement.objects.bulk_create(
        (
            models.ServicerStatement(
                contract_id=contracts[statement.contract],
                institution_id=owners[contracts[statement.contract]],
                month=statement.month.first_on,
                submission=number,
                content=written(statement),
                file=received,
                line=line,
                submitted_by=by,
                recorded_at=at,
            )
            for statement, number, line in told
        ),
        batch_size=2000,
    )


def statements_of(contracts: Sequence[str]) -> Mapping[str, tuple[Submitted, ...]]:
    """Return every statement of contracts, by month and number; one without is left out."""
    rows = models.ServicerStatement.objects.filter(contract__key__in=contracts)
    named = rows.annotate(contract_key=F("contract__key"), file_name=F("file__name"))
    found: dict[str, list[Submitted]] = {}
    for row in named.order_by("month", "submission", "contract_key"):
        found.setdefault(row.contract_key, []).append(
            Submitted(
                read(Statement, row.content),
                row.submission,
                row.file_name,
                row.line,
                row.submitted_by,
                row.recorded_at,
            )
        )
    return {key: tuple(of_contract) for key, of_contract in found.items()}


def told_through(contracts: Sequence[str]) -> Mapping[str, date]:
    """Return the end of the last month that was submitted, by contract; one without is left out."""
    rows = models.ServicerStatement.objects.filter(contract__key__in=contracts)
    last = rows.order_by().values_list("contract__key").annotate(Max("month"))
    return {key: Month.of(month).last_on for key, month in last}


def in_force(submitted: Iterable[Submitted]) -> tuple[Submitted, ...]:
    """Return the statements of a contract that count, by month."""
    latest = {each.statement.month: each for each in submitted}
    return tuple(latest[month] for month in sorted(latest))
