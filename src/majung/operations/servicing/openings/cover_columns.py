"""The columns of covers (보험·보증) that are taken over, by every heading that is accepted."""

from collections.abc import Mapping
from typing import Final

from majung.contracts.premium_terms import PremiumBasis, PremiumTiming
from majung.files import Column
from majung.operations.servicing.opening_columns import COLUMNS as LOAN_COLUMNS
from majung.operations.servicing.opening_columns import EXAMPLE as LOAN_EXAMPLE

#: What a list of covers has in common with one of loans.
SHARED: Final = {column.key: column for column in LOAN_COLUMNS}

COVER_COLUMNS: Final = (
    Column("contract", ("보험증권번호", "보증번호", "계약번호", "policy", "contract")),
    SHARED["institution"],
    SHARED["programme"],
    SHARED["product"],
    SHARED["firm"],
    SHARED["corporate-number"],
    SHARED["business-number"],
    SHARED["size"],
    SHARED["region"],
    Column("loan", ("대출 계약번호", "대출번호", "loan"), required=False),
    Column("insured", ("피보험은행", "채권은행", "insured bank"), required=False),
    Column("issued-on", ("증권발급일", "보증서발급일", "발급일", "issued on")),
    Column("ends-on", ("보험만기일", "보증만기일", "보험만기", "ends on")),
    SHARED["as-of"],
    SHARED["currency"],
    Column("principal", ("보험대상 원금", "보증대상 원금", "대출원금", "insured principal")),
    Column("insured-interest", ("보험대상 이자", "insured interest"), required=False),
    Column("cover-ratio", ("부보율", "보증비율", "cover ratio")),
    Column("insured-amount", ("보험금액", "보증금액", "insured amount")),
    SHARED["drawn-on"],
    Column("drawn", ("대출실행액", "누적실행액", "drawn")),
    Column("outstanding", ("대출잔액", "잔액", "outstanding")),
    Column("premium-rate", ("보험료율", "보증료율", "premium rate")),
    Column("premium-timing", ("보험료 납입방법", "납입방법", "premium timing"), required=False),
    Column("premium-basis", ("보험료 산정기준", "산정기준", "premium basis"), required=False),
    Column("premium-payer", ("보험료 부담자", "premium paid by"), required=False),
    Column("other-rate", ("다른 부담자 요율", "other payer's rate"), required=False),
    Column("other-payer", ("다른 부담자", "other payer"), required=False),
    Column("premium-to", ("보험료 납입기한", "보험료납입일", "premium paid to"), required=False),
    Column("premium-balance", ("보험료 산정잔액", "premium balance"), required=False),
    Column("unpaid-premium", ("미납보험료", "미납보증료", "unpaid premium"), required=False),
    Column("damages-rate", ("손해금률", "손해금 요율", "damages rate"), required=False),
    Column("defaulted-on", ("사고일", "default day"), required=False),
    Column("noticed-on", ("사고통지일", "default notice day"), required=False),
    Column("cause", ("사고사유", "cause"), required=False),
    Column("claim", ("청구번호", "claim"), required=False),
    Column("claimed-on", ("청구일", "claimed on"), required=False),
    Column("loss", ("손해액", "loss"), required=False),
    Column("decided-on", ("결정일", "decided on"), required=False),
    Column("accepted", ("인정액", "결정액", "accepted"), required=False),
    Column("reason", ("감액사유", "reason"), required=False),
    Column("paid-on", ("보험금지급일", "대위변제일", "claim paid on"), required=False),
    Column("paid", ("지급보험금", "대위변제액", "claim paid"), required=False),
    Column("recoveries", ("회수내역", "recoveries"), required=False),
    Column("written-off-on", ("상각일", "written off on"), required=False),
    Column("written-off", ("상각액", "written off"), required=False),
    Column("recourse", ("구상채권 잔액", "구상채권잔액", "recourse outstanding"), required=False),
    Column("damages", ("미수손해금", "손해금", "damages"), required=False),
    SHARED["servicing"],
)  # fmt: skip

TIMINGS: Final[Mapping[str, PremiumTiming]] = {
    "일시납": PremiumTiming.ONCE, "once": PremiumTiming.ONCE,
    "연납": PremiumTiming.YEARLY, "yearly": PremiumTiming.YEARLY,
    "분기납": PremiumTiming.QUARTERLY, "quarterly": PremiumTiming.QUARTERLY,
}  # fmt: skip
BASES: Final[Mapping[str, PremiumBasis]] = {
    "보험금액": PremiumBasis.INSURED_AMOUNT, "보증금액": PremiumBasis.INSURED_AMOUNT,
    "insuredamount": PremiumBasis.INSURED_AMOUNT,
    "보험잔액": PremiumBasis.INSURED_OUTSTANDING, "보증잔액": PremiumBasis.INSURED_OUTSTANDING,
    "insuredoutstanding": PremiumBasis.INSURED_OUTSTANDING,
}  # fmt: skip

COVER_EXAMPLE: Final[Mapping[str, str]] = {
    **{key: LOAN_EXAMPLE[key] for key in (
        "programme", "firm", "corporate-number", "business-number", "size", "region", "currency",
        "as-of", "drawn-on", "servicing",
    )},
    "contract": "예시-보험-0001", "institution": "ksure", "product": "ai-plus-cover",
    "insured": "hana", "issued-on": "2024-10-01", "ends-on": "2027-10-01",
    "principal": "1,200,000,000", "cover-ratio": "95%", "insured-amount": "1,140,000,000",
    "drawn": "1,200,000,000", "outstanding": "1,100,000,000", "premium-rate": "0.7%",
    "premium-timing": "연납", "premium-basis": "보험금액", "premium-to": "2025-10-01",
    "unpaid-premium": "0",
}  # fmt: skip
