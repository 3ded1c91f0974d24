"""Lists of funds that were held before an office was opened."""

from example_lists import business_number, corporate_number
from faults import xlsx
from funds_world import GENERAL, MANAGER, POLICY, PRIVATE, PRODUCT, PROGRAMME
from majung.operations.servicing.openings.fund_columns import FUND_COLUMNS
from majung.operations.servicing.take_opening_balances import take_opening_balances
from reported_world import NOW, ON

FUND = "F-OLD"
COMMON = {"contract": FUND, "programme": PROGRAMME, "product": PRODUCT}
HEAD = {
    **COMMON, "entry": "조합", "day": "2024-03-04", "amount": "450억", "as-of": "2024-12-31",
}  # fmt: skip
PARTNERS = (
    {**COMMON, "entry": "출자자", "partner": POLICY, "class": "정책", "amount": "200억",
     "day": "2024-03-29", "called": "40억", "paid": "40억"},
    {**COMMON, "entry": "출자자", "partner": PRIVATE + "-x", "class": "민간", "amount": "230억",
     "day": "2024-03-29", "called": "46억", "paid": "46억"},
    {**COMMON, "entry": "출자자", "partner": GENERAL, "class": "업무집행", "amount": "20억",
     "day": "2024-03-29", "called": "4억", "paid": "4억"},
)  # fmt: skip
INVESTED = {
    **COMMON, "entry": "투자", "day": "2024-05-02", "amount": "20억", "firm": "예시로봇",
    "corporate-number": str(corporate_number(7)), "business-number": str(business_number(7)),
    "size": "소기업", "region": "대전", "value": "26억", "valued-on": "2024-12-30",
    "mandate": "예",
}  # fmt: skip
PROCEEDS = {
    **{key: INVESTED[key] for key in ("firm", "corporate-number", "business-number", "size",
                                      "region")},
    **COMMON, "entry": "회수", "day": "2024-10-02", "amount": "3억",
}  # fmt: skip
DISTRIBUTED = {**COMMON, "entry": "배분", "day": "2024-11-01", "amount": "2억"}
SPENT = {**COMMON, "entry": "비용", "day": "2024-06-03", "amount": "1000만"}


def a_list(*rows):
    """Write rows as a workbook."""
    keys = [column.key for column in FUND_COLUMNS]
    headings = [column.names[0] for column in FUND_COLUMNS]
    return xlsx([headings, *([row.get(key, "") for key in keys] for row in rows)])


def taken(*rows, actor=MANAGER, on=ON, at=NOW):
    """Take a list as the fund's manager."""
    return take_opening_balances(actor, "fund.xlsx", a_list(*rows), on=on, at=at)
