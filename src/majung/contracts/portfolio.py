"""A portfolio: contracts and their facts as columns of integers, as the kernel reads them.

Words become codes here and nowhere else.  Rates are counted in parts of a scale that each contract
chooses, the coarsest that keeps all its digits, so that products stay short.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate
from math import gcd

import numpy as np
from numpy.typing import NDArray

from majung.contracts.codes import (
    BASE_CODE,
    CONVENTIONS,
    DAY_COUNT_CODE,
    FACT_CODE,
    PORTION_CODE,
    REPAYMENT_CODE,
    ROUNDING_CODE,
    SHIFT_CODE,
    STEP_CODE,
)
from majung.contracts.day_numbers import day_number
from majung.contracts.facts import (
    FACT_KINDS,
    IS_WITHOUT_PARTY,
    KIND_ORDER,
    RESTRUCTURED,
    Fact,
    FactColumns,
    FactKind,
    Facts,
    acting,
    joined,
    standing,
)
from majung.contracts.kernel.layout import (
    COMPONENT,
    CONTRACT,
    FACT,
    NEVER,
    PORTION_BITS,
    SHARE_SCALE,
    STEP,
    Columns,
)
from majung.contracts.plan_terms import PlanStep
from majung.contracts.terms import (
    BORROWER,
    LoanTerms,
    Portion,
    PrepaymentEffect,
)
from majung.values.calendars import calendar_of
from majung.values.moves import moves_in
from majung.values.rates import RATE_SCALE

#: The kernel's code of each kind in the order of `FactKind`; -1 for one that is not for loans.
_CODES = np.array([FACT_CODE.get(kind, -1) for kind in FACT_KINDS], np.int64)
_RESTRUCTURING = KIND_ORDER[FactKind.RESTRUCTURING]

#: A bound that no rate reaches.
NO_RATE_MAX = 10 * RATE_SCALE


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Contracts as columns, with their facts.

    Attributes:
        columns: what the kernel reads.
        parties: the names behind party codes; the borrower, without a name, is the first.
    """

    columns: Columns
    parties: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of contracts."""
        return len(self.columns.contracts)

    def part(self, first: int, last: int) -> "Portfolio":
        """Return the contracts from `first` to `last`, excluded, without copying."""
        columns = self.columns._replace(
            contracts=self.columns.contracts[first:last],
            fact_offsets=self.columns.fact_offsets[first : last + 1],
        )
        return Portfolio(columns, self.parties)


def portfolio_of(terms: Sequence[LoanTerms], facts: Sequence[Iterable[Fact]]) -> Portfolio:
    """Lay out contracts and their facts as columns.

    Terms and facts must be free of problems (`problems`); reversed facts are left out, and facts
    put in the order of a replay, here.

    Args:
        facts: of each contract, in any order.
    """
    return laid_out(terms, [standing(of_contract) for of_contract in facts])


def laid_out(terms: Sequence[LoanTerms], stand: Sequence[Sequence[Fact]]) -> Portfolio:
    """Lay out contracts and facts that stand already, in the order of a replay."""
    told = [Facts.of(of_contract) for of_contract in stand]
    facts = joined(told).columns
    parties = tuple(sorted({BORROWER, *acting(facts), *(p for term in terms for p in term.payers)}))
    code_of = {party: code for code, party in enumerate(parties)}
    shifts = {(term.calendar, SHIFT_CODE[term.business_day]) for term in terms}
    moves, places = moves_of(tuple(sorted(shifts)))
    rows = _Rows(code_of, places)
    for term, of_contract in zip(terms, told, strict=True):
        rows.add(term, of_contract.columns)
    records = fact_records(facts.days, _CODES[facts.kinds], facts.amounts, facts.parties, code_of)
    for place, rate, component in rows.rated:
        records["rate"][place], records["component"][place] = rate, component
    columns = Columns(
        np.array(rows.contracts, CONTRACT),
        np.array(rows.components, COMPONENT),
        np.array(rows.payers, np.int64),
        records,
        np.array(list(accumulate((len(part) for part in told), initial=0)), np.int64),
        np.array(rows.steps, STEP),
        moves,
    )
    return Portfolio(columns, parties)


def fact_records(
    days: NDArray[np.int64],
    kinds: NDArray[np.int64],
    amounts: NDArray[np.int64],
    parties: Sequence[str],
    code_of: Mapping[str, int],
) -> NDArray[np.void]:
    """Return facts as the kernel reads them, none with a rate or a component.

    Args:
        kinds: the kernel's codes.
        parties: of each; empty where all are the borrower's.
        code_of: the codes of parties; one without a code is the borrower's.
    """
    records = np.zeros(len(days), FACT)
    records["day"], records["kind"], records["amount"] = days, kinds, amounts
    records["component"] = -1
    if parties:
        records["party"] = [code_of.get(party, 0) for party in parties]
    return records


class _Rows:
    """The records of a portfolio while it is laid out."""

    def __init__(
        self,
        code_of: Mapping[str, int],
        places: Mapping[tuple[str, int], tuple[int, int, int]],
    ) -> None:
        self.code_of = code_of
        self.places = places
        self.contracts: list[tuple[int, ...]] = []
        self.components: list[tuple[int, ...]] = []
        self.payers: list[int] = []
        self.facts = 0
        self.rated: list[tuple[int, int, int]] = []
        self.steps: list[tuple[int, ...]] = []

    def add(self, terms: LoanTerms, facts: FactColumns) -> None:
        """Add one contract and its standing facts, in order."""
        encoded = _encoded(terms)
        rates = [rate.scaled if rate else 0 for rate in facts.rates]
        unit = gcd(encoded.unit, *{*rates})
        tail = (
            encoded.late_addition // unit,
            encoded.late_rate_max // unit,
            *encoded.after_rates,
            *(rate // unit for rate in encoded.bounds),
            RATE_SCALE // unit,
            len(self.components),
            len(terms.components),
            len(self.payers),
            len(encoded.payers),
            len(self.steps),
            len(encoded.steps),
        )
        place = self.places[terms.calendar, SHIFT_CODE[terms.business_day]]
        self.contracts.append((*encoded.head, *place, *encoded.middle, *tail))
        self.components += [
            (payer, rate // unit, begins, ends) for payer, rate, begins, ends in encoded.components
        ]
        self.steps += [
            (day, accrues_to, kind, amount, rate // unit, share)
            for day, accrues_to, kind, amount, rate, share in encoded.steps
        ]
        self.payers += [self.code_of[payer] for payer in encoded.payers]
        if facts.rates or facts.parties:
            self._add_rated(encoded, facts, [rate // unit for rate in rates])
        self.facts += len(facts.days)

    def _add_rated(self, encoded: "_Encoded", facts: FactColumns, rates: Sequence[int]) -> None:
        """Add which component of the rate facts concern, or which term they set anew."""
        for place in np.flatnonzero(IS_WITHOUT_PARTY[facts.kinds]).tolist():
            rate = rates[place] if rates else 0
            party = facts.parties[place] if facts.parties else ""
            component = (
                RESTRUCTURED.index(party)
                if facts.kinds[place] == _RESTRUCTURING
                else encoded.component_of.get(party, -1)
            )
            self.rated.append((self.facts + place, rate, component))


@dataclass(frozen=True, slots=True)
class _Encoded:
    """One contract's terms as integers, rates still in parts of `RATE_SCALE`."""

    unit: int
    head: tuple[int, ...]
    middle: tuple[int, ...]
    late_addition: int
    late_rate_max: int
    after_rates: tuple[int, ...]
    bounds: tuple[int, int, int]
    steps: tuple[tuple[int, int, int, int, int, int], ...]
    components: tuple[tuple[int, int, int, int], ...]
    component_of: Mapping[str, int]
    payers: tuple[str, ...]


