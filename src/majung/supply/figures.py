"""A figure: a number that says what it is, where it comes from and up to when it is known.

The number register takes figures, and so does every page and document: none of them states a
number without its definition, source and watermark.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from majung.errors import Message, message
from majung.rules.citations import Citation
from majung.values.money import Money
from majung.values.rounding import Rounding, round_fraction

#: Decimals of a ratio in documents and interfaces; the exact fraction stays in the figure.
RATIO_PLACES = 4


class Definition(StrEnum):
    """What a number of this package counts.  The words stand with the other sentences."""

    SUPPLIED = "supplied"
    TARGET = "target"
    PACE = "pace"
    ELAPSED_TARGET = "elapsed-target"
    CURVE_TARGET = "curve-target"
    GAP = "gap"
    FORECAST_STRAIGHT = "forecast-straight"
    FORECAST_PROFILE = "forecast-profile"
    INSTITUTIONS_SUM = "institutions-sum"
    REACHING_FIRMS = "reaching-firms"
    NET_NEW = "net-new"
    REGIONAL_SHARE = "regional-share"
    CONCENTRATION = "concentration"
    TOP_SHARE = "top-share"
    ROOM = "room"
    CAP = "cap"
    USED = "used"
    RESERVED = "reserved"
    FIRMS_WITH_SEVERAL = "firms-with-several"

    @property
    def message(self) -> Message:
        """The definition in an officer's words."""
        return message(f"define-{self.value}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be shown.

    Attributes:
        key: names the figure among all figures: ``five-sectors-2024.total.pace``.
        value: None where it is OPEN.
        as_of: the day it is stated for.
        series: the source that its series declares.
        watermark: up to which state of the source it is known.
        citations: where its parts were read.
    """

    key: str
    definition: Definition
    value: Money | Fraction | int | None
    as_of: date
    series: str
    watermark: str
    citations: tuple[Citation, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Write the figure for interfaces: amounts and ratios as strings, OPEN as null."""
        return {
            "key": self.key,
            "definition": self.definition.value,
            "value": value_as_json(self.value),
            "as_of": self.as_of.isoformat(),
            "series": self.series,
            "watermark": self.watermark,
            "sources": [citation_as_json(citation) for citation in self.citations],
        }


def ratio_text(value: Fraction, places: int = RATIO_PLACES) -> str:
    """Write a ratio as a decimal string, half-up to `places`.

    >>> ratio_text(Fraction(545, 1024))
    '0.5322'
    """
    scaled = round_fraction(value * 10**places, Rounding.HALF_UP)
    return f"{Decimal(scaled).scaleb(-places):f}"


def value_as_json(value: Money | Fraction | int | None) -> object:
    """Write a figure's value: money as amount and currency, a ratio as a decimal string."""
    if value is None or isinstance(value, int):
        return value
    return value.as_json() if isinstance(value, Money) else ratio_text(value)


def citation_as_json(citation: Citation) -> dict[str, str]:
    """Write where something was read."""
    source = citation.source
    return {
        "key": source.key,
        "ko": citation.spoken("ko"),
        "en": citation.spoken("en"),
        "publisher": source.publisher,
        "published_on": source.published_on.isoformat() if source.published_on else "",
        "address": source.address,
    }


def distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Keep the first of each citation, in order."""
    return tuple(dict.fromkeys(citations))
