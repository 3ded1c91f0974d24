"""The exposure register: what firms and groups owe, across institutions, and who may see it.

Auditors found guarantors that could not see each other's cases.  The register has one line per
firm over all institutions; but credit data are pooled only on a recorded legal basis, field by
field.  Without one, another institution sees a single thing: whether a benefit is held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from majung.errors import PolicyFinanceError
from majung.supply.concentration import Concentration, concentration
from majung.supply.lines import Instrument
from majung.values.money import Money


class PurposeWithoutBasisError(PolicyFinanceError):
    """Another institution's data are looked at for a named purpose, on a recorded legal basis."""

    kind = "purpose-without-basis"


class ExposureField(StrEnum):
    """What a look-up may be permitted to show, field by field."""

    INSTITUTIONS = "institutions"
    OUTSTANDING = "outstanding"
    COVERED = "covered"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one contract has outstanding on a day.

    Attributes:
        group: key of the firm's group; empty where it stands alone.
        outstanding: principal owed, or invested and not returned; of a cover, the covered amount
            in force.
        loan: of a cover, the contract of the loan it stands on; empty where the lender is not in
            the register.
    """

    contract: str
    institution: str
    firm: str
    group: str
    instrument: Instrument
    outstanding: Money
    loan: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a firm or a group owes over all institutions.

    Attributes:
        outstanding: owed or invested; a loan outside the register counts with its covered part.
        covered: the part that covers of the register bear, never more than the loan they stand on.
        institutions: who has a position, sorted.
    """

    holder: str
    outstanding: Money
    covered: Money
    institutions: tuple[str, ...]

    @property
    def uncovered(self) -> Money:
        """What nobody covers."""
        return self.outstanding - self.covered


@dataclass(frozen=True, slots=True)
class Register:
    """Exposures by firm and by group, largest first."""

    firms: tuple[Exposure, ...]
    groups: tuple[Exposure, ...]

    def of_firm(self, firm: str) -> Exposure | None:
        """Return a firm's exposure; None where no institution has a position."""
        return next((exposure for exposure in self.firms if exposure.holder == firm), None)

    def concentration(self, *, top: int = 10, currency: str = "KRW") -> Concentration:
        """Measure how few firms owe how much."""
        held = {each.holder: max(each.outstanding, Money.zero(currency)) for each in self.firms}
        return concentration(held, top=top, currency=currency)

    def of_group(self, group: str) -> Exposure | None:
        """Return a group's exposure; None where no institution has a position."""
        return next((exposure for exposure in self.groups if exposure.holder == group), None)


def register(positions: Iterable[Position], *, currency: str = "KRW") -> Register:
    """Add positions up by firm and by group; firms that stand alone are in no group."""
    by_firm: dict[str, list[Position]] = {}
    by_group: dict[str, list[Position]] = {}
    for position in positions:
        by_firm.setdefault(position.firm, []).append(position)
        if position.group:
            by_group.setdefault(position.group, []).append(position)
    return Register(_exposures(by_firm, currency), _exposures(by_group, currency))


def _exposures(positions_of: dict[str, list[Position]], currency: str) -> tuple[Exposure, ...]:
    exposures = (
        _exposure(holder, positions, currency) for holder, positions in positions_of.items()
    )
    return tuple(
        sorted(exposures, key=lambda exposure: (-exposure.outstanding.minor, exposure.holder))
    )


def _exposure(holder: str, positions: Iterable[Position], currency: str) -> Exposure:
    zero = Money.zero(currency)
    all_positions = tuple(positions)
    own = [p for p in all_positions if p.instrument is not Instrument.COVER]
    owed: dict[str, Money] = {}
    for position in own:
        owed[position.contract] = owed.get(position.contract, zero) + position.outstanding
    covered_of: dict[str, Money] = {}
    elsewhere = zero
    for cover in all_positions:
        if cover.instrument is not Instrument.COVER:
            continue
        if cover.loan in owed:
            covered_of[cover.loan] = covered_of.get(cover.loan, zero) + cover.outstanding
        else:
            elsewhere += cover.outstanding
    within = sum((min(amount, owed[loan]) for loan, amount in covered_of.items()), zero)
    institutions = {p.institution for p in all_positions if p.outstanding.minor}
    return Exposure(
        holder=holder,
        outstanding=sum(owed.values(), zero) + elsewhere,
        covered=within + elsewhere,
        institutions=tuple(sorted(institutions)),
    )


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why another institution's data are looked at, on which ground, and which fields it opens.

    Attributes:
        key: the purpose as logged: ``credit-assessment``, ``audit``.
        legal_basis: the article, or the consent and its number.
        fields: what the basis permits to show.
    """

    key: str
    legal_basis: str
    fields: frozenset[ExposureField]

    def __post_init__(self) -> None:
        """Refuse a purpose without a name or a ground.

        Raises:
            PurposeWithoutBasisError: one of them is blank.
        """
        if not self.key.strip() or not self.legal_basis.strip():
            raise PurposeWithoutBasisError(purpose=self.key, basis=self.legal_basis)


@dataclass(frozen=True, slots=True)
class ExposureView:
    """What one institution sees of a firm.

    Attributes:
        own: its own positions only.
        others_hold_benefit: whether any other institution has a position: yes or no.
        purpose: why more was shown; None where nothing more was.
        institutions: who has a position; None where it is not shown.
        outstanding: over all institutions; None where it is not shown.  Covered, uncovered alike.
    """

    firm: str
    viewer: str
    own: Exposure | None
    others_hold_benefit: bool
    purpose: Purpose | None = None
    institutions: tuple[str, ...] | None = None
    outstanding: Money | None = None
    covered: Money | None = None
    uncovered: Money | None = None


def seen_by(
    viewer: str,
    positions: Iterable[Position],
    *,
    firm: str,
    purpose: Purpose | None = None,
    currency: str = "KRW",
) -> ExposureView:
    """Return what an institution sees of a firm across institutions.

    Its own positions it always sees.  Of others it sees that a benefit is held or not, and with a
    purpose the fields whose legal basis is recorded, over all institutions together.

    Source: own convention: the default shows least, and each look-up records its own ground.
    """
    of_firm = [position for position in positions if position.firm == firm]
    own = [position for position in of_firm if position.institution == viewer]
    others = [
        position
        for position in of_firm
        if position.institution != viewer and position.outstanding.minor
    ]
    whole = _exposure(firm, of_firm, currency)
    shown = purpose.fields if purpose is not None else frozenset()
    return ExposureView(
        firm=firm,
        viewer=viewer,
        own=_exposure(firm, own, currency) if own else None,
        others_hold_benefit=bool(others),
        purpose=purpose,
        institutions=whole.institutions if ExposureField.INSTITUTIONS in shown else None,
        outstanding=whole.outstanding if ExposureField.OUTSTANDING in shown else None,
        covered=whole.covered if ExposureField.COVERED in shown else None,
        uncovered=whole.uncovered if ExposureField.UNCOVERED in shown else None,
    )
