"""Contracts of the office as loans to be costed: by programme, product, year and payer.

Contracts go in as they were signed and drawn; default and loss are the programme's own figures.
What cannot be costed is counted and left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby

from majung.applications.application import CREDIT_GRADE
from majung.contracts.cover import replay_cover
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.fund_terms import FundTerms
from majung.contracts.replay import schedule
from majung.contracts.steps import Steps
from majung.contracts.terms import BORROWER, LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.intake.reading import programmes_in_force
from majung.operations.risk.costing import CostedLoan, PremiumFlow, Support
from majung.pricing.discounting import moment_of
from majung.programmes import CoverProduct, Programme
from majung.programmes.price_terms import TechnicalPremium
from majung.rules.citations import Label
from majung.store.intake.statements import latest_stated
from majung.store.servicing.contracts import (
    Contract,
    Series,
    contracts_by_keys,
    contracts_of,
    covers_on,
)
from majung.store.servicing.facts import facts_of_many
from majung.store.servicing.lake_rows import contracts_afresh, loans_under

#: Measured on two cores: one to three seconds a thousand covers; a page waits for half a minute.
CONTRACTS_MAX = 10_000
#: Contracts that are laid out together where nobody waits: some hundred megabytes.
CONTRACTS_EACH = 20_000


class CohortsTooManyError(PolicyFinanceError):
    """What is reckoned while somebody waits is done within a minute."""

    kind = "risk-cohorts-too-many"


@dataclass(frozen=True, slots=True)
class Desk:
    """What was read: contracts with the loans under covers, their facts, grades, programmes.

    Attributes:
        contracts: loans and covers.
        covered: the loans on which a cover stands, of whatever programme.
    """

    contracts: tuple[Contract, ...]
    loans: Mapping[str, Contract]
    funds: tuple[Contract, ...]
    facts: Mapping[str, Sequence[Fact]]
    grades: Mapping[str, object]
    programmes: Mapping[str, Programme]
    on: date
    covered: frozenset[str] = frozenset()

    def programme_name(self, key: str) -> Label:
        """Return what a programme is called."""
        known = self.programmes.get(key)
        return known.name if known else Label(key, key)

    def product_name(self, programme: str, key: str) -> Label:
        """Return what a product of a programme is called."""
        known = self.programmes.get(programme)
        names = {each.key: each.name for each in (known.products if known else ())}
        return names.get(key, Label(key, key))

    def technical(self, contract: Contract) -> TechnicalPremium | None:
        """Return what the programme of a cover says of default and loss; None where it does not."""
        programme = self.programmes.get(contract.programme)
        products = programme.products if programme else ()
        for each in products:
            if each.key == contract.product and isinstance(each, CoverProduct):
                return each.pricing.technical
        return None


def desk_of(
    programme: str,
    *,
    series: Series,
    on: date,
    at: datetime,
    most: int | None = CONTRACTS_MAX,
) -> Desk:
    """Read the contracts of a programme, or of all, that whoever acts may read.

    Runs inside a transaction.

    Args:
        most: how many loans and covers are reckoned; None where nobody waits.

    Raises:
        CohortsTooManyError: there are more.
    """
    contracts = contracts_of(programme=programme, series=series)
    signed = [each for each in contracts if each.signed_on <= on]
    count = sum(isinstance(each.terms, LoanTerms | CoverTerms) for each in signed)
    if most is not None and count > most:
        raise CohortsTooManyError(found=count, most=most)
    programmes = {each.key: each for each in programmes_in_force(at=at)}
    return _desk(signed, programmes, on=on, at=at, is_whole=not programme)


def desks_of(
    programme: str, *, series: Series, on: date, at: datetime, each: int = CONTRACTS_EACH
) -> Iterator[Desk]:
    """Read the same contracts some at a time, each loan with the covers on it: memory stays small.

    Runs inside a transaction.

    Args:
        each: how many contracts a desk has at most; covers on one loan are never parted.
    """
    programmes = {known.key: known for known in programmes_in_force(at=at)}
    by_loan = sorted(
        loans_under(programme=programme, series=series), key=lambda pair: pair[1] or pair[0]
    )
    keys: list[str] = []
    for _, several in groupby(by_loan, key=lambda pair: pair[1] or pair[0]):
        together = [key for key, _ in several]
        if keys and len(keys) + len(together) > each:
            yield _desk_named(keys, programmes, on=on, at=at, is_whole=not programme)
            keys = []
        keys += together
    yield _desk_named(keys, programmes, on=on, at=at, is_whole=not programme)


def _desk_named(
    keys: Sequence[str],
    programmes: Mapping[str, Programme],
    *,
    on: date,
    at: datetime,
    is_whole: bool,
) -> Desk:
    signed = [each for each in contracts_afresh(keys) if each.signed_on <= on]
    return _desk(signed, programmes, on=on, at=at, is_whole=is_whole)


def _desk(
    signed: Sequence[Contract],
    programmes: Mapping[str, Programme],
    *,
    on: date,
    at: datetime,
    is_whole: bool,
) -> Desk:
    """Lay out contracts with the loans under them and what is known of all."""
    held = tuple(each for each in signed if isinstance(each.terms, LoanTerms | CoverTerms))
    funds = tuple(each for each in signed if isinstance(each.terms, FundTerms))
    here = {each.key: each for each in signed}
    wanted = {each.loan for each in held if each.loan}
    elsewhere = contracts_afresh(sorted(wanted - here.keys())) if wanted - here.keys() else ()
    under = [*(here[key] for key in sorted(wanted & here.keys())), *elsewhere]
    keys = sorted({each.key for each in (*held, *under, *funds)})
    numbers = sorted({each.application for each in (*held, *under) if each.application})
    return Desk(
        held,
        {each.key: each for each in under},
        funds,
        facts_of_many(keys, known_at=at),
        latest_stated(CREDIT_GRADE, numbers, known_at=at),
        programmes,
        on,
        _covered(held, on=on, is_whole=is_whole),
    )


def _covered(held: Sequence[Contract], *, on: date, is_whole: bool) -> frozenset[str]:
    """Return the loans under covers; those of other programmes are asked for where not all are."""
    covers: Sequence[Contract] = held
    if not is_whole:
        loans = [each.key for each in held if isinstance(each.terms, LoanTerms)]
        others = contracts_by_keys(covers_on(loans))
        covers = (*held, *(each for each in others if each.signed_on <= on))
    return frozenset(each.loan for each in covers if each.loan)


@dataclass(frozen=True, slots=True)
class GradedCover:
    """A cover on a drawn loan with the grade its firm had, and what the grade foretells.

    Attributes:
        grade: as stated in the application; empty where nobody stated it.
        chance: of default within a year.
    """

    contract: Contract
    grade: str
    chance: float
    since: date


class Gathered:
    """The loans to be costed, and what is left out on the way."""

    def __init__(self, desk: Desk) -> None:
        """Begin with nothing gathered."""
        self.desk = desk
        self.loans: list[CostedLoan] = []
        self.of: dict[str, tuple[Contract, str]] = {}
        self.graded: list[GradedCover] = []
        self.undrawn: set[str] = set()
        self.without_loan = self.without_figures = self.without_grade = 0

    @classmethod
    def of_desk(cls, desk: Desk) -> "Gathered":
        """Gather every contract of a desk."""
        found = cls(desk)
        for contract in desk.contracts:
            found.add(contract)
        return found

    def add(self, contract: Contract) -> None:
        """Add what a contract costs: a cover once, a loan for each payer of a cut."""
        if isinstance(contract.terms, CoverTerms):
            self._cover(contract, contract.terms)
        elif isinstance(contract.terms, LoanTerms):
            self._loan(contract, contract.terms)

    def _loan(self, contract: Contract, terms: LoanTerms) -> None:
        drawn = drawings(self.desk, contract.key)
        if not drawn:
            if terms.payers:
                self.undrawn.add(contract.key)
            return
        for payer in terms.payers:
            cohort = self._cohort(contract, payer)
            self.loans.append(
                CostedLoan(
                    key=contract.key,
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
        drawn = drawings(self.desk, loan.key)
        if not drawn:
            self.undrawn.add(contract.key)
            return
        technical = self.desk.technical(contract)
        loss = technical.loss_given_default.value_on(contract.signed_on) if technical else None
        chance = self._probability(contract, technical)
        if technical is None or loss is None or chance is None:
            self.without_figures += 1
            return
        years = moment_of(terms.ends_on, start=loan.terms.start_on).years
        grade = str(self.desk.grades.get(contract.application, ""))
        since = drawn[0].effective_on
        self.graded.append(GradedCover(contract, grade, float(chance), since))
        self.loans.append(
            CostedLoan(
                key=contract.key,
                cohort=self._cohort(contract, BORROWER),
                support=Support.GUARANTEE,
                terms=loan.terms,
                facts=drawn,
                cover_ratio=float(terms.cover_ratio.value),
                premiums=premiums_foreseen(contract, terms, loan.terms, drawn, self.desk.facts),
                payers=(),
                default_rate=1.0 - (1.0 - float(chance)) ** float(years),
                recovery_rate=1.0 - float(loss.value),
            )
        )

    def _cohort(self, contract: Contract, payer: str) -> str:
        key = "/".join((contract.programme, contract.product, str(contract.signed_on.year), payer))
        self.of.setdefault(key, (contract, payer))
        return key

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


def drawings(desk: Desk, key: str) -> tuple[Fact, ...]:
    """Return what was drawn of a loan by the day of a desk."""
    return tuple(
        fact
        for fact in standing(desk.facts.get(key, ()))
        if fact.kind is FactKind.DRAWDOWN and fact.effective_on <= desk.on
    )


def premiums_foreseen(
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
