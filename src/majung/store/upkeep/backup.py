"""Everything recorded in one file, and back into an empty database.

The file is a ZIP: every table as PostgreSQL writes it in text, and a manifest with the number of
rows and the digest of each.  A restore reads nothing that does not have its digest, passes all
walls of the database on the way in, and is verified by the chains afterwards.

The office's secrets are not in it: without them the personal data in a stolen backup say nothing.
People who were erased since are erased again, because an old backup still holds their keys.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from majung.errors import PolicyFinanceError
from majung.store.access import Purpose, acting_for_state, log_access
from majung.store.parties import personal
from majung.store.servicing.books import books
from majung.store.servicing.chain import ChainFinding, verify_book
from majung.store.upkeep.owner import OWNER_ALIAS, at_work, tables
from majung.store.upkeep.schema import require_current

MANIFEST = "manifest.json"
FORMAT = 1
#: What is made anew with the tables, what waits for nothing, and sessions: everybody signs in anew.
LEFT_OUT = frozenset(
    {
        "auth_permission",
        "django_content_type",
        "django_migrations",
        "django_session",
        "store_pendingentry",
    }
)
PIECE_BYTES = 1 << 20


class BackupNotReadableError(PolicyFinanceError):
    """A backup is restored whole or not at all."""

    kind = "backup-not-readable"


class DatabaseNotEmptyError(PolicyFinanceError):
    """A backup is restored into an empty database."""

    kind = "database-not-empty"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        rows: by table.
        digest: SHA-256 of the manifest, hexadecimal: two backups of the same rows, taken at the
            same moment, have the same.
    """

    file: Path
    taken_at: datetime
    rows: dict[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and what its chains say about it."""

    backup: Backup
    chains: tuple[ChainFinding, ...]

    @property
    def is_whole(self) -> bool:
        """Say whether every chain fits the rows that came back."""
        return all(chain.is_whole for chain in self.chains)


def back_up(file: Path, *, person: str, at: datetime) -> Backup:
    """Write everything into a file, as it is at one moment; work goes on meanwhile.

    Raises:
        DatabaseNotCurrentError: the tables are of another release.
    """
    require_current()
    log_access(Purpose.BACKUP, person=person, at=at, subject=file.name)
    unfinished = file.with_name(f"{file.name}.unfinished")
    with (
        at_work(as_one_moment=True) as cursor,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        found = {table: _copy_out(cursor, archive, table) for table in _tables()}
        manifest = _manifest(found, at=at)
        archive.writestr(MANIFEST, manifest)
    with unfinished.open("rb") as whole:
        os.fsync(whole.fileno())
    unfinished.replace(file)
    return _backup(file, manifest)


def read_manifest(file: Path) -> Backup:
    """Return what a backup says it holds.

    Raises:
        BackupNotReadableError: the file is no backup.
    """
    with _archive(file) as archive:
        return _backup(file, archive.read(MANIFEST))


def verify_backup(file: Path) -> Backup:
    """Read a backup whole and hold every table against its digest, without restoring it.

    Raises:
        BackupNotReadableError: the file is no backup, is damaged, or is of another release.
    """
    with _archive(file) as archive:
        manifest = archive.read(MANIFEST)
        _require_undamaged(archive, json.loads(manifest), file)
        return _backup(file, manifest)


def restore(file: Path, *, person: str, at: datetime, erased: Iterable[str] = ()) -> Restored:
    """Bring a backup back into an empty database and verify its chains.

    Args:
        erased: keys of people erased since the backup was taken; they are erased again.

    Raises:
        BackupNotReadableError: the file is no backup, is damaged, or is of another release.
        DatabaseNotEmptyError: something is recorded already.
        DatabaseNotCurrentError: the tables are of another release.
    """
    require_current()
    with _archive(file) as archive:
        manifest = archive.read(MANIFEST)
        _require_undamaged(archive, json.loads(manifest), file)
        _bring_back(archive, file)
    log_access(Purpose.BACKUP, person=person, at=at, subject=file.name)
    with acting_for_state(Purpose.BACKUP, person=person, at=at, subject=file.name):
        for key in erased:
            personal.erase(key, at=at)
        chains = tuple(verify_book(book.key) for book in books())
    return Restored(_backup(file, manifest), chains)


def _bring_back(archive: zipfile.ZipFile, file: Path) -> None:
    """Copy every table in, in one transaction, past every wall of the database."""
    try:
        with at_work() as cursor:
            _require_empty(cursor)
            with _open_to_owner(cursor):
                for table in _tables():
                    _copy_in(cursor, archive, table)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise BackupNotReadableError(file=file.name, reason=reason) from error


@contextmanager
def _archive(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BackupNotReadableError(file=file.name, reason=str(error)) from error


def _manifest(found: Mapping[str, Any], *, at: datetime) -> bytes:
    content = {"format": FORMAT, "taken_at": at.isoformat(), "steps": _steps(), "tables": found}
    return json.dumps(content, indent=1, sort_keys=True).encode()


def _backup(file: Path, manifest: bytes) -> Backup:
    told = json.loads(manifest)
    return Backup(
        file=file,
        taken_at=datetime.fromisoformat(told["taken_at"]),
        rows={table: of_table["rows"] for table, of_table in told["tables"].items()},
        digest=hashlib.sha256(manifest).hexdigest(),
    )


def _steps() -> list[str]:
    applied = MigrationRecorder(connections[OWNER_ALIAS]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _tables() -> tuple[str, ...]:
    """Return the tables in the order in which they can be brought back."""
    own = list(tables())
    # The wall around frozen packs lets no document in once the pack is there.
    own.remove("store_packdocument")
    own.insert(own.index("store_pack"), "store_packdocument")
    every = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    others = sorted(every.difference(own))
    return tuple(table for table in (*own, *others) if table not in LEFT_OUT)


def _require_undamaged(archive: zipfile.ZipFile, told: Mapping[str, Any], file: Path) -> None:
    """Read every table once before anything is written, and hold it against the manifest."""
    if told["format"] != FORMAT or told["steps"] != _steps():
        raise BackupNotReadableError(file=file.name, reason="another release")
    for table in _tables():
        with archive.open(f"tables/{table}") as member:
            digest = hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]
        if digest != told["tables"][table]["sha256"]:
            raise BackupNotReadableError(file=file.name, reason=f"{table}: SHA-256")


def _require_empty(cursor: CursorWrapper) -> None:
    for table in _tables():
        cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))
        if cursor.fetchone() is not None:
            raise DatabaseNotEmptyError(table=table)


@contextmanager
def _open_to_owner(cursor: CursorWrapper) -> Iterator[None]:
    """Let the owner copy into all tables; whoever else looks in meanwhile sees the walls."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname LIKE 'store\\_%'"
    )
    forced = [row[0] for row in cursor.fetchall()]
    for table in forced:
        _alter(cursor, table, "NO FORCE ROW LEVEL SECURITY")
    yield
    # What waits for the end of the transaction is checked now: a table that is still waited for
    # cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in forced:
        _alter(cursor, table, "FORCE ROW LEVEL SECURITY")


