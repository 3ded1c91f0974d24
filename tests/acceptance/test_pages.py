"""The pages, as a browser without scripts meets them."""

import pytest
from django.test import Client

from intake_world import APPROVER, OFFICER, open_office
from majung.operations.acting import Actor, Role
from pages_world import signed_in

SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_dashboard_shows_the_published_pace_beside_elapsed_time(fresh_database, language):
    open_office()

    page = signed_in(OFFICER, language=language).get("/?plan=five-sectors-2024&source=reported")

    assert page.status_code == 200
    assert page.content.count(b"<svg") >= 4
    assert b"<script" not in page.content
    assert b"style=" not in page.content


@pytest.mark.parametrize("language", ["ko", "en"])
def test_each_programme_of_the_shelf_has_a_page(fresh_database, language):
    open_office()
    browser = signed_in(APPROVER, language=language)

    shelf = browser.get("/programmes/")

    assert shelf.status_code == 200
    for key in ("ai-autonomous-manufacturing", "ai-policy-finance", "kexim-ax", "us-sba-7a"):
        assert f"/programmes/{key}".encode() in shelf.content
        assert browser.get(f"/programmes/{key}").status_code == 200
    assert browser.get("/programmes/nothing-of-the-kind").status_code == 404


def test_who_did_not_sign_in_is_asked_to(fresh_database):
    answer = Client().get("/programmes/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/programmes/"
