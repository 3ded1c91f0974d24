"""The office's contracts for ``majung risk run --office``."""

from majung.cli.office import actor, day, now, open_office
from majung.cli.risk_held import Held
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.reading import office_portfolio
from majung.store.servicing.contracts import Series


def portfolio(held: Held) -> OfficePortfolio:
    """Open the office and return its contracts as a portfolio."""
    open_office()
    return office_portfolio(
        actor(held.as_, held.at),
        on=day(held.day),
        at=now(),
        programme=held.programme,
        series=Series.EXAMPLE if held.example else Series.REAL,
        currency=held.currency,
        most=None,
    )
