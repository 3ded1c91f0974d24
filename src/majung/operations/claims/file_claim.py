"""Filing a claim (보험금 청구, 보증채무 이행청구): the insured bank states its loss."""

from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import LoanState
from majung.contracts.states import ClaimState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.claims.covers import Cover, cover_on, require_alive, require_insured
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.store.access import Purpose, acting_for_state
from majung.values.money import Money


class LoanNotCalledError(PolicyFinanceError):
    """A loan is called in (기한이익 상실) before its loss is claimed."""

    kind = "loan-not-called"


class LossAboveOwedError(PolicyFinanceError):
    """A bank claims no more than the debtor owes on what is insured."""

    kind = "loss-above-owed"


class LossMissingError(PolicyFinanceError):
    """A claim states a loss."""

    kind = "loss-missing"


def file_claim(
    actor: Actor,
    cover: str,
    *,
    key: str,
    on: date,
    at: datetime,
    loss: int = 0,
    note: str = "",
) -> ClaimState:
    """File a claim; what is payable of it follows from loss, cover ratio and insured amount.

    Args:
        key: of the claim; decisions and payments name it.
        loss: minor units; 0 for all that is owed on the loan and insured.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError: no such cover.
        CoverEndedError: the cover ended.
        LoanNotCalledError: the loan is serviced here and was not called in.
        LossAboveOwedError, LossMissingError: the loss is more than is owed, or nothing.
        CoverContradictsError: nobody noticed the default, or the waiting is not over.
    """
    require(actor, Act.FILE_CLAIM)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insured(actor, found)
        if found.has_fact(key, FactKind.CLAIM, amount=loss):
            return found.claim(key)
        require_alive(found)
        claimed = _loss(found, loss)
        fact = Fact(on, FactKind.CLAIM, key, claimed, note=note)
        take_facts({cover: [fact]}, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).claim(key)


def _loss(cover: Cover, loss: int) -> int:
    loan = cover.loan_without_credits()
    if loan is not None:
        if not loan.is_called:
            raise LoanNotCalledError(cover=cover.key, loan=cover.contract.loan)
        most = claimable(cover, loan)
        if loss > most:
            raise LossAboveOwedError(
                cover=cover.key,
                loss=Money(loss, cover.terms.currency),
                owed=Money(most, cover.terms.currency),
            )
        loss = loss or most
    if loss <= 0:
        raise LossMissingError(cover=cover.key)
    return loss


def claimable(cover: Cover, loan: LoanState) -> int:
    """Return the loss that can still be claimed: owed, insured, and not claimed before.

    Late interest is a penalty and no loss of a cover.  What the bank bears of a loss it claimed
    is not claimed a second time; a claim that was denied leaves its loss to be claimed anew.

    Args:
        loan: how it would stand had the cover brought it nothing.
    """
    interest = loan.due_interest + loan.accrued_interest if cover.terms.insured_interest else 0
    denied = [claim for claim in cover.state.claims if claim.decided_on and not claim.accepted]
    claimed = sum(claim.loss for claim in cover.state.claims if claim not in denied)
    return max(loan.outstanding + interest + cover.told - claimed, 0)
