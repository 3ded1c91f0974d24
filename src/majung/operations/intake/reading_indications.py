"""What doors read about indications: what a firm was shown on which day (예상조건, 비구속)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from majung.applications.indications.indication import NOT_BINDING, Indication
from majung.errors import Message
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.policy import Act, require
from majung.store.intake import applications
from majung.store.intake.findings import KeptIndication, indications_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """The ways to finance a request that were laid out side by side, as they were shown then.

    Attributes:
        institution: at whose desk; empty where the firm looked for itself.
        indications: in the order that was chosen.
    """

    shown_on: date
    recorded_at: datetime
    institution: str
    indications: tuple[Indication, ...]

    @property
    def key(self) -> str:
        """Name it among the showings of its application."""
        return f"{self.recorded_at.isoformat()}@{self.institution}"

    @property
    def marking(self) -> Message:
        """Say that it binds nobody: every door shows this beside the figures."""
        return NOT_BINDING


def indications_shown(actor: Actor, number: str) -> tuple[Showing, ...]:
    """Return what was shown about an application that the actor may read, earliest first.

    The same terms laid out again on the same day count once, in the order chosen last.

    Raises:
        NotPermittedError: the actor may read nothing.
        NotRecordedError: no such application on the actor's desk.
    """
    require(actor, Act.READ_OWN)
    with at_desk(actor):
        return _shown_once(indications_of(applications.application(number).number))


def _shown_once(kept: Iterable[KeptIndication]) -> tuple[Showing, ...]:
    latest: list[Showing] = []
    for (recorded_at, institution), rows in groupby(kept, _together):
        shown = tuple(rows)
        new = Showing(
            shown_on=shown[0].indicated_on,
            recorded_at=recorded_at,
            institution=institution,
            indications=tuple(_content(each) for each in shown),
        )
        latest = [each for each in latest if not _is_same(each, new)]
        latest.append(new)
    return tuple(latest)


def _together(kept: KeptIndication) -> tuple[datetime, str]:
    return kept.recorded_at, kept.institution


def _is_same(earlier: Showing, later: Showing) -> bool:
    """Say whether two showings differ in nothing but the moment and the order."""
    return (
        (earlier.shown_on, earlier.institution) == (later.shown_on, later.institution)
        and len(earlier.indications) == len(later.indications)
        and {each.key: each for each in earlier.indications}
        == {each.key: each for each in later.indications}
    )


def _content(kept: KeptIndication) -> Indication:
    if not isinstance(kept.content, Indication):
        raise TypeError(f"{kept.key} of application {kept.application} holds no indication")
    return kept.content
