"""Comparisons and allocations that somebody hands in as files at a page or over the interface.

What takes longer than a reader waits is asked for as a study (`studies`), and kept with its files;
what is answered at once is kept nowhere.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType

from majung.errors import PolicyFinanceError, Problem
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.allocation_file import AllocationFile, read_allocation
from majung.operations.risk.allocation_reading import AllocationReading, CellsNotNamedError
from majung.operations.risk.candidate_list import CandidateList, read_candidates, read_cells
from majung.operations.risk.crews import Progress
from majung.operations.risk.design_file import read_designs
from majung.operations.risk.design_reading import DesignReading
from majung.operations.risk.examples import example_file

Sent = tuple[str, bytes]
#: Loans in a list, and loan-scenarios of a whole comparison, that are worked out while one waits.
LOANS_MAX, WORK_MAX = 5_000, 200_000_000
DESIGN_EXAMPLE = ("firms.csv", "designs.yaml")
ALLOCATION_EXAMPLE = ("envelope.yaml", "contracts.csv")


class TooMuchAtOnceError(PolicyFinanceError):
    """What is asked for is done while a reader waits."""

    kind = "risk-too-much-at-once"


def compare_design_files(
    actor: Actor, firms: Sent, designs: Sent
) -> DesignReading | tuple[Problem, ...]:
    """Compare the designs of a file on the firms of another, or say everything wrong with both.

    Raises:
        NotPermittedError: the actor does not see internal prices.
        TooMuchAtOnceError: it would take longer than somebody waits.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    return compared(firms, designs, is_awaited=True)


def allocate_files(
    actor: Actor, envelope: Sent, contracts: Sent | None
) -> AllocationReading | tuple[Problem, ...]:
    """Allocate the envelope of a file, or say everything wrong with it and its list.

    Raises:
        NotPermittedError: the actor does not see internal prices.
        TooMuchAtOnceError: it would take longer than somebody waits.
        CellsNotNamedError: cells stand in neither file, or in both.
        LimitsContradictError: no amounts keep all limits.
        AmountsNotWholeError: limits met exactly leave no whole amounts.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    return allocated(envelope, contracts, is_awaited=True)


def compared(
    firms: Sent, designs: Sent, *, is_awaited: bool = False, progress: Progress | None = None
) -> DesignReading | tuple[Problem, ...]:
    """Compare the designs of a file on the firms of another, or say everything wrong with both.

    Args:
        is_awaited: somebody waits for it, so what takes long is refused.
        progress: told how many designs are done, and of how many.

    Raises:
        TooMuchAtOnceError: it would take longer than somebody waits.
    """
    listed, asked = read_candidates(*firms), read_designs(*designs)
    if isinstance(listed, tuple) or isinstance(asked, tuple):
        return _all_problems(listed, asked)
    if is_awaited:
        _require_little(listed, asked.settings.scenarios * len(asked.designs))
    compare_designs: Callable[..., DesignReading] = _engine("designs").compare_designs
    return compare_designs(listed, asked, progress=progress)


def allocated(
    envelope: Sent, contracts: Sent | None, *, is_awaited: bool = False
) -> AllocationReading | tuple[Problem, ...]:
    """Allocate the envelope of a file, or say everything wrong with it and its list.

    Args:
        is_awaited: somebody waits for it, so what takes long is refused.

    Raises:
        TooMuchAtOnceError: it would take longer than somebody waits.
        CellsNotNamedError, LimitsContradictError, AmountsNotWholeError: as `allocate_files`.
    """
    asked = read_allocation(*envelope)
    listed = None if contracts is None else read_cells(*contracts)
    if isinstance(asked, tuple) or isinstance(listed, tuple):
        return _all_problems(asked, listed)
    if listed is not None and is_awaited:
        _require_little(listed, asked.settings.scenarios)
    allocate_envelope: Callable[..., AllocationReading | tuple[Problem, ...]] = _engine(
        "allocations"
    ).allocate_envelope
    return allocate_envelope(asked, listed)


def comparison_problems(firms: Sent, designs: Sent) -> tuple[Problem, ...]:
    """Return everything wrong with the files of a comparison, before it is asked for."""
    return _all_problems(read_candidates(*firms), read_designs(*designs))


def allocation_problems(envelope: Sent, contracts: Sent | None) -> tuple[Problem, ...]:
    """Return everything wrong with the files of an allocation, before it is asked for.

    Raises:
        CellsNotNamedError: cells stand in neither file, or in both.
    """
    asked = read_allocation(*envelope)
    listed = None if contracts is None else read_cells(*contracts)
    if isinstance(asked, AllocationFile) and (listed is None) == (not asked.cells):
        raise CellsNotNamedError
    return _all_problems(asked, listed)


@cache
def example_comparison() -> DesignReading:
    """Return the comparison of the designs that ship, on the firms that ship."""
    firms, designs = ((name, example_file("design", name)) for name in DESIGN_EXAMPLE)
    found = compared(firms, designs)
    if not isinstance(found, DesignReading):
        raise AssertionError(found)
    return found


@cache
def example_allocation() -> AllocationReading:
    """Return the envelope that ships, allocated to the contracts that ship."""
    envelope, contracts = ((name, example_file("allocation", name)) for name in ALLOCATION_EXAMPLE)
    found = allocated(envelope, contracts)
    if not isinstance(found, AllocationReading):
        raise AssertionError(found)
    return found


def _engine(name: str) -> ModuleType:
    """Return a module that follows contracts or solves, loaded when it is needed.

    Pages and the interface offer both and mostly serve others; a worker loads it at its first.
    """
    return import_module(f"majung.operations.risk.{name}")


def _all_problems(*found: object) -> tuple[Problem, ...]:
    return tuple(
        problem
        for each in found
        if isinstance(each, tuple)
        for problem in each
        if isinstance(problem, Problem)
    )


def _require_little(listed: CandidateList, scenarios: int) -> None:
    if len(listed) > LOANS_MAX or len(listed) * scenarios > WORK_MAX:
        raise TooMuchAtOnceError(
            loans=len(listed), most=LOANS_MAX, work=len(listed) * scenarios, work_most=WORK_MAX
        )
