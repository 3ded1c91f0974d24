"""Refusals about what a run is given."""

from majung.errors import PolicyFinanceError


class PortfolioNotUsableError(PolicyFinanceError):
    """Every value of a portfolio can be reckoned with."""

    kind = "risk-portfolio-not-usable"
