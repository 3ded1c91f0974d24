"""Lists of applications and contracts: found, narrowed, summed; and what waits for somebody."""

import re

import pytest
from django.db import connection

from intake_world import (
    APPROVER,
    AT,
    INSURER_OFFICER,
    OFFICER,
    ON,
    apply,
    asked,
    grant,
    open_office,
    state_everything,
)
from majung.applications.stages import Stage
from majung.operations.acting import Actor, Role
from majung.operations.intake.apply import submit_application
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import answer_offer, approve_decision, propose_decision
from majung.operations.intake.reading_lists import application_page
from majung.operations.reading_attention import ToDo, attention
from majung.operations.servicing.reading_lists import contract_page
from majung.operations.servicing.sign import sign
from majung.store.access import acting_for
from majung.store.intake.decisions import OfferOutcome
from majung.store.listing import PageWanted
from majung.store.servicing.contract_lists import ContractsWanted, KindTotal
from majung.store.servicing.contracts import contracts_of
from majung.values.money import Money
from pages_world import signed_in

WAY = "ai-am-preferential-loan@ibk"
WHOLE = PageWanted(50)
AUDITOR = Actor("p-auditor", "fsc", frozenset({Role.AUDITOR}))


def _signed() -> str:
    number = apply()
    state_everything()
    assess(OFFICER, number, on=ON, at=AT)
    quotes = tuple(asked().quotes.values())
    propose_decision(OFFICER, grant(number), WAY, quotes, key="D-1", on=ON, at=AT)
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    answer_offer(OFFICER, "D-1", OfferOutcome.ACCEPTED, on=ON, at=AT)
    sign(OFFICER, "D-1", on=ON, at=AT)
    return number


def _another(number: str) -> None:
    """Hand the same request in again under another number."""
    application = asked().application
    submit_application(
        OFFICER,
        number,
        application.firm.identity,
        application.request,
        desks=["ibk"],
        on=ON,
        at=AT,
    )


def test_a_list_tells_the_firm_the_stage_and_what_all_come_to(fresh_database):
    open_office()
    first = _signed()
    _another("예시-2024-0002")
    requested = asked().application.request.amount

    found = application_page(OFFICER, WHOLE, on=ON, at=AT)

    assert [(each.number, each.stage) for each in found.lines] == [
        ("예시-2024-0002", Stage.SUBMITTED),
        (first, Stage.SIGNED),
    ]
    assert {each.firm for each in found.lines} == {asked().application.firm.name}
    assert (found.count, found.totals) == (2, (requested + requested,))
    assert found.stages == ((Stage.SUBMITTED, 1), (Stage.SIGNED, 1))


def test_a_list_is_narrowed_by_words_and_stages_and_cut_into_pages(fresh_database):
    open_office()
    first = _signed()
    _another("예시-2024-0002")
    name = asked().application.firm.name

    def numbers(page=WHOLE, **wanted):
        found = application_page(OFFICER, page, on=ON, at=AT, **wanted)
        return [each.number for each in found.lines]

    assert numbers(words=name[2:5]) == ["예시-2024-0002", first]
    assert numbers(words="0002") == ["예시-2024-0002"]
    assert numbers(words="%") == []
    assert numbers(words="_") == []
    assert numbers(words="\\") == []
    assert numbers(stages=[Stage.SIGNED]) == [first]
    assert numbers(PageWanted(1)) == ["예시-2024-0002"]
    assert numbers(PageWanted(1, 1)) == [first]
    assert numbers(PageWanted(0)) == []


def test_another_institution_finds_nothing_that_was_not_laid_before_it(fresh_database):
    open_office()
    first = _signed()
    _another("예시-2024-0002")

    found = application_page(INSURER_OFFICER, WHOLE, on=ON, at=AT)

    assert [each.number for each in found.lines] == [first]
    assert contract_page(INSURER_OFFICER, WHOLE, ContractsWanted(), on=ON, at=AT).count == 0


