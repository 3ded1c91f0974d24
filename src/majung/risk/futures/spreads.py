"""How the factors that firms share are spread over scenarios."""

from enum import StrEnum


class Spread(StrEnum):
    """How factors are spread over scenarios."""

    PLAIN = "plain"
    SOBOL = "sobol"
