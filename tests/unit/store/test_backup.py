"""Everything comes back from one file, through all walls, and what was damaged does not."""

import json
import zipfile
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.rules.citations import Label
from majung.store.access import acting_for
from majung.store.council import packs
from majung.store.council.packs import Document, Pack
from majung.store.parties import people, personal
from majung.store.servicing import facts, posting
from majung.store.servicing.chain import sign_day
from majung.store.upkeep import backup
from majung.store.upkeep.backup import MANIFEST, BackupNotReadableError, DatabaseNotEmptyError
from majung.store.upkeep.digests import table_digests
from store_world import (
    AT,
    CLERK,
    ON,
    an_entry,
    corporate,
    found_firm,
    found_institutions,
    signed,
    state,
)

LATER = AT + timedelta(days=1)
DETAILS = {"name": "홍길동", "note": "줄\n바꿈\t탭 \\ 끝"}


@pytest.fixture
def filled(fresh_database):
    found_institutions()
    found_firm(1)
    signed("L-1", firm=corporate(1))
    with state():
        people.add_person("officer")
        personal.keep("officer", DETAILS, at=AT, institution="bank-a")
    people.open_sign_in("kdb-01", "열두 글자가 넘는 암호", person="officer")
    with acting_for("bank-a"):
        facts.record_facts({"L-1": [Fact(ON, FactKind.DRAWDOWN, "d", 5)]}, by=CLERK, at=AT)
        posting.post([an_entry("bank-a", "L-1"), an_entry("bank-a")], at=AT)
        pack = Pack(
            key="p", title=Label("안", "P"), as_of=ON, series="real", watermark={},
            programme_versions={}, renderer_versions={}, report={}, prepared_by=CLERK,
        )  # fmt: skip
        packs.draft(pack, [Document("a.pdf", "application/pdf", b"\x00\n\xff")], at=AT)
        packs.freeze("p", by=CLERK, at=AT)
    with state():
        sign_day(ON, seed=bytes(32), at=AT)


@pytest.fixture
def file(filled, tmp_path):
    backup.back_up(tmp_path / "office.majung", person=CLERK, at=AT)
    return tmp_path / "office.majung"


def test_everything_comes_back(file, other_database):
    before = table_digests()

    with pointing_to(other_database):
        restored = backup.restore(file, person=CLERK, at=LATER)
        after = table_digests()
        with acting_for("bank-a"):
            posted_again = posting.post([an_entry("bank-a", "L-1"), an_entry("bank-a")], at=LATER)
            posted_more = posting.post([an_entry("bank-a", kind="more")], at=LATER)
            details = personal.details_of("officer")
            whole_pack = packs.is_whole("p")
        signed_in = people.signed_in("kdb-01", "열두 글자가 넘는 암호")

    assert after == before
    assert restored.is_whole
    assert [chain.blocks for chain in restored.chains] == [2, 0]
    assert (posted_again, posted_more) == (0, 1)
    assert (details, whole_pack, signed_in.person) == (DETAILS, True, "officer")


def test_a_backup_says_what_it_holds(file):
    found = backup.read_manifest(file)

    assert found.taken_at == AT
    assert (found.rows["store_posting"], found.rows["store_person"]) == (4, 2)
    assert len(found.digest) == 64
    assert not file.with_name("office.majung.unfinished").exists()


def test_the_secrets_of_the_office_are_not_in_it(file):
    with zipfile.ZipFile(file) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())

    assert "홍길동".encode() not in content


def test_the_walls_stand_after_a_restore_as_before(file, other_database):
    walls = "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class ORDER BY relname"
    with connection.cursor() as cursor:
        cursor.execute(walls)
        before = cursor.fetchall()

    with pointing_to(other_database):
        backup.restore(file, person=CLERK, at=LATER)
        with connection.cursor() as cursor:
            cursor.execute(walls)
            assert cursor.fetchall() == before
        with acting_for("bank-b"):
            assert posting.post([an_entry("bank-b")], at=LATER) == 1


