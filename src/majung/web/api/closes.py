"""How the daily close went, and what it kept: letters to be sent, arrears, accruals."""

from datetime import date
from typing import Annotated

from ninja import Query, Router

from majung.operations.policy import Act
from majung.operations.servicing.letters import letters_document
from majung.operations.servicing.reading_closes import (
    Arrears,
    CloseShown,
    accruals_at,
    arrears_at,
    closes,
    letters_on,
)
from majung.store.listing import PageWanted
from majung.store.servicing.closing_lists import AccrualLine
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.shapes import Document, Limit, both, day, said

router = Router(tags=["closes"])
After = Annotated[int, Query(ge=0, le=10**9, description="How many rows stand before the first.")]


@router.get("/closes", response=list[Document])
def list_closes(request: AuthenticatedRequest) -> list[Document]:
    """List the latest closes, and what each set aside of the contracts one may read."""
    who = caller(request, Act.READ_OWN)
    return [_close(each) for each in closes(who.actor, at=who.at)]


@router.get("/closes/{on}/letters", response=list[Document])
def list_letters(
    request: AuthenticatedRequest, on: date, after: After = 0, limit: Limit = 50
) -> list[Document]:
    """List the letters to be sent on a day, by kind and contract."""
    who = caller(request, Act.READ_OWN)
    found = letters_on(who.actor, on, at=who.at, page=PageWanted(limit, after))
    return [letters_document(each) for each in found]


@router.get("/month-ends/{on}/arrears", response=list[Document])
def list_arrears(
    request: AuthenticatedRequest, on: date, after: After = 0, limit: Limit = 50
) -> list[Document]:
    """List the classes of loans in arrears at a month's end, the longest past due first."""
    who = caller(request, Act.READ_OWN)
    found = arrears_at(who.actor, on, at=who.at, page=PageWanted(limit, after))
    return [_arrears(each) for each in found]


@router.get("/month-ends/{on}/accruals", response=list[Document])
def list_accruals(
    request: AuthenticatedRequest, on: date, after: After = 0, limit: Limit = 50
) -> list[Document]:
    """List what had accrued on each loan at a month's end, by contract and who bears it."""
    who = caller(request, Act.READ_OWN)
    found = accruals_at(who.actor, on, at=who.at, page=PageWanted(limit, after))
    return [_accrual(each) for each in found]


def _close(shown: CloseShown) -> Document:
    run = shown.run
    return {
        "on": day(run.on),
        "state": run.state.value,
        "contracts": run.contracts,
        "events": run.events,
        "entries": run.entries,
        "accruals": run.accruals,
        "letters": run.letters,
        "letters_readable": shown.letters,
        "set_aside": [
            {
                "contract": each.contract,
                "reason": said(each.reason),
                "settled_at": each.settled_at and each.settled_at.isoformat(),
            }
            for each in shown.set_aside
        ],
    }


def _arrears(line: Arrears) -> Document:
    return {
        "contract": line.contract,
        "institution": line.institution,
        "firm": line.firm or None,
        "class": line.bucket.key,
        "label": both(line.bucket.label),
        "before": line.before.key,
        "days_past_due": line.days_past_due,
        "overdue": line.overdue.as_json(),
        "outstanding": line.outstanding.as_json(),
    }


def _accrual(line: AccrualLine) -> Document:
    return {
        "contract": line.contract,
        "institution": line.institution,
        "party": line.party or None,
        "amount": line.amount.as_json(),
    }
