"""The secretariat drafts the council's pack, freezes it, and corrects it by another pack."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

import claims_world
from intake_world import APPROVER, BANK, PRODUCT, apply, asked, grant, open_office, state_everything
from intake_world import AT as THEN
from intake_world import OFFICER as INTAKE_OFFICER
from intake_world import ON as OCTOBER
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.notify_default import notify_default
from majung.operations.council.contents import Meeting
from majung.operations.council.decision_record import decision_content, record_decision
from majung.operations.council.draft_pack import draft_pack, restate_pack
from majung.operations.council.freeze_pack import freeze_pack, preview_pack, rerender_pack
from majung.operations.council.reading import pack_document, pack_file, pack_list
from majung.operations.council.register_figures import (
    contradicting_figures,
    figure_history,
    register_figures,
)
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import approve_decision, propose_decision
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.policy import NotPermittedError
from majung.operations.supply.load_plans import load_plan, load_plans
from majung.operations.supply.reading import Wanted
from majung.programmes import shelf
from majung.programmes.supply_plan_files import shipped_plan_files
from majung.reports.cells import written
from majung.reports.model import Marking
from majung.reports.texts import said
from majung.rules.citations import Label
from majung.store.council.packs import PackFrozenError, PackNotFrozenError
from majung.store.refusals import NotRecordedError
from majung.supply.figures import Definition, Figure

AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
LATER = datetime(2024, 7, 20, 1, 0, tzinfo=UTC)
ON = date(2024, 7, 4)
SECRETARY = Actor("secretary", "fsc", frozenset({Role.SECRETARIAT}))
OFFICER = Actor("officer", "kdb", frozenset({Role.PROVIDER_OFFICER}))
AUDITOR = Actor("auditor", "fsc", frozenset({Role.AUDITOR}))
MEETING = Meeting(
    key="council-pack-2024-05",
    number="협의회-2024-07",
    name=Label("제7차 정책금융지원협의회", "7th Policy Finance Support Council"),
    held_on=ON,
    reading=Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31)),
)
PACE_FIGURE = "five-sectors-2024.total.pace"


@pytest.fixture
def office(fresh_database):
    """An office with the programmes of the shelf and the plans of the council."""
    load_shelf(CLOCKWORK, at=AT)
    load_plans(CLOCKWORK, at=AT)


def test_a_pack_is_drafted_frozen_and_printed_again_to_the_same_byte(office):
    drafted = draft_pack(SECRETARY, MEETING, at=AT)

    assert drafted.frozen_at is None
    assert preview_pack(SECRETARY, MEETING.key).content.startswith(b"%PDF")

    frozen = freeze_pack(SECRETARY, MEETING.key, on=ON, at=AT)

    assert [document.name for document in frozen.documents] == [
        "council-pack-2024-05.hwpx",
        "council-pack-2024-05.json",
        "council-pack-2024-05.pdf",
        "council-pack-2024-05.xlsx",
    ]
    assert frozen.contradictions == ()
    assert rerender_pack(SECRETARY, MEETING.key).differing == ()
    assert freeze_pack(SECRETARY, MEETING.key, on=ON, at=LATER) == frozen

    page = pack_file(SECRETARY, MEETING.key)
    assert page.is_whole
    assert page.paper.content.total.pace == Fraction(545, 1024)
    assert page.paper.content.elapsed == Fraction(5, 12)
    assert Marking.DRAFT not in page.report.markings
    assert {release.figure.key for release in page.releases} == {
        figure.key for figure in page.paper.figures
    }
    assert figure_history(SECRETARY, PACE_FIGURE)[0].figure.value == Fraction(545, 1024)


def test_a_draft_is_the_secretariats_own_and_a_frozen_pack_is_everybodys(office):
    draft_pack(SECRETARY, MEETING, at=AT)
    with pytest.raises(NotRecordedError):
        pack_file(OFFICER, MEETING.key)

    freeze_pack(SECRETARY, MEETING.key, on=ON, at=AT)

    assert [pack.key for pack in pack_list(OFFICER)] == [MEETING.key]
    document = pack_document(OFFICER, MEETING.key, "council-pack-2024-05.pdf")
    assert document.content.startswith(b"%PDF")
    with pytest.raises(NotPermittedError):
        draft_pack(OFFICER, MEETING, at=AT)


def test_a_frozen_pack_cannot_be_drafted_again(office):
    draft_pack(SECRETARY, MEETING, at=AT)
    freeze_pack(SECRETARY, MEETING.key, on=ON, at=AT)

    with pytest.raises(PackFrozenError):
        draft_pack(SECRETARY, MEETING, at=LATER)


def test_a_correction_is_a_new_pack_that_shows_what_it_restates(office):
    draft_pack(SECRETARY, MEETING, at=AT)
    correction = replace(MEETING, key="council-pack-2024-05-b", number="협의회-2024-07-1")
    reason = Label("산업은행 5월 실적 정정", "KDB corrected its supply of May")
    with pytest.raises(PackNotFrozenError):
        restate_pack(SECRETARY, correction, corrects=MEETING.key, reason=reason, at=LATER)
    freeze_pack(SECRETARY, MEETING.key, on=ON, at=AT)
    files = dict(shipped_plan_files("five-sectors-2024"))
    corrected = files["published.yaml"].replace(b"amount: 54.5", b"amount: 54.6")
    load_plan(SECRETARY, {**files, "published.yaml": corrected}, at=LATER)

    restate_pack(SECRETARY, correction, corrects=MEETING.key, reason=reason, at=LATER)
    frozen = freeze_pack(SECRETARY, correction.key, on=date(2024, 7, 20), at=LATER)

    page = pack_file(SECRETARY, correction.key)
    assert frozen.pack.corrects == MEETING.key
    assert page.paper.content.restates == MEETING.number
    assert page.report.markings == (Marking.CORRECTION,)
    restated = [line.restated.trace for line in page.paper.content.restatements]
    assert restated == [
        "five-sectors-2024.total.supplied",
        "five-sectors-2024.total.pace",
        "five-sectors-2024.total.gap",
        "five-sectors-2024.institutions-sum",
    ]
    assert [release.figure.key for release in frozen.contradictions] == restated
    before = pack_file(SECRETARY, MEETING.key)
    assert before.is_whole
    assert before.paper.content.total.pace == Fraction(545, 1024)


def test_a_letter_that_says_otherwise_than_the_pack_is_flagged(office):
    draft_pack(SECRETARY, MEETING, at=AT)
    freeze_pack(SECRETARY, MEETING.key, on=ON, at=AT)
    headline = Figure(
        PACE_FIGURE, Definition.PACE, Fraction(534, 1000), date(2024, 5, 31), "reported", "press"
    )

    registered = register_figures(
        SECRETARY, (headline,), document="금융위-2024-1234", on=ON, at=LATER
    )

    assert [each.contradicts for each in registered.contradictions] == [MEETING.key]
    assert contradicting_figures(OFFICER) == registered.contradictions


def test_the_record_of_a_decision_says_what_was_known_checked_and_decided(fresh_database):
    open_office()
    number = apply()
    state_everything()
    assess(INTAKE_OFFICER, number, on=OCTOBER, at=THEN)
    quotes = tuple(asked().quotes.values())
    propose_decision(
        INTAKE_OFFICER, grant(number), f"{PRODUCT}@{BANK}", quotes, key="D-1", on=OCTOBER, at=THEN
    )
    approve_decision(APPROVER, "D-1", on=OCTOBER, at=THEN)

    record = record_decision(INTAKE_OFFICER, "D-1", at=LATER)
    content = decision_content(INTAKE_OFFICER, "D-1", at=LATER)

    assert record.content.startswith(b"%PDF")
    assert record == record_decision(AUDITOR, "D-1", at=LATER)
    assert (content.number, content.granted) == ("D-1", grant(number).granted)
    known = {said(fact.name, "ko"): written(fact.value, "ko") for fact in content.known}
    assert known["임금체불"] == "아니요"
    assert known["신청 금액"] == "60억 원"
    assert [said(outline.caption, "ko") for outline in content.checked] == ["요건 심사"]
    assert [said(each.act, "ko") for each in content.signatures] == ["상신", "승인"]
    assert content.programme_version.version == shelf()["ai-autonomous-manufacturing"].version


def test_a_firm_reads_no_record_of_a_decision(fresh_database):
    firm = Actor("owner", "", frozenset({Role.FIRM}), firm="corporate:110111-0000015")

    with pytest.raises(NotPermittedError):
        decision_content(firm, "D-1", at=AT)


def test_the_record_of_a_claim_shows_what_was_lost_and_payable(fresh_database):
    claims_world.open_office()
    claims_world.lend()
    called = Fact(date(2024, 12, 2), FactKind.DEFAULT, "called")
    claims_world.tell_loan(date(2024, 12, 2), called)
    notify_default(
        claims_world.BANK_OFFICER,
        claims_world.COVER,
        key="n1",
        cause="bankruptcy",
        defaulted_on=date(2024, 12, 2),
        on=date(2024, 12, 2),
        at=claims_world.moment(date(2024, 12, 2)),
    )
    decided_on = date(2024, 12, 20)
    when = claims_world.moment(decided_on)
    claim = file_claim(
        claims_world.BANK_OFFICER, claims_world.COVER, key="c1", on=decided_on, at=when
    )
    propose_claim_decision(
        claims_world.OFFICER, claims_world.COVER, "c1", key="D-c1", accepted=claim.payable,
        document="보상부-12", on=decided_on, at=when,
    )  # fmt: skip
    approve_claim_decision(claims_world.APPROVER, "D-c1", on=decided_on, at=when)

    content = decision_content(claims_world.OFFICER, "D-c1", at=when)

    known = {said(fact.name, "ko"): fact.value.value for fact in content.known}
    assert known["청구한 손해액"].minor == claim.loss
    assert known["지급 가능액"].minor == claim.payable
    assert content.document == "보상부-12"
    assert record_decision(claims_world.OFFICER, "D-c1", at=when).content.startswith(b"%PDF")
