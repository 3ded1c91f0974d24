"""Contracts with the postings behind each number, books, and the audit of it all."""

from dataclasses import asdict
from typing import Annotated

from django.conf import settings
from ninja import Query, Router

from majung.contracts.events import EventKey
from majung.contracts.instalments import Instalment
from majung.contracts.terms import LoanTerms
from majung.contracts.terms_json import Terms, as_json
from majung.ledger import AsOf, Entry, TrialBalance
from majung.ledger.roots import public_key_of
from majung.operations.policy import Act
from majung.operations.servicing.audit import verify_audit
from majung.operations.servicing.documents import fact_document
from majung.operations.servicing.reading import (
    ContractFile,
    contract_file,
    contract_list,
    trial_balance,
)
from majung.store.servicing.contracts import Contract
from majung.store.servicing.events import PostedEvent
from majung.store.upkeep.audit import AuditFinding
from majung.values.money import Money
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.conditions import condition_act
from majung.web.api.shapes import (
    After,
    Day,
    Document,
    InPath,
    Limit,
    Listed,
    Page,
    both,
    day,
    paged,
    said,
)

router = Router()


@router.get("/contracts", response=Listed, tags=["contracts"])
def list_contracts(
    request: AuthenticatedRequest,
    after: After = "",
    limit: Limit = 50,
    institution: Annotated[str, Query(pattern=r"^[0-9a-z-]{0,100}$")] = "",
) -> Document:
    """List the contracts one may read; auditors and the secretariat read all institutions'."""
    who = caller(request, Act.READ_OWN)
    found = contract_list(who.actor, at=who.at, institution=institution)
    return paged(found, Page(after, limit), key=lambda each: each.key, shown=contract_headline)


@router.get("/contracts/{key}", response=Document, tags=["contracts"])
def one_contract(request: AuthenticatedRequest, key: InPath, on: Day = None) -> Document:
    """Show a contract on a day: schedule, facts, events, and the entries behind each event.

    Where terms and facts exclude each other, `contradiction` says why and what helps, and nothing
    is reckoned: `schedule` and `payoff` are null, `balances` are what stands in the ledger.
    """
    who = caller(request, Act.READ_OWN)
    return contract_document(contract_file(who.actor, key, on=on or who.on, at=who.at))


@router.get("/contracts/{key}/payoff", response=Document, tags=["contracts"])
def payoff_of_contract(request: AuthenticatedRequest, key: InPath, on: Day = None) -> Document:
    """Say what would end a loan on a day; `payoff` is null for what is no drawn loan."""
    who = caller(request, Act.READ_OWN)
    file = contract_file(who.actor, key, on=on or who.on, at=who.at)
    if file.contradiction is not None:
        raise file.contradiction
    return {"contract": key, "on": day(file.on), "payoff": _payoff(file)}


@router.get("/books/{book}/trial-balance", response=Document, tags=["books"])
def trial_balance_of_book(
    request: AuthenticatedRequest, book: InPath, as_of: Day = None
) -> Document:
    """Show all accounts of a book, on a day or as they stand now."""
    who = caller(request, Act.READ_OWN)
    return _trial_balance(trial_balance(who.actor, book, as_of=AsOf(as_of), at=who.at))


@router.get("/audit/verification", response=Document, tags=["audit"])
def verification(request: AuthenticatedRequest) -> Document:
    """Compute every chain, signed day, balance, limit and frozen pack anew.

    The office's own key is used.  Who does not trust the office checks with the key it published,
    by `majung audit verify`.
    """
    who = caller(request, Act.VERIFY_AUDIT)
    public_key = public_key_of(settings.KEYRING.signing_seed)
    return _audit(verify_audit(who.actor, public_key=public_key, at=who.at))


def contract_headline(contract: Contract) -> Document:
    """Write what a contract is: its parties, product and pinned version, who keeps it."""
    return {
        "key": contract.key,
        "type": contract.kind,
        "institution": contract.institution,
        "programme": contract.programme or None,
        "version": contract.version or None,
        "product": contract.product or None,
        "application": contract.application or None,
        "offer": contract.offer or None,
        "loan": contract.loan or None,
        "currency": contract.currency,
        "servicing": contract.servicing.value,
        "signed_on": day(contract.signed_on),
        "ended_on": day(contract.ended_on),
        "series": contract.series.value,
    }


