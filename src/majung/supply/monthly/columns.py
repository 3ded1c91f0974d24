"""The columns of an institution's monthly supply report, by every heading that is accepted.

The heading of an amount states its unit, so that cells hold digits only: `공급액(억원)`.
"""

from typing import Final

from majung.files import Column
from majung.values.money import UNITS, Unit

INSTITUTION: Final = "institution"
MONTH: Final = "month"
SECTOR: Final = "sector"
THEME: Final = "theme"
PRODUCT: Final = "product"
REGION: Final = "region"
AMOUNT: Final = "amount"
RENEWALS: Final = "renewals"
CONTRACTS: Final = "contracts"
FIRMS: Final = "firms"

#: English words of units in headings, beside those of the currency.
_ENGLISH_UNITS: dict[Unit, str] = {unit: name for unit, (_, name) in UNITS.items()}


def _with_units(korean: tuple[str, ...], english: str) -> tuple[str, ...]:
    """List the headings of an amount: without a unit, and with each."""
    bare = (*korean, english)
    named = [f"{word}({unit}원)" for word in korean for unit in UNITS if unit != "원"]
    won = [f"{word}(원)" for word in korean]
    spoken = [f"{english} ({name} KRW)" for name in _ENGLISH_UNITS.values() if name]
    return (*bare, *named, *won, *spoken, f"{english} (KRW)")


COLUMNS: Final = (
    Column(INSTITUTION, ("기관", "기관명", "취급기관", "Institution")),
    Column(MONTH, ("월", "기준월", "기준년월", "공급월", "Month")),
    Column(SECTOR, ("분야", "중점분야", "5대 분야", "Sector")),
    Column(PRODUCT, ("상품", "상품명", "Product"), required=False),
    Column(REGION, ("지역", "시도", "시·도", "사업장 지역", "Region"), required=False),
    Column(THEME, ("주제", "테마", "Theme"), required=False),
    Column(AMOUNT, _with_units(("공급액", "공급금액", "공급실적"), "Supplied")),
    Column(
        RENEWALS,
        _with_units(("기한연장·대환", "기한연장", "연장·대환", "갱신액"), "Renewals"),
        required=False,
    ),
    Column(CONTRACTS, ("건수", "Contracts"), required=False),
    Column(FIRMS, ("기업수", "업체수", "Firms"), required=False),
)


def unit_of(heading: str) -> Unit | None:
    """Return the unit that a heading states, None where it states none.

    >>> unit_of("공급액 (억원)")
    '억'
    """
    plain = heading.replace(" ", "").replace("*", "").casefold()
    opened = plain.rfind("(")
    if opened < 0:
        return None
    stated = plain[opened + 1 :].rstrip(")")
    for unit, name in _ENGLISH_UNITS.items():
        korean = "원" if unit == "원" else f"{unit}원"
        english = f"{name.replace(' ', '')}krw"
        if stated in (korean, english):
            return unit
    return None
