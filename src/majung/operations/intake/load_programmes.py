"""Taking programmes in: their version, parties, books and shared limits.

The same act serves a real office and the example world.  Taking in the same version again does
nothing; a new version of a programme stands beside the old one, to which contracts stay pinned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from majung.errors import PolicyFinanceError, Problem
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.programmes import BookRole, Envelope, EnvelopeScope, Party, Programme, load
from majung.programmes.shelf import SHIPPED, shipped_files
from majung.store.access import Purpose, acting_for_state
from majung.store.intake import programmes as kept
from majung.store.intake.limits import open_limit
from majung.store.parties.institutions import Institution, register
from majung.store.servicing.books import open_book
from majung.supply.limits import limit_of
from majung.values.money import Money

#: Scopes whose members are known when a programme is taken in; the others are opened when needed.
MEMBERS_KNOWN = frozenset({EnvelopeScope.PROGRAMME, EnvelopeScope.YEAR, EnvelopeScope.INSTITUTION})
YEARS_OPENED_MAX = 10


class ProgrammeUnreadableError(PolicyFinanceError):
    """A programme is taken in whole, or not at all."""

    kind = "programme-unreadable"


@dataclass(frozen=True, slots=True)
class Taken:
    """A programme that was taken in.

    Attributes:
        is_new: this version was not there before.
    """

    programme: Programme
    is_new: bool


def load_shelf(actor: Actor, *, at: datetime) -> tuple[Taken, ...]:
    """Take in every programme that ships.

    Raises:
        NotPermittedError: the actor is no administrator.
    """
    return tuple(load_programme(actor, shipped_files(key), at=at) for key in SHIPPED)


def load_programme(
    actor: Actor, files: Mapping[str, bytes], *, at: datetime, is_example: bool = False
) -> Taken:
    """Take in a programme from its files.

    Registers parties with their dated names, opens the books their roles need and the limits
    whose members are known, and keeps the files for ever.

    Args:
        is_example: bodies that are met for the first time here are invented ones.

    Raises:
        NotPermittedError: the actor is no administrator.
        ProgrammeUnreadableError: the files have problems; all are named.
    """
    require(actor, Act.LOAD_PROGRAMMES)
    found = load(files)
    if not isinstance(found, Programme):
        raise ProgrammeUnreadableError(count=len(found), problems=spoken_problems(found))
    person = actor.person or Role.CLOCKWORK.value
    with acting_for_state(Purpose.ADMINISTRATION, person=person, at=at, subject=found.key):
        is_new = kept.keep(found.key, found.version, files, at=at)
        for party in found.parties:
            register(Institution(party.key, _kind(party), party.names, is_example))
            _open_books(found, party, is_example=is_example)
        for envelope in found.envelopes:
            if envelope.scope in MEMBERS_KNOWN:
                for member in _members(found, envelope):
                    open_envelope(found, envelope, member, on=found.valid_from, at=at)
    return Taken(found, is_new)


def open_envelope(
    programme: Programme, envelope: Envelope, member: str, *, on: date, at: datetime
) -> str:
    """Open the limit of an envelope for a member of its scope, if it is not open; return its key.

    Runs inside a transaction of the State.
    """
    nothing = Money.zero(programme.currency)
    limit = limit_of(
        envelope, programme=programme.key, member=member, on=on, used=nothing, reserved=nothing
    )
    open_limit(limit, programme=programme.key, envelope=envelope.key, at=at)
    return limit.key


def book_of(institution: str, role: BookRole) -> str:
    """Name the book an institution keeps in a role: the charts of two roles may differ."""
    return f"{institution}.{role.value}"


def _open_books(programme: Programme, party: Party, *, is_example: bool) -> None:
    for role in party.roles:
        if role.value in {book.value for book in programme.charts}:
            book = BookRole(role.value)
            open_book(
                book_of(party.key, book),
                institution=party.key,
                chart=programme.charts[book].accounts,
                is_example=is_example,
            )


def _members(programme: Programme, envelope: Envelope) -> Iterator[str]:
    if envelope.member or envelope.scope is EnvelopeScope.PROGRAMME:
        yield envelope.member
    elif envelope.scope is EnvelopeScope.YEAR:
        first = programme.valid_from.year
        last = programme.valid_until.year if programme.valid_until else first
        yield from map(str, range(first, min(last, first + YEARS_OPENED_MAX - 1) + 1))
    else:
        yield from sorted(
            {
                provider
                for product in envelope.products
                for provider in programme.product(product).providers
            }
        )


def _kind(party: Party) -> str:
    return party.roles[0].value


def spoken_problems(problems: Iterable[Problem]) -> Mapping[str, str]:
    """Write problems one below the other, for both languages."""
    listed = list(problems)
    return {
        "ko": "\n".join(problem.spoken("ko") for problem in listed),
        "en": "\n".join(problem.spoken("en") for problem in listed),
    }
