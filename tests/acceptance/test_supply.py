"""The secretariat reads how far the plan has come, and institutions report what they supplied."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.supply.load_plans import load_plans
from majung.operations.supply.reading import Wanted, dashboard, pace_reading, published_pace
from majung.values.money import Money

AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
SECRETARY = Actor("secretary", "fsc", frozenset({Role.SECRETARIAT}))
TRILLION = 10**12
MAY_2024 = Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31))


@pytest.fixture
def office(fresh_database):
    """An office with the programmes of the shelf and the plans of the council."""
    load_shelf(CLOCKWORK, at=AT)
    load_plans(CLOCKWORK, at=AT)


def test_the_dashboard_shows_the_published_pace_against_elapsed_time(office):
    page = dashboard(SECRETARY, MAY_2024, at=AT)

    assert page.pace.headline.supplied == Money(54_500_000_000_000)
    assert page.pace.headline.target == Money(102_400_000_000_000)
    assert page.pace.headline.rate == Fraction(545, 1024)
    assert page.pace.elapsed == Fraction(5, 12)
    assert [point.supplied for point in page.points[3:6]] == [None, Money(54_500_000_000_000), None]
    assert page.points[11].expected == Money(102_400_000_000_000)
    assert [each.method.value for each in page.forecasts] == ["straight"]
    assert {use.programme for use in page.envelopes} == {
        "ai-autonomous-manufacturing",
        "ai-policy-finance",
        "kexim-ax",
        "us-sba-7a",
    }
    assert page.contracts.total == Money(0)


def test_the_pace_of_2023_shows_computed_sector_rates_beside_the_printed_ones(office):
    reading, _ = pace_reading(
        SECRETARY, Wanted(plan="five-sectors-2023", as_of=date(2023, 5, 31)), at=AT
    )

    printed = [line.printed.share.spoken("en") for line in reading.sectors]
    computed = [round(line.rate * 1000) for line in reading.sectors]
    assert computed == [473, 468, 486, 833, 452]
    assert printed == ["47.4 %", "46.9 %", "48.6 %", "83.3 %", "45.2 %"]
    assert round(reading.headline.rate * 1000) == 505
    assert reading.headline.supplied == Money(463_306 * 10**8)


def test_the_pace_of_2025_passes_its_target_with_sector_targets_open():
    reading = published_pace(
        Wanted(plan="five-sectors-2025", as_of=date(2025, 9, 30), revision=2)
    )

    assert reading.headline.rate == Fraction(1382, 1380)
    assert reading.elapsed == Fraction(3, 4)
    assert [line.target for line in reading.sectors] == [None] * 5
