"""The preferred return of a partner: what capital earns before the manager shares in profit."""

from datetime import date
from fractions import Fraction

from majung.contracts.fund_terms import Compounding, ProfitTerms
from majung.values.cycles import add_months
from majung.values.day_counts import year_fraction
from majung.values.rates import Rate
from majung.values.rounding import round_fraction

YEAR_MONTHS = 12


class PreferredReturn:
    """A preferred return while it accrues, exact until it is paid.

    It runs on capital paid in and not returned, from the day of each payment.  Where it
    compounds, what is unpaid joins the capital on each anniversary of the fund's formation and
    earns a return from then on.
    """

    def __init__(self, terms: ProfitTerms, rate: Rate, formed_on: date) -> None:
        self.terms = terms
        self.rate = rate.fraction
        self.capital = 0
        self._formed_on = formed_on
        self._joined = Fraction(0)
        self._running = Fraction(0)
        self._until = formed_on
        self._years = 0

    @property
    def due(self) -> int:
        """What would have to be paid to satisfy it, in whole minor units."""
        exact = max(self._joined + self._running, Fraction(0))
        return round_fraction(exact, self.terms.hurdle_rounding)

    def accrue(self, day: date) -> None:
        """Let it run up to a day.

        Source: policy-fund model terms, hurdle (기준수익률); own convention for the anniversary.
        """
        if self.terms.compounding is Compounding.YEARLY:
            while (anniversary := self._anniversary()) <= day:
                self._run(anniversary)
                self._years += 1
                self._joined += self._running
                self._running = Fraction(0)
        self._run(day)

    def pay(self, amount: int) -> None:
        """Take a payment off: first from what earns a return itself."""
        of_joined = min(Fraction(amount), self._joined)
        self._joined -= of_joined
        # Rounding up pays at most one minor unit too much; the next return makes up for it.
        self._running -= amount - of_joined

    def _anniversary(self) -> date:
        return add_months(self._formed_on, YEAR_MONTHS * (self._years + 1))

    def _run(self, day: date) -> None:
        if day > self._until:
            part = year_fraction(self.terms.day_count, self._until, day)
            self._running += (self.capital + self._joined) * self.rate * part
            self._until = day
