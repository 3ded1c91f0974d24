"""A file of designs: what a programme may set, how firms are taken to answer, and how it is run.

Every number has its unit.  What the file leaves out of demand is assumed, and the result says so.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from majung.errors import PolicyFinanceError, Problem, message
from majung.files import Tree, read_tree
from majung.operations.risk.loss_settings import LossSettings
from majung.risk.design.demand import Demand
from majung.risk.design.designs import NO_CUT, NO_DISCOUNT, Design, grid
from majung.rules.citations import Status
from majung.rules.reading.nodes import Node, Reading, UnreadableError
from majung.rules.reading.quantities import COUNT, MONEY, PERCENT, POINTS, SHARE, Measured
from majung.rules.reading.records import Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.words import TEXT_READER
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

T = TypeVar("T")
#: A comparison of more designs is read by nobody.
DESIGNS_MAX = 200
SCENARIOS_MAX = 100_000
USUAL_LEVEL, USUAL_RATE = Ratio.percent(99), Rate.percent(3)
USUAL = LossSettings(scenarios=4096, level=0.99)
WHOLE, NOTHING = Ratio.percent(100), Ratio.percent(0)


@dataclass(frozen=True, slots=True)
class DesignFile:
    """Designs and what is assumed.

    Attributes:
        designs: every combination; the first is the base.
        demand: how firms answer.
        status: of the demand: reported or assumed.
        source: of it, as written; empty for our own default.
        government_rate: at which costs are in today's money, for every maturity.
        settings: of the losses.
    """

    designs: tuple[Design, ...]
    demand: Demand
    status: Status
    source: str
    government_rate: Rate
    settings: LossSettings


def read_designs(name: str, content: bytes) -> DesignFile | tuple[Problem, ...]:
    """Read a file of designs (YAML), or say everything that is wrong with it."""
    return read_record(name, content, DESIGN_FILE)


def read_record(name: str, content: bytes, record: Record[T]) -> T | tuple[Problem, ...]:
    """Read a file that is one table, or say everything that is wrong with it."""
    tree = read_tree(name, content)
    if not isinstance(tree, Tree):
        return tree
    reading = Reading()
    try:
        found = record.read(Node(tree.value, (), tree, reading))
    except UnreadableError:
        return reading.found()
    return reading.found() or found


def between(reader: Reader[Measured[T]], least: T, most: T, *, is_open: bool = False) -> Reader[T]:
    """Return the reader of a measured value within bounds.

    Args:
        is_open: whether the lower bound itself is outside.
    """

    def read(node: Node) -> T:
        value = reader.read(node).value
        if not (least <= value <= most) or (is_open and value == least):  # type: ignore[operator]
            node.refuse(message("risk-value-outside", value=value, least=least, most=most))
        return value

    return Reader(reader.written, read)


def _elasticity(node: Node) -> float:
    try:
        number = Decimal(str(node.value))
    except InvalidOperation:
        number = Decimal(-1)
    if not (number.is_finite() and 0 <= number <= ELASTICITY_MAX):
        node.refuse(message("risk-elasticity-outside", text=node.shown(), most=ELASTICITY_MAX))
    return float(number)


ELASTICITY_MAX = 20
RATE_MAX = Rate.percent(50)
MONEY_MAX = Money(10**15, "KRW")
SHARE_READER = between(SHARE.reader, NOTHING, WHOLE)
COVER_READER = between(SHARE.reader, NOTHING, WHOLE, is_open=True)
POINTS_READER = between(POINTS.reader, NO_CUT, RATE_MAX)
CAP_READER = between(MONEY.reader, Money(0, "KRW"), MONEY_MAX, is_open=True)
LEVEL_READER = between(SHARE.reader, Ratio.percent(50), Ratio.percent("99.99"))
RATE_READER = between(PERCENT.reader, Rate.percent(-5), RATE_MAX)
SCENARIO_READER = between(COUNT.reader, 100, SCENARIOS_MAX)


def several(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return the reader of a list that is not empty and says nothing twice."""
    listed = list_of(reader)

    def read(node: Node) -> tuple[T, ...]:
        values = listed.read(node)
        if not values:
            node.refuse(message("risk-list-empty", key=node.key))
        for place, value in enumerate(values):
            if value in values[:place]:
                node.items()[place].report(message("risk-said-twice", value=value))
        return values

    return Reader(listed.written, read)


