"""Admitting a programme from the files somebody handed in: read, compared, run, then taken in.

What is wrong comes back as values, all of it at once, and nothing is kept.  A programme whose own
cases come out otherwise than it says contradicts itself and is not admitted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from majung.errors import Message, Place, Problem
from majung.operations.acting import Actor
from majung.operations.handed_in import folder_of
from majung.operations.intake.load_programmes import load_programme
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.operations.versions import require_in_force
from majung.programmes import CaseOutcome, Programme, diff, load, run_cases
from majung.programmes.loading import CASES, KNOWN
from majung.store.intake import programmes as kept
from majung.store.parties.people import is_example
from majung.store.refusals import NotRecordedError


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProgramme:
    """What was handed in, read and held against the version in force.

    Attributes:
        files: what was read, by name.
        problems: everything wrong with the files; empty where they can be read.
        programme: what they say; None where they cannot be read.
        outcomes: of its own cases, in the order of the file.
        before: the version in force of the same programme; None where there is none.
        changes: what it says otherwise than the version in force.
        is_known: whether this version was admitted before, and so is not admitted again.
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    programme: Programme | None = None
    outcomes: tuple[CaseOutcome, ...] = ()
    before: Programme | None = None
    changes: tuple[Message, ...] = ()
    is_known: bool = False

    @property
    def broken(self) -> tuple[CaseOutcome, ...]:
        """The cases that come out otherwise than they say."""
        return tuple(each for each in self.outcomes if not each.holds)

    @property
    def findings(self) -> tuple[Problem, ...]:
        """Everything that keeps it out: problems of the files, and cases that do not hold."""
        broken = (difference for each in self.broken for difference in each.differences)
        return (*self.problems, *(Problem(Place(CASES), difference) for difference in broken))

    @property
    def version_before(self) -> str:
        """The version in force; empty where there is none."""
        return "" if self.before is None else self.before.version

    @property
    def is_admissible(self) -> bool:
        """Whether the programme can be read and holds its own cases."""
        return self.programme is not None and not self.broken


@dataclass(frozen=True, slots=True)
class AdmittedProgramme:
    """What became of files that were handed in for admission.

    Attributes:
        is_new: whether a version was admitted that was not there before.
    """

    checked: CheckedProgramme
    is_new: bool


def check_programme(
    actor: Actor, sent: Sequence[tuple[str, bytes]], *, at: datetime
) -> CheckedProgramme:
    """Read a programme from its files, run its cases and compare it; nothing is kept.

    Args:
        sent: name and content of each file.
        at: the moment whose version in force is compared with.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    files = folder_of(sent, known=KNOWN)
    if isinstance(files, tuple):
        return CheckedProgramme(files={}, problems=files)
    found = load(files)
    if not isinstance(found, Programme):
        return CheckedProgramme(files=files, problems=found)
    in_force = {each.key: each for each in programmes_in_force(at=at)}
    is_known = found.version in {each.version for each in kept.versions(found.key)}
    before = in_force.get(found.key)
    return CheckedProgramme(
        files=files,
        programme=found,
        outcomes=run_cases(found),
        before=before,
        changes=() if before is None else diff(before, found),
        is_known=is_known,
    )


def admit_programme(
    actor: Actor,
    sent: Sequence[tuple[str, bytes]],
    *,
    at: datetime,
    shown: str | None = None,
) -> AdmittedProgramme:
    """Take in a programme from its files, unless something is wrong with it.

    Bodies that an invented person's programme names for the first time are invented ones.

    Args:
        sent: name and content of each file.
        shown: version in force that the difference was shown against, empty for none; None where
            no difference was shown.

    Raises:
        NotPermittedError: the actor is no administrator.
        VersionInForceMovedError: another version was admitted since the difference was shown.
    """
    require(actor, Act.LOAD_PROGRAMMES)
    checked = check_programme(actor, sent, at=at)
    if checked.programme is None or checked.broken:
        return AdmittedProgramme(checked, is_new=False)
    require_in_force(checked.programme.key, shown, checked.version_before)
    taken = load_programme(actor, checked.files, at=at, is_example=_is_invented(actor))
    return AdmittedProgramme(checked, taken.is_new)


def _is_invented(actor: Actor) -> bool:
    """Whether somebody of the example world acts; the office itself is no person."""
    try:
        return is_example(actor.person)
    except NotRecordedError:
        return False
