"""A firm objects to a decision; somebody who took no part in it answers in time."""

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from api_world import live_in_the_example
from intake_world import (
    APPROVER,
    AT,
    BANK,
    OFFICER,
    ON,
    PRODUCT,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.applications.appeal import (
    AppealKnownOutsideError,
    AppealOutcome,
    AppealTooLateError,
    AppealUnreasonedError,
    NothingToAppealError,
)
from majung.applications.decision import (
    AuthorityExceededError,
    DecidedAgainError,
    DecisionKind,
    DocumentNumberMissingError,
    ReasonMissingError,
)
from majung.applications.firm import identity_key
from majung.applications.stages import Stage, StageNotReachableError, stage_spans
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.council.decision_record import decision_content, record_decision
from majung.operations.intake.appeal import AppealAnsweredError, answer_appeal, file_appeal
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import (
    answer_offer,
    approve_decision,
    expire,
    propose_decision,
)
from majung.operations.intake.products import ProductElsewhereError
from majung.operations.intake.reading_appeals import appealable, appeals_on
from majung.operations.intake.register import register_firm
from majung.operations.policy import NotPermittedError
from majung.reports.cells import written
from majung.reports.texts import said
from majung.store.access import Purpose, acting_for, acting_for_state
from majung.store.intake import applications
from majung.store.intake.decisions import OfferOutcome, offer_of
from majung.store.intake.limits import limit_of
from majung.store.parties.people import RoleHeld, add_person, grant_role
from majung.store.refusals import NotRecordedError, RecordedDifferentlyError
from majung.store.servicing.chain import verify_book
from majung.store.upkeep.digests import database_digest
from majung.values.identifiers import CorporateNumber
from majung.values.money import Money
from pages_world import signed_in

WAY = f"{PRODUCT}@{BANK}"
TOTAL = "ai-autonomous-manufacturing.preferential-loan-total"
SECOND = Actor("p-second", BANK, frozenset({Role.PROVIDER_APPROVER}))
WHY = "심사 뒤에 받은 신용등급을 반영해 주십시오"
FILED_ON = ON + timedelta(days=9)
ANSWERED_ON = FILED_ON + timedelta(days=12)
REFUSED = {"kind": DecisionKind.REFUSE, "granted": Money(0), "reason": "매출 근거 부족"}
REDUCED = {"kind": DecisionKind.REDUCE, "granted": Money(10**9), "reason": "설비 견적만큼"}


def _firm():
    return Actor(
        "p-firm", "", frozenset({Role.FIRM}), identity_key(asked().application.firm.identity)
    )


def _decided(**decision):
    """An office in which a bank refused or reduced what a firm asked for."""
    open_office()
    _second_approver()
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    _decide(number, "D-1", APPROVER, **decision)
    return number


def _decide(number, key, approver, **decision):
    way = "" if decision.get("kind") is DecisionKind.REFUSE else WAY
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, grant(number, **decision), way, quotes, key=key, on=ON, at=AT)
    return approve_decision(approver, key, on=ON, at=AT)


def _second_approver():
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        add_person(SECOND.person)
        grant_role(
            RoleHeld(
                person=SECOND.person,
                role=Role.PROVIDER_APPROVER.value,
                institution=BANK,
                from_on=date(2024, 1, 1),
                authority=Money(10 * 10**9),
            )
        )


def _file(**named):
    return file_appeal(_firm(), "D-1", WHY, **{"on": FILED_ON, "at": AT, **named})


def _answer(outcome, *, actor=SECOND, reason="기각 사유", document="이의-2024-3"):
    return answer_appeal(actor, "AP-D-1", outcome, reason, document=document, on=ANSWERED_ON, at=AT)


def _stages(number):
    with acting_for(BANK):
        return [step.stage for step in applications.steps_of(number, product=PRODUCT)]


def _reserved():
    with acting_for(BANK):
        return limit_of(TOTAL).reserved


