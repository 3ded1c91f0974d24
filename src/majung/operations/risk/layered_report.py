"""Caps and first losses as parts of a page or document: what was asked for, and who bears what."""

from collections.abc import Iterator, Sequence

import numpy as np

from majung.operations.reading_names import Names
from majung.operations.risk.loss_readings import LossReading
from majung.operations.risk.pools import Pool
from majung.reports.cells import Cell, hundred_millions, words
from majung.reports.model import Heading, KeyValue, Paragraph, Part, Tone
from majung.reports.tables import lined_up
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.values.money import Money
from majung.values.months import MONTHS_A_YEAR

HEADING = Label("누가 부담하는가", "Who bears the losses")
#: Who pays, in the order in which they do.
BEARERS = {
    "first_loss": Label("우선손실 부담자", "First loss"),
    "public": Label("공공", "Public side"),
    "beyond_cap": Label("한도 초과(기관)", "Beyond caps (institutions)"),
}


def layered_parts(losses: LossReading, *, currency: str) -> Iterator[Part]:
    """Lay out who bears losses, over the life and by year where that is known; none, nothing."""
    if not losses.elsewhere:
        return
    yield Heading(HEADING)
    yield Paragraph(
        Label(
            "예상손실, VaR, ES와 해마다의 순지급은 공공이 부담하는 몫이고, 업종별 예상손실은 "
            "우선손실과 한도를 빼기 전입니다.",
            "Expected loss, VaR, ES and the cost by year are what the public side bears; expected "
            "losses by sector are before first losses and caps.",
        ),
        Tone.BODY,
    )
    whole = {**losses.elsewhere, "public": losses.expected.value}
    names: list[Text] = [Label("전 기간", "whole life")]
    amounts = {name: [whole[name]] for name in BEARERS}
    if losses.borne:
        years = {name: _years(losses.borne[name]) for name in BEARERS}
        count = max(map(len, years.values()))
        names += [Label(f"{year}년차", f"year {year}") for year in range(1, count + 1)]
        amounts = {name: amounts[name] + years[name] for name in BEARERS}
    yield lined_up(
        "borne",
        Label("손실의 부담(평균)", "Who bears losses, on average"),
        (Label("기간", "Period"), [words(name) for name in names]),
        *((label, _cells(amounts[name], currency)) for name, label in BEARERS.items()),
    )


def pool_lines(pools: Sequence[Pool], names: Names, *, currency: str) -> Iterator[KeyValue]:
    """Return what was asked for: a line a pool of programmes."""
    for each in pools:
        called = [names.programme(key) for key in each.programmes]
        korean, english = (
            " + ".join(each.spoken(language) for each in called) for language in ("ko", "en")
        )
        yield KeyValue(
            Label(f"부담 한도: {korean}", f"Borne up to: {english}"),
            words(_terms(each, currency)),
        )


def _terms(pool: Pool, currency: str) -> Label:
    told = (
        (Label("우선손실", "first loss"), pool.first_loss or None),
        (Label("한도", "cap"), pool.cap),
        (Label("연간한도", "yearly cap"), pool.yearly),
    )
    given = [(name, Money(round(amount), currency)) for name, amount in told if amount is not None]
    if not given:
        return Label("한도 없음", "no cap")
    return Label(
        " · ".join(f"{name.ko} {amount.spoken('ko')}" for name, amount in given),
        " · ".join(f"{name.en} {amount.spoken('en')}" for name, amount in given),
    )


def _years(months: Sequence[float]) -> list[float]:
    starts = np.arange(0, len(months), MONTHS_A_YEAR)
    return [float(each) for each in np.add.reduceat(np.array(months), starts)]


def _cells(amounts: Sequence[float], currency: str) -> list[Cell]:
    return [hundred_millions(Money(round(each), currency)) for each in amounts]
