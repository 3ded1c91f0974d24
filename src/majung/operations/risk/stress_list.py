"""Lists of what unemployment was and will be in a published scenario."""

from typing import Final

from majung.errors import Problem
from majung.files import Column
from majung.risk.backtest.reading import read_published
from majung.risk.futures.stress import factor_path
from majung.risk.normal import Floats

UNEMPLOYMENT: Final = Column("unemployment", ("실업률", "실업률(%)", "unemployment rate"))


def read_unemployment(name: str, content: bytes) -> Floats | tuple[Problem, ...]:
    """Read the unemployment rate of each quarter, oldest first, or say what is wrong."""
    table = read_published(name, content, numbers=[UNEMPLOYMENT], needed=("unemployment",))
    return table if isinstance(table, tuple) else table.numbers["unemployment"]


def path_of(history: Floats, scenario: Floats) -> Floats:
    """Return the shared factor in each quarter of a scenario.

    Raises:
        ScenarioNotUsableError: history is too short to say how unemployment moves.
    """
    return factor_path(history, scenario)
