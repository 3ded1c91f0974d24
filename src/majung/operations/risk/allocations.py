"""Allocating an envelope: a file, and perhaps a list, become an allocation for a door."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from majung.errors import PolicyFinanceError, Problem
from majung.operations.risk.allocation_cells import cells_of_file, cells_of_list
from majung.operations.risk.allocation_file import (
    AllocationFile,
    Quota,
    unmet_quotas,
)
from majung.operations.risk.allocation_reading import (
    AllocationReading,
    CellsNotNamedError,
    NamedCells,
    NamedLimit,
)
from majung.operations.risk.candidate_list import CandidateList
from majung.reports.cells import scaled, written
from majung.risk.allocation.allocation import allocate
from majung.risk.allocation.cells import ROOMS, Limit, Subject
from majung.risk.allocation.conflicts import Contradiction
from majung.risk.futures.transitions import nice_transitions
from majung.rules.citations import Label
from majung.values.money import Money

WON = "KRW"
ENVELOPE, BUDGET, TAIL = "envelope", "budget", "tail"
LEAST, MOST = "least", "most"


class LimitsContradictError(PolicyFinanceError):
    """Some amounts keep every limit."""

    kind = "risk-limits-contradict"


def allocate_envelope(
    file: AllocationFile, candidates: CandidateList | None = None, *, seed: int = 0
) -> AllocationReading | tuple[Problem, ...]:
    """Allocate the envelope of a file, or say which of its quotas name no cell.

    Args:
        candidates: whose cells are allocated to; None where they stand in the file.
        seed: of the scenarios of a list.

    Raises:
        CellsNotNamedError: cells stand in neither, or in both.
        CellsNotUsableError: figures of cells that cannot be reckoned with.
        LimitsContradictError: no amounts keep all limits.
        AmountsNotWholeError: limits met exactly leave no whole amounts.
    """
    if (candidates is None) == (not file.cells):
        raise CellsNotNamedError
    settings = replace(file.settings, seed=seed)
    if candidates is None:
        cells = cells_of_file(file)
    else:
        cells = cells_of_list(candidates, settings, file.government_rate)
    problems = unmet_quotas(file, cells.names)
    if problems:
        return problems
    limits = tuple(_limits(file, cells))
    found = allocate(cells.sought(file.objective, settings.level), [e.limit for e in limits])
    if isinstance(found, Contradiction):
        raise _contradiction(found, limits)
    firms = float(cells.firms @ found.amounts)
    return AllocationReading(
        file=file,
        seed=seed,
        cells=cells,
        limits=limits,
        found=found,
        private=float(cells.private @ found.amounts),
        firms=None if np.isnan(firms) else firms,
        scenarios=len(cells.losses),
        sources=() if candidates is None else (nice_transitions().source,),
    )


def _limits(file: AllocationFile, cells: NamedCells) -> Sequence[NamedLimit]:
    every = np.ones(len(cells.names), bool)
    level = f"{100.0 * file.settings.level:.6g}"
    whole = (
        (ENVELOPE, Label("총한도", "Envelope"), Subject.AMOUNT, file.envelope),
        (BUDGET, Label("기대비용 예산", "Budget of expected cost"), Subject.COST, file.budget),
        (
            TAIL,
            Label(f"꼬리손실 한도(ES {level} %)", f"Limit of tail losses (ES {level} %)"),
            Subject.TAIL,
            file.tail,
        ),
    )
    found = [
        NamedLimit(name, Limit(key, subject, size.minor, every))
        for key, name, subject, size in whole
        if size is not None
    ]
    for number, quota in enumerate(file.quotas, start=1):
        chosen = np.array([quota.counts(names) for names in cells.names])
        for kind, size in ((LEAST, quota.least), (MOST, quota.most)):
            if size is not None:
                limit = Limit(f"{kind}-{number}", Subject.AMOUNT, size.minor, chosen, kind == LEAST)
                found.append(NamedLimit(_quota_name(quota, kind), limit))
    return found


def _quota_name(quota: Quota, kind: str) -> Label:
    named = " · ".join(quota.named)
    if kind == LEAST:
        return Label(f"{named} 최소", f"{named} at least")
    return Label(f"{named} 최대", f"{named} at most")


def _contradiction(found: Contradiction, limits: Sequence[NamedLimit]) -> LimitsContradictError:
    """Say which limits contradict, with their sizes, and what would be enough of each alone."""
    known = {each.limit.key: each for each in limits}
    named = [
        ROOMS_NAME if key == ROOMS else _sized(known[key], known[key].limit.size)
        for key in found.keys
    ]
    enough = [_sized(known[key], size) for key, size in found.enough]
    helps = Label(
        f"다음 가운데 하나면 됨: {', '.join(each.ko for each in enough)}",
        f"one of these would be enough: {', '.join(each.en for each in enough)}",
    )
    return LimitsContradictError(
        limits=Label(", ".join(e.ko for e in named), ", ".join(e.en for e in named)),
        helps=helps if enough else TOGETHER,
    )


ROOMS_NAME = Label("셀의 여력", "the rooms of the cells")
TOGETHER = Label(
    "하나만 고쳐서는 되지 않으므로 여럿을 함께 완화할 것",
    "no one of them alone is enough: relax several together",
)


def _sized(named: NamedLimit, size: float) -> Label:
    amount = scaled(Money(round(size), WON), "억", 1)
    return Label(
        f"{named.name.ko} {written(amount, 'ko')}", f"{named.name.en} {written(amount, 'en')}"
    )
