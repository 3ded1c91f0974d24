"""Rounds and recommendations are read by whom they are addressed to, and kept as they came."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from majung.applications.recommendation import Recommendation, Round, Withdrawal
from majung.errors import Place, Problem, message
from majung.store.access import acting_for
from majung.store.intake import received, recommendations
from majung.store.intake.recommendations import ListRow
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.values.money import Money
from store_world import AT, ON, business, corporate, found_firm, found_institutions

ROUND = Round(
    key="r-1", programme="p", rule="rule", recommender="motie", opens_on=ON,
    closes_on=date(2024, 6, 30), validity_months=12, quota=10, amount_max=Money(5_000),
)  # fmt: skip
GOOD = Recommendation(
    round="r-1", programme="p", rule="rule", recommender="motie", firm=corporate(1),
    firm_name="예시기업", site=business(1), from_on=ON, until_on=date(2025, 3, 4),
    amount=Money(1_000), file="list.csv", line=2,
)  # fmt: skip


@pytest.fixture
def world(database):
    found_institutions("motie", "bank-a", "bank-b")
    found_firm(1)
    with acting_for("motie"):
        recommendations.open_round(ROUND, addressees=["bank-a"], at=AT)


def test_a_round_is_read_by_its_body_and_its_addressees(world):
    seen = {}
    for institution in ("motie", "bank-a", "bank-b"):
        with acting_for(institution):
            seen[institution] = recommendations.rounds()

    assert seen == {"motie": (ROUND,), "bank-a": (ROUND,), "bank-b": ()}


def test_opening_a_round_again_does_nothing_unless_it_is_another(world):
    with acting_for("motie"):
        recommendations.open_round(ROUND, addressees=["bank-a"], at=AT)

        assert recommendations.round_of("r-1") == ROUND
        with pytest.raises(RecordedDifferentlyError):
            recommendations.open_round(replace(ROUND, quota=11), addressees=[], at=AT)


def test_rows_of_a_list_are_kept_as_they_came_good_and_bad(world):
    bad = ListRow(3, {"firm": "?"}, (Problem(Place("list.csv", 3, 1), message("some-kind")),))
    good = ListRow(2, {"firm": "예시기업"}, (), corporate(1))
    with acting_for("motie"):
        file = received.receive("list", "list.csv", b"x", by="p", at=AT)

        kept = recommendations.keep_list("r-1", file.digest, [good, bad], at=AT)
        again = recommendations.keep_list("r-1", file.digest, [good, bad], at=AT)

        assert (kept, again) == (2, 0)
        assert recommendations.list_rows("r-1", digest=file.digest) == (good, bad)
    with acting_for("bank-a"):
        assert recommendations.list_rows("r-1") == ()


def test_a_recommendation_is_recorded_once_and_found_by_firm_and_round(world):
    with acting_for("motie"):
        counts = [recommendations.recommend([GOOD], at=AT) for _ in range(2)]

    with acting_for("bank-a"):
        assert counts == [1, 0]
        assert recommendations.recommendations(firm=corporate(1)) == (GOOD,)
        assert recommendations.recommendations(round_key="r-2") == ()
    with acting_for("bank-b"):
        assert recommendations.recommendations() == ()


def test_a_round_recommends_a_firm_on_one_set_of_terms(world):
    with acting_for("motie"):
        recommendations.recommend([GOOD], at=AT)

        with pytest.raises(RecordedDifferentlyError):
            recommendations.recommend([replace(GOOD, amount=Money(2_000))], at=AT)


def test_a_firm_nobody_registered_cannot_be_recommended(world):
    with acting_for("motie"), pytest.raises(NotRecordedError):
        recommendations.recommend([replace(GOOD, firm=corporate(9))], at=AT)


def test_a_withdrawal_is_read_by_whoever_reads_the_recommendation(world):
    withdrawal = Withdrawal(GOOD.key, date(2024, 5, 1), "사유", "p")
    with acting_for("motie"):
        recommendations.recommend([GOOD], at=AT)
        recommendations.withdraw(withdrawal, at=AT)
        recommendations.withdraw(withdrawal, at=AT)

    seen = {}
    for institution in ("bank-a", "bank-b"):
        with acting_for(institution):
            seen[institution] = recommendations.withdrawals(round_key="r-1")
    assert seen == {"bank-a": (withdrawal,), "bank-b": ()}


def test_what_is_recommended_and_what_of_it_was_taken_back_is_one_question(world):
    found_firm(2)
    other = replace(GOOD, firm=corporate(2), from_on=date(2024, 3, 1), line=3)
    withdrawal = Withdrawal(GOOD.key, date(2024, 5, 1), "사유", "p")
    with acting_for("motie"):
        recommendations.recommend([GOOD, other], at=AT)
        recommendations.withdraw(withdrawal, at=AT)
    asked = []

    def counted(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with acting_for("bank-a"):
        with connection.execute_wrapper(counted):
            of_all = recommendations.recommended_and_withdrawn()
        of_the_firm = recommendations.recommended_and_withdrawn(firm=corporate(1))
        of_the_other = recommendations.recommended_and_withdrawn(firm=corporate(2))
        of_no_round = recommendations.recommended_and_withdrawn(round_key="r-2")
    with acting_for("bank-b"):
        elsewhere = recommendations.recommended_and_withdrawn()

    assert len(asked) == 1
    assert of_all == ((other, GOOD), (withdrawal,))
    assert of_the_firm == ((GOOD,), (withdrawal,))
    assert of_the_other == ((other,), ())
    assert (of_no_round, elsewhere) == (((), ()), ((), ()))


def test_a_bank_cannot_withdraw_what_a_ministry_recommended(world):
    with acting_for("motie"):
        recommendations.recommend([GOOD], at=AT)

    with acting_for("bank-a"), pytest.raises(NotRecordedError):
        recommendations.withdraw(Withdrawal(GOOD.key, ON, "x", "p"), at=AT)
