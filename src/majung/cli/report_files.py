"""The files into which commands write reports: the ending of the name says the format."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place, written_to
from majung.errors import PolicyFinanceError
from majung.reports.freezing import Format, render
from majung.reports.model import Report

ReportPlace = Annotated[
    Path | None, Parameter(help="Write a report here: .xlsx, .pdf, .hwpx or .json.")
]


class ReportFormatUnknownError(PolicyFinanceError):
    """A report is printed in a format that is known by the ending of its file."""

    kind = "report-format-unknown"


def require_format(report: Path | None) -> None:
    """Refuse a report that could not be written, before anything is done.

    Raises:
        ReportFormatUnknownError: the name ends in no format.
    """
    if report is not None:
        format_of(report)
        require_place(report)


def format_of(report: Path) -> Format:
    """Return the format that the name of a report ends in.

    Raises:
        ReportFormatUnknownError: it ends in none.
    """
    ending = report.suffix.removeprefix(".").lower()
    known = [each.value for each in Format]
    if ending not in known:
        raise ReportFormatUnknownError(
            file=str(report), known=", ".join(f".{each}" for each in known)
        )
    return Format(ending)


def report_out(place: Path | None, made: Callable[[], Report]) -> None:
    """Write a report where that is asked for, in the format that the name ends in.

    Args:
        made: makes it; called only where it is asked for.
    """
    if place is not None:
        (file, *_) = render(made(), format_of(place))
        written_to(place, file.content)
