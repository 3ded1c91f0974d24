"""A cover from its issue to its last recovery.  The numbers of docs/cover-and-fund.md are here."""

import csv
from dataclasses import replace
from datetime import date, timedelta

import pytest

from majung.contracts.cover import (
    CoverContradictsError,
    problems_of,
    replay_cover,
)
from majung.contracts.cover_premiums import premium_schedule
from majung.contracts.cover_terms import (
    INSURED,
    ClaimTerms,
    CoverForm,
    CoverTerms,
    RecourseTerms,
    RecoveryOrder,
    cover_as_json,
    cover_from_json,
    cover_problems,
)
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import (
    PremiumBasis,
    PremiumCharge,
    PremiumSlice,
    PremiumTerms,
    PremiumTiming,
)
from majung.contracts.states import ClaimState, CoverStage, PremiumState, RecourseState
from majung.contracts.steps import Steps
from majung.contracts.terms_json import as_json, terms_from_json
from majung.errors import message
from majung.values.money import Money
from majung.values.rates import Rate, Ratio

ISSUED_ON = date(2024, 10, 1)
ENDS_ON = date(2027, 10, 1)
TERMS = CoverTerms(
    form=CoverForm.INSURANCE,
    principal=1_000_000_000,
    cover_ratio=Ratio.percent(95),
    ends_on=ENDS_ON,
    premium=PremiumTerms((PremiumCharge.of("borrower", Rate.percent("0.7")),)),
    claims=ClaimTerms(
        draw_within_days=60,
        waiting_months=3,
        at_once_reasons=frozenset({"bankruptcy", "rehabilitation"}),
        payment_months=1,
    ),
    recourse=RecourseTerms(Rate.percent(10)),
)


def charge(payer="borrower", percent="0.7", **how):
    return PremiumCharge.of(payer, Rate.percent(percent), **how)


def _fact(day, kind, amount=0, key="", **more):
    return Fact(date.fromisoformat(day), kind, key or f"{kind}-{day}", amount, **more)


ISSUE = Fact(ISSUED_ON, FactKind.ISSUE, "issue")
DRAWN = _fact("2024-10-15", FactKind.DRAWDOWN, 1_000_000_000)
DEFAULTED = [ISSUE, DRAWN, _fact("2025-06-02", FactKind.DEFAULT_NOTICE, note="arrears")]
CLAIMED = [*DEFAULTED, _fact("2025-09-02", FactKind.CLAIM, 812_345_678, "claim")]
ACCEPTED = [*CLAIMED, _fact("2025-09-20", FactKind.CLAIM_DECISION, 771_728_394)]
PAID = [*ACCEPTED, _fact("2025-10-20", FactKind.CLAIM_PAYMENT, 771_728_394)]


def _replayed(facts, until="2030-12-31", terms=TERMS, **more):
    return replay_cover(terms, facts, until=date.fromisoformat(until), **more)


def _amounts(replay, *kinds):
    return [
        (event.effective_on.isoformat(), event.kind, event.party, event.amount)
        for event in replay.events
        if event.kind in kinds
    ]


def test_the_insured_amount_is_insured_value_times_cover_ratio_cut_down():
    odd = replace(TERMS, principal=999, insured_interest=10)

    assert TERMS.insured_amount == 950_000_000
    assert odd.insured_value == 1_009
    assert odd.insured_amount == 958


def test_a_premium_for_the_whole_term_is_due_on_issue():
    replay = _replayed([ISSUE], until="2024-10-01")

    # Taken once, a charge is a share of what is insured, however long the term is.
    assert replay.events == (
        Event(ISSUED_ON, EventKind.COVER_ISSUED, "", 950_000_000),
        Event(ISSUED_ON, EventKind.PREMIUM_DUE, "borrower", 6_650_000),
    )
    assert replay.state.stage is CoverStage.IN_FORCE
    assert replay.state.premium_unpaid == 6_650_000


