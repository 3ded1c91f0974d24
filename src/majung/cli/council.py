"""``majung council``: the council's pack and the number register."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import written_to
from majung.cli.office import ASKING, DOING, Asking, Doing, day, now, open_office
from majung.cli.output import Words, language, refuse, say, say_json, say_table, spoken, told
from majung.cli.settled import settings
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack, restate_pack
from majung.operations.council.freeze_pack import FrozenPack, freeze_pack, rerender_pack
from majung.operations.council.reading import pack_file, pack_list
from majung.operations.council.reading_register import Sought, register_lines, register_workbook
from majung.operations.supply.reading import Wanted
from majung.reports.cells import written
from majung.reports.texts import said
from majung.rules.citations import Label
from majung.store.council.packs import Document, Pack
from majung.store.servicing.contracts import Series
from majung.supply.figures import RATIO_PLACES, Figure, ratio_text
from majung.supply.targets import SeriesSource
from majung.values.money import Money

app = App(name="council", help="The council's pack.", help_format="plaintext")
LISTED_MAX = 1000
pack = App(name="pack", help="Draft, freeze, print again.", help_format="plaintext")
app.command(pack)
app.command(
    "majung.cli.decision_record:decision", name="decision", help="Print the record of a decision."
)

WORDS: Words = {
    "ko": {
        "drafted": "{key}: 초안, 기준일 {as_of}", "frozen": "{key}: 확정 {digest}",
        "differs-from": "{figure}: {document}에 낸 값과 다름",
        "same": "{key}: 다시 만든 파일이 모두 같음",
        "changed": "  확정 때와 만드는 판이 다름: {name} {before} → {after}",
        "differs": "{key}: 다시 만든 {file}이 다름", "key": "안건자료", "as_of": "기준일",
        "state": "상태", "draft": "초안", "done": "확정", "figure": "수치", "value": "값",
        "document": "문서", "released": "공표일", "open": "미공표", "series": "계열",
        "before": "앞선 값", "reason": "사유", "contradicts": "어긋나는 문서", "subject": "대상",
        "definition": "정의", "saved": "{file}에 저장함",
    },
    "en": {
        "drafted": "{key}: drafted as of {as_of}", "frozen": "{key}: frozen {digest}",
        "differs-from": "{figure}: differs from what {document} let out",
        "same": "{key}: every file comes out the same",
        "changed": "  made by another version than when it was frozen: {name} {before} → {after}",
        "differs": "{key}: {file} comes out differently", "key": "Pack", "as_of": "As of",
        "state": "State", "draft": "draft", "done": "frozen", "figure": "Figure",
        "value": "Value", "document": "Document", "released": "Released", "open": "OPEN",
        "series": "Series", "before": "Before", "reason": "Reason", "contradicts": "Contradicts",
        "subject": "Subject", "definition": "Definition", "saved": "saved to {file}",
    },
}  # fmt: skip


@pack.command
def draft(
    plan: str,
    /,
    *,
    as_of: Annotated[date, Parameter(help="The last day counted.")],
    key: Annotated[str, Parameter(help="Names the pack and its files.")] = "",
    number: Annotated[str, Parameter(help="Of the paper, in the council's register.")] = "",
    name: Annotated[str, Parameter(help="Of the meeting.")] = "정책금융지원협의회",
    held_on: Annotated[date | None, Parameter(help="Day of the meeting.")] = None,
    revision: Annotated[int | None, Parameter(help="Of the plan; the one in force.")] = None,
    source: Annotated[SeriesSource, Parameter(help="Of the supply.")] = SeriesSource.REPORTED,
    series: Annotated[Series, Parameter(help="Of contracts, limits, overlaps.")] = Series.REAL,
    risk_run: Annotated[str, Parameter(help="Kept run whose technical note it has.")] = "",
    door: Asking = ASKING,
) -> None:
    """Draft a pack on PLAN, in the place of an earlier draft of the same key."""
    open_office()
    named = key or f"council-pack-{as_of:%Y-%m}"
    wanted = Wanted(plan=plan, as_of=as_of, source=source, series=series, revision=revision)
    meeting = Meeting(
        key=named,
        number=number or named,
        name=Label(name, name),
        held_on=held_on or as_of,
        risk_run=risk_run,
        reading=wanted,
    )
    made = draft_pack(door.enter(), meeting, at=now(), language=language())
    if door.json:
        say_json(_pack(made))
    else:
        say(told(WORDS[language()]["drafted"], key=made.key, as_of=made.as_of))


@pack.command
def freeze(
    key: str,
    /,
    *,
    into: Annotated[Path | None, Parameter(help="Folder for its files; var/packs.")] = None,
    door: Doing = DOING,
) -> None:
    """Freeze KEY: PDF, XLSX, HWPX and JSON byte for byte, its figures into the register."""
    frozen = freeze_pack(door.enter(), key, on=door.day, at=now())
    files = _written(frozen.documents, into or settings.VAR / "packs")
    if door.json:
        say_json({**_pack(frozen.pack), "files": [str(file) for file in files]})
        return
    _print_frozen(frozen, files)


@pack.command
def restate(
    corrects: str,
    plan: str,
    /,
    *,
    as_of: Annotated[date, Parameter(help="The last day counted.")],
    key: Annotated[str, Parameter(help="Names the new pack and its files.")],
    reason: Annotated[str, Parameter(help="Why figures are restated, in Korean.")],
    reason_en: Annotated[str, Parameter(help="The same in English.")] = "",
    number: Annotated[str, Parameter(help="Of the paper, in the council's register.")] = "",
    name: Annotated[str, Parameter(help="Of the meeting.")] = "정책금융지원협의회",
    held_on: Annotated[date | None, Parameter(help="Day of the meeting.")] = None,
    source: Annotated[SeriesSource, Parameter(help="Of the supply.")] = SeriesSource.REPORTED,
    series: Annotated[Series, Parameter(help="Of contracts, limits, overlaps.")] = Series.REAL,
    door: Asking = ASKING,
) -> None:
    """Draft a correction of the frozen pack CORRECTS; it shows each figure that differs."""
    open_office()
    meeting = Meeting(
        key=key,
        number=number or key,
        name=Label(name, name),
        held_on=held_on or as_of,
        reading=Wanted(plan=plan, as_of=as_of, source=source, series=series),
    )
    who = door.enter()
    why = Label(reason, reason_en or reason)
    made = restate_pack(who, meeting, corrects=corrects, reason=why, at=now())
    tongue = language()
    found = pack_file(who, made.key).paper.content.restatements
    rows = [
        (said(each.definition, tongue), written(each.released, tongue),
         written(each.restated, tongue), said(each.reason, tongue))
        for each in found
    ]  # fmt: skip
    names = ("figure", "before", "value", "reason")
    if door.json:
        lines = [dict(zip(names, row, strict=True)) for row in rows]
        say_json({**_pack(made), "restatements": lines})
        return
    words = WORDS[tongue]
    say(told(words["drafted"], key=made.key, as_of=made.as_of))
    say_table([(words[each], "left") for each in names], rows)


@pack.command
def rerender(key: str, /, *, door: Asking = ASKING) -> int:
    """Print a frozen pack again and compare every byte; exit status 1 if one differs."""
    again = rerender_pack(door.enter(), key)
    if door.json:
        changes = [asdict(each) for each in again.changes]
        say_json({"pack": key, "differing": list(again.differing), "changes": changes})
    else:
        words = WORDS[language()]
        for file in again.differing:
            refuse(words["differs"].format(key=key, file=file))
        for each in again.changes if again.differing else ():
            before, after = each.frozen or "-", each.current or "-"
            refuse(words["changed"].format(name=each.renderer, before=before, after=after))
        if not again.differing:
            say(words["same"].format(key=key))
    return 1 if again.differing else 0


@pack.command(name="list")
def list_(*, door: Asking = ASKING) -> None:
    """List drafts of one's own and whatever was frozen, latest first."""
    found = pack_list(door.enter())
    if door.json:
        say_json([_pack(each) for each in found])
        return
    words = WORDS[language()]
    say_table(
        [(words["key"], "left"), (words["as_of"], "left"), (words["series"], "left"),
         (words["state"], "left")],
        [
            (each.key, str(each.as_of), each.series,
             words["done"] if each.frozen_at else words["draft"])
            for each in found
        ],
    )  # fmt: skip


