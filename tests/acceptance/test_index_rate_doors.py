"""Index rates by every door: what a good list brings loans, and what is marked without one."""

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from api_world import ROOT, system_of
from cli_door import command
from file_doors import COUNCIL
from majung.contracts.facts import Fact, FactKind
from majung.contracts.terms import RateReset
from majung.operations.acting import CLOCKWORK
from majung.operations.servicing.close_day import close_until
from majung.operations.servicing.reading import contract_file
from majung.operations.servicing.record_facts import record_facts
from majung.operations.servicing.take_index_rates import take_index_rates
from majung.operations.servicing.take_servicer_file import take_servicer_file
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import add_person
from majung.store.servicing.contracts import Servicing, sign
from majung.values.calendars import calendar_of
from majung.values.rates import Rate
from pages_world import signed_in
from reported_world import OCTOBER, a_file
from servicing_world import OFFICER, PRINCIPAL, SIGNED_ON, TERMS, loan, moment, open_office

__all__ = ["command"]

PLAIN, FLOATING = "C-L1", "C-L2"
FLOATS = replace(TERMS, reset=RateReset("base", "CD91", 1, observed_days_before=1))
#: The first reset day is a Friday; the rate is that of the day before.
OBSERVED_ON, RESET_ON, NEXT_ON = date(2024, 10, 24), date(2024, 10, 25), date(2024, 11, 25)
TOLD = "지표,공시일,금리\nCD91,2024-10-24,3.64\n"
CORRECTED = TOLD.replace("3.64", "3.74")
FIXING = f"fixing/{RESET_ON}"


@pytest.fixture
def office(fresh_database):
    """Two drawn loans, one of which follows CD91, closed past the reset day without its rate."""
    open_office(PLAIN)
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        sign([loan(FLOATING, FLOATS)], at=moment(SIGNED_ON))
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=moment(SIGNED_ON)):
        for actor in (OFFICER, COUNCIL):
            add_person(actor.person, is_example=True)
    drawn = Fact(SIGNED_ON, FactKind.DRAWDOWN, "d1", PRINCIPAL)
    record_facts(
        OFFICER, {key: [drawn] for key in (PLAIN, FLOATING)}, on=SIGNED_ON, at=moment(SIGNED_ON)
    )
    _close(RESET_ON, first=OBSERVED_ON)


def _close(until, first):
    calendar = calendar_of("KR")
    return close_until(CLOCKWORK, until=until, first=first, calendar=calendar, moment=moment)


def _file(text):
    return SimpleUploadedFile("r.csv", text.encode(), "text/csv")


class ByRest:
    """The secretariat's own system."""

    def __init__(self, command):
        self.system, self.calls = system_of(COUNCIL, is_granted=False), 0

    def take(self, text, on):
        self.calls += 1
        headers = {**self.system.headers, "Idempotency-Key": f"list-{self.calls:05}"}
        answer = self.system.client.post(
            f"{ROOT}/index-rates", {"file": _file(text)}, headers=headers
        )
        assert answer.status_code == 201, answer.content
        found = answer.json()
        return len(found["new"]), found["loans_fixed"], found["entries"]

    def known(self):
        found = self.system.get("/index-rates").json()["index_rates"]
        return [(each["index"], each["published_on"], each["rate"]) for each in found]


class ByPage:
    """A person of the secretariat at a browser."""

    def __init__(self, command):
        self.browser = signed_in(COUNCIL, language="en", is_granted=False)

    def take(self, text, on):
        answer = self.browser.post("/index-rates/", {"index-rates-file": _file(text)})
        assert answer.status_code == 200
        told = re.search(r'class="told">(.*?)</p>', answer.content.decode())[1]
        return tuple(map(int, re.findall(r"\d+", re.sub("<.*?>", "", told))))

    def known(self):
        page = self.browser.get("/index-rates/").content.decode()
        (row,) = re.findall(r"<tr><th scope=.row.>(.*?)</tr>", page)
        index, day, rate = [each for each in re.split(r"<.*?>", row) if each.strip()]
        return [(index, day, str(Rate.percent(rate.split()[0]).as_json()))]


