"""What happened to a contract: facts, append-only, in an order that recording cannot change.

A fact says what is true in the world from a day on.  When we learnt it is the store's business
and never changes a replay: facts of one day are taken in the order of their kinds, and facts of
one kind in the order of their keys, so recording them in any order gives the same contract.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import compress, repeat
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from majung.contracts.day_numbers import EPOCH, date_of, dates_of
from majung.contracts.making import MadeOnDemand, made_in_bulk
from majung.contracts.picking import Picked
from majung.values.rates import Rate


class FactKind(StrEnum):
    """What can happen to a contract.  The order of the members is the order inside a day."""

    # Money out comes before money in: a loan drawn and repaid on one day is owed in between.
    ISSUE = "issue"
    RATE_FIXING = "rate-fixing"
    COMPONENT_END = "component-end"
    DRAWDOWN = "drawdown"
    FEE = "fee"
    PREMIUM_PAYMENT = "premium-payment"
    PREMIUM_REFUND = "premium-refund"
    PAYMENT = "payment"
    PREPAYMENT = "prepayment"
    SHARE_PAYMENT = "share-payment"
    TRANSFER = "transfer"
    RESTRUCTURING = "restructuring"
    DEFAULT = "default"
    DEFAULT_NOTICE = "default-notice"
    CLAIM = "claim"
    CLAIM_DECISION = "claim-decision"
    CLAIM_PAYMENT = "claim-payment"
    RECOVERY = "recovery"
    WRITE_OFF = "write-off"
    REFUND = "refund"
    CALL = "call"
    CALL_PAYMENT = "call-payment"
    INVESTMENT = "investment"
    VALUATION = "valuation"
    PROCEEDS = "proceeds"
    EXIT = "exit"
    EXPENSE = "expense"
    DISTRIBUTION = "distribution"
    END = "end"
    REVERSAL = "reversal"


FACT_KINDS = tuple(FactKind)
KIND_ORDER = {kind: order for order, kind in enumerate(FACT_KINDS)}
#: Bits in which the order of a kind stands below its day.
_KIND_BITS = 6
_REVERSAL = KIND_ORDER[FactKind.REVERSAL]
_NUMBER_MAX = np.iinfo(np.int64).max

#: What a restructuring can set, as its party; its amount is the new value.
RESTRUCTURED = ("instalments", "grace", "instalment", "balloon")

#: Facts whose party is the name of a rate component.
OF_A_COMPONENT = frozenset({FactKind.RATE_FIXING, FactKind.COMPONENT_END})
#: Facts whose party is nobody.
WITHOUT_PARTY = OF_A_COMPONENT | {FactKind.RESTRUCTURING}
#: The same by place in the order of `FactKind`.
IS_WITHOUT_PARTY = np.array([kind in WITHOUT_PARTY for kind in FACT_KINDS], np.bool_)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to a contract.

    Attributes:
        effective_on: the day it is true in the world.
        kind: what happened.
        key: the external key, unique within the contract; a second fact of one key is a problem.
        amount: minor units of the contract's currency, never negative.
        rate: the fixed rate, of a rate fixing.
        party: who acted, or which rate component, claim or company it concerns; of a claim, its
            number where that is not the key; of a restructuring, which term it sets; of a
            transfer, the contract that takes over.
        reverses: of a reversal, the key of the fact that never happened.
        note: the reason or reference an officer gave.
    """

    effective_on: date
    kind: FactKind
    key: str
    amount: int = 0
    rate: Rate | None = None
    party: str = ""
    reverses: str = ""
    note: str = ""


class FactColumns(NamedTuple):
    """Facts as columns, with a place in each for every fact.

    Attributes:
        days: day numbers.
        kinds: places in the order of `FactKind`.
        amounts: minor units; one that 64 bits do not hold is the nearest that they do.
        rates, parties, reverses, notes: empty where no fact has any.
    """

    days: NDArray[np.int64]
    kinds: NDArray[np.int64]
    amounts: NDArray[np.int64]
    keys: Sequence[str]
    rates: Sequence[Rate | None] = ()
    parties: Sequence[str] = ()
    reverses: Sequence[str] = ()
    notes: Sequence[str] = ()


#: What stands in a column that is left empty.
_EMPTY: Mapping[str, Any] = {"rates": None, "parties": "", "reverses": "", "notes": ""}


