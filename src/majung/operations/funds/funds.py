"""A fund with everything an act must know of it, and the one way its manager records a fact.

Runs inside a transaction of the State, because a fund of funds keeps its stake in a book of its
own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.fund import FundReplay, replay_fund
from majung.contracts.fund_terms import FundTerms
from majung.contracts.states import FundState, HoldingState, PartnerState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import ContractReportedError, take_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import Contract, Servicing, contract_of
from majung.store.servicing.facts import FactRecordedDifferentlyError, facts_of


class NotAFundError(PolicyFinanceError):
    """Acts of a fund are done on a fund."""

    kind = "not-a-fund"


class FundElsewhereError(PolicyFinanceError):
    """A fund is managed by its general partner."""

    kind = "fund-elsewhere"


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund on a day."""

    contract: Contract
    terms: FundTerms
    facts: Sequence[Fact]
    played: FundReplay
    on: date

    @property
    def key(self) -> str:
        """The key of its contract."""
        return self.contract.key

    @property
    def state(self) -> FundState:
        """How it stands at the end of the day."""
        return self.played.state

    def partner(self, party: str) -> PartnerState | None:
        """Return how a partner stands; None where nobody of the name takes part."""
        return next((each for each in self.state.partners if each.party == party), None)

    def holding(self, company: str) -> HoldingState | None:
        """Return what it holds of a company; None where it never did."""
        return next((each for each in self.state.holdings if each.company == company), None)

    def has_fact(self, key: str, kind: FactKind, *, amount: int = 0, party: str = "") -> bool:
        """Say whether an act was recorded before under its key.

        Args:
            amount: which the act names; 0 where it leaves the amount to be computed.

        Raises:
            FactRecordedDifferentlyError: the key says something else.
        """
        for fact in self.facts:
            if fact.key == key:
                told = (fact.kind, fact.party)
                if told != (kind, party) or amount not in (0, fact.amount):
                    raise FactRecordedDifferentlyError(contract=self.key, fact=key)
                return True
        return False


@dataclass(frozen=True, slots=True)
class Change:
    """A fund before and after a fact."""

    before: FundState
    after: FundState


def fund_on(key: str, *, on: date) -> Fund:
    """Put a fund together as it stands at the end of a day.

    Raises:
        NotRecordedError: no such contract.
        NotAFundError: it is a loan or a cover.
        FundContradictsError: its facts contradict each other.
    """
    contract = contract_of(key)
    if not isinstance(contract.terms, FundTerms):
        raise NotAFundError(contract=key, contract_type=contract.kind)
    facts = facts_of(key)
    return Fund(contract, contract.terms, facts, _played(contract.terms, facts, on), on)


def require_manager(actor: Actor, fund: Fund) -> None:
    """Refuse whoever does not act for the fund's general partner.

    Raises:
        ContractReportedError: the manager keeps it elsewhere and reports it by files.
        FundElsewhereError: naming who may.
    """
    if actor.institution != fund.contract.institution:
        raise FundElsewhereError(fund=fund.key, institution=fund.contract.institution)
    if fund.contract.servicing is Servicing.REPORTED:
        raise ContractReportedError(contract=fund.key)


def recorded(actor: Actor, act: Act, fund: str, fact: Fact, *, at: datetime) -> Change:
    """Record a fact of a fund on the day it happens, and return what it changed.

    The same again does nothing and returns the same.

    Raises:
        NotPermittedError, FundElsewhereError: the actor may not.
        NotRecordedError, NotAFundError: no such fund.
        FundContradictsError: the terms do not allow it.
        FactRecordedDifferentlyError: the key says something else already.
    """
    require(actor, act)
    on = fact.effective_on
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=fund):
        found = fund_on(fund, on=on)
        require_manager(actor, found)
        take_facts({fund: [fact]}, by=actor.person, on=on, at=at)
        return changed(fund_on(fund, on=on), fact.key)


def changed(fund: Fund, key: str) -> Change:
    """Return a fund just before and just after one of its facts, as of the fund's day.

    Facts that come later in the order of a replay play no part; one that was reversed changes
    nothing.
    """
    stand = standing(fund.facts)
    place = next((place for place, fact in enumerate(stand) if fact.key == key), None)
    if place is None:
        return Change(fund.state, fund.state)
    before, after = stand[:place], stand[: place + 1]
    return Change(
        _played(fund.terms, before, fund.on).state, _played(fund.terms, after, fund.on).state
    )


def _played(terms: FundTerms, facts: Sequence[Fact], on: date) -> FundReplay:
    return replay_fund(terms, facts, until=on)