def test_a_refusal_is_appealed_and_dismissed_and_the_days_are_counted(fresh_database):
    number = _decided(**REFUSED)

    filed = _file()
    kept = _answer(AppealOutcome.DISMISSED)

    assert (filed.filed_on, filed.due_on) == (FILED_ON, date(2024, 11, 11))
    assert kept.decision.decided_before == {OFFICER.person, APPROVER.person}
    assert _stages(number)[-3:] == [Stage.REFUSED, Stage.APPEALED, Stage.REFUSED]
    (file,) = appeals_on(_firm(), number, on=ANSWERED_ON)
    assert (file.outcome, file.days, file.days_left) == (AppealOutcome.DISMISSED, 12, None)
    with acting_for(BANK):
        spans = stage_spans(applications.steps_of(number, product=PRODUCT), on=ANSWERED_ON)
        assert [span.days for span in spans if span.stage is Stage.APPEALED] == [12]
        assert verify_book(f"{BANK}.lender").is_whole
        assert verify_book(f"{BANK}.lender").blocks == 2


def test_what_is_upheld_is_assessed_proposed_and_decided_anew_by_somebody_else(fresh_database):
    number = _decided(**REFUSED)
    _file()

    _answer(AppealOutcome.UPHELD, reason="새 등급을 반영함")

    assert _stages(number)[-1] is Stage.ASSESSMENT
    later = {"on": ANSWERED_ON, "at": AT}
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, grant(number), WAY, quotes, key="D-2", **later)
    with pytest.raises(DecidedAgainError):
        approve_decision(APPROVER, "D-2", **later)
    approved = approve_decision(SECOND, "D-2", **later)
    assert approved.decision.decided_before == {OFFICER.person, APPROVER.person}
    assert _reserved() == asked().application.request.amount


def test_a_reduced_offer_waits_for_the_answer_and_stands_when_the_appeal_is_dismissed(
    fresh_database,
):
    number = _decided(**REDUCED)
    _file()
    late = ON + timedelta(days=31)

    assert expire(CLOCKWORK, on=late, at=AT) == 0
    with pytest.raises(StageNotReachableError):
        answer_offer(_firm(), "D-1", OfferOutcome.ACCEPTED, on=FILED_ON, at=AT)
    _answer(AppealOutcome.DISMISSED)

    assert _stages(number)[-1] is Stage.OFFERED
    answered = answer_offer(_firm(), "D-1", OfferOutcome.ACCEPTED, on=ANSWERED_ON, at=AT)
    assert answered.outcome is OfferOutcome.ACCEPTED


def test_a_reduced_offer_ends_and_frees_its_room_when_the_appeal_is_upheld(fresh_database):
    _decided(**REDUCED)
    assert _reserved() == Money(10**9)
    _file()

    kept = _answer(AppealOutcome.UPHELD)

    assert _reserved() == Money(0)
    assert kept.decision.asked == asked().application.request.amount - Money(10**9)
    with acting_for(BANK):
        assert offer_of("D-1").outcome is OfferOutcome.WITHDRAWN


def test_who_took_part_in_the_decision_does_not_answer_the_appeal(fresh_database):
    _decided(**REFUSED)
    _file()
    proposer = replace(OFFICER, roles=APPROVER.roles)
    before = database_digest()

    for actor in (APPROVER, proposer):
        with pytest.raises(DecidedAgainError):
            _answer(AppealOutcome.DISMISSED, actor=actor)
    with pytest.raises(NotPermittedError):
        _answer(AppealOutcome.DISMISSED, actor=OFFICER)
    with pytest.raises(ProductElsewhereError):
        _answer(AppealOutcome.DISMISSED, actor=replace(SECOND, institution="shinhan"))

    assert database_digest() == before


def test_an_answer_is_reasoned_documented_and_within_the_authority(fresh_database):
    _decided(**REFUSED)
    _file()
    stranger = replace(SECOND, person="p-no-authority")

    with pytest.raises(ReasonMissingError):
        _answer(AppealOutcome.UPHELD, reason=" ")
    with pytest.raises(DocumentNumberMissingError):
        _answer(AppealOutcome.UPHELD, document="")
    with pytest.raises(AuthorityExceededError):
        _answer(AppealOutcome.UPHELD, actor=stranger)


def test_an_appeal_is_answered_once(fresh_database):
    _decided(**REFUSED)
    _file()
    _answer(AppealOutcome.DISMISSED)

    with pytest.raises(AppealAnsweredError):
        _answer(AppealOutcome.UPHELD)


