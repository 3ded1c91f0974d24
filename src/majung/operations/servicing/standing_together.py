"""How loans stand at the end of a day, thousands at once, and what falls due on them next.

Loans whose facts are plain go through the kernel together, the others one by one; both give the
same columns.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from majung.contracts.accruing import standings
from majung.contracts.codes import EVENT_KINDS
from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import LAST_ON
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact
from majung.contracts.kernel.layout import NEVER
from majung.contracts.replay import LoanState, replay, replay_portfolio
from majung.contracts.terms import LoanTerms
from majung.errors import PolicyFinanceError
from majung.operations.servicing.posting import Refused, require_told
from majung.operations.servicing.together import Together, chosen, taken_together
from majung.store.servicing.closing_rows import Found
from majung.store.servicing.contracts import Contract, contracts_by_keys, numbered
from majung.store.servicing.facts import facts_of_many
from majung.store.servicing.portfolios import signatures_of

Numbers = NDArray[np.int64]
#: What a letter before a due day tells of.
_TOLD = {
    EventKind.PRINCIPAL_DUE: "principal",
    EventKind.INTEREST_DUE: "interest",
    EventKind.FEE_DUE: "fee",
}


class Stood(NamedTuple):
    """How loans stand, as columns.

    Attributes:
        signatures: what says where the events of each are posted.
        interest: due and unpaid; accrued: the borrower's, not yet due.
        share_rows: place of the loan of each payer's share that has accrued.
        refused: loans that cannot be replayed; they are left out.
    """

    numbers: Numbers
    institutions: Numbers
    signatures: Sequence[str]
    outstanding: Numbers
    principal: Numbers
    interest: Numbers
    late_interest: Numbers
    fee: Numbers
    days_past_due: Numbers
    accrued: Numbers
    share_rows: Numbers
    share_parties: Sequence[str]
    share_amounts: Numbers
    refused: tuple[Refused, ...]


class FallingDue(NamedTuple):
    """What falls due on loans on their next due day, as columns."""

    numbers: Numbers
    institutions: Numbers
    due_on: Numbers
    principal: Numbers
    interest: Numbers
    fee: Numbers


def stood(found: Found, *, until: date) -> Stood:
    """Tell how loans stand at the end of a day."""
    together = taken_together(found.numbers)
    portfolio = together.portfolio()
    told = standings(portfolio, until=day_number(min(until, LAST_ON)))
    states, is_whole = told.states, told.states["problem"] == 0
    oldest = states["oldest_unpaid"]
    past = np.where(oldest == NEVER, 0, day_number(until) - oldest)
    payers = portfolio.columns.contracts["payers"]
    rows = np.repeat(np.arange(len(together)), payers)
    names = [portfolio.parties[code] for code in portfolio.columns.payers.tolist()]
    matters = (told.shares != 0) & is_whole[rows]
    one_by_one = _one_by_one(found, together, is_whole, until=until)
    alone = one_by_one.states
    place = np.cumsum(is_whole) - 1
    known = signatures_of(np.array(one_by_one.numbers, np.int64)) if alone else {}
    signed = [known[number] for number in one_by_one.numbers]
    shares = [
        (int(is_whole.sum()) + nth, party, amount)
        for nth, state in enumerate(alone)
        for party, amount in state.accrued_shares.items()
    ]

    def both(of_many: Numbers, of_one: Sequence[int]) -> Numbers:
        return np.concatenate([of_many[is_whole], np.array(of_one, np.int64)])

    return Stood(
        both(together.held.numbers, one_by_one.numbers),
        both(together.held.institutions, one_by_one.institutions),
        [*chosen(together.held.signatures, is_whole), *signed],
        both(states["performing"] + states["due_principal"], [each.outstanding for each in alone]),
        both(states["due_principal"], [each.due_principal for each in alone]),
        both(states["due_interest"], [each.due_interest for each in alone]),
        both(states["due_late"] + states["late_accrued"], [each.late_interest for each in alone]),
        both(states["due_fee"], [each.due_fee for each in alone]),
        both(past, [each.days_past_due for each in alone]),
        both(states["accrued"], [each.accrued_interest for each in alone]),
        np.concatenate([place[rows[matters]], np.array([row for row, *_ in shares], np.int64)]),
        [*chosen(names, matters), *(party for _, party, _ in shares)],
        np.concatenate(
            [told.shares[matters], np.array([amount for *_, amount in shares], np.int64)]
        ),
        one_by_one.refused,
    )


class _Alone(NamedTuple):
    numbers: list[int]
    institutions: list[int]
    states: list[LoanState]
    refused: tuple[Refused, ...]


def _one_by_one(
    found: Found, together: Together, is_whole: NDArray[np.bool_], *, until: date
) -> _Alone:
    rows = numbered(_left(found, together, is_whole))
    alone = _Alone([], [], [], ())
    refused = []
    for contract, facts in _contracts(list(rows)):
        terms = contract.terms
        assert isinstance(terms, LoanTerms), "only loans stand so"
        try:
            done = replay(terms, facts, until=until)
            require_told(contract, done)
            alone.states.append(done.state)
        except PolicyFinanceError as refusal:
            refused.append(Refused(contract.key, refusal.message))
            continue
        alone.numbers.append(rows[contract.key].pk)
        alone.institutions.append(rows[contract.key].institution_id)
    return alone._replace(refused=tuple(refused))


def falling_due(found: Found, *, first: date, until: date) -> FallingDue:
    """Tell what falls due on loans on the day they are due next, if nothing happens before.

    Args:
        first, until: the earliest and latest of these days; a loan that follows an index may be
            due before, for its reset day alone.
    """
    together = taken_together(found.numbers)
    portfolio = together.portfolio()
    done = replay_portfolio(portfolio, until=until)
    is_whole = done.states["problem"] == 0
    due = together.held.due_days
    sums = {name: np.zeros(len(together), np.int64) for name in _TOLD.values()}
    for kind, name in _TOLD.items():
        told = (done.kinds == EVENT_KINDS.index(kind)) & (done.days == due[done.rows])
        np.add.at(sums[name], done.rows[told], done.amounts[told])
    rows = numbered(_left(found, together, is_whole))
    alone = []
    for contract, facts in _contracts(list(rows)):
        terms = contract.terms
        assert isinstance(terms, LoanTerms), "only loans fall due so"
        day = contract.next_due_on
        assert day is not None, "it was found by the day"
        try:
            events = replay(terms, facts, until=until).events
        except PolicyFinanceError:
            # The close sets it aside when it posts it.
            continue
        if terms.reset is not None:
            dues = (event.effective_on for event in events if event.kind in _TOLD)
            day = next((due for due in dues if first <= due), until)
        row = rows[contract.key]
        told = _summed(event for event in events if event.effective_on == day)
        alone.append((row.pk, row.institution_id, day_number(day), *told))
    columns = np.array(alone, np.int64).reshape(-1, 6).T
    many = (together.held.numbers, together.held.institutions, due, *sums.values())
    joined = [
        np.concatenate([column[is_whole], one]) for column, one in zip(many, columns, strict=True)
    ]
    return FallingDue(*joined)


def _summed(events: Iterable[Event]) -> list[int]:
    sums = dict.fromkeys(_TOLD.values(), 0)
    for event in events:
        if event.kind in _TOLD:
            sums[_TOLD[event.kind]] += event.amount
    return list(sums.values())


def _left(found: Found, together: Together, is_whole: NDArray[np.bool_]) -> list[str]:
    whole = {key for key, is_it in zip(together.held.keys, is_whole.tolist(), strict=True) if is_it}
    return [key for key in found.keys if key not in whole]


def _contracts(keys: Sequence[str]) -> Iterator[tuple[Contract, Sequence[Fact]]]:
    facts = facts_of_many(keys) if keys else {}
    for contract in contracts_by_keys(keys) if keys else ():
        yield contract, facts.get(contract.key, ())
