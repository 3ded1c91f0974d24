"""The world as data: what `world/<year>.toml` says, read into values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from majung.programmes.shelf import SHIPPED, shipped_files

EOK = 100_000_000
FOLDER = "world"


@dataclass(frozen=True, slots=True, kw_only=True)
class Projects:
    """How many projects are proposed and chosen, and when.

    Attributes:
        participants: firms and institutes of the chosen projects together.
        needed: least and most that a project costs, in 억.
    """

    prefix: str
    proposals: int
    chosen: int
    chosen_large: int
    participants: int
    proposed_from: date
    proposed_until: date
    chosen_on: date
    needed: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A programme and the day on which it is taken in."""

    key: str
    on: date
    is_example: bool = False

    def files(self) -> Mapping[str, bytes]:
        """Return its files: from the shelf, or from the example world's own folder."""
        if self.key in SHIPPED:
            return shipped_files(self.key)
        folder = _folder().joinpath(self.key)
        return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Applications for one product through the year.

    Attributes:
        cover: the cover that some of its loans get; empty for none.
        covered: how many in a hundred ask for it.
        amount: least and most, in 억.
        outcomes: how the applications end, by weight.
        late: how many loans in a hundred pay late now and then.
        defaults: covered loans that default, of those applied for until `defaults_until`.
        recommendation: key of the programme's rule under which a body recommends the applicants;
            empty for none.
        apart: its lenders, its insurer and its limits are those of no stream that is not apart.
    """

    name: str
    product: str
    lenders: tuple[str, ...]
    applications: int
    first_on: date
    last_on: date
    amount: tuple[int, int]
    months: tuple[int, ...]
    outcomes: Mapping[str, int]
    cover: str = ""
    insurer: str = ""
    covered: int = 0
    late: int = 0
    defaults: int = 0
    defaults_uncovered: int = 0
    apart: bool = False
    defaults_until: date | None = None
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What one office states about every applicant, and the facts that date it."""

    by: str
    facts: tuple[str, ...]
    dated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slips:
    """How many rows in a hundred of the lists of recommended firms go back, by what is wrong.

    Attributes:
        mistyped: a digit of the corporate number is wrong.
        repeated: the firm stands in the list twice.
    """

    mistyped: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Call:
    """A capital call: the day, and the hundredths of all commitments."""

    on: date
    per_hundred: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FundStory:
    """What happens to the example fund; amounts in 억, multiples in hundredths."""

    programme: str
    product: str
    size: int
    policy: int
    private: int
    general: int
    formed_on: date
    calls: tuple[Call, ...]
    investments: int
    invest_from: date
    invest_until: date
    amount: tuple[int, int]
    valued_on: tuple[date, ...]
    exit_on: date
    exit_multiple: int


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is given of a year; all else follows by draws and by computation.

    Attributes:
        steps: business days from the application to each step.
        premiums: what a bank adds to its rate by grade, in hundredths of a point.
        comparing: applicants in a hundred that look at what they could get beforehand.
    """

    seed: int
    first_on: date
    last_on: date
    projects: Projects
    programmes: tuple[Beginning, ...]
    streams: tuple[Stream, ...]
    statements: tuple[Stated, ...]
    steps: Mapping[str, int]
    grades: Mapping[str, int]
    premiums: Mapping[str, int]
    comparing: int
    slips: Slips
    fund: FundStory

    def slice(self, *, applications: int, last_on: date) -> "World":
        """Return a small part of the same world: its first stream, up to a day, and no projects."""
        first = self.streams[0]
        stream = replace(
            first,
            applications=applications,
            last_on=min(first.last_on, last_on),
            defaults=0,
            defaults_uncovered=0,
        )
        nothing = replace(self.projects, proposals=0, chosen=0, chosen_large=0, participants=0)
        return replace(
            self,
            last_on=last_on,
            streams=(stream,),
            projects=nothing,
            programmes=tuple(each for each in self.programmes if each.on <= last_on),
        )


def world_of(year: int) -> World:
    """Return the example world of a year.

    Raises:
        FileNotFoundError: no world was written for the year.
    """
    written = tomllib.loads(_folder().joinpath(f"{year}.toml").read_text("utf-8"))
    grades = written["grades"]
    return World(
        seed=written["seed"],
        first_on=written["first-on"],
        last_on=written["last-on"],
        projects=Projects(**_named(written["projects"])),
        programmes=tuple(Beginning(**_named(each)) for each in written["programmes"]),
        streams=tuple(Stream(**_named(each)) for each in written["streams"]),
        statements=tuple(Stated(**_named(each)) for each in written["statements"]),
        steps=written["steps"],
        grades=grades["weights"],
        premiums=grades["premiums"],
        comparing=written["comparing"],
        slips=Slips(**_named(written["slips"])),
        fund=_fund(written["fund"]),
    )


def _fund(written: Mapping[str, Any]) -> FundStory:
    calls = tuple(Call(**_named(each)) for each in written["calls"])
    return FundStory(**{**_named(written), "calls": calls})


def _named(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with Python's names, and its lists as tuples."""
    return {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
    }


def _folder() -> Traversable:
    return resources.files("majung.example").joinpath(FOLDER)
