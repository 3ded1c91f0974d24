"""Refusals about what a run is given."""

from majung.errors import PolicyFinanceError


class PortfolioNotUsableError(PolicyFinanceError):
    """Every value of a portfolio can be reckoned with."""

    kind = "risk-portfolio-not-usable"


class TablesNotPossibleError(PolicyFinanceError):
    """The level of one factor is enough to know what a segment does."""

    kind = "risk-tables-not-possible"


class LayerNotUsableError(PolicyFinanceError):
    """A cap and a first loss are amounts, and a programme stands in one layer at most."""

    kind = "risk-layer-not-usable"
