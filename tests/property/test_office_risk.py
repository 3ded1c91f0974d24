"""The office's rows for risk say what the contract engine says, and a snapshot says it again."""

import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from example_loans import START, lives
from majung.contracts.facts import standing
from majung.contracts.fund_terms import (
    CallInstalment,
    Commitment,
    FundTerms,
    PartnerClass,
)
from majung.contracts.problems import FactsContradictError, problems_of
from majung.contracts.replay import replay, schedule
from majung.operations.risk.office.balances import MONTHS_MAX, LoanTold, loan_standings
from majung.operations.risk.office.columns import columns_of, loss_list_of
from majung.operations.risk.office.parquet import keep_snapshot, snapshot
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.rows import (
    Remark,
    Remarked,
    RiskKind,
    RiskRow,
    StakeRow,
)
from majung.operations.risk.office.stakes import stakes_of
from majung.store.servicing.contracts import Contract
from majung.values.cycles import add_months
from majung.values.rates import Ratio

ON = date(2024, 12, 31)
SCALE = ("AAA", "AA", "A", "BBB", "BB", "B")


@given(lives(), st.integers(0, 900))
def test_a_standing_is_the_replay_of_the_day_and_a_shape_the_projection_from_it(life, days):
    terms, facts = life
    on = START + timedelta(days=days)
    told = tuple(each for each in standing(facts) if each.effective_on <= on)
    assume(not problems_of(terms) and told)
    try:
        state = replay(terms, told, until=on).state
        dues = schedule(terms, told, paid_from=on + timedelta(days=1))
    except FactsContradictError:
        assume(False)

    (found,) = loan_standings([LoanTold(terms, facts)], on=on)

    assert (found.outstanding, found.undrawn, found.is_called) == (
        state.outstanding, state.undrawn, state.is_called,
    )  # fmt: skip
    assert abs(Fraction(found.rate) - state.rate.fraction) < Fraction(1, 10**12)
    assert abs(Fraction(found.discount) - state.full_rate.fraction + state.rate.fraction) < (
        Fraction(1, 10**12)
    )
    assert bool(found.shape) == (state.outstanding > 0)
    assume(found.shape and not found.is_overdue and not state.is_called)
    after = [(due.due_on, due.outstanding) for due in dues if due.due_on > on]
    for month, share in enumerate(found.shape):
        day = add_months(on, month)
        owed = next((left for due, left in reversed(after) if due <= day), state.outstanding)
        assert share == max(round(1000 * owed / state.outstanding), 1), month
    if len(found.shape) < MONTHS_MAX:
        day = add_months(on, len(found.shape))
        assert next((left for due, left in reversed(after) if due <= day), None) == 0


WORDS = st.sampled_from(["", "가나", "b", "it's", "C", "seoul"])
SHAPES = st.lists(st.integers(1, 1000), max_size=6).map(lambda rest: (1000, *rest))
SHARES = st.sampled_from([0.0, 0.0123, 0.05, 1.0])
ROWS = st.builds(
    RiskRow,
    contract=st.uuids().map(str),
    loan=st.sampled_from(["L-1", "L-2", "L-3"]),
    kind=st.sampled_from(RiskKind),
    institution=WORDS,
    lender=WORDS,
    programme=WORDS,
    product=WORDS,
    version=WORDS,
    firm=WORDS,
    firm_group=WORDS,
    sector=WORDS,
    region=WORDS,
    grade=st.sampled_from(SCALE),
    stated_grade=WORDS,
    signed_on=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    outstanding=st.integers(1, 10**15),
    undrawn=st.integers(0, 10**15),
    share=SHARES,
    private=SHARES,
    interest_rate=SHARES,
    premium_rate=SHARES,
    subsidy_rate=SHARES,
    subsidy_payers=WORDS,
    shape=SHAPES,
    drawn_shape=st.one_of(st.just(()), SHAPES),
)
LINES = st.lists(st.integers(0, 10**15), max_size=4).map(tuple)
STAKES = st.builds(
    StakeRow,
    contract=WORDS,
    institution=WORDS,
    programme=WORDS,
    partner=WORDS,
    partner_class=st.sampled_from([each.value for each in PartnerClass]),
    committed=st.integers(0, 10**15),
    called=st.integers(0, 10**15),
    paid=st.integers(0, 10**15),
    distributed=st.integers(0, 10**15),
    value=st.integers(-(10**15), 10**15),
    calls=LINES,
    distributions=LINES,
    payoffs=LINES,
    exit_from=st.integers(0, 99),
    exit_to=st.integers(100, 200),
)
REMARKS = st.lists(
    st.builds(Remarked, st.sampled_from(Remark), st.integers(0, 99), st.integers(0, 10**15)),
    max_size=3,
).map(tuple)


