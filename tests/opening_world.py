"""Lists of loans that were held before an office was opened."""

from example_lists import business_number, corporate_number
from faults import xlsx
from majung.operations.servicing.opening_columns import COLUMNS, EXAMPLE

FIRST, SECOND = "H-2024-001", "H-2024-002"
HEADINGS = tuple(column.names[0] for column in COLUMNS)
GOOD = {
    **EXAMPLE,
    "contract": FIRST,
    "firm": "예시제조",
    "corporate-number": str(corporate_number(1)),
    "business-number": str(business_number(1)),
}
#: Two dues behind: 1.2 billion over 23 dues left, 4.5 % of it for 31 days, then of 22 parts.
LATE = {
    **GOOD,
    "contract": SECOND,
    "repaid": "0",
    "outstanding": "1,200,000,000",
    "paid-to": "2024-10-25",
    "first-due-on": "2024-10-25",
    "unpaid-principal": "104,347,826",
    "unpaid-interest": "8,973,197",
}


def a_list(*rows, headings=HEADINGS):
    """Write rows as a workbook."""
    keys = [column.key for column in COLUMNS]
    return xlsx([headings, *([row.get(key, "") for key in keys] for row in rows)])
