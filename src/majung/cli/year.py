"""``majung year``: a year of the example world, day by day, then the pack and the office."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from majung.cli.office import day, now, open_office
from majung.cli.output import console, language, say
from majung.cli.serve import PORT, run_office
from majung.cli.settled import settings
from majung.contracts.events import EventKind
from majung.errors import Language
from majung.errors.days import spoken_day
from majung.example.people import sign_ins
from majung.example.play import Day
from majung.example.summary import Sum
from majung.example.year import Told, everybody, is_played, kept_packs, play_year
from majung.operations.reading_names import names
from majung.reports.cells import OPEN, scaled, written
from majung.store.server import server_folder, start
from majung.supply.figures import ratio_text
from majung.values.money import Money

app = App(name="year", help="A year of the example world.", help_format="plaintext")

WORDS: dict[Language, dict[str, str]] = {
    "ko": {
        "days": "영업일 마감",
        "there": "예시 {year}년이 이미 있습니다. 새로 실행하려면 --again",
        "title": "예시 {year}년 — 아래 기관·기업·사람·계약은 모두 예시입니다",
        "closed": "마감한 영업일",
        "projects": "제안 과제 · 선정 · 참여",
        "applications": "신청 · 승인 · 거절 · 사양 · 기한 경과",
        "contracts": "약정",
        "supplied": "공급",
        "defaults": "기한이익 상실",
        "claims": "청구 · 인정 · 거절 · 지급",
        "recovered": "회수",
        "written": "상각(대출 · 구상)",
        "fund": "펀드 약정 · 납입 · 투자 · 회수 · 배분",
        "pack": "안건자료(공표 실적)",
        "audit": "감사 검증",
        "whole": "이상 없음",
        "broken": "이상 있음: majung audit verify",
        "seconds": "걸린 시간(초)",
        "sign-in": "로그인(예시 역할)",
        "serving": "멈추려면 Ctrl+C",
        "serve": "사무실 열기: majung serve",
    },
    "en": {
        "days": "closing business days",
        "there": "the example year {year} is there already; --again plays it anew",
        "title": "Example year {year}: every institution, firm, person and contract is an example",
        "closed": "business days closed",
        "projects": "projects proposed · chosen · participants",
        "applications": "applications · granted · refused · declined · lapsed",
        "contracts": "contracts",
        "supplied": "supplied",
        "defaults": "loans called in",
        "claims": "claims filed · accepted · refused · paid",
        "recovered": "recovered",
        "written": "written off (loans · recourse)",
        "fund": "fund committed · paid in · invested · returned · distributed",
        "pack": "pack (published figures)",
        "audit": "audit",
        "whole": "whole",
        "broken": "not whole: majung audit verify",
        "seconds": "seconds taken",
        "sign-in": "sign-ins (example roles)",
        "serving": "Ctrl+C stops it",
        "serve": "open the office with majung serve",
    },
}


@app.default
def year_(
    year: int,
    /,
    *,
    again: Annotated[bool, Parameter(help="Play it anew, in the place of the one there.")] = False,
    serve_after: Annotated[
        bool, Parameter(name="--serve", help="Serve the office on loopback afterwards.")
    ] = True,
    port: Annotated[int, Parameter(help="Port of the office.")] = PORT,
) -> int:
    """Play YEAR through the office, freeze the council's pack and open the office."""
    began = time.monotonic()
    words = WORDS[language()]
    if settings.USES_EMBEDDED_DATABASE:
        start(server_folder(settings.VAR))
    if is_played(year) and not again:
        say(words["there"].format(year=year))
    else:
        with _bar() as progress:
            told = play_year(year, keyring=settings.KEYRING, progress=progress)
        _tell(year, told)
        for path in kept_packs(told.pack, settings.VAR / "packs"):
            say(str(path))
        say(f"{words['seconds']}: {time.monotonic() - began:.1f}")
    open_office()
    _sign_ins()
    if not serve_after:
        say(words["serve"])
        return 0
    return run_office(port)


@contextmanager
def _bar() -> Iterator[Callable[[Day], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[on]}"),
    )
    with Progress(*columns, console=console(stderr=True)) as shown:
        task = shown.add_task(WORDS[language()]["days"], total=None, on="")

        def advance(day: Day) -> None:
            shown.update(task, total=day.days, completed=day.number, on=day.on.isoformat())

        yield advance


def _tell(year: int, told: Told) -> None:
    tongue = language()
    words = WORDS[tongue]
    say(words["title"].format(year=year))
    wanted = told.world.projects
    chosen = [project for project in told.plan.projects if project.is_chosen]
    participants = sum(1 + len(project.members) for project in chosen)
    rows = [
        (words["closed"], str(told.days)),
        (words["projects"], f"{wanted.proposals} · {len(chosen)} · {participants}"),
        (
            words["applications"],
            " · ".join(str(count) for count in (len(told.plan.cases), *told.endings().values())),
        ),
    ]
    summary = told.summary
    called = names(on=date(year, 12, 31), at=now())
    rows += [
        (words["contracts"], f"{called.product(product).spoken(tongue)} {count:,}")
        for product, count in summary.contracts.items()
    ]
    rows += [
        (words["supplied"], f"{called.product(product).spoken(tongue)} {_sum(found)}")
        for product, found in summary.supplied.items()
    ]
    claims = (
        EventKind.CLAIM_FILED,
        EventKind.CLAIM_ACCEPTED,
        EventKind.CLAIM_REFUSED,
        EventKind.CLAIM_PAID,
    )
    fund = (
        EventKind.FUND_COMMITTED,
        EventKind.CAPITAL_PAID,
        EventKind.INVESTED,
        EventKind.COST_RETURNED,
        EventKind.CAPITAL_RETURNED,
    )
    line = told.pace.headline
    rate = "" if line.rate is None else ratio_text(line.rate * 100, 1)
    elapsed = ratio_text(line.elapsed * 100, 1)
    supplied, target = _trillions(line.supplied), _trillions(line.target)
    rows += [
        (words["defaults"], _sum(summary.of(EventKind.DEFAULTED))),
        (words["claims"], " · ".join(_sum(summary.of(kind)) for kind in claims)),
        (words["recovered"], _sum(summary.of(EventKind.RECOVERED, EventKind.RECOVERY_SHARED))),
        (
            words["written"],
            f"{_sum(summary.of(EventKind.WRITTEN_OFF))} ·"
            f" {_sum(summary.of(EventKind.RECOURSE_WRITTEN_OFF))}",
        ),
        (words["fund"], " · ".join(_sum(summary.of(kind)) for kind in fund)),
        (
            words["pack"],
            f"{spoken_day(told.pace.as_of, tongue)} {supplied} / {target} = {rate} % ({elapsed} %)",
        ),
        (words["audit"], words["whole"] if told.audit.is_whole else words["broken"]),
    ]
    for name, value in rows:
        say(f"  {name}: {value}")


def _trillions(value: Money | None) -> str:
    return written(scaled(OPEN if value is None else value, "조", 1), language())


def _sum(found: Sum) -> str:
    return f"{found.count} ({found.amount.spoken(language())})"


def _sign_ins() -> None:
    say(WORDS[language()]["sign-in"])
    called = names(on=day(None), at=now())
    for each in sign_ins(everybody(), secret=settings.KEYRING.session_key):
        role = each.role.spoken(language())
        place = called.institution(each.institution).spoken(language())
        say(f"  {each.name:<18} {each.password}  {' · '.join(filter(None, (role, place)))}")