class Facts(MadeOnDemand[Fact]):
    """The facts of a contract, and their fields as columns.

    A long life is checked, ordered and laid out by its columns; of facts that were read as columns
    each is made when it is looked at.
    """

    __slots__ = ("columns", "is_in_order")

    def __init__(
        self,
        columns: FactColumns,
        made: Sequence[Fact] | None = None,
        *,
        is_in_order: bool = False,
    ) -> None:
        """Take columns, and the facts themselves where they are made already.

        Args:
            is_in_order: they stand in the order of a replay, as is known; False if it is not.
        """
        super().__init__(made)
        self.columns, self.is_in_order = columns, is_in_order

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Facts":
        """Return facts with their columns, in the order given."""
        if isinstance(facts, Facts):
            return facts
        made, paid = tuple(facts), FactKind.PAYMENT
        if not made:
            return NO_FACTS
        # Most facts are payments, and to look a kind up takes its time.
        kinds = np.full(len(made), KIND_ORDER[paid], np.int64)
        others = [place for place, fact in enumerate(made) if fact.kind is not paid]
        for place in others:
            kinds[place] = KIND_ORDER[made[place].kind]
        is_reversing = any(kinds[place] == _REVERSAL for place in others)
        columns = FactColumns(
            np.array([fact.effective_on.toordinal() for fact in made], np.int64) - EPOCH,
            kinds,
            _numbers([fact.amount for fact in made]),
            [fact.key for fact in made],
            _told([fact.rate for fact in made], None),
            _told([fact.party for fact in made], ""),
            [fact.reverses for fact in made] if is_reversing else (),
        )
        return cls(columns, made)

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self.columns.keys)

    @overload
    def __getitem__(self, place: int) -> Fact: ...
    @overload
    def __getitem__(self, place: slice) -> "Facts": ...
    def __getitem__(self, place: int | slice) -> "Fact | Facts":
        """Return the fact at a place, or those of a part."""
        if isinstance(place, slice):
            columns = FactColumns._make(column[place] for column in self.columns)
            stays = self.is_in_order and place.step is None
            return Facts(columns, self._made and self._made[place], is_in_order=stays)
        return self._made[place] if self._made else _fact(self.columns, place)

    def _making(self) -> Sequence[Fact]:
        return _facts(self.columns)

    def where(self, is_kept: NDArray[np.bool_]) -> "Facts":
        """Return the facts that are kept, in the order in which they stand."""
        if is_kept.all():
            return self
        return self.taken(np.flatnonzero(is_kept), is_in_order=self.is_in_order)

    def taken(self, places: NDArray[np.int64], *, is_in_order: bool = False) -> "Facts":
        """Return the facts of some places, in the order of these.

        Args:
            is_in_order: that order is the one of a replay.
        """
        columns, made = self.columns, self._made
        told = [getattr(columns, name) for name in ("keys", *_EMPTY)]
        return Facts(
            FactColumns(
                columns.days[places],
                columns.kinds[places],
                columns.amounts[places],
                *(column and Picked.of(column, places) for column in told),
            ),
            made and Picked.of(made, places),
            is_in_order=is_in_order,
        )

    def whole(self) -> FactColumns:
        """Return the columns with those that nobody asked for yet."""
        if self._made is None:
            return self.columns
        return self.columns._replace(
            reverses=_told([fact.reverses for fact in self._made], ""),
            notes=_told([fact.note for fact in self._made], ""),
        )


_NOTHING = np.zeros(0, np.int64)
NO_FACTS = Facts(FactColumns(_NOTHING, _NOTHING, _NOTHING, ()), (), is_in_order=True)


def joined(parts: Sequence[Facts]) -> Facts:
    """Return the facts of several contracts, or of one learnt apart, one after the other."""
    if len(parts) == 1:
        return parts[0]
    each = [part.whole() for part in parts]
    return Facts(
        FactColumns(
            _chained([of.days for of in each]),
            _chained([of.kinds for of in each]),
            _chained([of.amounts for of in each]),
            [key for of in each for key in of.keys],
            **{name: _filled(each, name, empty) for name, empty in _EMPTY.items()},
        )
    )


