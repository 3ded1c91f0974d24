"""What contracts taken over use of limits, reckoned once where nobody counted it."""

from typing import Annotated

from cyclopts import Parameter

from majung.cli.office import DOING, Doing, now
from majung.cli.output import Words, language, say, say_json, say_table, told
from majung.errors import sentence
from majung.operations.servicing.openings.reckoning import LimitsReckoned, reckon_limit_use

WORDS: Words = {
    "ko": {
        "counted": "한도 사용액을 산정한 계약 {count}건", "check": "산정할 계약 {count}건",
        "contract": "계약", "amount": "금액",
    },
    "en": {
        "counted": "limit use was reckoned of {count:contract/contracts}",
        "check": "limit use would be reckoned of {count:contract/contracts}",
        "contract": "Contract", "amount": "Amount",
    },
}  # fmt: skip

Check = Annotated[
    bool, Parameter(name="--check", negative="", help="Only say what would be counted.")
]


def limit_use(*, check: Check = False, door: Doing = DOING) -> None:
    """Count what contracts taken over use of limits, where nobody counted it when they came."""
    found = reckon_limit_use(door.enter(), on=door.day, at=now(), is_check=check)
    if door.json:
        say_json(_document(found))
        return
    words = WORDS[language()]
    say(told(words["check" if check else "counted"], count=len(found.contracts)))
    if found.contracts:
        say_table(
            [(words["contract"], "left"), (words["amount"], "right")],
            [(key, amount.spoken(language())) for key, amount in found.contracts],
        )
    for each in found.findings:
        say(f"- {sentence(each, language())}")


def _document(found: LimitsReckoned) -> dict[str, object]:
    return {
        "contracts": [
            {"contract": key, "amount": amount.as_json()} for key, amount in found.contracts
        ],
        "findings": [sentence(each, language()) for each in found.findings],
    }
