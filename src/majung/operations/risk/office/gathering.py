"""Contracts that live in the office on a day become rows for risk; what was supposed is remarked.

What the cost of cohorts reads of them is read the same way here: the loan under a cover, the grade
stated in the application, and where nobody stated one the dearest of the programme.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from majung.applications.firm import Firm, identity_key
from majung.applications.industries import section_of
from majung.contracts.cover import CoverContradictsError
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.facts import FactKind
from majung.contracts.facts import standing as standing_facts
from majung.contracts.states import CoverStage, CoverState
from majung.contracts.terms import BORROWER, LoanTerms
from majung.operations.risk.gathering import Desk, premiums_foreseen
from majung.operations.risk.office.balances import LoanStanding, LoanTold, loan_standings
from majung.operations.risk.office.premiums import premium_rate
from majung.operations.risk.office.remarking import Shared
from majung.operations.risk.office.rows import (
    PER_MILLE,
    Remark,
    RiskKind,
    RiskRow,
)
from majung.operations.servicing.replaying import cover_replayed, loans_in
from majung.programmes.price_terms import Payer
from majung.store.servicing.contracts import Contract
from majung.values.cycles import add_months

#: Whose part of a rate is public money, whoever lends.
PUBLIC_PAYERS = frozenset({Payer.STATE.value, Payer.INSURER.value})
#: Where a cover stands once its loan defaulted: what it costs is no matter of chance any more.
DEFAULTED = frozenset({CoverStage.DEFAULTED, CoverStage.CLAIMED, CoverStage.RECOURSE})
#: What on a cover itself tells that it is in default.
NOTICED = frozenset({FactKind.DEFAULT_NOTICE, FactKind.CLAIM})


@cache
def public_lenders() -> frozenset[str]:
    """Return the lenders whose losses are public money, by key."""
    text = resources.files(__package__).joinpath("public.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class Debtors:
    """What is known of firms on a day, by their keys.

    Attributes:
        firms: those that are registered.
        groups: of firms that do not stand alone.
    """

    firms: Mapping[str, Firm]
    groups: Mapping[str, str]

    def sector(self, firm: str) -> str:
        """Return the section of a firm's first industry; empty where none is known."""
        known = self.firms.get(firm)
        return section_of(known.industries[0]) if known and known.industries else ""


class _Part(NamedTuple):
    """The part of a loan that one institution stands for: owed, and still to be drawn."""

    outstanding: int
    undrawn: int


