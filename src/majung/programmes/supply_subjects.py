"""What a supply figure is about, and what is counted: the words that targets and supply share."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.programmes.programme import SupplyBasis
from majung.rules.citations import Citation, Label, Status
from majung.values.money import Money
from majung.values.months import Month


class Renewals(StrEnum):
    """Whether an extended or replaced contract counts again: gross, net, or nobody said."""

    GROSS = "gross"
    NET = "net"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts as supply under a target: it is a part of the target, not a footnote.

    Attributes:
        basis: None where institutions count in their own way and nobody published how.
        is_revolving: whether money repaid and lent again counts again; None where nobody said.
    """

    basis: SupplyBasis | None = None
    renewals: Renewals = Renewals.UNSTATED
    is_revolving: bool | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about: an institution, a sector or a theme; all of them where empty.

    A theme (AI) cuts across sectors, so themes and sectors are never added together.
    """

    sector: str = ""
    institution: str = ""
    theme: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.sector, self.institution, self.theme) if part) or (
            "total"
        )


TOTAL = Subject()


@dataclass(frozen=True, slots=True)
class Named:
    """An institution, sector or theme of a plan: the key used in files, and its name.

    Attributes:
        aliases: other ways in which reports write it: ``산은``, ``KDB``.
    """

    key: str
    name: Label
    aliases: tuple[str, ...] = ()

    def written(self) -> tuple[str, ...]:
        """Return every way it may be written."""
        return (self.key, self.name.ko, self.name.en, *self.aliases)


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be supplied, and everything one must know to compare it with anything.

    Attributes:
        perimeter: keys of the institutions it counts.
        period: a year, or one month of it.
        amount: None where the revision publishes no figure for this subject.
    """

    perimeter: tuple[str, ...]
    scheme: str
    scheme_version: str
    subject: Subject
    period: int | Month
    amount: Money | None
    counting: Counting
    revision: int
    valid_from: date
    citation: Citation
    status: Status
