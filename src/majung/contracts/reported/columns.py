"""The columns of a servicer's monthly file, by every heading that is accepted.

Three forms are read.  One row a movement, of a loan, a cover or a fund, is told by its column of
kinds (`MOVEMENT_FORM`).  One row a month is a cover's where there is a column of the amount in
force (`COVER_MONTH_FORM`), else a loan's (`MONTH_FORM`).
"""

from collections.abc import Collection, Mapping
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
CLAIM: Final = "claim"
PARTNER: Final = "partner"
COMPANY: Final = "company"
MANDATE: Final = "mandate"
CASH: Final = "cash"
HELD: Final = "held"
PAID_IN: Final = "paid-in"
DISTRIBUTED: Final = "distributed"
IN_FORCE: Final = "in-force"
ISSUED_ON: Final = "issued-on"
PREMIUM: Final = "premium"
PREMIUM_ON: Final = "premium-on"
REFUND: Final = "refund"
REFUND_ON: Final = "refund-on"
REPAID: Final = "repaid"
REPAID_ON: Final = "repaid-on"
NOTICED_ON: Final = "noticed-on"
CLAIMED_ON: Final = "claimed-on"
LOSS: Final = "loss"
DECIDED_ON: Final = "decided-on"
ACCEPTED: Final = "accepted"
CLAIM_PAID_ON: Final = "claim-paid-on"
CLAIM_PAID: Final = "claim-paid"
RECOVERED_ON: Final = "recovered-on"
RECOVERED: Final = "recovered"
WRITTEN_OFF_ON: Final = "written-off-on"
WRITTEN_OFF: Final = "written-off"
ENDED_ON: Final = "ended-on"

_CONTRACT = Column(
    CONTRACT,
    ("계약번호", "약정번호", "대출번호", "여신번호", "보험증권번호", "보증번호", "펀드번호",
     "contract", "loan", "policy", "fund"),
)  # fmt: skip
_MONTH_NAMES = ("기준월", "기준년월", "보고월", "월말", "기준일", "기준일자", "month", "month end")
_UNPAID_PREMIUM = Column(
    UNPAID_PREMIUM, ("미납보험료", "미납보증료", "unpaid premium"), required=False
)
_RECOURSE = Column(
    RECOURSE, ("구상채권 잔액", "구상채권잔액", "recourse outstanding"), required=False
)
_REASON = Column(REASON, ("사유", "사고사유", "reason"), required=False)
_PAYER = Column(PAYER, ("납부자", "보험료 부담자", "paid by"), required=False)
_CLAIM = Column(
    CLAIM, ("청구번호", "보험금 청구번호", "보증채무 청구번호", "claim"), required=False
)
_OF_ALL = (
    Column(INSTITUTION, ("취급기관", "기관", "기관명", "institution"), required=False),
    Column(CURRENCY, ("통화", "통화코드", "currency"), required=False),
)
_OF_BOTH = (
    *_OF_ALL,
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
    _UNPAID_PREMIUM,
    _RECOURSE,
    _REASON,
    _PAYER,
    _CLAIM,
    Column(PARTNER, ("출자자", "조합원", "partner"), required=False),
    Column(COMPANY, ("투자기업", "투자기업 법인등록번호", "company"), required=False),
    Column(MANDATE, ("주목적투자", "주목적", "main purpose"), required=False),
    Column(CASH, ("현금잔액", "현금 잔액", "cash"), required=False),
    Column(HELD, ("보유가치", "투자자산 평가액", "value held"), required=False),
    Column(PAID_IN, ("누적 납입액", "납입누계", "paid in"), required=False),
    Column(DISTRIBUTED, ("누적 배분액", "배분누계", "distributed"), required=False),
    *_OF_BOTH,
)

