"""How an office is: walls, roles and tables of its database, jobs, disk, fonts, calendar."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from majung.reports.renderers.look import font_folder
from majung.rules.citations import Label
from majung.store.jobs.queue import waiting_since
from majung.store.upkeep.schema import missing_steps
from majung.store.upkeep.walls import unguarded_tables, walls_standing
from majung.values.calendars import korea
from majung.values.compiling import cache_folder, digest

DISK_BYTES_MIN = 2 << 30
#: A close of the coming year needs its holidays.
HORIZON_DAYS_MIN = 366
#: A job that waits longer finds no worker.
WAIT_MINUTES_MAX = 10
SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at, with what it means."""

    name: str
    is_well: bool
    words: Label


def database_signs() -> Iterator[Sign]:
    """Look at the database as the application sees it."""
    missing = missing_steps()
    yield Sign(
        "tables",
        not missing,
        Label(f"빠진 단계: {', '.join(missing)}", f"missing steps: {', '.join(missing)}")
        if missing
        else Label("모두 있음", "all there"),
    )
    standing = walls_standing()
    yield Sign(
        "role",
        standing.is_bound,
        Label(
            f"{standing.user}: 행 수준 보안에 {'매임' if standing.is_bound else '매이지 않음'}",
            f"{standing.user}: {'bound' if standing.is_bound else 'NOT bound'} by the walls",
        ),
    )
    unguarded = unguarded_tables()
    yield Sign(
        "row-level security",
        not unguarded,
        Label(f"꺼진 표: {', '.join(unguarded)}", f"off on: {', '.join(unguarded)}")
        if unguarded
        else Label(f"표 {standing.guarded}개에 켜짐", f"on for {standing.guarded} tables"),
    )


def job_sign(*, at: datetime) -> Sign:
    """Look whether somebody does the jobs that are due."""
    since = waiting_since()
    minutes = 0 if since is None else int((at - since).total_seconds() // SECONDS_A_MINUTE)
    if minutes < WAIT_MINUTES_MAX:
        return Sign("jobs", True, Label("밀린 작업 없음", "none is late"))  # noqa: FBT003 - its field
    return Sign(
        "jobs",
        False,  # noqa: FBT003 - likewise
        Label(
            f"{minutes:,}분째 기다리는 작업이 있음: 작업자(majung jobs work)가 도는지 확인",
            f"one has waited for {minutes:,} minutes: see that a worker runs (majung jobs work)",
        ),
    )


def machine_signs(var: Path, *, on: date) -> Iterator[Sign]:
    """Look at the machine: disk, compiled code, fonts, calendar."""
    free = shutil.disk_usage(var if var.exists() else Path.cwd()).free
    gigabytes = free // (1 << 30)
    yield Sign(
        "disk",
        free >= DISK_BYTES_MIN,
        Label(f"{var}에 {gigabytes} GB 남음", f"{gigabytes} GB free at {var}"),
    )
    folder = cache_folder(digest())
    yield Sign(
        "compiled code",
        folder is not None,
        Label(str(folder), str(folder))
        if folder is not None
        else Label(
            "둘 곳이 없어 시작할 때마다 다시 번역함", "nowhere to keep it: compiled at every start"
        ),
    )
    fonts = sorted(Path(font_folder()).glob("*.[to]tf"))
    yield Sign("fonts", bool(fonts), Label(f"{len(fonts)}개", f"{len(fonts)} found"))
    last = korea().last_on
    yield Sign(
        "calendar",
        (last - on).days >= HORIZON_DAYS_MIN,
        Label(f"공휴일을 {last}까지 앎", f"public holidays are known until {last}"),
    )
