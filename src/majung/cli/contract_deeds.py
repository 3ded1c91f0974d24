"""``majung contract sign``, ``record``, ``transfer`` …: a contract made, and what happens to it."""

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from majung.cli.office import DOING, Doing, now
from majung.cli.output import Words, language, say, say_json, told
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor
from majung.operations.servicing.change_loan import OF_MONEY, restructure, transfer
from majung.operations.servicing.documents import fact_document
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_on_loan import record_on_loan
from majung.operations.servicing.sign import sign
from majung.operations.taking_back import take_back
from majung.store.servicing.contracts import Servicing
from majung.values.money import CurrencyMismatchError, Money, parse_money

WORDS: Words = {
    "ko": {
        "signed": "{key} 체결: {servicing}", "serviced": "여기서 관리",
        "reported": "취급기관 전산이 월보로 보고",
        "recorded": "{contract}: {key} 기록함, 사실 모두 {count}건",
    },
    "en": {
        "signed": "{key} signed: {servicing}", "serviced": "serviced here",
        "reported": "reported by the lender's own core system",
        "recorded": "{contract}: {key} recorded, {count:fact/facts} in all",
    },
}  # fmt: skip
Kind = Literal["drawdown", "payment", "prepayment", "default"]
Term = Literal["instalments", "grace", "instalment", "balloon"]
Key = Annotated[str, Parameter(help="Of what is recorded: the same again does nothing.")]


def sign_(
    offer: str,
    /,
    *,
    loan: Annotated[str, Parameter(help="Of a cover, the contract of the loan it stands on.")] = "",
    reported: Annotated[
        bool, Parameter(negative="", help="The lender's own core system keeps and reports it.")
    ] = False,
    door: Doing = DOING,
) -> None:
    """Sign accepted OFFER: terms, conditions and programme version are those of the offer."""
    servicing = Servicing.REPORTED if reported else Servicing.SERVICED
    made = sign(door.enter(), offer, on=door.day, at=now(), loan=loan, servicing=servicing)
    if door.json:
        signed_on = made.signed_on.isoformat()
        say_json({"contract": made.key, "servicing": servicing.value, "signed_on": signed_on})
        return
    words = WORDS[language()]
    say(words["signed"].format(key=made.key, servicing=words[made.servicing.value]))


def record(
    contract: str,
    kind: Kind,
    /,
    *,
    key: Key,
    amount: Annotated[str, Parameter(help="For example 10억; a default has none.")] = "",
    effective_on: Annotated[date | None, Parameter(help="The day it happened on.")] = None,
    note: Annotated[str, Parameter(help="In words: reference, reason.")] = "",
    keep_excess: Annotated[
        bool, Parameter(negative="", help="Keep what a payment brings above all that is owed.")
    ] = False,
    door: Doing = DOING,
) -> None:
    """Record a drawdown, payment, prepayment or default of loan CONTRACT, and post what follows."""
    who, today = door.enter(), door.day
    currency = contract_file(who, contract, on=today, at=now()).contract.currency
    minor = _minor(amount, currency) if amount else 0
    fact = Fact(effective_on or today, FactKind(kind), key, amount=minor, note=note)
    record_on_loan(who, contract, fact, on=today, at=now(), keeps_excess=keep_excess)
    _say(who, contract, key, today, as_json=door.json)


def reverse(
    contract: str,
    fact: str,
    /,
    *,
    key: Key,
    reason: Annotated[str, Parameter(help="Why it never happened; it is kept.")],
    door: Doing = DOING,
) -> None:
    """Take FACT of CONTRACT back: both stay on record, and only the difference is posted."""
    who, today = door.enter(), door.day
    take_back(who, contract, fact, key=key, reason=reason, on=today, at=now())
    _say(who, contract, key, today, as_json=door.json)


def restructure_(
    contract: str,
    term: Term,
    /,
    *,
    key: Key,
    count: Annotated[
        int, Parameter(help="Due days of instalments or grace.", validator=Number(gte=0))
    ] = 0,
    amount: Annotated[str, Parameter(help="Of the instalment or balloon, for example 1억.")] = "",
    reason: Annotated[str, Parameter(help="Why; it is kept.")],
    effective_on: Annotated[date | None, Parameter(help="The day it is true from.")] = None,
    door: Doing = DOING,
) -> None:
    """Set TERM of loan CONTRACT anew, for what is not yet due."""
    who, today = door.enter(), door.day
    currency = contract_file(who, contract, on=today, at=now()).contract.currency
    minor = (_minor(amount, currency) if amount else 0) if term in OF_MONEY else count
    restructure(
        who,
        contract,
        term,
        minor,
        key=key,
        reason=reason,
        effective_on=effective_on or today,
        on=today,
        at=now(),
    )
    _say(who, contract, key, today, as_json=door.json)


def transfer_(
    contract: str,
    into: str,
    /,
    *,
    key: Key,
    amount: Annotated[str, Parameter(help="So much of what is not due; all where not said.")] = "",
    effective_on: Annotated[date | None, Parameter(help="The day it happened on.")] = None,
    note: Annotated[str, Parameter(help="In words: reference, reason.")] = "",
    door: Doing = DOING,
) -> None:
    """Hand what is owed on loan CONTRACT to loan INTO, which is drawn by what it pays."""
    who, today = door.enter(), door.day
    currency = contract_file(who, contract, on=today, at=now()).contract.currency
    transfer(
        who,
        contract,
        into,
        key=key,
        amount=_minor(amount, currency) if amount else 0,
        effective_on=effective_on or today,
        note=note,
        on=today,
        at=now(),
    )
    _say(who, contract, key, today, as_json=door.json)


def _say(who: Actor, contract: str, key: str, on: date, *, as_json: bool) -> None:
    found = contract_file(who, contract, on=on, at=now())
    if as_json:
        say_json([fact_document(each.fact, found.contract.currency) for each in found.facts])
        return
    said = WORDS[language()]["recorded"]
    say(told(said, contract=contract, key=key, count=len(found.facts)))


def _minor(written: str, currency: str) -> int:
    found = parse_money(written, currency)
    if found.currency != currency:
        raise CurrencyMismatchError(one=found, other=Money.zero(currency))
    return found.minor
