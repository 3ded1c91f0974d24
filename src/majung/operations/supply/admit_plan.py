"""Admitting a supply plan from the files somebody handed in: read, compared, then taken in.

What is wrong comes back as values, all of it at once, and nothing is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from majung.errors import Problem
from majung.operations.acting import Actor
from majung.operations.handed_in import folder_of
from majung.operations.policy import Act, require
from majung.operations.supply.load_plans import load_plan
from majung.operations.supply.plans import plans_in_force
from majung.operations.versions import require_in_force
from majung.programmes.supply_plan_files import PLAN_FILE, PUBLISHED_FILE
from majung.programmes.supply_plan_files import load_plan as read_plan
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Subject
from majung.store.intake import programmes as kept
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class TargetCompared:
    """A target of a revision beside what the version in force says of it.

    Attributes:
        before: None where the version in force publishes no figure, or there is none.
        now: None where the files publish no figure.
    """

    revision: int
    subject: Subject
    before: Money | None
    now: Money | None

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPlan:
    """What was handed in, read and held against the version in force.

    Attributes:
        files: what was read, by name.
        problems: everything wrong with the files; empty where they can be read.
        plan: what they say; None where they cannot be read.
        before: the version in force of the same plan; None where there is none.
        is_known: whether this version was admitted before, and so is not admitted again.
    """

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    plan: SupplyPlan | None = None
    before: SupplyPlan | None = None
    is_known: bool = False

    @property
    def version_before(self) -> str:
        """The version in force; empty where there is none."""
        return "" if self.before is None else self.before.version

    def targets(self) -> tuple[TargetCompared, ...]:
        """Return the year's targets of every revision, latest first, beside those in force."""
        if self.plan is None:
            return ()
        earlier = (
            {each.number: each for each in self.before.revisions} if self.before is not None else {}
        )
        return tuple(
            TargetCompared(
                revision.number,
                subject,
                earlier[revision.number].amount(subject) if revision.number in earlier else None,
                revision.amount(subject),
            )
            for revision in sorted(self.plan.revisions, key=lambda each: -each.number)
            for subject in self.plan.subjects()
        )


@dataclass(frozen=True, slots=True)
class AdmittedPlan:
    """What became of files that were handed in for admission.

    Attributes:
        is_new: whether a version was admitted that was not there before.
    """

    checked: CheckedPlan
    is_new: bool


def check_plan(actor: Actor, sent: Sequence[tuple[str, bytes]]) -> CheckedPlan:
    """Read a plan from its files and compare it with the version in force; nothing is kept.

    Args:
        sent: name and content of each file: ``plan.yaml``, and ``published.yaml`` if there is one.

    Raises:
        NotPermittedError: the actor may read nothing.
    """
    require(actor, Act.READ_OWN)
    files = folder_of(sent, known=(PLAN_FILE, PUBLISHED_FILE))
    if isinstance(files, tuple):
        return CheckedPlan(files={}, problems=files)
    found = read_plan(files)
    if not isinstance(found, SupplyPlan):
        return CheckedPlan(files=files, problems=found)
    before = plans_in_force().get(found.key)
    known = {(each.key, each.version) for each in kept.plan_versions()}
    return CheckedPlan(
        files=files, plan=found, before=before, is_known=(found.key, found.version) in known
    )


def admit_plan(
    actor: Actor,
    sent: Sequence[tuple[str, bytes]],
    *,
    at: datetime,
    shown: str | None = None,
) -> AdmittedPlan:
    """Take in a plan from its files, unless something is wrong with them.

    Args:
        sent: name and content of each file.
        shown: version in force that the targets were shown against, empty for none; None where
            they were not shown.

    Raises:
        NotPermittedError: the actor may not.
        VersionInForceMovedError: another version was admitted since the targets were shown.
    """
    require(actor, Act.LOAD_PLANS)
    checked = check_plan(actor, sent)
    if checked.plan is None:
        return AdmittedPlan(checked, is_new=False)
    require_in_force(checked.plan.key, shown, checked.version_before)
    taken = load_plan(actor, checked.files, at=at)
    return AdmittedPlan(checked, taken.is_new)
