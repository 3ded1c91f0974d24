"""``majung recommendation``: rounds, lists of firms row by row, approval, withdrawal."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.applications.firm import identity_key
from majung.applications.lists import RecommendationList
from majung.cli.given import content_of, require_place, written_to
from majung.cli.office import ACTING, ASKING, DOING, Acting, Asking, Doing, day, now
from majung.cli.output import Words, language, problem_document, refuse, say, say_json, say_table
from majung.operations.intake.approve_list import approve_recommendations, send_list_back
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.reading_rounds import RoundLine, round_file, round_list, rules_of
from majung.operations.intake.recommend import (
    RuleUnknownError,
    check_recommendations,
    open_round,
    recommended_firms,
    take_recommendations,
    withdraw_recommendation,
)

app = App(name="recommendation", help="Lists of recommended firms.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "found": "{good}행 추천할 수 있음, {bad}행 돌려보냄",
        "waiting": "승인 대기: {proposal}", "returned": "돌려보낼 행: {file}",
        "opened": "추천 차수 {key} 개시", "approved": "{count}개 기업 추천",
        "back": "{key} 돌려보냄", "withdrawn": "{key} 추천 철회",
        "firms": "추천 {rows}건, 기업 {firms}곳, 두 번 이상 추천된 기업 {again}곳",
        "round": "차수", "programme": "프로그램", "opens": "시작일", "closes": "종료일",
        "quota": "정원", "recommended": "추천", "left": "남음", "lists": "대기 명단",
        "list": "명단", "file": "파일", "good": "받은 행", "bad": "돌려보낸 행", "state": "상태",
        "firm": "기업", "number": "번호", "from": "추천일", "until": "유효기한",
        "times": "추천 수", "by": "추천기관",
        "state-all-back": "모두 돌려보냄", "state-waiting": "승인 대기",
        "state-approved": "승인", "state-sent-back": "반려",
    },
    "en": {
        "found": "{good} rows can be taken, {bad} go back",
        "waiting": "waits for approval: {proposal}", "returned": "rows that go back: {file}",
        "opened": "round {key} opened", "approved": "{count} firms recommended",
        "back": "{key} sent back", "withdrawn": "{key} withdrawn",
        "firms": "{rows} recommendations, {firms} firms, {again} chosen more than once",
        "round": "Round", "programme": "Programme", "opens": "Opens", "closes": "Closes",
        "quota": "Quota", "recommended": "Firms", "left": "Left", "lists": "Lists waiting",
        "list": "List", "file": "File", "good": "Taken", "bad": "Sent back", "state": "State",
        "firm": "Firm", "number": "Number", "from": "From", "until": "Until",
        "times": "Times", "by": "By",
        "state-all-back": "all sent back", "state-waiting": "waits for approval",
        "state-approved": "approved", "state-sent-back": "sent back",
    },
}  # fmt: skip

Round = Annotated[str, Parameter(name="--round", help="Key of the round.")]
Returned = Annotated[
    Path | None, Parameter(help="Write the rows that go back here (.xlsx), with their reasons.")
]


Reason = Annotated[str, Parameter(help="Why.")]


@app.command
def check(
    file: Path,
    /,
    *,
    round_: Round,
    returned: Returned = None,
    door: Asking = ASKING,
) -> int:
    """Read a list without taking it: every row with its finding."""
    found = check_recommendations(
        door.enter(),
        round_,
        str(file),
        content_of(file),
        programmes=programmes_in_force(at=now()),
    )
    return _said(found, returned, waiting=None, as_json=door.json)


@app.command
def take(
    file: Path,
    /,
    *,
    round_: Round,
    returned: Returned = None,
    door: Doing = DOING,
) -> int:
    """Put the good rows of a list forward; the bad ones go back with their reasons."""
    if returned is not None:
        require_place(returned)
    done = take_recommendations(
        door.enter(),
        round_,
        str(file),
        content_of(file),
        programmes=programmes_in_force(at=now()),
        on=door.day,
        at=now(),
    )
    waiting = done.proposal.key if done.proposal is not None else None
    return _said(done.found, returned, waiting=waiting, as_json=door.json)


@app.command(name="rounds")
def rounds(*, door: Asking = ASKING) -> None:
    """List the rounds with their quota and the room left."""
    found = round_list(door.enter())
    if door.json:
        say_json([_round_document(each) for each in found])
        return
    heads = ("round", "programme", "opens", "closes", "quota", "recommended", "left", "lists")
    _table(
        heads,
        [
            (
                each.round.key, each.round.programme, str(each.round.opens_on),
                str(each.round.closes_on or ""), _count(each.round.quota),
                str(each.recommended), _count(each.left), str(each.waiting),
            )
            for each in found
        ],
        numbers=("quota", "recommended", "left", "lists"),
    )  # fmt: skip


@app.command(name="open")
def open_(
    key: str,
    /,
    *,
    rule: Annotated[str, Parameter(help="Key of the programme's recommendation rule.")],
    programme: Annotated[
        str, Parameter(help="Key of the programme, where rules share a name.")
    ] = "",
    from_on: Annotated[date | None, Parameter(name="--from", help="First day.")] = None,
    until_on: Annotated[date | None, Parameter(name="--until", help="Last day.")] = None,
    door: Asking = ASKING,
) -> None:
    """Open round KEY under a rule, with the quota and validity the programme gives it."""
    who = door.enter()
    own = [
        (each, one)
        for each, one in rules_of(who, at=now())
        if one.key == rule and programme in ("", each.key)
    ]
    if not own:
        raise RuleUnknownError(rule=rule, institution=who.institution or "-")
    opened = open_round(
        who, own[0][0], rule, key=key, opens_on=day(from_on), closes_on=until_on, at=now()
    )
    if door.json:
        say_json(_round_document(RoundLine(opened, 0, 0, 0)))
    else:
        say(WORDS[language()]["opened"].format(key=key))


@app.command
def show(key: str, /, *, door: Asking = ASKING) -> None:
    """Show round KEY: its lists and whom it recommends."""
    found = round_file(door.enter(), key)
    if door.json:
        say_json(
            {
                **_round_document(found.line),
                "lists": [
                    {
                        "list": each.proposal.key if each.proposal else None,
                        "file": each.kept.name,
                        "digest": each.kept.digest,
                        "good": each.kept.good,
                        "bad": each.kept.bad,
                        "state": each.state,
                    }
                    for each in found.lists
                ],
                "recommendations": [
                    {
                        "key": each.key,
                        "firm": identity_key(each.firm),
                        "name": each.firm_name,
                        "from": each.from_on.isoformat(),
                        "until": each.until_on.isoformat() if each.until_on else None,
                        "withdrawn_on": back.effective_on.isoformat() if back else None,
                    }
                    for each, back in found.recommendations
                ],
            }
        )
        return
    words = WORDS[language()]
    _table(
        ("list", "file", "good", "bad", "state"),
        [
            (
                each.proposal.key if each.proposal else "", each.kept.name, str(each.kept.good),
                str(each.kept.bad), words[f"state-{each.state}"],
            )
            for each in found.lists
        ],
        numbers=("good", "bad"),
    )  # fmt: skip
    _table(
        ("firm", "number", "from", "until"),
        [
            (each.firm_name, each.firm.spoken(language()), str(each.from_on),
             str(back.effective_on if back else each.until_on or ""))
            for each, back in found.recommendations
        ],
    )  # fmt: skip


@app.command
def approve(
    list_: str,
    /,
    *,
    document: Annotated[str, Parameter(help="Number of the document of the approval.")],
    door: Doing = DOING,
) -> None:
    """Recommend the firms of a LIST that another person put forward."""
    count = approve_recommendations(door.enter(), list_, document, on=door.day, at=now())
    if door.json:
        say_json({"list": list_, "recommended": count})
    else:
        say(WORDS[language()]["approved"].format(count=count))


@app.command(name="send-back")
def send_back(list_: str, /, *, reason: Reason, door: Acting = ACTING) -> None:
    """Send a LIST back unapproved."""
    send_list_back(door.enter(), list_, reason, on=door.day, at=now())
    say(WORDS[language()]["back"].format(key=list_))


@app.command
def withdraw(recommendation: str, /, *, reason: Reason, door: Acting = ACTING) -> None:
    """Take a RECOMMENDATION back from a day on; contracts that stand are kept."""
    withdraw_recommendation(door.enter(), recommendation, reason, on=door.day, at=now())
    say(WORDS[language()]["withdrawn"].format(key=recommendation))


@app.command
def firms(*, door: Doing = DOING) -> None:
    """Bring all lists together: one line a firm, whoever recommended it."""
    found = recommended_firms(door.enter(), on=door.day)
    rows = sum(len(each.recommendations) for each in found)
    again = sum(each.is_chosen_more_than_once for each in found)
    if door.json:
        say_json(
            {
                "recommendations": rows,
                "firms": len(found),
                "chosen_more_than_once": again,
                "items": [
                    {
                        "firm": identity_key(each.firm),
                        "name": each.name,
                        "times": len(each.recommendations),
                        "recommenders": list(each.recommenders),
                    }
                    for each in found
                ],
            }
        )
        return
    say(WORDS[language()]["firms"].format(rows=rows, firms=len(found), again=again))
    _table(
        ("firm", "number", "times", "by"),
        [
            (each.name, each.firm.spoken(language()), str(len(each.recommendations)),
             ", ".join(each.recommenders))
            for each in found
        ],
        numbers=("times",),
    )  # fmt: skip


def _said(
    found: RecommendationList, returned: Path | None, *, waiting: str | None, as_json: bool
) -> int:
    bad = [finding for finding in found.findings if finding.problems]
    if returned is not None and found.has_bad_rows:
        written_to(returned, found.returned(language()))
    if as_json:
        say_json(
            {
                "good": len(found.taken),
                "bad": len(bad),
                "waiting": waiting,
                "problems": [problem_document(problem) for problem in found.problems],
            }
        )
    else:
        words = WORDS[language()]
        for problem in found.problems:
            refuse(problem.spoken(language()))
        say(words["found"].format(good=len(found.taken), bad=len(bad)))
        if waiting is not None:
            say(words["waiting"].format(proposal=waiting))
        if returned is not None and found.has_bad_rows:
            say(words["returned"].format(file=returned))
    return 1 if found.has_bad_rows else 0


def _round_document(line: RoundLine) -> dict[str, object]:
    round_ = line.round
    return {
        "key": round_.key,
        "programme": round_.programme,
        "rule": round_.rule,
        "recommender": round_.recommender,
        "opens_on": round_.opens_on.isoformat(),
        "closes_on": round_.closes_on.isoformat() if round_.closes_on else None,
        "validity_months": round_.validity_months,
        "quota": round_.quota,
        "recommended": line.recommended,
        "withdrawn": line.withdrawn,
        "left": line.left,
        "lists_waiting": line.waiting,
    }


def _table(
    heads: tuple[str, ...], rows: list[tuple[str, ...]], *, numbers: tuple[str, ...] = ()
) -> None:
    words = WORDS[language()]
    say_table([(words[head], "right" if head in numbers else "left") for head in heads], rows)


def _count(number: int | None) -> str:
    return "" if number is None else str(number)
