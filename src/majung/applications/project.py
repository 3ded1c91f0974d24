"""A project (과제): who does it together, what it costs, what it yields.

Recommendations, contracts and investments point to one project, so that public money and what
came of it can be read side by side.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from majung.applications.firm import FirmIdentity
from majung.values.identifiers import BusinessNumber
from majung.values.money import Money


class ParticipantRole(StrEnum):
    """What a member of the consortium does: leads, demands, supplies, researches."""

    LEAD = "lead"
    ADOPTER = "adopter"
    SUPPLIER = "supplier"
    RESEARCHER = "researcher"


@dataclass(frozen=True, slots=True)
class Participant:
    """A member of a project's consortium."""

    firm: FirmIdentity
    role: ParticipantRole


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A part of the financing that is arranged, and by whom."""

    source: str
    amount: Money
    is_public: bool


@dataclass(frozen=True, slots=True)
class Financing:
    """What a project needs, what is arranged, what is missing.

    Attributes:
        needed: everything the project costs, own money included.
    """

    needed: Money
    arrangements: tuple[Arrangement, ...] = ()

    @property
    def arranged(self) -> Money:
        """Return the sum of what is arranged."""
        return Money.total(
            (arrangement.amount for arrangement in self.arrangements), self.needed.currency
        )

    @property
    def public(self) -> Money:
        """Return the part of the arranged money that is public."""
        return Money.total(
            (arrangement.amount for arrangement in self.arrangements if arrangement.is_public),
            self.needed.currency,
        )

    @property
    def gap(self) -> Money:
        """Return what is still missing; zero where more is arranged than needed."""
        return max(self.needed - self.arranged, Money.zero(self.needed.currency))


@dataclass(frozen=True, slots=True)
class StandardModel:
    """The model of autonomous manufacturing that a project yields for others to copy."""

    name: str
    process: str
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing a project is to change: from a baseline, to a target, and where it stands.

    Attributes:
        measure: what is measured (productivity, defect rate, emissions).
        actual: None until it was measured.
        actual_on: the day of the measurement.
    """

    measure: str
    unit: str
    baseline: Decimal
    target: Decimal
    actual: Decimal | None = None
    actual_on: date | None = None

    def __post_init__(self) -> None:
        if self.baseline == self.target:
            raise ValueError(f"the target of {self.measure} changes nothing: {self.target}")

    @property
    def share_achieved(self) -> Fraction | None:
        """Return how much of the way from baseline to target is done; None while unmeasured.

        Above 1 where the target was passed, below 0 where things got worse; a measure that is to
        fall (defects, emissions) needs no other rule.
        """
        if self.actual is None:
            return None
        way = Fraction(self.target) - Fraction(self.baseline)
        return (Fraction(self.actual) - Fraction(self.baseline)) / way


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its consortium, financing, standard model and outcomes."""

    number: str
    name: str
    participants: tuple[Participant, ...]
    financing: Financing
    site: BusinessNumber | None = None
    standard_model: StandardModel | None = None
    outcomes: tuple[Outcome, ...] = ()

    def __post_init__(self) -> None:
        if len(self.leads) != 1:
            raise ValueError(f"project {self.number} has one lead, not {len(self.leads)}")

    @property
    def leads(self) -> tuple[FirmIdentity, ...]:
        """Return the participants that lead; a project has exactly one."""
        return tuple(
            participant.firm
            for participant in self.participants
            if participant.role is ParticipantRole.LEAD
        )

    @property
    def lead(self) -> FirmIdentity:
        """Return the participant that answers for the project."""
        return self.leads[0]
