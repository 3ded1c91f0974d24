"""``majung bench scale``: what workers cost, and what a piece of a large portfolio takes."""

from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.scale import scale_measurements, shipped
from majung.cli.bench_told import PagePlace, tell
from majung.cli.output import Json

app = App(name="scale", help="Work given to workers.", help_format="plaintext")


@app.default
def scale(
    *,
    cluster: Annotated[
        bool, Parameter(negative="", help="Also a Dask cluster of two processes on this machine.")
    ] = False,
    page: PagePlace = None,
    json: Json = False,
) -> None:
    """Measure what a task costs, what travels for it, and what a portfolio takes in pieces."""
    travels = {f"bytes of {name}": size for name, size in shipped()._asdict().items()}
    found = scale_measurements(with_cluster=cluster)
    tell(found, page=page, mark="scale", as_json=json, more=travels)
