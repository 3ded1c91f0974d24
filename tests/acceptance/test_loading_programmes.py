"""An administrator takes the programmes of the shelf in."""

from datetime import UTC, datetime

import pytest

from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.intake.load_programmes import (
    ProgrammeUnreadableError,
    load_programme,
    load_shelf,
)
from majung.operations.policy import NotPermittedError
from majung.operations.supply.load_plans import load_plans
from majung.programmes import shipped_files
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.limits import limits_of
from majung.store.parties.institutions import (
    SUPPLIER,
    Institution,
    institution,
    institutions,
    register,
)
from majung.store.refusals import RecordedDifferentlyError
from majung.store.servicing.books import books

AT = datetime(2024, 1, 2, tzinfo=UTC)


def test_the_shelf_is_taken_in_with_its_bodies_books_and_limits(fresh_database):
    taken = load_shelf(CLOCKWORK, at=AT)

    with acting_for_state(Purpose.ADMINISTRATION, person="clockwork", at=AT):
        assert [each.is_new for each in taken] == [True] * 4
        assert "ksure" in {body.key for body in institutions()}
        assert [name.name.ko for name in institution("motie").names] == [
            "산업통상자원부",
            "산업통상부",
        ]
        assert {"ksure.insurer", "kdb.lender", "hana.lender"} <= {book.key for book in books()}
        caps = {
            limit.key: limit.cap for limit in limits_of(programme="ai-autonomous-manufacturing")
        }
        assert caps["ai-autonomous-manufacturing.ai-plus-total"].minor == 10 * 10**12
        assert "ai-autonomous-manufacturing.preferential-loan-bank:hana" in caps


def test_taking_the_same_version_in_again_does_nothing(fresh_database):
    load_shelf(CLOCKWORK, at=AT)

    assert [each.is_new for each in load_shelf(CLOCKWORK, at=AT)] == [False] * 4


def test_a_programme_with_problems_is_not_taken_in(fresh_database):
    files = dict(shipped_files("kexim-ax"))
    files["programme.yaml"] = files["programme.yaml"].replace(b"currency: KRW", b"currancy: KRW")

    with pytest.raises(ProgrammeUnreadableError) as refused:
        load_programme(CLOCKWORK, files, at=AT)

    assert "programme.yaml:" in str(refused.value)
    with acting_for_state(Purpose.ADMINISTRATION, person="clockwork", at=AT):
        assert institutions() == ()


def test_an_officer_takes_no_programme_in(fresh_database):
    officer = Actor("p1", "kdb", frozenset({Role.PROVIDER_OFFICER}))

    with pytest.raises(NotPermittedError):
        load_shelf(officer, at=AT)


def test_a_body_met_first_as_a_supplier_of_a_plan_becomes_what_a_programme_calls_it(
    fresh_database,
):
    names = (DatedName(AT.date(), Label("신용보증재단", "a guarantee foundation")),)
    with acting_for_state(Purpose.ADMINISTRATION, person="clockwork", at=AT):
        register(Institution("ksure", SUPPLIER, names))

    load_shelf(CLOCKWORK, at=AT)

    with acting_for_state(Purpose.ADMINISTRATION, person="clockwork", at=AT):
        assert institution("ksure").kind == "insurer"
        register(Institution("ksure", SUPPLIER, names))
        assert institution("ksure").kind == "insurer"
        with pytest.raises(RecordedDifferentlyError):
            register(Institution("ksure", "ministry", names))


@pytest.mark.parametrize("first", [load_plans, load_shelf])
def test_plans_and_programmes_are_taken_in_in_either_order(fresh_database, first):
    first(CLOCKWORK, at=AT)
    load_shelf(CLOCKWORK, at=AT)
    load_plans(CLOCKWORK, at=AT)

    with acting_for_state(Purpose.ADMINISTRATION, person="clockwork", at=AT):
        kinds = {body.key: body.kind for body in institutions()}
    assert {kinds[key] for key in ("kdb", "ibk", "ksure")} == {"lender", "insurer"}
