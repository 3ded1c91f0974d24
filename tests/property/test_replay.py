"""What holds for every replay: drawn lives of loans, with facts of every kind, try to break it."""

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import majung
from example_loans import TAKING_OVER, drawn, fact, lives, plain_loan, shared_loan
from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import day_number
from majung.contracts.events import EventKind, in_order
from majung.contracts.facts import KIND_ORDER, Fact, FactKind
from majung.contracts.kernel.run import room_for
from majung.contracts.portfolio import portfolio_of
from majung.contracts.problems import FactsContradictError, problems_by_row, problems_of
from majung.contracts.replay import payoff, replay, replay_portfolio
from majung.contracts.terms import RateComponent
from majung.values.rates import Rate

TESTS = Path(__file__).parents[1]
#: The name of each function that is compiled.
COMPILED = re.compile(r"^@(?:compiled|inlined)\ndef (\w+)\(", re.MULTILINE)
#: After every drawn life.
FAR = date(2035, 1, 1)

#: What falls due, and how it is cleared.
RECEIVABLES = (
    (EventKind.PRINCIPAL_DUE, EventKind.PRINCIPAL_PAID, EventKind.WRITTEN_OFF),
    (EventKind.INTEREST_DUE, EventKind.INTEREST_PAID, EventKind.INTEREST_WRITTEN_OFF),
    (
        EventKind.LATE_INTEREST_DUE,
        EventKind.LATE_INTEREST_PAID,
        EventKind.LATE_INTEREST_WRITTEN_OFF,
    ),
    (EventKind.FEE_DUE, EventKind.FEE_PAID, EventKind.FEE_WRITTEN_OFF),
)
MONEY_IN = (FactKind.PAYMENT, FactKind.PREPAYMENT, FactKind.RECOVERY)
PAID = (
    EventKind.PRINCIPAL_PAID,
    EventKind.INTEREST_PAID,
    EventKind.LATE_INTEREST_PAID,
    EventKind.FEE_PAID,
    EventKind.EARLY_REPAYMENT_FEE_PAID,
    EventKind.WRITTEN_OFF_RECOVERED,
)


def replayed(life, until=FAR):
    """Replay a drawn life, or give the example up where its terms or facts contradict."""
    terms, facts = life
    assume(not problems_of(terms))
    try:
        return replay(terms, facts, until=until)
    except FactsContradictError:
        assume(False)


def sums(events):
    totals = Counter()
    for event in events:
        totals[event.kind] += event.amount
    return totals


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_nothing(life, random):
    terms, facts = life
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert replayed((terms, tuple(shuffled))) == replayed(life)


@given(lives(), st.data())
def test_a_reversal_equals_absence(life, data):
    terms, facts = life
    gone = data.draw(st.sampled_from(facts))
    days = data.draw(st.integers(0, 500))
    reversal = Fact(
        gone.effective_on + timedelta(days=days), FactKind.REVERSAL, "undo", reverses=gone.key
    )

    absent = replayed((terms, tuple(fact for fact in facts if fact != gone)))

    assert replayed((terms, (*facts, reversal))) == absent


@given(lives(), st.data())
def test_a_reversed_reversal_equals_presence(life, data):
    terms, facts = life
    gone = data.draw(st.sampled_from(facts))
    undo = Fact(gone.effective_on, FactKind.REVERSAL, "undo", reverses=gone.key)
    redo = Fact(gone.effective_on, FactKind.REVERSAL, "undo undone", reverses="undo")

    assert replayed((terms, (*facts, undo, redo))) == replayed(life)


@given(lives(), st.data())
def test_a_payment_in_two_parts_equals_one(life, data):
    terms, facts = life
    payments = [made for made in facts if made.kind is FactKind.PAYMENT and made.amount > 1]
    assume(payments)
    whole = data.draw(st.sampled_from(payments))
    part = data.draw(st.integers(1, whole.amount - 1))
    parts = (
        replace(whole, amount=part),
        replace(whole, amount=whole.amount - part, key=f"{whole.key} rest"),
    )

    split = tuple(made for made in facts if made != whole) + parts

    assert replayed((terms, split)) == replayed(life)


