"""A cover that is taken over goes on as one that was serviced here from its first day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from majung.applications.firm import SizeClass
from majung.applications.indications.offering import claim_terms
from majung.contracts.cover import replay_cover
from majung.contracts.cover_terms import CoverForm, CoverTerms, RecourseTerms
from majung.contracts.facts import Fact, FactKind
from majung.contracts.premium_terms import PremiumBasis, PremiumCharge, PremiumTerms, PremiumTiming
from majung.contracts.reported.cells import StatementCells
from majung.files import Rows, read_rows
from majung.operations.servicing.openings.cover_columns import COVER_COLUMNS
from majung.operations.servicing.openings.covers import opening_cover
from majung.programmes import shelf
from majung.values.rates import Rate, Ratio
from opening_covers_world import GOOD, a_list

ISSUED, AS_OF, LATER = date(2022, 3, 2), date(2024, 12, 31), date(2027, 6, 30)
PROGRAMME = shelf()["ai-autonomous-manufacturing"]
PRODUCT = PROGRAMME.product("ai-plus-cover")
WORDS = {
    PremiumTiming.ONCE: "일시납", PremiumTiming.YEARLY: "연납", PremiumTiming.QUARTERLY: "분기납",
    PremiumBasis.INSURED_AMOUNT: "보험금액", PremiumBasis.INSURED_OUTSTANDING: "보험잔액",
}  # fmt: skip


@st.composite
def histories(draw):
    """A cover from its issue: what was lent, repaid, claimed, paid and recovered until a day."""
    principal = draw(st.integers(1_000, 10**10))
    terms = CoverTerms(
        form=CoverForm.INSURANCE,
        principal=principal,
        cover_ratio=Ratio.percent(draw(st.sampled_from(["50", "90", "95", "100"]))),
        ends_on=date(2027, 3, 2),
        premium=PremiumTerms(
            (
                PremiumCharge.of(
                    "",
                    Rate.percent(draw(st.sampled_from(["0.35", "0.7", "3"]))),
                    draw(st.sampled_from(PremiumTiming)),
                    draw(st.sampled_from(PremiumBasis)),
                ),
            ),
            rounding=PRODUCT.premium_rounding,
        ),
        claims=claim_terms(PRODUCT, SizeClass.MEDIUM, on=PROGRAMME.valid_from),
        recourse=RecourseTerms(damages_rate=Rate.percent(draw(st.sampled_from(["5", "12"])))),
    )
    drawn = draw(st.integers(1, principal))
    repaid = draw(st.integers(0, drawn - 1))
    day = st.integers(0, 900).map(lambda days: ISSUED + timedelta(days=days))
    facts = [
        Fact(ISSUED, FactKind.ISSUE, "i"),
        Fact(ISSUED, FactKind.DRAWDOWN, "d", drawn),
    ]
    if repaid:
        facts.append(Fact(draw(day), FactKind.PAYMENT, "r", repaid))
    if draw(st.booleans()):
        facts += draw(claims(drawn - repaid, terms))
    return terms, facts


@st.composite
def claims(draw, owed, terms):
    defaulted = date(2024, 3, 4)
    facts = [
        Fact(defaulted, FactKind.DEFAULT, "x", note="arrears"),
        Fact(defaulted, FactKind.DEFAULT_NOTICE, "n", note="arrears"),
    ]
    loss = draw(st.integers(1, owed))
    claim = Fact(date(2024, 6, 10), FactKind.CLAIM, "K-1", loss)
    payable = min(loss * terms.cover_ratio.fraction // 1, terms.insured_amount)
    if not draw(st.booleans()) or not payable:
        return facts
    facts.append(claim)
    if draw(st.booleans()):
        accepted = draw(st.integers(1, payable))
        facts.append(Fact(date(2024, 7, 1), FactKind.CLAIM_DECISION, "e", accepted, party="K-1",
                          note="감액"))  # fmt: skip
        facts.append(Fact(date(2024, 7, 22), FactKind.CLAIM_PAYMENT, "p", accepted, party="K-1"))
        amounts = draw(st.lists(st.integers(1, max(loss // 4, 1)), max_size=3))
        facts += [
            Fact(date(2024, 8 + number, 5), FactKind.RECOVERY, f"v{number}", amount)
            for number, amount in enumerate(amounts)
        ]
    return facts


@given(histories())
@settings(max_examples=60, deadline=None)
def test_premiums_claims_and_recourse_go_on_as_if_it_had_been_here_always(history):
    terms, facts = history
    until = replay_cover(terms, facts, until=AS_OF)
    paid = [
        Fact(event.effective_on, FactKind.PREMIUM_PAYMENT, f"m{event.effective_on}", event.amount)
        for event in until.events
        if event.kind.value == "premium-due"
    ]
    whole = [*facts, *paid]
    stood = replay_cover(terms, whole, until=AS_OF).state

    opened = _opened(terms, facts, stood)

    # What premiums of years gone by came to is not told; that they were paid is.
    assert replace(opened.state, premiums=()) == replace(stood, premiums=())
    assert opened.state.premium_unpaid == stood.premium_unpaid == 0
    # The last premium is that of the balance it was reckoned on: an early end gives of it back.
    assert _last_premium(opened.terms, opened.facts) == _last_premium(terms, whole)
    for day in (date(2025, 3, 2), date(2026, 3, 31), LATER):
        assert _since(opened.terms, opened.facts, day) == _since(terms, whole, day)


def _last_premium(terms, facts):
    events = replay_cover(terms, facts, until=AS_OF).events
    return [event for event in events if event.kind.value == "premium-due"][-1:]


def _since(terms, facts, day):
    done = replay_cover(terms, facts, until=day)
    events = [
        (event.effective_on, event.kind, event.amount)
        for event in done.events
        if event.effective_on > AS_OF
    ]
    return events, done.state.in_force, done.state.premium_unpaid, done.state.recourse


def _opened(terms, facts, stood):
    """Write the row that says how a cover stood, and read it."""
    by_kind = {fact.kind: fact for fact in facts}
    charge = terms.premium.charges[0]

    def day(kind):
        return str(by_kind[kind].effective_on) if kind in by_kind else ""

    def amount(kind):
        return str(by_kind[kind].amount) if kind in by_kind else ""

    drawn = by_kind[FactKind.DRAWDOWN].amount
    repaid = by_kind[FactKind.PAYMENT].amount if FactKind.PAYMENT in by_kind else 0
    row = {
        **GOOD, "issued-on": str(ISSUED), "ends-on": str(terms.ends_on), "as-of": str(AS_OF),
        "principal": str(terms.principal), "cover-ratio": terms.cover_ratio.spoken("ko"),
        "insured-amount": str(terms.insured_amount), "drawn-on": str(ISSUED),
        "drawn": str(drawn),
        "outstanding": str(max(drawn - repaid - stood.paid - stood.recourse.shared, 0)),
        "premium-rate": charge.slices[0].rate.spoken("ko"),
        "premium-timing": WORDS[charge.timing], "premium-basis": WORDS[charge.basis],
        "premium-to": "2025-01-01", "unpaid-premium": "",
        "premium-balance": str(drawn - repaid),
        "damages-rate": terms.recourse.damages_rate.spoken("ko"),
        "defaulted-on": day(FactKind.DEFAULT), "noticed-on": day(FactKind.DEFAULT_NOTICE),
        "claim": "K-1" if FactKind.CLAIM in by_kind else "", "claimed-on": day(FactKind.CLAIM),
        "loss": amount(FactKind.CLAIM), "decided-on": day(FactKind.CLAIM_DECISION),
        "accepted": amount(FactKind.CLAIM_DECISION), "reason": "감액",
        "paid-on": day(FactKind.CLAIM_PAYMENT), "paid": amount(FactKind.CLAIM_PAYMENT),
        "recoveries": "; ".join(f"{fact.effective_on} {fact.amount}" for fact in facts
                                if fact.kind is FactKind.RECOVERY),
        "recourse": str(stood.recourse.outstanding), "damages": str(stood.recourse.damages),
    }  # fmt: skip
    rows = read_rows("covers.xlsx", a_list(row), COVER_COLUMNS)
    assert isinstance(rows, Rows)
    cells = StatementCells(rows, rows.rows[0])
    found = opening_cover(cells, PROGRAMME, PRODUCT, size=SizeClass.MEDIUM, loan=None,
                          on=date(2025, 1, 10))  # fmt: skip
    assert [problem.spoken("en") for problem in cells.problems] == []
    return found
