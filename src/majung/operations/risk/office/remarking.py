"""What rows gathered desk by desk have in common: remarks on them, and what they say alike."""

from typing import TypeVar, cast

from majung.operations.risk.office.rows import Remark, Remarked

T = TypeVar("T")


class Remarks:
    """Remarks while rows are gathered."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[Remark, tuple[int, int]] = {}

    def add(self, remark: Remark, amount: int) -> None:
        """Remark something on a contract."""
        count, total = self._found.get(remark, (0, 0))
        self._found[remark] = count + 1, total + amount

    def made(self) -> tuple[Remarked, ...]:
        """Return what was remarked, in the order of the remarks."""
        return tuple(
            Remarked(remark, *self._found[remark]) for remark in Remark if remark in self._found
        )


class Shared:
    """What is gathered over many desks: remarks, and whatever rows say again and again, once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.remarks = Remarks()
        self._said: dict[object, object] = {}

    def once(self, said: T) -> T:
        """Return what is the same and was said first, so that a million rows share it."""
        return cast("T", self._said.setdefault(said, said))
