"""``majung bench scale``: what workers cost, and what a piece of a large portfolio takes."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.measuring import Measurement, machine
from majung.bench.page import as_block, as_document, write_block
from majung.bench.scale import scale_measurements, shipped
from majung.cli.output import Json, refuse, say, say_json

app = App(name="scale", help="Work given to workers.", help_format="plaintext")


@app.default
def scale(
    *,
    cluster: Annotated[
        bool, Parameter(negative="", help="Also a Dask cluster of two processes on this machine.")
    ] = False,
    page: Annotated[
        Path | None, Parameter(help="Write the figures into this page, between its marks.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure what a task costs, what travels for it, and what a portfolio takes in pieces."""
    found: list[Measurement] = []
    for measurement in scale_measurements(with_cluster=cluster):
        refuse(f"{measurement.name}: {measurement.median * 1000:,.3f} ms")
        found.append(measurement)
    travels = shipped()
    if page is not None:
        write_block(page, as_block(machine(), found), name="scale")
    if json:
        say_json({**as_document(machine(), found), "bytes": travels._asdict()})
        return
    say(as_block(machine(), found))
    for name, size in travels._asdict().items():
        say(f"{name}: {size:,} bytes")
