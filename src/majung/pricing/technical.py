"""What a cover would have to cost, beside what it charges: the subsidy in a premium.

Technical premium = insured amount x (probability of default x loss given default + cost), year by
year.  It is for internal roles: `InternalPremium` carries it, `for_firm` gives the charged premium
alone, and no type a firm is shown has a field for it.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from majung.pricing.premiums import CoverRequest, Premium, years_of
from majung.programmes.price_terms import TechnicalPremium
from majung.values.money import Money
from majung.values.rounding import Rounding


@dataclass(frozen=True, slots=True)
class TechnicalYear:
    """A year of cover: what is insured in it and what the risk of it costs.

    Attributes:
        exact: minor units, unrounded.
    """

    from_on: date
    insured: Money
    exact: Fraction


@dataclass(frozen=True, slots=True)
class InternalPremium:
    """A premium as internal roles see it: charged and technical, side by side.

    Attributes:
        technical: rounded up to a whole unit: a price that covers the risk is not below it.
    """

    shown: Premium
    technical: Money
    years: tuple[TechnicalYear, ...]

    @property
    def subsidy(self) -> Money:
        """What the premium is short of its risk; below zero where it earns more than it costs."""
        return self.technical - self.shown.charged

    @property
    def exact(self) -> Fraction:
        """The technical premium in minor units, before rounding."""
        return sum((year.exact for year in self.years), Fraction(0))

    def for_firm(self) -> Premium:
        """Return what a firm may see: the charged premium."""
        return self.shown


def technical_premium(
    shown: Premium, terms: TechnicalPremium, request: CoverRequest, *, on: date
) -> InternalPremium | None:
    """Work out what a cover would have to cost, over its whole life, undiscounted.

    Each year's risk is taken on what is insured at its beginning; a last year that is not whole
    counts for its part.  Defaults of earlier years are not taken off: the figure is on the safe
    side by about one probability of default.

    Returns:
        None where the grade is not stated, or the programme has no figures for it on that day.
    """
    chance = _default_probability(terms, request.grade, on=on)
    loss = terms.loss_given_default.value_on(on)
    cost = terms.cost.value_on(on)
    if chance is None or loss is None or cost is None:
        return None
    rate = chance * loss.fraction + cost.fraction
    years = tuple(
        TechnicalYear(from_on, insured, insured.minor * rate * share)
        for from_on, share in years_of(request)
        for insured in (request.insured_on(from_on),)
    )
    exact = sum((year.exact for year in years), Fraction(0))
    amount = Money(1, request.loan.currency).times(exact, Rounding.CEILING)
    return InternalPremium(shown, amount, years)


def _default_probability(terms: TechnicalPremium, grade: str, *, on: date) -> Fraction | None:
    """Return the yearly probability for a grade; one without a grade holds for any."""
    for each in terms.default_probabilities:
        if each.grade in {grade, ""} and (grade or not each.grade):
            value = each.probability.value_on(on)
            return value.fraction if value is not None else None
    return None


def guaranteed_by_year(request: CoverRequest) -> list[tuple[Money, Fraction]]:
    """Return what is insured at the beginning of each year, and how much of a year it is."""
    return [(request.insured_on(from_on), share) for from_on, share in years_of(request)]