@lru_cache(maxsize=4096)
def _encoded(terms: LoanTerms) -> _Encoded:
    """Encode terms; contracts of one product and of many replays share the work."""
    late, early = terms.late, terms.early
    payers = terms.payers
    payer_of = {BORROWER: 0, **{payer: place + 1 for place, payer in enumerate(payers)}}
    components = tuple(
        (
            payer_of[part.payer],
            part.rate.scaled,
            day_number(part.from_on or terms.start_on),
            day_number(part.until_on) if part.until_on else NEVER,
        )
        for part in terms.components
    )
    rate_max = late.rate_max.scaled if late.rate_max else NO_RATE_MAX
    steps = tuple(_step(step) for step in terms.plan)
    bounds = (
        terms.rate_min.scaled,
        terms.rate_max.scaled if terms.rate_max else NO_RATE_MAX,
        terms.fee_rate.scaled,
    )
    rates = (
        late.addition.scaled,
        rate_max,
        *bounds,
        *(rate for _, rate, _, _ in components),
        *(step[4] for step in steps),
    )
    return _Encoded(
        unit=gcd(RATE_SCALE, *rates),
        head=_head(terms),
        middle=_middle(terms),
        late_addition=late.addition.scaled,
        late_rate_max=rate_max,
        after_rates=(
            int(late.on_interest),
            int(late.without_discounts),
            int(late.after_default),
            early.fee.scaled * (SHARE_SCALE // RATE_SCALE),
            _day_or_never(early.fee_until_on),
            int(early.fee_declines),
            int(early.effect is PrepaymentEffect.SHORTENS_TERM),
        ),
        bounds=bounds,
        steps=steps,
        components=components,
        component_of={part.name: place for place, part in enumerate(terms.components)},
        payers=payers,
    )


def _step(step: PlanStep) -> tuple[int, int, int, int, int, int]:
    """Return a step of a plan in the order of `STEP`, its rate in parts of `RATE_SCALE`."""
    day = day_number(step.on)
    return (
        day,
        day if step.accrues_to is None else step.accrues_to,
        STEP_CODE[step.kind],
        step.amount,
        step.rate.scaled if step.rate else 0,
        step.share,
    )


def _head(terms: LoanTerms) -> tuple[int, ...]:
    """Return the fields before the place of the moves, in the order of `CONTRACT`."""
    return (
        terms.committed,
        day_number(terms.start_on),
        day_number(terms.first_due_on),
        terms.instalments,
        terms.cycle_months,
        _day_or_never(terms.matures_on),
        int(terms.end_of_month),
        REPAYMENT_CODE[terms.repayment],
        terms.grace_instalments,
        terms.balloon,
        terms.instalment,
        ROUNDING_CODE[terms.instalment_rounding],
        terms.instalment_multiple,
        BASE_CODE[terms.interest_base],
        ROUNDING_CODE[terms.interest_rounding],
        DAY_COUNT_CODE[terms.day_count],
    )


def _middle(terms: LoanTerms) -> tuple[int, ...]:
    """Return the fields between the place of the moves and the late rate."""
    return (
        SHIFT_CODE[terms.business_day],
        int(terms.interest_follows_shift),
        _day_or_never(terms.draws_until_on),
        _order(terms.allocation),
        _order(terms.allocation_after_default),
    )


def _day_or_never(day: date | None) -> int:
    return NEVER if day is None else day_number(day)


def _order(portions: Sequence[Portion]) -> int:
    """Pack an order of portions into one integer, the first in the lowest bits."""
    return sum(
        PORTION_CODE[portion] << (PORTION_BITS * place) for place, portion in enumerate(portions)
    )


@lru_cache(maxsize=32)
def moves_of(
    keys: tuple[tuple[str, int], ...],
) -> tuple[NDArray[np.int8], Mapping[tuple[str, int], tuple[int, int, int]]]:
    """Lay the moves of calendars end to end.

    Args:
        keys: of a calendar, and the code of a convention.

    Returns:
        the moves; by key the index of day number 0, and of the first day and behind the last.
    """
    parts = [np.zeros(0, np.int8)]
    places = {}
    begin = 0
    for key, shift in keys:
        calendar = calendar_of(key)
        part = moves_in(calendar, CONVENTIONS[shift])
        places[key, shift] = (begin - calendar.first_day, begin, begin + len(part))
        begin += len(part)
        parts.append(part)
    return np.concatenate(parts), places