@app.command
def register(
    text: str = "",
    /,
    *,
    contradicting: Annotated[bool, Parameter(negative="", help="Only what contradicts.")] = False,
    xlsx: Annotated[Path | None, Parameter(help="Write the register here as a workbook.")] = None,
    door: Asking = ASKING,
) -> None:
    """List the number register (숫자대장), latest first; TEXT is looked for in it."""
    open_office()
    sought = Sought(text, contradicting, count_max=LISTED_MAX)
    if xlsx is not None:
        file = register_workbook(door.enter(), sought, on=day(None), at=now(), language=language())
        written_to(xlsx, file.content)
        say(WORDS[language()]["saved"].format(file=xlsx))
        return
    found = register_lines(door.enter(), sought)
    words, tongue = WORDS[language()], language()
    if door.json:
        say_json(
            [
                {
                    "figure": each.release.figure.key,
                    "subject": spoken(each.subject),
                    "definition": each.release.figure.definition.value,
                    "value": _value(each.release.figure, words["open"]),
                    "as_of": str(each.release.figure.as_of),
                    "series": each.release.figure.series,
                    "watermark": each.release.figure.watermark,
                    "document": each.release.document,
                    "released": str(each.release.released_on),
                    "contradicts": each.release.contradicts,
                }
                for each in found
            ]
        )
        return
    names = ("subject", "definition", "value", "as_of", "document", "released", "contradicts")
    rows = [
        (
            each.subject.spoken(tongue),
            each.definition.spoken(tongue),
            _value(each.release.figure, words["open"]),
            str(each.release.figure.as_of),
            each.release.document,
            str(each.release.released_on),
            each.release.contradicts,
        )
        for each in found
    ]
    say_table([(words[name], "left") for name in names], rows)


def _value(figure: Figure, still_open: str) -> str:
    if figure.value is None:
        return still_open
    if isinstance(figure.value, Money):
        return f"{figure.value.currency} {figure.value.written()}"
    return ratio_text(Fraction(figure.value), RATIO_PLACES)


def _print_frozen(frozen: FrozenPack, files: Iterable[Path]) -> None:
    words = WORDS[language()]
    say(words["frozen"].format(key=frozen.pack.key, digest=frozen.pack.digest))
    for file in files:
        say(str(file))
    for each in frozen.contradictions:
        refuse(words["differs-from"].format(figure=each.figure.key, document=each.contradicts))


def _written(documents: Iterable[Document], folder: Path) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for document in documents:
        file = folder / document.name
        written_to(file, document.content)
        files.append(file)
    return tuple(files)


def _pack(found: Pack) -> dict[str, object]:
    return {
        "pack": found.key,
        "as_of": found.as_of.isoformat(),
        "series": found.series,
        "frozen_at": found.frozen_at.isoformat() if found.frozen_at else None,
        "digest": found.digest or None,
        "corrects": found.corrects or None,
    }