class RowsOfDesk:
    """The rows of a desk, one after the other, and what is remarked on the way."""

    def __init__(
        self,
        desk: Desk,
        debtors: Debtors,
        *,
        scale: Sequence[str],
        posted: Mapping[str, int],
        known: Shared,
    ) -> None:
        """Begin with the standing of every loan.

        Args:
            scale: of the grades that curves are known of, best first.
            posted: what is in force, as posted, of covers whose loan is not known here.
            known: what desks before this one remarked and said.
        """
        self.desk, self.debtors, self.scale, self.posted = desk, debtors, scale, posted
        self.rows: list[RiskRow] = []
        self.known, self.remarks = known, known.remarks
        loans = {each.key: each for each in desk.contracts if isinstance(each.terms, LoanTerms)}
        self.loans: Mapping[str, Contract] = {**desk.loans, **loans}
        self.told = loans_in(self.loans.values(), desk.facts)
        standings = loan_standings(
            [LoanTold(each.terms, each.facts) for each in self.told.values()], on=desk.on
        )
        self.standings = dict(zip(self.told, standings, strict=True))

    @classmethod
    def gathered(
        cls,
        desk: Desk,
        debtors: Debtors,
        *,
        scale: Sequence[str],
        posted: Mapping[str, int],
        currency: str,
        known: Shared | None = None,
    ) -> "RowsOfDesk":
        """Make the rows of every contract of a desk, by contract.

        Args:
            currency: contracts in another one are left out and remarked.
        """
        found = cls(desk, debtors, scale=scale, posted=posted, known=known or Shared())
        covers: dict[str, list[Contract]] = {}
        own: list[Contract] = []
        for each in desk.contracts:
            if each.currency != currency:
                found.remarks.add(Remark.OTHER_CURRENCY, 0)
            elif isinstance(each.terms, LoanTerms):
                own.append(each)
            else:
                covers.setdefault(each.loan if each.loan in found.told else "", []).append(each)
        left = {loan: found.covers_of(loan, several) for loan, several in covers.items() if loan}
        for contract in covers.get("", ()):
            found.add_alone(contract)
        for loan in own:
            found.add_rest(loan, left.get(loan.key))
        found.rows.sort(key=lambda row: row.contract)
        return found

    def covers_of(self, loan: str, covers: Iterable[Contract]) -> _Part:
        """Make the rows of the covers on a loan, and return what they leave with the lender."""
        standing = self.standings[loan]
        left = _Part(standing.outstanding, standing.undrawn)
        for contract in covers:
            terms = contract.terms
            assert isinstance(terms, CoverTerms)
            state = self._state(contract, terms, loan)
            if state is None:
                continue
            is_in_force = state.stage is CoverStage.IN_FORCE
            if state.stage in DEFAULTED or (is_in_force and standing.is_called):
                part = _Part(min(state.in_force, left.outstanding), 0)
                self.remarks.add(Remark.DEFAULTED, part.outstanding)
            elif is_in_force:
                part = _insured(terms, standing, left)
                self._add_cover(contract, terms, loan, part)
            elif state.stage is CoverStage.AGREED and standing.drawn_shape:
                # It is issued when the loan is drawn.
                part = _Part(0, _insured(terms, standing, left).undrawn)
                self._add_cover(contract, terms, loan, part)
            else:
                self._remark_agreed(contract, state)
                continue
            left = _Part(left.outstanding - part.outstanding, left.undrawn - part.undrawn)
        return left

    def add_alone(self, contract: Contract) -> None:
        """Make the row of a cover whose loan is not known here: it stays as it is to its end."""
        terms = contract.terms
        assert isinstance(terms, CoverTerms)
        if contract.is_loan_unseen:
            self._add_unseen(contract, terms)
            return
        state = self._state(contract, terms, "")
        if state is None:
            return
        if state.stage in DEFAULTED:
            self.remarks.add(Remark.DEFAULTED, state.in_force)
            return
        in_force = self.posted.get(contract.key, state.in_force)
        if not in_force:
            self._remark_agreed(contract, state)
            return
        self._append_alone(contract, terms, in_force)

    def _add_unseen(self, contract: Contract, terms: CoverTerms) -> None:
        """Make the row of a cover on a loan that the actor may not read.

        A replay would take it for never drawn, and lapsed: what was posted knows what is in force,
        and the notices on the cover itself whether it is in default.
        """
        in_force = self.posted.get(contract.key, 0)
        kinds = {fact.kind for fact in standing_facts(self.desk.facts.get(contract.key, ()))
                 if fact.effective_on <= self.desk.on}  # fmt: skip
        if kinds & NOTICED:
            self.remarks.add(Remark.DEFAULTED, in_force)
        elif in_force:
            self._append_alone(contract, terms, in_force)
        elif FactKind.ISSUE not in kinds:
            self.remarks.add(Remark.UNDRAWN, contract.agreed.minor)

    def _append_alone(self, contract: Contract, terms: CoverTerms, in_force: int) -> None:
        self.remarks.add(Remark.WITHOUT_LOAN, in_force)
        shape = (PER_MILLE,) * self._months_to(terms.ends_on)
        standing = LoanStanding(in_force, 0, 0.0, 0.0, shape)
        self._append(contract, contract, standing, _Part(in_force, 0))

    def add_rest(self, loan: Contract, left: _Part | None) -> None:
        """Make the row of a loan, or of what covers leave of it with its lender."""
        standing = self.standings[loan.key]
        part = left or _Part(standing.outstanding, standing.undrawn)
        if standing.is_contradictory:
            self.remarks.add(Remark.CONTRADICTORY, loan.agreed.minor)
        elif standing.is_called:
            self.remarks.add(Remark.DEFAULTED, part.outstanding)
        else:
            for remark, holds in (
                (Remark.OVERDUE, standing.is_overdue),
                (Remark.BEYOND_HORIZON, standing.is_cut),
            ):
                if holds:
                    self.remarks.add(remark, standing.outstanding)
            self._append(loan, loan, standing, part)

    def _add_cover(self, contract: Contract, terms: CoverTerms, loan: str, part: _Part) -> None:
        standing, told, on = self.standings[loan], self.told[loan], self.desk.on
        months = self._months_to(terms.ends_on)
        shape, later = standing.shape[:months], standing.drawn_shape[:months]
        drawn = tuple(
            fact
            for fact in standing_facts(told.facts)
            if fact.kind is FactKind.DRAWDOWN and fact.effective_on <= on
        )
        premium = premium_rate(
            terms,
            lambda: premiums_foreseen(contract, terms, told.terms, drawn, self.desk.facts),
            start=told.terms.start_on,
            on=on,
            outstanding=part.outstanding,
            shape=shape,
        )
        course = replace(standing, shape=shape, drawn_shape=later if any(later) else ())
        self._append(contract, self.loans[loan], course, part, premium=premium)

    def _append(
        self,
        contract: Contract,
        loan: Contract,
        standing: LoanStanding,
        part: _Part,
        *,
        premium: float = 0.0,
    ) -> None:
        if part.undrawn:
            remark = Remark.TO_DRAW if standing.drawn_shape else Remark.UNDRAWN
            self.remarks.add(remark, part.undrawn)
        if not part.outstanding and not (part.undrawn and standing.drawn_shape):
            return
        is_cover = isinstance(contract.terms, CoverTerms)
        lender = loan.institution if isinstance(loan.terms, LoanTerms) else ""
        is_public = lender in public_lenders()
        identity = contract.firm or loan.firm
        firm = identity_key(identity) if identity else ""
        sector, region = self.debtors.sector(firm), contract.region or loan.region
        stated, grade = self._grade(contract, loan)
        for remark, holds in (
            (Remark.WITHOUT_GRADE, not stated),
            (Remark.WITHOUT_FIRM, not firm),
            (Remark.WITHOUT_SECTOR, not sector),
            (Remark.WITHOUT_REGION, not region),
        ):
            if holds:
                self.remarks.add(remark, part.outstanding or part.undrawn)
        discount, payers = _public_discount(loan.terms, standing, self.desk.on, is_public=is_public)
        once = self.known.once
        self.rows.append(
            RiskRow(
                contract=contract.key,
                loan=loan.key,
                kind=RiskKind.COVER if is_cover else RiskKind.LOAN,
                institution=once(contract.institution),
                lender=once(lender),
                programme=once(contract.programme),
                product=once(contract.product),
                version=once(contract.version),
                firm=once(firm),
                firm_group=once(self.debtors.groups.get(firm, "")),
                sector=once(sector),
                region=once(region),
                grade=once(grade),
                stated_grade=once(stated),
                signed_on=once(contract.signed_on),
                outstanding=part.outstanding,
                undrawn=part.undrawn,
                share=1.0 if is_cover or is_public else 0.0,
                private=0.0 if is_public else 1.0,
                interest_rate=standing.rate,
                premium_rate=premium,
                subsidy_rate=discount,
                subsidy_payers=once(" ".join(payers)),
                shape=once(standing.shape if part.outstanding else ()),
                drawn_shape=once(standing.drawn_shape if part.undrawn else ()),
            )
        )

    def _state(self, contract: Contract, terms: CoverTerms, loan: str) -> CoverState | None:
        """Return how a cover stands; None, and a remark, where facts contradict each other."""
        facts = tuple(self.desk.facts.get(contract.key, ()))
        if not loan or not self.standings[loan].is_contradictory:
            try:
                return cover_replayed(terms, facts, self.told.get(loan), until=self.desk.on).state
            except CoverContradictsError:
                pass
        self.remarks.add(Remark.CONTRADICTORY, contract.agreed.minor)
        return None

    def _remark_agreed(self, contract: Contract, state: CoverState) -> None:
        if state.stage is CoverStage.AGREED:
            self.remarks.add(Remark.UNDRAWN, contract.agreed.minor)

    def _months_to(self, end: date) -> int:
        """Return in how many months, counted from the day, a default is still covered."""
        on = self.desk.on
        months = (end.year - on.year) * 12 + end.month - on.month
        return max(months + (add_months(on, months) <= end), 1)

    def _grade(self, contract: Contract, loan: Contract) -> tuple[str, str]:
        """Return the grade that was stated, and the one that is reckoned with."""
        numbers = (contract.application, loan.application)
        stated = next(
            (str(self.desk.grades[each]) for each in numbers if each in self.desk.grades), ""
        )
        if stated in self.scale:
            return stated, stated
        technical = self.desk.technical(contract)
        dearest = max(
            (
                (value.fraction, each.grade)
                for each in (technical.default_probabilities if technical else ())
                if (value := each.probability.value_on(contract.signed_on)) is not None
            ),
            default=(0, ""),
        )[1]
        return "", dearest if dearest in self.scale else self.scale[-1]


