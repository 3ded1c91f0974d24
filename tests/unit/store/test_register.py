"""Every figure let out is on record, and one that contradicts an earlier one is told."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from majung.rules.citations import Citation, Source
from majung.store.access import acting_for
from majung.store.council import register
from majung.store.council.register import Release
from majung.supply.figures import Definition, Figure
from majung.values.money import Money
from store_world import AT, GATE, ON, found_institutions

PACE = Figure(
    key="five-sectors-2024.total.pace", definition=Definition.PACE, value=Fraction(545, 1024),
    as_of=date(2024, 5, 31), series="reported", watermark="2024-05-31",
    citations=(Citation(Source("release", GATE)),),
)  # fmt: skip
SUPPLIED = replace(
    PACE, key="five-sectors-2024.total.supplied", definition=Definition.SUPPLIED,
    value=Money(54_500_000_000_000),
)  # fmt: skip
OPEN = replace(SUPPLIED, key="five-sectors-2025.1.target", value=None)


@pytest.fixture
def secretariat(database):
    found_institutions("fsc")
    with acting_for("fsc"):
        yield


def let_out(*figures, document="pack-1/pack.pdf", at=AT):
    return register.release(figures, document=document, on=ON, at=at)


def test_figures_come_back_as_they_were_let_out(secretariat):
    contradictions = let_out(PACE, SUPPLIED, OPEN)

    assert contradictions == ()
    released = [release.figure for release in register.released_in("pack-1/pack.pdf")]
    assert released == [PACE, SUPPLIED, OPEN]
    assert register.releases_of(PACE.key) == (Release(PACE, "pack-1/pack.pdf", ON, AT),)


def test_letting_the_same_out_again_changes_nothing(secretariat):
    let_out(PACE)
    let_out(PACE, at=AT + timedelta(1))
    same_elsewhere = let_out(PACE, document="letter-7", at=AT + timedelta(2))

    assert same_elsewhere == ()
    assert [release.document for release in register.releases_of(PACE.key)] == [
        "pack-1/pack.pdf",
        "letter-7",
    ]


@pytest.mark.parametrize("value", [Fraction(545, 1020), None])
def test_another_value_of_the_same_day_contradicts(secretariat, value):
    let_out(PACE)
    other = replace(PACE, value=value)

    found = let_out(other, document="letter-7", at=AT + timedelta(1))

    expected = Release(other, "letter-7", ON, AT + timedelta(1), contradicts="pack-1/pack.pdf")
    assert found == (expected,)
    assert register.contradictions() == (expected,)


def test_another_day_or_another_series_contradicts_nothing(secretariat):
    let_out(PACE)

    another_day = replace(PACE, as_of=date(2024, 6, 30), value=Fraction(3, 5))
    another_series = replace(PACE, series="ledger", value=Fraction(3, 5))

    assert let_out(another_day, document="x") == ()
    assert let_out(another_series, document="y") == ()
    assert len(register.releases_of(PACE.key, as_of=PACE.as_of)) == 2
