"""What a run over contracts assumes, by which method it works, and what no run can be made of."""

from dataclasses import dataclass
from enum import StrEnum

from majung.risk.futures.problems import require_countable
from majung.risk.futures.spreads import Spread
from majung.risk.futures.transitions import Withdrawal, nice_transitions
from majung.risk.losses.problems import TablesNotPossibleError

#: Above this many contract-scenarios tables answer instead of following each contract.
EXACT_MAX = 2_000_000_000
#: How recoveries come back after a claim: months and shares.  An assumption, not experience.
LAGS = ((6, 0.40), (18, 0.30), (30, 0.15), (42, 0.10), (54, 0.05))


class Prepayment(StrEnum):
    """How early repayment is followed.

    - ``drawn``: a contract is repaid whole, in a month of its own in each scenario.
    - ``shape``: every contract shrinks as a pool of such contracts does.
    """

    DRAWN = "drawn"
    SHAPE = "shape"


class Method(StrEnum):
    """How losses are found."""

    CHOSEN = "auto"
    EXACT = "exact"
    TABLES = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class LossSettings:
    """What a run assumes; shares from 0 to 1.

    Attributes:
        economy: share of a firm's variance that the whole economy explains.
        sector: share that its sector explains beyond that.
        region: share that its region explains.
        group: share that its group explains.
        freedom: degrees of freedom of a t copula; None for a Gaussian one.
        severity: mean loss given default.
        severity_deviation: its standard deviation.
        severity_correlation: weight of the factor in it.
        wait_months: from default to the claim.
        rate_start: today's short rate.
        rate_mean: towards which it is drawn.
        rate_speed: how fast, a year.
        rate_deviation: of a year's change; None where floating payments stay as today's.
        conversion: share of what may still be drawn under the office's contracts that is expected
            to be; 40 % is that of commitments under the Basel framework, CRE20.
        fund_growth: a year, of what funds hold, on average.
        fund_deviation: of a year's change of the logarithm of its value.
        fund_economy: share of that variance that the economy explains.
    """

    scenarios: int = 10_000
    seed: int = 0
    level: float = 0.999
    spread: Spread = Spread.SOBOL
    method: Method = Method.CHOSEN
    withdrawal: Withdrawal = Withdrawal.LEAVES
    economy: float = 0.10
    sector: float = 0.04
    region: float = 0.02
    group: float = 0.20
    freedom: float | None = None
    severity: float = 0.45
    severity_deviation: float = 0.25
    severity_correlation: float = 0.3
    wait_months: int = 3
    discount_rate: float = 0.03
    prepayment: Prepayment = Prepayment.DRAWN
    rate_start: float = 0.03
    rate_mean: float = 0.03
    rate_speed: float = 0.2
    rate_deviation: float | None = None
    conversion: float = 0.40
    fund_growth: float = 0.0
    fund_deviation: float = 0.30
    fund_economy: float = 0.25

    def __post_init__(self) -> None:
        """Refuse what no run can be made of."""
        require_countable(self.scenarios, self.level)


def require_method(settings: LossSettings) -> None:
    """Refuse tables where they do not settle the result.

    Raises:
        TablesNotPossibleError: tables were asked for, and a t copula.
    """
    if settings.method is Method.TABLES and settings.freedom is not None:
        raise TablesNotPossibleError


def grades() -> tuple[str, ...]:
    """Return the scale of the curves that ship, best first."""
    return nice_transitions().grades
