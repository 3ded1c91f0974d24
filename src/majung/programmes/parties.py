"""Who takes part in a programme, and what each undertook in an agreement.

Names of bodies are dated: a ministry is renamed, its undertakings stand.  An undertaking is per
bank, because that is how the memoranda are signed: the cover ratio and the rate cut differ, and
whether a cut was really passed on is checked against the undertaking.

Source: own convention, docs/programmes.md.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from majung.programmes.figures import Figure
from majung.rules.citations import Citation, Label, Status
from majung.values.rates import Rate, Ratio


class PartyRole(StrEnum):
    """What a body does in a programme.

    A body keeps books in each of its roles that is a book role: lender, insurer, fund, fund of
    funds, State.
    """

    OWNER = "owner"
    RECOMMENDER = "recommender"
    LENDER = "lender"
    INSURER = "insurer"
    SPONSOR = "sponsor"
    FUND = "fund"
    FUND_OF_FUNDS = "fund-of-funds"
    MANAGER = "manager"
    GENERAL_PARTNER = "general-partner"
    INVESTOR = "investor"
    STATE = "state"
    COUNCIL = "council"
    SUPERVISOR = "supervisor"
    #: Signed an agreement; what it offers was not published.
    SIGNATORY = "signatory"


@dataclass(frozen=True, slots=True)
class DatedName:
    """What a body is called from a day on."""

    valid_from: date
    name: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A body that takes part.

    Attributes:
        key: the same in every programme that names the body.
        names: earliest first.
        is_named: false for a body whose existence was published and whose name was not.
    """

    key: str
    names: tuple[DatedName, ...]
    roles: tuple[PartyRole, ...]
    citation: Citation
    status: Status
    is_named: bool = True

    def name_on(self, day: date) -> Label:
        """Return what the body is called on a day; before its first name, the first."""
        held = [dated.name for dated in self.names if dated.valid_from <= day]
        return held[-1] if held else self.names[0].name


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """What one party promised in an agreement.

    Attributes:
        party: who promised.
        product: the product it concerns.
        label: the promise in words.
        cover_ratio: how much of a loan of this bank the insurer covers at most.
        rate_cut: how far a covered or recommended firm's rate falls below the bank's own.
    """

    party: str
    product: str
    label: Label
    citation: Citation
    status: Status
    cover_ratio: Figure[Ratio] | None = None
    rate_cut: Figure[Rate] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement (협약) a programme rests on.

    Attributes:
        party_count: how many institutions signed, by the published headline.
        parties: those of them that are named, by key.
    """

    key: str
    name: Label
    signed_on: date
    valid_until: date | None
    party_count: Figure[int] | None
    parties: tuple[str, ...]
    undertakings: tuple[Undertaking, ...]
    citation: Citation
    status: Status

    def undertaking_of(self, party: str, product: str) -> Undertaking | None:
        """Return what a party promised for a product, or None."""
        for undertaking in self.undertakings:
            if (undertaking.party, undertaking.product) == (party, product):
                return undertaking
        return None
