"""What the commands about covers print."""

from collections.abc import Sequence
from datetime import date, datetime

from majung.cli.output import Words, language, say, say_json, say_table
from majung.contracts.states import ClaimState, CoverStage
from majung.operations.acting import Actor
from majung.operations.claims.reading import CoverFile, cover_file
from majung.operations.claims.reading_work import Work
from majung.store.intake.proposals import Proposal
from majung.values.money import Money

WORDS: Words = {
    "ko": {
        "cover": "보험·보증", "stage": "단계", "insured_amount": "보험·보증금액",
        "in_force": "유효 금액", "premium_unpaid": "미납 보험료", "paid": "지급",
        "recourse": "구상채권", "damages": "손해금", "recovered": "회수", "shared": "은행 배분",
        "claimable_on": "청구 가능일", "claim": "청구", "filed_on": "청구일", "loss": "손실",
        "payable": "지급 가능", "accepted": "인정", "due": "기한", "task": "할 일",
        "amount": "금액", "whose": "담당", "ours": "우리 기관", "theirs": "상대 기관",
        "agreed": "체결", "in-force": "유효", "lapsed": "실효", "defaulted": "사고",
        "claimed": "청구", "in-recourse": "구상 중", "ended": "종료",
        "waits": "{key} 상신: 두 번째 사람의 승인을 기다림", "nothing": "할 일이 없음",
    },
    "en": {
        "cover": "Cover", "stage": "Stage", "insured_amount": "Insured",
        "in_force": "In force", "premium_unpaid": "Premium unpaid", "paid": "Paid",
        "recourse": "Recourse", "damages": "Damages", "recovered": "Recovered",
        "shared": "Shared with the bank", "claimable_on": "Claim possible from",
        "claim": "Claim", "filed_on": "Filed", "loss": "Loss", "payable": "Payable",
        "accepted": "Accepted", "due": "Due", "task": "Task", "amount": "Amount",
        "whose": "Whose", "ours": "ours", "theirs": "the other side's",
        "agreed": "agreed", "in-force": "in force", "lapsed": "lapsed", "defaulted": "defaulted",
        "claimed": "claimed", "in-recourse": "recourse outstanding", "ended": "ended",
        "waits": "{key} waits for a second person", "nothing": "nothing is to do",
    },
}  # fmt: skip
#: Of stages, what is called otherwise here: the word itself means the claim on the debtor.
STAGES = {CoverStage.RECOURSE: "in-recourse"}
FIGURES = ("insured_amount", "in_force", "premium_unpaid", "paid")
OF_RECOURSE = ("recovered", "shared", "damages")


def say_state(who: Actor, cover: str, *, on: date, at: datetime, as_json: bool) -> None:
    """Print how a cover stands after an act."""
    say_cover(cover_file(who, cover, on=on, at=at), as_json=as_json)


def say_cover(found: CoverFile, *, as_json: bool) -> None:
    """Print a cover: its figures, its claims, its proposals."""
    currency = found.contract.currency
    if as_json:
        say_json(
            {
                "cover": found.contract.key,
                "on": found.on.isoformat(),
                "stage": found.state.stage.value,
                "claimable_on": _day(found.state.claimable_on),
                **{
                    name: Money(minor, currency).as_json()
                    for name, minor in _figures(found).items()
                },
                "claims": [_claim(each.state, currency) for each in found.claims],
                "proposals": [
                    each.key for claim in found.claims for each in claim.proposals if each.is_open
                ],
            }
        )
        return
    words, tongue = WORDS[language()], language()
    stage = words[STAGES.get(found.state.stage, found.state.stage.value)]
    say(f"{words['cover']} {found.contract.key} · {words['stage']} {stage}")
    for name, minor in _figures(found).items():
        say(f"{words[name]} {Money(minor, currency).spoken(tongue)}")
    if found.state.claimable_on is not None:
        say(f"{words['claimable_on']} {found.state.claimable_on}")
    if found.claims:
        _say_claims([each.state for each in found.claims], currency)


def say_claim(claim: ClaimState, currency: str, *, as_json: bool) -> None:
    """Print a claim."""
    if as_json:
        say_json(_claim(claim, currency))
    else:
        _say_claims([claim], currency)


def say_proposal(found: Proposal, *, as_json: bool) -> None:
    """Print that a proposal waits."""
    if as_json:
        say_json({"key": found.key, "subject": found.subject, "is_open": found.is_open})
    else:
        say(WORDS[language()]["waits"].format(key=found.key))


def say_work(found: Sequence[Work], *, as_json: bool) -> None:
    """Print what is to do."""
    if as_json:
        say_json(
            [
                {
                    "cover": each.cover,
                    "task": each.task.value,
                    "claim": each.claim or None,
                    "amount": each.amount.as_json(),
                    "due_on": _day(each.due_on),
                    "is_ours": each.is_ours,
                }
                for each in found
            ]
        )
        return
    words, tongue = WORDS[language()], language()
    if not found:
        say(words["nothing"])
        return
    say_table(
        [
            (words["cover"], "left"), (words["task"], "left"), (words["claim"], "left"),
            (words["amount"], "right"), (words["due"], "left"), (words["whose"], "left"),
        ],
        [
            (
                each.cover,
                each.task.spoken(tongue),
                each.claim,
                each.amount.written(),
                _day(each.due_on) or "",
                words["ours" if each.is_ours else "theirs"],
            )
            for each in found
        ],
    )  # fmt: skip


def _figures(found: CoverFile) -> dict[str, int]:
    state = found.state
    figures = {name: getattr(state, name) for name in FIGURES}
    figures["recourse"] = state.recourse.outstanding
    return {**figures, **{name: getattr(state.recourse, name) for name in OF_RECOURSE}}


def _say_claims(claims: Sequence[ClaimState], currency: str) -> None:
    words = WORDS[language()]
    names = ("loss", "payable", "accepted", "paid")
    say_table(
        [
            (words["claim"], "left"), (words["filed_on"], "left"),
            *((words[name], "right") for name in names), (words["due"], "left"),
        ],
        [
            (
                each.key,
                each.filed_on.isoformat(),
                *(Money(getattr(each, name), currency).written() for name in names),
                each.payment_due_on.isoformat(),
            )
            for each in claims
        ],
    )  # fmt: skip


def _claim(claim: ClaimState, currency: str) -> dict[str, object]:
    names = ("loss", "payable", "accepted", "paid")
    return {
        "key": claim.key,
        "filed_on": claim.filed_on.isoformat(),
        "decided_on": _day(claim.decided_on),
        "payment_due_on": claim.payment_due_on.isoformat(),
        **{name: Money(getattr(claim, name), currency).as_json() for name in names},
    }


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
