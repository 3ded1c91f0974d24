"""Comparisons and allocations that somebody hands in as files at a page or over the interface.

What takes longer than a reader waits is left to the command line; nothing that is handed in is
kept.
"""

from functools import cache

from majung.errors import PolicyFinanceError, Problem
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.allocation_file import read_allocation
from majung.operations.risk.allocations import AllocationReading, allocate_envelope, read_cells
from majung.operations.risk.candidate_list import CandidateList, read_candidates
from majung.operations.risk.design_file import read_designs
from majung.operations.risk.designs import DesignReading, compare_designs
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
    listed, asked = read_candidates(*firms), read_designs(*designs)
    if isinstance(listed, tuple) or isinstance(asked, tuple):
        return _all_problems(listed, asked)
    _require_little(listed, asked.settings.scenarios * len(asked.designs))
    return compare_designs(listed, asked)


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
    asked = read_allocation(*envelope)
    listed = None if contracts is None else read_cells(*contracts)
    if isinstance(asked, tuple) or isinstance(listed, tuple):
        return _all_problems(asked, listed)
    if listed is not None:
        _require_little(listed, asked.settings.scenarios)
    return allocate_envelope(asked, listed)


@cache
def example_comparison() -> DesignReading:
    """Return the comparison of the designs that ship, on the firms that ship."""
    firms, designs = (example_file("design", name) for name in DESIGN_EXAMPLE)
    listed, asked = read_candidates("firms.csv", firms), read_designs("designs.yaml", designs)
    if isinstance(listed, tuple) or isinstance(asked, tuple):
        raise AssertionError(_all_problems(listed, asked))
    return compare_designs(listed, asked)


@cache
def example_allocation() -> AllocationReading:
    """Return the envelope that ships, allocated to the contracts that ship."""
    envelope, contracts = (example_file("allocation", name) for name in ALLOCATION_EXAMPLE)
    asked, listed = (
        read_allocation("envelope.yaml", envelope),
        read_cells("contracts.csv", contracts),
    )
    if isinstance(asked, tuple) or isinstance(listed, tuple):
        raise AssertionError(_all_problems(asked, listed))
    found = allocate_envelope(asked, listed)
    if not isinstance(found, AllocationReading):
        raise AssertionError(found)
    return found


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