def _insured(terms: CoverTerms, loan: LoanStanding, left: _Part) -> _Part:
    """Return the part of a loan that a cover in force stands for, of what others leave."""
    owed, agreed = loan.outstanding, loan.outstanding + loan.undrawn
    insured = terms.insured_outstanding(min(owed, terms.principal))
    room = terms.insured_outstanding(min(agreed, terms.principal))
    return _Part(min(insured, left.outstanding), min(room - insured, left.undrawn))


def _public_discount(
    terms: object, standing: LoanStanding, on: date, *, is_public: bool
) -> tuple[float, tuple[str, ...]]:
    """Return what public money bears of a rate, a year, and everybody who bears some of it.

    The discount in force is split by what the components say of each payer that day.
    """
    if not isinstance(terms, LoanTerms) or not standing.discount:
        return 0.0, ()
    borne: dict[str, float] = {}
    for part in terms.components:
        begun = part.from_on is None or part.from_on <= on
        if part.payer != BORROWER and begun and (part.until_on is None or on < part.until_on):
            borne[part.payer] = borne.get(part.payer, 0.0) - float(part.rate.value)
    payers = PUBLIC_PAYERS | {Payer.LENDER.value} if is_public else PUBLIC_PAYERS
    whole = sum(borne.values())
    public = sum(rate for payer, rate in borne.items() if payer in payers)
    return (standing.discount * public / whole if whole else 0.0), tuple(sorted(borne))