def contract_document(file: ContractFile) -> Document:
    """Write a contract as it stands on a day, with the entries behind each event."""
    contract, currency = file.contract, file.contract.currency
    return {
        **contract_headline(contract),
        "on": day(file.on),
        "contradiction": file.contradiction and said(file.contradiction.message),
        "terms": _terms(contract),
        "conditions": [
            {
                "key": each.key,
                "label": both(each.label),
                "is_settled": each.is_settled_on(file.on),
                "acts": [condition_act(act) for act in each.acts],
            }
            for each in file.conditions
        ],
        "facts": [
            {
                **fact_document(each.fact, currency),
                "recorded_at": each.recorded_at.isoformat(),
            }
            for each in file.facts
        ],
        "events": [_event(each, file, currency) for each in file.events],
        "balances": [
            {"book": each.book, "account": each.account, "balance": balance.as_json()}
            for each, balance in file.balances.items()
        ],
        "schedule": None
        if file.contradiction
        else [_instalment(each, currency) for each in file.schedule],
        "remarks": [said(each) for each in file.remarks],
        "payoff": _payoff(file),
    }


def _terms(contract: Contract) -> Document:
    terms: Terms = contract.terms  # type: ignore[assignment] # the store holds no other terms
    return as_json(terms)


def _event(posted: PostedEvent, file: ContractFile, currency: str) -> Document:
    event = posted.event
    entries = file.entries.get(EventKey(event.effective_on, event.kind, event.party), ())
    return {
        "kind": event.kind.value,
        "effective_on": day(event.effective_on),
        "party": event.party or None,
        "amount": _money(event.amount, currency),
        "revision": posted.revision,
        "posted_on": day(posted.posted_on),
        "entries": [_entry(each) for each in entries if each.key.revision == posted.revision],
    }


def _entry(entry: Entry) -> Document:
    return {
        "book": entry.key.book,
        "key": entry.key.written(),
        "posted_on": day(entry.posted_on),
        "postings": [
            {
                "account": each.account,
                "side": each.side.value,
                "amount": each.amount.as_json(),
            }
            for each in entry.postings
        ],
    }


def _instalment(row: Instalment, currency: str) -> Document:
    return {
        "due_on": day(row.due_on),
        "principal": _money(row.principal, currency),
        "interest": _money(row.interest, currency),
        "shares": {payer: _money(share, currency) for payer, share in row.shares.items()},
        "instalment": _money(row.instalment, currency),
        "outstanding": _money(row.outstanding, currency),
        "is_rate_held": row.is_rate_held,
    }


def _payoff(file: ContractFile) -> Document | None:
    if file.payoff is None or not isinstance(file.contract.terms, LoanTerms):
        return None
    figures = asdict(file.payoff)
    return {name: _money(minor, file.contract.currency) for name, minor in figures.items()}


def _money(minor: int, currency: str) -> dict[str, str]:
    return Money(minor, currency).as_json()


def _trial_balance(found: TrialBalance) -> Document:
    return {
        "book": found.book,
        "as_of": day(found.as_of.effective_on_max),
        "rows": [
            {
                "account": row.account,
                "debit": row.debit.as_json(),
                "credit": row.credit.as_json(),
                "balance": row.balance.as_json(),
            }
            for row in found.rows
        ],
        "totals": {
            currency: {"debit": debit.as_json(), "credit": credit.as_json()}
            for currency, (debit, credit) in found.totals.items()
        },
        "is_balanced": not found.differences,
    }


def _audit(found: AuditFinding) -> Document:
    return {
        "is_whole": found.is_whole,
        "chains": [{"book": each.book, "is_whole": each.is_whole} for each in found.chains],
        "days": [{"on": day(each.rooted_on), "is_whole": each.is_whole} for each in found.days],
        "balance_differences": len(found.balances),
        "limit_differences": len(found.limits),
        "changed_packs": list(found.changed_packs),
    }
