"""Lists of what unemployment was and will be in a published scenario, as a named stress."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from majung.errors import Problem, in_order, message
from majung.files import Column
from majung.operations.risk.stresses import Stress
from majung.risk.backtest.reading import Published, read_published
from majung.risk.futures.factor_paths import QUARTERS_A_YEAR, factor_path
from majung.rules.citations import Label

UNEMPLOYMENT: Final = Column("unemployment", ("실업률", "실업률(%)", "unemployment rate"))
QUARTER: Final = Column("quarter", ("분기", "Date", "quarter"))
NAME: Final = Column("name", ("시나리오", "Scenario Name", "scenario"), required=False)
_QUARTER: Final = re.compile(
    r"(\d{4})\s*(?:년\s*|[-/.]\s*)?(?:Q\s*([1-4])|([1-4])\s*/?\s*분기)", re.I
)
NAME_MAX: Final = 80

Sent = tuple[str, bytes]


def read_stress(history: Sent, scenario: Sent) -> Stress | tuple[Problem, ...]:
    """Read a scenario beside its history, or say everything that is wrong with both.

    Quarters that say which they are follow one another, in each list and from one to the other.

    Args:
        history: name and bytes of the list of past quarters, oldest first.
        scenario: of the list of its own quarters.

    Raises:
        ScenarioNotUsableError: history is too short to say how unemployment moves.
    """
    past, ahead = _read(*history), _read(*scenario)
    if isinstance(past, tuple) or isinstance(ahead, tuple):
        return tuple(
            problem for each in (past, ahead) if isinstance(each, tuple) for problem in each
        )
    problems = tuple(_gaps(past, ahead))
    if problems:
        return problems
    files = ", ".join(PurePath(name).name for name, _ in (history, scenario))
    return published_stress(
        _name_of(ahead, scenario[0]),
        past.numbers["unemployment"].tolist(),
        ahead.numbers["unemployment"].tolist(),
        told=Label(f"실업률: {files}", f"unemployment: {files}"),
    )


def published_stress(
    name: str, history: Sequence[float], scenario: Sequence[float], *, told: Label
) -> Stress:
    """Return the stress that a scenario's unemployment tells.

    Args:
        told: where the figures come from.

    Raises:
        ScenarioNotUsableError: a quarter is missing, or history is too short or never moved.
    """
    factor = factor_path(history, scenario)
    return Stress("", Label(name, name), tuple(factor.tolist()), told)


def _read(name: str, content: bytes) -> Published | tuple[Problem, ...]:
    return read_published(
        name, content, texts=[QUARTER, NAME], numbers=[UNEMPLOYMENT], needed=("unemployment",)
    )


def _name_of(ahead: Published, file: str) -> str:
    told = ahead.texts["name"][0] or PurePath(file).stem
    return told[:NAME_MAX]


def _gaps(past: Published, ahead: Published) -> Iterator[Problem]:
    """Return the quarters that do not follow the one before."""
    before: int | None = None
    for table in (past, ahead):
        found: list[Problem] = []
        for row, text in enumerate(table.texts["quarter"]):
            number = _number(text)
            if number is not None and before is not None and number != before + 1:
                reason = message("risk-quarter-not-next", text=text, expected=_told(before + 1))
                found.append(Problem(table.place(row, "quarter"), reason))
            before = number
        yield from in_order(found)


def _number(text: str) -> int | None:
    """Return a quarter as a number; None where the list does not say which it is."""
    found = _QUARTER.fullmatch(text.strip())
    if found is None:
        return None
    return int(found[1]) * QUARTERS_A_YEAR + int(found[2] or found[3]) - 1


def _told(number: int) -> str:
    year, quarter = divmod(number, QUARTERS_A_YEAR)
    return f"{year} Q{quarter + 1}"
