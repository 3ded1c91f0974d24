"""``majung bench contracts``: every form of the contract kernel, beside its peers."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.bench.beside import ENVIRONMENT, RECIPE, peer_measurements, peers_interpreter
from majung.bench.contracts import Form, form_measurements, single_measurements, write_limit
from majung.bench.contracts_page import MARK, ContractFigures, contracts_block, contracts_document
from majung.bench.measuring import Measurement, machine
from majung.bench.page import write_block
from majung.cli.output import Json, refuse, say, say_json

app = App(name="contracts", help="Measure contracts beside the peers.", help_format="plaintext")


@app.default
def contracts(
    *,
    peers: Annotated[
        Path, Parameter(help="Environment that holds the peers; without it they are left out.")
    ] = ENVIRONMENT,
    workers: Annotated[int, Parameter(help="Threads; 0 for as many as there are cores.")] = 0,
    page: Annotated[
        Path | None, Parameter(help="Write the figures into this page, between its marks.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure the forms of the contract kernel beside JACTUS, QuantLib and numpy-financial."""
    here = machine()
    threads = workers or here.cores
    forms: list[Form] = []
    for form in form_measurements(threads):
        refuse(f"{form.measurement.name}: {form.measurement.rate:,.0f}/s")
        forms.append(form)
    found = ContractFigures(
        here, threads, write_limit(threads), forms, list(single_measurements()), _beside(peers)
    )
    if page is not None:
        write_block(page, contracts_block(found), name=MARK)
    say_json(contracts_document(found)) if json else say(contracts_block(found))


def _beside(environment: Path) -> list[Measurement]:
    """Measure the peers, or say how to make their environment."""
    interpreter = peers_interpreter(environment)
    if interpreter is None:
        refuse(f"no peers in {environment}; to measure beside them: {RECIPE}")
        return []
    return list(peer_measurements(interpreter))
