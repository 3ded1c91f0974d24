"""What a cover holds in every life it can have: caps, shares, order, reversal, identities."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from majung.contracts.courses.recourse import Recourse
from majung.contracts.cover import problems_of, replay_cover
from majung.contracts.cover_premiums import charge_periods, premium_schedule
from majung.contracts.cover_terms import (
    ClaimTerms,
    CoverForm,
    CoverTerms,
    RecourseTerms,
    RecoveryOrder,
    cover_as_json,
    cover_from_json,
)
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import (
    PremiumBasis,
    PremiumCharge,
    PremiumSlice,
    PremiumTerms,
    PremiumTiming,
)
from majung.contracts.steps import Steps
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

FIRST_ON = date(2024, 1, 1)
LAST_ON = date(2029, 12, 31)

ratios = st.integers(1, 10_000).map(lambda bp: Ratio.from_scaled(bp * 10**8))
rates = st.integers(0, 2_500).map(lambda bp: Rate.from_scaled(bp * 10**8))
day_counts = st.sampled_from(sorted(set(DayCount) - {DayCount.B252}))
slices = st.tuples(st.lists(st.integers(1, 10**13), max_size=2, unique=True), rates, rates, rates)
charges = st.builds(
    PremiumCharge,
    st.sampled_from(("borrower", "bank", "state")),
    slices.map(
        lambda drawn: tuple(
            PremiumSlice(rate, up_to)
            for rate, up_to in zip(drawn[1:], [*sorted(drawn[0]), None], strict=False)
        )
    ),
    timing=st.sampled_from(PremiumTiming),
    basis=st.sampled_from(PremiumBasis),
)
premiums = st.builds(
    PremiumTerms,
    charges=st.lists(charges, max_size=3).map(tuple),
    day_count=day_counts,
    rounding=st.sampled_from(Rounding),
    refunds_unearned=st.booleans(),
)
covers = st.builds(
    CoverTerms,
    form=st.sampled_from(CoverForm),
    principal=st.integers(1, 10**13),
    insured_interest=st.sampled_from((0, 1, 10**6)),
    cover_ratio=ratios,
    ends_on=st.dates(date(2024, 6, 1), date(2028, 12, 31)),
    premium=premiums,
    claims=st.builds(
        ClaimTerms,
        draw_within_days=st.sampled_from((None, 60)),
        waiting_months=st.sampled_from((0, 3)),
        at_once_reasons=st.just(frozenset({"bankruptcy"})),
    ),
    recourse=st.builds(
        RecourseTerms,
        damages_rate=rates,
        day_count=day_counts,
        rounding=st.sampled_from(Rounding),
        order=st.sampled_from(RecoveryOrder),
    ),
)


@st.composite
def lives(draw):
    """Terms and facts of a cover that goes as far as a write-off, in the order they happened."""
    terms = draw(covers)
    day = draw(st.dates(FIRST_ON, date(2024, 5, 31)))
    facts = [Fact(day, FactKind.ISSUE, "issue")]
    numbers = iter(range(1_000))

    def happens(kind, amount=0, **more):
        facts.append(Fact(day, kind, f"{next(numbers):03}", amount, **more))

    def passes(most=90):
        return day + timedelta(days=draw(st.integers(0, most)))

    drawn = draw(st.integers(1, terms.principal))
    day = min(passes(60), terms.ends_on)
    happens(FactKind.DRAWDOWN, drawn)
    if draw(st.booleans()):
        day = min(passes(), terms.ends_on)
        repaid = draw(st.integers(0, drawn))
        happens(FactKind.PAYMENT, repaid)
    day = min(passes(), terms.ends_on)
    at_once = draw(st.booleans())
    happens(FactKind.DEFAULT_NOTICE, note="bankruptcy: court" if at_once else "arrears")
    day += timedelta(days=0 if at_once else 92)
    claims = {}
    for _ in range(draw(st.integers(0, 3))):
        if replay_cover(terms, facts, until=day).state.ended_on is not None:
            break
        day = passes()
        loss = draw(st.integers(1, 2 * terms.principal))
        claim = f"claim-{next(numbers):03}"
        facts.append(Fact(day, FactKind.CLAIM, claim, loss))
        claims[claim] = loss
        payable = replay_cover(terms, facts, until=day).state.claims[-1].payable
        day = passes()
        accepted = draw(st.integers(0, payable))
        happens(FactKind.CLAIM_DECISION, accepted, party=claim, note="reason")
        if accepted:
            first = draw(st.integers(1, accepted))
            day = passes()
            happens(FactKind.CLAIM_PAYMENT, first, party=claim)
            if first < accepted:
                day = passes()
                happens(FactKind.CLAIM_PAYMENT, accepted - first, party=claim)
            for _ in range(draw(st.integers(0, 2))):
                day = passes(200)
                happens(FactKind.RECOVERY, draw(st.integers(0, 2 * loss)))
            if draw(st.booleans()):
                day = passes()
                recourse = replay_cover(terms, facts, until=day).state.recourse
                owed = recourse.outstanding + recourse.damages
                happens(FactKind.WRITE_OFF, draw(st.integers(0, owed)))
    return terms, facts


def _sum(events, *kinds):
    return sum(event.amount for event in events if event.kind in kinds)


@given(lives())
def test_claims_paid_never_exceed_ratio_times_loss_nor_the_insured_amount(life):
    terms, facts = life

    state = replay_cover(terms, facts, until=LAST_ON).state

    loss = sum(claim.loss for claim in state.claims)
    assert problems_of(terms, facts) == ()
    assert state.paid <= terms.cover_ratio.fraction * loss
    assert state.paid <= terms.insured_amount
    assert all(claim.paid <= terms.cover_ratio.fraction * claim.loss for claim in state.claims)


@given(lives())
def test_what_is_filed_is_accepted_or_refused(life):
    terms, facts = life

    events = replay_cover(terms, facts, until=LAST_ON).events

    assert _sum(events, EventKind.CLAIM_FILED) == _sum(
        events, EventKind.CLAIM_ACCEPTED, EventKind.CLAIM_REFUSED
    )


@given(lives())
def test_the_parts_of_recoveries_are_the_recoveries(life):
    terms, facts = life

    events = replay_cover(terms, facts, until=LAST_ON).events

    parts = (
        EventKind.RECOVERED,
        EventKind.DAMAGES_RECOVERED,
        EventKind.WRITTEN_OFF_RECOVERED,
        EventKind.RECOVERY_SHARED,
    )
    for day in {fact.effective_on for fact in facts}:
        recovered = sum(
            fact.amount
            for fact in facts
            if fact.kind is FactKind.RECOVERY and fact.effective_on == day
        )
        assert _sum((e for e in events if e.effective_on == day), *parts) == recovered


@given(lives())
def test_the_payer_recovers_at_most_its_part_of_the_loss(life):
    terms, facts = life
    recovered = sum(fact.amount for fact in facts if fact.kind is FactKind.RECOVERY)

    recourse = replay_cover(terms, facts, until=LAST_ON).state.recourse

    # The payer's part is at most the highest share it ever had, which is the cover ratio.
    assert recourse.recovered <= terms.cover_ratio.fraction * recovered
    assert recourse.recovered + recourse.shared == recovered


@given(lives())
def test_recourse_and_damages_are_what_arose_less_what_was_regained_or_given_up(life):
    terms, facts = life

    replay = replay_cover(terms, facts, until=LAST_ON)
    events, recourse = replay.events, replay.state.recourse

    assert recourse.outstanding == _sum(events, EventKind.SUBROGATED) - _sum(
        events, EventKind.RECOVERED, EventKind.RECOURSE_WRITTEN_OFF
    )
    assert recourse.damages == _sum(events, EventKind.DAMAGES_ACCRUED) - _sum(
        events, EventKind.DAMAGES_RECOVERED, EventKind.DAMAGES_WRITTEN_OFF
    )
    assert recourse.written_off == _sum(
        events, EventKind.RECOURSE_WRITTEN_OFF, EventKind.DAMAGES_WRITTEN_OFF
    ) - _sum(events, EventKind.WRITTEN_OFF_RECOVERED)
    assert min(recourse.outstanding, recourse.damages, recourse.written_off) >= 0


loans = st.lists(st.tuples(st.dates(FIRST_ON, LAST_ON), st.integers(0, 10**13)), max_size=6).map(
    Steps.of
)


@given(lives(), st.none() | loans, st.dates(FIRST_ON, LAST_ON))
def test_what_is_in_force_is_what_was_issued_less_what_left_it(life, loan, until):
    terms, facts = life
    if problems_of(terms, facts, outstanding=loan):
        facts = facts[:1]

    replay = replay_cover(terms, facts, until=until, outstanding=loan)
    events = replay.events

    # A claim paid after the cover ended takes nothing out of force: there is no such claim.
    assert replay.state.in_force == _sum(
        events, EventKind.COVER_ISSUED, EventKind.COVER_RESTORED
    ) - _sum(events, EventKind.COVER_REDUCED, EventKind.COVER_ENDED, EventKind.CLAIM_PAID)
    assert 0 <= replay.state.in_force <= terms.insured_amount - replay.state.paid


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_of_recording_makes_no_difference(life, random):
    terms, facts = life
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert replay_cover(terms, shuffled, until=LAST_ON) == replay_cover(terms, facts, until=LAST_ON)


@given(lives(), st.data())
def test_a_fact_and_its_reversal_are_as_if_nothing_had_happened(life, data):
    terms, facts = life
    last = facts[-1]
    undone = Fact(
        data.draw(st.dates(FIRST_ON, LAST_ON)), FactKind.REVERSAL, "undo", reverses=last.key
    )

    assert replay_cover(terms, [*facts, undone], until=LAST_ON) == replay_cover(
        terms, facts[:-1], until=LAST_ON
    )


@given(lives(), st.dates(FIRST_ON, LAST_ON))
def test_what_happened_up_to_a_day_does_not_depend_on_how_far_a_replay_goes(life, until):
    terms, facts = life

    whole = replay_cover(terms, facts, until=LAST_ON).events

    assert replay_cover(terms, facts, until=until).events == tuple(
        event for event in whole if event.effective_on <= until
    )


@given(lives(), st.integers(0, 10**12), st.integers(0, 10**12), st.dates(FIRST_ON, LAST_ON))
def test_a_recovery_split_in_two_is_shared_as_one(life, one, other, day):
    terms, facts = life
    # A day later, so that no write-off of the same day gives up what was just recovered.
    day = max(day, *(fact.effective_on for fact in facts)) + timedelta(days=1)
    paid = replay_cover(terms, facts, until=day).state.paid
    if not paid:
        return

    whole = [*facts, Fact(day, FactKind.RECOVERY, "whole", one + other)]
    parts = [*facts, *(Fact(day, FactKind.RECOVERY, f"part-{a}", a) for a in {one, other})]
    if one == other:
        parts.append(Fact(day, FactKind.RECOVERY, "again", other))

    assert _by_key(replay_cover(terms, parts, until=day)) == _by_key(
        replay_cover(terms, whole, until=day)
    )


def _by_key(replay):
    sums = {}
    for event in replay.events:
        sums[event.key] = sums.get(event.key, 0) + event.amount
    return sums, replay.state


@given(charges, st.dates(FIRST_ON, date(2024, 5, 31)), st.dates(date(2024, 6, 1), LAST_ON))
def test_the_periods_of_a_charge_are_the_term_without_gap_or_overlap(charge, issued_on, ends_on):
    periods = charge_periods(charge, from_on=issued_on, ends_on=ends_on)

    assert periods[0].from_on == issued_on
    assert periods[-1].until_on == ends_on
    assert [period.until_on for period in periods[:-1]] == [
        period.from_on for period in periods[1:]
    ]


@given(charges, st.integers(0, 10**14))
def test_slices_of_one_rate_are_that_rate(charge, basis):
    rate = charge.slices[0].rate
    alike = replace(charge, slices=tuple(replace(part, rate=rate) for part in charge.slices))

    assert charge.is_rising
    assert alike.exact(basis) == basis * rate.fraction


@given(covers, st.dates(FIRST_ON, date(2024, 5, 31)))
def test_the_premium_of_a_cover_is_the_sum_of_its_charges(terms, issued_on):
    alone = [
        replace(terms, premium=replace(terms.premium, charges=(charge,)))
        for charge in terms.premium.charges
    ]

    whole = replay_cover(
        terms, [Fact(issued_on, FactKind.ISSUE, "issue")], until=terms.ends_on
    ).events

    posted = _sum(whole, EventKind.PREMIUM_DUE)
    shown = sum(due.amount for each in alone for due in premium_schedule(each, issued_on))
    if all(charge.basis is PremiumBasis.INSURED_AMOUNT for charge in terms.premium.charges) and (
        terms.claims.draw_within_days is None
    ):
        assert posted == shown
    assert posted <= shown


@given(covers)
def test_the_insured_amount_is_cut_down_and_never_above_the_value(terms):
    exact = terms.insured_value * terms.cover_ratio.fraction

    assert 0 <= exact - terms.insured_amount < 1
    assert terms.insured_outstanding(terms.principal) == terms.insured_amount
    half = Fraction(terms.principal // 2, terms.principal)
    assert 0 <= exact * half - terms.insured_outstanding(terms.principal // 2) < 1


@given(covers)
def test_terms_are_read_back_from_their_json(terms):
    assert cover_from_json(cover_as_json(terms)) == terms


@given(
    st.integers(1, 10**12),
    ratios,
    st.lists(st.integers(0, 10**11), max_size=6),
)
def test_the_payers_part_is_its_share_of_all_recoveries_cut_once(loss, ratio, recoveries):
    paid = max(int(loss * ratio.fraction), 1)
    recourse = Recourse(RecourseTerms())
    recourse.pay(paid, new_loss=loss)

    for amount in recoveries:
        recourse.recover(amount)

    assert recourse.recovered == min(sum(recoveries) * paid // loss, paid)
    assert recourse.shared == sum(recoveries) - recourse.recovered


@given(lives(), st.dates(FIRST_ON, LAST_ON))
def test_nothing_happens_before_the_day_a_cover_names_as_its_next(life, until):
    terms, facts = life
    known = [fact for fact in facts if fact.effective_on <= until]

    next_due_on = replay_cover(terms, known, until=until).state.next_due_on

    later = [
        event.effective_on
        for event in replay_cover(terms, known, until=LAST_ON).events
        if event.effective_on > until
    ]
    assert not later or (next_due_on is not None and next_due_on <= min(later))