@given(lives(), st.integers(0, 700), st.integers(1, 700))
def test_a_change_of_rate_by_nothing_changes_nothing(life, from_days, more_days):
    terms, facts = life
    first = terms.start_on + timedelta(days=from_days)
    nothing = RateComponent("nothing", "", Rate.percent(0), first, first + timedelta(more_days))
    stopped = replace(terms, components=(*terms.components, nothing))

    assert replayed((stopped, facts)) == replayed(life)


@given(lives(), st.integers(0, 1500))
def test_what_was_yielded_by_a_day_never_changes_later(life, days):
    until = life[0].start_on + timedelta(days=days)

    early = replayed(life, until).events
    late = replayed(life).events

    assert early == tuple(event for event in late if event.effective_on <= until)


@given(lives())
def test_what_fell_due_was_paid_given_up_or_is_unpaid(life):
    done = replayed(life)
    totals = sums(done.events)
    state = done.state
    unpaid = (state.due_principal, state.due_interest, state.late_interest, state.due_fee)

    left = tuple(totals[due] - totals[paid] - totals[lost] for due, paid, lost in RECEIVABLES)

    # Late interest in the state holds what has accrued since it was last charged.
    assert left[:2] == unpaid[:2]
    assert left[3] == unpaid[3]
    assert 0 <= left[2] <= unpaid[2]


@given(lives())
def test_what_was_drawn_was_repaid_given_up_or_is_outstanding(life):
    done = replayed(life)
    totals = sums(done.events)

    repaid = totals[EventKind.PRINCIPAL_PAID] + totals[EventKind.WRITTEN_OFF]

    assert totals[EventKind.DRAWDOWN] == done.state.drawn
    assert done.state.drawn - repaid == done.state.outstanding >= 0


@given(lives())
def test_no_money_is_lost(life):
    done = replayed(life)
    totals = sums(done.events)
    came_in = sum(made.amount for made in life[1] if made.kind in MONEY_IN)
    # What another contract took over is paid by it.
    came_in += sum(event.amount for event in done.events if event.party == TAKING_OVER)

    kept = totals[EventKind.OVERPAID] - totals[EventKind.OVERPAYMENT_USED]

    assert came_in == sum(totals[kind] for kind in PAID) + kept
    assert done.state.overpaid == kept
    assert totals[EventKind.EARLY_REPAYMENT_FEE_DUE] == totals[EventKind.EARLY_REPAYMENT_FEE_PAID]


@given(lives())
def test_what_was_agreed_was_drawn_or_lapsed_or_can_be_drawn(life):
    done = replayed(life)
    totals = sums(done.events)

    gone = totals[EventKind.DRAWDOWN] + totals[EventKind.COMMITMENT_ENDED]

    assert totals[EventKind.COMMITTED] == life[0].committed == gone + done.state.undrawn


@given(lives())
def test_events_are_positive_in_order_and_one_of_a_key(life):
    events = replayed(life).events

    assert min(event.amount for event in events) > 0
    assert events == in_order(events)
    assert len({event.key for event in events}) == len(events)


# Many drawn lives owe nothing on the day, or can still be drawn then: those have no quote to pay.
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(lives(), st.integers(1, 1500), st.integers(0, 12))
def test_paying_the_quote_ends_the_loan(life, days, place):
    terms, facts = life
    # Any day, or one on which something else happens too.
    on = facts[place].effective_on if place < len(facts) else terms.start_on + timedelta(days=days)
    until_now = tuple(made for made in facts if made.effective_on <= on)
    # What the day brings after an early repayment is no part of what is owed before it.
    last = (on, KIND_ORDER[FactKind.PREPAYMENT])
    known = tuple(made for made in facts if (made.effective_on, KIND_ORDER[made.kind]) <= last)
    state = replayed((terms, known), on).state
    quote = payoff(terms, until_now, on=on)
    assume(quote.total > 0 and state.undrawn == 0)

    paid = replayed((terms, (*known, Fact(on, FactKind.PREPAYMENT, "zz", quote.total))), on).state

    owed = (paid.outstanding, paid.due_interest, paid.late_interest, paid.due_fee)
    assert owed == (0, 0, 0, 0)
    assert (paid.accrued_interest, paid.overpaid, paid.next_due_on) == (0, 0, None)


@given(lives(), st.integers(1, 1500))
def test_nothing_happens_by_itself_before_the_next_due_day(life, days):
    on = life[0].start_on + timedelta(days=days)
    known = (life[0], tuple(made for made in life[1] if made.effective_on <= on))
    done = replayed(known, on)
    later = done.state.next_due_on or FAR

    assert replayed(known, later - timedelta(days=1)).events == done.events


