"""What each kind of fact does to a fund.

A fact that the terms do not allow changes nothing and is noted as a problem.
"""

from collections.abc import Callable, Mapping
from datetime import date

from majung.contracts.courses.fund import FundCourse, Holding
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.waterfall import (
    CAPITAL,
    CATCH_UP,
    FIRST_LOSS_CAPITAL,
    HURDLE,
    Flow,
    Slice,
    Tier,
    distribute,
    whole_fund_tiers,
)


def _form(course: FundCourse, fact: Fact) -> None:
    day = fact.effective_on
    if course.formed_on is not None:
        course.refuses(fact, "fund-formed-twice", first=course.formed_on)
    elif day >= course.terms.ends_on:
        course.refuses(fact, "fund-formed-after-end", end=course.terms.ends_on)
    else:
        course.form(day)
        for commitment in course.terms.commitments:
            course.yields(day, EventKind.FUND_COMMITTED, commitment.amount, commitment.party)


def _call(course: FundCourse, fact: Fact) -> None:
    uncalled = _uncalled(course, fact.party)
    if fact.party and fact.party not in course.partners:
        course.refuses(
            fact, "fund-partner-unknown", partner=fact.party, known=tuple(course.partners)
        )
    elif not fact.amount:
        course.refuses(fact, "fund-amount-missing")
    elif fact.amount > sum(uncalled.values()):
        most = course.money(sum(uncalled.values()))
        course.refuses(fact, "fund-call-above-commitments", most=most)
    else:
        call_capital(course, fact.effective_on, fact.amount, fact.party)


def call_capital(course: FundCourse, day: date, amount: int, party: str = "") -> None:
    """Call capital of one partner, or of all by what of their commitments is uncalled.

    As long as all are called alike, that is in proportion to commitments, and the last call is
    exactly what was left of each.

    Source: policy-fund model terms, capital calls in proportion to commitments.
    """
    for part in _by_claims(amount, _uncalled(course, party)):
        course.partners[part.party].called += part.amount
        course.yields(day, EventKind.CAPITAL_CALLED, part.amount, part.party)


def _pay_call(course: FundCourse, fact: Fact) -> None:
    """Take in called capital: of one partner, or of all who have not paid."""
    unpaid = {
        party: partner.called - partner.paid
        for party, partner in course.partners.items()
        if party == fact.party or not fact.party
    }
    if not unpaid:
        course.refuses(
            fact, "fund-partner-unknown", partner=fact.party, known=tuple(course.partners)
        )
    elif fact.amount > sum(unpaid.values()):
        course.refuses(fact, "fund-paid-above-called", most=course.money(sum(unpaid.values())))
    else:
        for part in _by_claims(fact.amount, unpaid):
            partner = course.partners[part.party]
            partner.preferred.accrue(fact.effective_on)
            partner.preferred.capital += part.amount
            partner.paid += part.amount
            course.yields(fact.effective_on, EventKind.CAPITAL_PAID, part.amount, part.party)
        course.cash += fact.amount
        course.settle_fee(fact.effective_on)


def _invest(course: FundCourse, fact: Fact) -> None:
    if not fact.party:
        course.refuses(fact, "fund-company-missing")
    elif not fact.amount:
        course.refuses(fact, "fund-amount-missing")
    elif _has_cash(course, fact):
        holding = course.holdings.setdefault(fact.party, Holding(fact.party, fact.effective_on))
        # A company bought again after an exit is held again.
        holding.exited_on = None
        holding.invested += fact.amount
        holding.cost += fact.amount
        holding.value += fact.amount
        course.cash -= fact.amount
        course.yields(fact.effective_on, EventKind.INVESTED, fact.amount, fact.party)


def _value(course: FundCourse, fact: Fact) -> None:
    holding = _held(course, fact)
    if holding is not None:
        _revalue(course, fact, holding, holding.value - holding.cost, fact.amount)


def _receive(course: FundCourse, fact: Fact) -> None:
    """Take in proceeds of a company: they return its cost first, and are gain beyond it."""
    holding = _held(course, fact)
    if holding is None:
        return
    unrealised = holding.value - holding.cost
    cost = min(fact.amount, holding.cost)
    gain = fact.amount - cost
    loss = holding.cost - cost if fact.kind is FactKind.EXIT else 0
    holding.cost -= cost + loss
    holding.proceeds += fact.amount
    holding.realised += gain - loss
    course.cash += fact.amount
    day = fact.effective_on
    course.yields(day, EventKind.COST_RETURNED, cost, holding.company)
    course.yields(day, EventKind.GAIN_REALISED, gain, holding.company)
    course.yields(day, EventKind.LOSS_REALISED, loss, holding.company)
    left = max(holding.value - fact.amount, 0)
    if fact.kind is FactKind.EXIT:
        left, holding.exited_on = 0, day
    _revalue(course, fact, holding, unrealised, left)
    course.settle_fee(day)


