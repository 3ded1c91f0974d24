"""Auditing: every chain, signed day, balance, limit and frozen pack, computed anew."""

from datetime import date, datetime

from majung.ledger.roots import DailyRoot
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.chain import sign_day
from majung.store.upkeep.audit import AuditFinding, audit


def verify_audit(actor: Actor, *, public_key: bytes, at: datetime) -> AuditFinding:
    """Verify everything that is recorded; a single changed byte is found.

    Args:
        public_key: the office's, from where it was published and not from the database.

    Raises:
        NotPermittedError: the actor is neither auditor nor administrator.
    """
    require(actor, Act.VERIFY_AUDIT)
    with acting_for_state(Purpose.AUDIT, person=actor.person or "clockwork", at=at):
        return audit(public_key=public_key)


def sign_root(actor: Actor, *, on: date, seed: bytes, at: datetime) -> DailyRoot:
    """Sign the heads of all books at the end of a day; a day that is signed stays as it is.

    Raises:
        NotPermittedError: the actor is neither clockwork nor administrator.
    """
    require(actor, Act.CLOSE_DAY)
    with acting_for_state(Purpose.CLOSE, person=actor.person or "clockwork", at=at):
        return sign_day(on, seed=seed, at=at)
