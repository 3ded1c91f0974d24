"""Named stresses: a path of the factor all firms share, those that ship among them.

What ships is a path said outright, and assumed; a published scenario becomes one by its
unemployment (`stress_list`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from majung.errors import PolicyFinanceError
from majung.rules.citations import Label

#: As many as stand side by side on a sheet of paper.
STRESSES_MAX = 3


class StressNotKnownError(PolicyFinanceError):
    """A stress that is named is one of those that ship."""

    kind = "risk-stress-not-known"


class StressesTooManyError(PolicyFinanceError):
    """A run is held against a few different stresses."""

    kind = "risk-stresses-too-many"


@dataclass(frozen=True, slots=True)
class Stress:
    """A future that a run is held against.

    Attributes:
        key: of one that ships; empty where the scenario was handed in.
        factor: in each quarter, in standard deviations; below nought is bad.
        source: where it comes from.
    """

    key: str
    name: Label
    factor: tuple[float, ...]
    source: Label


@cache
def shipped_stresses() -> Mapping[str, Stress]:
    """Return the stresses that ship, by key, the milder first."""
    text = resources.files(__package__).joinpath("stresses.toml").read_text("utf-8")
    told = tomllib.loads(text)
    return MappingProxyType(
        {
            key: Stress(
                key,
                Label(each["ko"], each["en"]),
                tuple(each["factor"]),
                Label(each["source-ko"], each["source-en"]),
            )
            for key, each in told.items()
        }
    )


def stress_named(key: str) -> Stress:
    """Return a stress that ships.

    Raises:
        StressNotKnownError: none goes by that name.
    """
    found = shipped_stresses().get(key)
    if found is None:
        raise StressNotKnownError(key=key, known=tuple(shipped_stresses()))
    return found


def require_few(stresses: tuple[Stress, ...]) -> None:
    """Refuse more stresses than stand side by side, and the same one twice.

    Raises:
        StressesTooManyError: there are more, or two of one name.
    """
    if len(stresses) > STRESSES_MAX or len({each.name for each in stresses}) < len(stresses):
        raise StressesTooManyError(count=len(stresses), most=STRESSES_MAX)
