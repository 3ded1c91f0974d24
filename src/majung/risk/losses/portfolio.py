"""A portfolio: contracts as columns, with the shapes in which they are repaid.

A contract is what is outstanding today, a shape that says which share of it is still outstanding at
the start of each month, and the share of a loss the public side bears.  Firms and groups are known
by numbers: contracts of one firm default together, firms of one group lean on each other.
"""

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from majung.risk.arrays import Floats, Integers, Numbers
from majung.risk.losses.problems import PortfolioNotUsableError
from majung.values.months import MONTHS_A_YEAR

#: What does not hold a value for each contract.
NOT_COLUMNS = ("profiles", "buckets", "prepayment")
#: Whose payments follow the short rate: nobody's, the debtor's interest, the State's subsidy.
FIXED, FLOATING, FLOATING_SUBSIDY = range(3)


@dataclass(frozen=True)
class Portfolio:
    """Contracts as columns.

    Attributes:
        contract: number of each contract; draws depend on it, not on its place.
        obligor: number of its firm.
        group: number of the firm's group; nought without one.
        outstanding: in units of currency; a commitment not drawn yet counts where its shape does.
        curve: which curve of default probabilities.
        segment: which row of the factor loadings.
        severity: which class of loss given default.
        profile: which shape.
        share: of a loss that the public side bears: the cover ratio, or 1 for a public loan.
        interest_rate: a year, what the debtor pays.
        premium_rate: a year, on the share covered.
        subsidy_rate: a year, interest the State pays in the debtor's place.
        bucket: which line of the breakdown, as a programme.
        profiles: shares outstanding at the start of each month, shape (profiles, months + 1).
        buckets: names of the buckets.
        prepayment: share a year that is repaid before it is due, one a shape; none where empty.
        floating: whose payments follow the short rate, one a contract; nobody's where empty.
    """

    contract: Numbers
    obligor: Numbers
    group: Numbers
    outstanding: Floats
    curve: Integers
    segment: Integers
    severity: Integers
    profile: Integers
    share: Floats
    interest_rate: Floats
    premium_rate: Floats
    subsidy_rate: Floats
    bucket: Integers
    profiles: Floats
    buckets: tuple[str, ...] = ("",)
    prepayment: Floats = field(default_factory=lambda: np.zeros(0))
    floating: Integers = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """Fill in what nobody said."""
        if not len(self.prepayment):
            object.__setattr__(self, "prepayment", np.zeros(len(self.profiles)))
        if not len(self.floating):
            object.__setattr__(self, "floating", np.zeros(len(self.contract), np.int64))

    def __len__(self) -> int:
        """Return how many contracts there are."""
        return len(self.contract)

    @property
    def months(self) -> int:
        """Return how many months the shapes run."""
        return int(self.profiles.shape[1]) - 1

    @cached_property
    def kept(self) -> Floats:
        """Return the share not repaid early by each month's start, shape (profiles, months + 1)."""
        at = np.arange(self.months + 1) / MONTHS_A_YEAR
        return np.asarray((1.0 - self.prepayment[:, None]) ** at)

    @cached_property
    def maturities(self) -> Integers:
        """Return for each contract in how many months something is outstanding at the start."""
        lasts = self.months + 1 - np.argmax(self.profiles[:, ::-1] > 0, axis=1)
        lasts[~(self.profiles > 0).any(axis=1)] = 0
        return np.asarray(np.minimum(lasts, self.months)[self.profile], np.int64)

    def part(self, chosen: slice | NDArray[np.bool_] | Integers) -> Self:
        """Return some of the contracts."""
        names = [each.name for each in fields(self) if each.name not in NOT_COLUMNS]
        return replace(self, **{name: getattr(self, name)[chosen] for name in names})


def checked(
    portfolio: Portfolio, *, curves: int, segments: int, severities: int, months: int
) -> Portfolio:
    """Return a portfolio whose every value can be reckoned with.

    Raises:
        PortfolioNotUsableError: it is empty, or a value is not finite, below nought, above one
            where it is a share, or points to what is not there; the first such contract is named.
    """
    if not len(portfolio):
        raise PortfolioNotUsableError(column="contract", row=0, value="—", reason=REASONS["empty"])
    if portfolio.months > months:
        reason = REASONS["horizon"]
        raise PortfolioNotUsableError(
            column="profiles", row=0, value=portfolio.months, reason=reason
        )
    for name, low, high in (
        ("outstanding", 0.0, np.inf),
        ("share", 0.0, 1.0),
        ("interest_rate", -1.0, 10.0),
        ("premium_rate", 0.0, 10.0),
        ("subsidy_rate", 0.0, 10.0),
        ("curve", 0, curves - 1),
        ("segment", 0, segments - 1),
        ("severity", 0, severities - 1),
        ("profile", 0, len(portfolio.profiles) - 1),
        ("bucket", 0, len(portfolio.buckets) - 1),
        ("floating", FIXED, FLOATING_SUBSIDY),
    ):
        column = getattr(portfolio, name)
        bad = np.flatnonzero(~(np.isfinite(column) & (column >= low) & (column <= high)))
        if len(bad):
            row = int(bad[0])
            reason = REASONS["unknown"] if isinstance(low, int) else REASONS["range"]
            raise PortfolioNotUsableError(
                column=name, row=row + 1, value=str(column[row]), reason=reason
            )
    early = portfolio.prepayment
    if len(early) != len(portfolio.profiles) or not ((early >= 0.0) & (early < 1.0)).all():
        raise PortfolioNotUsableError(
            column="prepayment", row=0, value="—", reason=REASONS["range"]
        )
    if not ((portfolio.profiles >= 0) & np.isfinite(portfolio.profiles)).all():
        raise PortfolioNotUsableError(column="profiles", row=0, value="—", reason=REASONS["range"])
    return portfolio


REASONS = {
    "horizon": {
        "ko": "부도율 곡선보다 긴 기간",
        "en": "it runs longer than the curves of default probabilities",
    },
    "empty": {"ko": "계약이 하나도 없음", "en": "it holds no contract"},
    "range": {"ko": "쓸 수 있는 범위 밖", "en": "it is outside what the column may hold"},
    "unknown": {"ko": "가리키는 것이 없음", "en": "it points to nothing that is there"},
}
