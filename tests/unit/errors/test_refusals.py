"""A refusal travels from a worker to who asked, whatever it was made of."""

import pickle
from datetime import date

import pytest

from majung.errors import PolicyFinanceError, Problem, message
from majung.errors.problems import Place
from majung.store.upkeep.closes import CloseDaySkippedError
from majung.values.money import Money
from majung.web.api.problems import BodyUnreadableError


class _CountedError(PolicyFinanceError):
    kind = "not-permitted"

    def __init__(self, count):
        super().__init__(act=count, person=Money(3), roles=())
        self.count = count


@pytest.mark.parametrize(
    "refusal",
    [
        CloseDaySkippedError(day=date(2024, 3, 5), open_day=date(2024, 3, 4)),
        BodyUnreadableError([Problem(Place("body", 3), message("request-unreadable"))]),
        _CountedError(7),
    ],
)
def test_a_refusal_is_the_same_after_its_journey(refusal):
    arrived = pickle.loads(pickle.dumps(refusal))

    assert type(arrived) is type(refusal)
    assert (arrived.message, arrived.args) == (refusal.message, refusal.args)
    assert vars(arrived) == vars(refusal)
    assert arrived.spoken("ko") == refusal.spoken("ko")
