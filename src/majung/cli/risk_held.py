"""Whose contracts ``majung risk run`` follows: the office's own, or those of a snapshot.

The database and the reader of Parquet files are opened only where they are asked for: a list needs
neither, and stays quick.
"""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.figures_out import Out, require_out
from majung.cli.risk_elsewhere import refuse_elsewhere, said_of
from majung.errors import PolicyFinanceError
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.rows import CURRENCY

#: Options that choose among the contracts of the office.
OF_OFFICE = ("day", "programme", "example", "as_", "at", "currency")
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


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Held(HeldHere):
    """Which contracts are followed instead of a list."""

    lake: Annotated[
        Path | None, Parameter(help="Follow a snapshot of the lake: the lake's folder, or its own.")
    ] = None
    currency: Annotated[str, Parameter(help="Of the office's contracts.")] = CURRENCY
    out: Out = None

    def portfolio(self, *, has_list: bool) -> OfficePortfolio | None:
        """Return the portfolio that is asked for; None where a list is followed.

        Raises:
            RiskSourceNotNamedError: none or several were named.
            OptionElsewhereError: what only the office has is asked of a list or a snapshot.
            FileNotOpenedError: what is asked for cannot be written where it is named.
        """
        if has_list + self.office + (self.lake is not None) != 1:
            raise RiskSourceNotNamedError
        if not self.office:
            refuse_elsewhere(said_of(self, OF_OFFICE), "list" if has_list else "lake")
        require_out(self.out)
        if has_list:
            return None
        found: OfficePortfolio = import_module(OFFICE if self.office else LAKE).portfolio(self)
        return found


HELD_HERE, HELD = HeldHere(), Held()