def _revalue(course: FundCourse, fact: Fact, holding: Holding, unrealised: int, value: int) -> None:
    """Bring a holding to a value; what changes beside its cost is an event.

    Args:
        unrealised: value less cost before the fact.
    """
    holding.value = value
    change = holding.value - holding.cost - unrealised
    course.yields(fact.effective_on, EventKind.REVALUED_UP, max(change, 0), holding.company)
    course.yields(fact.effective_on, EventKind.REVALUED_DOWN, max(-change, 0), holding.company)


def _spend(course: FundCourse, fact: Fact) -> None:
    if _has_cash(course, fact):
        course.cash -= fact.amount
        course.expenses += fact.amount
        course.yields(fact.effective_on, EventKind.FUND_EXPENSE, fact.amount)


def _distribute(course: FundCourse, fact: Fact) -> None:
    """Distribute an amount, or all cash where the fact has none."""
    if _has_cash(course, fact):
        share_out(course, fact.effective_on, fact.amount or course.cash)


def share_out(course: FundCourse, day: date, amount: int) -> None:
    """Let cash flow through the waterfall to partners and managers.

    Source: policy-fund model terms, order of distribution.
    """
    if not amount:
        return
    for partner in course.partners.values():
        partner.preferred.accrue(day)
    slices = distribute(amount, whole_fund_tiers(course.position, course.profit))
    for part in slices:
        _book_slice(course, part, day)
    course.flows.append(Flow(day, slices))
    course.cash -= amount


def _book_slice(course: FundCourse, part: Slice, day: date) -> None:
    partner = course.partners[part.party]
    if part.tier == CATCH_UP:
        course.caught_up += part.amount
    if part.is_carry:
        partner.carry += part.amount
        course.yields(day, EventKind.CARRIED_INTEREST, part.amount, part.party)
    elif part.tier in (CAPITAL, FIRST_LOSS_CAPITAL):
        partner.capital_returned += part.amount
        partner.preferred.capital -= part.amount
        course.yields(day, EventKind.CAPITAL_RETURNED, part.amount, part.party)
    else:
        if part.tier == HURDLE:
            course.hurdle_paid += part.amount
            partner.preferred.pay(part.amount)
        partner.profit += part.amount
        course.yields(day, EventKind.DISTRIBUTED, part.amount, part.party)


def _end(course: FundCourse, fact: Fact) -> None:
    """Wind the fund up: charge the last fee, distribute all cash, and state what was lost."""
    day = fact.effective_on
    held = tuple(one.company for one in course.holdings.values() if one.exited_on is None)
    if held:
        course.refuses(fact, "fund-holds-companies", companies=held)
        return
    course.accrue_fee(day)
    course.charge_fee(day)
    share_out(course, day, course.cash)
    for party, partner in course.partners.items():
        lost = partner.unreturned
        partner.capital_lost += lost
        partner.preferred.accrue(day)
        partner.preferred.capital -= lost
        course.yields(day, EventKind.CAPITAL_LOST, lost, party)
    course.ended_on = day


def _has_cash(course: FundCourse, fact: Fact) -> bool:
    """Whether there is cash for a fact; where not, it is refused."""
    if fact.amount > course.cash:
        course.refuses(fact, "fund-cash-short", most=course.money(course.cash))
        return False
    return True


def _held(course: FundCourse, fact: Fact) -> Holding | None:
    """Return the holding a fact is about; where there is none, the fact is refused."""
    holding = course.holdings.get(fact.party)
    if holding is None or holding.exited_on is not None:
        course.refuses(fact, "fund-company-not-held", company=fact.party)
        return None
    return holding


def _uncalled(course: FundCourse, party: str) -> dict[str, int]:
    return {
        name: partner.commitment.amount - partner.called
        for name, partner in course.partners.items()
        if name == party or not party
    }


def _by_claims(amount: int, claims: Mapping[str, int]) -> tuple[Slice, ...]:
    """Divide an amount in proportion to claims, none of which is exceeded."""
    return distribute(amount, (Tier.of_claims("claims", claims),))


_APPLY: Mapping[FactKind, Callable[[FundCourse, Fact], None]] = {
    FactKind.CALL: _call,
    FactKind.CALL_PAYMENT: _pay_call,
    FactKind.INVESTMENT: _invest,
    FactKind.VALUATION: _value,
    FactKind.PROCEEDS: _receive,
    FactKind.EXIT: _receive,
    FactKind.EXPENSE: _spend,
    FactKind.DISTRIBUTION: _distribute,
    FactKind.END: _end,
}
#: What can happen to a fund.
OF_FUNDS = frozenset({FactKind.ISSUE, *_APPLY})


def apply(course: FundCourse, fact: Fact) -> None:
    """Let a fact change a fund; one that comes before its formation or after its end is refused."""
    if fact.kind is FactKind.ISSUE:
        _form(course, fact)
    elif course.formed_on is None:
        course.refuses(fact, "fund-not-formed")
    elif course.ended_on is not None:
        course.refuses(fact, "fund-ended-before", ended=course.ended_on)
    else:
        _APPLY[fact.kind](course, fact)
