"""Values of a file in ACTUS form, read one by one; everything wrong with them is kept.

Values are text, some with blanks around it, or plain numbers.  A time of 23:59:59 is the next
day's beginning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from majung.contracts.actus.terms import Period, Recurring
from majung.errors import Problem, message
from majung.files import Path, Tree, Value
from majung.values.cycles import Cycle, CycleNotReadableError, parse_cycle

_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2})?)?")
_PERIOD = re.compile(r"P(\d{1,4})([DWMQHY])(?:L[01])?")
_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?")
LAST_SECOND = "T23:59:59"

Word = TypeVar("Word")


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of a file, by key.

    Attributes:
        tree: the file.
        path: where the mapping stands in it.
        problems: everything found wrong so far, of the whole file.
    """

    tree: Tree
    path: Path = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def written(self) -> Mapping[str, Value]:
        """The mapping; empty where something else stands there."""
        found = self._found(self.path)
        return found if isinstance(found, dict) else {}

    def of(self, *path: str | int) -> "Fields":
        """Return the mapping at a path below this one."""
        return Fields(self.tree, (*self.path, *path), self.problems)

    def value(self, key: str) -> Value:
        """Return what is written under a key; None where nothing is, or only blanks."""
        value = self.written.get(key)
        if isinstance(value, str):
            return value.strip() or None
        return value

    def refuse(self, key: str, kind: str, **values: object) -> None:
        """Note a problem with a key's value, where it stands."""
        place = self.tree.place((*self.path, *((key,) if key else ())))
        self.problems.append(Problem(place, message(kind, **values)))

    def text(self, key: str, otherwise: str = "") -> str:
        """Return a word as it is written."""
        value = self.value(key)
        return otherwise if value is None else str(value)

    def day(self, key: str) -> date | None:
        """Return a day."""
        value = self.value(key)
        return None if value is None else self._day(key, value)

    def days(self, key: str) -> list[date | None]:
        """Return days, of a list or of one value."""
        return [self._day(key, each) for each in self.entries(key)]

    def required_day(self, key: str) -> date:
        """Return a day that must be there."""
        day = self.day(key)
        if day is None and self.value(key) is None:
            self.refuse("", "actus-term-missing", term=key)
        return day or date(1900, 1, 1)

    def number(self, key: str) -> Decimal | None:
        """Return a number, exact."""
        value = self.value(key)
        return None if value is None else self._number(key, value)

    def numbers(self, key: str) -> list[Decimal | None]:
        """Return numbers, of a list or of one value."""
        return [self._number(key, each) for each in self.entries(key)]

    def entries(self, key: str) -> Sequence[Value]:
        """Return the entries of a list; of a single value, itself."""
        value = self.value(key)
        if value is None:
            return ()
        return value if isinstance(value, list) else [value]

    def word(self, key: str, words: Mapping[str, Word], otherwise: Word) -> Word:
        """Return what a word means."""
        written = self.text(key)
        if not written:
            return otherwise
        if written not in words:
            self.refuse(key, "actus-word-unknown", term=key, word=written, known=tuple(words))
            return otherwise
        return words[written]

    def cycle(self, key: str) -> Cycle | None:
        """Return a cycle."""
        value = self.value(key)
        return None if value is None else self._cycle(key, value)

    def recurring(self, anchor: str, cycle: str) -> Recurring:
        """Return an anchor and a cycle."""
        return Recurring(self.day(anchor), self.cycle(cycle))

    def recurrings(self, anchors: str, cycles: str) -> list[Recurring]:
        """Return anchors with their cycles; where cycles are left out, the anchors alone."""
        days = self.days(anchors)
        entries = self.entries(cycles)
        read: list[Cycle | None] = [self._cycle(cycles, each) for each in entries]
        if len(read) not in (0, len(days)):
            self.refuse(cycles, "actus-arrays-differ", first=anchors, second=cycles)
        read += [None] * (len(days) - len(read))
        return [Recurring(day, cycle) for day, cycle in zip(days, read, strict=False)]

    def period(self, key: str) -> Period:
        """Return a length of time."""
        written = self.text(key)
        if not written:
            return Period()
        found = _PERIOD.fullmatch(written)
        if found is None:
            self._unreadable(key, written, "P5D")
            return Period()
        return Period(int(found[1]), found[2])

    def _found(self, path: Path) -> Value:
        value: Value = self.tree.value
        for part in path:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def _unreadable(self, key: str, written: Value, meant: str) -> None:
        self.refuse(key, "actus-term-unreadable", term=key, written=str(written), meant=meant)

    def _day(self, key: str, value: Value) -> date | None:
        if type(value) is date:
            return value
        found = _TIME.fullmatch(str(value).strip())
        try:
            day = date.fromisoformat(found[1]) if found else None
        except ValueError:
            day = None
        if found is None or day is None:
            self._unreadable(key, value, "2024-01-31T00:00:00")
            return None
        is_next = str(value).strip().endswith(LAST_SECOND)
        return day + timedelta(days=1) if is_next else day

    def _number(self, key: str, value: Value) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            return Decimal(value.strip())
        self._unreadable(key, value, "0.05")
        return None

    def _cycle(self, key: str, value: Value) -> Cycle | None:
        try:
            return parse_cycle(str(value))
        except CycleNotReadableError as error:
            place = self.tree.place((*self.path, key))
            self.problems.append(Problem(place, error.message))
            return None
