"""What a cover costs, as lines of a record: each charge with when it is taken and of how much."""

from collections.abc import Iterator

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.premium_terms import PremiumSlice, PremiumTiming
from majung.errors import Language
from majung.reports.cells import percent
from majung.reports.model import KeyValue
from majung.rules.citations import Label
from majung.values.money import Money

TAKEN = {
    PremiumTiming.ONCE: Label("1회", "once"),
    PremiumTiming.YEARLY: Label("연", "a year"),
    PremiumTiming.QUARTERLY: Label("연, 분기 납", "a year, quarterly"),
}


def premium_lines(terms: CoverTerms) -> Iterator[KeyValue]:
    """Write the rates of all charges; a rate of slices has a line for each."""
    name = terms.words.premium
    for charge in terms.premium.charges:
        taken = TAKEN[charge.timing]
        for part in charge.slices:
            label = Label(
                f"{name.ko}율({taken.ko}{_bound(part, terms.currency, 'ko')})",
                f"{name.en}, {taken.en}{_bound(part, terms.currency, 'en')}",
            )
            yield KeyValue(label, percent(part.rate, None))


def _bound(part: PremiumSlice, currency: str, language: Language) -> str:
    if part.up_to is None:
        return ""
    amount = Money(part.up_to, currency).spoken(language)
    return f", {amount}까지" if language == "ko" else f", up to {amount}"
