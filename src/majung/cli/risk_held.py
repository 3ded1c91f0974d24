"""Whose contracts ``majung risk run`` follows: the office's own, or those of a snapshot.

The database and the reader of Parquet files are opened only where they are asked for: a list needs
neither, and stays quick.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place
from majung.errors import PolicyFinanceError
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.rows import CURRENCY

#: Modules that set the database up, or load the reader of Parquet, when they are imported.
OFFICE, LAKE = "majung.cli.risk_office", "majung.cli.risk_lake"


class RiskSourceNotNamedError(PolicyFinanceError):
    """A run follows one list, the office's contracts, or one snapshot."""

    kind = "risk-source-not-named"


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class HeldHere:
    """Which contracts of the office are taken instead of a list, and who asks."""

    office: Annotated[
        bool, Parameter(negative="", help="The contracts that live in the office, not a list.")
    ] = False
    day: Annotated[date | None, Parameter(help="The day on which they live; today.")] = None
    programme: Annotated[str, Parameter(help="Of one programme of the office only.")] = ""
    example: Annotated[
        bool, Parameter(negative="", help="Of the example world, not the real contracts.")
    ] = False
    as_: Annotated[str, Parameter(name="--as", help="Act as this person, not as the office.")] = ""
    at: Annotated[
        str, Parameter(name="--at", help="Institution the person acts for, of several.")
    ] = ""

    @property
    def said(self) -> tuple[str, ...]:
        """The options that were said beside the office itself."""
        names = ("day", "programme", "example", "as_", "at")
        return tuple(f"--{name.rstrip('_')}" for name in names if getattr(self, name))


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Held(HeldHere):
    """Which contracts are followed instead of a list."""

    lake: Annotated[
        Path | None, Parameter(help="Follow a snapshot of the lake: the lake's folder, or its own.")
    ] = None
    currency: Annotated[str, Parameter(help="Of the office's contracts.")] = CURRENCY
    out: Annotated[
        Path | None, Parameter(help="Write the office's portfolio here, .parquet, and its lines.")
    ] = None

    def portfolio(self, *, has_list: bool) -> OfficePortfolio | None:
        """Return the portfolio that is asked for; None where a list is followed.

        Raises:
            RiskSourceNotNamedError: none or several were named, or what only the office has.
            FileNotOpenedError: what is asked for cannot be written where it is named.
        """
        if has_list + self.office + (self.lake is not None) != 1:
            raise RiskSourceNotNamedError
        if self.out is not None and not self.office:
            raise RiskSourceNotNamedError
        if has_list:
            return None
        if self.out is not None:
            require_place(self.out)
        found: OfficePortfolio = import_module(OFFICE if self.office else LAKE).portfolio(self)
        return found

    def hand_out(
        self, office: OfficePortfolio, lines: Mapping[str, Sequence[float]]
    ) -> tuple[Path, ...]:
        """Write the portfolio and its lines where that was asked for; return the files."""
        if self.out is None:
            return ()
        files: tuple[Path, ...] = import_module(LAKE).hand_out(office, self.out, lines)
        return files


HELD_HERE, HELD = HeldHere(), Held()
