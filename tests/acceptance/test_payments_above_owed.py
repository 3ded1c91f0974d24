"""A payment above all that is owed is refused on the contract's page, or kept where one says so."""

from datetime import date
from html import unescape

import pytest

from majung.contracts.facts import Fact, FactKind
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import LoanPaidAboveOwedError, record_facts
from majung.operations.servicing.record_on_loan import record_on_loan
from majung.store.upkeep.digests import database_digest
from pages_world import live_on, signed_in
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, moment, open_office

LOAN = "C-L1"
DAY = date(2024, 10, 2)


@pytest.fixture
def loan(fresh_database):
    """A loan that was drawn whole."""
    open_office(LOAN)
    drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
    record_facts(OFFICER, {LOAN: [drawn]}, on=SIGNED_ON, at=moment(SIGNED_ON))


def _file():
    return contract_file(OFFICER, LOAN, on=DAY, at=moment(DAY))


def _paid(amount, key="p1"):
    return Fact(DAY, FactKind.PREPAYMENT, key, amount)


def test_one_won_above_the_payoff_is_refused_and_writes_nothing(loan):
    owed = _file().payoff.total
    before = database_digest()

    with pytest.raises(LoanPaidAboveOwedError) as refusal:
        record_on_loan(OFFICER, LOAN, _paid(owed + 1), on=DAY, at=moment(DAY))

    assert f"{owed + 1:,} is more than the" in str(refusal.value).replace("KRW ", "")
    assert database_digest() == before
    record_on_loan(OFFICER, LOAN, _paid(owed), on=DAY, at=moment(DAY))
    assert (_file().payoff.total, _file().replay.state.overpaid) == (0, 0)
    # The same again does nothing, though nothing is owed any more.
    record_on_loan(OFFICER, LOAN, _paid(owed), on=DAY, at=moment(DAY))
    with pytest.raises(LoanPaidAboveOwedError):
        record_on_loan(OFFICER, LOAN, _paid(1, "p2"), on=DAY, at=moment(DAY))


def test_what_a_statement_tells_is_kept_as_it_happened(loan):
    owed = _file().payoff.total

    record_facts(OFFICER, {LOAN: [_paid(owed + 5)]}, on=DAY, at=moment(DAY))

    assert _file().replay.state.overpaid == 5


def test_the_page_refuses_with_what_is_owed_and_keeps_the_rest_where_one_says_so(loan):
    live_on(DAY, OFFICER)
    page = signed_in(OFFICER, is_granted=False)
    owed = _file().payoff.total
    sent = {
        "what": "prepayment", "amount": str(owed + 7), "effective-on": DAY.isoformat(),
        "excess": "refused",
    }  # fmt: skip

    refused = page.post(f"/contracts/{LOAN}/facts", sent)
    kept = page.post(f"/contracts/{LOAN}/facts", {**sent, "excess": "kept"})

    text = unescape(refused.content.decode())
    assert "갚을 돈" in text
    assert f'value="{owed + 7}"' in text, "what was written stays in the form"
    assert (refused.status_code, kept.status_code) == (409, 302)
    assert _file().replay.state.overpaid == 7
