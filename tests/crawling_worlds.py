"""Offices with things in them, for whoever goes through every page of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import claims_world
import funds_world
import intake_world
import reported_world
import servicing_world
import supply_world
from api_world import live_in_the_example
from example_lists import business_number
from majung.applications.decision import DecisionKind
from majung.applications.firm import identity_key
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.claims.decide_claim import approve_claim_decision, propose_claim_decision
from majung.operations.claims.file_claim import file_claim
from majung.operations.claims.notify_default import notify_default
from majung.operations.claims.pay_claim import pay_claim
from majung.operations.claims.record_recovery import record_recovery
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import freeze_pack
from majung.operations.intake.appeal import file_appeal
from majung.operations.intake.approve_list import approve_recommendations
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.name_institution import name_institution
from majung.operations.intake.recommend import open_round, take_recommendations
from majung.operations.intake.room import hold_room
from majung.operations.jobs.working import tasks_at, work_once
from majung.operations.risk.examples import example_file
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.places import Place
from majung.operations.risk.runs import RunWanted, ask_for_risk_run
from majung.operations.risk.studies import allocate_now_or_later, compare_now_or_later
from majung.operations.servicing.close_day import close_until
from majung.operations.servicing.record_facts import record_facts
from majung.operations.servicing.sign import sign
from majung.operations.supply.reading import Wanted
from majung.operations.supply.take_monthly_report import take_monthly_report
from majung.programmes import shelf
from majung.programmes.parties import DatedName
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.decisions import OfferOutcome
from majung.store.parties.firms import register
from majung.store.parties.institutions import Institution
from majung.store.parties.people import add_person
from majung.store.servicing.facts import record_facts as keep_facts
from majung.store.upkeep.closes import begin_close, end_close
from majung.values.calendars import calendar_of
from majung.values.money import Money
from store_world import a_firm, corporate

DEFAULTED, CLAIMED = date(2025, 6, 2), date(2025, 9, 2)
DESK = f"/contracts/{claims_world.COVER}/desk"
AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
RECOMMENDER = Actor("p-motie", "motie", frozenset({Role.RECOMMENDER}))
DIRECTOR = Actor("p-director", "motie", frozenset({Role.RECOMMENDATION_APPROVER}))
ADMINISTRATOR = Actor("p-admin", "office", frozenset({Role.ADMINISTRATOR}))
#: Addresses that show no page: they answer a machine, or change who looks.
WITHOUT_A_PAGE = frozenset(
    {"health", "healthz", "metrics", "sign-in", "sign-out", "language", "place"}
)


@dataclass(frozen=True)
class Visitor:
    """Somebody who goes through the office, and where they begin."""

    actor: Actor
    start: str = "/"
    is_granted: bool = False


def of_council() -> tuple[Visitor, ...]:
    """A frozen pack, a draft, a monthly report, two contracts."""
    supply_world.open_office()
    supply_world.live(
        supply_world.loan("L-1", "ibk", "ai-am-preferential-loan"),
        supply_world.cover("C-1", "L-1"),
        supply_world.loan("L-2", "kdb", "kdb-ai-low-rate-loan"),
    )
    for key in ("council-pack-2024-05", "council-pack-2024-05-b"):
        meeting = Meeting(
            key=key,
            number=key,
            name=Label("제7차", "7th"),
            held_on=AT.date(),
            reading=Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31)),
        )
        draft_pack(supply_world.SECRETARY, meeting, at=AT)
    freeze_pack(supply_world.SECRETARY, "council-pack-2024-05", on=AT.date(), at=AT)
    lines = [f"KDB,2024-06,{number},대출,경남,{number},0" for number in range(1, 6)]
    headings = "기관,기준월,분야,상품,지역,공급액(억원),기한연장(억원)"
    take_monthly_report(
        supply_world.KDB_OFFICER,
        plan="five-sectors-2024",
        name="월보.csv",
        content="\n".join((headings, *lines)).encode(),
        on=AT.date(),
        at=AT,
    )
    return (
        Visitor(supply_world.SECRETARY, "/reports/?plan=five-sectors-2024"),
        Visitor(supply_world.AUDITOR),
        Visitor(supply_world.KDB_OFFICER),
        Visitor(supply_world.SECRETARY, "/supply/?plan=five-sectors-2024", is_granted=True),
        Visitor(supply_world.SECRETARY, is_granted=True),
    )


def of_intake() -> tuple[Visitor, ...]:
    """An application that was assessed and of which a proposal waits."""
    intake_world.open_office()
    number = intake_world.apply()
    intake_world.state_everything()
    assess(intake_world.OFFICER, number, on=intake_world.ON, at=intake_world.AT)
    _proposed(number)
    firm = identity_key(intake_world.asked().application.firm.identity)
    return (
        Visitor(intake_world.OFFICER, is_granted=True),
        Visitor(intake_world.APPROVER, is_granted=True),
        Visitor(Actor("p-firm", "", frozenset({Role.FIRM}), firm)),
    )


def _proposed(
    number: str, *, way: str = f"{intake_world.PRODUCT}@{intake_world.BANK}", **changes: object
) -> None:
    quotes = tuple(intake_world.asked().quotes.values())
    propose_decision(
        intake_world.OFFICER,
        intake_world.grant(number, **changes),
        way,
        quotes,
        key="D-1",
        on=intake_world.ON,
        at=intake_world.AT,
    )


def of_offer() -> tuple[Visitor, ...]:
    """An application of which an offer waits for its answer."""
    visitors = of_intake()
    approve_decision(intake_world.APPROVER, "D-1", on=intake_world.ON, at=intake_world.AT)
    return visitors


def of_acceptance() -> tuple[Visitor, ...]:
    """An accepted offer that waits to be signed."""
    visitors = of_offer()
    answer_offer(
        intake_world.OFFICER,
        "D-1",
        OfferOutcome.ACCEPTED,
        on=intake_world.ON,
        at=intake_world.AT,
    )
    return visitors


def of_contract() -> tuple[Visitor, ...]:
    """A signed contract whose conditions are open."""
    visitors = of_acceptance()
    sign(intake_world.OFFICER, "D-1", on=intake_world.ON, at=intake_world.AT)
    return visitors


def of_refusal() -> tuple[Visitor, ...]:
    """A refused application, and another approver of the same bank."""
    second = Actor("p-second", intake_world.BANK, frozenset({Role.PROVIDER_APPROVER}))
    firm = _firm()
    live_in_the_example(intake_world.OFFICER, intake_world.APPROVER, second, firm)
    intake_world.open_office()
    number = intake_world.apply()
    intake_world.state_everything()
    assess(intake_world.OFFICER, number, on=intake_world.ON, at=intake_world.AT)
    _proposed(number, way="", kind=DecisionKind.REFUSE, granted=Money(0), reason="매출 근거 부족")
    approve_decision(intake_world.APPROVER, "D-1", on=intake_world.ON, at=intake_world.AT)
    return (Visitor(firm), Visitor(second))


def _firm() -> Actor:
    firm = identity_key(intake_world.asked().application.firm.identity)
    return Actor("p-firm", "", frozenset({Role.FIRM}), firm)


def of_appeal() -> tuple[Visitor, ...]:
    """A refused application whose firm objected."""
    visitors = of_refusal()
    file_appeal(_firm(), "D-1", "새 등급", on=intake_world.ON, at=intake_world.AT)
    return visitors


def of_room() -> tuple[Visitor, ...]:
    """A firm for which room is held."""
    live_in_the_example(intake_world.OFFICER)
    intake_world.open_office()
    intake_world.apply()
    hold_room(
        intake_world.OFFICER,
        intake_world.asked().application.firm.identity,
        intake_world.PRODUCT,
        Money(10**9),
        key="H-1",
        on=intake_world.ON,
        at=intake_world.AT,
    )
    firm = intake_world.asked().application.firm.identity
    return (Visitor(intake_world.OFFICER, f"/firms/{firm}", is_granted=True),)


def of_recommendations() -> tuple[Visitor, ...]:
    """A round with a list that was approved and one that waits, one row of it bad."""
    load_shelf(CLOCKWORK, at=intake_world.AT)
    _registered(1, 2)
    programme = shelf()["ai-autonomous-manufacturing"]
    rule = programme.recommendations[0].key
    open_round(RECOMMENDER, programme, rule, key="R-1", opens_on=date(2024, 9, 24), at=AT)
    approved = _listed(1)
    approve_recommendations(DIRECTOR, approved, "공문-1", on=intake_world.ON, at=intake_world.AT)
    _listed(2, 3)
    return (Visitor(RECOMMENDER), Visitor(DIRECTOR))


def _registered(*numbers: int) -> None:
    with acting_for_state(Purpose.INTAKE, person="test", at=AT):
        for number in numbers:
            register(a_firm(number, f"예시기업 {number}"), from_on=date(2020, 1, 1), at=AT)


def _listed(*numbers: int) -> str:
    lines = ["기업명,법인등록번호,사업자등록번호,추천일"]
    lines += [
        f"예시기업 {number},{corporate(number)},{business_number(number)},2024-10-01"
        for number in numbers
    ]
    content = "\n".join(lines).encode()
    taken = take_recommendations(
        RECOMMENDER,
        "R-1",
        "명단.csv",
        content,
        programmes=tuple(shelf().values()),
        on=intake_world.ON,
        at=intake_world.AT,
    )
    return taken.proposal.key


def of_administration() -> tuple[Visitor, ...]:
    """An office with an administrator and somebody to look after."""
    intake_world.open_office()
    called = (DatedName(date(2024, 1, 1), Label("예시 운영사무국", "Example office")),)
    for kind in ("operator", "supplier", "kind-of-another-system"):
        named = Institution("office" if kind == "operator" else kind, kind, called)
        name_institution(ADMINISTRATOR, named, at=intake_world.AT)
    return (Visitor(ADMINISTRATOR),)


def of_servicers() -> tuple[Visitor, ...]:
    """Loans that a bank's own system reports, with a difference."""
    reported_world.open_reported("C-R1", "C-R2")
    wrong = (*reported_world.SEPTEMBER[:-1], "1100000000")
    reported_world.taken(*reported_world.rows_of("C-R1", wrong))
    return (
        Visitor(servicing_world.OFFICER),
        Visitor(supply_world.AUDITOR),
    )