class ByCommand:
    """An operator at a command line."""

    def __init__(self, command):
        self.command = command

    def take(self, text, on):
        with open("r.csv", "w", encoding="utf-8") as file:
            file.write(text)
        status, out, err = self.command("contract", "index-rates", "r.csv", "--on", on, "--json")
        assert status == 0, err
        found = json.loads(out)
        return len(found["new"]), found["loans_fixed"], found["entries"]

    def known(self):
        _, out, _ = self.command("contract", "index-rates", "--json")
        found = json.loads(out)["index_rates"]
        return [(each["index"], each["published_on"], each["rate"]) for each in found]


def _fixings(key):
    file = contract_file(OFFICER, key, on=NEXT_ON, at=moment(NEXT_ON))
    kinds = (FactKind.RATE_FIXING, FactKind.REVERSAL)
    return [each.fact.key for each in file.facts if each.fact.kind in kinds]


def _interest_due(key):
    file = contract_file(OFFICER, key, on=NEXT_ON, at=moment(NEXT_ON))
    return [
        each.event.amount
        for each in file.events
        if (each.event.kind.value, each.event.effective_on) == ("interest-due", NEXT_ON)
    ]


@pytest.mark.parametrize("door", [ByRest, ByPage, ByCommand])
def test_a_list_fixes_loans_again_it_does_nothing_and_a_corrected_rate_posts_what_followed(
    office, command, door
):
    by = door(command)

    taken = by.take(TOLD, RESET_ON)

    assert taken[:2] == (1, 1)
    assert (_fixings(FLOATING), _fixings(PLAIN)) == ([FIXING], [])
    assert by.known() == [("CD91", "2024-10-24", "0.0364")]
    assert by.take(TOLD, RESET_ON) == (0, 0, 0)
    assert _fixings(FLOATING) == [FIXING]

    later = b"index,on,rate\nCD91,2024-11-22,3.5\n"
    told_on = date(2024, 11, 22)
    take_index_rates(CLOCKWORK, "r.csv", later, on=told_on, at=moment(told_on))
    _close(NEXT_ON, first=date(2024, 10, 28))
    before, plain = _interest_due(FLOATING), _interest_due(PLAIN)
    fresh, fixed, entries = by.take(CORRECTED, NEXT_ON)

    assert (fresh, fixed, entries > 0) == (1, 1, True)
    assert sorted(_fixings(FLOATING)) == [
        FIXING,
        f"{FIXING}/2",
        f"{FIXING}/reversal",
        f"fixing/{NEXT_ON}",
    ]
    assert _interest_due(FLOATING) != before
    assert _interest_due(PLAIN) == plain
    assert by.take(CORRECTED, NEXT_ON) == (0, 0, 0)


NAMED = {
    "ko": ("CD91", "2024. 10. 25.", "지표금리 목록"),
    "en": ("CD91", "25 October 2024", "import a list of index rates with CD91 of 24 October 2024"),
}


def test_every_door_says_of_a_loan_set_aside_which_index_and_day_is_missing_and_what_helps(
    office, command
):
    bank = system_of(OFFICER, is_granted=False)
    told = {"ko": [], "en": []}

    (aside,) = bank.get("/closes").json()[0]["set_aside"]
    assert aside["contract"] == FLOATING
    for language in ("ko", "en"):
        told[language].append(aside["reason"][language])
        browser = signed_in(OFFICER, language=language)
        told[language].append(browser.get("/closes/").content.decode())
    _, out, _ = command("close", "list")
    told["en"].append(out)

    for language, texts in told.items():
        words = [" ".join(re.sub("<.*?>", "", unescape(text)).split()) for text in texts]
        assert [[part in text for part in NAMED[language]] for text in words] == [
            [True] * 3 for _ in texts
        ]


MARKED = {"ko": "2024. 11. 25. *", "en": "2024-11-25 *"}


