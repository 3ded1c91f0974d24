"""Paying a claim: the insurer pays, takes over the creditor's rights, and the loan is credited."""

from datetime import date, datetime

from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import ClaimState
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.claims.covers import Cover, cover_on, credited, require_insurer
from majung.operations.policy import Act, require
from majung.operations.servicing.record_facts import take_facts
from majung.store.access import Purpose, acting_for_state


class NothingToPayError(PolicyFinanceError):
    """What is paid was decided on and not paid before."""

    kind = "nothing-to-pay"


def pay_claim(
    actor: Actor,
    cover: str,
    claim: str,
    *,
    key: str,
    on: date,
    at: datetime,
    amount: int = 0,
) -> ClaimState:
    """Pay a claim as it was decided (보험금 지급, 대위변제).

    By the payment the insurer acquires recourse against the debtor.  A loan that is serviced here
    is credited with it on the same day, in the order its own terms give.

    Args:
        key: of the payment.
        amount: minor units; 0 for all that was accepted and is not paid.

    Raises:
        NotPermittedError, CoverElsewhereError: the actor may not.
        NotRecordedError, NotACoverError, ClaimNotFiledError: no such claim.
        NothingToPayError: it is undecided, was denied, or is paid.
        CoverContradictsError: more than was accepted.
    """
    require(actor, Act.PAY_CLAIM)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=cover):
        found = cover_on(cover, on=on)
        require_insurer(actor, found)
        filed = found.claim(claim)
        if not found.has_fact(key, FactKind.CLAIM_PAYMENT, amount=amount):
            paid = amount or _unpaid(found, filed)
            fact = Fact(on, FactKind.CLAIM_PAYMENT, key, paid, party=claim)
            told = {cover: [fact], **credited(found, key, paid, on=on)}
            take_facts(told, by=actor.person, on=on, at=at)
        return cover_on(cover, on=on).claim(claim)


def _unpaid(cover: Cover, claim: ClaimState) -> int:
    unpaid = claim.accepted - claim.paid
    if unpaid <= 0:
        raise NothingToPayError(cover=cover.key, claim=claim.key)
    return unpaid
