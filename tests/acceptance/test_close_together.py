"""A close takes loans by the thousand, and posts what one by one would have been posted."""

import random
from datetime import date, timedelta

from django.db import connection

from database import pointing_to
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import BORROWER, LoanTerms, RateComponent, Repayment
from majung.operations.acting import CLOCKWORK
from majung.operations.servicing.close_day import close_day
from majung.operations.servicing.posting import post_contracts
from majung.operations.servicing.record_facts import record_facts
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.contracts import due_keys, sign
from majung.store.upkeep.digests import LEFT_OUT, table_digests
from majung.values.calendars import calendar_of
from majung.values.rates import Rate
from servicing_world import OFFICER, SIGNED_ON, loan, moment, open_office

LOANS = 24
DAYS = calendar_of("KR").business_days(SIGNED_ON, date(2024, 12, 6))
#: Days of a month before its end, on which a close does nothing but post.
PLAIN_DAYS = calendar_of("KR").business_days(date(2024, 10, 2), date(2024, 10, 30))
#: How the work was cut is no result.
CUT = LEFT_OUT | {"store_closechunk"}
#: What a close keeps beside what it posts.
BESIDE = CUT | {"store_closerun", "store_packedloan", "store_notice"}


def _terms(rng):
    first = SIGNED_ON + timedelta(days=rng.randint(20, 40))
    return LoanTerms(
        committed=rng.randint(1, 10**12),
        start_on=SIGNED_ON,
        first_due_on=first,
        instalments=rng.randint(2, 12),
        repayment=rng.choice(list(Repayment)),
        components=(
            RateComponent("base", BORROWER, Rate.percent("5.2")),
            *(
                RateComponent(f"cut {payer}", payer, Rate.percent(f"-0.{rng.randint(1, 9)}"))
                for payer in rng.sample(["bank", "state", "city"], rng.randint(0, 3))
            ),
        ),
    )


def _happened(rng, terms, day):
    """What may have happened to a loan by a day: payments, some of them taken back."""
    paid = Fact(day, FactKind.PAYMENT, f"p-{day}", rng.randint(1, terms.committed))
    match rng.randint(0, 5):
        case 0:
            return [paid]
        case 1:
            earlier = day - timedelta(days=rng.randint(1, 30))
            return [Fact(max(earlier, SIGNED_ON), FactKind.PAYMENT, f"b-{day}", 1_000_000)]
        case 2:
            taken_back = Fact(day, FactKind.REVERSAL, f"r-{day}", reverses=paid.key)
            return [paid, taken_back]
        case 3:
            return [Fact(day, FactKind.PREPAYMENT, f"e-{day}", rng.randint(1, 5_000_000))]
    return []


def _world(close, seed, days=DAYS, without=CUT):
    """Let loans be drawn, paid and closed, the close done by a function of a day."""
    rng = random.Random(seed)
    keys = [f"C-{number:03d}" for number in range(LOANS)]
    terms = {key: _terms(rng) for key in keys}
    open_office("C-X")
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        sign([loan(key, terms[key]) for key in keys], at=moment(SIGNED_ON))
    for day in days:
        for key in keys:
            told = (
                [Fact(day, FactKind.DRAWDOWN, "d1", terms[key].committed)]
                if day == days[0]
                else (_happened(rng, terms[key], day) if rng.random() < 0.02 else [])
            )
            if told:
                record_facts(OFFICER, {key: told}, on=day, at=moment(day), posts=False)
        close(day)
    return dict(table_digests(without=without))


def _one_by_one(day):
    with acting_for_state(Purpose.CLOSE, person="test", at=moment(day)):
        for key in due_keys(on=day):
            post_contracts([key], on=day, at=moment(day))


def _together(chunk):
    def close(day):
        close_day(CLOCKWORK, on=day, at=moment(day), chunk=chunk)

    return close


def test_the_close_in_chunks_is_the_close_as_a_whole(fresh_database, other_database):
    whole = _world(_together(10_000), 1)
    with pointing_to(other_database):
        in_chunks = _world(_together(7), 1)

    assert in_chunks == whole


def test_loans_that_follow_an_index_are_looked_for_once_a_close(fresh_database):
    """Whatever the number of its transactions: of a nation's book there are forty and more."""
    asked, chunks = [], []

    def counted(execute, sql, params, many, context):
        asked.append("SELECT key FROM store_contract" in sql and "'reset'" in sql)
        return execute(sql, params, many, context)

    def close(day):
        with connection.execute_wrapper(counted):
            chunks.append(close_day(CLOCKWORK, on=day, at=moment(day), chunk=7).run.chunks)

    _world(close, 2, DAYS[:3])

    assert chunks[0] > 1
    assert asked.count(True) == 3


def test_what_is_taken_together_is_posted_as_one_by_one(fresh_database, other_database):
    together = _world(_together(10_000), 3, PLAIN_DAYS, BESIDE)
    with pointing_to(other_database):
        one_by_one = _world(_one_by_one, 3, PLAIN_DAYS, BESIDE)

    assert one_by_one == together
