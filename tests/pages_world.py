"""Signing people in to the pages of a small office."""

from datetime import UTC, date, datetime

from django.test import Client

from intake_world import AT
from majung.operations.acting import Actor
from majung.store import models
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role, open_sign_in
from majung.store.upkeep.closes import begin_close, end_close

PASSWORD = "a long pass phrase 2024"
FROM_ON = date(2024, 1, 1)


def may_sign_in(actor: Actor, *, is_granted: bool = True) -> None:
    """Give a person a sign-in, and the roles where nobody gave them yet."""
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        if not is_granted:
            add_person(actor.person)
            for role in actor.roles:
                grant_role(
                    RoleHeld(
                        person=actor.person,
                        role=role.value,
                        institution=actor.institution,
                        firm=actor.firm,
                        from_on=FROM_ON,
                    )
                )
        open_sign_in(actor.person, PASSWORD, person=actor.person)


def live_on(day: date, *actors: Actor) -> None:
    """Let an office of invented people live on a day: the last that was closed."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with acting_for_state(Purpose.CLOSE, person="test", at=at):
        begin_close(day, at=at)
        end_close(day)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=at):
        for actor in actors:
            add_person(actor.person, is_example=True)


def signed_in(actor: Actor, *, language: str = "ko", is_granted: bool = True) -> Client:
    """Return a browser in which somebody signed in."""
    may_sign_in(actor, is_granted=is_granted)
    browser = Client()
    browser.force_login(models.User.objects.get(name=actor.person))
    browser.cookies["majung_language"] = language
    return browser
