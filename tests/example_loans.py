"""Loans for tests: one plain loan, and drawn ones of every kind with facts that fit them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from majung.contracts.facts import RESTRUCTURED, Fact, FactKind
from majung.contracts.plan_terms import PlanStep, StepKind
from majung.contracts.problems import problems_of
from majung.contracts.resets import reset_days
from majung.contracts.terms import (
    NO_RATE,
    EarlyRepayment,
    InterestBase,
    LateInterest,
    LoanTerms,
    Portion,
    PrepaymentEffect,
    RateComponent,
    RateReset,
    Repayment,
)
from majung.values.cycles import BusinessDayConvention, add_months
from majung.values.day_counts import DayCount
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

START = date(2024, 1, 1)
AMOUNTS = st.integers(1, 10**12) | st.integers(1, 500) | st.just(10**15)
DAY_COUNTS = [count for count in DayCount if count is not DayCount.B252]


def plain_loan(committed=12_000_000, rate="6", instalments=12, **terms):
    """Return a monthly loan of equal instalments over 30/360, without a calendar, in won."""
    usual = {
        "start_on": START,
        "first_due_on": date(2024, 2, 1),
        "calendar": "NONE",
        "business_day": BusinessDayConvention.NONE,
        "day_count": DayCount.THIRTY_E_360,
        "components": (RateComponent("base", "", Rate.percent(rate)),),
    }
    return LoanTerms(committed=committed, instalments=instalments, **{**usual, **terms})


def fact(kind, on, amount=0, **more):
    """Return a fact whose key is its kind and day, unless another is given."""
    return Fact(on, kind, more.pop("key", f"{kind.value} {on}"), amount, **more)


def drawn(terms, amount=None, on=None):
    return fact(FactKind.DRAWDOWN, on or terms.start_on, amount or terms.committed)


def shared_loan(**terms):
    """Return a loan at 5 %, of which a bank bears 0.7 and a ministry 1.2."""
    components = (
        RateComponent("base", "", Rate.percent("3.5")),
        RateComponent("add-on", "", Rate.percent("1.5")),
        RateComponent("preferential", "bank", Rate.percent("-0.7")),
        RateComponent("subsidy", "ministry", Rate.percent("-1.2")),
    )
    return plain_loan(**{"components": components, **terms})


def floating_loan(months=3, first_on=None, observed=0, **terms):
    """Return a monthly loan whose base rate follows CD91 and is fixed anew every some months."""
    reset = RateReset("base", "CD91", months, first_on, observed_days_before=observed)
    components = (
        RateComponent("base", "", Rate.percent("3.5")),
        RateComponent("add-on", "", Rate.percent("1.5")),
    )
    return plain_loan(**{"components": components, "reset": reset, **terms})


def fixing(on, rate, **more):
    return fact(FactKind.RATE_FIXING, on, party="base", rate=Rate.percent(rate), **more)


def _rates(largest):
    return st.decimals(Decimal(0), Decimal(largest), places=4).map(Rate.percent)


@st.composite
def components(draw):
    """Draw a base rate and up to three discounts, each with a payer, a window or neither."""
    parts = [RateComponent("base", "", draw(_rates(20)))]
    if draw(st.booleans()):
        parts.append(RateComponent("add-on", "", draw(_rates(5))))
    for place in range(draw(st.integers(0, 3))):
        payer = draw(st.sampled_from(["", "bank", "ministry", "province"]))
        rate = -draw(_rates(4))
        from_on = START + timedelta(days=draw(st.integers(0, 400))) if draw(st.booleans()) else None
        first = from_on or START
        days = draw(st.integers(1, 900))
        until_on = first + timedelta(days=days) if draw(st.booleans()) else None
        parts.append(RateComponent(f"discount {place}", payer, rate, from_on, until_on))
    return tuple(parts)


@st.composite
def loans(draw, amounts=AMOUNTS):
    """Draw terms of any kind that hold together."""
    committed = draw(amounts)
    cycle = draw(st.sampled_from([1, 1, 1, 3, 6, 12]))
    instalments = draw(st.integers(1, max(40 // cycle, 4)))
    repayment = draw(st.sampled_from(list(Repayment)))
    first = START + timedelta(days=draw(st.integers(10, 200)))
    is_bullet = repayment is Repayment.BULLET
    balloon = 0 if is_bullet else draw(st.sampled_from([0, 0, 1, 3])) * committed // 4
    shortens = not balloon and draw(st.booleans())
    matures_on = None
    if draw(st.booleans()):
        day = add_months(first, (instalments - 1) * cycle)
        matures_on = day + timedelta(days=draw(st.integers(-9, 40)))
        if instalments == 1:
            matures_on = max(matures_on, first)
    rounding = st.sampled_from(list(Rounding))
    terms = LoanTerms(
        committed=committed,
        start_on=START,
        first_due_on=first,
        instalments=instalments,
        components=draw(components()),
        repayment=repayment,
        cycle_months=cycle,
        matures_on=matures_on,
        end_of_month=draw(st.booleans()),
        grace_instalments=draw(st.integers(0, instalments - 1)),
        balloon=balloon,
        instalment_rounding=draw(rounding),
        instalment_multiple=draw(st.sampled_from([1, 1, 10, 1000])),
        interest_base=draw(st.sampled_from([InterestBase.OUTSTANDING] * 3 + [InterestBase.DRAWN])),
        interest_rounding=draw(rounding),
        day_count=draw(st.sampled_from(DAY_COUNTS)),
        calendar=draw(st.sampled_from(["KR", "US", "NONE"])),
        business_day=draw(st.sampled_from(list(BusinessDayConvention))),
        interest_follows_shift=draw(st.booleans()),
        allocation=tuple(draw(st.permutations(list(Portion)))),
        allocation_after_default=tuple(draw(st.permutations(list(Portion)))),
        late=LateInterest(
            addition=draw(_rates(5)),
            rate_max=draw(st.none() | _rates(24)),
            on_interest=draw(st.booleans()),
            without_discounts=draw(st.booleans()),
            after_default=draw(st.booleans()),
        ),
        early=EarlyRepayment(
            fee=Ratio.percent(draw(st.decimals(Decimal(0), Decimal(3), places=2))),
            fee_until_on=draw(st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))),
            fee_declines=draw(st.booleans()),
            effect=PrepaymentEffect.SHORTENS_TERM
            if shortens
            else PrepaymentEffect.LOWERS_INSTALMENTS,
        ),
    )
    return _floating(draw, terms) if draw(st.integers(0, 2)) == 0 else terms


def last_due_day(terms):
    """Return the last due day before business days are regarded."""
    on_cycle = add_months(terms.first_due_on, (terms.instalments - 1) * terms.cycle_months)
    return terms.plan[-1].on if terms.plan else terms.matures_on or on_cycle


def _floating(draw, terms):
    """Let the base rate of a loan follow an index, with a spread, floor and cap or neither."""
    months = draw(st.sampled_from([1, 3, 6, 12]))
    days = (last_due_day(terms) - terms.start_on).days
    if days < 2:
        return replace(terms, reset=None)
    on_cycle = add_months(terms.start_on, months, end_of_month=terms.end_of_month)
    first_on = terms.start_on + timedelta(days=draw(st.integers(1, days - 1)))
    if on_cycle < last_due_day(terms) and draw(st.booleans()):
        first_on = None
    base, *others = (part for part in terms.components if part.name != "add-on")
    spread = RateComponent("add-on", "", draw(_rates(5)))
    floor = draw(_rates(6)) if draw(st.booleans()) else NO_RATE
    above = draw(st.none() | _rates(6))
    return replace(
        terms,
        components=(base, spread, *others),
        reset=RateReset("base", "CD91", months, first_on, draw(st.integers(0, 2))),
        rate_min=floor,
        rate_max=None if above is None else floor + above,
    )


def fixings(draw, terms):
    """Draw what was told of the reset days of a loan: of some nothing is."""
    if terms.reset is None or problems_of(terms):
        return ()
    days = [day.on for day in reset_days(terms)]
    told = draw(st.sets(st.sampled_from(days), max_size=8)) if days else ()
    of_day = st.decimals(Decimal(-1), Decimal(20), places=4)
    return tuple(fixing(on, draw(of_day)) for on in sorted(told))


@st.composite
def told_loans(draw, terms=None):
    """Draw terms and what was told of their reset days; nothing else has happened."""
    terms = draw(loans() if terms is None else terms)
    return terms, fixings(draw, terms)


#: Facts that fit any loan once it is drawn, and how often each is drawn.
LIVELY = (
    [FactKind.PAYMENT] * 6
    + [FactKind.PREPAYMENT] * 2
    + [FactKind.RATE_FIXING] * 2
    + [FactKind.COMPONENT_END, FactKind.FEE, FactKind.DRAWDOWN, FactKind.RESTRUCTURING]
)
#: Which contract takes over what a drawn loan transfers.
TAKING_OVER = "contract 2"
ENDING = [FactKind.TRANSFER, FactKind.DEFAULT, FactKind.WRITE_OFF, FactKind.RECOVERY, FactKind.END]


@st.composite
def lives(draw, terms=None, endings=True):
    """Draw a loan, on a cycle or on a plan, and what happened to it."""
    terms = draw(loans() | planned_loans() if terms is None else terms)
    first = draw(st.integers((terms.committed + 3) // 4, terms.committed))
    facts = [fact(FactKind.DRAWDOWN, terms.start_on, first, key="first")]
    left = terms.committed - first
    facts += fixings(draw, terms)
    last = last_due_day(terms)
    days = (last - terms.start_on).days
    kinds = LIVELY + (ENDING if endings else [])
    for place in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(kinds))
        on = terms.start_on + timedelta(days=draw(st.integers(0, days + 90)))
        amount = draw(st.integers(1, max(terms.committed // 2, 1)))
        made = fact(kind, on, amount, key=f"{place:02}")
        if kind is FactKind.DRAWDOWN and (not left or on >= last):
            continue
        if kind is FactKind.DRAWDOWN:
            made = replace(made, amount=draw(st.integers(1, left)))
            left -= made.amount
        elif kind is FactKind.RATE_FIXING:
            # What follows an index is fixed on its reset days, what is added to it on any.
            party = "add-on" if terms.reset else "base"
            made = replace(made, amount=0, rate=draw(_rates(20)), party=party)
        elif kind is FactKind.COMPONENT_END:
            part = draw(st.sampled_from(terms.components))
            made = replace(made, amount=0, party=part.name)
        elif kind is FactKind.RESTRUCTURING:
            made = _restructured(draw, terms, made) or fact(FactKind.FEE, on, amount, key=made.key)
        elif kind is FactKind.TRANSFER:
            made = replace(made, amount=0, party=TAKING_OVER)
        elif kind in (FactKind.DEFAULT, FactKind.WRITE_OFF, FactKind.END):
            made = replace(made, amount=0)
        facts.append(made)
    return terms, _fitting(facts)


def _restructured(draw, terms, made):
    """Draw what a restructuring sets; None where the loan can have none."""
    known = ["instalments"] if terms.repayment is Repayment.BULLET else list(RESTRUCTURED)
    if terms.early.effect is PrepaymentEffect.SHORTENS_TERM:
        known = [term for term in known if term != "balloon"]
    if terms.plan:
        return None
    term = draw(st.sampled_from(known))
    counts = {"instalments": st.integers(1, 60), "grace": st.integers(0, 20)}
    value = draw(counts.get(term, st.integers(0, max(terms.committed // 4, 1))))
    return replace(made, amount=value, party=term)


def _fitting(facts):
    """Leave out drawdowns that come after the loan was called in, given up or ended."""
    endings = (FactKind.TRANSFER, FactKind.DEFAULT, FactKind.WRITE_OFF, FactKind.END)
    ends = [fact.effective_on for fact in facts if fact.kind in endings]
    end = min(ends, default=date.max)
    return tuple(
        fact for fact in facts if fact.kind is not FactKind.DRAWDOWN or fact.effective_on <= end
    )


@st.composite
def planned_loans(draw, amounts=AMOUNTS, capitalises=False):
    """Draw a loan that repays as its own list says: odd days, odd amounts, all that is left last.

    Args:
        capitalises: interest may also be added to principal.
    """
    terms = draw(loans(amounts))
    days = sorted(draw(st.sets(st.integers(1, 2500), min_size=1, max_size=30)))
    kinds = [StepKind.INTEREST] * 3 + ([StepKind.CAPITALISATION] if capitalises else [])
    plan = []
    for day in days[:-1]:
        on = terms.start_on + timedelta(days=day)
        if draw(st.integers(0, 9)) == 0:
            plan.append(PlanStep(on, StepKind.FEE, draw(st.integers(0, 10**6))))
        if draw(st.booleans()):
            amount = draw(st.integers(1, max(terms.committed // 3, 1)))
            plan.append(PlanStep(on, StepKind.PRINCIPAL, amount))
        if draw(st.integers(0, 4)):
            plan.append(PlanStep(on, draw(st.sampled_from(kinds))))
    end = terms.start_on + timedelta(days=days[-1])
    plan += [PlanStep(end, StepKind.INTEREST), PlanStep(end, StepKind.MATURITY)]
    planned = replace(
        terms,
        first_due_on=end,
        instalments=1,
        repayment=Repayment.EQUAL_PRINCIPAL,
        matures_on=None,
        grace_instalments=0,
        balloon=0,
        early=replace(terms.early, effect=PrepaymentEffect.LOWERS_INSTALMENTS),
        plan=tuple(plan),
    )
    return _floating(draw, planned) if terms.reset else planned
