"""What a programme's cohorts cost the State, out of the contracts the office holds.

A cohort is the contracts of one product signed in one year.  A cover costs its claims, less
recoveries and premiums; a rate cut costs whoever bears it.  Contracts go in as they were signed and
drawn; default and loss are the programme's own figures.  For internal roles only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from majung.applications.application import CREDIT_GRADE
from majung.contracts.cover import replay_cover
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.replay import schedule
from majung.contracts.steps import Steps
from majung.contracts.terms import BORROWER, LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.operations.risk.costing import (
    CohortCost,
    CostedLoan,
    PremiumFlow,
    Support,
    cohort_costs,
)
from majung.operations.risk.curve_list import flat_curve
from majung.operations.supply.looking import looking
from majung.pricing.discounting import moment_of
from majung.programmes import CoverProduct, Programme
from majung.programmes.price_terms import TechnicalPremium
from majung.risk.fiscal.subsidy import SubsidyRate
from majung.risk.fiscal.timing import MEASURED
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.intake.statements import latest_stated
from majung.store.servicing.contracts import Contract, Series, contracts_by_keys, contracts_of
from majung.store.servicing.facts import facts_of_many
from majung.values.money import Money
from majung.values.rates import Rate

#: Measured on a laptop with two cores: about a second a thousand covers; a page waits no longer.
CONTRACTS_MAX = 20_000
USUAL_RATE = Rate.percent(3)


class CohortsTooManyError(PolicyFinanceError):
    """What is reckoned while somebody waits is done within a minute."""

    kind = "risk-cohorts-too-many"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What one cohort costs.

    Attributes:
        year: in which its contracts were signed.
        payer: of a rate cut, who bears it; empty for a cover.
        default_rate: mean over the contracts, of the whole life.
        rate: per 100 disbursed, with its parts.
    """

    programme: str
    programme_name: Label
    product: str
    product_name: Label
    year: int
    support: Support
    payer: str
    contracts: int
    disbursed: Money
    default_rate: Fraction
    rate: SubsidyRate
    cost: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReading:
    """What the cohorts cost, and what was left out or supposed.

    Attributes:
        curve_rate: of the government, for every maturity.
        undrawn: contracts without a drawing: nothing was disbursed yet.
        without_loan: covers on loans that are not known here.
        without_figures: covers of programmes that state no default or loss.
        without_grade: covers counted at the dearest grade, as nobody stated theirs.
    """

    lines: tuple[CostLine, ...]
    curve_rate: Rate
    undrawn: int
    without_loan: int
    without_figures: int
    without_grade: int
    is_whole: bool