def test_yearly_premiums_are_due_at_the_start_of_each_year_by_day_count():
    terms = replace(
        TERMS,
        ends_on=date(2026, 4, 1),
        premium=PremiumTerms((charge(timing=PremiumTiming.YEARLY),)),
    )

    schedule = premium_schedule(terms, date(2023, 10, 1))

    # The year from 2023-10-01 has a 29 February: 366 days of 365; the last period is half a year.
    assert [(row.period.from_on.isoformat(), row.amount) for row in schedule] == [
        ("2023-10-01", 950_000_000 * 7 * 366 // 365 // 1000),
        ("2024-10-01", 6_650_000),
        ("2025-10-01", 950_000_000 * 7 * 182 // 365 // 1000),
    ]


def test_quarterly_premiums_on_the_outstanding_follow_the_loan():
    terms = replace(
        TERMS,
        ends_on=date(2025, 10, 1),
        premium=PremiumTerms(
            (charge(timing=PremiumTiming.QUARTERLY, basis=PremiumBasis.INSURED_OUTSTANDING),)
        ),
    )
    loan = Steps.of([(date(2024, 10, 15), 1_000_000_000), (date(2025, 4, 1), 400_000_000)])

    replay = _replayed([ISSUE], "2025-09-30", terms, outstanding=loan)

    assert _amounts(replay, EventKind.PREMIUM_DUE) == [
        ("2024-10-01", "premium-due", "borrower", 950_000_000 * 7 * 92 // 365 // 1000),
        ("2025-01-01", "premium-due", "borrower", 950_000_000 * 7 * 90 // 365 // 1000),
        ("2025-04-01", "premium-due", "borrower", 380_000_000 * 7 * 91 // 365 // 1000),
        ("2025-07-01", "premium-due", "borrower", 380_000_000 * 7 * 92 // 365 // 1000),
    ]


def test_each_charge_of_a_premium_is_rounded_once():
    shares = (
        PremiumCharge.of("borrower", Rate.percent("0.7")),
        PremiumCharge.of("ibk", Rate.percent("0.5")),
    )
    terms = replace(TERMS, principal=333_333_333, premium=PremiumTerms(shares))

    replay = _replayed([ISSUE], "2024-10-01", terms)

    # 316,666,666 x 0.7 % = 2,216,666.662 and x 0.5 % = 1,583,333.33: each is cut.
    assert _amounts(replay, EventKind.PREMIUM_DUE) == [
        ("2024-10-01", "premium-due", "borrower", 2_216_666),
        ("2024-10-01", "premium-due", "ibk", 1_583_333),
    ]


def test_a_premium_may_be_paid_before_the_policy():
    paid = _fact("2024-09-30", FactKind.PREMIUM_PAYMENT, 6_650_000)

    replay = _replayed([paid, ISSUE], "2024-10-01")

    assert replay.state.premiums == (PremiumState("borrower", due=6_650_000, paid=6_650_000),)
    assert replay.state.premium_unpaid == 0


def test_a_cover_lapses_when_no_loan_is_drawn_in_sixty_days():
    in_time = _fact("2024-11-30", FactKind.DRAWDOWN, 1)

    lapsed = _replayed([ISSUE], "2024-12-01")

    assert _amounts(lapsed, EventKind.COVER_ENDED) == [
        ("2024-12-01", "cover-ended", "", 950_000_000)
    ]
    assert lapsed.state.stage is CoverStage.LAPSED
    assert lapsed.state.in_force == 0
    assert _replayed([ISSUE], "2024-11-30").state.stage is CoverStage.IN_FORCE
    assert _replayed([ISSUE, in_time], "2024-12-01").state.stage is CoverStage.IN_FORCE


def test_the_loan_itself_shows_that_it_was_drawn():
    loan = Steps.of([(date(2024, 11, 30), 1_000_000_000)])

    replay = _replayed([ISSUE], "2025-01-01", outstanding=loan)

    assert replay.state.stage is CoverStage.IN_FORCE


def test_a_cover_expires_the_day_after_its_last_day_without_default():
    replay = _replayed([ISSUE, DRAWN])

    assert _amounts(replay, EventKind.COVER_ENDED) == [
        ("2027-10-02", "cover-ended", "", 950_000_000)
    ]
    assert replay.state.stage is CoverStage.ENDED


def test_a_default_on_the_last_day_keeps_the_cover_alive():
    notice = _fact("2027-10-01", FactKind.DEFAULT_NOTICE)

    assert _replayed([ISSUE, DRAWN, notice]).state.stage is CoverStage.DEFAULTED


def test_what_is_in_force_follows_the_loan_by_the_banks_notices():
    repaid = _fact("2025-04-15", FactKind.PAYMENT, 400_000_000)

    replay = _replayed([ISSUE, DRAWN, repaid], "2025-04-15")

    assert _amounts(replay, EventKind.COVER_REDUCED) == [
        ("2025-04-15", "cover-reduced", "", 380_000_000)
    ]
    assert replay.state.in_force == 570_000_000


def test_a_revolving_loan_drawn_again_restores_the_cover():
    loan = Steps.of(
        [
            (date(2024, 10, 15), 1_000_000_000),
            (date(2025, 2, 1), 200_000_000),
            (date(2025, 3, 1), 700_000_000),
        ]
    )

    replay = _replayed([ISSUE], "2025-03-01", outstanding=loan)

    assert _amounts(replay, EventKind.COVER_REDUCED, EventKind.COVER_RESTORED) == [
        ("2025-02-01", "cover-reduced", "", 760_000_000),
        ("2025-03-01", "cover-restored", "", 475_000_000),
    ]


def test_what_is_not_drawn_yet_stays_in_force():
    loan = Steps.of([(date(2024, 10, 15), 300_000_000), (date(2025, 1, 15), 1_000_000_000)])

    replay = _replayed([ISSUE], "2025-02-01", outstanding=loan)

    assert _amounts(replay, EventKind.COVER_REDUCED, EventKind.COVER_RESTORED) == []
    assert replay.state.in_force == 950_000_000


def test_a_claim_is_loss_times_cover_ratio_cut_down():
    replay = _replayed(CLAIMED, "2025-09-02")

    # 812,345,678 x 0.95 = 771,728,394.1
    assert _amounts(replay, EventKind.CLAIM_FILED) == [
        ("2025-09-02", "claim-filed", "", 771_728_394)
    ]
    assert replay.state.stage is CoverStage.CLAIMED
    assert replay.state.claims == (
        ClaimState("claim", date(2025, 9, 2), 812_345_678, 771_728_394, date(2025, 10, 2)),
    )


def test_claims_never_exceed_what_is_left_of_the_insured_amount():
    facts = [
        *DEFAULTED,
        _fact("2025-09-02", FactKind.CLAIM, 900_000_000, "one"),
        _fact("2025-09-03", FactKind.CLAIM, 150_000_000, "two"),
    ]

    claims = _replayed(facts, "2025-09-03").state.claims

    assert [claim.payable for claim in claims] == [855_000_000, 95_000_000]


def test_what_a_decision_refuses_is_free_for_a_later_claim():
    facts = [
        *DEFAULTED,
        _fact("2025-09-02", FactKind.CLAIM, 1_000_000_000, "one"),
        _fact("2025-09-02", FactKind.CLAIM_DECISION, 0, "no", party="one", note="no notice"),
        _fact("2025-09-03", FactKind.CLAIM, 600_000_000, "two"),
    ]

    replay = _replayed(facts, "2025-09-03")

    assert [claim.payable for claim in replay.state.claims] == [950_000_000, 570_000_000]
    assert replay.state.claims[0].refused == 950_000_000


def test_a_claim_waits_three_months_from_the_default():
    early = [*DEFAULTED, _fact("2025-09-01", FactKind.CLAIM, 1, "claim")]

    assert problems_of(TERMS, early) == (
        message(
            "cover-claim-too-early", fact="claim", day=date(2025, 9, 1), first=date(2025, 9, 2)
        ),
    )
    assert problems_of(TERMS, CLAIMED) == ()


def test_an_event_that_needs_no_waiting_opens_the_claim_at_once():
    facts = [
        *DEFAULTED,
        _fact("2025-06-20", FactKind.DEFAULT_NOTICE, note="bankruptcy: 2025하합100123"),
        _fact("2025-06-20", FactKind.CLAIM, 800_000_000, "claim"),
    ]

    replay = _replayed(facts, "2025-06-20")

    assert replay.state.claimable_on == date(2025, 6, 20)
    assert replay.state.default_on == date(2025, 6, 2)
    assert replay.state.stage is CoverStage.CLAIMED


def test_the_waiting_runs_from_the_default_and_the_claim_needs_the_notice():
    defaulted = _fact("2025-05-02", FactKind.DEFAULT)
    notice = _fact("2025-07-30", FactKind.DEFAULT_NOTICE)
    claim = _fact("2025-08-02", FactKind.CLAIM, 5, "claim")

    assert problems_of(TERMS, [ISSUE, DRAWN, defaulted, notice, claim]) == ()
    assert problems_of(TERMS, [ISSUE, DRAWN, defaulted, claim]) == (
        message("cover-default-not-noticed", fact="claim", day=date(2025, 8, 2)),
    )


def test_a_decision_may_pay_reduce_or_deny():
    def decided(accepted, note=""):
        facts = [*CLAIMED, _fact("2025-09-20", FactKind.CLAIM_DECISION, accepted, note=note)]
        return _amounts(
            _replayed(facts, "2025-09-20"), EventKind.CLAIM_ACCEPTED, EventKind.CLAIM_REFUSED
        )

    assert decided(771_728_394) == [("2025-09-20", "claim-accepted", "", 771_728_394)]
    assert decided(700_000_000, "late notice") == [
        ("2025-09-20", "claim-accepted", "", 700_000_000),
        ("2025-09-20", "claim-refused", "", 71_728_394),
    ]
    assert decided(0, "use of funds") == [("2025-09-20", "claim-refused", "", 771_728_394)]


def test_payment_of_a_claim_makes_the_recourse_claim():
    replay = _replayed(PAID, "2025-10-20")

    assert _amounts(replay, EventKind.CLAIM_PAID, EventKind.SUBROGATED) == [
        ("2025-10-20", "claim-paid", "", 771_728_394),
        ("2025-10-20", "subrogated", "", 771_728_394),
    ]
    assert replay.state.stage is CoverStage.RECOURSE
    # 95 % of the 187,654,322 that are owed and were not claimed, cut to the won.
    assert replay.state.in_force == 178_271_605


def test_damages_accrue_to_each_months_end_by_day():
    replay = _replayed(PAID, "2025-12-31")

    # 771,728,394 x 10 % x 11, 41 and 72 days of 365, each total cut down.
    assert _amounts(replay, EventKind.DAMAGES_ACCRUED) == [
        ("2025-10-31", "damages-accrued", "", 2_325_756),
        ("2025-11-30", "damages-accrued", "", 8_668_729 - 2_325_756),
        ("2025-12-31", "damages-accrued", "", 15_223_135 - 8_668_729),
    ]


def test_a_recovery_is_shared_by_what_each_bore_of_the_loss():
    facts = [*PAID, _fact("2025-10-20", FactKind.RECOVERY, 100_000_001)]

    replay = _replayed(facts, "2025-10-20")

    # 100,000,001 x 771,728,394 / 812,345,678 = 95,000,000.9...: cut down, the bank has the rest.
    assert _amounts(replay, EventKind.RECOVERED, EventKind.RECOVERY_SHARED) == [
        ("2025-10-20", "recovered", "", 95_000_000),
        ("2025-10-20", "recovery-shared", INSURED, 5_000_001),
    ]
    assert replay.state.recourse == RecourseState(
        paid=771_728_394,
        outstanding=676_728_394,
        damages=0,
        written_off=0,
        recovered=95_000_000,
        shared=5_000_001,
    )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (RecoveryOrder.RECOURSE_FIRST, [("recovered", 950_000)]),
        (RecoveryOrder.DAMAGES_FIRST, [("damages-recovered", 950_000)]),
    ],
)
def test_a_recovery_satisfies_recourse_or_damages_first_as_agreed(order, expected):
    terms = replace(TERMS, recourse=replace(TERMS.recourse, order=order))
    facts = [*PAID, _fact("2025-11-30", FactKind.RECOVERY, 1_000_001)]

    replay = _replayed(facts, "2025-11-30", terms)

    found = _amounts(replay, EventKind.RECOVERED, EventKind.DAMAGES_RECOVERED)
    assert [(kind, amount) for _, kind, _, amount in found] == expected


def test_what_was_written_off_can_still_be_recovered():
    facts = [
        *PAID,
        _fact("2025-10-20", FactKind.WRITE_OFF, 771_728_394),
        _fact("2026-03-02", FactKind.RECOVERY, 2_000_000),
    ]

    replay = _replayed(facts)

    assert _amounts(replay, EventKind.RECOURSE_WRITTEN_OFF, EventKind.WRITTEN_OFF_RECOVERED) == [
        ("2025-10-20", "recourse-written-off", "", 771_728_394),
        ("2026-03-02", "written-off-recovered", "", 1_899_999),
    ]
    assert _amounts(replay, EventKind.DAMAGES_ACCRUED) == []


#: All that was owed: what a bank claims of a loan that was called in.
LOST = [
    *DEFAULTED,
    _fact("2025-09-02", FactKind.CLAIM, 1_010_000_000, "claim"),
    _fact("2025-09-20", FactKind.CLAIM_DECISION, 950_000_000),
    _fact("2025-10-20", FactKind.CLAIM_PAYMENT, 950_000_000),
]


def _standing(state):
    return state.stage, state.in_force, state.ended_on


def test_a_cover_claimed_whole_ends_when_its_recourse_is_given_up():
    facts = [*LOST, _fact("2025-11-30", FactKind.WRITE_OFF)]
    told = [*facts, _fact("2026-03-02", FactKind.RECOVERY, 2_000_000)]

    assert _standing(_replayed(facts, "2025-11-29").state) == (CoverStage.RECOURSE, 0, None)
    for each in (facts, told):
        state = _replayed(each).state
        assert _standing(state) == (CoverStage.ENDED, 0, date(2025, 11, 30))
        assert state.next_due_on is None


def test_a_cover_of_which_a_part_was_never_claimed_stays_in_force_for_it():
    facts = [*PAID, _fact("2025-11-30", FactKind.WRITE_OFF)]
    rest = (1_000_000_000 - 812_345_678) * 95 // 100
    ended = [*facts, _fact("2026-03-02", FactKind.END)]

    assert _standing(_replayed(facts).state) == (CoverStage.DEFAULTED, rest, None)
    assert _standing(_replayed(ended).state) == (CoverStage.ENDED, 0, date(2026, 3, 2))


def test_a_write_off_taken_back_opens_an_ended_cover_again():
    facts = [*LOST, _fact("2025-11-30", FactKind.WRITE_OFF, key="w")]
    undone = _fact("2026-01-05", FactKind.REVERSAL, key="undo", reverses="w")

    assert _standing(_replayed([*facts, undone]).state) == (CoverStage.RECOURSE, 0, None)


def test_interest_paid_out_of_a_claim_puts_nothing_in_force_again():
    # Of 950,000,000 credited to the loan 30,000,000 paid interest that ran since the claim.
    loan = Steps.of([(DRAWN.effective_on, 1_000_000_000), (date(2025, 10, 20), 80_000_000)])
    facts = [fact for fact in LOST if fact is not DRAWN]

    state = _replayed(facts, "2025-10-20", outstanding=loan).state

    assert _standing(state) == (CoverStage.RECOURSE, 0, None)


def test_a_write_off_takes_the_recourse_claim_first_and_then_the_damages():
    facts = [*PAID, _fact("2025-11-30", FactKind.WRITE_OFF, 771_728_394 + 1_000_000)]

    replay = _replayed(facts, "2025-11-30")

    assert _amounts(replay, EventKind.RECOURSE_WRITTEN_OFF, EventKind.DAMAGES_WRITTEN_OFF) == [
        ("2025-11-30", "recourse-written-off", "", 771_728_394),
        ("2025-11-30", "damages-written-off", "", 1_000_000),
    ]
    assert replay.state.recourse.damages == 8_668_729 - 1_000_000


def test_a_write_off_without_an_amount_gives_up_everything():
    facts = [*PAID, _fact("2025-11-30", FactKind.WRITE_OFF)]

    recourse = _replayed(facts, "2025-11-30").state.recourse

    assert (recourse.outstanding, recourse.damages) == (0, 0)
    assert recourse.written_off == 771_728_394 + 8_668_729


def test_what_exceeds_all_that_is_owed_to_the_payer_goes_to_the_bank():
    terms = replace(TERMS, recourse=RecourseTerms())
    facts = [*PAID, _fact("2025-11-30", FactKind.RECOVERY, 900_000_000)]

    replay = _replayed(facts, "2025-11-30", terms)

    assert replay.state.recourse.recovered == 771_728_394
    assert replay.state.recourse.shared == 900_000_000 - 771_728_394
    assert replay.state.stage is CoverStage.DEFAULTED


def test_a_cover_ended_early_gives_the_unearned_premium_back_where_agreed():
    terms = replace(TERMS, premium=replace(TERMS.premium, refunds_unearned=True))
    paid = _fact("2024-10-01", FactKind.PREMIUM_PAYMENT, 6_650_000)
    ended = _fact("2025-10-01", FactKind.END)
    refund = _fact("2025-10-15", FactKind.PREMIUM_REFUND, 4_433_333)

    replay = _replayed([ISSUE, DRAWN, paid, ended, refund], terms=terms)

    assert _amounts(replay, EventKind.PREMIUM_UNEARNED, EventKind.PREMIUM_REFUNDED) == [
        ("2025-10-01", "premium-unearned", "borrower", 4_433_333),
        ("2025-10-15", "premium-refunded", "borrower", 4_433_333),
    ]
    assert replay.state.premium_unpaid == 0
    assert replay.state.ended_on == date(2025, 10, 1)


def test_a_lapsed_cover_earned_no_premium():
    terms = replace(TERMS, premium=replace(TERMS.premium, refunds_unearned=True))

    replay = _replayed([ISSUE], "2024-12-01", terms)

    assert _amounts(replay, EventKind.PREMIUM_UNEARNED) == [
        ("2024-12-01", "premium-unearned", "borrower", 6_650_000)
    ]


def test_premiums_keep_being_earned_unless_a_refund_was_agreed():
    ended = _fact("2025-10-01", FactKind.END)

    replay = _replayed([ISSUE, DRAWN, ended])

    assert _amounts(replay, EventKind.PREMIUM_UNEARNED) == []


def test_words_follow_the_legal_form():
    guarantee = replace(TERMS, form=CoverForm.GUARANTEE)

    assert TERMS.words.subrogation.spoken("ko") == "보험자대위"
    assert guarantee.words.subrogation.spoken("ko") == "변제자대위"
    assert guarantee.words.premium.spoken("en") == "guarantee fee"


def test_terms_are_read_back_from_json():
    full = replace(
        TERMS,
        insured_interest=7,
        premium=PremiumTerms(
            (
                charge(timing=PremiumTiming.YEARLY, basis=PremiumBasis.INSURED_OUTSTANDING),
                PremiumCharge(
                    "ibk",
                    (PremiumSlice(Rate.percent("0.3"), 10_000), PremiumSlice(Rate.percent(0))),
                ),
            ),
            refunds_unearned=True,
        ),
    )

    assert cover_from_json(cover_as_json(full)) == full
    assert terms_from_json(as_json(full)) == full
    assert cover_as_json(full)["principal"] == "1000000000"


def _problem(facts, terms=TERMS):
    (found,) = problems_of(terms, facts)
    return found.kind, {name: value for name, value in found.values if name not in ("fact", "day")}


NOTE = {"note": "late notice"}


@pytest.mark.parametrize(
    ("facts", "kind", "values"),
    [
        ([DRAWN], "cover-not-issued", {}),
        (
            [ISSUE, Fact(date(2024, 10, 2), FactKind.ISSUE, "again")],
            "cover-issued-twice",
            {"first": ISSUED_ON},
        ),
        ([Fact(ENDS_ON, FactKind.ISSUE, "late")], "cover-issued-after-end", {"end": ENDS_ON}),
        (
            [ISSUE, _fact("2024-12-02", FactKind.DRAWDOWN, 5)],
            "cover-ended-before",
            {"ended": date(2024, 12, 1)},
        ),
        (
            [ISSUE, DRAWN, _fact("2027-10-02", FactKind.DEFAULT_NOTICE)],
            "cover-ended-before",
            {"ended": date(2027, 10, 2)},
        ),
        (
            [ISSUE, DRAWN, _fact("2024-10-20", FactKind.PREMIUM_PAYMENT, 5, party="ibk")],
            "cover-payer-unknown",
            {"payer": "ibk", "known": ("borrower",)},
        ),
        (
            [ISSUE, DRAWN, _fact("2024-10-20", FactKind.PREMIUM_REFUND, 5)],
            "cover-refund-above-overpaid",
            {"most": Money(0)},
        ),
        (
            [ISSUE, DRAWN, _fact("2024-10-20", FactKind.PAYMENT, 1_000_000_001)],
            "cover-repaid-above-drawn",
            {"owed": Money(1_000_000_000)},
        ),
        ([*DEFAULTED, _fact("2025-09-02", FactKind.CLAIM)], "cover-amount-missing", {}),
        (
            [*CLAIMED, _fact("2025-09-03", FactKind.CLAIM_DECISION, 1, party="other")],
            "cover-claim-unknown",
            {"claim": "other", "known": ("claim",)},
        ),
        (
            [*ACCEPTED, _fact("2025-09-21", FactKind.CLAIM_DECISION, 1, **NOTE)],
            "cover-claim-decided",
            {"claim": "claim", "first": date(2025, 9, 20)},
        ),
        (
            [*CLAIMED, _fact("2025-09-03", FactKind.CLAIM_DECISION, 771_728_395)],
            "cover-accepted-above-payable",
            {"claim": "claim", "most": Money(771_728_394)},
        ),
        (
            [*CLAIMED, _fact("2025-09-03", FactKind.CLAIM_DECISION, 1, note=" ")],
            "cover-reason-missing",
            {"claim": "claim"},
        ),
        (
            [*PAID, _fact("2025-10-21", FactKind.CLAIM_PAYMENT, 1)],
            "cover-paid-above-accepted",
            {"claim": "claim", "most": Money(0)},
        ),
        (
            [*CLAIMED, _fact("2025-10-21", FactKind.CLAIM_PAYMENT, 1)],
            "cover-paid-above-accepted",
            {"claim": "claim", "most": Money(0)},
        ),
        (
            [*ACCEPTED, _fact("2025-10-21", FactKind.CLAIM_PAYMENT)],
            "cover-amount-missing",
            {},
        ),
        (
            [*ACCEPTED, _fact("2025-10-21", FactKind.RECOVERY, 1)],
            "cover-recovery-before-payment",
            {},
        ),
        (
            [*PAID, _fact("2025-10-20", FactKind.WRITE_OFF, 771_728_395)],
            "cover-write-off-above-owed",
            {"most": Money(771_728_394)},
        ),
        (
            [*CLAIMED, _fact("2025-10-20", FactKind.END)],
            "cover-claims-open",
            {"claims": ("claim",)},
        ),
        (
            [*ACCEPTED, _fact("2025-10-20", FactKind.END)],
            "cover-claims-open",
            {"claims": ("claim",)},
        ),
        ([_fact("2024-10-01", FactKind.CALL, 1)], "fact-kind-foreign", {"fact_kind": "call"}),
        ([ISSUE, ISSUE], "fact-key-recorded-twice", {}),
        ([_fact("2024-10-01", FactKind.DRAWDOWN, -1)], "fact-amount-below-zero", {"amount": -1}),
        (
            [ISSUE, _fact("2024-10-01", FactKind.REVERSAL, reverses="nothing")],
            "fact-reverses-nothing",
            {"other": "nothing"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fact_that_the_terms_do_not_allow_is_a_problem(facts, kind, values):
    assert _problem(facts) == (kind, values)


def test_all_problems_are_returned_at_once():
    facts = [
        ISSUE,
        DRAWN,
        _fact("2025-01-01", FactKind.CLAIM, 5, "a"),
        _fact("2025-01-02", FactKind.RECOVERY, 5, "b"),
        _fact("2025-01-03", FactKind.WRITE_OFF, 5, "c"),
    ]

    assert [found.kind for found in problems_of(TERMS, facts)] == [
        "cover-default-not-noticed",
        "cover-recovery-before-payment",
        "cover-write-off-above-owed",
    ]


def test_a_replay_of_facts_with_problems_is_refused_with_all_of_them():
    facts = [
        ISSUE,
        _fact("2024-10-20", FactKind.CLAIM, 5, "a"),
        _fact("2024-10-21", FactKind.RECOVERY),
    ]

    with pytest.raises(CoverContradictsError) as refusal:
        _replayed(facts)

    assert refusal.value.message == message("cover-contradicts", problems=problems_of(TERMS, facts))
    assert refusal.value.spoken("ko").startswith(
        "보험·보증 계약: 조건과 사실이 어긋나 계산할 수 없습니다 — 청구 a(2024. 10. 20.): 사고통지"
    )


def test_a_reversed_fact_never_happened():
    undone = _fact("2026-01-05", FactKind.REVERSAL, reverses="claim-payment-2025-10-20")

    assert _replayed([*PAID, undone]) == _replayed(ACCEPTED)


def test_terms_that_contradict_themselves_are_said_at_once():
    terms = replace(
        TERMS,
        principal=0,
        insured_interest=-1,
        cover_ratio=Ratio.percent(101),
        claims=ClaimTerms(waiting_months=-1),
        recourse=RecourseTerms(Rate.percent(26)),
    )

    assert cover_problems(terms) == (
        message("cover-principal-not-above-zero", amount=0),
        message("cover-interest-below-zero", amount=-1),
        message("cover-ratio-out-of-bounds", ratio=Ratio.percent(101)),
        message("cover-damages-out-of-bounds", rate=Rate.percent(26), most=Rate.percent(25)),
        message("cover-term-below-zero"),
    )
    assert problems_of(terms, [DRAWN]) == cover_problems(terms)
    assert cover_problems(TERMS) == ()


def test_one_real_guaranteed_loan_pays_its_share_of_the_charge_off():
    """US SBA: dollars at scale 2, a charge-off of 12,345.67 under a 75 % guarantee."""
    terms = CoverTerms(
        form=CoverForm.GUARANTEE,
        principal=5_000_000,
        cover_ratio=Ratio.percent(75),
        ends_on=date(1990, 1, 1),
        currency="USD",
        claims=ClaimTerms(waiting_months=0),
    )
    facts = [
        _fact("1985-01-01", FactKind.ISSUE),
        _fact("1985-01-01", FactKind.DRAWDOWN, 5_000_000),
        _fact("1986-01-01", FactKind.DEFAULT_NOTICE),
        _fact("1986-01-01", FactKind.CLAIM, 1_234_567, "claim"),
        _fact("1986-01-01", FactKind.CLAIM_DECISION, 925_925),
        _fact("1986-01-01", FactKind.CLAIM_PAYMENT, 925_925),
    ]

    assert _replayed(facts, "1986-01-01", terms).state.paid == 925_925


@pytest.mark.truth
def test_a_book_of_real_guaranteed_loans_pays_its_published_total(truth):
    """2,102 loans of the US Small Business Administration: claims of 27,313,566.46 dollars.

    Source: sba_case.csv, days counted from 1960-01-01; the total is that of the folder of truth.
    """
    with (truth / "sba" / "sba_case.csv").open(encoding="utf-8-sig") as file:
        loans = list(csv.DictReader(file))

    paid = [_sba_claims_paid(loan) for loan in loans if int(loan["ChgOffPrinGr"])]

    assert len(loans) == 2_102
    assert sum(paid) == 2_731_356_646


def _sba_claims_paid(loan):
    charged_off = int(loan["ChgOffPrinGr"]) * 100
    approved, guaranteed = int(loan["GrAppv"]), int(loan["SBA_Appv"])
    # Revolving loans were drawn above what was approved: the larger of both is insured.
    principal = max(approved, int(loan["DisbursementGross"]), int(loan["ChgOffPrinGr"])) * 100
    terms = CoverTerms(
        form=CoverForm.GUARANTEE,
        principal=principal,
        cover_ratio=Ratio.from_scaled(guaranteed * 10**12 // approved),
        ends_on=date(2030, 1, 1),
        currency="USD",
        claims=ClaimTerms(waiting_months=0),
    )
    start = _sas_day(loan["DisbursementDate"])
    lost_on = max(_sas_day(loan["ChgOffDate"] or loan["DisbursementDate"]), start)
    facts = [
        Fact(start, FactKind.ISSUE, "issue"),
        Fact(start, FactKind.DRAWDOWN, "drawn", principal),
        Fact(lost_on, FactKind.DEFAULT_NOTICE, "notice"),
        Fact(lost_on, FactKind.CLAIM, "claim", charged_off),
    ]
    (claim,) = replay_cover(terms, facts, until=lost_on).state.claims
    facts += [
        Fact(lost_on, FactKind.CLAIM_DECISION, "decision", claim.payable),
        Fact(lost_on, FactKind.CLAIM_PAYMENT, "payment", claim.payable),
    ]
    return replay_cover(terms, facts, until=lost_on).state.paid


def _sas_day(number):
    return date(1960, 1, 1) + timedelta(days=int(number))
