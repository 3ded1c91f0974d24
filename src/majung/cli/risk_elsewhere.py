"""Options of risk commands that would do nothing where they are said: refused, not passed over."""

from collections.abc import Iterable, Mapping
from dataclasses import Field, fields
from typing import Any

from majung.errors import PolicyFinanceError
from majung.rules.citations import Label


class OptionElsewhereError(PolicyFinanceError):
    """What does nothing where it is said is not passed over in silence."""

    kind = "risk-option-elsewhere"


def said_of(given: Any, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the options of a group that were said: those that are not as they are set.

    Args:
        given: the group, a dataclass whose fields are options.
        names: of the fields that are looked at; all without any.
    """
    chosen = tuple(names)
    return tuple(
        _option(field)
        for field in fields(given)
        if (not chosen or field.name in chosen) and getattr(given, field.name) != field.default
    )


def _option(field: Field[Any]) -> str:
    return "--" + field.name.strip("_").replace("_", "-")


def said_among(given: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the options that were said, of those that are told with whether they were."""
    return tuple(option for option, is_said in given.items() if is_said)


def refuse_elsewhere(options: tuple[str, ...], rule: str) -> None:
    """Refuse options that do nothing here.

    Args:
        options: that were said; none, and nothing is refused.
        rule: of `RULES`, by name.

    Raises:
        OptionElsewhereError: an option was said.
    """
    if options:
        where, reason, helps = RULES[rule]
        raise OptionElsewhereError(
            options=", ".join(options), where=where, reason=reason, helps=helps
        )


#: Where options do nothing, why, and what helps.
RULES: Mapping[str, tuple[Label, Label, Label]] = {
    "list": (
        Label("계약 목록에는", "with a list of contracts"),
        Label(
            "기준일·프로그램·통화와 누가 보는지는 사무소의 계약에서만 고름",
            "day, programme, currency and who asks choose among the office's contracts only",
        ),
        Label("목록 대신 --office로 사무소의 계약을 볼 것", "follow --office instead of the list"),
    ),
    "undrawn": (
        Label("계약 목록에는", "with a list of contracts"),
        Label(
            "목록에는 더 인출될 금액도 펀드도 없음",
            "a list has nothing that may still be drawn, and no funds",
        ),
        Label(
            "--office나 --lake로 사무소의 계약을 볼 것",
            "follow the office's contracts with --office or --lake",
        ),
    ),
    "lake": (
        Label("레이크 스냅숏에는", "with a snapshot of the lake"),
        Label(
            "스냅숏은 만들 때 기준일·통화·기관이 정해짐",
            "its day, its currency and whose contracts it holds were settled when it was made",
        ),
        Label("스냅숏 대신 --office로 사무소의 계약을 볼 것",
              "follow --office instead of the snapshot"),
    ),
    "rate": (
        Label("--rate-deviation 없이는", "without --rate-deviation"),
        Label("그것이 없으면 금리 경로를 만들지 않음", "no path of the short rate is drawn then"),
        Label("--rate-deviation을 함께 적을 것", "say --rate-deviation too"),
    ),
    "worker": (
        Label("작업자가 하는 산출에는", "with a run that a worker does"),
        Label(
            "작업자는 데이터베이스의 계약을 보고 결과를 보관할 뿐, 여기의 파일을 읽거나 쓰지 않음",
            "a worker follows the contracts in the database and keeps what it finds; it neither "
            "reads nor writes files here",
        ),
        Label("majung risk run으로 바로 계산할 것", "use majung risk run, which does"),
    ),
    "cost-of-office": (
        Label("사무소의 비용(--office)에는", "with --office"),
        Label("부도 시점과 금리 곡선 파일은 목록의 비용에만 정함",
              "a file of yields and the timing of defaults are settled for a list only"),
        Label("금리는 --flat으로 적을 것", "say the rate with --flat"),
    ),
    "cost-of-list": (
        Label("목록의 비용에는", "with a list of loans"),
        Label("기준일·프로그램·재추정은 사무소의 계약에서만 알 수 있음",
              "day, programme and re-estimates are known of the office's contracts only"),
        Label("목록 대신 --office로 사무소의 계약을 볼 것", "name --office instead of the list"),
    ),
    "actual": (
        Label("--reestimate 없이는", "without --reestimate"),
        Label("실제 조달금리는 비용을 다시 추정할 때만 씀",
              "the rate at which money was really borrowed moves a re-estimate only"),
        Label("--reestimate를 함께 적을 것", "say --reestimate too"),
    ),
    "margin": (
        Label("--reference와는", "with --reference"),
        Label("기준금리에 더하는 가산율은 --base에서만 고름",
              "a margin is added to a base rate, and a reference rate has it already"),
        Label("--reference 대신 --base를 적을 것", "say --base instead of --reference"),
    ),
    "safe-harbour": (
        Label("--market과는", "with --market"),
        Label("등급은 시장 보증료율을 적지 않았을 때 고시 요율을 고르는 데만 씀",
              "the grade picks a published premium where no market premium is said"),
        Label("둘 가운데 하나만 적을 것", "say one of the two"),
    ),
    "cells": (
        Label("--from 없이는", "without --from"),
        Label("셀과 시나리오별 손실이 파일에 적혀 있어 뽑을 것이 없음",
              "cells and their losses in each scenario stand in the file, and nothing is drawn"),
        Label("--from으로 계약 목록을 함께 낼 것", "hand in a list of contracts with --from"),
    ),
    "reestimates": (
        Label("--reestimates 없이는", "without --reestimates"),
        Label("프로그램은 공표된 재추정에서만 고름",
              "the programme is picked among published re-estimates only"),
        Label("--reestimates로 그 파일을 함께 낼 것", "hand them in with --reestimates"),
    ),
}  # fmt: skip
