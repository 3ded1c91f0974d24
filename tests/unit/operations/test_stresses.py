"""Named stresses: those that ship, those of published scenarios, and losses under both."""

import numpy as np
import pytest

from majung.operations.risk.loss_list import read_loss_list
from majung.operations.risk.loss_readings import yearly_costs
from majung.operations.risk.loss_settings import LossSettings, grades
from majung.operations.risk.losses import losses_of
from majung.operations.risk.places import Place
from majung.operations.risk.stress_list import read_stress
from majung.operations.risk.stresses import (
    Stress,
    StressesTooManyError,
    StressNotKnownError,
    require_few,
    shipped_stresses,
    stress_named,
)
from majung.operations.risk.stressing import stressed_losses
from majung.risk.futures.problems import ScenarioNotUsableError
from majung.rules.citations import Label

HEAD = "계약번호,기업,등급,업종,프로그램,잔액,잔존만기(개월),상환방식,보증비율\n"
ROWS = (
    "G-1,한빛,BBB,제조,ai-am,1000000000,36,원금균등,85\n"
    "G-2,두레,BB,제조,ai-am,2000000000,60,원리금균등,90\n"
    "G-3,새봄,B,서비스,kodit,300000000,12,,100\n"
)
SETTINGS = LossSettings(scenarios=1024, seed=3)
PAST = "Date,Unemployment rate\n" + "".join(
    f"{year} Q{quarter},{4 + (year + quarter) % 5 / 5}\n"
    for year in range(2019, 2025)
    for quarter in (1, 2, 3, 4)
)


def listed():
    return read_loss_list("c.csv", (HEAD + ROWS).encode(), grades=grades())


def read(scenario, past=PAST):
    return read_stress(("past.csv", past.encode()), ("severe.csv", scenario.encode()))


def told(problems):
    return [(str(each.place), each.message.kind) for each in problems]


def test_what_ships_is_a_path_below_nought_the_milder_first_and_says_that_it_is_assumed():
    mild, severe = shipped_stresses().values()

    assert (mild.key, severe.key) == ("mild-recession", "severe-recession")
    assert sum(severe.factor) < sum(mild.factor) < 0
    assert all(each.source.ko.startswith("가정") for each in (mild, severe))
    assert stress_named("mild-recession") is mild


def test_a_name_that_does_not_ship_is_refused():
    with pytest.raises(StressNotKnownError, match="mild-recession"):
        stress_named("the-flood")


def test_more_than_three_or_one_twice_do_not_stand_side_by_side():
    one = Stress("", Label("가", "a"), (-1.0,), Label("", ""))
    others = [Stress("", Label(name, name), (-1.0,), Label("", "")) for name in "bcd"]

    require_few((one, *others[:2]))
    for several in ((one, one), (one, *others)):
        with pytest.raises(StressesTooManyError):
            require_few(several)


def test_a_scenario_is_named_by_itself_or_by_its_file():
    named = read("Scenario Name,Date,Unemployment rate\nSevere,2025 Q1,7\nSevere,2025 Q2,8\n")
    bare = read("분기,실업률\n2025년 1분기,7\n2025년 2분기,8\n")

    assert (named.name.en, bare.name.en) == ("Severe", "severe")
    assert named.factor == bare.factor
    assert named.factor[1] < named.factor[0] < 0.0
    assert named.source.en == "unemployment: past.csv, severe.csv"


@pytest.mark.parametrize(
    ("scenario", "problems"),
    [
        ("Date,실업률\n2025 Q1,7\n2025 Q3,8\n", [("severe.csv:3:1", "risk-quarter-not-next")]),
        ("Date,실업률\n2025 Q2,7\n", [("severe.csv:2:1", "risk-quarter-not-next")]),
        ("Date,실업률\n2025 Q1,7\n2025 Q1,8\n", [("severe.csv:3:1", "risk-quarter-not-next")]),
        ("Date,실업률\n2025 Q1,\n", [("severe.csv:2:2", "import-cell-missing")]),
        ("Date,실업률\n2025 Q1,seven\n", [("severe.csv:2:2", "import-number-not-readable")]),
        ("Date,실업률\n", [("severe.csv:1", "import-without-rows")]),
        ("Date,rate\n2025 Q1,7\n", [("severe.csv:1:1", "column-missing")]),
    ],
)
def test_a_gap_in_a_scenario_is_told_with_its_place(scenario, problems):
    assert told(read(scenario)) == problems


def test_quarters_that_are_numbered_otherwise_are_taken_as_they_stand():
    assert len(read("분기,실업률\n1,7\n2,8\n3,8.5\n").factor) == 3


def test_a_history_that_never_moved_is_refused():
    with pytest.raises(ScenarioNotUsableError):
        read("Date,실업률\n2025 Q1,7\n", "분기,실업률\n" + "1,4\n" * 12)


def test_the_path_alone_differs_and_years_sum_to_the_expected_loss():
    severe = stress_named("severe-recession")
    at_rest = Stress("", Label("", ""), (0.0,) * 4, Label("", ""))
    pieces = []

    usual, stressed, again = stressed_losses(
        listed(), SETTINGS, (severe, severe), place=Place.LOCAL,
        progress=lambda done, total: pieces.append((done, total)),
    )  # fmt: skip
    (_, resting) = stressed_losses(listed(), SETTINGS, (at_rest,), place=Place.LOCAL)

    assert usual == losses_of(listed(), SETTINGS, place=Place.LOCAL)
    assert stressed == again
    assert stressed.expected.value > usual.expected.value > resting.expected.value
    for reading in (usual, stressed):
        assert sum(yearly_costs(reading)) == pytest.approx(reading.expected.value, abs=1.0)
    assert pieces == sorted(pieces)
    assert pieces[-1] == (pieces[-1][1],) * 2
    assert pieces[-1][1] % 3 == 0


def test_the_published_severe_scenario_is_two_deviations_and_worse(truth):
    tables = (
        "2025-Table_1A_Historic_Domestic.csv",
        "2025-Table_3A_Supervisory_Severely_Adverse_Domestic.csv",
    )
    found = read_stress(*((name, (truth / "stress" / name).read_bytes()) for name in tables))

    assert (found.name.en, len(found.factor)) == ("Supervisory Severely Adverse", 13)
    assert min(found.factor) < -2.0
    _, stressed = stressed_losses(listed(), SETTINGS, (found,), place=Place.LOCAL)
    assert np.argmax(yearly_costs(stressed)) in (0, 1)
