"""``majung cover``: from the policy to the write-off, a command an act."""

from datetime import date
from typing import Annotated, Literal

from cyclopts import App, Parameter

from majung.cli.office import ACTING, DOING, Acting, Doing, now
from majung.cli.shown_cover import say_claim, say_cover, say_proposal, say_state, say_work
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor
from majung.operations.claims.decide_claim import (
    approve_claim_decision,
    propose_claim_decision,
    send_claim_decision_back,
)
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.issue_cover import end_cover, issue_cover, pay_premium
from majung.operations.claims.notify_default import notify_default, report_loan
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.reading import cover_file
from majung.operations.claims.reading_work import cover_work
from majung.operations.claims.record_recovery import (
    record_recovery,
    reverse_recovery,
    write_off,
)
from majung.values.money import CurrencyMismatchError, Money, parse_money

app = App(name="cover", help="Insurance and guarantees.", help_format="plaintext")

Key = Annotated[
    str, Parameter(help="Of the receipt, notice or claim; the same again does nothing.")
]
Sum = Annotated[str, Parameter(help="As officials write it: 3억 5,000만, USD 1,200.50.")]
Maybe = Annotated[str, Parameter(help="All there is where not said.")]
Reason = Annotated[str, Parameter(help="Why; it is kept.")]


@app.command
def work(*, door: Doing = DOING) -> None:
    """List what is to do: one's own first, the nearest deadline first."""
    say_work(cover_work(door.enter(), on=door.day, at=now()), as_json=door.json)


@app.command
def show(cover: str, /, *, door: Doing = DOING) -> None:
    """Show COVER: what is in force, its claims with their proposals, its recourse."""
    say_cover(cover_file(door.enter(), cover, on=door.day, at=now()), as_json=door.json)


@app.command
def issue(cover: str, /, *, door: Doing = DOING) -> None:
    """Put COVER into force, once its conditions are met or waived."""
    who, today = door.enter(), door.day
    issue_cover(who, cover, on=today, at=now())
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command
def premium(
    cover: str,
    amount: Sum,
    /,
    *,
    key: Key,
    payer: Annotated[str, Parameter(help="Who paid, where there are several.")] = "",
    door: Doing = DOING,
) -> None:
    """Record a premium of AMOUNT that came in."""
    who, today = door.enter(), door.day
    minor = _minor(who, cover, amount, today)
    pay_premium(who, cover, minor, key=key, on=today, at=now(), payer=payer)
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command
def end(
    cover: str,
    /,
    *,
    key: Key,
    reason: Reason,
    door: Doing = DOING,
) -> None:
    """End COVER before its time."""
    who, today = door.enter(), door.day
    end_cover(who, cover, key=key, reason=reason, on=today, at=now())
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command
def notify(
    cover: str,
    /,
    *,
    key: Key,
    cause: Annotated[str, Parameter(help="arrears, term-lost, threat, or a code of the terms.")],
    defaulted_on: date,
    reason: Annotated[str, Parameter(help="In words.")] = "",
    door: Doing = DOING,
) -> None:
    """Tell the insurer of a default of the loan under COVER."""
    who, today = door.enter(), door.day
    notify_default(
        who,
        cover,
        key=key,
        cause=cause,
        defaulted_on=defaulted_on,
        reason=reason,
        on=today,
        at=now(),
    )
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command(name="report-loan")
def report_loan_(
    cover: str,
    kind: Literal["drawdown", "payment", "prepayment"],
    amount: str,
    /,
    *,
    key: Key,
    effective_on: Annotated[date | None, Parameter(help="The day it happened on.")] = None,
    door: Doing = DOING,
) -> None:
    """Tell the insurer what was lent or repaid on the loan under COVER, which is kept elsewhere."""
    who, today = door.enter(), door.day
    minor = _minor(who, cover, amount, today)
    fact = Fact(effective_on or today, FactKind(kind), key, minor)
    report_loan(who, cover, [fact], on=today, at=now())
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command
def claim(
    cover: str,
    /,
    *,
    key: Key,
    loss: Maybe = "",
    note: Annotated[str, Parameter(help="In words.")] = "",
    door: Doing = DOING,
) -> None:
    """File a claim under COVER."""
    who, today = door.enter(), door.day
    minor = _minor(who, cover, loss, today)
    filed = file_claim(who, cover, key=key, on=today, at=now(), loss=minor, note=note)
    say_claim(filed, _currency(who, cover, today), as_json=door.json)


