"""``majung doctor``: what is running, where, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cyclopts import App

from majung.cli.office import now, open_office, today
from majung.cli.output import Json, language, say, say_json
from majung.cli.settled import settings
from majung.errors import Language, PolicyFinanceError
from majung.operations import health
from majung.operations.health import Sign
from majung.store.server import is_running, server_folder

app = App(name="doctor", help="What is running and what is wrong.", help_format="plaintext")


class Standing(StrEnum):
    """How a check came out."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


MARKS = {Standing.WELL: "✓", Standing.NOTE: "·", Standing.WRONG: "✗"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    standing: Standing
    words: dict[str, str]


@app.default
def doctor(*, json: Json = False) -> int:
    """Look at everything the office stands on; the exit status is 1 if something is wrong."""
    checks = tuple(_checks())
    is_well = all(check.standing is not Standing.WRONG for check in checks)
    if json:
        say_json(
            {
                "is_well": is_well,
                "checks": [
                    {"check": check.name, "standing": check.standing.value, **check.words}
                    for check in checks
                ],
            }
        )
    else:
        _print(checks, language())
    return 0 if is_well else 1


def _print(checks: tuple[Check, ...], tongue: Language) -> None:
    for check in checks:
        say(f"{MARKS[check.standing]} {check.name}: {check.words[tongue]}")


def _checks() -> Iterator[Check]:
    yield _server_check()
    try:
        steps = open_office()
    except PolicyFinanceError as refusal:
        words = {"ko": refusal.spoken("ko"), "en": refusal.spoken("en")}
        yield Check("database", Standing.WRONG, words)
    else:
        yield _prepared(steps)
        yield from (_found(sign) for sign in health.database_signs())
        yield _found(health.job_sign(at=now()))
    yield from (_found(sign) for sign in health.machine_signs(settings.VAR, on=today()))


def _server_check() -> Check:
    if not settings.USES_EMBEDDED_DATABASE:
        address = settings.DATABASE_OWNER
        return Check(
            "server",
            Standing.WELL,
            {
                "ko": f"지정된 데이터베이스 {address.database}({address.host})",
                "en": f"a database that was named: {address.database} on {address.host}",
            },
        )
    folder = server_folder(settings.VAR)
    running = is_running(folder)
    return Check(
        "server",
        Standing.NOTE,
        {
            "ko": f"내장 PostgreSQL, {folder.home}, {'실행 중' if running else '점검을 위해 시작'}."
            " 이 기계의 관리자를 막는 보안 경계가 아님. 여러 기관이 함께 쓰려면"
            " MAJUNG_DATABASE_URL로 서버를 지정할 것",
            "en": f"embedded PostgreSQL in {folder.home},"
            f" {'running' if running else 'started for this check'}."
            " It is no security boundary against whoever administers this machine;"
            " where several institutions share it, name a server in MAJUNG_DATABASE_URL",
        },
    )


def _prepared(steps: tuple[str, ...]) -> Check:
    count = len(steps)
    words = {
        "ko": f"마이그레이션 {count}건 적용" if count else "이 판의 표와 같음",
        "en": f"{count} migrations applied now"
        if count
        else "the tables are those of this release",
    }
    return Check("migrations", Standing.WELL, words)


def _found(sign: Sign) -> Check:
    standing = Standing.WELL if sign.is_well else Standing.WRONG
    return Check(sign.name, standing, {"ko": sign.words.ko, "en": sign.words.en})
