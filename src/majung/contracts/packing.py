"""Loans packed: the terms of each as bytes of the kernel's columns, laid out once and kept.

To lay out a loan for the kernel takes longer than to fold it.  What the layout says of a loan
depends on its terms alone, which never change, so it is kept as bytes and read back for thousands
of loans at once.  The bytes hold only what `portfolio` lays out and are made by it; `FORM` names
the sources that make them, so that bytes of another release are never taken for ours.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import FACT_CODE
from majung.contracts.day_numbers import day_number
from majung.contracts.drawing import drawable_until
from majung.contracts.facts import FactKind
from majung.contracts.kernel.layout import (
    AMOUNT_MAX,
    AMOUNT_SUM_MAX,
    COMPONENT,
    CONTRACT,
    STEP,
    Columns,
)
from majung.contracts.portfolio import Portfolio, fact_records, laid_out, moves_of
from majung.contracts.problems import are_within, problems_of
from majung.contracts.terms import BORROWER, LoanTerms

#: Facts that a loan may have and still be taken with thousands of others.
PLAIN = (FactKind.DRAWDOWN, FactKind.PAYMENT, FactKind.PREPAYMENT, FactKind.SHARE_PAYMENT)
#: Stands between the names of payers, in which it cannot occur.
MARK = "\x1f"

_Text = TypeVar("_Text", bound=Hashable)


@cache
def form() -> str:
    """Return the name of the layout: the digest of the sources that make it."""
    here = Path(__file__).parent
    sources = (
        "packing.py",
        "portfolio.py",
        "codes.py",
        "day_numbers.py",
        "drawing.py",
        "problems.py",
        "resets.py",
        "kernel/layout.py",
    )
    digest = sha256(b"".join((here / source).read_bytes() for source in sources))
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class PackedLoan:
    """The terms of one loan in bytes.

    Attributes:
        contract: its `CONTRACT` record; empty where the loan is taken by itself: it follows a
            plan, its rate is fixed anew on reset days, or its terms contradict each other.
        components: its `COMPONENT` records.
        payers: of discounts, each name with a mark behind it.
        drawable_until: day number of the first day on which nothing can be drawn.
    """

    contract: bytes
    components: bytes
    payers: str
    calendar: str
    drawable_until: int


class PlainFacts(NamedTuple):
    """Facts of many loans as columns, in the order of a replay, none of them reversed.

    Attributes:
        offsets: where the facts of each loan begin, and at last where all end.
        kinds: kernel codes; -1 for a kind that is not among `PLAIN`.
    """

    offsets: NDArray[np.int64]
    days: NDArray[np.int64]
    kinds: NDArray[np.int64]
    amounts: NDArray[np.int64]
    parties: Sequence[str]


class PackedLoans(NamedTuple):
    """Many loans in bytes: what `PackedLoan` says of each, one after the other.

    Attributes:
        component_counts: how many components each has.
    """

    contracts: bytes
    components: bytes
    payers: Sequence[str]
    calendars: Sequence[str]
    drawable_until: NDArray[np.int64]


def packed(terms: LoanTerms) -> PackedLoan:
    """Pack the terms of a loan.

    Source: own convention, docs/contracts.md, many at once.
    """
    if terms.plan or terms.reset or problems_of(terms):
        return PackedLoan(b"", b"", "", "", 0)
    columns = laid_out([terms], [()]).columns
    return PackedLoan(
        columns.contracts.tobytes(),
        columns.components.tobytes(),
        "".join(payer + MARK for payer in terms.payers),
        terms.calendar,
        day_number(drawable_until(terms)),
    )


def unpacked(loans: PackedLoans, facts: PlainFacts, *, also: Iterable[str] = ()) -> Portfolio:
    """Lay out packed loans with their facts for the kernel, as `portfolio_of` would.

    Only loans and facts that are `takeable`.

    Args:
        also: parties that shall have codes beside those of terms and facts.

    Source: own convention, docs/contracts.md, many at once.
    """
    contracts = np.frombuffer(loans.contracts, CONTRACT).copy()
    # The kernel is compiled for columns that may be written; others would compile it once more.
    components = np.frombuffer(loans.components, COMPONENT).copy()
    payers_of, payer_codes = _coded(loans.payers)
    named = [names.split(MARK)[:-1] for names in payers_of]
    parties = tuple(
        sorted({BORROWER, *facts.parties, *also, *(name for of in named for name in of)})
    )
    code_of = {party: code for code, party in enumerate(parties)}
    keys, key_codes = _coded(list(zip(loans.calendars, contracts["shift"].tolist(), strict=True)))
    moves, place_of = moves_of(tuple(sorted(keys)))
    places = np.array([place_of[key] for key in keys], np.int64).reshape(len(keys), 3)[key_codes]
    for place, name in enumerate(("moves_first", "moves_begin", "moves_end")):
        contracts[name] = places[:, place]
    contracts["components_first"] = _begins(contracts["components"])
    contracts["payers_first"] = _begins(contracts["payers"])
    codes = [np.array([code_of[name] for name in names], np.int64) for names in named]
    payers = [codes[code] for code in payer_codes.tolist()]
    columns = Columns(
        contracts,
        components,
        np.concatenate(payers) if payers else np.zeros(0, np.int64),
        fact_records(facts.days, facts.kinds, facts.amounts, facts.parties, code_of),
        facts.offsets,
        np.zeros(0, STEP),
        moves,
    )
    return Portfolio(columns, parties)


def narrowed(
    loans: PackedLoans, facts: PlainFacts, kept: NDArray[np.bool_]
) -> tuple[PackedLoans, PlainFacts]:
    """Leave out loans, with their facts.

    Args:
        kept: of each loan whether it stays.

    Source: own convention, docs/contracts.md, many at once.
    """
    if kept.all():
        return loans, facts
    contracts = np.frombuffer(loans.contracts, CONTRACT)
    components = np.frombuffer(loans.components, COMPONENT)
    places = np.flatnonzero(kept).tolist()
    counts = np.diff(facts.offsets)
    stays = np.repeat(kept, counts)
    return (
        PackedLoans(
            contracts[kept].tobytes(),
            components[np.repeat(kept, contracts["components"])].tobytes(),
            [loans.payers[place] for place in places],
            [loans.calendars[place] for place in places],
            loans.drawable_until[kept],
        ),
        PlainFacts(
            np.concatenate([np.zeros(1, np.int64), np.cumsum(counts[kept])]),
            facts.days[stays],
            facts.kinds[stays],
            facts.amounts[stays],
            [facts.parties[place] for place in np.flatnonzero(stays).tolist()],
        ),
    )


def takeable(loans: PackedLoans, facts: PlainFacts) -> NDArray[np.bool_]:
    """Say which loans have facts that surely have no problem; the others are looked at alone.

    Stricter than `problems`, never laxer: what is left out here is found to be in order there.

    Source: own convention, docs/contracts.md, many at once.
    """
    contracts = np.frombuffer(loans.contracts, CONTRACT)
    counts = np.diff(facts.offsets)
    row = np.repeat(np.arange(len(contracts)), counts)
    is_drawn = facts.kinds == FACT_CODE[FactKind.DRAWDOWN]
    is_share = facts.kinds == FACT_CODE[FactKind.SHARE_PAYMENT]
    names, party = _coded(facts.parties)
    payers, payer = _coded(loans.payers)
    pays = np.array(
        [[name + MARK in _split(of) for name in names] for of in payers], np.bool_
    ).reshape(len(payers), len(names))
    is_named = np.array([bool(name) for name in names], np.bool_)
    is_right = pays[payer[row], party] if len(row) else np.zeros(0, np.bool_)
    fits = (
        (facts.kinds >= 0)
        & are_within(facts.days, facts.amounts, start=contracts["start"][row])
        & (~is_drawn | (facts.days < loans.drawable_until[row]))
        & np.where(is_share, is_right, ~is_named[party] if len(row) else True)
    )
    # A sum of this many facts of the largest amount still fits.
    found = counts <= AMOUNT_SUM_MAX // AMOUNT_MAX
    drawn = np.where(is_drawn & (facts.amounts > 0), np.minimum(facts.amounts, AMOUNT_MAX), 0)
    sums = np.zeros(len(contracts), np.int64)
    keeps = found[row]
    np.add.at(sums, row[keeps], drawn[keeps])
    found &= sums <= contracts["committed"]
    found[row[~fits]] = False
    return found


def _split(names: str) -> frozenset[str]:
    return frozenset(name + MARK for name in names.split(MARK)[:-1])


def _coded(texts: Sequence[_Text]) -> tuple[tuple[_Text, ...], NDArray[np.int64]]:
    """Return the different texts, and of each text its place among them."""
    place: dict[_Text, int] = {}
    codes = [place.setdefault(text, len(place)) for text in texts]
    return tuple(place), np.array(codes, np.int64)


def _begins(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each begins that has a count of records."""
    ends: NDArray[np.int64] = np.cumsum(counts)
    return ends - counts
