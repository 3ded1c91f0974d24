"""``majung bench``: speed and memory, measured here and now."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.measuring import Measurement, machine
from majung.bench.page import as_block, as_document, write_block
from majung.bench.pages import page_measurements
from majung.bench.pure import pure_measurements
from majung.cli.output import Json, refuse, say, say_json

app = App(name="bench", help="Speed and memory, measured.", help_format="plaintext")


@app.default
def bench(
    *,
    page: Annotated[
        Path | None, Parameter(help="Write the figures into this page, between its marks.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure contracts, findings, comparison and pace."""
    found: list[Measurement] = []
    for measurement in pure_measurements():
        refuse(f"{measurement.name}: {measurement.median * 1000:,.3f} ms")
        found.append(measurement)
    if page is not None:
        write_block(page, as_block(machine(), found))
    if json:
        say_json(as_document(machine(), found))
    else:
        say(as_block(machine(), found))


@app.command
def pages(
    address: Annotated[str, Parameter(help="Address of an office that runs.")],
    *,
    name: Annotated[str, Parameter(help="Sign-in name.")],
    password: Annotated[str, Parameter(help="Password.")],
    json: Json = False,
) -> None:
    """Measure pages of a running office: dashboard, lists, a contract."""
    found = list(page_measurements(address, name=name, password=password))
    say_json(as_document(machine(), found)) if json else say(as_block(machine(), found))
