"""What is sent to have something done about a contract: amounts, days, reasons, minutes."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from majung.applications.decision import Minutes
from majung.values.money import CurrencyMismatchError, Money
from majung.web.api.asking import MinutesSent
from majung.web.api.shapes import FIRST_ON, LAST_ON, Amount, Name, Words

Happened = Annotated[date, Field(ge=FIRST_ON, le=LAST_ON)]
Reason = Annotated[Words, Field(min_length=1)]


class Named(Schema):
    """Something that is recorded under a key of its own: a receipt, a notice, a resolution."""

    key: Name


class Reasoned(Schema):
    """Why something is sent back."""

    reason: Reason


class NamedReason(Named):
    """Something that is done for a reason."""

    reason: Reason


class Moved(Named):
    """Money that moved."""

    amount: Amount
    note: Words = ""


class MovedMaybe(Named):
    """Money that is to move: as much as is said, or all there is."""

    amount: Amount | None = None


class Proposed(Named):
    """What is put forward for a second person, and in which document."""

    document: Words
    reason: Words = ""
    minutes: MinutesSent | None = None

    def resolution(self) -> Minutes | None:
        """Return the committee's resolution, where there was one."""
        return self.minutes.minutes() if self.minutes else None


def minor(sent: Amount | None, currency: str) -> int:
    """Return an amount in minor units of a contract's currency; nothing where none was sent.

    Raises:
        AmountNotReadableError: it is finer than the currency.
        CurrencyMismatchError: it is of another currency.
    """
    if sent is None:
        return 0
    money = sent.money()
    if money.currency != currency:
        raise CurrencyMismatchError(one=money, other=Money.zero(currency))
    return money.minor
