"""Monthly reports of institutions: template, reading, resubmission, and the series they give.

The one idea: a month is reported whole.  What was not reported is OPEN, what a report says
replaces what the same institution said of the same month before, and nothing is lost.
"""

from majung.supply.monthly.history import (
    Change,
    cells_of_rows,
    changes_between,
    in_force,
    novelty_of_rows,
    resubmit,
)
from majung.supply.monthly.report import Desk, MonthlyReport, ReportRow, read_report
from majung.supply.monthly.template import report_template

__all__ = [
    "Change",
    "Desk",
    "MonthlyReport",
    "ReportRow",
    "cells_of_rows",
    "changes_between",
    "in_force",
    "novelty_of_rows",
    "read_report",
    "report_template",
    "resubmit",
]
