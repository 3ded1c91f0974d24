"""``majung bench risk``: losses of an invented portfolio, measured here and now."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.measuring import Measurement, machine
from majung.bench.page import as_block, as_document, write_block
from majung.bench.risk import risk_measurements
from majung.cli.output import Json, refuse, say, say_json

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
    page: Annotated[
        Path | None, Parameter(help="Write the figures into this page, between its marks.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure losses exactly, by tables and in the far tail, beside what others use."""
    found: list[Measurement] = []
    for measurement in risk_measurements(many=many, peer=peer):
        refuse(f"{measurement.name}: {measurement.median * 1000:,.3f} ms")
        found.append(measurement)
    if page is not None:
        write_block(page, as_block(machine(), found), name="risk")
    if json:
        say_json(as_document(machine(), found))
    else:
        say(as_block(machine(), found))