def test_who_was_erased_since_is_erased_again(file, other_database):
    with state():
        personal.erase("officer", at=LATER)
        erased = personal.erased()

    with pointing_to(other_database):
        backup.restore(file, person=CLERK, at=LATER, erased=erased)
        with acting_for("bank-a"):
            assert personal.details_of("officer") is None


def test_a_backup_can_be_read_whole_without_being_restored(file, tmp_path):
    spoil(file, tmp_path / "x", replaced("tables/store_posting", b"1000", b"1001"))

    assert backup.verify_backup(file) == backup.read_manifest(file)
    with pytest.raises(BackupNotReadableError):
        backup.verify_backup(tmp_path / "x")


def test_a_backup_is_not_restored_over_anything(file):
    with pytest.raises(DatabaseNotEmptyError):
        backup.restore(file, person=CLERK, at=LATER)


def spoil(file, spoiled, change):
    """Write a backup again with one member changed."""
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(spoiled, "w") as copy:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                copy.writestr(name, content)


def replaced(member, old, new):
    return lambda name, content: content.replace(old, new) if name == member else content


@pytest.mark.parametrize(
    "change",
    [
        replaced("tables/store_posting", b"1000", b"1001"),
        replaced("tables/store_posting", b"1000", b"x"),
        lambda name, content: None if name == "tables/store_entry" else content,
        lambda name, content: None if name == MANIFEST else content,
        lambda name, content: b"{}" if name == MANIFEST else content,
        lambda name, content: b"\xff" if name == MANIFEST else content,
        replaced(MANIFEST, b"store.0001_tables", b"store.0001_other"),
    ],
    ids=["amount", "rubbish", "no table", "no manifest", "empty", "no text", "other release"],
)
def test_a_damaged_backup_is_refused_and_nothing_of_it_stays(
    file, other_database, tmp_path, change
):
    spoiled = tmp_path / "spoiled"
    spoil(file, spoiled, change)

    with pointing_to(other_database):
        with pytest.raises(BackupNotReadableError):
            backup.restore(spoiled, person=CLERK, at=LATER)
        assert {digest.split()[0] for digest in table_digests().values()} == {"0"}


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"not a backup" * 1000])
def test_what_is_no_backup_is_refused(filled, tmp_path, content):
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(BackupNotReadableError):
        backup.read_manifest(tmp_path / "x")
    with pytest.raises(BackupNotReadableError):
        backup.restore(tmp_path / "x", person=CLERK, at=LATER)


def test_a_backup_cut_short_is_refused(file, tmp_path, other_database):
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[:-200])

    with pointing_to(other_database), pytest.raises(BackupNotReadableError):
        backup.restore(cut, person=CLERK, at=LATER)


def test_a_backup_of_books_that_were_broken_already_says_so(
    filled, fresh_database, other_database, tmp_path
):
    with psycopg.connect(fresh_database.conninfo()) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE store_posting SET amount = amount * 2")
    backup.back_up(tmp_path / "b", person=CLERK, at=AT)

    with pointing_to(other_database):
        restored = backup.restore(tmp_path / "b", person=CLERK, at=LATER)

    assert not restored.is_whole
    assert restored.chains[0].broken.sequence == 1


def test_rows_that_do_not_balance_do_not_pass_the_wall_on_the_way_in(
    filled, fresh_database, other_database, tmp_path
):
    with psycopg.connect(fresh_database.conninfo()) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE store_posting SET amount = amount + 1 WHERE number = 0")
    backup.back_up(tmp_path / "b", person=CLERK, at=AT)

    with pointing_to(other_database):
        with pytest.raises(BackupNotReadableError) as refusal:
            backup.restore(tmp_path / "b", person=CLERK, at=LATER)
        assert {digest.split()[0] for digest in table_digests().values()} == {"0"}
    assert "does not balance" in refusal.value.spoken("en")


def test_two_backups_of_one_moment_are_the_same(file, tmp_path):
    again = backup.back_up(tmp_path / "again", person=CLERK, at=AT)

    tables = {}
    for each in (file, again.file):
        with zipfile.ZipFile(each) as archive:
            told = json.loads(archive.read(MANIFEST))["tables"]
            told.pop("store_accesslog")  # taking the first one was a look
            tables[each] = told
    assert tables[file] == tables[again.file]
