"""What a run over the office's contracts found, as values: nothing here follows a contract."""

from collections.abc import Mapping
from dataclasses import dataclass

from majung.errors import Message
from majung.operations.risk.loss_readings import LossReading, Stressed
from majung.risk.losses.figures import Interval


@dataclass(frozen=True, slots=True)
class Leverage:
    """Private money beside public money, of a programme; minor units.

    Attributes:
        programme: its key; empty for all together.
        private: lent and invested.
        put_in: public money lent and invested.
        expected: public money expected to be lost under covers, and paid as interest.
        multiple: private over public; infinite where no public money is needed.
    """

    programme: str
    private: float
    put_in: float
    expected: float
    multiple: float


@dataclass(frozen=True, slots=True)
class ContingentYear:
    """What may be called, and what is expected to be, in a year from the day on; minor units.

    Attributes:
        covers_most: what covers stand for at its start.
        covers_expected: claims paid in it.
        calls_most: committed to funds and not called before its start.
        calls_expected: called in it.
    """

    year: int
    covers_most: float
    covers_expected: float
    calls_most: float
    calls_expected: float

    @property
    def most(self) -> float:
        """All that may be called."""
        return self.covers_most + self.calls_most

    @property
    def expected(self) -> float:
        """All that is expected to be called."""
        return self.covers_expected + self.calls_expected


@dataclass(frozen=True)
class StakesReading:
    """What a run found of stakes; minor units.

    Attributes:
        at_stake: what they are worth today, and what is still called.
        expected: mean loss against that; negative where they are expected to gain.
        value_at_risk: at the level of the settings.
        shortfall: mean loss beyond it.
        distributions: what comes back in each month, on average.
        fan: what comes back less what is called in each year, at the levels of `FAN`.
        growth: a year, of the mean value; likewise `deviation` and `economy`: see `Exits`.
    """

    at_stake: float
    expected: Interval
    value_at_risk: Interval
    shortfall: Interval
    distributions: tuple[float, ...]
    fan: Mapping[str, list[float]]
    growth: float
    deviation: float
    economy: float


@dataclass(frozen=True)
class OfficeRun:
    """What a run found.

    Attributes:
        losses: of loans and covers.
        capital_calls: of policy partners, by month.
        distributions: to policy partners, by month, at today's value and at cost.
        leverage: by programme, and last of all together.
        contingent: by year.
        notes: what was supposed or left out.
        stressed: the same losses under named stresses, on the same draws.
        stakes: policy partners' stakes with their gains and losses drawn; None without any.
    """

    losses: LossReading
    capital_calls: tuple[int, ...]
    distributions: tuple[int, ...]
    leverage: tuple[Leverage, ...]
    contingent: tuple[ContingentYear, ...]
    notes: tuple[Message, ...]
    stressed: tuple[Stressed, ...] = ()
    stakes: StakesReading | None = None

    def lines(self, losses: LossReading | None = None) -> dict[str, list[float]]:
        """Return everything that is paid, by month: of loans and covers, and of stakes in funds.

        Args:
            losses: those under a stress, which does not move stakes; None for the usual ones.
        """
        followed = losses or self.losses
        back = self.distributions if self.stakes is None else self.stakes.distributions
        return {
            **followed.lines,
            **followed.borne,
            "capital_call": [float(each) for each in self.capital_calls],
            "distribution": [float(each) for each in back],
        }
