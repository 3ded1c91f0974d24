"""The columns of funds (펀드·조합) that are taken over: a row a fund, a partner, a movement.

Rows of one fund stand together by its number; which of them says what is told by the entry.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from majung.contracts.facts import FactKind
from majung.contracts.fund_terms import PartnerClass
from majung.files import Column
from majung.operations.servicing.opening_columns import COLUMNS as LOAN_COLUMNS


class FundEntry(StrEnum):
    """What a row of a fund is about, where it is no movement."""

    FUND = "fund"
    PARTNER = "partner"


_SHARED: Final = {column.key: column for column in LOAN_COLUMNS}
_OPTIONAL: Final = {
    key: Column(column.key, column.names, required=False) for key, column in _SHARED.items()
}

FUND_COLUMNS: Final = (
    Column("contract", ("조합번호", "펀드번호", "fund")),
    Column("entry", ("항목", "항목구분", "entry")),
    _SHARED["programme"],
    _SHARED["product"],
    Column("institution", ("업무집행조합원", "운용사", "general partner"), required=False),
    Column("day", ("일자", "날짜", "date")),
    Column("amount", ("금액", "amount")),
    Column("partner", ("출자자", "partner"), required=False),
    Column("class", ("출자자구분", "출자자 구분", "partner class"), required=False),
    Column("called", ("납입요청누계", "called"), required=False),
    Column("paid", ("납입누계", "paid in"), required=False),
    Column("distributed", ("배분누계", "distributed"), required=False),
    _OPTIONAL["firm"],
    _OPTIONAL["corporate-number"],
    _OPTIONAL["business-number"],
    _OPTIONAL["size"],
    _OPTIONAL["region"],
    Column("value", ("평가액", "fair value"), required=False),
    Column("valued-on", ("평가일", "valued on"), required=False),
    Column("mandate", ("주목적투자", "within purpose"), required=False),
    _OPTIONAL["as-of"],
    _OPTIONAL["currency"],
    Column("cash", ("현금잔액", "cash"), required=False),
    Column("fund-ends-on", ("존속기간만료일", "fund ends on"), required=False),
    Column("investing-until", ("투자기간종료일", "invests until"), required=False),
    Column("fee-rate", ("관리보수율", "management fee"), required=False),
    Column("hurdle", ("기준수익률", "hurdle"), required=False),
    Column("policy-hurdle", ("정책자금 기준수익률", "policy hurdle"), required=False),
    Column("carry", ("성과보수율", "carry"), required=False),
    Column("first-loss", ("우선손실충당비율", "first loss"), required=False),
    Column("transfer", ("초과수익이전비율", "excess transfer"), required=False),
    _OPTIONAL["servicing"],
)  # fmt: skip

ENTRIES: Final[Mapping[str, FundEntry | FactKind]] = {
    "조합": FundEntry.FUND, "펀드": FundEntry.FUND, "fund": FundEntry.FUND,
    "출자자": FundEntry.PARTNER, "partner": FundEntry.PARTNER,
    "납입요청": FactKind.CALL, "call": FactKind.CALL,
    "납입": FactKind.CALL_PAYMENT, "payment": FactKind.CALL_PAYMENT,
    "투자": FactKind.INVESTMENT, "investment": FactKind.INVESTMENT,
    "평가": FactKind.VALUATION, "valuation": FactKind.VALUATION,
    "회수": FactKind.PROCEEDS, "proceeds": FactKind.PROCEEDS,
    "매각": FactKind.EXIT, "exit": FactKind.EXIT,
    "비용": FactKind.EXPENSE, "expense": FactKind.EXPENSE,
    "배분": FactKind.DISTRIBUTION, "distribution": FactKind.DISTRIBUTION,
}  # fmt: skip
CLASSES: Final[Mapping[str, PartnerClass]] = {
    "정책": PartnerClass.POLICY, "policy": PartnerClass.POLICY,
    "민간": PartnerClass.PRIVATE, "private": PartnerClass.PRIVATE,
    "업무집행": PartnerClass.GENERAL, "운용사": PartnerClass.GENERAL,
    "general": PartnerClass.GENERAL,
}  # fmt: skip
_FUND: Final = {
    "contract": "예시-조합-0001", "programme": "ai-autonomous-manufacturing",
    "product": "ai-am-sub-fund", "institution": "sub-fund-manager", "currency": "KRW",
}  # fmt: skip
FUND_EXAMPLE: Final[Sequence[Mapping[str, str]]] = (
    {**_FUND, "entry": "조합", "day": "2024-10-02", "amount": "45,000,000,000",
     "as-of": "2024-12-31", "cash": "9,800,000,000", "servicing": "직접"},
    {**_FUND, "entry": "출자자", "partner": "innovation-fund", "class": "정책",
     "amount": "20,000,000,000", "day": "2024-10-31", "called": "5,000,000,000",
     "paid": "5,000,000,000"},
    {**_FUND, "entry": "투자", "day": "2024-11-29", "amount": "1,000,000,000",
     "firm": "예시로봇(주)", "business-number": "000-81-00000", "size": "소기업", "region": "경기",
     "value": "1,200,000,000", "valued-on": "2024-12-31", "mandate": "예"},
)  # fmt: skip
