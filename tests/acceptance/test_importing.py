"""Real books are taken in whole, add up to what their publishers say, and tell what is odd.

Figures: control totals of the folder of official figures (sba, ibrd).
"""

from datetime import UTC, date, datetime

import pytest

from majung.errors import Problem
from majung.ledger import Side
from majung.operations.acting import Actor, Role
from majung.operations.importing.import_sba_case import import_sba_case
from majung.operations.policy import NotPermittedError
from majung.store.access import Purpose, acting_for_state
from majung.store.upkeep.digests import database_digest
from majung.values.money import Money

AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
ON = date(2024, 7, 4)
ADMINISTRATOR = Actor("administrator", "", frozenset({Role.ADMINISTRATOR}))
OFFICER = Actor("officer", "kdb", frozenset({Role.PROVIDER_OFFICER}))


def dollars(amount):
    return Money(round(amount * 100), "USD")


def test_the_real_guaranteed_loans_become_a_cover_book_with_their_published_totals(
    truth, fresh_database
):
    content = (truth / "sba" / "sba_case.csv").read_bytes()

    book = import_sba_case(
        ADMINISTRATOR, name="sba_case.csv", content=content, on=ON, at=AT
    )

    assert book.contracts == 2_102
    assert book.quality.total("disbursed") == dollars(510_233_620)
    assert book.quality.total("approved") == dollars(489_900_659)
    assert book.quality.total("guaranteed") == dollars(397_647_716)
    assert book.quality.total("charged-off") == dollars(42_101_130)
    assert book.claims == Money(2_731_356_646, "USD")
    assert book.claims.minor // 100 == 27_313_566
    kinds = dict(book.quality.by_kind)
    assert kinds["quality-paid-in-full-charged-off"] == 11
    assert kinds["quality-drawn-above-approved"] == 611
