"""``majung contract fulfil``, ``revoke``, ``waive``, ``statement``: conditions and what moved."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place, written_to
from majung.cli.office import ACTING, ASKING, DOING, Acting, Asking, Doing, now, open_office
from majung.cli.output import Words, language, say, say_json, say_table, spoken, told
from majung.operations.event_names import event_name, event_names
from majung.operations.servicing.account_statement import (
    AccountStatement,
    account_statement,
    statement_file,
)
from majung.operations.servicing.conditions import (
    approve_waiver,
    fulfil_condition,
    propose_waiver,
    revoke_fulfilment,
    send_waiver_back,
)
from majung.store.servicing.conditions import Condition

WORDS: Words = {
    "ko": {
        "met": "충족", "unmet": "미충족", "waits": "{key} 상신: 두 번째 사람의 승인을 기다림",
        "back": "{key} 돌려보냄", "day": "일자", "movement": "거래", "party": "상대",
        "written": "{file}: 거래 {count}건",
        "amount": "금액", "opening": "기초 {name} {amount}", "closing": "기말 {name} {amount}",
    },
    "en": {
        "met": "met", "unmet": "not met", "waits": "{key} waits for a second person",
        "back": "{key} sent back", "day": "Day", "movement": "Movement", "party": "Party",
        "amount": "Amount", "opening": "opening {name} {amount}",
        "closing": "closing {name} {amount}", "written": "{file}: {count:movement/movements}",
    },
}  # fmt: skip


def fulfil(
    contract: str,
    condition: str,
    /,
    *,
    evidence: Annotated[str, Parameter(help="The document that shows it.")],
    door: Doing = DOING,
) -> None:
    """Record that CONDITION of CONTRACT is met."""
    today = door.day
    found = fulfil_condition(door.enter(), contract, condition, evidence, on=today, at=now())
    _say_conditions(found, today, as_json=door.json)


def revoke(
    contract: str,
    condition: str,
    /,
    *,
    reason: Annotated[str, Parameter(help="Why; it is kept beside the confirmation.")],
    door: Doing = DOING,
) -> None:
    """Revoke the confirmation that CONDITION of CONTRACT is met, before anything relies on it."""
    today = door.day
    found = revoke_fulfilment(door.enter(), contract, condition, reason, on=today, at=now())
    _say_conditions(found, today, as_json=door.json)


def waive(
    contract: str,
    condition: str,
    /,
    *,
    key: Annotated[str, Parameter(help="Number of the proposal and of the decision on it.")],
    reason: Annotated[str, Parameter(help="Why; it is kept.")],
    document: Annotated[str, Parameter(help="Number of the document it is approved in.")],
    door: Acting = ACTING,
) -> None:
    """Propose to waive CONDITION of CONTRACT, for a second person."""
    propose_waiver(
        door.enter(),
        contract,
        condition,
        key=key,
        reason=reason,
        document=document,
        on=door.day,
        at=now(),
    )
    say(WORDS[language()]["waits"].format(key=key))


def approve(proposal: str, /, *, door: Doing = DOING) -> None:
    """Waive the condition that another person proposed to waive in PROPOSAL."""
    open_office()
    today = door.day
    _say_conditions(
        approve_waiver(door.enter(), proposal, on=today, at=now()), today, as_json=door.json
    )


def send_back(
    proposal: str,
    /,
    *,
    reason: Annotated[str, Parameter(help="Why; it is kept.")],
    door: Acting = ACTING,
) -> None:
    """Send the waiver proposed in PROPOSAL back undecided."""
    send_waiver_back(door.enter(), proposal, reason, on=door.day, at=now())
    say(WORDS[language()]["back"].format(key=proposal))


def statement(
    contract: str,
    /,
    *,
    first_on: Annotated[date, Parameter(name="--from", help="First day of the period.")],
    last_on: Annotated[date, Parameter(name="--to", help="Last day of the period.")],
    workbook: Annotated[
        Path | None,
        Parameter(name="--xlsx", help="Write it to this file as a workbook."),
    ] = None,
    door: Asking = ASKING,
) -> None:
    """State what moved on CONTRACT over a period, with the balance after each movement."""
    if workbook is not None:
        require_place(workbook)
    found = account_statement(door.enter(), contract, first_on=first_on, last_on=last_on, at=now())
    if workbook is not None:
        file = statement_file(found, event_names(), language=language(), at=now())
        written_to(workbook, file.content)
    if door.json:
        say_json(_document(found))
        return
    words, tongue = WORDS[language()], language()
    if workbook is not None:
        say(told(words["written"], file=workbook, count=len(found.movements)))
        return
    name = found.balance_name.spoken(tongue)
    for word, minor in (("opening", found.opening), ("closing", found.closing)):
        amount = found.money(minor).spoken(tongue)
        say(words[word].format(name=name, amount=amount))
    say_table(
        [
            (words["day"], "left"), (words["movement"], "left"), (words["party"], "left"),
            (words["amount"], "right"), (name, "right"),
        ],
        [
            (
                each.event.effective_on.isoformat(),
                event_name(each.event.kind).spoken(tongue),
                each.event.party,
                found.money(each.event.amount).written(),
                found.money(each.balance).written(),
            )
            for each in found.movements
        ],
    )  # fmt: skip


def _say_conditions(found: Iterable[Condition], on: date, *, as_json: bool) -> None:
    if as_json:
        say_json(
            [
                {
                    "key": each.key,
                    "label": spoken(each.label),
                    "is_settled": each.is_settled_on(on),
                }
                for each in found
            ]
        )
        return
    words = WORDS[language()]
    for each in found:
        state = words["met" if each.is_settled_on(on) else "unmet"]
        say(f"{each.label.spoken(language())}: {state}")


def _document(found: AccountStatement) -> dict[str, object]:
    return {
        "contract": found.contract.key,
        "first_on": found.first_on.isoformat(),
        "last_on": found.last_on.isoformat(),
        "balance_of": spoken(found.balance_name),
        "opening": found.money(found.opening).as_json(),
        "closing": found.money(found.closing).as_json(),
        "movements": [
            {
                "effective_on": each.event.effective_on.isoformat(),
                "kind": each.event.kind.value,
                "party": each.event.party,
                "amount": found.money(each.event.amount).as_json(),
                "balance": found.money(each.balance).as_json(),
            }
            for each in found.movements
        ],
        "totals": {
            kind.value: found.money(minor).as_json() for kind, minor in found.totals.items()
        },
    }
