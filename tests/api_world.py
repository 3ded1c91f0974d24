"""Calling the interface of a small office, as a page's session or as another system's key."""

import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from intake_world import AT, ON
from majung.operations.acting import Actor
from majung.operations.policy import Act
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.api_keys import issue
from majung.store.parties.people import add_person
from majung.store.upkeep.closes import begin_close, end_close
from pages_world import may_sign_in, signed_in

ROOT = "/api/v1"
EVERY_ACT = frozenset(act.value for act in Act)


def live_in_the_example(*actors: Actor) -> None:
    """Let an office of invented people live on the day of the example application."""
    with acting_for_state(Purpose.CLOSE, person="test", at=AT):
        begin_close(ON, at=AT)
        end_close(ON)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        for actor in actors:
            add_person(actor.person, is_example=True)


class System:
    """Another system with a key of its own."""

    def __init__(self, key: str, **headers: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {key}", **headers}

    def get(self, path, **query):
        return self.client.get(f"{ROOT}{path}", query, headers=self.headers)

    def post(self, path, body=None, *, once="request-0001"):
        headers = {**self.headers, "Idempotency-Key": once}
        return self.client.post(
            f"{ROOT}{path}", json.dumps(body), content_type="application/json", headers=headers
        )


def system_of(actor: Actor, *, scopes=EVERY_ACT, is_granted=True, days=1, **headers) -> System:
    """Return a system that calls for a person, with a key for some acts."""
    return System(key_of(actor, scopes=scopes, is_granted=is_granted, days=days), **headers)


def key_of(actor: Actor, *, scopes=EVERY_ACT, is_granted=True, days=1) -> str:
    """Give a person a key."""
    may_sign_in(actor, is_granted=is_granted)
    now = timezone.now()
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        return issue(
            actor.person,
            institution=actor.institution,
            scopes=frozenset(scopes),
            at=now,
            expires_at=now + timedelta(days=days),
        )


__all__ = ["ROOT", "System", "key_of", "live_in_the_example", "signed_in", "system_of"]