def of_closes(*contradictory: str) -> tuple[Visitor, ...]:
    """A loan nobody pays, and some that cannot be replayed, closed past a month's end."""
    loans, drawn_on = (servicing_world.LOAN, *contradictory), servicing_world.SIGNED_ON
    moment, until = servicing_world.moment, date(2024, 12, 2)
    officer, principal = servicing_world.OFFICER, servicing_world.PRINCIPAL
    servicing_world.open_office(*loans)
    for key in loans:
        drawn = Fact(drawn_on, FactKind.DRAWDOWN, "d1", principal)
        record_facts(officer, {key: [drawn]}, on=drawn_on, at=moment(drawn_on), posts=False)
    twice = Fact(drawn_on, FactKind.DRAWDOWN, "d2", principal)
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(drawn_on)):
        for key in contradictory:
            keep_facts({key: [twice]}, by="import", at=moment(drawn_on))
    close_until(CLOCKWORK, until=until, first=drawn_on, calendar=calendar_of("KR"), moment=moment)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=moment(until)):
        add_person(servicing_world.OFFICER.person, is_example=True)
    return (Visitor(servicing_world.OFFICER, "/closes/"),)


def of_cover() -> tuple[Visitor, ...]:
    """A loan that is drawn under a cover."""
    people = (claims_world.BANK_OFFICER, claims_world.OFFICER, claims_world.APPROVER)
    _live_on(claims_world.START, *people)
    claims_world.open_office()
    claims_world.lend()
    at = claims_world.moment(claims_world.START)
    wanted = RunWanted(on=claims_world.START, settings=LossSettings(scenarios=64))
    ask_for_risk_run(claims_world.BANK_OFFICER, "R-1", wanted, at=at)
    cells = example_file("allocation", "cells.yaml")
    firms = example_file("design", "firms.csv")
    grid = b"grid: {cover: [80 %], cut: [1 %p]}\nscenarios: 100 scenarios\n"
    bank = claims_world.BANK_OFFICER
    allocate_now_or_later(bank, ("cells.yaml", cells), None, later=True, at=at)
    compare_now_or_later(bank, ("firms.csv", firms), ("d.yaml", grid), later=True, at=at)
    while work_once("test", clock=lambda: at, tasks=tasks_at(Place.LOCAL)):
        pass
    return tuple(
        Visitor(actor, DESK, is_granted=actor is not claims_world.BANK_OFFICER) for actor in people
    )


