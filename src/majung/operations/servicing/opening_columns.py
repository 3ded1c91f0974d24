"""The columns of opening balances (기초 잔액), by every heading that is accepted."""

from collections.abc import Mapping
from typing import Final

from majung.contracts.terms import Repayment
from majung.files import Column
from majung.store.servicing.contracts import Servicing

COLUMNS: Final = (
    Column("contract", ("계약번호", "약정번호", "대출번호", "contract")),
    Column("institution", ("취급기관", "기관", "institution"), required=False),
    Column("programme", ("프로그램", "사업", "programme")),
    Column("product", ("상품", "상품명", "product")),
    Column("firm", ("기업명", "업체명", "firm")),
    Column("corporate-number", ("법인등록번호", "법인번호", "corporate number"), required=False),
    Column("business-number", ("사업자등록번호", "사업자번호", "business number")),
    Column("size", ("기업규모", "규모", "size"), required=False),
    Column("region", ("사업장 지역", "지역", "region")),
    Column("signed-on", ("약정일", "약정일자", "signed on")),
    Column("committed", ("약정금액", "약정액", "committed")),
    Column("currency", ("통화", "통화코드", "currency"), required=False),
    Column("repayment", ("상환방식", "상환방법", "repayment")),
    Column("first-due-on", ("첫 상환일", "최초상환일", "first due day")),
    Column("instalments", ("상환횟수", "상환 회수", "instalments")),
    Column("cycle-months", ("상환주기(개월)", "상환주기", "months between dues"), required=False),
    Column("grace", ("거치횟수", "거치 회수", "grace instalments"), required=False),
    Column("matures-on", ("만기일", "만기", "matures on"), required=False),
    Column("rate", ("적용금리", "대출금리", "금리", "rate")),
    Column("discount", ("우대금리", "우대폭", "discount"), required=False),
    Column("payer", ("우대금리 부담자", "우대 부담", "discount paid by"), required=False),
    Column("cuts", ("우대항목", "우대 항목", "cuts granted"), required=False),
    Column("as-of", ("기준일", "기준일자", "as of")),
    Column("drawn-on", ("최초실행일", "실행일", "drawn on")),
    Column("drawn", ("누적실행액", "실행액", "drawn")),
    Column("repaid", ("누적상환원금", "상환원금", "누적원금상환", "repaid")),
    Column("outstanding", ("잔액", "대출잔액", "outstanding")),
    Column("paid-to", ("이자납입일", "최종이자납입일", "interest paid to"), required=False),
    Column("unpaid-principal", ("연체원금", "미납원금", "unpaid principal"), required=False),
    Column("unpaid-interest", ("연체이자", "미납이자", "unpaid interest"), required=False),
    Column("unpaid-late", ("미수연체이자", "unpaid late interest"), required=False),
    Column("defaulted-on", ("기한이익상실일", "부도일", "default day"), required=False),
    Column("servicing", ("관리방식", "관리 방식", "servicing"), required=False),
)

REPAYMENTS: Final[Mapping[str, Repayment]] = {
    "만기일시": Repayment.BULLET, "만기일시상환": Repayment.BULLET, "bullet": Repayment.BULLET,
    "원리금균등": Repayment.EQUAL_INSTALMENTS, "원리금균등상환": Repayment.EQUAL_INSTALMENTS,
    "원리금균등분할상환": Repayment.EQUAL_INSTALMENTS,
    "equal-instalments": Repayment.EQUAL_INSTALMENTS,
    "원금균등": Repayment.EQUAL_PRINCIPAL, "원금균등상환": Repayment.EQUAL_PRINCIPAL,
    "원금균등분할상환": Repayment.EQUAL_PRINCIPAL, "equal-principal": Repayment.EQUAL_PRINCIPAL,
}  # fmt: skip
SERVICINGS: Final[Mapping[str, Servicing]] = {
    "직접": Servicing.SERVICED, "직접관리": Servicing.SERVICED, "serviced": Servicing.SERVICED,
    "보고": Servicing.REPORTED, "월보": Servicing.REPORTED, "reported": Servicing.REPORTED,
}  # fmt: skip

#: What a contract number begins with in a row that only shows how to fill in the sheet.
EXAMPLE_MARKS: Final = ("예시", "example")
EXAMPLE: Final[Mapping[str, str]] = {
    "contract": "예시-0001", "institution": "hana", "programme": "ai-autonomous-manufacturing",
    "product": "ai-am-preferential-loan", "firm": "예시제조(주)",
    "corporate-number": "110111-0000000", "business-number": "000-81-00000", "size": "중기업",
    "region": "경남", "signed-on": "2024-10-02", "committed": "1,200,000,000", "currency": "KRW",
    "repayment": "원금균등", "first-due-on": "2024-11-25", "instalments": "24",
    "cycle-months": "1", "grace": "0", "rate": "4.5%", "discount": "0.7%p", "payer": "bank",
    "as-of": "2024-12-31", "drawn-on": "2024-10-02", "drawn": "1,200,000,000",
    "repaid": "100,000,000", "outstanding": "1,100,000,000", "paid-to": "2024-12-26",
    "unpaid-principal": "0", "unpaid-interest": "0", "servicing": "직접",
}  # fmt: skip


def is_example(contract: str) -> bool:
    """Whether a row only shows how to fill in the sheet."""
    return contract.casefold().startswith(EXAMPLE_MARKS)
