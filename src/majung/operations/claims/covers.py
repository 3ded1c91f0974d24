"""A cover with everything an act must know of it: terms, facts, the loan it stands on, its state.

Runs inside a transaction of the State, because insurer and bank each keep a part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from majung.contracts.cover import CoverReplay
from majung.contracts.cover_terms import INSURED, CoverTerms
from majung.contracts.facts import Fact, FactKind, standing
from majung.contracts.replay import LoanState, replay
from majung.contracts.states import ClaimState, CoverState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.intake.load_programmes import book_of
from majung.operations.servicing.record_facts import ContractReportedError
from majung.operations.servicing.replaying import Loan, brought, loan_under, replayed
from majung.programmes import BookRole
from majung.store.servicing.contracts import Contract, Servicing, contract_of
from majung.store.servicing.facts import FactRecordedDifferentlyError, facts_of


class NotACoverError(PolicyFinanceError):
    """Acts of a cover are done on an insurance or a guarantee."""

    kind = "not-a-cover"


class CoverElsewhereError(PolicyFinanceError):
    """The insurer acts as the insurer and the insured bank as the insured, nobody else."""

    kind = "cover-elsewhere"


class ClaimNotFiledError(PolicyFinanceError):
    """A claim is filed before it is decided or paid."""

    kind = "claim-not-filed"


class CoverEndedError(PolicyFinanceError):
    """What covers nothing any more is not issued, ended, noticed or claimed, nor paid for."""

    kind = "cover-ended"


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover on a day.

    Attributes:
        facts: all that were recorded, reversals and what they reverse included.
        loan: the loan it stands on, where that is known here.
    """

    contract: Contract
    terms: CoverTerms
    facts: Sequence[Fact]
    loan: Loan | None
    played: CoverReplay
    on: date

    @property
    def key(self) -> str:
        """The key of its contract."""
        return self.contract.key

    @property
    def state(self) -> CoverState:
        """How it stands at the end of the day."""
        return self.played.state

    @property
    def insurer(self) -> str:
        """Who covers: the key of the institution."""
        return self.contract.institution

    @property
    def insured(self) -> str:
        """Who lends under it: the key of the institution; empty where none takes part."""
        parties = self.contract.parties
        return next((party.institution for party in parties if party.role == INSURED), "")

    @property
    def book(self) -> str:
        """The insurer's book, in which decisions on claims are sealed."""
        role = BookRole.INSURER
        books = (party.book for party in self.contract.parties if party.role == role)
        return next((book for book in books if book), book_of(self.insurer, role))

    def claim(self, key: str) -> ClaimState:
        """Return a claim.

        Raises:
            ClaimNotFiledError: nobody filed it.
        """
        for claim in self.state.claims:
            if claim.key == key:
                return claim
        filed = tuple(claim.key for claim in self.state.claims)
        raise ClaimNotFiledError(cover=self.key, claim=key, filed=filed)

    def loan_state(self) -> LoanState | None:
        """Return how the loan stands; None where it is not serviced here."""
        return replay(self.loan.terms, self.loan.facts, until=self.on).state if self.loan else None

    def loan_without_credits(self) -> LoanState | None:
        """Return how the loan would stand had the cover brought it nothing.

        None where it is not known here.  What the files of a reported loan told of it stands
        among that loan's payments: see `told`.
        """
        if self.loan is None:
            return None
        mark = credit_key(self.key, "")
        own = [fact for fact in self.loan.facts if not fact.key.startswith(mark)]
        return replay(self.loan.terms, own, until=self.on).state

    @property
    def told(self) -> int:
        """What the cover brought a reported loan by the day to which the bank's files tell."""
        if self.loan is None or self.loan.told_on is None or not self.state.paid:
            return 0
        until = min(self.loan.told_on, self.on)
        return sum(fact.amount for fact in brought(self.terms, self.facts, self.loan, until=until))

    @property
    def drawn(self) -> int:
        """What was lent, by the loan itself or by the bank's notices."""
        facts = self.loan.facts if self.loan else self.facts
        return sum(
            fact.amount
            for fact in standing(facts)
            if fact.kind is FactKind.DRAWDOWN and fact.effective_on <= self.on
        )

    def has_fact(self, key: str, kind: FactKind, *, amount: int = 0) -> bool:
        """Say whether an act was recorded before under its key.

        Args:
            amount: which the act names; 0 where it leaves the amount to be computed.

        Raises:
            FactRecordedDifferentlyError: the key says something else.
        """
        for fact in self.facts:
            if fact.key == key:
                if fact.kind is not kind or amount not in (0, fact.amount):
                    raise FactRecordedDifferentlyError(contract=self.key, fact=key)
                return True
        return False


