"""Measurements that write: taken in an office that holds nothing, which is left full."""

from typing import Annotated

from cyclopts import App, Parameter

import majung.cli.settled  # Django stands before anything of the store is imported
from majung.bench.measuring import machine
from majung.bench.office import office_measurements
from majung.bench.page import as_block, as_document
from majung.cli.office import open_office
from majung.cli.output import Json, refuse, say, say_json
from majung.ledger.roots import public_key_of

app = App(name="office", help="Measure in an office that holds nothing.", help_format="plaintext")

CONTRACTS = 1_000


@app.default
def office(
    *,
    contracts: Annotated[int, Parameter(help="How many loans are signed, closed and paid.")] = (
        CONTRACTS
    ),
    json: Json = False,
) -> None:
    """Measure closes, postings, packs and the audit in an office that holds nothing."""
    open_office()
    found = []
    public_key = public_key_of(majung.cli.settled.settings.KEYRING.signing_seed)
    for measurement in office_measurements(contracts, public_key=public_key):
        refuse(f"{measurement.name}: {measurement.median * 1000:,.3f} ms")
        found.append(measurement)
    say_json(as_document(machine(), found)) if json else say(as_block(machine(), found))
