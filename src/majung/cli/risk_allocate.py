"""``majung risk allocate``: an envelope over programmes, sectors and regions; no database."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.figures_out import Out, figures_out, require_out, say_files
from majung.cli.given import content_of
from majung.cli.office import now
from majung.cli.output import Json, language, refuse_problems, say_json
from majung.cli.parts_shown import say_parts
from majung.cli.report_files import ReportPlace, report_out, require_format
from majung.cli.risk_elsewhere import refuse_elsewhere, said_among
from majung.operations.risk.allocation_document import allocation_document
from majung.operations.risk.allocation_file import read_allocation
from majung.operations.risk.allocation_reading import AllocationReading
from majung.operations.risk.allocation_report import allocation_parts, allocation_report
from majung.operations.risk.allocations import allocate_envelope
from majung.operations.risk.candidate_list import read_cells

app = App(name="allocate", help="An envelope allocated.", help_format="plaintext")


@app.command
def allocate(
    file: Path,
    /,
    *,
    from_: Annotated[
        Path | None,
        Parameter(name="--from", help="Contracts whose cells are allocated to (CSV or XLSX)."),
    ] = None,
    seed: Annotated[int, Parameter(help="Of every draw.")] = 0,
    report: ReportPlace = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Allocate the envelope of FILE (YAML): who gets what, which limits bind, what more draws."""
    if from_ is None:
        refuse_elsewhere(said_among({"--seed": seed != 0}), "cells")
    require_format(report)
    require_out(out)
    asked = read_allocation(str(file), content_of(file))
    cells = None if from_ is None else read_cells(str(from_), content_of(from_))
    if isinstance(asked, tuple) or isinstance(cells, tuple):
        read = [each for each in (asked, cells) if isinstance(each, tuple)]
        return refuse_problems([problem for each in read for problem in each], as_json=json)
    found = allocate_envelope(asked, cells, seed=seed)
    if not isinstance(found, AllocationReading):
        return refuse_problems(found, as_json=json)
    report_out(report, lambda: allocation_report(found, at=now(), language=language()))
    files = figures_out(out, "write_cells", found)
    if json:
        say_json(allocation_document(found))
    else:
        say_parts(allocation_parts(found))
        say_files(files)
    return 0
