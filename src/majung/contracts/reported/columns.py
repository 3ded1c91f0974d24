"""The columns of a servicer's monthly file, by every heading that is accepted.

Two forms are read: one row a loan and month (`MONTH_FORM`), or one row a movement
(`MOVEMENT_FORM`), which is told by its column of kinds.
"""

from collections.abc import Mapping
from typing import Final

from majung.contracts.facts import FactKind
from majung.files import Column

CONTRACT: Final = "contract"
MONTH: Final = "month"
INSTITUTION: Final = "institution"
CURRENCY: Final = "currency"
DRAWN: Final = "drawn"
DRAWN_ON: Final = "drawn-on"
PRINCIPAL: Final = "principal"
INTEREST: Final = "interest"
LATE: Final = "late-interest"
PAID_ON: Final = "paid-on"
PREPAID: Final = "prepaid"
PREPAID_ON: Final = "prepaid-on"
EARLY_FEE: Final = "early-fee"
BALANCE: Final = "balance"
ARREARS: Final = "arrears"
DAYS_PAST_DUE: Final = "days-past-due"
RATE: Final = "rate"
DEFAULTED_ON: Final = "defaulted-on"
KIND: Final = "kind"
MOVED_ON: Final = "moved-on"
AMOUNT: Final = "amount"
COMPONENT: Final = "component"
UNPAID_PREMIUM: Final = "unpaid-premium"
RECOURSE: Final = "recourse"
REASON: Final = "reason"
PAYER: Final = "payer"

_CONTRACT = Column(
    CONTRACT,
    ("계약번호", "약정번호", "대출번호", "여신번호", "보험증권번호", "보증번호", "contract", "loan",
     "policy"),
)  # fmt: skip
_MONTH_NAMES = ("기준월", "기준년월", "보고월", "월말", "기준일", "기준일자", "month", "month end")
_OF_BOTH = (
    Column(INSTITUTION, ("취급기관", "기관", "기관명", "institution"), required=False),
    Column(CURRENCY, ("통화", "통화코드", "currency"), required=False),
    Column(ARREARS, ("연체금액", "연체금", "연체 원리금", "arrears"), required=False),
    Column(DAYS_PAST_DUE, ("연체일수", "연체 일수", "days past due"), required=False),
    Column(RATE, ("적용금리", "대출금리", "금리", "rate"), required=False),
)

MONTH_FORM: Final = (
    _CONTRACT,
    Column(MONTH, _MONTH_NAMES),
    Column(DRAWN, ("당월 실행액", "실행액", "실행금액", "drawn"), required=False),
    Column(DRAWN_ON, ("실행일", "실행일자", "drawn on"), required=False),
    Column(PRINCIPAL, ("당월 원금상환", "원금상환", "원금상환액", "상환원금", "principal paid")),
    Column(INTEREST, ("당월 이자수납", "이자수납", "이자수납액", "수납이자", "interest paid")),
    Column(LATE, ("연체이자 수납", "연체이자", "late interest paid"), required=False),
    Column(PAID_ON, ("수납일", "상환일", "수납일자", "paid on"), required=False),
    Column(PREPAID, ("중도상환원금", "중도상환", "중도상환액", "early repaid"), required=False),
    Column(PREPAID_ON, ("중도상환일", "early repaid on"), required=False),
    Column(EARLY_FEE, ("중도상환수수료", "early repayment fee"), required=False),
    Column(BALANCE, ("월말 잔액", "잔액", "대출잔액", "월말잔액", "balance")),
    Column(DEFAULTED_ON, ("기한이익상실일", "부도일", "default day"), required=False),
    *_OF_BOTH,
)  # fmt: skip

MOVEMENT_FORM: Final = (
    _CONTRACT,
    Column(MOVED_ON, ("거래일", "거래일자", "일자", "moved on", "date")),
    Column(KIND, ("거래구분", "거래 구분", "거래종류", "movement")),
    Column(AMOUNT, ("거래금액", "금액", "amount")),
    Column(BALANCE, ("거래후 잔액", "잔액", "월말 잔액", "balance"), required=False),
    Column(COMPONENT, ("금리구성", "금리 구성요소", "rate component"), required=False),
    Column(UNPAID_PREMIUM, ("미납보험료", "미납보증료", "unpaid premium"), required=False),
    Column(RECOURSE, ("구상채권 잔액", "구상채권잔액", "recourse outstanding"), required=False),
    Column(REASON, ("사유", "사고사유", "reason"), required=False),
    Column(PAYER, ("납부자", "보험료 부담자", "paid by"), required=False),
    *_OF_BOTH,
)

#: Every column of either form, none of them required: the form is told by what a file has.
EITHER: Final = tuple(
    {
        column.key: Column(
            column.key,
            tuple(
                dict.fromkeys(
                    name
                    for each in (*MONTH_FORM, *MOVEMENT_FORM)
                    if each.key == column.key
                    for name in each.names
                )
            ),
            required=column.key == CONTRACT,
        )
        for column in (*MONTH_FORM, *MOVEMENT_FORM)
    }.values()
)

#: The row of a movement file that says how a loan stood at the month's end.
MONTH_END: Final = ("월말", "월말잔액", "잔액", "month-end", "balance")

#: Words for movements that make one fact of their own.
MOVEMENTS: Final[Mapping[str, FactKind]] = {
    "실행": FactKind.DRAWDOWN, "대출실행": FactKind.DRAWDOWN, "인출": FactKind.DRAWDOWN,
    "drawdown": FactKind.DRAWDOWN,
    "상환": FactKind.PAYMENT, "수납": FactKind.PAYMENT, "payment": FactKind.PAYMENT,
    "회수": FactKind.RECOVERY, "recovery": FactKind.RECOVERY,
    "기한이익상실": FactKind.DEFAULT, "default": FactKind.DEFAULT,
    "금리변경": FactKind.RATE_FIXING, "rate-fixing": FactKind.RATE_FIXING,
    "상각": FactKind.WRITE_OFF, "write-off": FactKind.WRITE_OFF,
    "발급": FactKind.ISSUE, "issue": FactKind.ISSUE,
    "보험료수납": FactKind.PREMIUM_PAYMENT, "보증료수납": FactKind.PREMIUM_PAYMENT,
    "premium": FactKind.PREMIUM_PAYMENT,
    "보험료환급": FactKind.PREMIUM_REFUND, "premium-refund": FactKind.PREMIUM_REFUND,
    "사고통지": FactKind.DEFAULT_NOTICE, "default-notice": FactKind.DEFAULT_NOTICE,
    "청구": FactKind.CLAIM, "claim": FactKind.CLAIM,
    "결정": FactKind.CLAIM_DECISION, "claim-decision": FactKind.CLAIM_DECISION,
    "보험금지급": FactKind.CLAIM_PAYMENT, "대위변제": FactKind.CLAIM_PAYMENT,
    "claim-payment": FactKind.CLAIM_PAYMENT,
    "종료": FactKind.END, "end": FactKind.END,
}  # fmt: skip
#: Words for parts of a payment, by the part.
PARTS: Final[Mapping[str, str]] = {
    "원금상환": PRINCIPAL, "원금": PRINCIPAL, "principal": PRINCIPAL,
    "이자수납": INTEREST, "이자": INTEREST, "interest": INTEREST,
    "연체이자수납": LATE, "연체이자": LATE, "late-interest": LATE,
    "중도상환": PREPAID, "중도상환원금": PREPAID, "early-repayment": PREPAID,
    "중도상환수수료": EARLY_FEE, "early-repayment-fee": EARLY_FEE,
}  # fmt: skip
