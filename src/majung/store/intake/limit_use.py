"""Use of limits that nobody reserved: taken, brought along, given back.

Each step is one conditional update a limit, from the widest to the narrowest, with its movement
beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from majung.store import models
from majung.store.asking import ask
from majung.store.intake.limits import Journal, changed, limit_of, require_currency
from majung.store.numbers import missing
from majung.store.questions import Question
from majung.supply.limits import LimitExceededError, MoreThanUsedError
from majung.values.money import Money

#: Movements that give back, and that take back what was given.
REPAID, BOUND_AGAIN = "repay", "bind"


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
    _count(amounts, "opening", subject=subject, at=at)


def bind_again(amounts: Mapping[str, Money], *, subject: str, at: datetime) -> None:
    """Take back what `repay` gave, above a cap too: the money was never repaid, it is lent.

    Raises:
        NotRecordedError: one of the limits does not exist.
    """
    _count(amounts, BOUND_AGAIN, subject=subject, at=at)


def _count(amounts: Mapping[str, Money], kind: str, *, subject: str, at: datetime) -> None:
    with transaction.atomic():
        journal = Journal(kind, subject, at)
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
        journal = Journal(REPAID, subject, at)
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What a subject uses of a limit that repayments free.

    Attributes:
        taken: what it ever took, before anything was given back.
        used: what stands now.
    """

    taken: Money
    used: Money


def counted(subjects: Iterable[str]) -> frozenset[str]:
    """Return those of the subjects that ever moved a limit."""
    moved = models.LimitMovement.objects.filter(subject__in=list(subjects))
    return frozenset(moved.order_by().values_list("subject", flat=True).distinct())


def standing_under_revolving(subjects: Iterable[str]) -> Mapping[str, Mapping[str, Standing]]:
    """Return what subjects use of limits that repayments free, by subject and limit's key.

    Runs inside a transaction of the State, who alone sees every movement.
    """
    found: dict[str, dict[str, Standing]] = {}
    for subject, key, used, taken, currency in ask(
        "SELECT m.subject, l.key, sum(m.used)::bigint,"
        " coalesce(sum(m.used) FILTER (WHERE m.kind <> ALL(%s)), 0)::bigint, l.currency"
        " FROM store_limitmovement m JOIN store_limit l ON l.id = m.limit_id"
        " WHERE l.is_revolving AND m.subject = ANY(%s)"
        " GROUP BY m.subject, l.key, l.currency ORDER BY m.subject, l.key",
        [[REPAID, BOUND_AGAIN], list(subjects)],
    ):
        standing = Standing(Money(taken, currency), Money(used, currency))
        found.setdefault(subject, {})[key] = standing
    return found