def _grid(
    *,
    cover: tuple[Ratio, ...],
    discount: tuple[Ratio, ...],
    cut: tuple[Rate, ...],
    firm_cap: tuple[Money, ...],
    loss_cap: tuple[Ratio, ...],
) -> tuple[Design, ...]:
    return grid(
        cover, discount, cut, tuple(each.minor for each in firm_cap) or (None,), loss_cap or (None,)
    )


GRID = Record(
    "design grid",
    "What a programme may set; every combination is a design.",
    _grid,
    (
        Key("cover", several(COVER_READER), "cover ratios"),
        Key("discount", several(SHARE_READER), "taken off the premium", default=(NO_DISCOUNT,)),
        Key("cut", several(POINTS_READER), "how far the State lowers the rate", default=(NO_CUT,)),
        Key("firm-cap", several(CAP_READER), "the most a firm gets", default=()),
        Key("loss-cap", several(SHARE_READER), "the most the State loses, of what it covers",
            default=()),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedDemand:
    """How firms answer, and who says so."""

    demand: Demand = field(default_factory=Demand)
    status: Status = Status.ASSUMED
    source: str = ""


def _demand(
    *,
    threshold_min: Rate,
    threshold_max: Rate,
    elasticity: float,
    pass_through: Ratio,
    status: Status,
    source: str,
) -> StatedDemand:
    demand = Demand(
        float(threshold_min.value),
        float(threshold_max.value),
        elasticity,
        float(pass_through.value),
    )
    return StatedDemand(demand, status, source)


def _read_demand(node: Node) -> StatedDemand:
    try:
        return DEMAND.read(node)
    except PolicyFinanceError as refusal:
        node.refuse(refusal.message)


NOT_SAID = Demand()
DEMAND = Record(
    "design demand",
    "How firms answer to a price.",
    _demand,
    (
        Key("threshold-min", POINTS_READER, "smallest saving for which a firm applies",
            default=Rate.percent("0.1")),
        Key("threshold-max", POINTS_READER, "the largest", default=Rate.percent("0.5")),
        Key("elasticity", Reader("a number from 0", _elasticity),
            "percent more asked for where the yearly cost is 1 % lower",
            default=NOT_SAID.elasticity),
        Key("pass-through", SHARE_READER,
            "share of the expected loss taken off a bank that it gives on",
            default=Ratio.percent(50)),
        Key("status", one_word_of(Status), "reported, or assumed", default=Status.ASSUMED),
        Key("source", TEXT_READER, "who says so", default=""),
    ),
)  # fmt: skip


def _file(
    *,
    grid: tuple[Design, ...],
    demand: StatedDemand,
    government_rate: Rate,
    level: Ratio,
    scenarios: int,
) -> DesignFile:
    settings = LossSettings(
        scenarios=scenarios, level=float(level.value), discount_rate=float(government_rate.value)
    )
    return DesignFile(grid, demand.demand, demand.status, demand.source, government_rate, settings)


def _read_grid(node: Node) -> tuple[Design, ...]:
    found = GRID.read(node)
    if len(found) > DESIGNS_MAX:
        node.refuse(message("risk-designs-too-many", count=len(found), most=DESIGNS_MAX))
    return found


DESIGN_FILE = Record(
    "design file",
    "Designs to compare, and what is assumed.",
    _file,
    (
        Key("grid", Reader("a grid of designs", _read_grid), "what may be set"),
        Key("demand", Reader("how firms answer", _read_demand), "how firms answer to a price",
            default=StatedDemand()),
        Key("government-rate", RATE_READER, "at which costs are in today's money",
            default=USUAL_RATE),
        Key("level", LEVEL_READER, "of value at risk and shortfall", default=USUAL_LEVEL),
        Key("scenarios", SCENARIO_READER, "how many", default=USUAL.scenarios),
    ),
)  # fmt: skip
