"""What was indicated is read again: on the page, over the interface and on the command line."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest

from api_world import live_in_the_example, system_of
from intake_world import AT, BANK, INSURER_OFFICER, OFFICER, ON, apply, asked, open_office
from intake_world import state_everything as state
from majung.applications.firm import identity_key
from majung.applications.indications.documents import comparison_document, indication_document
from majung.applications.indications.indication import NOT_BINDING, Order
from majung.errors import sentence
from majung.operations.acting import Actor, Role
from majung.operations.intake.indicate import compared, indicate
from majung.operations.intake.reading_indications import indications_shown
from majung.store.access import acting_for
from majung.store.intake.findings import keep_internal_figure
from majung.store.refusals import NotRecordedError
from majung.store.upkeep.digests import LEFT_OUT, database_digest
from majung.values.money import Money
from majung.values.rates import Rate
from majung.web.pages.ways import way_name
from majung.web.pages.wording import phrase
from pages_world import may_sign_in, signed_in

QUOTE = {"bank": BANK, "base": "3.5%", "add-on": "1.85%"}
ELSEWHERE = Actor("p-kdb", "kdb", frozenset({Role.PROVIDER_OFFICER}))
LATER = AT + timedelta(hours=1)
MORROW = AT + timedelta(days=1)


def _firm():
    key = identity_key(asked().application.firm.identity)
    return Actor("p-firm", "", frozenset({Role.FIRM}), key)


def _office():
    live_in_the_example(OFFICER, INSURER_OFFICER, _firm(), ELSEWHERE)
    open_office()
    number = apply()
    state()
    return number


def _look(actor, number, *, order=Order.ALL_IN_COST, on=ON, at=AT, quotes=None):
    given = asked().quotes if quotes is None else quotes
    return indicate(actor, number, given, on=on, at=at, order=order)


def _names(page, language, caption):
    """The names of the ways in the table of a showing, in their order."""
    table = page.split(f"{caption.spoken(language)}</h3>")[1].split("</table>")[0]
    body = table.split("<tbody")[1]
    firsts = re.findall(r"<tr[^>]*>\s*<t[hd][^>]*>(.*?)</t[hd]>", body, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in firsts]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_firm_and_the_desks_it_chose_see_what_it_looked_at_in_its_order(fresh_database, language):
    number = _office()
    seen = _look(_firm(), number, order=Order.NAME).indications
    assert seen != _look(_firm(), number, order=Order.RATE, at=MORROW,
                                        on=MORROW.date()).indications  # fmt: skip
    caption = phrase("shown-on", day=ON)

    for actor in (_firm(), OFFICER, INSURER_OFFICER):
        browser = signed_in(actor, language=language, is_granted=actor is OFFICER)
        page = browser.get(f"/applications/{number}").content.decode()

        assert phrase("indications-shown").spoken(language) in page
        assert sentence(NOT_BINDING, language) in page
        names = _names(page, language, caption)
        assert names == [way_name(each, language) for each in seen]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_where_nothing_was_shown_the_page_has_no_section(fresh_database, language):
    number = _office()

    page = signed_in(OFFICER, language=language).get(f"/applications/{number}").content.decode()

    assert phrase("indications-shown").spoken(language) not in page
    assert system_of(OFFICER).get(f"/applications/{number}/indications").json() == {
        "items": [],
        "next": None,
    }


def test_what_a_bank_laid_out_is_read_by_it_and_the_firm_and_by_no_other_desk(fresh_database):
    number = _office()
    _look(OFFICER, number)

    by = {
        actor.person: [each.institution for each in indications_shown(actor, number)]
        for actor in (OFFICER, _firm(), INSURER_OFFICER)
    }

    assert by == {OFFICER.person: [BANK], "p-firm": [BANK], INSURER_OFFICER.person: []}
    with pytest.raises(NotRecordedError):
        indications_shown(ELSEWHERE, number)


def test_the_same_terms_count_once_a_day_in_the_order_chosen_last(fresh_database):
    number = _office()
    _look(_firm(), number, order=Order.NAME)
    later = _look(_firm(), number, order=Order.RATE, at=LATER).indications
    unquoted = _look(_firm(), number, quotes={}, at=LATER + timedelta(hours=1)).indications
    morrow = _look(_firm(), number, on=MORROW.date(), at=MORROW).indications

    shown = indications_shown(_firm(), number)

    assert [each.shown_on for each in shown] == [ON, ON, MORROW.date()]
    assert [each.indications for each in shown] == [later, unquoted, morrow]


def test_a_banks_own_loan_is_kept_with_and_without_a_cover(fresh_database):
    number = _office()
    seen = _look(_firm(), number)
    own = [each.key for each in seen.indications if not each.loan.programme]
    alone = [each.key for each in seen.indications if each.is_own_loan]

    (shown,) = indications_shown(_firm(), number)

    assert set(alone) < set(own)
    assert [each.key for each in shown.indications if not each.loan.programme] == own


@pytest.mark.parametrize("actor", [OFFICER, None])
def test_looking_at_ways_keeps_nothing_by_any_door(fresh_database, actor):
    number = _office()
    actor = actor or _firm()
    system = system_of(actor, is_granted=actor is OFFICER)
    browser = signed_in(actor, is_granted=False)
    before = database_digest(without=LEFT_OUT | {"django_session"})

    page = browser.get(f"/applications/{number}/comparison", QUOTE | {"order": "rate"})
    answer = system.get(f"/applications/{number}/comparison", order="name")
    shown = compared(actor, number, {}, on=ON, at=AT, order=Order.NAME)

    assert page.status_code == 200
    assert answer.json() == comparison_document(shown)
    assert database_digest(without=LEFT_OUT | {"django_session"}) == before
    assert indications_shown(actor, number) == ()


def test_what_the_page_shows_is_kept_as_it_stands_there(fresh_database):
    number = _office()
    browser, at = signed_in(OFFICER), f"/applications/{number}/comparison"
    page = browser.get(at, QUOTE | {"order": "rate"}).content.decode()
    keeping = page.split('class="acts" method="post"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z-]+)" value="([^"]*)">', keeping))
    del hidden["csrfmiddlewaretoken"]

    answer = browser.post(at, hidden)

    assert hidden == QUOTE | {"order": "rate"}
    assert (answer.status_code, unquote(answer.url)) == (302, f"/applications/{number}")
    (shown,) = indications_shown(OFFICER, number)
    rates = [each.rate.rate for each in shown.indications]
    assert rates == sorted(rates)
    (own,) = [each for each in shown.indications if each.is_own_loan and each.provider == BANK]
    assert own.rate.rate == Rate.percent("5.35")


def test_the_command_line_lays_ways_out_and_keeps_none(command, document):
    open_office()
    number = apply()
    state()
    may_sign_in(OFFICER)
    words = (number, "--as", OFFICER.person, "--on", str(ON))

    looked = document("application", "compare", *words)
    kept = indications_shown(OFFICER, number)
    indicated = document("application", "indicate", *words)

    assert looked == indicated
    assert (kept, len(indications_shown(OFFICER, number))) == ((), 1)


def test_the_interface_lists_what_was_shown_and_no_internal_figure(fresh_database):
    number = _office()
    first = _look(_firm(), number).indications
    second = _look(OFFICER, number, at=LATER, order=Order.SAVING).indications
    with acting_for(BANK):
        keep_internal_figure(number, "ai-plus-cover", "technical-premium", Money(987_654_321),
                             on=ON, at=AT)  # fmt: skip
    at = f"/applications/{number}/indications"
    firm = system_of(_firm(), is_granted=False)

    answer = firm.get(at)

    assert "987654321" not in answer.content.decode()
    assert [
        (each["shown_on"], each["institution"], each["is_binding"], each["indications"])
        for each in answer.json()["items"]
    ] == [
        (str(ON), None, False, [indication_document(each) for each in first]),
        (str(ON), BANK, False, [indication_document(each) for each in second]),
    ]
    assert answer.json()["items"][0]["notice"]["ko"] == sentence(NOT_BINDING, "ko")
    page = firm.get(at, limit=1).json()
    rest = firm.get(at, limit=1, after=page["next"]).json()
    assert page["items"] + rest["items"] == answer.json()["items"]
    assert rest["next"] is None
    stranger = system_of(ELSEWHERE, is_granted=False)
    assert stranger.get(at).status_code == 404


def test_the_command_line_shows_what_was_indicated_on_which_day(command, document):
    open_office()
    number = apply()
    state()
    words = ("application", "show", number, "--as", OFFICER.person, "--on", str(ON))
    may_sign_in(OFFICER)
    assert document(*words)["indications"] == []
    assert "Indications shown" not in command(*words)[1]
    seen = _look(OFFICER, number).indications

    (shown,) = document(*words)["indications"]
    status, out, _ = command(*words)

    assert (shown["shown_on"], shown["institution"], shown["is_binding"]) == (str(ON), BANK, False)
    assert [(each["key"], each["yearly"]) for each in shown["ways"]] == [
        (each.key, each.cost.yearly.as_json()) for each in seen
    ]
    assert (
        status,
        "Indications shown on 2 October 2024 · Industrial Bank of Korea (IBK)" in out,
    ) == (0, True)
    assert sentence(NOT_BINDING, "en") in out
