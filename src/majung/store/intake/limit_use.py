"""Use of limits that nobody reserved: taken, brought along, given back.

Each step is one conditional update a limit, from the widest to the narrowest, with its movement
beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from majung.store import models
from majung.store.asking import ask
from majung.store.intake.limits import Journal, changed, limit_of, require_currency
from majung.store.numbers import missing
from majung.store.questions import Question
from majung.supply.limits import LimitExceededError, MoreThanUsedError
from majung.values.money import Money


def take(amounts: Mapping[str, Money], *, subject: str, at: datetime) -> None:
    """Use room that nobody reserved, as for contracts that were signed before Majung knew them.

    Raises:
        LimitExceededError: naming the widest limit that refuses, and what is left of it.
        NotRecordedError: one of the limits does not exist.
    """
    with transaction.atomic():
        journal = Journal("use", subject, at)
        for limit, amount in in_order(amounts):
            raise_sum(limit, amount, column="used")
            journal.add(limit.pk, used=amount.minor)
        journal.write()


def bring_forward(amounts: Mapping[str, Money], *, subject: str, at: datetime) -> None:
    """Count what a contract brings along when it is taken over, above a cap too: it is a fact.

    What stands above a cap leaves no room, and room over the cap is never given again.  An amount
    below zero takes back what was counted before.  Only the State does.

    Raises:
        NotRecordedError: one of the limits does not exist.
    """
    with transaction.atomic():
        journal = Journal("opening", subject, at)
        for limit, amount in in_order(amounts, may_fall=True):
            minor = amount.minor
            changed(
                "UPDATE store_limit SET used = used + %s,"
                " excess = greatest(used + %s + reserved - cap, excess, 0)"
                " WHERE id = %s RETURNING id",
                minor,
                minor,
                limit.pk,
            )
            journal.add(limit.pk, used=minor)
        journal.write()


def repay(amounts: Mapping[str, Money], *, subject: str, at: datetime) -> None:
    """Take in a repayment: it frees revolving limits and leaves the others as they are.

    Raises:
        MoreThanUsedError: more is repaid than is used.
        NotRecordedError: one of the limits does not exist.
    """
    with transaction.atomic():
        journal = Journal("repay", subject, at)
        for limit, amount in in_order(amounts):
            if not limit.is_revolving:
                continue
            minor = amount.minor
            is_repaid = changed(
                "UPDATE store_limit SET used = used - %s WHERE id = %s AND used >= %s RETURNING id",
                minor,
                limit.pk,
                minor,
            )
            if not is_repaid:
                used = limit_of(limit.key).used
                raise MoreThanUsedError(limit=limit.key, wanted=amount, used=used)
            journal.add(limit.pk, used=-minor)
        journal.write()


def in_order(
    amounts: Mapping[str, Money], *, may_fall: bool = False
) -> list[tuple[models.Limit, Money]]:
    """Return the limits from the widest to the narrowest: the order in which rows are taken."""
    found = [(row, amounts[row.key]) for row in _LIMITS(keys=list(amounts))]
    for key in sorted(amounts.keys() - {row.key for row, _ in found}):
        raise missing(models.Limit, key)
    for row, amount in found:
        require_currency(row, amount)
        if amount.minor <= 0 and not may_fall:
            raise ValueError(f"an amount under a limit is above zero, not {amount.minor}")
    return found


def raise_sum(limit: models.Limit, amount: Money, *, column: str) -> None:
    """Raise a sum of a limit if the cap permits; the cap is looked at in the same instant."""
    is_raised = changed(
        f"UPDATE store_limit SET {column} = {column} + %s WHERE id = %s"  # noqa: S608 - one of two columns
        " AND (cap IS NULL OR cap - used - reserved >= %s) RETURNING id",
        amount.minor,
        limit.pk,
        amount.minor,
    )
    if not is_raised:
        held = limit_of(limit.key)
        raise LimitExceededError(limit=limit.key, wanted=amount, left=held.room, cap=held.cap)


_LIMITS = Question(
    lambda keys: models.Limit.objects.filter(key__among=keys).order_by("position", "key")
)


def standing_under_revolving(subjects: Iterable[str]) -> Mapping[str, Mapping[str, Money]]:
    """Return what subjects use now of limits that repayments free, by subject and limit's key.

    Runs inside a transaction of the State, who alone sees every movement.
    """
    found: dict[str, dict[str, Money]] = {}
    for subject, key, used, currency in ask(
        "SELECT m.subject, l.key, sum(m.used)::bigint, l.currency"
        " FROM store_limitmovement m JOIN store_limit l ON l.id = m.limit_id"
        " WHERE l.is_revolving AND m.subject = ANY(%s)"
        " GROUP BY m.subject, l.key, l.currency ORDER BY m.subject, l.key",
        [list(subjects)],
    ):
        found.setdefault(subject, {})[key] = Money(used, currency)
    return found