def test_rows_that_rest_on_a_held_rate_are_marked_at_every_door_and_others_are_not(office, command):
    bank = system_of(OFFICER, is_granted=False)
    floating, plain = (bank.get(f"/contracts/{key}").json() for key in (FLOATING, PLAIN))

    def shown(key, language):
        page = signed_in(OFFICER, language=language).get(f"/contracts/{key}").content.decode()
        return " ".join(unescape(re.sub("<.*?>", "", page)).split())

    def printed(key):
        return command("contract", "show", key)[1]

    # What falls due on the reset day itself is reckoned at the rate before it.
    later = [row for row in floating["schedule"] if row["due_on"] > RESET_ON.isoformat()]
    assert [row["is_rate_held"] for row in later] == [True] * 11
    assert {row["is_rate_held"] for row in plain["schedule"]} == {False}
    kinds = [[each["kind"] for each in found["remarks"]] for found in (floating, plain)]
    assert kinds == [["rate-held-missing"], []]
    for key, is_marked in ((FLOATING, True), (PLAIN, False)):
        texts = {"ko": shown(key, "ko"), "en": shown(key, "en")}
        assert [MARKED[each] in text for each, text in texts.items()] == [is_marked] * 2
        assert ("* 2024. 10. 25.에 정해졌어야 할 CD91 금리가 없어" in texts["ko"]) == is_marked
        assert ("* the rate of CD91 that was to be fixed on" in texts["en"]) == is_marked
        assert (MARKED["en"] in printed(key), "* the rate of CD91" in printed(key)) == (
            is_marked,
            is_marked,
        )


#: What is missing of the reset day: of one loan serviced here, and of one that is reported.
MISSING = {"index": "CD91", "observed_on": "2024-10-24", "reset_on": "2024-10-25",
           "loans_serviced": 1, "loans_reported": 1}  # fmt: skip


def test_every_door_says_in_one_place_which_rate_how_many_loans_wait_for(office, command):
    with acting_for_state(Purpose.SERVICING, person="test", at=moment(SIGNED_ON)):
        told, waits = (
            replace(loan(key, FLOATS), servicing=Servicing.REPORTED) for key in ("C-R1", "C-R2")
        )
        sign([told, waits], at=moment(SIGNED_ON))
    # Of C-R1 a month past the reset day was told; of C-R2 nothing yet.
    months = [("C-R1", "2024-09", str(PRINCIPAL), "2024-09-25", "0", "0", str(PRINCIPAL)),
              ("C-R1", *OCTOBER)]  # fmt: skip
    at = moment(date(2024, 11, 1))
    take_servicer_file(OFFICER, "hana.csv", a_file(months), on=date(2024, 11, 1), at=at)
    system = system_of(COUNCIL, is_granted=False)
    shown = {}
    for language in ("ko", "en"):
        page = signed_in(COUNCIL, language=language).get("/index-rates/").content.decode()
        table = page[page.index("<table") : page.index("</table>")]
        shown[language] = re.sub("<.*?>", " ", table).split()

    printed = json.loads(command("contract", "index-rates", "--on", RESET_ON, "--json")[1])
    listed = command("contract", "index-rates", "--on", RESET_ON)[1]

    # The interface and the page are of the last day that was closed.
    assert system.get("/index-rates").json()["missing"] == [MISSING]
    assert printed["missing"] == [MISSING]
    assert "".join(shown["ko"])[-24:] == "CD912024.10.24.2024.10.25.1건1건"[-24:]
    assert "".join(shown["en"]).endswith("CD912024-10-242024-10-251loan1loan")
    assert listed.splitlines()[-1].split() == ["CD91", "2024-10-24", "2024-10-25", "1", "1"]

    take_index_rates(CLOCKWORK, "r.csv", TOLD.encode(), on=RESET_ON, at=moment(RESET_ON))
    assert system.get("/index-rates").json()["missing"] == [{**MISSING, "loans_serviced": 0}]
