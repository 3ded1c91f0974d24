"""Auditing what is recorded: chains, signed days, balances, limits, packs.

Everything is computed anew from the rows as they are; nothing is believed because it was noted.
"""

from dataclasses import dataclass

from django.db import connection

from majung.store import models
from majung.store.council import packs
from majung.store.intake.limits import Discrepancy, discrepancies
from majung.store.servicing.chain import ChainFinding, RootFinding, verify_book, verify_days
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class BalanceDifference:
    """A running balance that is not the sum of its postings."""

    book: str
    account: str
    kept: Money
    posted: Money


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """What an audit found.

    Attributes:
        changed_packs: keys of frozen packs that no longer have their digest.
    """

    chains: tuple[ChainFinding, ...]
    days: tuple[RootFinding, ...]
    balances: tuple[BalanceDifference, ...]
    limits: tuple[Discrepancy, ...]
    changed_packs: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is wrong."""
        return (
            all(chain.is_whole for chain in self.chains)
            and all(day.is_whole for day in self.days)
            and not (self.balances or self.limits or self.changed_packs)
        )


def audit(*, public_key: bytes) -> AuditFinding:
    """Audit everything that whoever acts may read; the State reads all.

    Args:
        public_key: the office's, from where it was published and not from the database.
    """
    books = models.Book.objects.order_by("key").values_list("key", flat=True)
    return AuditFinding(
        chains=tuple(verify_book(book) for book in books),
        days=verify_days(public_key=public_key),
        balances=balance_differences(),
        limits=discrepancies(),
        changed_packs=tuple(
            pack.key
            for pack in packs.packs()
            if pack.frozen_at is not None and not packs.is_whole(pack.key)
        ),
    )


def balance_differences() -> tuple[BalanceDifference, ...]:
    """Return running balances that are not the sums of their postings, by book and account."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return tuple(
            BalanceDifference(
                book,
                f"{code}:{member}" if member else code,
                Money(kept, currency),
                Money(posted, currency),
            )
            for book, code, member, currency, kept, posted in cursor.fetchall()
        )


_DIFFERENCES = """
    WITH posted AS (
        SELECT account_id, member, currency, sum(amount)::bigint AS amount
        FROM store_posting GROUP BY account_id, member, currency
    )
    SELECT b.key, a.code, member, currency,
           coalesce(s.amount, 0), coalesce(posted.amount, 0)
    FROM posted FULL JOIN store_accountbalance s USING (account_id, member, currency)
    JOIN store_account a ON a.id = account_id JOIN store_book b ON b.id = a.book_id
    WHERE coalesce(s.amount, 0) <> coalesce(posted.amount, 0)
    ORDER BY b.key, a.code, member, currency
"""