def _alter(cursor: CursorWrapper, table: str, change: str) -> None:
    order = sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(table), sql.SQL(change))
    cursor.execute(order)


def _copy_out(cursor: CursorWrapper, archive: zipfile.ZipFile, table: str) -> dict[str, Any]:
    order = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _named(_columns(cursor, table)),
        sql.Identifier(table),
        _named(_columns(cursor, table, of_key=True)),
    )
    digest, rows = hashlib.sha256(), 0
    with (
        archive.open(f"tables/{table}", "w", force_zip64=True) as member,
        cursor.copy(order) as copy,
    ):
        for piece in copy:
            content = bytes(piece)
            digest.update(content)
            # Line breaks inside a value are written as two letters: a line is a row.
            rows += content.count(b"\n")
            member.write(content)
    return {"rows": rows, "sha256": digest.hexdigest()}


def _copy_in(cursor: CursorWrapper, archive: zipfile.ZipFile, table: str) -> None:
    columns = _columns(cursor, table)
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _named(columns))
    with archive.open(f"tables/{table}") as member, cursor.copy(order) as copy:
        while piece := member.read(PIECE_BYTES):
            copy.write(piece)
    if "id" in columns:
        cursor.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}"
                " HAVING max(id) > 0"
            ).format(sql.Literal(table), sql.Identifier(table))
        )


def _columns(cursor: CursorWrapper, table: str, *, of_key: bool = False) -> list[str]:
    cursor.execute(
        "SELECT a.attname FROM pg_attribute a JOIN pg_index i ON i.indrelid = a.attrelid"
        " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped"
        " AND i.indisprimary AND (NOT %s OR a.attnum = ANY (i.indkey)) ORDER BY a.attnum",
        [table, of_key],
    )
    return [row[0] for row in cursor.fetchall()]


def _named(columns: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
