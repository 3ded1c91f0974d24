"""Programmes and supply plans from a folder into the office: what changes, and admission."""

from collections.abc import Sequence
from pathlib import Path

from cyclopts import App

from majung.cli.given import folder_of
from majung.cli.office import ASKING, Asking, now
from majung.cli.output import Words, language, refuse_problems, say, say_json
from majung.errors import sentence
from majung.operations.intake.admit_programme import admit_programme
from majung.operations.supply.admit_plan import CheckedPlan, admit_plan, check_plan

programme = App(name="admit", help="Admit a programme.", help_format="plaintext")
plan = App(name="plan", help="Supply plans from files.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "admitted": "{key} {version} 등재함",
        "known": "{key} {version}: 이미 등재된 판, 바뀐 것이 없음",
        "readable": "{key} {version}: 등재할 수 있음",
        "target": "{revision}차 {subject}: {before} → {now}", "open": "미공표",
    },
    "en": {
        "admitted": "{key} {version} is admitted",
        "known": "{key} {version} was admitted before: nothing changed",
        "readable": "{key} {version} can be admitted",
        "target": "revision {revision}, {subject}: {before} → {now}", "open": "not published",
    },
}  # fmt: skip
VERSION_SHOWN = 12


@programme.default
def admit(folder: Path, /, *, door: Asking = ASKING) -> int:
    """Admit the programme in FOLDER, or a new version of one; with any problem nothing is."""
    files = _files(folder)
    done = admit_programme(door.enter(), files, at=now())
    found = done.checked.programme
    if found is None or done.checked.broken:
        return refuse_problems(done.checked.findings, as_json=door.json)
    if door.json:
        say_json(
            {
                "key": found.key,
                "version": found.version,
                "version_in_force": done.checked.version_before or None,
                "changes": [sentence(each, language()) for each in done.checked.changes],
                "is_admitted": done.is_new,
            }
        )
        return 0
    for change in done.checked.changes:
        say(sentence(change, language()))
    _say_version("admitted" if done.is_new else "known", found.key, found.version)
    return 0


@plan.command(name="check")
def check_(folder: Path, /, *, door: Asking = ASKING) -> int:
    """Read the supply plan in FOLDER and say which targets it changes; nothing is kept."""
    files = _files(folder)
    return _told(check_plan(door.enter(), files), "readable", is_new=False, as_json=door.json)


@plan.command(name="admit")
def admit_(folder: Path, /, *, door: Asking = ASKING) -> int:
    """Admit the supply plan in FOLDER, or a new version of one; with any problem nothing is."""
    files = _files(folder)
    done = admit_plan(door.enter(), files, at=now())
    key = "admitted" if done.is_new else "known"
    return _told(done.checked, key, is_new=done.is_new, as_json=door.json)


def _told(checked: CheckedPlan, key: str, *, is_new: bool, as_json: bool) -> int:
    found = checked.plan
    if found is None:
        return refuse_problems(checked.problems, as_json=as_json)
    changed = [each for each in checked.targets() if each.is_changed]
    if as_json:
        say_json(
            {
                "key": found.key,
                "version": found.version,
                "version_in_force": checked.version_before or None,
                "targets_changed": [
                    {
                        "revision": each.revision,
                        "subject": str(each.subject),
                        "target_in_force": each.before.as_json() if each.before else None,
                        "target": each.now.as_json() if each.now else None,
                    }
                    for each in changed
                ],
                "is_admitted": is_new,
            }
        )
        return 0
    tongue, words = language(), WORDS[language()]
    for each in changed:
        before, now_ = (
            words["open"] if amount is None else amount.spoken(tongue)
            for amount in (each.before, each.now)
        )
        subject = found.name_of(each.subject).spoken(tongue)
        say(
            words["target"].format(revision=each.revision, subject=subject, before=before, now=now_)
        )
    _say_version("known" if checked.is_known else key, found.key, found.version)
    return 0


def _say_version(key: str, named: str, version: str) -> None:
    say(WORDS[language()][key].format(key=named, version=version[:VERSION_SHOWN]))


def _files(folder: Path) -> Sequence[tuple[str, bytes]]:
    """Return the YAML files of a folder, each by its own name."""
    return [(Path(name).name, content) for name, content in folder_of(folder).items()]
