"""``majung risk run``: contracts followed through scenarios; a list needs no database."""

from pathlib import Path

from cyclopts import App

from majung.cli.figures_out import say_files
from majung.cli.output import Json, refuse_problems, say_json
from majung.cli.risk_assumed import USUAL, Assumed
from majung.cli.risk_followed import Layers, On, followed
from majung.cli.risk_held import HELD, Held
from majung.cli.shown_losses import print_losses
from majung.cli.shown_risk import called_of, office_document, print_office
from majung.operations.risk.loss_documents import loss_document
from majung.operations.risk.places import place_of

app = App(name="losses", help="Losses of lists of contracts.", help_format="plaintext")


@app.command
def run(
    file: Path | None = None,
    /,
    *,
    held: Held = HELD,
    assumed: Assumed = USUAL,
    on: On = "local",
    layers: Layers = None,
    json: Json = False,
) -> int:
    """Follow contracts through scenarios: losses, lines by month, what they rest on.

    They are those in FILE, or the office's own, or those of a snapshot.
    """
    found = followed(file, held, assumed, place=place_of(on), layers=layers)
    if isinstance(found, tuple):
        return refuse_problems(found, as_json=json)
    office = found.office
    if office is not None and json:
        say_json(office_document(office.portfolio, office.found, found.files))
    elif office is not None:
        print_losses(found.losses, called_of(office.portfolio))
        print_office(office.portfolio, office.found, found.files)
    elif json:
        say_json({**loss_document(found.losses), "files": [str(each) for each in found.files]})
    else:
        print_losses(found.losses)
        say_files(found.files)
    return 0
