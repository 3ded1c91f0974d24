"""Rates of published indexes taken in: reset days fixed, a missing one set aside, late posted."""

from dataclasses import replace
from datetime import date

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.contracts.replay import replay
from majung.contracts.terms import RateReset
from majung.errors import sentence
from majung.operations.acting import CLOCKWORK
from majung.operations.policy import NotPermittedError
from majung.operations.servicing.close_day import (
    ContractStillContradictsError,
    close_until,
    take_up,
)
from majung.operations.servicing.letters import RATE_HELD, letters_table
from majung.operations.servicing.reading_closes import letters_on
from majung.operations.servicing.record_facts import FactsNotPostedError, record_facts
from majung.operations.servicing.take_index_rates import (
    check_index_rates,
    index_rate_findings,
    index_rates,
    take_index_rates,
)
from majung.reports.cells import written
from majung.reports.footnotes import footnote
from majung.store.access import Purpose, acting_for_state
from majung.store.asking import ask
from majung.store.servicing.contracts import contract_of, sign
from majung.store.servicing.events import posted_events
from majung.store.servicing.facts import facts_of
from majung.store.servicing.ledger import balances_of
from majung.store.upkeep.closes import open_set_aside
from majung.store.upkeep.digests import database_digest
from majung.values.calendars import calendar_of
from majung.values.rates import Rate
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, TERMS, loan, moment, open_office

BOOK = "hana.lender"
PLAIN, FLOATING, OTHER = "C-L1", "C-L2", "C-L3"
RESET = RateReset("base", "CD91", 1, observed_days_before=1)
FLOATS = replace(TERMS, reset=RESET)
#: 25 October 2024 is a Friday: the first reset day, observed the day before.
RESET_ON, OBSERVED_ON = date(2024, 10, 25), date(2024, 10, 24)


def _office():
    open_office(PLAIN)
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        cofix = replace(FLOATS, reset=replace(RESET, index="COFIX", published_days_max=31))
        sign([loan(FLOATING, FLOATS), loan(OTHER, cofix)], at=moment(SIGNED_ON))
    drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
    facts = {key: [drawn] for key in (PLAIN, FLOATING, OTHER)}
    record_facts(OFFICER, facts, on=SIGNED_ON, at=moment(SIGNED_ON))


def _close(until, first=OBSERVED_ON):
    return close_until(
        CLOCKWORK, until=until, first=first, calendar=calendar_of("KR"), moment=moment
    )


def _take(text, on, name="rates.csv"):
    return take_index_rates(CLOCKWORK, name, text.encode(), on=on, at=moment(on))


def _state(read):
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(SIGNED_ON)):
        return read()


def _fixings(contract):
    facts = _state(lambda: facts_of(contract))
    return [
        (fact.key, fact.kind.value, None if fact.rate is None else str(fact.rate.as_json()))
        for fact in facts
        if fact.kind in (FactKind.RATE_FIXING, FactKind.REVERSAL)
    ]


def _interest():
    found = _state(lambda: balances_of(BOOK))
    return {key.account: money.minor for key, money in found.items()}["interest-income"]


def _require_posted_as_replayed(until):
    facts = _state(lambda: facts_of(FLOATING))
    wanted = {}
    for event in replay(FLOATS, facts, until=until).events:
        wanted[event.effective_on, event.kind, event.party] = event.amount
    found = _state(lambda: posted_events([FLOATING]))[FLOATING].amounts
    posted = {(k.effective_on, k.kind, k.party): amount for k, amount in found.items() if amount}
    assert posted == wanted


@pytest.fixture
def office(fresh_database):
    _office()


def test_the_close_fixes_the_rates_of_the_reset_days_that_have_come(office):
    _take("지표,공시일,금리\nCD91,2024-10-24,3.64\nCOFIX,2024-10-15,3.4 %\n", OBSERVED_ON)

    closed = _close(RESET_ON)

    assert [each.set_aside for each in closed] == [(), ()]
    assert _fixings(FLOATING) == [(f"fixing/{RESET_ON}", "rate-fixing", "0.0364")]
    assert _fixings(OTHER) == [(f"fixing/{RESET_ON}", "rate-fixing", "0.034")]
    assert _fixings(PLAIN) == []


def test_a_fixing_missing_on_its_day_sets_its_loan_aside_and_the_rest_closes(office):
    (*_, last) = _close(RESET_ON)

    assert [each.contract for each in last.set_aside] == [FLOATING, OTHER]
    said = sentence(last.set_aside[0].reason, "en")
    assert "CD91" in said
    assert "25 October 2024" in said
    assert "import a list of index rates with CD91 of 24 October 2024" in said
    assert "CD91" in sentence(last.set_aside[0].reason, "ko")
    plain = _state(lambda: contract_of(PLAIN))
    assert plain.next_due_on == date(2024, 11, 25)
    with pytest.raises(ContractStillContradictsError):
        take_up(CLOCKWORK, FLOATING, on=RESET_ON, at=moment(RESET_ON))


def test_a_rate_told_late_posts_what_waited_for_it_and_the_next_close_settles_it(office):
    _close(RESET_ON)
    told_on = date(2024, 10, 28)

    taken = _take("index,on,rate\nCD91,2024-10-24,3.64\n", told_on)

    assert (taken.fixed, taken.refused) == (1, ())
    _close(told_on, first=told_on)
    assert _state(open_set_aside) == (OTHER,)
    _require_posted_as_replayed(told_on)


