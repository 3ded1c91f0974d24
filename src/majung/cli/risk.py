"""``majung risk``: what a portfolio may cost, when, and under which future."""

from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.output import Json, language, say, say_json
from majung.errors import PolicyFinanceError
from majung.risk.normal import stressed_default_probability

app = App(
    name="risk",
    help="What a portfolio may cost: losses, fiscal cost, aid, stress.",
    help_format="plaintext",
)
for verb, about in (
    ("aid", "What the loans of a list are worth to firms as grants."),
    ("ecl", "IFRS 9 stages and provisions of a list."),
    ("capital", "Basel capital that the loans of a list tie up."),
):
    app.command(f"majung.cli.risk_fiscal:{verb}", name=verb, help=about)
app.command(
    "majung.cli.risk_losses:run",
    name="run",
    help="Follow contracts through scenarios: losses, lines by month, what may be called.",
)
app.command(
    "majung.cli.risk_runs:app",
    name="runs",
    help="Runs over the office's contracts that a worker does: ask for one, list them, show one.",
)
app.command(
    "majung.cli.risk_cost:cost",
    name="cost",
    help="What cohorts cost the State, of a list or of the office, and how that moved.",
)
app.command(
    "majung.cli.risk_stress:stress",
    name="stress",
    help="Hold contracts against named stresses, or a published scenario of the economy.",
)
app.command(
    "majung.cli.risk_design:design",
    name="design",
    help="Programme designs side by side on a list of firms that may apply.",
)
app.command(
    "majung.cli.risk_allocate:allocate",
    name="allocate",
    help="An envelope over programmes, sectors and regions under limits.",
)
app.command("majung.cli.risk_backtest:app", name="backtest", help="Predicted against realised.")


class QuantileNotAskedError(PolicyFinanceError):
    """A default rate is from 0 to 1, a correlation below 1, a level between the two."""

    kind = "risk-quantile-not-asked"


QUANTILE = {
    "ko": "부도율 {probability:g}, 상관 {correlation:g}: {level:g} 분위의 부도율은 {found:.6f}",
    "en": "default rate {found:.6f} at level {level:g}, of {probability:g} and {correlation:g}",
}


@app.command
def quantile(
    *,
    probability: Annotated[float, Parameter(help="Probability of default, from 0 to 1.")],
    correlation: Annotated[float, Parameter(help="Correlation of two firms, from 0 to below 1.")],
    level: Annotated[float, Parameter(help="Level of the quantile, from 0 to 1.")] = 0.999,
    json: Json = False,
) -> None:
    """Default rate of an infinitely fine portfolio in a bad year: Vasicek's closed form."""
    if not (0.0 <= probability <= 1.0 and 0.0 <= correlation < 1.0 and 0.0 < level < 1.0):
        raise QuantileNotAskedError(probability=probability, correlation=correlation, level=level)
    found = float(stressed_default_probability(probability, correlation=correlation, level=level))
    values = {"probability": probability, "correlation": correlation, "level": level}
    if json:
        say_json({**values, "default_rate": found, "method": "vasicek"})
    else:
        say(QUANTILE[language()].format(**values, found=found))