@app.command
def propose(
    cover: str,
    claim_: str,
    accepted: Sum,
    /,
    *,
    key: Annotated[str, Parameter(help="Number of the proposal and of the decision on it.")],
    document: Annotated[str, Parameter(help="Number of the document it is approved in.")],
    reason: Annotated[str, Parameter(help="Needed where less is accepted than is payable.")] = "",
    door: Doing = DOING,
) -> None:
    """Put forward to accept ACCEPTED of CLAIM under COVER: all, less, or nothing."""
    who, today = door.enter(), door.day
    found = propose_claim_decision(
        who,
        cover,
        claim_,
        key=key,
        accepted=_minor(who, cover, accepted, today),
        document=document,
        on=today,
        at=now(),
        reason=reason,
    )
    say_proposal(found, as_json=door.json)


@app.command
def approve(proposal: str, /, *, door: Acting = ACTING) -> None:
    """Decide a claim as another person proposed in PROPOSAL."""
    approve_claim_decision(door.enter(), proposal, on=door.day, at=now())


@app.command
def send_back(proposal: str, /, *, reason: Reason, door: Acting = ACTING) -> None:
    """Send PROPOSAL back undecided."""
    send_claim_decision_back(door.enter(), proposal, reason, on=door.day, at=now())


@app.command
def pay(
    cover: str,
    claim_: str,
    /,
    *,
    key: Key,
    amount: Maybe = "",
    door: Doing = DOING,
) -> None:
    """Pay CLAIM under COVER as it was decided."""
    who, today = door.enter(), door.day
    minor = _minor(who, cover, amount, today)
    paid = pay_claim(who, cover, claim_, key=key, on=today, at=now(), amount=minor)
    say_claim(paid, _currency(who, cover, today), as_json=door.json)


@app.command
def recover(
    cover: str,
    amount: Sum,
    /,
    *,
    key: Key,
    note: Annotated[str, Parameter(help="In words.")] = "",
    door: Doing = DOING,
) -> None:
    """Record AMOUNT regained from the debtor; both sides share it by what they bore."""
    who, today = door.enter(), door.day
    minor = _minor(who, cover, amount, today)
    record_recovery(who, cover, minor, key=key, on=today, at=now(), note=note)
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command
def reverse(
    cover: str,
    recovery: str,
    /,
    *,
    key: Key,
    reason: Reason,
    door: Doing = DOING,
) -> None:
    """Take RECOVERY back, on COVER and on the bank's loan at once."""
    who, today = door.enter(), door.day
    reverse_recovery(who, cover, recovery, key=key, reason=reason, on=today, at=now())
    say_state(who, cover, on=today, at=now(), as_json=door.json)


@app.command(name="write-off")
def write_off_(
    cover: str,
    /,
    *,
    key: Key,
    reason: Reason,
    amount: Maybe = "",
    door: Doing = DOING,
) -> None:
    """Write the recourse claim of COVER off; the debtor still owes it."""
    who, today = door.enter(), door.day
    minor = _minor(who, cover, amount, today)
    write_off(who, cover, key=key, reason=reason, on=today, at=now(), amount=minor)
    say_state(who, cover, on=today, at=now(), as_json=door.json)


def _minor(who: Actor, cover: str, written: str, on: date) -> int:
    """Read an amount in the cover's currency; nothing where none is written."""
    if not written:
        return 0
    currency = _currency(who, cover, on)
    found = parse_money(written, currency)
    if found.currency != currency:
        raise CurrencyMismatchError(one=found, other=Money.zero(currency))
    return found.minor


def _currency(who: Actor, cover: str, on: date) -> str:
    return cover_file(who, cover, on=on, at=now()).contract.currency
