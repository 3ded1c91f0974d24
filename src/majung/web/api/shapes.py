"""The shapes in which things are asked and answered: texts for amounts, rates and days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from ninja import Header, Path, Query, Schema
from pydantic import Field

from majung.errors import Message, Speakable, sentence
from majung.values.money import Money, parse_money

Document = dict[str, Any]
Both = dict[str, str]

FIRST_ON, LAST_ON = date(1990, 1, 1), date(2199, 12, 31)
PAGE_MAX = 200

#: What names a thing: no spaces, nothing that cannot be written.
NAME = r"^[0-9A-Za-z가-힣._:@+()-]{1,120}$"
#: Words people write: anything that can be printed.
WORDS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Name = Annotated[str, Field(pattern=NAME)]
Words = Annotated[str, Field(pattern=WORDS, max_length=2000)]
InPath = Annotated[str, Path(pattern=NAME)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[0-9A-Za-z._:-]{8,100}$",
        description="The same key with the same body is answered alike and does nothing again.",
    ),
]
Day = Annotated[date | None, Query(ge=FIRST_ON, le=LAST_ON)]
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX)]
After = Annotated[str, Query(pattern=f"(?:{NAME})|^$", description="`next` of the page before.")]


class Amount(Schema):
    """An amount of money, exact."""

    amount: Annotated[str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,2})?$")]
    currency: Literal["KRW", "USD", "EUR", "JPY"] = "KRW"

    def money(self) -> Money:
        """Return the amount.

        Raises:
            AmountNotReadableError: it is finer than the currency.
        """
        return parse_money(self.amount, self.currency)


class Fault(Schema):
    """One place of a request that cannot be read."""

    place: str
    kind: str
    detail: str = ""


class ProblemDetails(Schema):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[Fault, ...] = ()


class Listed(Schema):
    """A page of a list; `next` asks for the one behind it."""

    items: list[Document]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    after: str
    limit: int


ItemT = TypeVar("ItemT")


def paged(
    items: Sequence[ItemT],
    page: Page,
    *,
    key: Callable[[ItemT], str],
    shown: Callable[[ItemT], Document],
) -> Document:
    """Return a page of a list, ordered by what names its things."""
    ordered = sorted(items, key=key)
    behind = [each for each in ordered if key(each) > page.after]
    here = behind[: page.limit]
    return {
        "items": [shown(each) for each in here],
        "next": key(here[-1]) if len(behind) > len(here) else None,
    }


def both(value: Speakable) -> Both:
    """Write a name in both languages."""
    return {"ko": value.spoken("ko"), "en": value.spoken("en")}


def said(value: Message) -> Document:
    """Write a sentence in both languages, with its kind."""
    return {"kind": value.kind, "ko": sentence(value, "ko"), "en": sentence(value, "en")}


def day(value: date | None) -> str | None:
    """Write a day."""
    return None if value is None else value.isoformat()


def amount(value: Money | None) -> dict[str, str] | None:
    """Write an amount; OPEN is null."""
    return None if value is None else value.as_json()
