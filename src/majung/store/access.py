"""On whose behalf a transaction runs.

Every reading and writing happens inside `acting_for`, `acting_for_firm` or `acting_for_state`.
Outside of them the database shows no rows: what was forgotten is seen at once and leaks nothing.
Each is one transaction: what it wrote is kept whole when the block ends, or not at all.

One may narrow what is seen inside a block (the State acts for a bank) but never widen it: who
needs all institutions says so, and why, before the transaction begins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from majung.errors import Language, PolicyFinanceError

STATE_ROLE = "majung_state"


class Purpose(StrEnum):
    """Why somebody looks beyond one institution.  Nothing else opens all rows."""

    ADMINISTRATION = "administration"
    AUDIT = "audit"
    BACKUP = "backup"
    CLOSE = "close"
    ENVELOPES = "envelopes"
    EXAMPLE = "example"
    IMPORT = "import"
    INTAKE = "intake"
    LAKE = "lake"
    PACK = "pack"
    REGISTER = "register"
    SERVICING = "servicing"
    SUPPLY = "supply"

    def spoken(self, language: Language) -> str:
        """Write the purpose as the access log prints it."""
        return KOREAN_PURPOSE[self] if language == "ko" else self.value


KOREAN_PURPOSE = {
    Purpose.ADMINISTRATION: "시스템 관리",
    Purpose.AUDIT: "감사",
    Purpose.BACKUP: "백업·복원",
    Purpose.CLOSE: "일 마감",
    Purpose.ENVELOPES: "한도 관리",
    Purpose.EXAMPLE: "예시 자료",
    Purpose.IMPORT: "자료 반입",
    Purpose.INTAKE: "접수·심사",
    Purpose.LAKE: "분석 자료",
    Purpose.PACK: "안건자료",
    Purpose.REGISTER: "기업·수혜 조회",
    Purpose.SERVICING: "계약 관리",
    Purpose.SUPPLY: "공급실적",
}


class InstitutionNotKnownError(PolicyFinanceError):
    """Who is acted for is registered."""

    kind = "institution-not-known"


class FirmNotKnownError(PolicyFinanceError):
    """A firm that is named is registered."""

    kind = "firm-not-known"


class WallsDownError(PolicyFinanceError):
    """The application signs in to the database as a role that the walls bind."""

    kind = "walls-down"


class ActingAlreadyError(PolicyFinanceError):
    """What one may see is narrowed inside a transaction, never widened."""

    kind = "acting-already"


@contextmanager
def acting_for(institution: str) -> Iterator[None]:
    """Act for one institution: its rows are seen, and what is written is its own.

    Args:
        institution: its key.

    Raises:
        InstitutionNotKnownError: no institution has the key.
        ActingAlreadyError: the transaction already acts for somebody else.
        WallsDownError: the database role is not bound by the walls.
    """
    with transaction.atomic():
        standing = _standing("(SELECT id FROM store_institution WHERE key = %s)", institution)
        if standing.number is None:
            raise InstitutionNotKnownError(institution=institution)
        with _narrowed(standing, institution=str(standing.number), firm=""):
            yield


@contextmanager
def acting_for_firm(firm: str) -> Iterator[None]:
    """Act for one firm: its own applications, statements, offers and contracts are seen.

    Args:
        firm: its key.

    Raises:
        FirmNotKnownError: no firm has the key.
        ActingAlreadyError: the transaction already acts for somebody else.
        WallsDownError: the database role is not bound by the walls.
    """
    with transaction.atomic():
        standing = _standing("majung_firm_number(%s)", firm)
        if standing.number is None:
            raise FirmNotKnownError(firm=firm)
        with _narrowed(standing, institution="", firm=str(standing.number)):
            yield


@contextmanager
def acting_for_state(
    purpose: Purpose,
    *,
    person: str,
    at: datetime,
    legal_basis: str = "",
    subject: str = "",
) -> Iterator[None]:
    """Act for the State: every institution is seen, for a purpose that is written down first.

    The line in the access log is kept even if the block fails: a look happened all the same.

    Args:
        person: key of the person, or the word for work that runs by itself.
        legal_basis: the article that permits the look, where one is needed.
        subject: whom or what it concerns, where it concerns one.

    Raises:
        WallsDownError: the database role is not bound by the walls.
        RuntimeError: called inside a transaction; the log could then be rolled back with it.
    """
    line = log_access(purpose, person=person, at=at, legal_basis=legal_basis, subject=subject)
    with transaction.atomic(durable=True):
        _look(str(line), role=STATE_ROLE)
        yield
        _look("", role="none")


def log_access(
    purpose: Purpose,
    *,
    person: str,
    at: datetime,
    legal_basis: str = "",
    subject: str = "",
) -> int:
    """Write a look down before it happens, in a transaction of its own; return its line.

    Raises:
        WallsDownError: the database role is not bound by the walls.
        RuntimeError: called inside a transaction; the log could then be rolled back with it.
    """
    with transaction.atomic(durable=True):
        line = "majung_log_access(%s, %s, %s, %s, %s)"
        standing = _standing(line, person, str(purpose), legal_basis, subject, at)
        # Where the walls are down the line goes back with the transaction: nobody looks.
        _require_walls(standing)
        assert standing.number is not None
        return standing.number


def acting_institution() -> str:
    """Return the key of the institution acted for; empty where it is a firm or the State."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM store_institution WHERE id = majung_institution()")
        row = cursor.fetchone()
    return row[0] if row else ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """On whose behalf the transaction runs already, and the number of who is asked for."""

    number: int | None
    institution: str
    firm: str
    role: str
    user: str
    is_bound: bool


def _standing(number: str, *values: Any) -> _Standing:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {number}, coalesce(current_setting('majung.institution', true), ''),"
            " coalesce(current_setting('majung.firm', true), ''), current_user, session_user,"
            # A superuser is bound by no wall: the application must not sign in as one.
            " row_security_active('store_contract')",
            values,
        )
        return _Standing(*cursor.fetchone())


@contextmanager
def _narrowed(before: _Standing, *, institution: str, firm: str) -> Iterator[None]:
    held = (before.institution, before.firm)
    if any(held) and held != (institution, firm):
        raise ActingAlreadyError
    _require_walls(before)
    if before.role == STATE_ROLE:
        _execute("SET LOCAL ROLE NONE")
    _act_as(institution, firm)
    # Not in a finally: an exception rolls the settings back together with everything else.
    yield
    _act_as(*held)
    if before.role == STATE_ROLE:
        _execute(f"SET LOCAL ROLE {STATE_ROLE}")


def _require_walls(standing: _Standing) -> None:
    if not standing.is_bound:
        raise WallsDownError(user=standing.user)


def _look(line: str, *, role: str) -> None:
    """Take or leave the State's role, together with the line of the access log it goes by."""
    _execute(
        "SELECT set_config('majung.access', %s, true), set_config('role', %s, true)", line, role
    )


def _act_as(institution: str, firm: str) -> None:
    _execute(
        "SELECT set_config('majung.institution', %s, true), set_config('majung.firm', %s, true)",
        institution,
        firm,
    )


def _execute(query: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
