"""What a plain word of a YAML file means: text, number, truth, day or nothing."""

import re
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from majung.errors import Message, message

Scalar: TypeAlias = str | int | Decimal | bool | date | None

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ENDLESS = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def meaning(plain: str) -> Scalar | Message:
    """Return what a scalar without quotes means, or why it cannot be used.

    Codes keep their leading zeros (`01110`) and names that look like powers stay names (`30E360`):
    both are text.  Digits with separators (`1,000`) and hexadecimal digits are text too.
    """
    if plain in _WORDS:
        return _WORDS[plain]
    if _INTEGER.fullmatch(plain):
        return int(plain)
    if _DECIMAL.fullmatch(plain):
        return Decimal(plain)
    if _DATE.fullmatch(plain):
        return _day(plain)
    if _ENDLESS.fullmatch(plain):
        return message("yaml-number-endless", number=plain)
    return plain


def _day(plain: str) -> date | Message:
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return message("yaml-date-does-not-exist", day=plain)
