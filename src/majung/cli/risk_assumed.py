"""What a run over contracts assumes, as the options of ``majung risk`` say it."""

from dataclasses import asdict, dataclass
from typing import Annotated

from cyclopts import Parameter

from majung.cli.risk_elsewhere import refuse_elsewhere, said_of
from majung.operations.risk.loss_settings import LossSettings, Method, Prepayment
from majung.risk.futures.spreads import Spread
from majung.risk.futures.transitions import Withdrawal

#: What no list has: something still to be drawn, and funds.
BESIDE_LISTS = ("conversion", "fund_growth", "fund_deviation", "fund_economy")
#: Of a path of the short rate.
OF_RATE = ("rate_start", "rate_mean", "rate_speed")


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """Settings of a run; what is not asked for stays as it is set."""

    scenarios: Annotated[int, Parameter(help="How many scenarios.")] = 10_000
    seed: Annotated[int, Parameter(help="Of every draw; the same seed gives the same bits.")] = 0
    level: Annotated[float, Parameter(help="Of value at risk and shortfall.")] = 0.999
    method: Annotated[Method, Parameter(help="auto, exact or tables.")] = Method.CHOSEN
    spread: Annotated[Spread, Parameter(help="How factors are spread.")] = Spread.SOBOL
    withdrawal: Annotated[
        Withdrawal, Parameter(help="What becomes of firms whose rating is withdrawn.")
    ] = Withdrawal.LEAVES
    freedom: Annotated[
        float | None, Parameter(help="Degrees of freedom of a t copula; Gaussian without.")
    ] = None
    severity: Annotated[float, Parameter(help="Mean loss given default, 0 to 1.")] = 0.45
    severity_correlation: Annotated[
        float, Parameter(help="Weight of the factor in the loss given default, 0 to 1.")
    ] = 0.3
    prepayment: Annotated[
        Prepayment, Parameter(help="Early repayment drawn for each contract, or in its shape.")
    ] = Prepayment.DRAWN
    rate_deviation: Annotated[
        float | None,
        Parameter(help="Deviation of a year's change of the short rate; without it none is drawn."),
    ] = None
    rate_start: Annotated[float, Parameter(help="Today's short rate, 0.03 for 3 %.")] = 0.03
    rate_mean: Annotated[float, Parameter(help="Towards which it is drawn.")] = 0.03
    rate_speed: Annotated[float, Parameter(help="How fast, a year.")] = 0.2
    conversion: Annotated[
        float,
        Parameter(
            help="Share of what may still be drawn that is expected to be, 0 to 1; not of a list."
        ),
    ] = 0.40
    fund_growth: Annotated[
        float,
        Parameter(help="A year, of what funds hold on average, 0.05 for 5 %; not of a list."),
    ] = 0.0
    fund_deviation: Annotated[
        float, Parameter(help="Deviation of a year's change of what funds hold.")
    ] = 0.30
    fund_economy: Annotated[
        float, Parameter(help="Share of it that the economy explains, 0 to 1.")
    ] = 0.25

    def settings(self, *, of_list: bool = False) -> LossSettings:
        """Return the settings of the run.

        Args:
            of_list: whether a list is followed, of which nothing is drawn any more.

        Raises:
            OptionElsewhereError: what would do nothing is said.
        """
        if of_list:
            refuse_elsewhere(said_of(self, BESIDE_LISTS), "undrawn")
        if self.rate_deviation is None:
            refuse_elsewhere(said_of(self, OF_RATE), "rate")
        return LossSettings(**asdict(self))


USUAL = Assumed()
