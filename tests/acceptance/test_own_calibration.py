"""Defaults of the office's covers, predicted by grade and realised."""

from datetime import UTC, date, datetime

import pytest

from api_world import system_of
from claims_world import BANK_OFFICER, COVER, lend, moment, open_office, tell_loan
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import Actor, Role
from majung.operations.claims.notify_default import notify_default
from majung.operations.policy import NotPermittedError
from majung.operations.risk.reading_calibration import cover_calibration
from majung.risk.backtest.tuning import Tuning
from pages_world import signed_in

SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))
MINISTRY = Actor("p-ministry", "motie", frozenset({Role.RECOMMENDER}))
AT = datetime(2026, 1, 2, tzinfo=UTC)
DEFAULTED, LATER = date(2025, 6, 2), date(2025, 10, 1)


@pytest.fixture
def office(fresh_database):
    """A drawn loan under a cover, whose grade nobody stated."""
    open_office()
    lend()


def default():
    tell_loan(DEFAULTED, Fact(DEFAULTED, FactKind.DEFAULT, "default-1"))
    notify_default(
        BANK_OFFICER, COVER, key="N-1", cause="arrears", defaulted_on=DEFAULTED, on=DEFAULTED,
        at=moment(DEFAULTED),
    )  # fmt: skip


def test_a_year_at_the_dearest_grade_foretells_its_probability(office):
    found = cover_calibration(SECRETARY, on=LATER, at=AT)

    (by_grade,) = found.by_grade
    assert (by_grade.group, by_grade.loans, by_grade.defaults) == ("", 1, 0)
    assert by_grade.predicted == pytest.approx(0.0864)
    assert by_grade.tuning is Tuning.WITHIN
    assert [each.group for each in found.by_year] == ["2024"]


def test_a_default_the_insurer_was_told_of_is_counted_from_its_day(office):
    default()

    before, after = (
        cover_calibration(SECRETARY, on=day, at=AT).by_grade[0] for day in (date(2025, 6, 1), LATER)
    )

    assert (before.defaults, after.defaults, after.realised) == (0, 1, 1.0)


def test_calibration_is_for_internal_roles(office):
    with pytest.raises(NotPermittedError):
        cover_calibration(MINISTRY, on=LATER, at=AT)


def test_it_is_seen_over_rest_and_on_the_page(office):
    found = system_of(SECRETARY, is_granted=False).get("/calibration").json()
    page = signed_in(SECRETARY, language="ko").get("/fiscal-cost/").content.decode()

    assert [each["covers"] for each in found["by_grade"]] == [1]
    assert [word for word in ("부도 예측과 실제", "등급 미확인", "부합") if word not in page] == []
