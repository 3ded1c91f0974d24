"""Lists of caps and first losses over programmes: rows become pools."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from majung.errors import Problem, message
from majung.files import Column
from majung.operations.risk.pools import Pool
from majung.risk.backtest.reading import read_published

PROGRAMMES: Final = Column("programmes", ("프로그램", "사업", "programmes"))
FIRST: Final = Column("first", ("우선손실", "first loss"), required=False)
CAP: Final = Column("cap", ("한도", "cap"), required=False)
YEARLY: Final = Column("yearly", ("연간한도", "yearly cap"), required=False)
#: Between programmes of one pool.
BETWEEN: Final = "+"


@dataclass(frozen=True, slots=True)
class Pools:
    """Caps and first losses of a list."""

    pools: tuple[Pool, ...] = ()


def read_pools(
    name: str, content: bytes, *, known: Mapping[str, str]
) -> Pools | tuple[Problem, ...]:
    """Read caps and first losses, a pool of programmes a row, or say everything that is wrong.

    Args:
        name: of the file.
        content: CSV or XLSX.
        known: key of each programme, by every word that a list may call it.
    """
    table = read_published(name, content, texts=[PROGRAMMES], numbers=[FIRST, CAP, YEARLY])
    if isinstance(table, tuple):
        return table
    pools: list[Pool] = []
    problems: list[Problem] = []
    keys = tuple(dict.fromkeys(known.values()))
    for row, told in enumerate(table.texts["programmes"]):
        names = [each.strip() for each in told.split(BETWEEN)]
        problems += [
            Problem(
                table.place(row, "programmes"),
                message("opening-word-unknown", text=each, known=keys),
            )
            for each in names
            if each not in known
        ]
        first, *caps = (float(table.numbers[key][row]) for key in ("first", "cap", "yearly"))
        most = (None if np.isnan(cap) else cap for cap in caps)
        programmes = tuple(known[each] for each in names if each in known)
        pools.append(Pool(programmes, 0.0 if np.isnan(first) else first, *most))
    return tuple(problems) if problems else Pools(tuple(pools))