def of_default() -> tuple[Visitor, ...]:
    """The loan is in default and the insurer was told; the waiting is over."""
    visitors = of_cover()
    _live_on(DEFAULTED)
    fact = Fact(DEFAULTED, FactKind.DEFAULT, "default-1")
    claims_world.tell_loan(DEFAULTED, fact)
    notify_default(
        claims_world.BANK_OFFICER,
        claims_world.COVER,
        key="notice-1",
        cause="arrears",
        defaulted_on=DEFAULTED,
        on=DEFAULTED,
        at=claims_world.moment(DEFAULTED),
    )
    _live_on(CLAIMED)
    return visitors


def of_claim() -> tuple[Visitor, ...]:
    """The bank claims."""
    visitors = of_default()
    file_claim(claims_world.BANK_OFFICER, claims_world.COVER, key="claim-1", **_when())
    return visitors


def of_claim_decision() -> tuple[Visitor, ...]:
    """A decision about the claim waits for a second person."""
    visitors = of_claim()
    propose_claim_decision(
        claims_world.OFFICER,
        claims_world.COVER,
        "claim-1",
        key="decision-1",
        accepted=9 * 10**8,
        document="보상-1",
        reason="자금 용도 확인 지연",
        **_when(),
    )
    return visitors


def of_claim_payment() -> tuple[Visitor, ...]:
    """The claim is accepted and waits to be paid."""
    visitors = of_claim_decision()
    approve_claim_decision(claims_world.APPROVER, "decision-1", **_when())
    return visitors


