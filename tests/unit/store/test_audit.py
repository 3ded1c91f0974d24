"""An audit finds what was changed, wherever it was changed."""

import psycopg
import pytest

from majung.ledger.roots import sign
from majung.programmes.programme import EnvelopeScope, SupplyBasis
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.council import packs
from majung.store.council.packs import Document, Pack
from majung.store.intake import limit_use, limits
from majung.store.servicing import posting
from majung.store.servicing.chain import sign_day
from majung.store.upkeep.audit import BalanceDifference, audit
from majung.supply.limits import Limit
from majung.values.money import Money
from store_world import AT, CLERK, ON, an_entry, found_institutions, signed

SEED = bytes(32)


@pytest.fixture
def office(fresh_database):
    found_institutions()
    signed("L-1")
    limit = Limit(
        key="p", scope=EnvelopeScope.PROGRAMME, member="", cap=Money(100), used=Money(0),
        reserved=Money(0), basis=SupplyBasis.APPROVED, is_revolving=False,
    )  # fmt: skip
    pack = Pack(
        key="pack", title=Label("안", "P"), as_of=ON, series="real", watermark={},
        programme_versions={}, renderer_versions={}, report={}, prepared_by=CLERK,
    )  # fmt: skip
    with acting_for("bank-a"):
        posting.post([an_entry("bank-a", "L-1")], at=AT)
        packs.draft(pack, [Document("a", "text/plain", b"a")], at=AT)
        packs.freeze("pack", by=CLERK, at=AT)
    with acting_for_state(Purpose.AUDIT, person=CLERK, at=AT):
        limits.open_limit(limit, programme="p", envelope="p", at=AT)
        limit_use.take({"p": Money(30)}, subject="L-1", at=AT)
        sign_day(ON, seed=SEED, at=AT)
    return fresh_database


def audited():
    with acting_for_state(Purpose.AUDIT, person=CLERK, at=AT):
        return audit(public_key=sign(b"", SEED).public_key)


def tamper(address, order):
    with psycopg.connect(address.conninfo()) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(order)


def test_an_office_nobody_touched_is_whole(office):
    found = audited()

    assert found.is_whole
    assert [chain.blocks for chain in found.chains] == [1, 0]
    assert len(found.days) == 1


def test_a_changed_running_balance_is_found(office):
    tamper(
        office,
        "UPDATE store_accountbalance SET amount = 999 FROM store_account a"
        " WHERE a.id = account_id AND a.code = 'cash'",
    )

    found = audited()

    assert found.balances == (BalanceDifference("bank-a", "cash", Money(999), Money(-1000)),)
    assert not found.is_whole


@pytest.mark.parametrize(
    ("order", "place"),
    [
        ("UPDATE store_posting SET amount = amount * 2", "chains"),
        ("UPDATE store_limit SET used = 31", "limits"),
        ("UPDATE store_pack SET report = '[]'", "changed_packs"),
        ("UPDATE store_packdocument SET content = 'b'", "changed_packs"),
        ("UPDATE store_dailyroot SET signature = ''", "days"),
        ("DELETE FROM store_accountbalance", "balances"),
    ],
)
def test_a_change_is_found_where_it_was_made(office, order, place):
    before = audited()

    tamper(office, order)

    after = audited()
    assert getattr(after, place) != getattr(before, place)
    assert not after.is_whole
