"""A recommendation: a body's word for a firm, in a round, for a time.

It promises no credit; it opens a term that a bank may then grant.  Withdrawals are facts with a
day, and whether a recommendation can be used is asked as of a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from majung.applications.firm import FirmIdentity, identity_key
from majung.programmes.programme import RecommendationRule
from majung.values.cycles import add_months
from majung.values.identifiers import BusinessNumber
from majung.values.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round in which a body recommends firms.

    Attributes:
        recommender: the body, by its party key.
        rule: key of the programme's recommendation rule.
        opens_on: first day of a recommendation; `closes_on` the last, None while it is open.
        validity_months: how long a recommendation can be used; None where it has no end.
        valid_until: last day for all of the round, whatever the months say; None for none.
        quota: firms the round may recommend; None where there is no limit.
        amount_max: most that one recommendation can carry; None where there is no limit.
    """

    key: str
    programme: str
    rule: str
    recommender: str
    opens_on: date
    closes_on: date | None = None
    validity_months: int | None = None
    valid_until: date | None = None
    quota: int | None = None
    amount_max: Money | None = None
    needs_project: bool = False

    def is_open_on(self, on: date) -> bool:
        """Say whether a recommendation may bear this day."""
        return self.opens_on <= on and (self.closes_on is None or on <= self.closes_on)

    def last_day(self, recommended_on: date) -> date | None:
        """Return the last day on which a recommendation of this round can be used."""
        ends = [] if self.valid_until is None else [self.valid_until]
        if self.validity_months is not None:
            ends.append(add_months(recommended_on, self.validity_months))
        return min(ends, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """That a body recommends a firm.

    Attributes:
        site: the business number it was recommended under.
        until_on: last day on which it can be used; None where it has no end.
        file: the list it came in, and `line` the row of the list; empty and 0 for none.
    """

    round: str
    programme: str
    rule: str
    recommender: str
    firm: FirmIdentity
    firm_name: str
    site: BusinessNumber | None
    from_on: date
    until_on: date | None
    project: str = ""
    amount: Money | None = None
    file: str = ""
    line: int = 0

    @property
    def key(self) -> str:
        """Name it among all recommendations: a round recommends a firm once."""
        return f"{self.round}/{identity_key(self.firm)}"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a recommendation was taken back.

    Attributes:
        recommendation: its key.
        effective_on: the first day on which it no longer holds.
    """

    recommendation: str
    effective_on: date
    reason: str
    by: str


def round_of(
    rule: RecommendationRule, *, key: str, programme: str, opens_on: date, closes_on: date | None
) -> Round:
    """Open a round under a programme's rule, with the quota and validity of its first day."""
    return Round(
        key=key,
        programme=programme,
        rule=rule.key,
        recommender=rule.recommender,
        opens_on=opens_on,
        closes_on=closes_on,
        validity_months=rule.validity_months.value_on(opens_on) if rule.validity_months else None,
        quota=rule.quota.value_on(opens_on) if rule.quota else None,
        amount_max=rule.amount_max.value_on(opens_on) if rule.amount_max else None,
        needs_project=rule.needs_project,
    )


def recommended_in(
    recommendations: Iterable[Recommendation], withdrawals: Iterable[Withdrawal]
) -> frozenset[FirmIdentity]:
    """Return the firms that take up a place of their round: recommended and never withdrawn."""
    withdrawn = {each.recommendation for each in withdrawals}
    return frozenset(each.firm for each in recommendations if each.key not in withdrawn)


def standing_on(
    recommendations: Iterable[Recommendation], withdrawals: Iterable[Withdrawal], *, on: date
) -> tuple[Recommendation, ...]:
    """Return the recommendations that can be used on a day: begun, not over, not withdrawn.

    The last day of a validity counts; the day of a withdrawal no longer does.
    """
    withdrawn = {each.recommendation for each in withdrawals if each.effective_on <= on}
    return tuple(
        each
        for each in recommendations
        if each.from_on <= on
        and (each.until_on is None or on <= each.until_on)
        and each.key not in withdrawn
    )
