"""Lists of covers that were held before an office was opened."""

from example_lists import business_number, corporate_number
from faults import xlsx
from majung.operations.acting import Actor, Role
from majung.operations.servicing.openings.cover_columns import COVER_COLUMNS, COVER_EXAMPLE
from majung.operations.servicing.take_opening_balances import take_opening_balances
from reported_world import NOW, ON

INSURER = Actor("p-insurer", "ksure", frozenset({Role.PROVIDER_OFFICER}))
APPROVER = Actor("p-approver", "ksure", frozenset({Role.PROVIDER_APPROVER}))
COVER, CLAIMED, PAID = "V-1", "V-2", "V-3"
#: In force, its premium of the first year paid; the loan lies with a bank's own core.
GOOD = {
    **COVER_EXAMPLE,
    "contract": COVER,
    "firm": "예시제조",
    "corporate-number": str(corporate_number(1)),
    "business-number": str(business_number(1)),
    "region": "경남",
}
#: Claimed and not decided: 900 million lost of a loan called in a year after the issue.
OPEN_CLAIM = {
    **GOOD, "contract": CLAIMED, "issued-on": "2023-05-02", "ends-on": "2026-05-02",
    "drawn-on": "2023-05-02", "outstanding": "900,000,000", "premium-to": "2025-05-02",
    "defaulted-on": "2024-06-03", "noticed-on": "2024-06-10", "claim": "K-1",
    "claimed-on": "2024-11-15", "loss": "900,000,000",
}  # fmt: skip
#: Paid in May, recovered twice since; 10 % a year of damages.
RECOURSE = {
    **OPEN_CLAIM, "contract": PAID, "issued-on": "2022-03-02", "ends-on": "2025-03-02",
    "drawn-on": "2022-03-02", "outstanding": "37,500,000", "premium-to": "2025-03-02",
    "defaulted-on": "2023-12-01", "noticed-on": "2023-12-04", "claimed-on": "2024-03-04",
    "decided-on": "2024-04-22", "accepted": "855,000,000", "paid-on": "2024-05-02",
    "paid": "855,000,000", "recoveries": "2024-07-31 100,000,000; 2024-10-31 50,000,000",
    "damages-rate": "10%", "claim": "K-2",
}  # fmt: skip


def a_list(*rows):
    """Write rows as a workbook."""
    keys = [column.key for column in COVER_COLUMNS]
    headings = [column.names[0] for column in COVER_COLUMNS]
    return xlsx([headings, *([row.get(key, "") for key in keys] for row in rows)])


def taken(*rows, actor=INSURER, on=ON, at=NOW):
    """Take a list as the insurer's officer."""
    return take_opening_balances(actor, "ksure.xlsx", a_list(*rows), on=on, at=at)