def test_contracts_are_summed_by_kind_as_their_terms_say(fresh_database):
    open_office()
    _signed()
    with acting_for("ibk"):
        (contract,) = contracts_of()

    found = contract_page(OFFICER, WHOLE, ContractsWanted(), on=ON, at=AT)

    assert [(each.key, each.institution, each.agreed) for each in found.lines] == [
        (contract.key, "ibk", Money(contract.terms.committed))
    ]
    assert found.totals == (KindTotal("loan", 1, Money(contract.terms.committed)),)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (ContractsWanted(kind="loan"), 1),
        (ContractsWanted(kind="cover"), 0),
        (ContractsWanted(institution="ibk"), 1),
        (ContractsWanted(institution="kdb"), 0),
        (ContractsWanted(is_ended=False), 1),
        (ContractsWanted(is_ended=True), 0),
        (ContractsWanted(words="D-1"), 1),
        (ContractsWanted(words="no such"), 0),
        (ContractsWanted(product="ai-am-preferential-loan"), 1),
        (ContractsWanted(product="kdb-ai-low-rate-loan"), 0),
    ],
)
def test_contracts_are_narrowed(fresh_database, wanted, count):
    open_office()
    _signed()

    assert contract_page(OFFICER, WHOLE, wanted, on=ON, at=AT).count == count


def test_what_waits_is_counted_and_said_to_whom_it_belongs(fresh_database):
    open_office()
    number = apply()
    state_everything()

    def waiting(actor):
        return [(each.what, each.count, each.is_own) for each in attention(actor, on=ON, at=AT)]

    assert waiting(OFFICER) == [(ToDo.SUBMITTED, 1, True)]
    assess(OFFICER, number, on=ON, at=AT)
    propose_decision(
        OFFICER, grant(number), WAY, tuple(asked().quotes.values()), key="D-1", on=ON, at=AT
    )
    assert waiting(OFFICER) == [(ToDo.PROPOSALS, 1, False)]
    assert waiting(APPROVER) == [(ToDo.PROPOSALS, 1, True)]
    approve_decision(APPROVER, "D-1", on=ON, at=AT)
    assert [what for what, _, _ in waiting(OFFICER)] == [ToDo.OFFERS]
    answer_offer(OFFICER, "D-1", OfferOutcome.ACCEPTED, on=ON, at=AT)
    sign(OFFICER, "D-1", on=ON, at=AT)
    assert waiting(OFFICER) == [(ToDo.CONDITIONS, 1, True)]


def _questions(browser, address) -> int:
    """Count what a page asks the database."""
    browser.get(address)
    asked_for = []

    def counted(execute, sql, params, many, context):
        asked_for.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        assert browser.get(address).status_code == 200
    return len(asked_for)


@pytest.mark.parametrize("address", ["/applications/", "/contracts/", "/"])
def test_a_page_asks_no_more_of_many_than_of_few(fresh_database, address):
    open_office()
    _signed()
    browser = signed_in(OFFICER, is_granted=True)
    of_few = _questions(browser, address)
    for number in range(2, 12):
        _another(f"예시-2024-{number:04}")

    assert _questions(browser, address) == of_few


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_page_shows_the_key_of_an_institution_for_its_name(fresh_database, language):
    open_office()
    number = _signed()
    browser = signed_in(OFFICER, language=language)

    for address in (
        "/applications/",
        f"/applications/{number}/comparison",
        "/contracts/",
        "/contracts/C-D-1",
        "/contracts/C-D-1/postings",
        "/books/",
        "/books/ibk.lender",
    ):
        text = re.sub(r"<[^>]+>", " ", browser.get(address).content.decode())
        assert re.findall(r"(?<![\w.-])(?:ibk|ksure|kdb)(?![\w-])", text) == [], address


def test_a_list_keeps_what_was_asked_for_from_page_to_page(fresh_database):
    open_office()
    apply()
    for number in range(2, 55):
        _another(f"예시-2024-{number:04}")
    browser = signed_in(OFFICER)

    page = browser.get("/applications/?stage=submitted&words=2024").content.decode()

    assert 'rel="next" href="?stage=submitted&amp;words=2024&amp;page=2"' in page
    last = browser.get("/applications/?stage=submitted&words=2024&page=2").content.decode()
    assert 'rel="next"' not in last
    assert last.count('<th scope="row">') == 4


@pytest.mark.parametrize("page", ["0", "-1", "x", "９", "99999999999999999999", ""])
def test_a_page_that_is_none_is_the_first(fresh_database, page):
    open_office()

    assert signed_in(OFFICER).get("/applications/", {"page": page}).status_code == 200
