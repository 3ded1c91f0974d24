"""``majung contract``: a contract with its schedule and the postings behind each number."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import ASKING, Asking, day, now, open_office
from majung.cli.output import Words, language, say, say_json, say_table
from majung.contracts.changes import is_counted
from majung.contracts.facts import Fact, FactKind
from majung.contracts.instalments import Instalment
from majung.errors import Language, PolicyFinanceError, sentence
from majung.ledger import Entry
from majung.operations.event_names import event_name
from majung.operations.reading_names import names
from majung.operations.servicing.documents import fact_document
from majung.operations.servicing.reading import ContractFile, contract_file, contract_list
from majung.store.servicing.conditions import Condition
from majung.values.money import Money

app = App(name="contract", help="Contracts.", help_format="plaintext")
FILES = "majung.cli.contract_files"
app.command(f"{FILES}:servicer_file", name="servicer-file", help="Take a servicer's monthly file.")
app.command(f"{FILES}:opening_balances", name="opening-balances", help="Take over loans held.")
app.command(
    "majung.cli.contract_limits:limit_use",
    name="limit-use",
    help="Reckon the limit use of contracts taken over that nobody counted.",
)
app.command(
    "majung.cli.index_rates:index_rates_",
    name="index-rates",
    help="Take what published indexes were, or list it.",
)
app.command(f"{FILES}:differences", name="differences", help="Where files and schedules disagree.")
DEEDS = "majung.cli.contract_deeds"
app.command(f"{DEEDS}:sign_", name="sign", help="Sign an accepted offer.")
app.command(f"{DEEDS}:record", name="record", help="Record what happened to a loan.")
app.command(f"{DEEDS}:reverse", name="reverse", help="Take a fact of a loan back.")
app.command(f"{DEEDS}:restructure_", name="restructure", help="Set terms of a loan anew.")
app.command(f"{DEEDS}:transfer_", name="transfer", help="Hand what is owed to another loan.")
DESK = "majung.cli.contract_desk"
app.command(f"{DESK}:fulfil", name="fulfil", help="Record that a condition is met.")
app.command(f"{DESK}:revoke", name="revoke", help="Revoke that a condition is met.")
app.command(f"{DESK}:waive", name="waive", help="Propose to waive a condition.")
app.command(f"{DESK}:approve", name="approve-waiver", help="Waive a condition as proposed.")
app.command(f"{DESK}:send_back", name="send-waiver-back", help="Send a waiver back undecided.")
app.command(f"{DESK}:statement", name="statement", help="What moved over a period.")

WORDS: Words = {
    "ko": {
        "loan": "대출", "cover": "보험·보증", "fund": "펀드", "real": "실제", "example": "예시",
        "series": "계열",
        "contract": "계약", "kind": "종류", "product": "상품", "signed": "약정일", "on": "기준일",
        "conditions": "선행조건", "met": "충족", "unmet": "미충족", "schedule": "앞으로의 상환",
        "due": "상환일", "principal": "원금", "interest": "이자", "instalment": "납입액",
        "outstanding": "잔액", "events": "사건과 분개", "day": "일자", "event": "사건",
        "party": "당사자", "amount": "금액", "book": "장부", "debit": "차변", "credit": "대변",
        "payoff": "오늘 완제하려면 {amount}", "programme": "프로그램",
        "contradiction": "다시 계산할 수 없습니다: {reason}", "facts": "기록된 사실",
        "fact": "사실 번호", "reverses": "취소한 사실", "balances": "원장 잔액",
        "account": "계정", "balance": "잔액",
    },
    "en": {
        "loan": "loan", "cover": "cover", "fund": "fund", "real": "real", "example": "example",
        "series": "Series",
        "contract": "Contract", "kind": "Kind", "product": "Product", "signed": "Signed",
        "on": "as of", "conditions": "Conditions", "met": "met", "unmet": "not met",
        "schedule": "What falls due", "due": "Due", "principal": "Principal",
        "interest": "Interest", "instalment": "Instalment", "outstanding": "Outstanding",
        "events": "Events and postings", "day": "Day", "event": "Event", "party": "Party",
        "amount": "Amount", "book": "Book", "debit": "Debit", "credit": "Credit",
        "payoff": "{amount} ends it today", "programme": "Programme",
        "contradiction": "It cannot be reckoned: {reason}", "facts": "Facts recorded",
        "fact": "Number", "reverses": "Takes back", "balances": "Balance in the ledger",
        "account": "Account", "balance": "Balance",
    },
}  # fmt: skip

OnDay = Annotated[date | None, Parameter(name="--on", help="How it stands on this day.")]


@app.command
def show(key: str, /, *, on: OnDay = None, door: Asking = ASKING) -> None:
    """Show contract KEY: conditions, what falls due, every event with the postings it made."""
    found = contract_file(door.enter(), key, on=day(on), at=now())
    if door.json:
        say_json(_document(found))
    else:
        _print(found, language())


@app.command(name="list")
def list_(
    *,
    institution: Annotated[str, Parameter(help="Of this institution only.")] = "",
    door: Asking = ASKING,
) -> None:
    """List the contracts an institution or a person may read."""
    open_office()
    # The office itself sees all: where it is asked for one institution, it shows that one.
    of = institution or ("" if door.as_ else door.at)
    found = contract_list(door.enter(), at=now(), institution=of)
    rows = [
        (each.key, each.kind, each.product, each.signed_on.isoformat(), each.series.value)
        for each in found
    ]
    heads = ("contract", "kind", "product", "signed", "series")
    if door.json:
        say_json([dict(zip(heads, row, strict=True)) for row in rows])
        return
    words, called = WORDS[language()], names(on=day(None), at=now())
    said = [
        (key, words[kind], called.product(product).spoken(language()), signed, words[series])
        for key, kind, product, signed, series in rows
    ]
    say_table([(words[name], "left") for name in heads], said)


def _print(found: ContractFile, tongue: Language) -> None:
    words, contract = WORDS[tongue], found.contract
    kind, called = words[contract.kind], names(on=found.on, at=now())
    say(f"{words['contract']} {contract.key} · {kind} · {words['on']} {found.on}")
    programme = called.programme(contract.programme).spoken(tongue)
    say(f"{words['programme']} {programme} ({contract.programme}) {contract.version[:12]}")
    product = called.product(contract.product).spoken(tongue)
    say(f"{words['product']} {product} ({contract.product})")
    if found.contradiction is not None:
        _print_recorded(found, found.contradiction, tongue)
    if found.conditions:
        say(words["conditions"])
        for condition in found.conditions:
            state = words["met"] if condition.is_settled_on(found.on) else words["unmet"]
            say(f"  {condition.label.spoken(tongue)}: {state}")
    if found.schedule:
        say(words["schedule"])
        _print_schedule(found, tongue)
    if found.payoff is not None:
        amount = Money(found.payoff.total, contract.currency).spoken(tongue)
        say(words["payoff"].format(amount=amount))
    if found.events:
        say(words["events"])
        _print_events(found, tongue)


def _print_recorded(found: ContractFile, reason: PolicyFinanceError, tongue: Language) -> None:
    """Say why a contract cannot be reckoned, with what was recorded and what the ledger has."""
    words = WORDS[tongue]
    say(words["contradiction"].format(reason=reason.spoken(tongue)))
    say(words["facts"])
    say_table(
        [
            (words["fact"], "left"), (words["day"], "left"), (words["kind"], "left"),
            (words["amount"], "right"), (words["reverses"], "left"),
        ],
        [
            (
                each.fact.key,
                each.fact.effective_on.isoformat(),
                each.fact.kind.value,
                _said(found, each.fact),
                each.fact.reverses,
            )
            for each in found.facts
        ],
    )  # fmt: skip
    say(words["balances"])
    say_table(
        [(words["book"], "left"), (words["account"], "left"), (words["balance"], "right")],
        [(key.book, key.account, balance.written()) for key, balance in found.balances.items()],
    )


def _print_schedule(found: ContractFile, tongue: Language) -> None:
    words = WORDS[tongue]
    say_table(
        [
            (words["due"], "left"), (words["principal"], "right"), (words["interest"], "right"),
            (words["instalment"], "right"), (words["outstanding"], "right"),
        ],
        [
            (
                row.due_on.isoformat() + (" *" if row.is_rate_held else ""),
                *(_written(found, minor) for minor in _amounts(row)),
            )
            for row in found.schedule
        ],
    )  # fmt: skip
    for remark in found.remarks:
        say(f"* {sentence(remark, tongue)}")


def _print_events(found: ContractFile, tongue: Language) -> None:
    words = WORDS[tongue]
    rows: list[tuple[str, ...]] = []
    for posted in found.events:
        event = posted.event
        first = (
            event.effective_on.isoformat(),
            event_name(event.kind).spoken(tongue),
            event.party,
            _written(found, event.amount),
        )
        entries = found.entries.get(event.key, ())
        legs = [leg for entry in entries for leg in _legs(entry)]
        rows.append((*first, *(legs[0] if legs else ("", "", ""))))
        rows += [("", "", "", "", *leg) for leg in legs[1:]]
    say_table(
        [
            (words["day"], "left"), (words["event"], "left"), (words["party"], "left"),
            (words["amount"], "right"), (words["book"], "left"), (words["debit"], "left"),
            (words["credit"], "left"),
        ],
        rows,
    )  # fmt: skip


def _legs(entry: Entry) -> list[tuple[str, str, str]]:
    """Return each posting of an entry: its book, and the account on its side."""
    return [
        (
            entry.key.book,
            posting.account if posting.side.value == "debit" else "",
            posting.account if posting.side.value == "credit" else "",
        )
        for posting in entry.postings
    ]


def _amounts(row: Instalment) -> tuple[int, int, int, int]:
    return row.principal, row.interest, row.instalment, row.outstanding


def _said(found: ContractFile, fact: Fact) -> str:
    """Write what a fact says in its unit: money, a rate, or a number of due days."""
    if fact.kind is FactKind.RATE_FIXING and fact.rate is not None:
        return fact.rate.spoken(language())
    return str(fact.amount) if is_counted(fact) else _written(found, fact.amount)


def _written(found: ContractFile, minor: int) -> str:
    return Money(minor, found.contract.currency).written()


def _condition(condition: Condition, on: date) -> dict[str, object]:
    return {
        "key": condition.key,
        "is_settled": condition.is_settled_on(on),
        "acts": [
            {
                "kind": act.kind.value,
                "by": act.by,
                "effective_on": act.effective_on.isoformat(),
                "evidence": act.evidence or None,
                "decision": act.decision or None,
            }
            for act in condition.acts
        ],
    }


def _document(found: ContractFile) -> dict[str, object]:
    contract = found.contract

    def amount(minor: int) -> dict[str, str]:
        return Money(minor, contract.currency).as_json()

    names = ("principal", "interest", "instalment", "outstanding")
    return {
        "contract": contract.key,
        "kind": contract.kind,
        "institution": contract.institution,
        "programme": contract.programme,
        "version": contract.version,
        "product": contract.product,
        "servicing": contract.servicing.value,
        "on": found.on.isoformat(),
        "contradiction": found.contradiction and found.contradiction.spoken(language()),
        "facts": [fact_document(each.fact, contract.currency) for each in found.facts],
        "balances": [
            {"book": key.book, "account": key.account, "balance": balance.as_json()}
            for key, balance in found.balances.items()
        ],
        "conditions": [_condition(each, found.on) for each in found.conditions],
        "schedule": None
        if found.contradiction
        else [
            {
                "due_on": row.due_on.isoformat(),
                **dict(zip(names, map(amount, _amounts(row)), strict=True)),
                "is_rate_held": row.is_rate_held,
            }
            for row in found.schedule
        ],
        "payoff": amount(found.payoff.total) if found.payoff else None,
        "events": _events(found),
    }


def _events(found: ContractFile) -> list[dict[str, object]]:
    def amount(minor: int) -> dict[str, str]:
        return Money(minor, found.contract.currency).as_json()

    return [
        {
            "effective_on": posted.event.effective_on.isoformat(),
            "kind": posted.event.kind.value,
            "party": posted.event.party,
            "amount": amount(posted.event.amount),
            "revision": posted.revision,
            "posted_on": posted.posted_on.isoformat(),
            "entries": [
                {
                    "book": entry.key.book,
                    "postings": [
                        {
                            "account": posting.account,
                            "side": posting.side.value,
                            "amount": posting.amount.as_json(),
                        }
                        for posting in entry.postings
                    ],
                }
                for entry in found.entries.get(posted.event.key, ())
            ],
        }
        for posted in found.events
    ]
