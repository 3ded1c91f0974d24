"""``majung bench lake``: the lake of books of several sizes, each in an office of its own."""

from cyclopts import App

import majung.cli.settled  # noqa: F401 - Django stands before anything of the store is imported
from majung.bench.lake_from_store import as_lakes, lake_document, lake_measurements
from majung.cli.bench_books import SIZES, Here, Sizes, tell_books
from majung.cli.bench_told import PagePlace
from majung.cli.output import Json

app = App(name="lake", help="Measure lakes of books of several sizes.", help_format="plaintext")


@app.default
def lake(
    *, contracts: Sizes = SIZES, here: Here = False, page: PagePlace = None, json: Json = False
) -> None:
    """Measure writing the lake from the store, and reading its contracts into arrays."""
    tell_books(
        "lake",
        contracts,
        lambda size: lake_document(lake_measurements(size)),
        as_lakes,
        here=here,
        page=page,
        block="lakes",
        as_json=json,
    )