COVER_MONTH_FORM: Final = (
    _CONTRACT,
    Column(MONTH, _MONTH_NAMES),
    Column(IN_FORCE, ("유효 보험금액", "보험잔액", "보증잔액", "유효 보증금액", "amount in force")),
    _UNPAID_PREMIUM,
    _RECOURSE,
    Column(ISSUED_ON, ("발급일", "증권발급일", "보증서발급일", "issued on"), required=False),
    Column(DRAWN, ("당월 실행액", "실행액", "실행금액", "drawn"), required=False),
    Column(DRAWN_ON, ("실행일", "실행일자", "drawn on"), required=False),
    Column(REPAID, ("당월 상환통지액", "상환통지액", "repaid"), required=False),
    Column(REPAID_ON, ("상환통지일", "repaid on"), required=False),
    Column(PREMIUM, ("보험료 수납액", "보험료수납", "보증료 수납액", "premium"), required=False),
    Column(PREMIUM_ON, ("보험료 수납일", "보증료 수납일", "premium on"), required=False),
    _PAYER,
    Column(REFUND, ("보험료 환급액", "보증료 환급액", "premium refund"), required=False),
    Column(REFUND_ON, ("보험료 환급일", "보증료 환급일", "premium refund on"), required=False),
    Column(NOTICED_ON, ("사고통지일", "default notice day"), required=False),
    _REASON,
    _CLAIM,
    Column(CLAIMED_ON, ("청구일", "claimed on"), required=False),
    Column(LOSS, ("손해액", "청구액", "loss"), required=False),
    Column(DECIDED_ON, ("결정일", "decided on"), required=False),
    Column(ACCEPTED, ("인정액", "결정액", "accepted"), required=False),
    Column(CLAIM_PAID_ON, ("보험금지급일", "대위변제일", "claim paid on"), required=False),
    Column(CLAIM_PAID, ("지급보험금", "대위변제액", "claim paid"), required=False),
    Column(RECOVERED_ON, ("회수일", "recovered on"), required=False),
    Column(RECOVERED, ("회수액", "recovered"), required=False),
    Column(WRITTEN_OFF_ON, ("상각일", "written off on"), required=False),
    Column(WRITTEN_OFF, ("상각액", "written off"), required=False),
    Column(ENDED_ON, ("종료일", "해지일", "ended on"), required=False),
    *_OF_ALL,
)

COVER_MONTH_KEYS: Final = tuple(column.key for column in COVER_MONTH_FORM)

FORMS: Final = (MONTH_FORM, COVER_MONTH_FORM, MOVEMENT_FORM)

#: Every column of any form, none of them required: the form is told by what a file has.
ANY: Final = tuple(
    {
        column.key: Column(
            column.key,
            tuple(
                dict.fromkeys(
                    name
                    for form in FORMS
                    for each in form
                    if each.key == column.key
                    for name in each.names
                )
            ),
            required=column.key == CONTRACT,
        )
        for form in FORMS
        for column in form
    }.values()
)


def form_of(found: Collection[str]) -> tuple[Column, ...]:
    """Return the form of a file, by the keys of the columns it has."""
    if KIND in found:
        return MOVEMENT_FORM
    return COVER_MONTH_FORM if IN_FORCE in found else MONTH_FORM


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
    "종료": FactKind.END, "end": FactKind.END, "청산": FactKind.END,
    "출자요청": FactKind.CALL, "call": FactKind.CALL,
    "출자납입": FactKind.CALL_PAYMENT, "call-payment": FactKind.CALL_PAYMENT,
    "투자": FactKind.INVESTMENT, "investment": FactKind.INVESTMENT,
    "평가": FactKind.VALUATION, "valuation": FactKind.VALUATION,
    "투자수입": FactKind.PROCEEDS, "배당수입": FactKind.PROCEEDS, "proceeds": FactKind.PROCEEDS,
    "매각": FactKind.EXIT, "투자회수": FactKind.EXIT, "exit": FactKind.EXIT,
    "비용": FactKind.EXPENSE, "expense": FactKind.EXPENSE,
    "배분": FactKind.DISTRIBUTION, "distribution": FactKind.DISTRIBUTION,
}  # fmt: skip
#: Words for parts of a payment, by the part.
PARTS: Final[Mapping[str, str]] = {
    "원금상환": PRINCIPAL, "원금": PRINCIPAL, "principal": PRINCIPAL,
    "이자수납": INTEREST, "이자": INTEREST, "interest": INTEREST,
    "연체이자수납": LATE, "연체이자": LATE, "late-interest": LATE,
    "중도상환": PREPAID, "중도상환원금": PREPAID, "early-repayment": PREPAID,
    "중도상환수수료": EARLY_FEE, "early-repayment-fee": EARLY_FEE,
}  # fmt: skip
#: Words that say whether an investment is of the fund's main purpose (주목적투자).
WITHIN: Final[Mapping[str, bool]] = {
    "예": True, "y": True, "yes": True, "아니오": False, "아니요": False, "n": False, "no": False,
}  # fmt: skip