def fiscal_cost(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    programme: str = "",
    curve_rate: Rate = USUAL_RATE,
    series: Series = Series.REAL,
) -> CostReading:
    """Work out what the cohorts of the contracts the actor may read cost the State.

    Args:
        programme: of one programme only.
        curve_rate: the government's own, for every maturity.

    Raises:
        NotPermittedError: the actor may not read internal prices.
        CohortsTooManyError: there are more contracts than are reckoned while somebody waits.
        CurveNotUsableError: the rate is outside −50 … 100 %.
    """
    require(actor, Act.READ_INTERNAL_PRICE)
    curve = flat_curve(float(curve_rate.value) * 100.0)
    with looking(actor, Purpose.SUPPLY, at=at, subject=programme) as is_whole:
        desk = _desk(programme, series=series, on=on, at=at)
    found = _Found(desk)
    for contract in desk.contracts:
        found.add(contract)
    costs = cohort_costs(found.loans, curve, MEASURED)
    return CostReading(
        lines=tuple(_line(each, found, desk) for each in costs),
        curve_rate=curve_rate,
        undrawn=found.undrawn,
        without_loan=found.without_loan,
        without_figures=found.without_figures,
        without_grade=found.without_grade,
        is_whole=is_whole,
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What was read: contracts with the loans under covers, their facts, grades, programmes."""

    contracts: tuple[Contract, ...]
    loans: Mapping[str, Contract]
    facts: Mapping[str, Sequence[Fact]]
    grades: Mapping[str, object]
    programmes: Mapping[str, Programme]
    on: date


def _desk(programme: str, *, series: Series, on: date, at: datetime) -> _Desk:
    held = tuple(
        each
        for each in contracts_of(programme=programme, series=series)
        if each.signed_on <= on and isinstance(each.terms, LoanTerms | CoverTerms)
    )
    if len(held) > CONTRACTS_MAX:
        raise CohortsTooManyError(found=len(held), most=CONTRACTS_MAX)
    under = contracts_by_keys(sorted({each.loan for each in held if each.loan}))
    keys = sorted({each.key for each in (*held, *under)})
    numbers = sorted({each.application for each in held if each.application})
    return _Desk(
        held,
        {each.key: each for each in under},
        facts_of_many(keys, known_at=at),
        latest_stated(CREDIT_GRADE, numbers, known_at=at),
        {each.key: each for each in programmes_in_force(at=at)},
        on,
    )


class _Found:
    """The loans to be costed, and what is left out on the way."""

    def __init__(self, desk: _Desk) -> None:
        self.desk = desk
        self.loans: list[CostedLoan] = []
        self.of: dict[str, tuple[Contract, str]] = {}
        self.undrawn = self.without_loan = self.without_figures = self.without_grade = 0

    def add(self, contract: Contract) -> None:
        """Add what a contract costs: a cover once, a loan for each payer of a cut."""
        if isinstance(contract.terms, CoverTerms):
            self._cover(contract, contract.terms)
        elif isinstance(contract.terms, LoanTerms):
            self._loan(contract, contract.terms)

    def _loan(self, contract: Contract, terms: LoanTerms) -> None:
        drawn = self._drawn(contract.key)
        if not drawn:
            self.undrawn += bool(terms.payers)
            return
        for payer in terms.payers:
            cohort = self._cohort(contract, payer)
            self.loans.append(
                CostedLoan(
                    cohort=cohort,
                    support=Support.INTEREST_SUPPORT,
                    terms=terms,
                    facts=drawn,
                    payers=(payer,),
                    default_rate=0.0,
                    recovery_rate=0.0,
                )
            )

    def _cover(self, contract: Contract, terms: CoverTerms) -> None:
        loan = self.desk.loans.get(contract.loan)
        if loan is None or not isinstance(loan.terms, LoanTerms):
            self.without_loan += 1
            return
        drawn = self._drawn(loan.key)
        if not drawn:
            self.undrawn += 1
            return
        technical = self._technical(contract)
        loss = technical.loss_given_default.value_on(contract.signed_on) if technical else None
        chance = self._probability(contract, technical)
        if technical is None or loss is None or chance is None:
            self.without_figures += 1
            return
        years = moment_of(terms.ends_on, start=loan.terms.start_on).years
        self.loans.append(
            CostedLoan(
                cohort=self._cohort(contract, BORROWER),
                support=Support.GUARANTEE,
                terms=loan.terms,
                facts=drawn,
                cover_ratio=float(terms.cover_ratio.value),
                premiums=_premiums(contract, terms, loan.terms, drawn, self.desk.facts),
                payers=(),
                default_rate=1.0 - (1.0 - float(chance)) ** float(years),
                recovery_rate=1.0 - float(loss.value),
            )
        )

    def _drawn(self, key: str) -> tuple[Fact, ...]:
        return tuple(
            fact
            for fact in standing(self.desk.facts.get(key, ()))
            if fact.kind is FactKind.DRAWDOWN and fact.effective_on <= self.desk.on
        )

    def _cohort(self, contract: Contract, payer: str) -> str:
        key = "/".join((contract.programme, contract.product, str(contract.signed_on.year), payer))
        self.of.setdefault(key, (contract, payer))
        return key

    def _technical(self, contract: Contract) -> TechnicalPremium | None:
        programme = self.desk.programmes.get(contract.programme)
        products = programme.products if programme else ()
        for each in products:
            if each.key == contract.product and isinstance(each, CoverProduct):
                return each.pricing.technical
        return None

    def _probability(
        self, contract: Contract, technical: TechnicalPremium | None
    ) -> Fraction | None:
        """Return the yearly probability of the firm's grade; the dearest, where none is known."""
        if technical is None:
            return None
        by_grade = {
            each.grade: value.fraction
            for each in technical.default_probabilities
            if (value := each.probability.value_on(contract.signed_on)) is not None
        }
        grade = self.desk.grades.get(contract.application)
        found = by_grade.get(str(grade), by_grade.get(""))
        if found is not None:
            return found
        self.without_grade += bool(by_grade)
        return max(by_grade.values(), default=None)


def _premiums(
    contract: Contract,
    terms: CoverTerms,
    loan: LoanTerms,
    drawn: tuple[Fact, ...],
    facts: Mapping[str, Sequence[Fact]],
) -> tuple[PremiumFlow, ...]:
    """Return the premiums the cover engine lets fall due if the loan is paid as foreseen."""
    issues = [fact for fact in facts.get(contract.key, ()) if fact.kind is FactKind.ISSUE]
    issued = issues or [Fact(contract.signed_on, FactKind.ISSUE, "issue")]
    changes = [(fact.effective_on, fact.amount) for fact in drawn]
    changes += [(row.due_on, -row.principal) for row in schedule(loan, drawn)]
    played = replay_cover(terms, issued, until=terms.ends_on, outstanding=Steps.adding(changes))
    return tuple(
        PremiumFlow(_years_after(loan.start_on, event.effective_on), event.amount)
        for event in played.events
        if event.kind is EventKind.PREMIUM_DUE
    )


def _years_after(start: date, day: date) -> float:
    # A cover is often issued some days before its loan begins: its first premium counts then.
    return float(moment_of(max(day, start), start=start).years)


def _line(cost: CohortCost, found: _Found, desk: _Desk) -> CostLine:
    contract, payer = found.of[cost.cohort]
    programme = desk.programmes.get(contract.programme)
    rates = [loan.default_rate for loan in found.loans if loan.cohort == cost.cohort]
    plain = Label(contract.programme, contract.programme)
    return CostLine(
        programme=contract.programme,
        programme_name=programme.name if programme else plain,
        product=contract.product,
        product_name=_product_name(programme, contract.product),
        year=contract.signed_on.year,
        support=cost.support,
        payer=payer,
        contracts=cost.loans,
        disbursed=cost.disbursed,
        default_rate=Fraction(round(sum(rates) / len(rates) * 10**6), 10**6),
        rate=cost.rate,
        cost=cost.cost,
    )


def _product_name(programme: Programme | None, product: str) -> Label:
    names = {each.key: each.name for each in (programme.products if programme else ())}
    return names.get(product, Label(product, product))