def of_recourse() -> tuple[Visitor, ...]:
    """The claim is paid, and something was recovered."""
    visitors = of_claim_payment()
    insurer, cover = claims_world.OFFICER, claims_world.COVER
    pay_claim(insurer, cover, "claim-1", key="payment-1", amount=9 * 10**8, **_when())
    record_recovery(insurer, cover, key="recovery-1", amount=10**7, **_when())
    return visitors


def _when() -> dict[str, Any]:
    return {"on": CLAIMED, "at": claims_world.moment(CLAIMED)}


def _live_on(day: date, *actors: Actor) -> None:
    """Let an office of invented people live on a day: the last that was closed."""
    at = claims_world.moment(day)
    with acting_for_state(Purpose.CLOSE, person="test", at=at):
        begin_close(day, at=at)
        end_close(day)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=at):
        for actor in actors:
            add_person(actor.person, is_example=True)


def of_funds() -> tuple[Visitor, ...]:
    """A fund that was formed, and companies."""
    funds_world.open_office(companies=2)
    funds_world.form()
    return (Visitor(funds_world.MANAGER),)


Leads = tuple[Callable[[], tuple[Visitor, ...]], str]
#: What builds each office, and the names of the addresses that links and forms lead to there.
WORLDS: dict[str, Leads] = {
    "council": (
        of_council,
        "account allocations audit blank-report book books contract contracts dashboard designs "
        "exposures fiscal-cost figure freeze pack pack-document pack-preview packs plan plans "
        "postings programme programmes reestimates register register-export report reports "
        "restate risk-runs supply-behind supply-table verify-pack",
    ),
    "intake": (
        of_intake,
        "application applications apply approve assess comparison comparisons imports propose "
        "send-back state",
    ),
    "offer": (
        of_offer,
        "accept decision-record decline",
    ),
    "acceptance": (
        of_acceptance,
        "sign",
    ),
    "contract": (
        of_contract,
        "fulfil record",
    ),
    "refusal": (
        of_refusal,
        "appeal",
    ),
    "appeal": (
        of_appeal,
        "answer-appeal",
    ),
    "room": (
        of_room,
        "describe-project firm firm-record firms groups join-group project projects "
        "register-project release-room succeed",
    ),
    "recommendations": (
        of_recommendations,
        "approve-list recommended-firms return-list round round-list round-returned "
        "rounds withdraw",
    ),
    "administration": (
        of_administration,
        "end-role erase imports index-rates institutions opening-balances opening-template people "
        "person programme-files",
    ),
    "servicers": (
        of_servicers,
        "differences-export servicer-files",
    ),
    "closes": (of_closes, "arrears closes letters"),
    "cover": (
        of_cover,
        "account-statement allocations-study allocations-study-export contract-desk cover-work "
        "deed designs-study designs-study-export risk-run risk-run-export",
    ),
    "default": (of_default, "deed"),
    "claim": (of_claim, "deed"),
    "claim-decision": (of_claim_decision, "deed"),
    "claim-payment": (of_claim_payment, "deed"),
    "recourse": (of_recourse, "deed"),
    "funds": (
        of_funds,
        "deed form-fund",
    ),
}
