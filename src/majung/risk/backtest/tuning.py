"""How predictions of default stand to what happened, as values: `calibration` makes them."""

from dataclasses import dataclass
from enum import StrEnum


class Tuning(StrEnum):
    """How a prediction stands to what happened."""

    WITHIN = "within"
    TOO_LOW = "too-low"
    TOO_HIGH = "too-high"
    NO_DATA = "no-data"


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A group's prediction beside what happened.

    Attributes:
        predicted: mean probability of default.
        realised: share that defaulted; nought without loans.
        least: lower end of the range of the true rate.
        most: upper end.
    """

    group: str
    loans: int
    defaults: int
    predicted: float
    realised: float
    least: float
    most: float

    @property
    def tuning(self) -> Tuning:
        """Whether the prediction lies within the range, below it or above it."""
        if not self.loans:
            return Tuning.NO_DATA
        if self.predicted < self.least:
            return Tuning.TOO_LOW
        return Tuning.TOO_HIGH if self.predicted > self.most else Tuning.WITHIN
