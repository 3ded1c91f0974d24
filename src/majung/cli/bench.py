"""``majung bench``: speed and memory, measured here and now."""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from json import loads as load_json
from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.apart import office_apart
from majung.bench.measuring import Measurement, measured_each
from majung.bench.pages import page_measurements
from majung.bench.pure import pure_measurements
from majung.cli.bench_told import PagePlace, tell
from majung.cli.output import Json

app = App(name="bench", help="Speed and memory, measured.", help_format="plaintext")
app.command(
    "majung.cli.bench_office:app",
    name="office",
    help="Measure closes, postings, packs and the audit in an office that holds nothing.",
)
app.command(
    "majung.cli.bench_risk:app",
    name="risk",
    help="Measure losses exactly, by tables and in the far tail, beside what others use.",
)

app.command(
    "majung.cli.bench_scale:app",
    name="scale",
    help="Measure what workers cost, and what a piece of a large portfolio takes.",
)

app.command(
    "majung.cli.bench_close:app",
    name="close",
    help="Measure closes of books of 10,000 contracts and more.",
)

app.command(
    "majung.cli.bench_lake:app",
    name="lake",
    help="Measure the lake of books of 10,000 contracts and more, from the store on.",
)

app.command(
    "majung.cli.bench_contracts:app",
    name="contracts",
    help="Measure every form of the contract kernel beside its peers.",
)

YEAR = 2024
#: What the spine asks of a year in an office that is ready.
YEAR_SECONDS_MAX = 60.0


@app.default
def bench(
    *,
    everything: Annotated[
        bool,
        Parameter(
            name="--all",
            negative="",
            help="Also an office of its own, and the example year: minutes.",
        ),
    ] = False,
    page: PagePlace = None,
    json: Json = False,
) -> None:
    """Measure contracts, findings, comparison and pace."""
    measurements = chain(pure_measurements(), _apart() if everything else ())
    tell(measurements, page=page, mark="measured", as_json=json)


def _apart() -> Iterator[Measurement]:
    """Measure what writes, in homes of its own that are taken away again."""
    with office_apart() as play:
        for told in load_json(play("bench", "office", "--json"))["measurements"]:
            yield Measurement.of_document(told)
    with office_apart() as play:
        year = ("year", str(YEAR), "--no-serve")
        yield measured_each(
            "the example year, in an office that is made for it", [partial(play, *year)]
        )
        yield measured_each(
            "the example year played again",
            [partial(play, *year, "--again")],
            target_seconds=YEAR_SECONDS_MAX,
        )


@app.command
def pages(
    address: Annotated[str, Parameter(help="Address of an office that runs.")],
    *,
    name: Annotated[str, Parameter(help="Sign-in name.")],
    password: Annotated[str, Parameter(help="Password.")],
    page: PagePlace = None,
    json: Json = False,
) -> None:
    """Measure pages of a running office: dashboard, lists, a contract."""
    measurements = page_measurements(address, name=name, password=password)
    tell(measurements, page=page, mark="pages", as_json=json)
