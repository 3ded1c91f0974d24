"""A file of an envelope: what is sought, which limits hold, and perhaps the cells it may go to.

Cells either stand in the file with their figures, or come from a list of contracts whose losses
the loss engine finds.  A limit that names what no cell has is a problem with its place.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from majung.errors import Place, Problem, in_order, message
from majung.operations.risk.design_file import (
    CAP_READER,
    LEVEL_READER,
    MONEY_MAX,
    RATE_READER,
    SCENARIO_READER,
    USUAL,
    USUAL_LEVEL,
    USUAL_RATE,
    between,
    read_record,
    several,
)
from majung.operations.risk.loss_settings import LossSettings
from majung.rules.reading.nodes import Node, nearest
from majung.rules.reading.quantities import MONEY, SHARE
from majung.rules.reading.records import Check, Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.words import TEXT_READER
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

NOTHING = Ratio.percent(0)
AMOUNT_READER = between(MONEY.reader, Money(0, "KRW"), MONEY_MAX)
TIMES_READER = between(SHARE.reader, NOTHING, Ratio.percent(10_000))
COST_READER = between(SHARE.reader, Ratio.percent(-100), Ratio.percent(1_000))
LOSS_READER = between(SHARE.reader, Ratio.percent(-1_000), Ratio.percent(1_000))
ANY = ""
SUBJECTS = ("programme", "sector", "region")


class Objective(StrEnum):
    """What is sought as much of as there is."""

    PRIVATE_MONEY = "private-money"
    FIRMS = "firms"


@dataclass(frozen=True, slots=True)
class Quota:
    """A floor or a ceiling, or both, for some cells.

    Attributes:
        programme: empty for any; so are sector and region.
        least: None without a floor.
        most: None without a ceiling.
        place: in the file.
    """

    programme: str
    sector: str
    region: str
    least: Money | None
    most: Money | None
    place: Place

    @property
    def named(self) -> tuple[str, ...]:
        """Return what it names, of programme, sector and region."""
        return tuple(each for each in (self.programme, self.sector, self.region) if each)

    def counts(self, names: tuple[str, str, str]) -> bool:
        """Say whether it is about a cell with these names."""
        pairs = zip((self.programme, self.sector, self.region), names, strict=True)
        return all(wanted in (ANY, name) for wanted, name in pairs)


@dataclass(frozen=True, slots=True)
class StatedCell:
    """A cell that stands in the file with its figures for one won.

    Attributes:
        room: the most it can take.
        private: private won drawn.
        ticket: of a firm on average; None where firms are not counted.
        cost: expected, to the State.
        losses: in each scenario.
    """

    programme: str
    sector: str
    region: str
    room: Money
    private: Ratio
    ticket: Money | None
    cost: Ratio
    losses: tuple[Ratio, ...]

    @property
    def names(self) -> tuple[str, str, str]:
        """Return what names it."""
        return self.programme, self.sector, self.region


@dataclass(frozen=True, slots=True)
class AllocationFile:
    """An envelope and its limits.

    Attributes:
        name: of the file.
        budget: the most it may be expected to cost; None without a limit.
        tail: the most its worst losses may be on average; None without a limit.
        cells: empty where a list of contracts gives them.
        settings: of the losses.
    """

    name: str
    objective: Objective
    envelope: Money
    budget: Money | None
    tail: Money | None
    quotas: tuple[Quota, ...]
    cells: tuple[StatedCell, ...]
    government_rate: Rate
    settings: LossSettings


def read_allocation(name: str, content: bytes) -> AllocationFile | tuple[Problem, ...]:
    """Read a file of an envelope (YAML), or say everything that is wrong with it."""
    found = read_record(name, content, ALLOCATION_FILE)
    return found if isinstance(found, tuple) else replace(found, name=name)


def unmet_quotas(
    file: AllocationFile, cells: tuple[tuple[str, str, str], ...]
) -> tuple[Problem, ...]:
    """Return a problem for each quota that no cell is counted under.

    Args:
        cells: names of all cells: programme, sector and region.
    """
    problems = []
    for quota in file.quotas:
        if any(quota.counts(names) for names in cells):
            continue
        named = " · ".join(quota.named)
        known = sorted({" · ".join(filter(None, _like(quota, names))) for names in cells})
        close = nearest(named, known)
        meant = (close,) if close else tuple(known)
        problems.append(
            Problem(quota.place, message("risk-quota-of-no-cell", quota=named, meant=meant))
        )
    return in_order(problems)


def _like(quota: Quota, names: tuple[str, str, str]) -> tuple[str, ...]:
    """Return of a cell's names those of the kinds that a quota names."""
    pairs = zip((quota.programme, quota.sector, quota.region), names, strict=True)
    return tuple(name for wanted, name in pairs if wanted)


