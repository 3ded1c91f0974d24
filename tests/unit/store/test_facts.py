"""A fact is recorded once under its key, and what was known when can be read again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.store.access import acting_for
from majung.store.refusals import NotRecordedError
from majung.store.servicing import facts
from majung.store.servicing.facts import FactRecordedDifferentlyError
from majung.values.rates import Rate
from store_world import AT, CLERK, ON, found_institutions, signed

DRAWN = Fact(ON, FactKind.DRAWDOWN, "d", 1_000, party="site", note="기성 1회")
FIXED = Fact(ON, FactKind.RATE_FIXING, "f", rate=Rate(Decimal("0.0462")))
PAID = Fact(date(2024, 4, 4), FactKind.PAYMENT, "p", 10)
UNDONE = Fact(date(2024, 4, 5), FactKind.REVERSAL, "r", reverses="p")
ALL = (DRAWN, FIXED, PAID, UNDONE)


@pytest.fixture
def bank(database):
    found_institutions()
    signed("L-1", "L-2")
    with acting_for("bank-a"):
        yield


def test_facts_come_back_by_day_and_key_however_they_were_recorded(bank):
    facts.record_facts({"L-1": reversed(ALL)}, by=CLERK, at=AT)

    assert facts.facts_of("L-1") == ALL
    assert facts.facts_of("L-2") == ()


def test_the_same_fact_is_recorded_once(bank):
    counts = [facts.record_facts({"L-1": [DRAWN, DRAWN]}, by=CLERK, at=AT) for _ in range(2)]

    assert counts == [1, 0]


def test_a_key_that_says_something_else_is_refused_and_nothing_is_recorded(bank):
    facts.record_facts({"L-1": [DRAWN]}, by=CLERK, at=AT)
    other = Fact(ON, FactKind.DRAWDOWN, "d", 2_000)

    with pytest.raises(FactRecordedDifferentlyError) as refusal:
        facts.record_facts({"L-2": [PAID], "L-1": [PAID, other]}, by=CLERK, at=AT)

    assert refusal.value.message.as_mapping() == {"contract": "L-1", "fact": "d"}
    assert facts.facts_of_many(["L-1", "L-2"]) == {"L-1": (DRAWN,)}


def test_one_key_may_name_facts_of_two_contracts(bank):
    facts.record_facts({"L-1": [DRAWN], "L-2": [DRAWN, PAID]}, by=CLERK, at=AT)

    assert facts.facts_of_many(["L-1", "L-2"]) == {"L-1": (DRAWN,), "L-2": (DRAWN, PAID)}
    assert facts.facts_of_many(["L-2", "L-2", "L-1"])["L-2"] == (DRAWN, PAID)
    assert facts.facts_of_many([]) == {}


def test_what_was_known_at_a_moment_can_be_read_again(bank):
    later = AT + timedelta(days=40)
    facts.record_facts({"L-1": [DRAWN]}, by=CLERK, at=AT)
    facts.record_facts({"L-1": [FIXED]}, by="file.csv", at=later)

    assert facts.facts_of("L-1", known_at=AT) == (DRAWN,)
    assert facts.recordings_of("L-1") == ((DRAWN, CLERK, AT), (FIXED, "file.csv", later))


def test_facts_of_a_contract_that_is_not_ones_own_are_refused(bank):
    with pytest.raises(NotRecordedError):
        facts.record_facts({"L-9": [DRAWN]}, by=CLERK, at=AT)
