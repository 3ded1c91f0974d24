"""``majung bench close``: the close of books of several sizes, each in an office of its own."""

from json import loads as load_json
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

import majung.cli.settled  # noqa: F401 - Django stands before anything of the store is imported
from majung.bench.apart import office_apart
from majung.bench.closing import as_curve, close_document, close_measurements
from majung.bench.page import write_block
from majung.cli.office import open_office
from majung.cli.output import Json, refuse, say, say_json

app = App(name="close", help="Measure closes of books of several sizes.", help_format="plaintext")

SIZES = (10_000, 100_000)
BLOCK = "closes"


@app.default
def close(
    *,
    contracts: Annotated[
        tuple[int, ...], Parameter(help="Sizes of books; thousands, 1000000 takes minutes.")
    ] = SIZES,
    here: Annotated[
        bool, Parameter(negative="", help="In this office, which holds nothing, and is left full.")
    ] = False,
    page: Annotated[
        Path | None, Parameter(help="Write the figures into this page, between its marks.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure an ordinary business day and a month's end with accruals for all loans."""
    found = []
    for size in contracts:
        if here:
            open_office()
            told = close_document(close_measurements(size))
        else:
            with office_apart() as play:
                printed = play("bench", "close", "--contracts", str(size), "--here", "--json")
                (told,) = load_json(printed)
        found.append(told)
        refuse(as_curve([told]).splitlines()[-1])
    if page is not None:
        write_block(page, as_curve(found), name=BLOCK)
    say_json(found) if json else say(as_curve(found))
