"""Servicers' files in any order, and sent again however often, end with the same loan and books."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majung.contracts.facts import FactKind, standing
from majung.contracts.replay import replay
from majung.contracts.reported.statements import (
    Movement,
    Statement,
    facts_of,
    reversals_of,
)
from majung.operations.servicing.reading import contract_file
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.ledger import entries_of_contract
from majung.values.months import Month
from reported_world import NOW, ON, open_reported, taken
from servicing_world import OFFICER, PRINCIPAL, TERMS

_example = iter(range(1_000_000))
MONTHS = (Month(2024, 9), Month(2024, 10), Month(2024, 11), Month(2024, 12))

amounts = st.sampled_from([0, 1, 4_438_356, 98_018_558, 300_000_000])
days = st.integers(25, 30)


@st.composite
def rows_of_a_month(draw, month):
    """A row that a bank may send of a month: something drawn, paid or repaid early, or nothing."""
    drawn = draw(st.sampled_from([0, 300_000_000]))
    principal, interest = draw(amounts), draw(amounts)
    early = draw(st.sampled_from([0, principal]))
    day = month.first_on.replace(day=draw(days)).isoformat()
    return (
        str(month), str(drawn), day if drawn else "", str(principal), str(interest),
        draw(st.sampled_from(["", day])), str(early), day if early else "", str(draw(amounts)),
    )  # fmt: skip


HEADINGS = (
    "계약번호", "기준월", "실행액", "실행일", "원금상환", "이자수납", "수납일", "중도상환",
    "중도상환일", "잔액",
)  # fmt: skip


@st.composite
def histories(draw):
    """The final row of each month, and files in which each month ends with its final row."""
    final = {month: draw(rows_of_a_month(month)) for month in MONTHS}
    sent = []
    for month in MONTHS:
        earlier = draw(st.lists(rows_of_a_month(month), max_size=2))
        sent.append([*earlier, final[month]])
    files = []
    while any(sent):
        several = [each for each in sent if each]
        chosen = draw(st.lists(st.sampled_from(range(len(several))), min_size=1, unique=True))
        files.append([several[place].pop(0) for place in chosen])
    return final, files


@given(histories())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_files_in_any_order_end_with_the_same_loan_and_the_same_books(database, history):
    final, files = history
    number = next(_example)
    at_once, by_and_by = f"C-{number}-a", f"C-{number}-b"
    open_reported(at_once, by_and_by)

    done = taken(*((at_once, *row) for row in final.values()), headings=HEADINGS)
    assert done.problems == ()
    for place, rows in enumerate(files):
        told = taken(
            *((by_and_by, *row) for row in rows),
            headings=HEADINGS,
            at=NOW + timedelta(minutes=place),
        )
        assert told.problems == ()

    assert _loan(by_and_by) == _loan(at_once)
    assert _books(by_and_by) == _books(at_once)


def _loan(contract):
    """Return all that a contract says, but for the names of its facts."""
    file = contract_file(OFFICER, contract, on=ON, at=NOW)
    facts = [
        (fact.effective_on, fact.kind, fact.amount)
        for fact in standing([each.fact for each in file.facts])
    ]
    listed = [(each.month, each.kind, each.reported, each.computed) for each in file.differences]
    return file.replay, facts, listed


def _books(contract):
    """Return what stands on each account for a contract, by the day it belongs to."""
    sums = Counter()
    with acting_for_state(Purpose.AUDIT, person="test", at=NOW):
        for entry, _ in entries_of_contract(contract):
            for line in entry.postings:
                place = (entry.key.book, line.account, entry.key.effective_on, entry.key.kind)
                sums[place] += line.signed_minor
    return {place: amount for place, amount in sums.items() if amount}


movements = st.builds(
    Movement,
    st.sampled_from([FactKind.PAYMENT, FactKind.PREPAYMENT, FactKind.RECOVERY]),
    days.map(lambda day: date(2024, 10, day)),
    st.integers(1, 10**9),
)


@given(st.lists(st.lists(movements, max_size=4), min_size=1, max_size=4))
def test_a_month_that_is_at_last_replaced_by_nothing_never_was(submitted):
    month = Month(2024, 10)
    drawn = Movement(FactKind.DRAWDOWN, TERMS.start_on, PRINCIPAL)
    first = Statement(contract="C", month=Month(2024, 9), movements=(drawn,))
    known = facts_of(first, TERMS, submission=1)
    before = replay(TERMS, known, until=ON)
    for number, moved in enumerate([*submitted, []], start=1):
        statement = Statement(contract="C", month=month, movements=tuple(moved))
        taken_back = reversals_of(known, month, submission=number)
        known = (*known, *taken_back, *facts_of(statement, TERMS, submission=number))

    assert replay(TERMS, known, until=ON) == before
