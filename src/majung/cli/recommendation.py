"""``majung recommendation``: lists of recommended firms, row by row."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.applications.lists import RecommendationList
from majung.cli.given import content_of, require_place, written_to
from majung.cli.office import As, At, actor, now, open_office
from majung.cli.output import Json, Words, language, problem_document, refuse, say, say_json
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.recommend import check_recommendations, take_recommendations

app = App(name="recommendation", help="Lists of recommended firms.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "found": "{good}행 추천할 수 있음, {bad}행 돌려보냄", "taken": "새 추천 {count}건 접수",
        "returned": "돌려보낼 행: {file}",
    },
    "en": {
        "found": "{good} rows can be taken, {bad} go back",
        "taken": "{count} recommendations taken",
        "returned": "rows that go back: {file}",
    },
}  # fmt: skip

Round = Annotated[str, Parameter(name="--round", help="Key of the round.")]
Returned = Annotated[
    Path | None, Parameter(help="Write the rows that go back here (.xlsx), with their reasons.")
]


@app.command
def check(
    file: Path,
    /,
    *,
    round_: Round,
    returned: Returned = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> int:
    """Read a list without taking it: every row with its finding."""
    open_office()
    found = check_recommendations(
        actor(as_, at),
        round_,
        str(file),
        content_of(file),
        programmes=programmes_in_force(at=now()),
    )
    return _said(found, returned, taken=None, as_json=json)


@app.command
def take(
    file: Path,
    /,
    *,
    round_: Round,
    returned: Returned = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> int:
    """Take the good rows of a list; the bad ones go back with their reasons."""
    if returned is not None:
        require_place(returned)
    open_office()
    done = take_recommendations(
        actor(as_, at),
        round_,
        str(file),
        content_of(file),
        programmes=programmes_in_force(at=now()),
        at=now(),
    )
    return _said(done.found, returned, taken=done.recommended, as_json=json)


def _said(
    found: RecommendationList, returned: Path | None, *, taken: int | None, as_json: bool
) -> int:
    bad = [finding for finding in found.findings if finding.problems]
    if returned is not None and found.has_bad_rows:
        written_to(returned, found.returned(language()))
    if as_json:
        say_json(
            {
                "good": len(found.taken),
                "bad": len(bad),
                "taken": taken,
                "problems": [problem_document(problem) for problem in found.problems],
            }
        )
    else:
        words = WORDS[language()]
        for problem in found.problems:
            refuse(problem.spoken(language()))
        say(words["found"].format(good=len(found.taken), bad=len(bad)))
        if taken is not None:
            say(words["taken"].format(count=taken))
        if returned is not None and found.has_bad_rows:
            say(words["returned"].format(file=returned))
    return 1 if found.has_bad_rows else 0
