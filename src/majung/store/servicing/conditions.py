"""Conditions precedent (선행조건): unmet and unwaived, they block drawdown.

A waiver is a reasoned, approved act: it names the decision that granted it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from majung.errors import PolicyFinanceError
from majung.rules.citations import Label
from majung.store import models
from majung.store.numbers import add_rows, hold, number_of, number_or_none, row_of
from majung.store.questions import Question
from majung.store.written import read, written


class ConditionNotFoundedError(PolicyFinanceError):
    """A fulfilment names its evidence, a waiver its decision."""

    kind = "condition-not-founded"


class ConditionToldAtOnceError(PolicyFinanceError):
    """Of a condition, one thing of a kind is recorded at a moment: none of two would be last."""

    kind = "condition-told-at-once"


class ConditionActKind(StrEnum):
    """What was done about a condition; a fulfilment found to be wrong is revoked."""

    FULFILLED = "fulfilled"
    WAIVED = "waived"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class ConditionAct:
    """One act about a condition.

    Attributes:
        evidence: the document that shows it; of a revocation, why; of a waiver, empty.
        decision: of a waiver, the key of the decision that granted it.
        recorded_at: None until it is recorded; no part of what is said.
    """

    kind: ConditionActKind
    by: str
    effective_on: date
    evidence: str = ""
    decision: str = ""
    recorded_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a contract and what was done about it, in the order recorded."""

    key: str
    label: Label
    acts: tuple[ConditionAct, ...] = ()

    def is_settled_on(self, on: date) -> bool:
        """Say whether the condition was met or waived on a day."""
        acts = [act for act in self.acts if act.effective_on <= on]
        return bool(acts) and acts[-1].kind is not ConditionActKind.REVOKED


def set_conditions(contract: str, conditions: Iterable[Condition], *, at: datetime) -> None:
    """Put the conditions of a contract on record; one that is there already stays as it is.

    Raises:
        NotRecordedError: no such contract of whoever acts.
    """
    row = row_of(models.Contract, key=contract)
    add_rows(
        (
            models.Condition(
                contract=row,
                institution_id=row.institution_id,
                key=condition.key,
                label=written(condition.label),
                recorded_at=at,
            )
            for condition in conditions
        ),
        unless_taken=True,
    )


def act_on(contract: str, condition: str, act: ConditionAct, *, at: datetime) -> None:
    """Record that a condition was fulfilled, waived or revoked; the same at once does nothing.

    Raises:
        NotRecordedError: no such condition or decision.
        ConditionNotFoundedError: the evidence or the decision is missing.
        ConditionToldAtOnceError: something else of the kind was recorded at the same moment.
    """
    is_waiver = act.kind is ConditionActKind.WAIVED
    if not (act.decision if is_waiver else act.evidence):
        raise ConditionNotFoundedError(condition=condition)
    row = row_of(models.Condition, contract__key=contract, key=condition)
    hold_conditions(contract)
    for told in _AT_ONCE(condition=row, kind=act.kind.value, at=at):
        if _act(told) == act:
            return
        raise ConditionToldAtOnceError(
            contract=contract, condition=read(Label, row.label), at=at.isoformat()
        )
    acted = models.ConditionAct(
        condition=row,
        institution_id=row.institution_id,
        kind=act.kind.value,
        evidence=act.evidence,
        decision_id=number_or_none(models.Decision, key=act.decision),
        by=act.by,
        effective_on=act.effective_on,
        recorded_at=at,
    )
    add_rows([acted])


_AT_ONCE = Question(
    lambda condition, kind, at: models.ConditionAct.objects.select_related("decision").filter(
        condition=condition, kind=kind, recorded_at=at
    )
)


def hold_conditions(contract: str) -> None:
    """Hold the conditions of a contract until the transaction ends.

    Whoever draws on them, and whoever records something about them, waits for the other.

    Raises:
        NotRecordedError: no such contract among those that whoever acts may read.
    """
    hold("conditions", number_of(models.Contract, key=contract))


def conditions_of(contract: str) -> tuple[Condition, ...]:
    """Return the conditions of a contract with what was done about each, by key."""
    acts: dict[int, list[ConditionAct]] = {}
    for row in _ACTS(contract=contract):
        acts.setdefault(row.condition_id, []).append(_act(row))
    return tuple(
        Condition(row.key, read(Label, row.label), tuple(acts.get(row.pk, ())))
        for row in _CONDITIONS(contract=contract)
    )


_ACTS = Question(
    lambda contract: (
        models.ConditionAct.objects.select_related("decision")
        .filter(condition__contract__key=contract)
        .order_by("recorded_at", "pk")
    )
)
_CONDITIONS = Question(
    lambda contract: models.Condition.objects.filter(contract__key=contract).order_by("key")
)


def unsettled(contract: str, *, on: date) -> tuple[Condition, ...]:
    """Return the conditions that block drawdown on a day, by key."""
    return tuple(
        condition for condition in conditions_of(contract) if not condition.is_settled_on(on)
    )


def _act(row: models.ConditionAct) -> ConditionAct:
    return ConditionAct(
        kind=ConditionActKind(row.kind),
        by=row.by,
        effective_on=row.effective_on,
        evidence=row.evidence,
        decision=row.decision.key if row.decision else "",
        recorded_at=row.recorded_at,
    )
