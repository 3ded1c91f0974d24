"""``majung risk stress``: contracts held against named stresses, on the draws of a usual run."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.figures_out import say_files
from majung.cli.given import content_of
from majung.cli.output import Json, refuse_problems, say_json
from majung.cli.risk_assumed import USUAL, Assumed
from majung.cli.risk_followed import Layers, On, followed
from majung.cli.risk_held import HELD, Held
from majung.cli.shown_losses import print_stresses
from majung.cli.shown_risk import office_document, print_day, print_ground
from majung.errors import PolicyFinanceError, Problem
from majung.operations.risk.loss_documents import loss_document, stress_documents
from majung.operations.risk.places import place_of
from majung.operations.risk.stress_list import read_stress
from majung.operations.risk.stresses import Stress, require_few, shipped_stresses, stress_named

app = App(name="stress", help="Contracts under named stresses.", help_format="plaintext")


class StressHalfNamedError(PolicyFinanceError):
    """A published scenario comes with its history."""

    kind = "risk-stress-half-named"


@app.command
def stress(
    file: Path | None = None,
    /,
    *,
    held: Held = HELD,
    assumed: Assumed = USUAL,
    named: Annotated[
        tuple[str, ...],
        Parameter(
            name="--stress", help="A stress that ships, or several; all where none is named."
        ),
    ] = (),
    history: Annotated[
        Path | None, Parameter(help="Unemployment of past quarters, oldest first.")
    ] = None,
    scenario: Annotated[
        Path | None, Parameter(help="Unemployment in each quarter of a published scenario.")
    ] = None,
    on: On = "local",
    layers: Layers = None,
    json: Json = False,
) -> int:
    """Hold contracts against named stresses: losses and yearly cost without and with each.

    They are those in FILE, or the office's own, or those of a snapshot.
    """
    place = place_of(on)
    stresses = _stresses(named, history, scenario)
    if any(isinstance(each, Problem) for each in stresses):
        problems = [each for each in stresses if isinstance(each, Problem)]
        return refuse_problems(problems, as_json=json)
    asked = tuple(each for each in stresses if isinstance(each, Stress))
    require_few(asked)
    found = followed(file, held, assumed, place=place, layers=layers, stresses=asked)
    if isinstance(found, tuple):
        return refuse_problems(found, as_json=json)
    office = found.office
    if office is not None and json:
        say_json(office_document(office.portfolio, office.found, found.files))
    elif office is not None:
        print_day(office.portfolio)
        print_stresses(found.losses, found.stressed)
        print_ground(office.found, found.files)
    elif json:
        say_json(
            {
                "usual": loss_document(found.losses),
                "stresses": stress_documents(found.losses, found.stressed),
                "files": [str(each) for each in found.files],
            }
        )
    else:
        print_stresses(found.losses, found.stressed)
        say_files(found.files)
    return 0


def _stresses(
    named: tuple[str, ...], history: Path | None, scenario: Path | None
) -> tuple[Stress | Problem, ...]:
    """Return the stresses that are asked for, or what is wrong with a scenario's files."""
    if (history is None) != (scenario is None):
        raise StressHalfNamedError
    shipped = [stress_named(key) for key in named]
    if history is None or scenario is None:
        return tuple(shipped or shipped_stresses().values())
    found = read_stress((str(history), content_of(history)), (str(scenario), content_of(scenario)))
    return (*shipped, *((found,) if isinstance(found, Stress) else found))
