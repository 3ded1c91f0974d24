"""``majung risk design``: programme designs side by side on a list of firms; no database."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.figures_out import Out, figures_out, require_out, say_files
from majung.cli.given import content_of
from majung.cli.office import now
from majung.cli.output import Json, language, refuse_problems, say_json
from majung.cli.parts_shown import say_parts
from majung.cli.report_files import ReportPlace, report_out, require_format
from majung.operations.risk.candidate_list import read_candidates
from majung.operations.risk.curve_list import read_curve
from majung.operations.risk.design_document import design_document
from majung.operations.risk.design_file import read_designs
from majung.operations.risk.design_report import design_parts, design_report
from majung.operations.risk.designs import compare_designs

app = App(name="design", help="Programme designs side by side.", help_format="plaintext")


@app.command
def design(
    file: Path,
    /,
    *,
    designs: Annotated[
        Path, Parameter(help="What programmes may set, and what is assumed (YAML).")
    ],
    curve: Annotated[
        Path | None, Parameter(help="Yields of government bonds by maturity, for costs.")
    ] = None,
    seed: Annotated[int, Parameter(help="Of every draw; each design meets the same.")] = 0,
    report: ReportPlace = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Compare designs on the firms in FILE: whom each reaches, what it draws and may cost."""
    require_format(report)
    require_out(out)
    firms = read_candidates(str(file), content_of(file))
    asked = read_designs(str(designs), content_of(designs))
    rates = None if curve is None else read_curve(str(curve), content_of(curve))
    if isinstance(firms, tuple) or isinstance(asked, tuple) or isinstance(rates, tuple):
        read = [each for each in (firms, asked, rates) if isinstance(each, tuple)]
        return refuse_problems([problem for each in read for problem in each], as_json=json)
    found = compare_designs(firms, asked, seed=seed, curve=rates)
    report_out(report, lambda: design_report(found, at=now(), language=language()))
    files = figures_out(out, "write_designs", found)
    if json:
        say_json(design_document(found))
    else:
        say_parts(design_parts(found))
        say_files(files)
    return 0
