"""What is stated about a firm or a request: by whom, from which day, on which evidence.

A statement is not a truth.  It carries who said it and what shows it, so that *checked* can be
told from *declared*; and what nobody stated stays open in every finding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.rules import FactValue


class Standing(StrEnum):
    """How well a statement is founded, weakest first: said, shown by a document, checked."""

    DECLARED = "declared"
    EVIDENCED = "evidenced"
    CHECKED = "checked"


STRENGTH = {standing: strength for strength, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is stated, under the name a programme's rules use.

    Attributes:
        as_of: the day the statement speaks of, not the day it was handed in.
        stated_by: the firm, ministry, agency or registry that says so.
        evidence: number of the document or look-up that shows it; empty for a bare declaration.
        legal_basis: article or consent under which an institution may hold and use the fact;
            empty for what the firm says of itself.
        is_internal: not shown to the firm (a grade a bank made for itself).
    """

    fact: str
    value: FactValue
    as_of: date
    stated_by: str
    evidence: str = ""
    standing: Standing = Standing.DECLARED
    legal_basis: str = ""
    is_internal: bool = False

    def __post_init__(self) -> None:
        if self.standing is not Standing.DECLARED and not self.evidence:
            raise ValueError(f"{self.fact}: what shows that it is {self.standing} is not named")


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything stated for one application; for each fact one statement counts."""

    stated: tuple[Statement, ...] = ()

    def counting(self, *, on: date) -> Mapping[str, Statement]:
        """Return, for each fact, the statement that counts on a day.

        A bare declaration never displaces what was evidenced or checked; otherwise the latest
        day spoken of counts, and of one day the better founded.  Where two equally good
        statements contradict each other, none counts: the fact stays open until somebody
        settles it (`contradictions` names them).
        """
        return {fact: best[0] for fact, best in self._best(on=on).items() if not _contradict(best)}

    def contradictions(self, *, on: date) -> Mapping[str, tuple[Statement, ...]]:
        """Return the statements that leave a fact open because they contradict each other."""
        return {fact: best for fact, best in self._best(on=on).items() if _contradict(best)}

    def values(self, *, on: date) -> dict[str, FactValue]:
        """Return the facts as rules read them on a day."""
        return {fact: statement.value for fact, statement in self.counting(on=on).items()}

    def with_more(self, more: Iterable[Statement]) -> "Statements":
        """Return these statements and more; nothing stated is ever taken away."""
        return Statements((*self.stated, *more))

    def _best(self, *, on: date) -> dict[str, tuple[Statement, ...]]:
        best: dict[str, tuple[Statement, ...]] = {}
        for statement in self.stated:
            if on < statement.as_of:
                continue
            held = best.get(statement.fact, ())
            if not held or _rank(held[0]) < _rank(statement):
                best[statement.fact] = (statement,)
            elif _rank(held[0]) == _rank(statement):
                best[statement.fact] = (*held, statement)
        return best


def _rank(statement: Statement) -> tuple[bool, date, int]:
    is_founded = statement.standing is not Standing.DECLARED
    return (is_founded, statement.as_of, STRENGTH[statement.standing])


def _contradict(statements: tuple[Statement, ...]) -> bool:
    return any(statement.value != statements[0].value for statement in statements)
