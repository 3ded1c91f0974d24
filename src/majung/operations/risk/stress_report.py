"""Named stresses beside what is usual, as parts of a page or document."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from majung.operations.risk.loss_readings import LossReading, Stressed, yearly_costs
from majung.operations.risk.methods import level_of
from majung.reports.cells import NOT_APPLICABLE, Cell, hundred_millions, words, written
from majung.reports.model import Heading, KeyValue, Paragraph, Part, Tone
from majung.reports.tables import Table, lined_up
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.values.money import Money

USUAL = Label("평상시", "As usual")
MORE = Label("차이", "Difference")


def stress_parts(
    usual: LossReading, stressed: Sequence[Stressed], *, currency: str
) -> Iterator[Part]:
    """Lay stresses out beside what is usual: losses, and what each year costs; none, nothing."""
    if not stressed:
        return
    yield Heading(Label("스트레스", "Under named stresses"))
    yield Paragraph(_in_short(usual, stressed, currency), Tone.BODY)
    yield _losses(usual, stressed, currency)
    yield _years(usual, stressed, currency)


def stress_figures(stressed: Sequence[Stressed], *, currency: str) -> Iterator[KeyValue]:
    """Return the headline figures under each stress."""
    for each in stressed:
        name, losses = each.stress.name, each.losses
        level = level_of(losses.settings)
        yield KeyValue(
            Label(f"EL, {name.ko}", f"EL, {name.en}"), _cell(losses.expected.value, currency)
        )
        yield KeyValue(
            Label(f"ES {level}, {name.ko}", f"ES {level}, {name.en}"),
            _cell(losses.shortfall.value, currency),
        )


def _in_short(usual: LossReading, stressed: Sequence[Stressed], currency: str) -> Label:
    """Say what the stress that costs most does, and that nothing but the path differs."""
    worst = max(stressed, key=lambda each: each.losses.expected.value)
    before, after = (_cell(each.expected.value, currency) for each in (usual, worst.losses))
    name = worst.stress.name
    return Label(
        f"{name.ko}: 예상손실 {written(before, 'ko')} → {written(after, 'ko')}. 같은 시나리오와 "
        "난수를 쓰므로 차이는 스트레스에서만 생기고, 반올림하기 전 값으로 셈.",
        f"{name.en}: the expected loss moves from {written(before, 'en')} to "
        f"{written(after, 'en')}. Scenarios and draws are the same, so the stress is all that "
        "differs; differences are of amounts before rounding.",
    )


def _losses(usual: LossReading, stressed: Sequence[Stressed], currency: str) -> Table:
    readings = (usual, *(each.losses for each in stressed))
    level = level_of(usual.settings)
    heads = (("expected", "EL"), ("value_at_risk", f"VaR {level}"), ("shortfall", f"ES {level}"))
    columns: list[tuple[Text, list[Cell]]] = []
    for key, head in heads:
        amounts = [getattr(each, key).value for each in readings]
        columns.append((Label(head, head), [_cell(each, currency) for each in amounts]))
        more = _more([amounts[0]] * len(stressed), amounts[1:], currency)
        columns.append((MORE, [replace(more[0], value=NOT_APPLICABLE), *more]))
    names: list[Text] = [USUAL, *(each.stress.name for each in stressed)]
    return lined_up(
        "stress",
        Label("스트레스별 손실", "Losses under each stress"),
        (Label("미래", "Future"), [words(name) for name in names]),
        *columns,
    )


def _years(usual: LossReading, stressed: Sequence[Stressed], currency: str) -> Table:
    readings = [yearly_costs(each) for each in (usual, *(found.losses for found in stressed))]
    rows = np.array(list(zip_longest(*readings, fillvalue=0.0))).reshape(-1, len(readings))
    last = np.flatnonzero(np.round(rows).any(axis=1))
    usual_years, *others = rows[: int(last[-1]) + 1 if len(last) else 0].T.tolist()
    columns: list[tuple[Text, list[Cell]]] = [
        (USUAL, [_cell(each, currency) for each in usual_years])
    ]
    for each, amounts in zip(stressed, others, strict=True):
        columns.append((each.stress.name, [_cell(amount, currency) for amount in amounts]))
        columns.append((MORE, _more(usual_years, amounts, currency)))
    return lined_up(
        "stress-years",
        Label(
            "스트레스별 해마다의 예상 순지급(지급 − 회수)",
            "Claims less recoveries expected of each year",
        ),
        (
            Label("연차", "Year"),
            [
                words(Label(f"{year}년차", f"year {year}"))
                for year in range(1, len(usual_years) + 1)
            ],
        ),
        *columns,
    )


def _more(before: Sequence[float], after: Sequence[float], currency: str) -> list[Cell]:
    """Return differences as a reader of the two amounts would find them: of whole minor units."""
    return [
        hundred_millions(Money(round(late) - round(early), currency), is_signed=True)
        for early, late in zip(before, after, strict=True)
    ]


def _cell(amount: float, currency: str) -> Cell:
    return hundred_millions(Money(round(amount), currency))
