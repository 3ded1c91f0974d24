"""A pack is corrected by another one, verified and searched, through pages, REST and commands."""

from datetime import UTC, date, datetime

import pytest
from django.utils.html import strip_tags

from api_world import system_of
from majung.operations.acting import Actor, Role
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import freeze_pack
from majung.operations.council.reading import pack_file
from majung.operations.supply.load_plans import load_plan
from majung.operations.supply.reading import Wanted
from majung.programmes.supply_plan_files import shipped_plan_files
from majung.rules.citations import Label
from pages_world import may_sign_in, signed_in
from supply_world import IBK_OFFICER, open_office

AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
ON = date(2024, 7, 4)
SECRETARY = Actor("secretary", "fsc", frozenset({Role.SECRETARIAT}))
PLAN = "five-sectors-2024"
FIRST = "council-pack-2024-05"
SECOND = f"{FIRST}-31-2024-07-1"
SUPPLIED = f"{PLAN}.total.supplied"
REASON = "산업은행 5월 실적 정정"


@pytest.fixture
def frozen(fresh_database):
    """A frozen pack, and a later publication of the same month that says 54.6 instead of 54.5."""
    _freeze()


def _freeze():
    open_office()
    meeting = Meeting(
        key=FIRST,
        number="협의회-2024-07",
        name=Label("제7차", "7th"),
        held_on=ON,
        reading=Wanted(plan=PLAN, as_of=date(2024, 5, 31)),
    )
    draft_pack(SECRETARY, meeting, at=AT)
    freeze_pack(SECRETARY, FIRST, on=ON, at=AT)
    files = dict(shipped_plan_files(PLAN))
    corrected = files["published.yaml"].replace(b"amount: 54.5", b"amount: 54.6")
    load_plan(SECRETARY, {**files, "published.yaml": corrected}, at=AT)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_pack_is_restated_on_a_page_with_old_and_new_figures_and_the_reason(frozen, language):
    secretary = signed_in(SECRETARY, is_granted=False, language=language)
    asked = {
        "pack-number": "2024-07-1",
        "meeting": "제7차",
        "held-on": "2024-07-20",
        "plan": PLAN,
        "supply-source": "reported",
        "as-of": "2024-05-31",
        "restate-reason-ko": REASON,
    }

    without = secretary.post(f"/packs/{FIRST}/restate", {**asked, "restate-reason-ko": " "})
    made = secretary.post(f"/packs/{FIRST}/restate", asked)
    page = secretary.get(f"/packs/{SECOND}").content.decode()

    assert without.status_code == 409
    assert b'href="#id_restate-reason-ko"' in without.content
    assert made.headers["Location"] == f"/packs/{SECOND}"
    assert f"/packs/{FIRST}" in page
    assert REASON in page
    said = strip_tags(page)
    assert {"ko": "54.5조 원", "en": "KRW 54.5 trillion"}[language] in said
    assert {"ko": "54.6조 원", "en": "KRW 54.6 trillion"}[language] in said


@pytest.mark.parametrize("language", ["ko", "en"])
def test_anybody_prints_a_frozen_pack_again_and_sees_its_digest(frozen, language):
    officer = signed_in(IBK_OFFICER, is_granted=False, language=language)

    verified = officer.post(f"/packs/{FIRST}/verify", follow=True).content.decode()

    told = {"ko": "한 바이트도 다르지 않습니다", "en": "the same, byte for byte"}[language]
    assert told in verified
    assert pack_file(IBK_OFFICER, FIRST).pack.digest in verified
    for kind in ("pdf", "xlsx", "hwpx", "json"):
        assert officer.get(f"/packs/{FIRST}/files/{FIRST}.{kind}").status_code == 200
    assert officer.get(f"/packs/{FIRST}/restate").status_code == 403


def test_a_pack_is_drafted_frozen_restated_and_verified_over_the_interface(fresh_database):
    _freeze()
    secretary = system_of(SECRETARY, is_granted=False)
    body = {
        "key": SECOND,
        "number": "협의회-2024-07-1",
        "meeting": "제7차",
        "held_on": "2024-07-20",
        "plan": PLAN,
        "as_of": "2024-05-31",
        "reason": {"ko": REASON, "en": "KDB corrected its supply"},
    }

    made = secretary.post(f"/packs/{FIRST}/restatements", body, once="restate-1")
    again = secretary.post(f"/packs/{FIRST}/restatements", body, once="restate-1")
    froze = secretary.post(f"/packs/{SECOND}/freezes", once="freeze-01")
    verified = secretary.get(f"/packs/{SECOND}/verification").json()
    flagged = secretary.get("/figures", only="contradicting").json()["items"]
    history = secretary.get(f"/figures/{SUPPLIED}").json()["releases"]

    assert made.status_code == 201
    assert again.json() == made.json()
    assert made.json()["corrects"] == FIRST
    first = made.json()["restatements"][0]
    assert (first["released"]["ko"], first["restated"]["ko"]) == ("54.5조 원", "54.6조 원")
    assert first["reason"] == body["reason"]
    assert froze.json()["contradictions"][0] == {"figure": SUPPLIED, "document": FIRST}
    assert verified == {"pack": SECOND, "is_same": True, "differing": []}
    assert {each["contradicts"] for each in flagged} == {FIRST}
    assert [each["value"]["amount"] for each in history] == ["54500000000000", "54600000000000"]
    sought = secretary.get("/figures", q="집행률").json()["items"]
    assert {each["definition"] for each in sought} == {"pace", "elapsed-target"}


def test_a_pack_is_restated_and_the_register_searched_by_command(document, command, tmp_path):
    _freeze()
    may_sign_in(SECRETARY, is_granted=False)
    who = ("--as", "secretary")

    made = document(
        "council", "pack", "restate", FIRST, PLAN, "--as-of", "2024-05-31", "--key", "second",
        "--reason", REASON, *who,
    )  # fmt: skip
    document("council", "pack", "freeze", "second", "--into", "out", *who)
    flagged = document("council", "register", SUPPLIED, "--contradicting", *who)
    status, out, _ = command("council", "register", "--xlsx", "register.xlsx", *who)

    assert made["corrects"] == FIRST
    assert [line["reason"] for line in made["restatements"]] == [REASON] * 4
    assert [(line["document"], line["contradicts"]) for line in flagged] == [("second", FIRST)]
    assert (status, out) == (0, "saved to register.xlsx\n")
    assert (tmp_path / "register.xlsx").read_bytes().startswith(b"PK")
