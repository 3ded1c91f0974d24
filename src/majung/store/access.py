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

from django.db import transaction

from majung.errors import Language, PolicyFinanceError
from majung.store.acting import ACTING, Acting
from majung.store.asking import ask, leave, tell

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
    is_whole = transaction.get_autocommit()
    with transaction.atomic():
        number = "(SELECT id FROM store_institution WHERE key = %s)"
        before = _narrow(number, institution, institution="number::text", firm="''")
        if before.number is None:
            raise InstitutionNotKnownError(institution=institution)
        with _narrowed(before, Acting(institution=before.number), is_whole=is_whole):
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
    is_whole = transaction.get_autocommit()
    with transaction.atomic():
        before = _narrow("majung_firm_number(%s)", firm, institution="''", firm="number::text")
        if before.number is None:
            raise FirmNotKnownError(firm=firm)
        with _narrowed(before, Acting(firm=before.number), is_whole=is_whole):
            yield


@contextmanager
def acting_for_state(
    purpose: Purpose,
    *,
    person: str,
    at: datetime,
    legal_basis: str = "",
    subject: str = "",
    as_one_moment: bool = False,
) -> Iterator[None]:
    """Act for the State: every institution is seen, for a purpose that is written down first.

    The line in the access log is kept even if the block fails: a look happened all the same.

    Args:
        person: key of the person, or the word for work that runs by itself.
        legal_basis: the article that permits the look, where one is needed.
        subject: whom or what it concerns, where it concerns one.
        as_one_moment: whether everything is seen as it is at the first question, whatever others
            write meanwhile.

    Raises:
        WallsDownError: the database role is not bound by the walls.
        RuntimeError: called inside a transaction; the log could then be rolled back with it.
    """
    line = log_access(purpose, person=person, at=at, legal_basis=legal_basis, subject=subject)
    is_whole = transaction.get_autocommit()
    with transaction.atomic(durable=True):
        if as_one_moment:
            tell("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _look(str(line), role=STATE_ROLE)
        with _acting_as(Acting()):
            yield
        if not is_whole:
            # What was set for a transaction ends with it, but this one goes on.
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
    values = (person, str(purpose), legal_basis, subject, at)
    if transaction.get_autocommit():
        # By itself a statement is a transaction.
        return _logged(*values)
    with transaction.atomic(durable=True):
        return _logged(*values)


def _logged(*values: object) -> int:
    # Where the walls are down no line is written: nobody looks.
    line = f"CASE WHEN {IS_BOUND} THEN majung_log_access(%s, %s, %s, %s, %s) END"
    standing = _standing(line, *values)
    _require_walls(standing)
    assert standing.number is not None
    return standing.number


def acting_institution() -> str:
    """Return the key of the institution acted for; empty where it is a firm or the State."""
    found = ask("SELECT key FROM store_institution WHERE id = majung_institution()")
    return found[0][0] if found else ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """On whose behalf the transaction runs already, and the number of who is asked for."""

    number: int | None
    institution: str
    firm: str
    role: str
    user: str
    is_bound: bool


#: A superuser is bound by no wall: the application must not sign in as one.
IS_BOUND = "row_security_active('store_contract')"
#: Who acts in the transaction already.
STANDING = (
    "coalesce(current_setting('majung.institution', true), '') AS institution,"
    " coalesce(current_setting('majung.firm', true), '') AS firm,"
    " current_user AS role, session_user AS signed_in,"
    f" {IS_BOUND} AS is_bound"
)


def _standing(number: str, *values: Any) -> _Standing:
    return _Standing(*ask(f"SELECT {number}, {STANDING}", values)[0])


def _narrow(number: str, key: str, *, institution: str, firm: str) -> _Standing:
    """Look at who acts and narrow it to who is asked for, in one statement.

    Where the look refuses, the transaction is rolled back and the settings with it.
    """
    question = (
        f"WITH before AS MATERIALIZED (SELECT {number} AS number, {STANDING})"  # noqa: S608 - words of this module
        f" SELECT before.*, set_config('majung.institution', {institution}, true),"
        f" set_config('majung.firm', {firm}, true),"
        f" CASE WHEN role = '{STATE_ROLE}' THEN set_config('role', 'none', true) END"
        " FROM before"
    )
    return _Standing(*ask(question, [key])[0][:6])


@contextmanager
def _narrowed(before: _Standing, acting: Acting, *, is_whole: bool) -> Iterator[None]:
    held = (before.institution, before.firm)
    if any(held) and held != (str(acting.institution or ""), str(acting.firm or "")):
        raise ActingAlreadyError
    _require_walls(before)
    with _acting_as(acting):
        yield
    if is_whole:
        # What was set for a transaction ends with it.
        return
    # Not in a finally: an exception rolls the settings back together with everything else.
    ask(
        "SELECT set_config('majung.institution', %s, true), set_config('majung.firm', %s, true),"
        " CASE WHEN %s THEN set_config('role', %s, true) END",
        [*held, before.role == STATE_ROLE, STATE_ROLE],
    )


@contextmanager
def _acting_as(acting: Acting) -> Iterator[None]:
    token = ACTING.set(acting)
    try:
        yield
    finally:
        ACTING.reset(token)


def _require_walls(standing: _Standing) -> None:
    if not standing.is_bound:
        raise WallsDownError(user=standing.user)


def _look(line: str, *, role: str) -> None:
    """Take or leave the State's role, together with the line of the access log it goes by."""
    settings = "set_config('majung.access', %s, true), set_config('role', %s, true)"
    leave(f"SELECT {settings}", [line, role])