@given(st.lists(ROWS, min_size=1, max_size=12), st.lists(STAKES, max_size=3), REMARKS)
@settings(max_examples=25, deadline=None)
def test_a_snapshot_holds_the_columns_to_the_bit(rows, stakes, remarks):
    kept = OfficePortfolio(
        on=ON,
        currency="KRW",
        rows=tuple(rows),
        columns=columns_of(rows),
        stakes=tuple(stakes),
        remarks=remarks,
        watermark="real 2024-12-31 @ 2025-01-02T00:00:00Z",
        is_whole=False,
    )

    with tempfile.TemporaryDirectory() as folder:
        keep_snapshot(kept, Path(folder))
        found = snapshot(Path(folder))

    assert (found.on, found.currency, found.stakes, found.remarks, found.watermark) == (
        ON, "KRW", kept.stakes, kept.remarks, kept.watermark,
    )  # fmt: skip
    one, two = (loss_list_of(each.columns, scale=SCALE, conversion=0.4) for each in (kept, found))
    assert one.drawing == two.drawing == sum(bool(row.undrawn and row.drawn_shape) for row in rows)
    assert (one.sectors, one.regions) == (two.sectors, two.regions)
    for name, column in vars(one.portfolio).items():
        assert np.array_equal(column, vars(two.portfolio)[name]), name
    for name in ("is_cover", "undrawn", "private"):
        ours, theirs = getattr(kept.columns, name), getattr(found.columns, name)
        assert (ours.dtype, ours.tolist()) == (theirs.dtype, theirs.tolist()), name


@given(
    amounts=st.lists(st.integers(1, 10**13), min_size=1, max_size=4),
    cuts=st.lists(st.integers(1, 99), max_size=4, unique=True).map(sorted),
    starts=st.lists(
        st.dates(date(2024, 6, 1), date(2029, 1, 1)), min_size=5, max_size=5, unique=True
    ).map(sorted),
    investing=st.integers(0, 80),
    life=st.integers(0, 80),
)
def test_a_stake_is_called_to_the_last_won_and_comes_back_to_the_last_won(
    amounts, cuts, starts, investing, life
):
    ends = [*cuts, 100]
    shares = [after - before for before, after in zip([0, *cuts], ends, strict=True)]
    instalments = tuple(
        CallInstalment(day, Ratio.percent(str(share)))
        for day, share in zip(starts, shares, strict=False)
    )
    until = add_months(date(2024, 1, 15), investing)
    terms = FundTerms(
        commitments=(
            Commitment("gp", PartnerClass.GENERAL, 7),
            *(
                Commitment(f"p{place}", PartnerClass.POLICY, amount)
                for place, amount in enumerate(amounts)
            ),
        ),
        investing_until_on=until,
        ends_on=add_months(until, life),
        instalments=instalments,
    )
    contract = Contract(
        key="F", kind="fund", institution="gp", terms=terms, currency="KRW", signed_on=ON
    )

    for stake in stakes_of(contract, (), on=ON):
        assert sum(stake.calls) == stake.uncalled == stake.committed
        assert min(stake.calls, default=0) >= 0
        assert sum(stake.distributions) == stake.value + stake.uncalled
        assert min(stake.distributions, default=0) >= 0