def test_a_corrected_rate_posts_only_the_difference(office):
    both = "index,on,rate\nCD91,2024-10-24,3.64\nCOFIX,2024-10-15,3.4\n"
    _take(both, OBSERVED_ON)
    end = date(2024, 11, 25)
    _take("index,on,rate\nCD91,2024-11-22,3.5\nCOFIX,2024-11-15,3.3\n", date(2024, 11, 22))
    _close(end)
    before = _interest()

    taken = _take("index,on,rate\nCD91,2024-10-24,3.74\n", end)

    assert taken.fixed == 1
    assert taken.posting.events == 3
    assert _fixings(FLOATING)[:3] == [
        (f"fixing/{RESET_ON}", "rate-fixing", "0.0364"),
        (f"fixing/{RESET_ON}/2", "rate-fixing", "0.0374"),
        (f"fixing/{RESET_ON}/reversal", "reversal", None),
    ]
    assert _interest() < before
    _require_posted_as_replayed(end)
    assert _take("index,on,rate\nCD91,2024-10-24,3.74\n", end).fixed == 0


def test_with_a_bad_row_nothing_is_taken_and_every_row_says_why(office):
    before = _state(database_digest)
    text = (
        "지표,공시일,금리\nCD91,2024-10-24,3.64\nCD91,2024-10-24,3.65\nCD91,2024-12-24,3.64\n"
        "CD91,언제,3.64\nCD91,2024-10-23,364\n,2024-10-23,3\n"
    )

    taken = _take(text, RESET_ON)

    assert [(each.place.line, each.message.kind) for each in taken.problems] == [
        (3, "index-rate-twice"),
        (4, "index-rate-ahead"),
        (5, "date-not-readable"),
        (6, "index-rate-out-of-range"),
        (7, "index-rate-cell-missing"),
    ]
    assert index_rate_findings(taken).startswith(b"PK")
    assert _state(database_digest) == before


def test_a_check_takes_nothing_and_tells_which_index_no_loan_follows(office):
    before = _state(database_digest)

    found = check_index_rates(
        CLOCKWORK, "r.csv", b"index,on,rate\nCD 91,2024-10-24,3.64\n", on=RESET_ON,
        at=moment(RESET_ON),
    )  # fmt: skip

    assert (found.problems, found.not_followed) == ((), ("CD 91",))
    assert _state(database_digest) == before


def test_the_same_list_again_changes_nothing(office):
    text = "index,on,rate\nCD91,2024-10-24,3.64\n"
    _take(text, RESET_ON)
    before = _state(database_digest)

    again = _take(text, RESET_ON)

    assert (again.fresh, again.fixed) == ((), 0)
    assert _state(database_digest) == before
    (told,) = index_rates(OFFICER, count_max=9)
    assert (told.rate.index, told.rate.rate) == ("CD91", Rate.percent("3.64"))


def test_a_payment_is_not_recorded_while_a_fixing_is_missing(office):
    _close(RESET_ON)
    paid = Fact(RESET_ON, FactKind.PAYMENT, "p1", 5)

    with pytest.raises(FactsNotPostedError) as refusal:
        record_facts(OFFICER, {FLOATING: [paid]}, on=RESET_ON, at=moment(RESET_ON))

    assert "CD91" in refusal.value.spoken("ko")
    assert "p1" not in [fact.key for fact in _state(lambda: facts_of(FLOATING))]


def test_an_officer_of_a_bank_takes_no_index_rates(office):
    with pytest.raises(NotPermittedError):
        take_index_rates(OFFICER, "r.csv", b"", on=RESET_ON, at=moment(RESET_ON))


def test_a_reset_day_before_a_due_day_takes_no_letter_away_and_adds_none(fresh_database):
    reset = RateReset("base", "CD91", 12, first_on=date(2024, 10, 22))
    open_office(PLAIN)
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        sign([loan(FLOATING, replace(TERMS, reset=reset))], at=moment(SIGNED_ON))
    drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
    told = {key: [drawn] for key in (PLAIN, FLOATING)}
    record_facts(OFFICER, told, on=SIGNED_ON, at=moment(SIGNED_ON))
    _take("index,on,rate\nCD91,2024-10-22,5.2\n", date(2024, 10, 22))

    _close(date(2024, 10, 25), first=date(2024, 10, 11))

    question = (
        "SELECT c.key, n.due_on, n.interest FROM store_notice n"
        " JOIN store_contract c ON c.id = n.contract_id ORDER BY c.key"
    )
    letters = _state(lambda: [tuple(row) for row in ask(question)])
    assert letters == [(PLAIN, RESET_ON, 4_438_356), (FLOATING, RESET_ON, 4_438_356)]
    (noticed_on,) = _state(lambda: {each for (each,) in ask("SELECT noticed_on FROM store_notice")})
    read = letters_on(OFFICER, noticed_on, at=moment(RESET_ON))
    table = letters_table(read)
    held = [(each.contract, each.is_rate_held) for each in read]
    assert held == [(PLAIN, False), (FLOATING, True)]
    assert [written(row.cells[3], "en") for row in table.rows] == [str(RESET_ON), f"{RESET_ON} *"]
    assert table.notes == (footnote(RATE_HELD),)
    assert letters_table(read[:1]).notes == ()
