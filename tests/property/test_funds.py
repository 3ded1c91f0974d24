"""Whatever a fund is called, invests and regains through operations, nothing is lost or made."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import funds_world as world
from funds_world import EOK, FORMED, moment
from majung.contracts.fund_terms import PartnerClass
from majung.operations.acting import Actor, Role
from majung.operations.funds.call_capital import call_capital, pay_call
from majung.operations.funds.distribute import distribute, end_fund
from majung.operations.funds.form_fund import Formation, Partner, form_fund
from majung.operations.funds.invest import exit_investment, invest
from majung.operations.funds.reading import fund_file
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.ledger import trial_balance_of
from majung.values.rates import Ratio

POLICY, PRIVATE, GENERAL = "kdb", "private-partners", "fund-managers"
MANAGER = Actor("p-manager", GENERAL, frozenset({Role.FUND_MANAGER}))
STAKES = "kdb.fund-of-funds"
_number = iter(range(1_000_000))

parts = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
lives = st.fixed_dictionaries(
    {
        "size": st.integers(10 * EOK, 100 * EOK),
        "policy": st.integers(1, 30),
        "first_loss": st.integers(0, 1).map(lambda percent: Ratio.percent(str(percent))),
        "call": parts.filter(bool),
        "invested": st.lists(parts, min_size=1, max_size=2),
        "multiples": st.lists(st.integers(0, 400), min_size=2, max_size=2),
        "paid_out": parts,
    }
)


@given(lives)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_distributed_is_what_came_in_and_was_not_spent(fresh_database, life):
    number = next(_number)
    if number == 0:
        world.open_office()
    fund = f"F-{number}"
    before = world.balances(STAKES)
    _formed(fund, life)
    called = max(int(life["size"] * life["call"]), 1)
    acts = _Acts(fund)

    shares = call_capital(MANAGER, fund, called, **acts.at(1))
    assert sum(share.amount for share in shares) == called
    pay_call(MANAGER, fund, called, **acts.at(2))
    invested, proceeds = _invested_and_sold(fund, number, called, life, acts)

    on = FORMED + timedelta(days=600)
    cash = fund_file(MANAGER, fund, on=on, at=moment(on)).state.cash
    first = int(cash * life["paid_out"])
    given_out = distribute(MANAGER, fund, amount=first, **acts.at(600)) if first else ()
    assert sum(share.amount for share in given_out) == first
    assert all(share.amount >= 0 for share in given_out)
    last = end_fund(MANAGER, fund, **acts.at(800))

    file = fund_file(
        MANAGER, fund, on=FORMED + timedelta(days=800), at=moment(FORMED + timedelta(days=800))
    )
    state = file.state
    out = first + sum(share.amount for share in last)
    assert (state.cash, out) == (0, called + proceeds - invested - _fees_paid(file))
    assert out == state.distributed + state.carry
    paid_in = sum(partner.state.paid for partner in file.partners)
    assert paid_in == called
    for partner in file.partners:
        own = partner.state
        assert own.paid == own.capital_returned + own.capital_lost
    policy = next(each.state for each in file.partners if each.state.party == POLICY)
    assert _moved(before, world.balances(STAKES), "cash") == policy.distributed - policy.paid
    assert _moved(before, world.balances(STAKES), "stakes") == 0
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(FORMED)):
        assert all(trial_balance_of(book).differences == {} for book in (STAKES, f"{fund}.fund"))


class _Acts:
    """Keys and days of the acts on one fund."""

    def __init__(self, fund):
        self.fund = fund

    def at(self, days, key=""):
        on = FORMED + timedelta(days=days)
        return {"key": key or f"{self.fund}-{days}", "on": on, "at": moment(on)}


def _formed(fund, life):
    policy = life["size"] * life["policy"] // 100
    general = -(-life["size"] * 2 // 100)
    private = life["size"] - policy - general
    formation = Formation(
        programme="ai-policy-finance",
        product="ai-korea-fund",
        partners=(
            Partner(POLICY, PartnerClass.POLICY, policy),
            Partner(PRIVATE, PartnerClass.PRIVATE, private, is_institution=False),
            Partner(GENERAL, PartnerClass.GENERAL, general),
        ),
        first_loss=life["first_loss"],
    )
    form_fund(MANAGER, fund, formation, on=FORMED, at=moment(FORMED))


def _invested_and_sold(fund, number, called, life, acts):
    """Invest in fresh companies and sell them; return what went out and what came back."""
    invested = proceeds = 0
    # Fees of four years at most leave enough for what is invested.
    room = called * 9 // 10
    for turn, (share, multiple) in enumerate(
        zip(life["invested"], life["multiples"], strict=False)
    ):
        amount = int((room - invested) * share)
        if not amount:
            continue
        company = world.a_company(1_000 * (number + 1) + turn)
        invest(MANAGER, fund, company, amount, **acts.at(3, f"i-{turn}"))
        sold = amount * multiple // 100
        exit_investment(MANAGER, fund, company, sold, **acts.at(500, f"x-{turn}"))
        invested, proceeds = invested + amount, proceeds + sold
    return invested, proceeds


def _fees_paid(file):
    return file.state.fees_charged - file.state.fees_unpaid


def _moved(before, after, name):
    return after.get(name, 0) - before.get(name, 0)
