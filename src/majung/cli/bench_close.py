"""``majung bench close``: the close of books of several sizes, each in an office of its own."""

from cyclopts import App

import majung.cli.settled  # noqa: F401 - Django stands before anything of the store is imported
from majung.bench.closing import as_curve, close_document, close_measurements
from majung.cli.bench_books import SIZES, Here, Sizes, tell_books
from majung.cli.bench_told import PagePlace
from majung.cli.output import Json

app = App(name="close", help="Measure closes of books of several sizes.", help_format="plaintext")


@app.default
def close(
    *, contracts: Sizes = SIZES, here: Here = False, page: PagePlace = None, json: Json = False
) -> None:
    """Measure an ordinary business day and a month's end with accruals for all loans."""
    tell_books(
        "close",
        contracts,
        lambda size: close_document(close_measurements(size)),
        as_curve,
        here=here,
        page=page,
        block="closes",
        as_json=json,
    )
