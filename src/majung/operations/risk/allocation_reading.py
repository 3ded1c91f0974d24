"""An envelope allocated as a door reads it, with what cells and limits are called.

Nothing here solves anything: `allocations` does.
"""

from dataclasses import dataclass

from majung.errors import PolicyFinanceError
from majung.operations.risk.allocation_file import AllocationFile, Objective
from majung.risk.allocation.cells import Cells, Limit
from majung.risk.allocation.results import Allocation
from majung.risk.arrays import Floats, Integers
from majung.rules.citations import Label

Names = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class NamedCells:
    """Cells with their names and with what each of the two objectives counts.

    Attributes:
        names: programme, sector and region of each.
        private: won drawn by one won.
        firms: reached by one won; NaN where nobody said.
    """

    names: tuple[Names, ...]
    private: Floats
    firms: Floats
    costs: Floats
    losses: Floats
    rooms: Integers

    def sought(self, objective: Objective, level: float) -> Cells:
        """Return the cells of a linear programme for an objective."""
        values = self.private if objective is Objective.PRIVATE_MONEY else self.firms
        return Cells(values, self.costs, self.losses, self.rooms, level)


class CellsNotNamedError(PolicyFinanceError):
    """Cells stand in the file or come from a list: one of the two."""

    kind = "risk-cells-not-named"


@dataclass(frozen=True, slots=True)
class NamedLimit:
    """A limit with what it is called."""

    name: Label
    limit: Limit


@dataclass(frozen=True, slots=True, eq=False)
class AllocationReading:
    """An envelope allocated.

    Attributes:
        file: what was asked.
        seed: of the scenarios of a list.
        cells: what the envelope could go to.
        limits: in the order of the uses that were found.
        found: the allocation.
        private: won drawn by it.
        firms: reached by it, on average; None where nobody said how much a firm gets.
        scenarios: how many.
        sources: where figures come from; none for cells of a file.
    """

    file: AllocationFile
    seed: int
    cells: NamedCells
    limits: tuple[NamedLimit, ...]
    found: Allocation
    private: float
    firms: float | None
    scenarios: int
    sources: tuple[str, ...]


def unit_of(objective: Objective) -> Label:
    """Return what an objective counts."""
    if objective is Objective.PRIVATE_MONEY:
        return Label("민간 부담액", "private money")
    return Label("기업", "firms")
