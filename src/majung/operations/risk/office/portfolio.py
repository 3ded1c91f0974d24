"""The office's contracts as a portfolio for risk: rows, columns, stakes, and what was supposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from majung.errors import Message, message
from majung.operations.risk.office.columns import RiskColumns
from majung.operations.risk.office.rows import Remarked, RiskRow, StakeRow
from majung.rules.citations import Label
from majung.values.money import Money


@dataclass(frozen=True, kw_only=True)
class OfficePortfolio:
    """The office's contracts as a portfolio for risk.

    Attributes:
        rows: by contract; empty where the columns were read from a snapshot.
        columns: the same rows, as a run takes them.
        stakes: of partners in funds, by fund and in the order of its partners.
        remarks: what was supposed, and what was left out.
        watermark: up to when, and as known when.
        is_whole: whether it holds the contracts of every institution.
        files: of contracts, in the order of the columns, where these were read from a snapshot.
        shapes: the file of shapes beside them.
        names: what programmes are called, by key.
    """

    on: date
    currency: str
    rows: tuple[RiskRow, ...]
    columns: RiskColumns
    stakes: tuple[StakeRow, ...]
    remarks: tuple[Remarked, ...]
    watermark: str
    is_whole: bool
    files: tuple[Path, ...] = ()
    shapes: Path | None = None
    names: Mapping[str, Label] = field(default_factory=dict)

    def notes(self) -> tuple[Message, ...]:
        """Return the remarks in words."""
        return tuple(
            message(
                f"risk-remark-{each.remark.value}",
                count=each.count,
                amount=Money(each.amount, self.currency),
            )
            for each in self.remarks
        )