def cover_on(key: str, *, on: date) -> Cover:
    """Put a cover together as it stands at the end of a day.

    Raises:
        NotRecordedError: no such contract.
        NotACoverError: it is a loan or a fund.
        CoverContradictsError: its facts contradict each other.
    """
    contract = contract_of(key)
    if not isinstance(contract.terms, CoverTerms):
        raise NotACoverError(contract=key, contract_type=contract.kind)
    facts = facts_of(key)
    loan = loan_under(contract)
    played = replayed(contract, facts, until=on, loan=loan)
    if not isinstance(played, CoverReplay):
        raise TypeError(f"{key} was not replayed as a cover")
    return Cover(contract, contract.terms, facts, loan, played, on)


def require_insurer(actor: Actor, cover: Cover) -> None:
    """Refuse whoever does not act for the insurer.

    Raises:
        CoverElsewhereError: naming who may.
    """
    _require(actor, cover, (cover.insurer,))


def require_insured(actor: Actor, cover: Cover) -> None:
    """Refuse whoever does not act for the insured bank.

    Raises:
        CoverElsewhereError: naming who may.
    """
    _require(actor, cover, (cover.insured,))


def require_either(actor: Actor, cover: Cover) -> None:
    """Refuse whoever acts neither for the insurer nor for the insured bank.

    Raises:
        CoverElsewhereError: naming who may.
    """
    _require(actor, cover, (cover.insurer, cover.insured))


def require_alive(cover: Cover, *, on: date | None = None) -> None:
    """Refuse what makes no sense on a cover that ended.

    Args:
        on: the day on which it has to be in force; without it that of the act.

    Raises:
        CoverEndedError: naming the day on which it ended.
    """
    ended = cover.state.ended_on
    if ended is not None and ended <= (on or cover.on):
        raise CoverEndedError(cover=cover.key, ended=ended)


def credited(cover: Cover, key: str, amount: int, *, on: date) -> dict[str, list[Fact]]:
    """Return the fact that credits the bank's loan with what the cover brings it, by contract.

    Nothing where the loan is not serviced here: then the bank's own file brings it, and a credit
    beside it would count the same money twice.
    """
    if cover.loan is None or cover.loan.is_reported or not amount:
        return {}
    fact = Fact(
        on,
        FactKind.RECOVERY,
        credit_key(cover.key, key),
        amount,
        party=cover.insurer,
        note=credit_note(cover.key, key),
    )
    return {cover.contract.loan: [fact]}


def credit_key(cover: str, fact: str) -> str:
    """Name the fact on the loan that goes with a fact on its cover."""
    return f"{cover}:{fact}"


def credit_note(cover: str, fact: str) -> str:
    """Say on the loan with which fact on its cover a credit goes."""
    return f"{cover} {fact}"


def _require(actor: Actor, cover: Cover, institutions: tuple[str, ...]) -> None:
    if cover.contract.servicing is Servicing.REPORTED:
        raise ContractReportedError(contract=cover.key)
    if not actor.institution or actor.institution not in institutions:
        raise CoverElsewhereError(
            cover=cover.key,
            institution=actor.institution or "—",
            parties=tuple(each for each in institutions if each),
        )
