"""Letters to be sent: that an amount falls due soon (납입안내), or was not paid (연체안내)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np

from majung.contracts.day_numbers import day_number
from majung.operations.servicing.arrears import arrears_rules
from majung.operations.servicing.standing_together import falling_due, stood
from majung.store.servicing.closing_rows import (
    Found,
    add_notices,
    loans_due_between,
    loans_posted_between,
)


class NoticeKind(StrEnum):
    """What a letter is about."""

    PAYMENT = "payment"
    ARREARS = "arrears"


def loans_to_tell_of_dues(after_day: date, on: date, *, after: str, count_max: int) -> Found:
    """Return the loans whose next due day came within the days before which it is told."""
    lead = timedelta(days=arrears_rules().payment_days_before)
    first = after_day + lead + timedelta(days=1)
    last = on + lead
    return loans_due_between(first=first, last=last, today=on, after=after, count_max=count_max)


def tell_of_dues(found: Found, *, after: date, on: date, at: datetime) -> int:
    """Keep a letter to each loan on which something falls due on its next due day.

    Runs inside a transaction of the State.

    Args:
        after: the business day that was closed before.
    """
    lead = timedelta(days=arrears_rules().payment_days_before)
    due = falling_due(found, first=after + lead + timedelta(days=1), until=on + lead)
    told = due.principal + due.interest + due.fee > 0
    nothing = np.zeros(int(told.sum()), np.int64)
    return add_notices(
        due.numbers[told],
        due.institutions[told],
        {
            "due_on": due.due_on[told],
            "days_past_due": nothing,
            "principal": due.principal[told],
            "interest": due.interest[told],
            "late_interest": nothing,
            "fee": due.fee[told],
        },
        kind=NoticeKind.PAYMENT.value,
        on=on,
        at=at,
    )


def loans_to_tell_of_arrears(after_day: date, on: date, *, after: str, count_max: int) -> Found:
    """Return the loans of which a due was posted as long ago as arrears are told of.

    Args:
        after_day: the business day that was closed before.
    """
    days = [
        (after_day - timedelta(days=count - 1), on - timedelta(days=count))
        for count in arrears_rules().arrears_days_after
    ]
    return loans_posted_between(days, after=after, count_max=count_max)


def tell_of_arrears(found: Found, *, on: date, at: datetime) -> int:
    """Keep a letter to each loan of which something is past due.

    Runs inside a transaction of the State.
    """
    loans = stood(found, until=on)
    late = loans.days_past_due > 0
    return add_notices(
        loans.numbers[late],
        loans.institutions[late],
        {
            "due_on": day_number(on) - loans.days_past_due[late],
            "days_past_due": loans.days_past_due[late],
            "principal": loans.principal[late],
            "interest": loans.interest[late],
            "late_interest": loans.late_interest[late],
            "fee": loans.fee[late],
        },
        kind=NoticeKind.ARREARS.value,
        on=on,
        at=at,
    )
