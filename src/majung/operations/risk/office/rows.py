"""What a run over the office's contracts must know of each: a row a contract, a row a stake.

A loan under a cover is two rows that add up to what is owed: the part the insurer stands for, under
the cover's key, and the part that stays with the lender, under the loan's.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CURRENCY = "KRW"
#: Shares of what is outstanding are kept as parts of a thousand.
PER_MILLE = 1000


class RiskKind(StrEnum):
    """Whose risk a row is."""

    LOAN = "loan"
    COVER = "cover"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """A part of a loan that one institution stands for, on a day.

    Attributes:
        contract: of the loan, or of the cover.
        loan: the loan whose course it follows; the cover itself where its loan is not known here.
        institution: who stands for it.
        lender: who lent; empty where that is not known.
        firm: key of the firm; empty where the contract names none.
        firm_group: of the firm on the day; empty where it stands alone.
        sector: section letter of the firm's first industry (KSIC); empty where none is stated.
        grade: with which it is reckoned.
        stated_grade: in the application; empty where nobody stated it.
        signed_on: of the contract.
        outstanding: principal owed, as far as the institution stands for it; minor units.
        undrawn: the same of what may still be drawn.
        share: of a loss that is public money: nought where a private lender bears it.
        private: share of what is outstanding that is a private lender's money.
        interest_rate: a year, what the debtor pays.
        premium_rate: a year on what is outstanding, of the premiums that are still to come.
        subsidy_rate: a year, interest that public money pays in the debtor's place.
        subsidy_payers: who bears interest in the debtor's place, public or not, sorted.
        shape: parts of a thousand still outstanding at the start of each month, the first 1000;
            empty where nothing was drawn yet.
        drawn_shape: parts of a thousand of what may still be drawn that are outstanding at the
            start of each month, were it drawn as expected; empty where nothing more can be.
    """

    contract: str
    loan: str
    kind: RiskKind
    institution: str
    lender: str
    programme: str
    product: str
    version: str
    firm: str
    firm_group: str
    sector: str
    region: str
    grade: str
    stated_grade: str
    signed_on: date
    outstanding: int
    undrawn: int
    share: float
    private: float
    interest_rate: float
    premium_rate: float
    subsidy_rate: float
    subsidy_payers: str
    shape: tuple[int, ...]
    drawn_shape: tuple[int, ...] = ()

    @property
    def months(self) -> int:
        """How many months something is outstanding at the start."""
        return len(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeRow:
    """What a partner has in a fund, on a day; minor units.

    Attributes:
        contract: of the fund.
        institution: its manager.
        partner: who committed.
        partner_class: policy, private or general.
        distributed: that came back so far.
        value: what it would get were everything sold at fair value today.
        calls: what is still to be called, by month.
        distributions: what comes back at today's value and at cost, by month.
        payoffs: what it would get were everything sold today at the multiples of fair value in
            `majung.risk.futures.exits.LEVELS`; empty in what was kept before they were known.
        exit_from: months from the day after which the fund may be sold; it is by `exit_to`.
    """

    contract: str
    institution: str
    programme: str
    partner: str
    partner_class: str
    committed: int
    called: int
    paid: int
    distributed: int
    value: int
    calls: tuple[int, ...]
    distributions: tuple[int, ...]
    payoffs: tuple[int, ...] = ()
    exit_from: int = 0
    exit_to: int = 1

    @property
    def uncalled(self) -> int:
        """Committed and not called."""
        return self.committed - self.called


class Remark(StrEnum):
    """How a contract was taken where something was missing, or why it was left out."""

    WITHOUT_GRADE = "without-grade"
    WITHOUT_FIRM = "without-firm"
    WITHOUT_SECTOR = "without-sector"
    WITHOUT_REGION = "without-region"
    WITHOUT_LOAN = "without-loan"
    OVERDUE = "overdue"
    BEYOND_HORIZON = "beyond-horizon"
    TO_DRAW = "to-draw"
    UNDRAWN = "undrawn"
    DEFAULTED = "defaulted"
    CONTRADICTORY = "contradictory"
    OTHER_CURRENCY = "other-currency"


#: What is left out of the rows, as against what is in them on a supposition.
LEFT_OUT = frozenset(
    {Remark.UNDRAWN, Remark.DEFAULTED, Remark.CONTRADICTORY, Remark.OTHER_CURRENCY}
)


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark, on how many contracts it falls, and on how much of what they owe.

    Attributes:
        amount: outstanding or agreed, minor units; nought of contracts in another currency.
    """

    remark: Remark
    count: int
    amount: int