@settings(max_examples=25)
@given(st.lists(lives(), min_size=2, max_size=12), st.integers(0, 1500))
def test_many_loans_at_once_are_each_loan_alone(all_lives, days):
    until = date(2024, 1, 1) + timedelta(days=days)
    good = []
    for life in all_lives:
        try:
            if not problems_of(life[0]):
                good.append((life, replay(*life, until=until)))
        except FactsContradictError:
            pass
    terms = [life[0] for life, _ in good]
    facts = [life[1] for life, _ in good]
    assert problems_by_row(terms, facts) == {}
    portfolio = portfolio_of(terms, facts)

    many = replay_portfolio(portfolio, until=until)

    columns = zip(
        many.rows.tolist(), many.days.tolist(), many.kinds.tolist(), many.parties.tolist(),
        many.amounts.tolist(), strict=True,
    )  # fmt: skip
    expected = [
        (
            row, day_number(event.effective_on), EVENT_KINDS.index(event.kind),
            portfolio.parties.index(event.party), event.amount,
        )
        for row, (_, alone) in enumerate(good)
        for event in alone.events
    ]  # fmt: skip
    assert list(columns) == expected
    outstanding = many.states["performing"] + many.states["due_principal"]
    assert outstanding.tolist() == [alone.state.outstanding for _, alone in good]


def test_a_part_of_a_portfolio_is_those_contracts():
    terms = [plain_loan(1_000_000 + row) for row in range(5)]
    portfolio = portfolio_of(terms, [[drawn(term)] for term in terms])

    part = replay_portfolio(portfolio.part(1, 3), until=FAR)
    alone = [replay(term, [drawn(term)], until=FAR) for term in terms[1:3]]

    assert part.amounts.tolist() == [event.amount for done in alone for event in done.events]
    assert part.rows.tolist() == [row for row in (0, 1) for _ in alone[row].events]


def test_a_room_used_anew_gives_what_new_memory_gives():
    terms = [shared_loan(committed=1_000_000 + row) for row in range(7)]
    portfolio = portfolio_of(terms, [[drawn(term)] for term in terms])
    new = [replay_portfolio(portfolio.part(*part), until=FAR) for part in ((0, 7), (2, 4))]

    room = room_for(portfolio)
    for part, expected in zip(((0, 7), (2, 4)), new, strict=True):
        done = replay_portfolio(portfolio.part(*part), until=FAR, room=room)
        for name in ("rows", "days", "kinds", "parties", "amounts", "states"):
            assert getattr(done, name).tolist() == getattr(expected, name).tolist()


def test_ten_thousand_payments_in_any_number_of_days():
    terms = plain_loan(10**12, "6", 360)
    payments = [
        fact(FactKind.PAYMENT, terms.start_on + timedelta(days=place), 10**6 + place)
        for place in range(10_000)
    ]

    totals = sums(replay(terms, [drawn(terms), *payments], until=date(2060, 1, 1)).events)

    kept = totals[EventKind.OVERPAID] - totals[EventKind.OVERPAYMENT_USED]
    assert sum(totals[kind] for kind in PAID) + kept == sum(made.amount for made in payments)


def test_the_same_source_uncompiled_gives_the_same_and_runs_every_compiled_function(tmp_path):
    def run(switch):
        return subprocess.run(
            [sys.executable, "-W", "error", str(TESTS / "print_replays.py"), f"reached{switch}"],
            env={**os.environ, "NUMBA_DISABLE_JIT": switch}, capture_output=True, text=True,
            check=True, cwd=tmp_path,
        ).stdout  # fmt: skip

    uncompiled = run("1")

    assert len(uncompiled.splitlines()) > 1_000
    assert uncompiled == run("0")
    reached = set((tmp_path / "reached1").read_text("utf-8").splitlines())
    assert sorted(compiled_functions() - reached) == []


def compiled_functions():
    """Return what is compiled of contracts and of the arithmetic below them, as it is reached."""
    package = Path(majung.__file__).parent
    paths = [*(package / "contracts").rglob("*.py"), package / "values" / "days.py"]
    return {
        f"{path.as_posix()} {name}"
        for path in [*paths, package / "values" / "products.py"]
        for name in COMPILED.findall(path.read_text("utf-8"))
    }
