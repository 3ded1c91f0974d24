"""Contracts come back as they were signed; what moves later is the next due day and the end."""

from dataclasses import replace
from datetime import date

import pytest

from majung.ledger import Books
from majung.store.access import acting_for
from majung.store.intake import programmes
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.store.servicing import contracts
from majung.store.servicing.contracts import ContractParty, Series, Servicing
from majung.store.servicing.endings import set_ended
from store_world import AT, ON, a_contract, a_loan, corporate, found_firm, found_institutions, state


@pytest.fixture
def bank(database):
    found_institutions()
    found_firm(1)
    with state():
        programmes.keep("p", "v1", {"a": b"b"}, at=AT)
    with acting_for("bank-a"):
        yield


def test_a_contract_comes_back_as_it_was_signed(bank):
    contract = a_contract(
        firm=corporate(1), programme="p", version="v1", product="loan", region="busan",
        series=Series.EXAMPLE,
        parties=(
            ContractParty("lender", "bank-a", "bank-a"),
            ContractParty("insurer", "bank-b", "bank-b"),
            ContractParty("partner", name="민간 출자자"),
        ),
    )  # fmt: skip

    contracts.sign([contract], at=AT)

    assert contracts.contract_of("L-1") == contract
    assert contract.books() == Books("L-1", "KRW", {"lender": "bank-a", "insurer": "bank-b"})


def test_signing_again_does_nothing_and_other_terms_are_refused(bank):
    contracts.sign([a_contract()], at=AT)
    contracts.sign([a_contract(), a_contract("L-2")], at=AT)

    assert [each.key for each in contracts.contracts_of()] == ["L-1", "L-2"]
    with pytest.raises(RecordedDifferentlyError):
        contracts.sign([a_contract(terms=a_loan(5))], at=AT)


def test_a_cover_names_the_loan_it_stands_on(bank):
    cover = a_contract("C-1", kind="cover", loan="L-1")
    contracts.sign([a_contract()], at=AT)
    contracts.sign([cover], at=AT)

    assert contracts.contract_of("C-1").loan == "L-1"
    assert contracts.covers_on(["L-1"]) == ("C-1",)


def test_contracts_are_found_by_what_they_are(bank):
    contracts.sign(
        [
            a_contract("L-1", firm=corporate(1), programme="p", version="v1", product="x"),
            a_contract("L-2", series=Series.EXAMPLE),
        ],
        at=AT,
    )

    def keys(**narrowed):
        return [each.key for each in contracts.contracts_of(**narrowed)]

    assert keys(firm=corporate(1)) == ["L-1"]
    assert keys(programme="p", product="x") == ["L-1"]
    assert keys(series=Series.EXAMPLE) == ["L-2"]
    assert keys(institution="bank-b") == []
    assert [each.key for each in contracts.contracts_by_keys(["L-2", "L-9"])] == ["L-2"]


def test_what_is_due_by_a_day_comes_by_key_in_chunks(bank):
    due = date(2024, 4, 4)
    contracts.sign(
        [
            a_contract("L-3", next_due_on=due),
            a_contract("L-1", next_due_on=ON),
            a_contract("L-2", next_due_on=date(2024, 4, 5)),
            a_contract("L-4", next_due_on=None),
            a_contract("L-5", next_due_on=due, servicing=Servicing.REPORTED),
        ],
        at=AT,
    )

    assert contracts.due_keys(on=due) == ("L-1", "L-3")
    assert contracts.due_keys(on=due, count_max=1) == ("L-1",)
    assert contracts.due_keys(on=due, after="L-1") == ("L-3",)


def test_the_next_due_day_moves_and_ends_with_the_contract(bank):
    contracts.sign([a_contract("L-1"), a_contract("L-2")], at=AT)

    contracts.set_next_due({"L-1": date(2024, 5, 4), "L-2": None})
    moved = [contracts.contract_of(key).next_due_on for key in ("L-1", "L-2")]
    contracts.set_next_due({"L-1": None})
    set_ended({"L-1": date(2024, 4, 30)})
    over = contracts.contract_of("L-1")
    set_ended({"L-1": None})

    assert moved == [date(2024, 5, 4), None]
    assert over == replace(a_contract("L-1"), next_due_on=None, ended_on=date(2024, 4, 30))
    assert over.last_on == date(2024, 4, 29)
    assert contracts.contract_of("L-1").ended_on is None


def test_a_contract_that_points_to_nothing_is_refused(bank):
    for wrong in ({"firm": corporate(9)}, {"programme": "p", "version": "v9"}, {"loan": "L-9"}):
        with pytest.raises(NotRecordedError):
            contracts.sign([a_contract(**wrong)], at=AT)
