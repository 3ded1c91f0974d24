"""Public money in funds: what partners committed, what is called still, what may come back.

What is still to be called falls due on the agreed days, or evenly over the months left of the
investment period.  What a stake is worth today, and what is still called, come back evenly between
the end of that period and the end of the fund, at today's value and at cost.  Neither is a forecast
of gains: it is what the figures of today say.  A run draws gains and losses, from what the fund's
own waterfall would bring the stake at several multiples of today's value.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

from majung.contracts.facts import Fact
from majung.contracts.fund import replay_fund
from majung.contracts.fund_terms import FundTerms
from majung.contracts.states import FundStage, PartnerState
from majung.operations.funds.funds import Fund
from majung.operations.funds.reading import sold_today
from majung.operations.risk.office.rows import StakeRow
from majung.risk.futures.exits import LEVELS
from majung.store.servicing.contracts import Contract


def stakes_of(contract: Contract, facts: Sequence[Fact], *, on: date) -> tuple[StakeRow, ...]:
    """Return what each partner of a fund has in it on a day; nothing once the fund has ended."""
    terms = contract.terms
    if not isinstance(terms, FundTerms):
        raise TypeError(f"{contract.key} is no fund")
    played = replay_fund(terms, facts, until=on)
    if played.state.stage is FundStage.ENDED:
        return ()
    fund = Fund(contract, terms, tuple(facts), played, on)
    sold = [sold_today(fund, times=Fraction(level)).partners for level in LEVELS]
    return tuple(
        _stake(
            contract,
            terms,
            partner,
            tuple(then.distributed - partner.distributed for then in thens),
            on,
        )
        for partner, *thens in zip(played.state.partners, *sold, strict=True)
    )


def _stake(
    contract: Contract,
    terms: FundTerms,
    partner: PartnerState,
    payoffs: tuple[int, ...],
    on: date,
) -> StakeRow:
    value = payoffs[LEVELS.index(1.0)]
    calls = _calls(terms, partner, on)
    first = _months(on, terms.investing_until_on)
    last = max(_months(on, terms.ends_on), first + 1)
    coming = _evenly(max(value, 0) + sum(calls), first, last)
    return StakeRow(
        contract=contract.key,
        institution=contract.institution,
        programme=contract.programme,
        partner=partner.party,
        partner_class=partner.partner_class.value,
        committed=partner.committed,
        called=partner.called,
        paid=partner.paid,
        distributed=partner.distributed,
        value=value,
        calls=calls,
        distributions=coming,
        payoffs=payoffs,
        exit_from=first,
        exit_to=last,
    )


def _calls(terms: FundTerms, partner: PartnerState, on: date) -> tuple[int, ...]:
    """Return what is still to be called of a partner, by month; the first month is the first."""
    if not partner.uncalled:
        return ()
    if not terms.instalments:
        return _evenly(partner.uncalled, 0, max(_months(on, terms.investing_until_on), 1))
    called, calls = partner.called, [0] * max(_months(on, terms.instalments[-1].due_on), 1)
    shares = accumulate(each.share.fraction for each in terms.instalments)
    for each, share in zip(terms.instalments, shares, strict=True):
        reached = max(floor(partner.committed * share), called)
        calls[max(_months(on, each.due_on), 1) - 1] += reached - called
        called = reached
    return tuple(calls)


def _evenly(amount: int, first: int, last: int) -> tuple[int, ...]:
    """Spread an amount over the months behind `first` up to `last`, to the last minor unit."""
    span = last - first
    reached = [amount * month // span for month in range(span + 1)]
    return (0,) * first + tuple(after - before for before, after in pairwise(reached))


def _months(on: date, day: date) -> int:
    """Return how many months after a day another lies, begun ones counted; nought if before."""
    months = (day.year - on.year) * 12 + day.month - on.month + (day.day > on.day)
    return max(months, 0)
