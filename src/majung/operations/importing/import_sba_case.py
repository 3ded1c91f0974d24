"""Importing the real guaranteed loans as a cover book: contracts, facts, claims, entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.events import EventKind
from majung.errors import PolicyFinanceError, Problem
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.importing.quality import QualityReport
from majung.operations.importing.sba_case import (
    CURRENCY,
    GuaranteedLoan,
    cover_facts,
    cover_terms,
    read_sba_case,
    sba_quality,
)
from majung.operations.intake.load_programmes import book_of, load_programme
from majung.operations.policy import Act, may, require
from majung.operations.servicing.posting import Posting, post_contracts
from majung.programmes import BookRole, Programme, shipped_files
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.received import receive
from majung.store.servicing.contracts import Contract, ContractParty, Series, Servicing, sign
from majung.store.servicing.facts import record_facts
from majung.store.servicing.supplied import supplied_events
from majung.values.money import Money

PROGRAMME, PRODUCT, AGENCY = "us-sba-7a", "sba-7a-guarantee", "sba"
INSURED = "insured"
RECEIVED_AS = "sba-case"
CHUNK = 500
FIRST_DAY = date(1950, 1, 1)
#: As many as a page waits for; the command line has no such bound.
LOANS_AT_A_DOOR_MAX = 10_000
#: Measured on a laptop with two cores (docs/importing.md); a slower machine takes longer.
LOANS_A_SECOND = 200


class BookElsewhereError(PolicyFinanceError):
    """A book of contracts is taken in by the institution whose book it is."""

    kind = "book-elsewhere"


class BookTooLargeError(PolicyFinanceError):
    """What is taken in while somebody waits is done within a minute."""

    kind = "book-too-large"


class ImportedBookDiffersError(PolicyFinanceError):
    """What an imported book yields is what its rows add up to."""

    kind = "imported-book-differs"


@dataclass(frozen=True, slots=True)
class ImportedBook:
    """A book that was taken in.

    Attributes:
        contracts: how many stand in it now.
        facts: how many were new.
        posting: what was posted; nothing, where the book had been taken in before.
        claims: what the books say was paid on claims.
    """

    quality: QualityReport
    contracts: int
    facts: int
    posting: Posting
    claims: Money

    @property
    def is_new(self) -> bool:
        """Whether anything was not there before."""
        return bool(self.facts or self.posting.events)


def import_sba_case(
    actor: Actor,
    *,
    name: str,
    content: bytes,
    on: date,
    at: datetime,
    loans_max: int | None = None,
) -> ImportedBook | tuple[Problem, ...]:
    """Take the file in as a real, reported cover book, or return everything wrong with it.

    All of it is taken or nothing.  Each loan's guarantee becomes a contract of the Agency,
    replayed by the engine of covers; its events are posted in the books of the Agency and of the
    Treasury, for their original days.  Taking the same file in again does nothing.

    Args:
        on: the day of posting.
        loans_max: how many are taken at once, where somebody waits for it.

    Raises:
        NotPermittedError: the actor is neither an officer nor an administrator.
        BookElsewhereError: the actor is an officer of another institution.
        BookTooLargeError: the file holds more loans than are taken at once.
        RecordedDifferentlyError: a loan of the same number stands in the book with other terms.
        FactRecordedDifferentlyError: the same with other facts.
        ImportedBookDiffersError: what was posted is not what the rows add up to; nothing is kept.
    """
    _require_own(actor)
    loans = _loans(name, content)
    if not isinstance(loans, list):
        return loans
    if loans_max is not None and len(loans) > loans_max:
        raise BookTooLargeError(
            file=name, loans=len(loans), most=loans_max, minutes=_minutes(len(loans))
        )
    quality = sba_quality(name, content, tuple(loans))
    # The import needs the accounts of the shipped programme, whoever does it.
    loader = actor if may(actor, Act.LOAD_PROGRAMMES) else CLOCKWORK
    programme = load_programme(loader, shipped_files(PROGRAMME), at=at).programme
    facts = {contract_key(loan): cover_facts(loan) for loan in loans}
    with acting_for_state(Purpose.IMPORT, person=actor.person, at=at, subject=name):
        received = receive(RECEIVED_AS, name, content, by=actor.person, at=at)
        sign((_contract(loan, programme) for loan in loans), at=at)
        fresh = record_facts(facts, by=received.digest, at=at)
        posting = _posted(tuple(facts), on=on, at=at)
        claims = _claims_posted(frozenset(facts), on=on)
        if posting.refused or claims != quality.total("claims"):
            raise ImportedBookDiffersError(
                file=name,
                wanted=quality.total("claims"),
                found=claims,
                refused=len(posting.refused),
            )
    return ImportedBook(quality, len(facts), fresh, posting, claims)


def check_sba_case(
    actor: Actor, *, name: str, content: bytes
) -> QualityReport | tuple[Problem, ...]:
    """Read the file without taking it in: its totals and odd rows, or everything wrong with it.

    Raises:
        NotPermittedError: the actor is neither an officer nor an administrator.
        BookElsewhereError: the actor is an officer of another institution.
    """
    _require_own(actor)
    loans = _loans(name, content)
    return sba_quality(name, content, tuple(loans)) if isinstance(loans, list) else loans


def seconds_for(loans: int) -> int:
    """Return about how long taking in so many loans takes, in whole seconds."""
    return -(-loans // LOANS_A_SECOND)


def _minutes(loans: int) -> int:
    return -(-seconds_for(loans) // 60)


def _require_own(actor: Actor) -> None:
    require(actor, Act.IMPORT_BOOK)
    if Role.ADMINISTRATOR not in actor.roles and actor.institution != AGENCY:
        raise BookElsewhereError(institution=actor.institution, owner=AGENCY)


def _loans(name: str, content: bytes) -> list[GuaranteedLoan] | tuple[Problem, ...]:
    read = read_sba_case(name, content)
    if isinstance(read[0], Problem):
        return tuple(each for each in read if isinstance(each, Problem))
    return [each for each in read if isinstance(each, GuaranteedLoan)]


def contract_key(loan: GuaranteedLoan) -> str:
    """Name the contract of a loan's guarantee."""
    return f"{AGENCY}-{loan.number}"


def _contract(loan: GuaranteedLoan, programme: Programme) -> Contract:
    return Contract(
        key=contract_key(loan),
        kind="cover",
        institution=AGENCY,
        terms=cover_terms(loan),
        currency=CURRENCY,
        signed_on=loan.approved_on,
        programme=programme.key,
        version=programme.version,
        product=PRODUCT,
        region=loan.state,
        parties=(
            ContractParty(BookRole.INSURER.value, AGENCY, book_of(AGENCY, BookRole.INSURER)),
            *(
                ContractParty(BookRole.STATE.value, party.key, book_of(party.key, BookRole.STATE))
                for party in programme.parties
                if BookRole.STATE.value in {role.value for role in party.roles}
            ),
            *((ContractParty(INSURED, name=loan.bank),) if loan.bank else ()),
        ),
        servicing=Servicing.REPORTED,
        series=Series.REAL,
    )


def _posted(keys: Sequence[str], *, on: date, at: datetime) -> Posting:
    done = Posting()
    for start in range(0, len(keys), CHUNK):
        done = done.plus(post_contracts(keys[start : start + CHUNK], on=on, at=at))
    return done


def _claims_posted(contracts: frozenset[str], *, on: date) -> Money:
    paid = supplied_events(
        {EventKind.CLAIM_PAID}, first_on=FIRST_DAY, last_on=on, series=Series.REAL
    )
    return Money(sum(event.amount for event in paid if event.contract in contracts), CURRENCY)
