"""``majung backup``: everything recorded in one file, verified, and back into an empty office."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import require_place, require_there
from majung.cli.office import now, open_office
from majung.cli.output import Json, Words, language, refuse, say, say_json, told
from majung.operations.acting import Role
from majung.store.upkeep.backup import Backup, back_up, restore, verify_backup

app = App(name="backup", help="A verified copy of everything.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "held": "{file}: {rows}행, {taken_at}, {digest}",
        "secrets": "열쇠(secrets.json)는 들어 있지 않음: 따로 보관할 것."
        " 없으면 개인정보를 읽을 수 없음",
        "whole": "사슬 {count}개 모두 온전함", "broken": "{book}: 사슬이 온전하지 않음",
    },
    "en": {
        "held": "{file}: {rows:row/rows}, {taken_at}, {digest}",
        "secrets": "the keys (secrets.json) are not in it: keep them apart; without them personal"
        " data cannot be read",
        "whole": "{count:chain is/chains are} whole", "broken": "{book}: the chain is not whole",
    },
}  # fmt: skip


@app.command
def create(file: Path, /, *, json: Json = False) -> None:
    """Write everything recorded into FILE, as it is at one moment; work goes on meanwhile."""
    open_office()
    require_place(file)
    made = back_up(file, person=Role.ADMINISTRATOR.value, at=now())
    _said(made, as_json=json)
    if not json:
        say(WORDS[language()]["secrets"])


@app.command(name="restore")
def restore_(
    file: Path,
    /,
    *,
    erased: Annotated[
        tuple[str, ...], Parameter(help="Keys of persons erased since it was taken.")
    ] = (),
    json: Json = False,
) -> int:
    """Bring FILE back into an empty office and verify its chains."""
    require_there(file)
    open_office()
    back = restore(file, person=Role.ADMINISTRATOR.value, at=now(), erased=erased)
    broken = [chain.book for chain in back.chains if not chain.is_whole]
    if json:
        say_json({**_document(back.backup), "chains": len(back.chains), "broken": broken})
        return 1 if broken else 0
    _said(back.backup, as_json=False)
    words = WORDS[language()]
    for book in broken:
        refuse(words["broken"].format(book=book))
    if not broken:
        say(told(words["whole"], count=len(back.chains)))
    return 1 if broken else 0


@app.command
def verify(file: Path, /, *, json: Json = False) -> None:
    """Read FILE whole and hold every table against its digest, without restoring it."""
    require_there(file)
    open_office()
    _said(verify_backup(file), as_json=json)


def _said(backup: Backup, *, as_json: bool) -> None:
    if as_json:
        say_json(_document(backup))
        return
    rows = sum(backup.rows.values())
    held = WORDS[language()]["held"]
    say(
        told(held, file=str(backup.file), rows=rows, taken_at=backup.taken_at, digest=backup.digest)
    )


def _document(backup: Backup) -> dict[str, object]:
    return {
        "file": str(backup.file),
        "taken_at": backup.taken_at.isoformat(),
        "rows": sum(backup.rows.values()),
        "tables": backup.rows,
        "digest": backup.digest,
    }
