"""Steps that lower a price: which of a programme's cuts and discounts count, and which do not.

Steps of one group are alternatives and the largest counts; groups add up; a cap bounds their sum,
taken in the programme's order.  A step counts when its conditions are met.  An indication may
suppose that facts nobody stated turn out well; a step that waits for such facts alone counts too
and says what is missing.  A step that does not count says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from majung.errors import Message, message
from majung.rules import Finding, Label, Verdict
from majung.values.rates import Rate, Ratio


class Step(Protocol):
    """What a cut of a rate and a discount on a premium have in common."""

    @property
    def key(self) -> str:
        """Names it within its product."""

    @property
    def label(self) -> Label:
        """What it is called."""

    @property
    def group(self) -> str:
        """Steps of one group are alternatives."""


StepT = TypeVar("StepT", bound=Step)
SizeT = TypeVar("SizeT", Rate, Ratio)


@dataclass(frozen=True, slots=True)
class Found(Generic[StepT]):
    """A step and whether this request gets it.

    Attributes:
        findings: its conditions (its own rule, a recommendation), evaluated; none where every
            eligible firm gets it.
    """

    step: StepT
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The least of its conditions; met where it has none."""
        return min((finding.verdict for finding in self.findings), default=Verdict.MET)

    @property
    def missing(self) -> frozenset[str]:
        """Facts that must be stated before it can be counted on; empty unless it is open."""
        if self.verdict is not Verdict.OPEN:
            return frozenset()
        return frozenset[str]().union(*(finding.missing for finding in self.findings))

    def counts(self, supposed: frozenset[str]) -> bool:
        """Say whether it counts: met, or open for facts alone that are supposed."""
        if self.verdict is Verdict.OPEN:
            return bool(self.missing) and self.missing <= supposed
        return self.verdict is Verdict.MET


@dataclass(frozen=True, slots=True)
class Taken(Generic[StepT, SizeT]):
    """A step that counts, with the size that counts."""

    found: Found[StepT]
    size: SizeT


@dataclass(frozen=True, slots=True)
class Dropped(Generic[SizeT]):
    """A step that does not count, or a part of one, and why."""

    key: str
    label: Label
    size: SizeT
    reason: Message


@dataclass(frozen=True, slots=True)
class Selection(Generic[StepT, SizeT]):
    """What counts and what does not."""

    taken: tuple[Taken[StepT, SizeT], ...]
    dropped: tuple[Dropped[SizeT], ...]


def selected(
    offered: Sequence[tuple[Found[StepT], SizeT]],
    *,
    cap: SizeT | None,
    supposed: frozenset[str] = frozenset(),
) -> Selection[StepT, SizeT]:
    """Choose the steps that count.

    Args:
        offered: every step with the size it would have, in the programme's order.
        cap: what their sum may not exceed.
        supposed: facts that are taken to turn out well; none for a contract.
    """
    standing = [pair for pair in offered if pair[0].counts(supposed)]
    idle = tuple(
        Dropped(found.step.key, found.step.label, size, _idle(found))
        for found, size in offered
        if not found.counts(supposed)
    )
    best = _largest_of_each_group(standing)
    beaten = tuple(
        Dropped(found.step.key, found.step.label, size, _beaten(found, best[found.step.group][0]))
        for found, size in standing
        if best[found.step.group][0] is not found
    )
    chosen = [pair for pair in standing if best[pair[0].step.group][0] is pair[0]]
    taken, cut_off = _capped(chosen, cap)
    return Selection(taken, idle + beaten + cut_off)


def _idle(found: Found[StepT]) -> Message:
    """Say why a step is not granted: a condition is not met, or waits for facts."""
    if found.verdict is Verdict.OPEN:
        return message("step-open", step=found.step.label, reason=open_reason(found.findings))
    return next(each.reason for each in found.findings if each.verdict is Verdict.NOT_MET)


def open_reason(findings: Iterable[Finding]) -> Message:
    """Return why a finding is open: the reason of the one furthest down."""
    walked = (each for finding in findings for each in finding.every())
    return [each.reason for each in walked if each.verdict is Verdict.OPEN][-1]


def _beaten(found: Found[StepT], winner: Found[StepT]) -> Message:
    return message("step-other-larger", step=found.step.label, other=winner.step.label)


def _largest_of_each_group(
    standing: Sequence[tuple[Found[StepT], SizeT]],
) -> dict[str, tuple[Found[StepT], SizeT]]:
    """Return the largest step of each group; of two equal ones the surer, then the first."""
    best: dict[str, tuple[Found[StepT], SizeT]] = {}
    for found, size in standing:
        held = best.get(found.step.group)
        if held is None or (held[1].value, held[0].verdict) < (size.value, found.verdict):
            best[found.step.group] = (found, size)
    return best


def _capped(
    chosen: Sequence[tuple[Found[StepT], SizeT]], cap: SizeT | None
) -> tuple[tuple[Taken[StepT, SizeT], ...], tuple[Dropped[SizeT], ...]]:
    taken: list[Taken[StepT, SizeT]] = []
    dropped: list[Dropped[SizeT]] = []
    left = cap
    for found, size in chosen:
        counted = size if left is None else min(size, left)
        if left is not None:
            left -= counted
        if counted < size:
            reason = message("step-capped", step=found.step.label, cap=cap)
            lost = size - counted
            dropped.append(Dropped(found.step.key, found.step.label, lost, reason))
        if counted.value > 0:
            taken.append(Taken(found, counted))
    return tuple(taken), tuple(dropped)
