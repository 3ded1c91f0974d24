"""The words of ACTUS that terms and events use, each with its spelled-out name.

Source: ACTUS Technical Specification v1.1, 2.9 (events), 3.4 (business days), 3.9 (contract role);
ACTUS Data Dictionary.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount


class ContractType(StrEnum):
    """What kind of contract terms describe."""

    PRINCIPAL_AT_MATURITY = "PAM"
    LINEAR_AMORTISER = "LAM"
    NEGATIVE_AMORTISER = "NAM"
    ANNUITY = "ANN"
    EXOTIC_LINEAR_AMORTISER = "LAX"
    CALL_MONEY = "CLM"
    UNDEFINED_MATURITY = "UMP"
    CASH = "CSH"
    STOCK = "STK"
    GUARANTEE = "CEG"
    COLLATERAL = "CEC"


class EventName(StrEnum):
    """What happens, in the order inside a day; where the text is silent, as the cases have it."""

    MONITORING = "AD"
    EXCHANGE = "IED"
    EXERCISE = "XD"
    FEE = "FP"
    PRINCIPAL = "PR"
    INCREASE = "PI"
    INTEREST = "IP"
    CAPITALISATION = "IPCI"
    RATE_FIXED = "RRF"
    RATE_RESET = "RR"
    PAYMENT_FIXING = "PRF"
    DIVIDEND = "DV"
    SCALING = "SC"
    BASE_RESET = "IPCB"
    PURCHASE = "PRD"
    TERMINATION = "TD"
    MATURITY = "MD"
    SETTLEMENT = "STD"
    CREDIT = "CE"


ORDER: Mapping[EventName, int] = MappingProxyType(
    {name: place for place, name in enumerate(EventName)}
)


class InterestCalculationBase(StrEnum):
    """What interest is reckoned on (IPCB)."""

    NOTIONAL = "NT"
    NOTIONAL_AT_EXCHANGE = "NTIED"
    NOTIONAL_LAGGED = "NTL"


class FeeBasis(StrEnum):
    """What a fee is: an amount, or a rate of the notional (FEB)."""

    ABSOLUTE = "A"
    NOTIONAL = "N"


class Exposure(StrEnum):
    """What a guarantee covers: notional, or notional and interest accrued (CEGE)."""

    NOTIONAL = "NO"
    NOTIONAL_AND_INTEREST = "NI"


#: The lender's or buyer's side is +1.  Source: ACTUS Technical Specification v1.1, 3.9.
SIDES: Mapping[str, int] = MappingProxyType(
    {
        "RPA": 1, "RPL": -1, "LG": 1, "ST": -1, "BUY": 1, "SEL": -1, "RFL": 1, "PFL": -1,
        "COL": 1, "CNO": 1, "UDL": 1, "UDLP": 1, "UDLM": -1,
    }
)  # fmt: skip

#: Whether interest is reckoned to the shifted day, and how a day is shifted.
SHIFTS: Mapping[str, tuple[bool, BusinessDayConvention]] = MappingProxyType(
    {
        "NOS": (True, BusinessDayConvention.NONE),
        "NULL": (True, BusinessDayConvention.NONE),
        "SCF": (True, BusinessDayConvention.FOLLOWING),
        "SCMF": (True, BusinessDayConvention.MODIFIED_FOLLOWING),
        "SCP": (True, BusinessDayConvention.PRECEDING),
        "SCMP": (True, BusinessDayConvention.MODIFIED_PRECEDING),
        "CSF": (False, BusinessDayConvention.FOLLOWING),
        "CSMF": (False, BusinessDayConvention.MODIFIED_FOLLOWING),
        "CSP": (False, BusinessDayConvention.PRECEDING),
        "CSMP": (False, BusinessDayConvention.MODIFIED_PRECEDING),
    }
)

CALENDARS: Mapping[str, str] = MappingProxyType(
    {"NC": "NONE", "NOCALENDAR": "NONE", "MF": "MF", "MONDAYTOFRIDAY": "MF", "KR": "KR", "US": "US"}
)

DAY_COUNTS: Mapping[str, DayCount] = MappingProxyType(
    {
        "AA": DayCount.AA,
        "A360": DayCount.A360,
        "A365": DayCount.A365,
        "30E360ISDA": DayCount.THIRTY_E_360_ISDA,
        "30E360": DayCount.THIRTY_E_360,
        "30360": DayCount.THIRTY_360,
        "B252": DayCount.B252,
        "28E336": DayCount.TWENTY_EIGHT_336,
        "28336": DayCount.TWENTY_EIGHT_336,
    }
)
