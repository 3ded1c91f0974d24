"""Taking opening balances: the contracts an institution already holds when this office is opened.

A list is of loans, covers or funds, told by its headings, and taken whole or not at all.  Each
becomes a contract with its opening facts; what they yield is posted like anything else, and one
opening entry a book takes the cash and the income that passed before this office's time to
capital, so that what remains on the books is what is held: outstanding principal, unpaid
interest, what can still be drawn; covers in force, unpaid premiums, claims, recourse.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from majung.errors import Language, Message, Problem
from majung.files import Rows, annotated_rows
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.funds.form_fund import open_books
from majung.operations.policy import Act, require
from majung.operations.servicing.opening_entries import opening_entries
from majung.operations.servicing.opening_reading import OpeningContract, read_opening
from majung.operations.servicing.openings.funds import OpeningFund
from majung.operations.servicing.openings.limits import bring_uses_forward, limit_findings
from majung.operations.servicing.openings.totals import AnyTotals, totals_of
from majung.operations.servicing.posting import post_contracts
from majung.operations.servicing.record_facts import FactsNotPostedError
from majung.operations.versions import pinned
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.received import receive
from majung.store.parties.firms import register
from majung.store.servicing.contracts import Series, contracts_by_keys, sign
from majung.store.servicing.facts import record_facts
from majung.store.servicing.posting import post

RECEIVED_AS = "opening-balances"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningTaken:
    """What became of a list.

    Attributes:
        rows: as they were sent; None where the file could not be read as a list.
        problems: everything wrong with it; while there is any, nothing was taken.
        contracts: how many were new.
        findings: limits above their caps with what the new contracts bring along.
    """

    rows: Rows | None
    problems: tuple[Problem, ...]
    found: tuple[OpeningContract, ...] = ()
    contracts: int = 0
    entries: int = 0
    findings: tuple[Message, ...] = ()

    @property
    def totals(self) -> tuple[AnyTotals, ...]:
        """What its contracts add up to, by currency."""
        return totals_of(self.found)


def check_opening_balances(
    actor: Actor, name: str, content: bytes, *, on: date, at: datetime
) -> OpeningTaken:
    """Read a list without taking it: every problem, and what its good rows add up to.

    Raises:
        NotPermittedError: the actor is neither officer nor administrator.
    """
    require(actor, Act.TAKE_OPENING_BALANCES)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=name):
        read = _read(actor, name, content, on=on, at=at)
        return replace(read, findings=_above(_fresh(read), on=on))


def take_opening_balances(
    actor: Actor, name: str, content: bytes, *, on: date, at: datetime
) -> OpeningTaken:
    """Take a list of contracts that were held before; with any problem in it nothing is taken.

    An officer brings contracts of the own institution, an administrator those of all.  The same
    list again changes nothing.  Limits count what they bring along from that day; where that is
    above a cap it is taken all the same, and told.

    Args:
        name: of the file, as its sender called it.
        on: the day of posting.

    Raises:
        NotPermittedError: the actor is neither officer nor administrator.
        FactsNotPostedError: a posting rule or an account is missing; nothing is taken.
        OpeningBalancesDifferError: the books would not say what the file says; nothing is taken.
    """
    require(actor, Act.TAKE_OPENING_BALANCES)
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=name):
        read = _read(actor, name, content, on=on, at=at)
        fresh = _fresh(read)
        if read.problems or not fresh:
            return read
        if actor.institution:
            with at_desk(actor):
                receive(RECEIVED_AS, name, content, by=actor.person, at=at)
        else:
            receive(RECEIVED_AS, name, content, by=actor.person, at=at)
        findings = _above(fresh, on=on)
        entries = _keep(actor, fresh, on=on, at=at)
        return OpeningTaken(
            rows=read.rows,
            problems=(),
            found=read.found,
            contracts=len(fresh),
            entries=entries,
            findings=findings,
        )


def opening_findings(taken: OpeningTaken, language: Language = "ko") -> bytes:
    """Write the bad rows as XLSX, each with its reasons; empty where the file was no list."""
    if taken.rows is None:
        return b""
    known = set(taken.rows.problems)
    notes: dict[int, list[Message]] = {}
    for problem in taken.problems:
        if problem not in known:
            notes.setdefault(problem.place.line, []).append(problem.message)
    return annotated_rows(taken.rows, notes, language=language)


def _read(actor: Actor, name: str, content: bytes, *, on: date, at: datetime) -> OpeningTaken:
    rows, found, problems = read_opening(actor, name, content, on=on, at=at)
    return OpeningTaken(rows=rows, problems=problems, found=found)


def _fresh(read: OpeningTaken) -> list[OpeningContract]:
    """Return the contracts that are not held here already."""
    known = {each.key for each in contracts_by_keys([each.contract.key for each in read.found])}
    return [each for each in read.found if each.contract.key not in known]


def _above(fresh: Iterable[OpeningContract], *, on: date) -> tuple[Message, ...]:
    return limit_findings([use for each in fresh for use in each.uses], on=on)


def _keep(actor: Actor, fresh: Sequence[OpeningContract], *, on: date, at: datetime) -> int:
    """Register firms, sign contracts, record facts, use limits, post, open books; count entries."""
    for each in fresh:
        for named in each.firms:
            if named.fresh is not None:
                register(named.fresh, from_on=each.contract.signed_on, at=at)
        if isinstance(each.opened, OpeningFund):
            programme = pinned(each.contract.programme, each.contract.version)
            is_example = each.contract.series is Series.EXAMPLE
            open_books(each.contract, programme, is_example=is_example)
    sign((each.contract for each in fresh), at=at)
    keys = [each.contract.key for each in fresh]
    record_facts({each.contract.key: each.opened.facts for each in fresh}, by=actor.person, at=at)
    bring_uses_forward([use for each in fresh for use in each.uses], on=on, at=at)
    through = {each.contract.key: each.opened.as_of for each in fresh}
    done = post_contracts(keys, on=on, at=at, through=through)
    for refused in done.refused:
        raise FactsNotPostedError(contract=refused.contract, reason=refused.reason)
    opened = [entry for each in fresh for entry in opening_entries(each, on=on)]
    return done.entries + post(opened, at=at)
