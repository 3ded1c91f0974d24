"""A finding: an evaluated rule, its verdict, and why.

Verdicts are ordered, so *all* is their minimum and *any* their maximum (Kleene's strong logic).
OPEN means that nobody stated what is needed: it is never passed and never refused.

Source: Kleene, "Introduction to Metamathematics", 1952, section 64.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from majung.errors import Message
from majung.rules.citations import Citation, Label, Status


class Verdict(IntEnum):
    """How a rule came out.  The order carries the logic."""

    NOT_MET = 0
    OPEN = 1
    MET = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An evaluated rule.  It never refuses by itself: a person decides.

    Attributes:
        rule_key: the rule that was evaluated.
        label: what the rule asks for.
        reason: why the verdict is what it is: the value, the limit, the source.
        parts: findings it rests on.
        missing: facts that, once stated, could decide it; empty unless it is open.
        helps: what to supply for an open finding; None for a branch.
    """

    rule_key: str
    label: Label
    verdict: Verdict
    reason: Message
    citation: Citation
    status: Status
    parts: tuple["Finding", ...] = ()
    missing: frozenset[str] = frozenset()
    helps: Label | None = None

    def every(self) -> Iterator["Finding"]:
        """Walk this finding and all under it, parents first."""
        yield self
        for part in self.parts:
            yield from part.every()

    def of(self, rule_key: str) -> "Finding":
        """Return the finding of a rule; KeyError where the rule was not evaluated."""
        for finding in self.every():
            if finding.rule_key == rule_key:
                return finding
        raise KeyError(f"no finding of rule {rule_key} under {self.rule_key}")

    def calling(self, names: Mapping[str, Label]) -> "Finding":
        """Return this finding with bodies called by their names in every reason, not by keys.

        A rule compares keys, an officer reads names; codes of a vocabulary bear labels already.
        """
        values = tuple([(key, _called(value, names)) for key, value in self.reason.values])
        parts = tuple([part.calling(names) for part in self.parts])
        if values == self.reason.values and parts == self.parts:
            return self
        return replace(self, reason=Message(self.reason.kind, values), parts=parts)


def _called(value: object, names: Mapping[str, Label]) -> object:
    if isinstance(value, tuple):
        return tuple(_called(each, names) for each in value)
    return names.get(value, value) if isinstance(value, str) else value