def _read_quota(node: Node) -> Quota:
    return replace(QUOTA.read(node), place=node.place)


def _quota(
    *, programme: str, sector: str, region: str, least: Money | None, most: Money | None
) -> Quota:
    return Quota(programme, sector, region, least, most, Place(""))


def _says_something(node: Node, programme: str, sector: str, region: str) -> None:
    if not (programme or sector or region):
        node.refuse(message("risk-quota-of-nothing"))


def _is_a_limit(node: Node, least: Money | None, most: Money | None) -> None:
    if least is None and most is None:
        node.refuse(message("risk-quota-without-limit"))
    if least is not None and most is not None and least > most:
        node.refuse(message("risk-quota-crossed", least=least, most=most))


QUOTA = Record(
    "quota",
    "A floor or a ceiling for a programme, a sector, a region, or where they cross.",
    _quota,
    (
        Key("programme", TEXT_READER, "which; any where left out", default=ANY),
        Key("sector", TEXT_READER, "which; any where left out", default=ANY),
        Key("region", TEXT_READER, "which; any where left out", default=ANY),
        Key("least", AMOUNT_READER, "the floor", default=None),
        Key("most", AMOUNT_READER, "the ceiling", default=None),
    ),
    checks=(
        Check(SUBJECTS, _says_something),
        Check(("least", "most"), _is_a_limit),
    ),
)
CELL = Record(
    "allocation cell",
    "What the envelope may go to, with its figures for one won.",
    StatedCell,
    (
        Key("programme", TEXT_READER, "of the cell", default=ANY),
        Key("sector", TEXT_READER, "of the cell", default=ANY),
        Key("region", TEXT_READER, "of the cell", default=ANY),
        Key("room", AMOUNT_READER, "the most it can take"),
        Key("private", TIMES_READER, "private money drawn, of what is allocated"),
        Key("ticket", CAP_READER, "what a firm gets on average", default=None),
        Key("cost", COST_READER, "expected cost, of what is allocated"),
        Key("losses", list_of(LOSS_READER), "in each scenario, of what is allocated"),
    ),
)


def _read_cells(node: Node) -> tuple[StatedCell, ...]:
    cells = _cells_listed(node)
    count = len(cells[0].losses)
    for place, cell in enumerate(cells):
        at = node.items()[place]
        if cell.names in [each.names for each in cells[:place]]:
            at.report(message("risk-cell-twice", cell=" · ".join(filter(None, cell.names))))
        if not cell.losses or len(cell.losses) != count:
            at.report(message("risk-cell-scenarios", count=len(cell.losses), wanted=max(count, 1)))
    return cells


_cells_listed: Callable[[Node], tuple[StatedCell, ...]] = several(CELL.reader).read


def _file(
    *,
    objective: Objective,
    envelope: Money,
    budget: Money | None,
    tail: Money | None,
    quotas: tuple[Quota, ...],
    cells: tuple[StatedCell, ...],
    government_rate: Rate,
    level: Ratio,
    scenarios: int,
) -> AllocationFile:
    settings = LossSettings(
        scenarios=scenarios, level=float(level.value), discount_rate=float(government_rate.value)
    )
    return AllocationFile(
        "", objective, envelope, budget, tail, quotas, cells, government_rate, settings
    )


def _firms_can_be_counted(node: Node, objective: Objective, cells: tuple[StatedCell, ...]) -> None:
    if objective is Objective.FIRMS:
        for place, cell in enumerate(cells):
            if cell.ticket is None:
                node.members()["cells"].items()[place].report(message("risk-cell-without-ticket"))


ALLOCATION_FILE = Record(
    "allocation file",
    "An envelope, its limits, and what it may go to.",
    _file,
    (
        Key("objective", one_word_of(Objective), "what is sought as much of as there is",
            default=Objective.PRIVATE_MONEY),
        Key("envelope", CAP_READER, "what there is to allocate"),
        Key("budget", AMOUNT_READER, "the most it may be expected to cost", default=None),
        Key("tail", AMOUNT_READER, "the most its worst losses may be on average", default=None),
        Key("quotas", list_of(Reader("a quota", _read_quota, (QUOTA,))), "floors and ceilings",
            default=()),
        Key("cells", Reader("cells", _read_cells, (CELL,)),
            "left out where a list of contracts gives them", default=()),
        Key("government-rate", RATE_READER, "at which costs are in today's money",
            default=USUAL_RATE),
        Key("level", LEVEL_READER, "of the tail", default=USUAL_LEVEL),
        Key("scenarios", SCENARIO_READER, "how many, of a list", default=USUAL.scenarios),
    ),
    checks=(Check(("objective", "cells"), _firms_can_be_counted),),
)  # fmt: skip
