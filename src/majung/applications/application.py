"""An application: one form, held against every programme.

The form says what a firm asks for; everything else a rule may want to know is stated beside it
with who said so, or read from what is registered of the firm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from majung.applications.firm import Firm, Site
from majung.applications.holdings.exclusions import Benefit
from majung.applications.stages import Step
from majung.applications.statements import Statements
from majung.contracts.terms import Repayment
from majung.programmes.programme import Programme
from majung.rules import FactValue
from majung.rules.vocabulary import ASSESSED_ON
from majung.values.identifiers import BusinessNumber
from majung.values.money import Money
from majung.values.months import MONTHS_A_YEAR

REQUESTED_AMOUNT = "requested-amount"
REQUESTED_MONTHS = "requested-months"
USE_OF_FUNDS = "use-of-funds"
SITE_REGION = "site-region"
FIRM_SIZE = "firm-size"
INDUSTRY_CODE = "industry-code"
YEARS_IN_BUSINESS = "years-in-business"
BENEFITS_HELD = "benefits-held"
CREDIT_GRADE = "credit-grade"
LENDER = "lender"

NOTHING_STATED = Statements()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a firm asks for.

    Attributes:
        start_on: the day it wants the money.
        uses: codes of what it is for.
        site: the site it is for; None where none was named.
        project: number of the project it belongs to; empty for none.
    """

    amount: Money
    months: int
    start_on: date
    uses: frozenset[str]
    repayment: Repayment = Repayment.EQUAL_INSTALMENTS
    grace_months: int = 0
    site: BusinessNumber | None = None
    project: str = ""

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError(f"a firm asks for more than nothing, not {self.amount}")
        if not 0 <= self.grace_months < self.months:
            raise ValueError(f"grace of {self.grace_months} months in a term of {self.months}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A firm's request, with all that is stated for it.

    Attributes:
        held: benefits the firm holds, by the look-up of the service; None while nobody looked.
        country: programmes of this country are held against it (ISO 3166-1).
    """

    number: str
    firm: Firm
    request: Request
    submitted_on: date
    statements: Statements = NOTHING_STATED
    held: tuple[Benefit, ...] | None = None
    steps: tuple[Step, ...] = ()
    country: str = "KR"

    @property
    def site(self) -> Site | None:
        """Return the site the money is for; None where the form names none.

        Raises:
            SiteUnknownError: the site is none of the firm's.
        """
        return None if self.request.site is None else self.firm.site(self.request.site)


def facts_of(application: Application, *, on: date) -> dict[str, FactValue]:
    """Return the facts rules may read on a day.

    What is stated and counts goes before what is registered of the firm; the form itself goes
    before both.  What nobody stated is not there: its rules stay open.
    """
    return {
        **registered_facts(application.firm, on=on),
        **application.statements.values(on=on),
        **_asked_for(application),
        **_held(application, on=on),
        ASSESSED_ON: on,
    }


def programmes_for(
    application: Application, programmes: Iterable[Programme]
) -> tuple[Programme, ...]:
    """Return the programmes an application is held against: those of its country."""
    return tuple(each for each in programmes if each.country == application.country)


def registered_facts(firm: Firm, *, on: date) -> dict[str, FactValue]:
    """Return the facts rules may read of what is registered of a firm."""
    facts: dict[str, FactValue] = {FIRM_SIZE: firm.size.value}
    if firm.industries:
        facts[INDUSTRY_CODE] = firm.industries[0].code
    founded = firm.established_on
    if founded is not None and founded <= on:
        months = (on.year - founded.year) * MONTHS_A_YEAR + on.month - founded.month
        facts[YEARS_IN_BUSINESS] = (months - (on.day < founded.day)) // MONTHS_A_YEAR
    return facts


def _asked_for(application: Application) -> dict[str, FactValue]:
    request, site = application.request, application.site
    facts: dict[str, FactValue] = {
        REQUESTED_AMOUNT: request.amount,
        REQUESTED_MONTHS: request.months,
    }
    if request.uses:
        facts[USE_OF_FUNDS] = request.uses
    if site is not None:
        facts[SITE_REGION] = site.region.value
    return facts


def _held(application: Application, *, on: date) -> dict[str, FactValue]:
    if application.held is None:
        return {}
    return {
        BENEFITS_HELD: frozenset(
            benefit.product for benefit in application.held if benefit.is_held_on(on)
        )
    }
