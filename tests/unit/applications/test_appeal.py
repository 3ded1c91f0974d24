"""Appeals: in time, reasoned, decided in time."""

from dataclasses import replace
from datetime import date

import pytest

from majung.applications.appeal import (
    Appeal,
    AppealTerms,
    AppealTooLateError,
    AppealUnreasonedError,
    filed,
    last_day_to_appeal,
)

APPEAL = Appeal("A-1", date(2024, 1, 31), date(2024, 2, 5), date(2024, 3, 5), "the grade was old")


@pytest.mark.parametrize(
    ("decided_on", "known_on", "last_on"),
    [
        (date(2024, 1, 31), date(2024, 1, 31), date(2024, 2, 29)),
        (date(2024, 1, 31), date(2024, 2, 5), date(2024, 3, 5)),
        (date(2024, 1, 31), date(2024, 4, 20), date(2024, 4, 30)),
    ],
)
def test_an_appeal_ends_a_month_after_knowing_and_three_after_the_decision(
    decided_on, known_on, last_on
):
    assert last_day_to_appeal(decided_on, known_on) == last_on


def test_the_last_day_is_in_time_and_the_next_is_not():
    assert filed(APPEAL) == APPEAL
    with pytest.raises(AppealTooLateError):
        filed(replace(APPEAL, filed_on=date(2024, 3, 6)))


def test_an_appeal_gives_a_reason():
    with pytest.raises(AppealUnreasonedError):
        filed(replace(APPEAL, reason=" "))


def test_an_appeal_is_decided_within_a_month_or_as_the_provider_says():
    assert APPEAL.due_on() == date(2024, 4, 5)
    assert APPEAL.due_on(AppealTerms(months_to_decide=2)) == date(2024, 5, 5)