def _chained(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate([_NOTHING, *parts])


def _filled(parts: Sequence[FactColumns], name: str, empty: object) -> Sequence[Any]:
    """Put parts of a column one after the other; an empty part tells nothing of its facts."""
    columns = [getattr(part, name) for part in parts]
    if not any(columns):
        return ()
    told = zip(columns, parts, strict=True)
    return [each for column, of in told for each in column or repeat(empty, len(of.keys))]


def acting(facts: FactColumns) -> frozenset[str]:
    """Return who acted: the party of some facts is the name of a component or of a term."""
    acts = ~IS_WITHOUT_PARTY[facts.kinds]
    if not facts.parties:
        return frozenset([""] if acts.any() else [])
    return frozenset(compress(facts.parties, acts.tolist()))


def in_order(facts: Iterable[Fact]) -> Facts:
    """Sort facts as a replay takes them: by day, then order of kind, then key."""
    told = Facts.of(facts)
    if not told.is_in_order:
        ranks = told.columns.days << _KIND_BITS | told.columns.kinds
        if len(ranks) == 1 or (ranks[1:] > ranks[:-1]).all():
            told.is_in_order = True
        else:
            told = told.taken(_places(ranks, list(told.columns.keys)), is_in_order=True)
    return told


def _places(ranks: NDArray[np.int64], keys: Sequence[str]) -> NDArray[np.int64]:
    """Return the places of facts in their order.

    Args:
        ranks: by day and order of kind; the keys put facts of one rank into their order.
    """
    places = np.argsort(ranks, kind="stable")
    ranked = ranks[places]
    alike = np.flatnonzero(ranked[1:] == ranked[:-1])
    # Numbers are made as they are asked for: the first pair out of order ends the look.
    pairs = zip(places[alike].data, places[alike + 1].data, strict=True)
    if all(keys[one] <= keys[other] for one, other in pairs):
        return places
    by_key = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    return by_key[np.argsort(ranks[by_key], kind="stable")]


def standing(facts: Iterable[Fact]) -> Facts:
    """Return the facts that stand, in order: without reversals and without what they reverse.

    A reversal says that a fact never happened, whatever day the reversal bears.  It can itself be
    reversed: then the fact stands again.
    """
    ordered = in_order(facts)
    columns = ordered.columns
    stands = columns.kinds != _REVERSAL
    if stands.all():
        return ordered
    reversers: dict[str, list[str]] = {}
    for place in np.flatnonzero(~stands).tolist():
        reversed_key = columns.reverses[place] if columns.reverses else ""
        reversers.setdefault(reversed_key, []).append(columns.keys[place])
    undone: dict[str, bool] = {}
    for place, key in enumerate(columns.keys):
        if key in reversers and stands[place]:
            stands[place] = not _is_undone(key, reversers, undone)
    return ordered.where(stands)


def _numbers(amounts: Sequence[int]) -> NDArray[np.int64]:
    try:
        return np.array(amounts, np.int64)
    except OverflowError:
        return np.array([max(-_NUMBER_MAX, min(each, _NUMBER_MAX)) for each in amounts], np.int64)


def _told(column: list[Any], empty: object) -> Sequence[Any]:
    """Return a column, or an empty one where nobody told anything."""
    return column if column.count(empty) < len(column) else ()


def _fact(columns: FactColumns, place: int) -> Fact:
    return Fact(
        date_of(int(columns.days[place])),
        FACT_KINDS[columns.kinds[place]],
        columns.keys[place],
        int(columns.amounts[place]),
        *(
            column[place] if (column := getattr(columns, name)) else empty
            for name, empty in _EMPTY.items()
        ),
    )


def _facts(columns: FactColumns) -> tuple[Fact, ...]:
    return made_in_bulk(
        Fact,
        len(columns.keys),
        {
            "effective_on": dates_of(columns.days),
            "kind": [FACT_KINDS[kind] for kind in columns.kinds.tolist()],
            "key": columns.keys,
            "amount": columns.amounts.tolist(),
            "rate": columns.rates or repeat(None),
            "party": columns.parties or repeat(""),
            "reverses": columns.reverses or repeat(""),
            "note": columns.notes or repeat(""),
        },
    )


def _is_undone(key: str, reversers: Mapping[str, list[str]], undone: dict[str, bool]) -> bool:
    """Whether a reversal that itself stands takes a fact back, whatever days the two bear.

    Args:
        undone: what is known already; filled on the way.
    """
    if key not in undone:
        # Reversals that reverse each other in a circle: the first one asked about is held to
        # stand, and facts are asked about in order, so recording plays no part.
        undone[key] = False
        undone[key] = any(
            not _is_undone(reverser, reversers, undone) for reverser in reversers.get(key, ())
        )
    return undone[key]
