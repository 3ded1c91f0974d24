"""``majung bench contracts``: every form of the contract kernel, beside its peers."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from majung.bench.beside import ENVIRONMENT, RECIPE, peer_measurements, peers_interpreter
from majung.bench.contracts import Form, form_measurements, single_measurements, write_limit
from majung.bench.contracts_page import MARK, ContractFigures, contracts_block, contracts_document
from majung.bench.level_instalments import DIGITS, Certified, certified
from majung.bench.measuring import Measurement, machine
from majung.bench.page import write_block
from majung.cli.bench_told import PagePlace, require_page
from majung.cli.output import Json, refuse, say, say_json

#: After how many instalments the command says how far it is.
TOLD_EVERY = 50_000

app = App(name="contracts", help="Measure contracts beside the peers.", help_format="plaintext")


@app.default
def contracts(
    *,
    peers: Annotated[
        Path, Parameter(help="Environment that holds the peers; without it they are left out.")
    ] = ENVIRONMENT,
    workers: Annotated[int, Parameter(help="Threads; 0 for as many as there are cores.")] = 0,
    page: PagePlace = None,
    certify: Annotated[
        int,
        Parameter(
            help="Certify so many random level instalments instead, by integers and decimals.",
            validator=Number(gte=0),
        ),
    ] = 0,
    json: Json = False,
) -> int:
    """Measure the forms of the contract kernel beside JACTUS, QuantLib and numpy-financial."""
    if certify:
        return _certify(certify, as_json=json)
    require_page(page, MARK)
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
    return 0


def _certify(loans: int, *, as_json: bool) -> int:
    """Say how many instalments of random loans are wrong; none may be."""
    found = Certified(0, 0, 0)
    for found in certified(loans):
        if found.loans % TOLD_EVERY == 0:
            refuse(f"{found.loans:,}")
    if as_json:
        say_json(asdict(found))
    else:
        say(
            f"{found.loans:,} random level instalments: {found.wrong_by_integers} wrong by integers"
            f" of any size, {found.wrong_by_decimals} by decimals of {DIGITS} digits"
        )
    return 1 if found.wrong_by_integers or found.wrong_by_decimals else 0


def _beside(environment: Path) -> list[Measurement]:
    """Measure the peers, or say how to make their environment."""
    interpreter = peers_interpreter(environment)
    if interpreter is None:
        refuse(f"no peers in {environment}; to measure beside them: {RECIPE}")
        return []
    return list(peer_measurements(interpreter))
