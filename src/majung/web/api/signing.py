"""From an accepted offer to a contract, and what happens to a loan: signed, drawn, paid."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from majung.contracts.facts import Fact, FactKind
from majung.operations.council.decision_record import record_decision
from majung.operations.policy import Act
from majung.operations.servicing.change_loan import OF_MONEY, restructure, transfer
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_on_loan import record_on_loan
from majung.operations.servicing.sign import sign
from majung.operations.taking_back import ACTS, take_back
from majung.store.servicing.contracts import Servicing
from majung.web.api.acting import Happened, Named, NamedReason, minor
from majung.web.api.callers import AuthenticatedRequest, Caller, caller, tongue
from majung.web.api.servicing import contract_document, contract_headline
from majung.web.api.shapes import Amount, Document, InPath, Key, Words
from majung.web.api.writing import MADE, written_once

router = Router(tags=["contracts"])


class SignatureSent(Schema):
    """How an accepted offer is signed.

    `loan` names the loan that a cover stands on; `servicing` is `reported` where the lender's own
    core system keeps the contract and reports it by monthly files.
    """

    loan: Annotated[str, Field(pattern=r"^[0-9A-Za-z가-힣._:@+()-]{0,120}$")] = ""
    servicing: Servicing = Servicing.SERVICED


class LoanFactSent(Named):
    """What happened to a loan; a default has no amount.

    A payment above all that is owed on its day is refused, unless `keep_excess` says that the rest
    stays as paid before due.
    """

    kind: Literal["drawdown", "payment", "prepayment", "default"]
    effective_on: Happened
    amount: Amount | None = None
    note: Words = ""
    keep_excess: bool = False


@router.post("/offers/{offer}/signatures", response={MADE: Document})
def make_signature(
    request: AuthenticatedRequest, offer: InPath, body: SignatureSent, key: Key
) -> Any:
    """Sign an accepted offer: terms, conditions and programme version are those of the offer."""
    who = caller(request, Act.SIGN)

    def act() -> Document:
        signed = sign(
            who.actor, offer, on=who.on, at=who.at, loan=body.loan, servicing=body.servicing
        )
        return contract_headline(signed)

    return written_once(request, who, key, act)


@router.get("/decisions/{decision}/record.pdf", tags=["applications"])
def decision_file(request: AuthenticatedRequest, decision: InPath) -> HttpResponse:
    """Give out the record of a decision: what was known, checked and waived, and by whom."""
    who = caller(request, Act.READ_OWN)
    file = record_decision(who.actor, decision, at=who.at, language=tongue(request))
    response = HttpResponse(file.content, content_type="application/pdf")
    response.headers["Content-Disposition"] = "attachment"
    return response


@router.post("/contracts/{contract}/facts", response={MADE: Document})
def make_fact(request: AuthenticatedRequest, contract: InPath, body: LoanFactSent, key: Key) -> Any:
    """Record a drawdown, a payment or a default of a loan, and post what follows."""
    kind = FactKind(body.kind)
    who = caller(request, Act.DRAW if kind is FactKind.DRAWDOWN else Act.RECORD_FACTS)

    def act() -> Document:
        currency = contract_file(who.actor, contract, on=who.on, at=who.at).contract.currency
        value = 0 if kind is FactKind.DEFAULT else minor(body.amount, currency)
        fact = Fact(body.effective_on, kind, body.key, amount=value, note=body.note)
        record_on_loan(
            who.actor, contract, fact, on=who.on, at=who.at, keeps_excess=body.keep_excess
        )
        return _shown(who, contract)

    return written_once(request, who, key, act)


class RestructuringSent(NamedReason):
    """A term set anew: `count` due days of instalments or grace, `amount` of the others."""

    term: Literal["instalments", "grace", "instalment", "balloon"]
    effective_on: Happened
    count: Annotated[int | None, Field(ge=0, le=1_200)] = None
    amount: Amount | None = None


class TransferSent(Named):
    """The loan that takes over; without an amount it takes all that is owed."""

    into: Annotated[str, Field(pattern=r"^[0-9A-Za-z가-힣._:@+()-]{1,120}$")]
    effective_on: Happened
    amount: Amount | None = None
    note: Words = ""


@router.post("/contracts/{contract}/restructurings", response={MADE: Document})
def make_restructuring(
    request: AuthenticatedRequest, contract: InPath, body: RestructuringSent, key: Key
) -> Any:
    """Set a term of a loan anew for what is not yet due, and post what follows."""
    who = caller(request, Act.RESTRUCTURE)

    def act() -> Document:
        currency = contract_file(who.actor, contract, on=who.on, at=who.at).contract.currency
        value = minor(body.amount, currency) if body.term in OF_MONEY else body.count or 0
        restructure(
            who.actor,
            contract,
            body.term,
            value,
            key=body.key,
            reason=body.reason,
            effective_on=body.effective_on,
            on=who.on,
            at=who.at,
        )
        return _shown(who, contract)

    return written_once(request, who, key, act)


@router.post("/contracts/{contract}/transfers", response={MADE: Document})
def make_transfer(
    request: AuthenticatedRequest, contract: InPath, body: TransferSent, key: Key
) -> Any:
    """Hand what is owed on a loan to another loan of the firm, which is drawn by what it pays."""
    who = caller(request, Act.TRANSFER)

    def act() -> Document:
        currency = contract_file(who.actor, contract, on=who.on, at=who.at).contract.currency
        transfer(
            who.actor,
            contract,
            body.into,
            key=body.key,
            effective_on=body.effective_on,
            amount=minor(body.amount, currency),
            note=body.note,
            on=who.on,
            at=who.at,
        )
        return _shown(who, contract)

    return written_once(request, who, key, act)


@router.post("/contracts/{contract}/facts/{fact}/reversals", response={MADE: Document})
def make_fact_reversal(
    request: AuthenticatedRequest, contract: InPath, fact: InPath, body: NamedReason, key: Key
) -> Any:
    """Take back a fact of a contract that never happened; both stay on record.

    Of one whose facts exclude each other any fact that stands can be taken back.
    """
    asking = request.auth
    held = contract_file(asking.actor, contract, on=asking.on, at=asking.at).contract
    who = caller(request, ACTS[type(held.terms)])

    def act() -> Document:
        take_back(who.actor, contract, fact, key=body.key, reason=body.reason, on=who.on, at=who.at)
        return _shown(who, contract)

    return written_once(request, who, key, act)


def _shown(who: Caller, contract: str) -> Document:
    return contract_document(contract_file(who.actor, contract, on=who.on, at=who.at))