def test_an_appeal_is_in_time_reasoned_and_about_what_was_refused(fresh_database):
    _decided(**REFUSED)
    before = database_digest()

    with pytest.raises(AppealTooLateError):
        _file(on=date(2024, 11, 3))
    with pytest.raises(AppealTooLateError):
        _file(on=date(2025, 1, 3), known_on=date(2025, 1, 2))
    with pytest.raises(AppealKnownOutsideError):
        _file(known_on=ON - timedelta(days=1))
    with pytest.raises(AppealUnreasonedError):
        file_appeal(_firm(), "D-1", "  ", on=FILED_ON, at=AT)
    with pytest.raises(NotPermittedError):
        file_appeal(OFFICER, "D-1", WHY, on=FILED_ON, at=AT)

    assert database_digest() == before
    assert _file(on=date(2024, 12, 1), known_on=date(2024, 11, 5)).due_on == date(2025, 1, 1)


def test_what_was_granted_whole_is_not_appealed(fresh_database):
    _decided()

    with pytest.raises(NothingToAppealError):
        _file()


def test_the_same_appeal_again_does_nothing_and_another_reason_is_another_appeal(fresh_database):
    _decided(**REFUSED)
    first = _file()
    before = database_digest()

    assert _file() == first
    assert database_digest() == before
    with pytest.raises(RecordedDifferentlyError):
        file_appeal(_firm(), "D-1", "다른 사유", on=FILED_ON, at=AT)


def test_another_firm_reads_and_appeals_nothing_of_it(fresh_database):
    number = _decided(**REFUSED)
    other = replace(
        asked().application.firm,
        identity=CorporateNumber.with_check_digit("999999000777"),
        sites=(),
    )
    register_firm(OFFICER, other, from_on=date(2024, 1, 1), at=AT)
    stranger = replace(_firm(), firm=identity_key(other.identity))

    with pytest.raises(NotRecordedError):
        file_appeal(stranger, "D-1", WHY, on=FILED_ON, at=AT)

    assert [each.decision.key for each in appealable(_firm(), number, on=FILED_ON)] == ["D-1"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_decision_record_shows_the_appeal_and_how_it_was_answered(fresh_database, language):
    _decided(**REFUSED)
    _file()
    _answer(AppealOutcome.DISMISSED, reason="등급은 이미 반영되어 있음")

    content = decision_content(APPROVER, "D-1", at=AT)
    answer = decision_content(APPROVER, "AP-D-1-1", at=AT)

    shown = {said(each.name, language): written(each.cell, language) for each in content.objections}
    assert list(shown.values())[2] == WHY
    assert {"ko": "12일", "en": "12 days"}[language] in shown.values()
    assert {"ko": "기각", "en": "dismissed"}[language] in shown.values()
    assert said(answer.kind, language) == {"ko": "기각", "en": "dismissed"}[language]
    for key in ("D-1", "AP-D-1-1"):
        assert record_decision(APPROVER, key, at=AT, language=language).content.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_firm_appeals_and_an_approver_answers_on_pages(fresh_database, language):
    live_in_the_example(_firm(), SECOND)
    number = _decided(**REFUSED)
    firm = signed_in(_firm(), language=language, is_granted=False)
    approver = signed_in(SECOND, language=language)
    at = quote(f"/applications/{number}")

    assert f"{at}/decisions/D-1/appeal".encode() in firm.get(at).content
    empty = firm.post(f"{at}/decisions/D-1/appeal", {"appeal-reason": ""})
    assert (empty.status_code, b'href="#id_appeal-reason"' in empty.content) == (409, True)
    sent = firm.post(f"{at}/decisions/D-1/appeal", {"appeal-reason": WHY})
    assert sent.status_code == 302, sent.content.decode()
    assert f"{at}/appeals/AP-D-1/answer".encode() in approver.get(at).content
    assert WHY.encode() in approver.get(f"{at}/appeals/AP-D-1/answer").content
    answered = approver.post(
        f"{at}/appeals/AP-D-1/answer",
        {"outcome": "dismissed", "answer-reason": "등급 반영됨", "document": "이의-3"},
    )
    assert answered.status_code == 302, answered.content.decode()
    assert "등급 반영됨".encode() in firm.get(at).content
    assert f"{at}/decisions/D-1/appeal".encode() not in firm.get(at).content
