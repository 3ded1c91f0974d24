"""Decisions, offers and appeals: kept whole, answered once, read by those they concern."""

from dataclasses import replace
from datetime import date

import pytest

from majung.applications.decision import Decision, DecisionKind, Override
from majung.applications.firm import identity_key
from majung.rules.findings import Verdict
from majung.store.access import acting_for, acting_for_firm
from majung.store.intake import appeals, applications, decisions, programmes
from majung.store.intake.appeals import Appeal
from majung.store.intake.applications import Application
from majung.store.intake.decisions import (
    KeptDecision,
    Offer,
    OfferAnsweredError,
    OfferOutcome,
)
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.store.servicing.chain import record_sealed, verify_book
from majung.values.money import Money
from store_world import AT, FINDING, ON, corporate, found_firm, found_institutions, state

FIRM = identity_key(corporate(1))
DECIDED = Decision(
    application="A-1", product="loan", institution="bank-a", kind=DecisionKind.REDUCE,
    asked=Money(100), granted=Money(80), proposed_by="p", decided_on=ON, document="문서-7",
    programme_version="v1", reason="한도", against=(("gate", Verdict.OPEN),),
    overrides=(Override("gate", Verdict.OPEN, "사유", "p"),),
)  # fmt: skip
KEPT = KeptDecision(
    key="D-1", subject_kind="application", subject="A-1", decision=DECIDED, approved_by="q",
    programme="p", known=(FINDING,), recorded_at=AT,
)  # fmt: skip
OFFER = Offer(
    key="O-1", application="A-1", institution="bank-a", programme="p", version="v1",
    product="loan", amount=Money(80), content=("terms", Money(80)), offered_on=ON,
    until_on=date(2024, 4, 3), decision="D-1",
)  # fmt: skip


@pytest.fixture
def world(database):
    found_institutions()
    found_firm(1)
    with state():
        programmes.keep("p", "v1", {"a": b"b"}, at=AT)
    with acting_for_firm(FIRM):
        applications.submit(
            Application(
                number="A-1", firm=corporate(1), submitted_on=ON, content={}, desks=("bank-a",)
            ),
            at=AT,
        )
    with acting_for("bank-a"):
        decisions.record_decision(KEPT)


def test_a_decision_comes_back_with_what_the_deciders_knew(world):
    with acting_for("bank-a"):
        assert decisions.decision_of("D-1") == KEPT
        assert decisions.decisions_on("A-1") == (KEPT,)
        assert decisions.decisions(first_on=ON, last_on=ON) == (KEPT,)
        assert decisions.decisions(first_on=date(2024, 3, 5), last_on=date(2024, 3, 9)) == ()


def test_the_firm_reads_the_decision_and_not_what_the_deciders_knew(world):
    with acting_for_firm(FIRM):
        assert decisions.decisions_on("A-1") == (replace(KEPT, known=None),)


def test_a_decision_is_recorded_once(world):
    with acting_for("bank-a"):
        first = decisions.record_decision(KEPT)
        again = decisions.record_decision(KEPT)

        assert first == again
        other = replace(KEPT, decision=replace(DECIDED, granted=Money(70)))
        with pytest.raises(RecordedDifferentlyError):
            decisions.record_decision(other)


def test_a_decision_is_sealed_once_in_the_book_of_its_institution(world):
    with acting_for("bank-a"):
        record_sealed(KEPT, book="bank-a")
        record_sealed(KEPT, book="bank-a")

        finding = verify_book("bank-a")

    assert (finding.blocks, finding.is_whole) == (1, True)


def test_an_offer_is_read_by_bank_and_firm_and_answered_once(world):
    with acting_for("bank-a"):
        decisions.make_offer(OFFER, at=AT)
        decisions.make_offer(OFFER, at=AT)
    accepted = replace(OFFER, outcome=OfferOutcome.ACCEPTED, ended_on=ON)

    with acting_for_firm(FIRM):
        assert decisions.offers_of("A-1") == (OFFER,)
        for _ in range(2):
            answer, _ = decisions.answer_offer("O-1", OfferOutcome.ACCEPTED, by="f", on=ON, at=AT)
            assert answer == accepted
        with pytest.raises(OfferAnsweredError):
            decisions.answer_offer("O-1", OfferOutcome.DECLINED, by="f", on=ON, at=AT)
    with acting_for("bank-a"):
        assert decisions.offer_of("O-1") == accepted
    with acting_for("bank-b"), pytest.raises(NotRecordedError):
        decisions.offer_of("O-1")


def test_offers_whose_day_is_over_and_nobody_answered_are_found(world):
    with acting_for("bank-a"):
        decisions.make_offer(OFFER, at=AT)
        decisions.make_offer(replace(OFFER, key="O-2", until_on=date(2024, 4, 4)), at=AT)
        decisions.make_offer(replace(OFFER, key="O-3"), at=AT)
        decisions.answer_offer("O-3", OfferOutcome.WITHDRAWN, by="b", on=ON, at=AT)

        found = decisions.open_offers(until_on=date(2024, 4, 3))

    assert [offer.key for offer in found] == ["O-1"]


def test_a_firm_appeals_and_the_institution_reads_why(world):
    appeal = Appeal(
        key="E-1", decision="D-1", reason="사유", filed_on=ON, known_on=ON,
        due_on=date(2024, 4, 4), application="A-1",
    )  # fmt: skip
    with acting_for_firm(FIRM):
        appeals.file_appeal(appeal, at=AT)
        appeals.file_appeal(appeal, at=AT)

    with acting_for("bank-a"):
        assert appeals.appeals() == (replace(appeal, institution="bank-a", recorded_at=AT),)
    with acting_for("bank-b"):
        assert appeals.appeals() == ()
