"""``majung bench risk``: losses of an invented portfolio, measured here and now."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.risk import risk_measurements
from majung.cli.bench_told import PagePlace, tell
from majung.cli.output import Json

app = App(name="risk", help="Losses and cash flows of a portfolio.", help_format="plaintext")


@app.default
def risk(
    *,
    many: Annotated[
        bool, Parameter(negative="", help="Also a million contracts exactly: a minute or more.")
    ] = False,
    peer: Annotated[
        Path | None,
        Parameter(help="Python of an environment that holds the peers (dependency group peers)."),
    ] = None,
    page: PagePlace = None,
    json: Json = False,
) -> None:
    """Measure losses exactly, by tables and in the far tail, beside what others use."""
    tell(risk_measurements(many=many, peer=peer), page=page, mark="risk", as_json=json)
