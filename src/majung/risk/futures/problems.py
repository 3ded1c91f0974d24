"""Refusals about what a future is made of."""

from majung.errors import PolicyFinanceError


class MatrixNotUsableError(PolicyFinanceError):
    """A transition matrix has shares of one as rows, and each row sums to one."""

    kind = "risk-matrix-not-usable"


class ProbabilityNotUsableError(PolicyFinanceError):
    """A probability lies between nought and one, and where it must, strictly."""

    kind = "risk-probability-not-usable"


class AssumptionNotUsableError(PolicyFinanceError):
    """A share lies between nought and one, what varies does so by nought or more."""

    kind = "risk-assumption-not-usable"


class CorrelationNotUsableError(PolicyFinanceError):
    """Factors are correlated as random variables can be, and explain no more than all."""

    kind = "risk-correlation-not-usable"


class SeverityNotUsableError(PolicyFinanceError):
    """A loss given default is a share, and what is recovered comes back whole."""

    kind = "risk-severity-not-usable"


class ScenarioNotUsableError(PolicyFinanceError):
    """A scenario says every quarter, and history says how the series moves."""

    kind = "risk-scenario-not-usable"


class LevelOutsideError(PolicyFinanceError):
    """A quantile is asked for at a level between nought and one."""

    kind = "risk-level-outside"


class ScenariosTooFewError(PolicyFinanceError):
    """A run has one scenario at least."""

    kind = "risk-scenarios-too-few"


def require_countable(scenarios: int, level: float) -> None:
    """Refuse a run in which there is no scenario, or no quantile, to be counted.

    Raises:
        ScenariosTooFewError: there is none.
        LevelOutsideError: the level is not between nought and one.
    """
    if scenarios < 1:
        raise ScenariosTooFewError(count=scenarios)
    if not 0.0 < level < 1.0:
        raise LevelOutsideError(level=f"{level:g}")
