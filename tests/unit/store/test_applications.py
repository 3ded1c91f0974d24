"""Applications keep their form, lie on desks, and walk their stages one step at a time."""

from dataclasses import replace
from datetime import date

import pytest

from majung.applications.firm import identity_key
from majung.applications.stages import Stage, StageNotReachableError, Step
from majung.store.access import acting_for, acting_for_firm
from majung.store.intake import applications
from majung.store.intake.applications import Application
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.values.money import Money
from store_world import AT, ON, corporate, found_firm, found_institutions

FORM = {"amount": Money(5_000), "uses": frozenset({"facility"}), "start_on": ON}
PAPER = Application(
    number="A-1", firm=corporate(1), submitted_on=ON, content=FORM, received_by="bank-a",
    desks=("bank-a",),
)  # fmt: skip


@pytest.fixture
def world(database):
    found_institutions()
    found_firm(1)


def test_an_application_comes_back_as_it_was_handed_in(world):
    with acting_for("bank-a"):
        applications.submit(PAPER, at=AT)
        applications.submit(PAPER, at=AT)

        assert applications.application("A-1") == PAPER
        assert applications.locked("A-1") == PAPER
        assert applications.applications(firm=corporate(1)) == (PAPER,)


def test_a_number_belongs_to_one_application(world):
    with acting_for("bank-a"):
        applications.submit(PAPER, at=AT)

        with pytest.raises(RecordedDifferentlyError):
            applications.submit(replace(PAPER, content={}), at=AT)


def test_the_receiving_bank_can_lay_it_before_another(world):
    with acting_for("bank-a"):
        applications.submit(PAPER, at=AT)
        applications.lay_before("A-1", ["bank-b"], at=AT)
        applications.lay_before("A-1", ["bank-b"], at=AT)

    with acting_for("bank-b"):
        assert [each.number for each in applications.applications()] == ["A-1"]


def test_the_firm_reads_its_application_and_may_send_it_itself(world):
    sent = replace(PAPER, received_by="")
    with acting_for_firm(identity_key(corporate(1))):
        applications.submit(sent, at=AT)

        assert applications.application("A-1") == sent


def test_what_lies_on_no_desk_of_a_bank_is_refused_like_what_is_not_there(world):
    with acting_for("bank-a"):
        applications.submit(PAPER, at=AT)

    with acting_for("bank-b"):
        refusals = []
        for number in ("A-1", "A-9"):
            with pytest.raises(NotRecordedError) as refusal:
                applications.application(number)
            refusals.append(refusal.value.message.kind)
    assert refusals == ["not-recorded", "not-recorded"]


def test_an_application_walks_its_stages_for_each_product(world):
    submitted = Step(Stage.SUBMITTED, ON, "p")
    assessed = Step(Stage.ASSESSMENT, date(2024, 3, 6), "q")
    with acting_for("bank-a"):
        applications.submit(PAPER, at=AT)
        applications.take_step("A-1", submitted, at=AT)
        taken = applications.take_step("A-1", assessed, at=AT, product="loan")

        assert taken == (submitted, assessed)
        assert applications.steps_of("A-1", product="loan") == taken
        assert applications.steps_of("A-1") == (submitted,)
        assert applications.products_stepped("A-1") == ("", "loan")
        assert applications.applications(stage=Stage.ASSESSMENT) == (PAPER,)
        assert applications.applications(stage=Stage.OFFERED) == ()


def test_a_step_out_of_order_is_not_taken(world):
    with acting_for("bank-a"):
        applications.submit(PAPER, at=AT)

        with pytest.raises(StageNotReachableError):
            applications.take_step("A-1", Step(Stage.SIGNED, ON, "p"), at=AT)
        assert applications.steps_of("A-1") == ()
