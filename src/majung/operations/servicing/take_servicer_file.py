"""Taking a servicer's monthly file: what another core system reports of the contracts it keeps.

Good months are taken while bad ones go back with their reasons.  A month that is reported again
replaces what was reported before: its facts are reversed by key, the new ones recorded, and only
the difference is posted.  Where report and schedule disagree, the difference is kept and listed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.reported.reading import ReportedMonth, ServicerFile, read_servicer_file
from majung.contracts.reported.reading import returned_rows as annotated
from majung.errors import Language, PolicyFinanceError, Problem, in_order
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.load_programmes import spoken_problems
from majung.operations.policy import Act, require
from majung.operations.servicing.openings.limits import bring_uses_forward
from majung.operations.servicing.posting import Posting, post_contracts
from majung.operations.servicing.record_facts import FactsNotPostedError
from majung.operations.servicing.statements import (
    MonthFinding,
    Outcome,
    Taken,
    findings_of,
    notes_of,
)
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.received import receive
from majung.store.servicing.contracts import Servicing, contracts_by_keys, covers_on
from majung.store.servicing.differences import keep_differences
from majung.store.servicing.facts import record_facts
from majung.store.servicing.statements import keep_statements

RECEIVED_AS = "servicer-file"
CONTRACTS_AT_ONCE = 500

NOTHING = Posting()

Progress = Callable[[int, int], None]


class ServicerFileUnreadableError(PolicyFinanceError):
    """A servicer's file is read as a table, or not at all."""

    kind = "servicer-file-unreadable"

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        """Refuse with everything that is wrong."""
        super().__init__(file=file, problems=spoken_problems(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ServicerFileTaken:
    """What became of a file.

    Attributes:
        findings: of every contract and month in it, in the order of the file.
        posting: what followed in the books; nothing, where the file was only checked.
    """

    file: ServicerFile
    findings: tuple[MonthFinding, ...]
    posting: Posting = NOTHING

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the rows that go back."""
        found = [problem for each in self.findings for problem in each.problems]
        return in_order((*self.file.rows.problems, *found))

    def count(self, *outcomes: Outcome) -> int:
        """Count the contract-months with one of some outcomes."""
        return sum(finding.outcome in outcomes for finding in self.findings)

    @property
    def differences(self) -> int:
        """How many figures of what was taken differ from our schedules."""
        return sum(len(finding.differences) for finding in self.findings)

    @property
    def not_stated(self) -> int:
        """How many figures that our schedules say something of the file leaves open."""
        return sum(len(finding.not_stated) for finding in self.findings)


def check_servicer_file(
    actor: Actor, name: str, content: bytes, *, on: date, at: datetime
) -> ServicerFileTaken:
    """Read a file without taking it: every month with what would become of it.

    Raises:
        NotPermittedError: the actor is no officer.
        ServicerFileUnreadableError: the file is no table with the columns of one of its forms.
    """
    require(actor, Act.TAKE_SERVICER_FILE)
    file = _read(name, content, on=on)
    found: dict[int, MonthFinding] = {}
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=name):
        for places, months in _in_parts(file):
            findings, _ = findings_of(actor, file, months, on=on)
            found.update(zip(places, findings, strict=True))
    return ServicerFileTaken(file, tuple(found[place] for place in sorted(found)))


def take_servicer_file(
    actor: Actor,
    name: str,
    content: bytes,
    *,
    on: date,
    at: datetime,
    progress: Progress | None = None,
) -> ServicerFileTaken:
    """Take the good months of a file; what is wrong with the others is told row by row.

    All that is taken is taken in one transaction.  The same file again changes nothing.

    Args:
        name: of the file, as its sender called it.
        on: the day of posting.
        progress: told how many contract-months were looked at, and of how many.

    Raises:
        NotPermittedError: the actor is no officer.
        ServicerFileUnreadableError: the file is no table with the columns of one of its forms.
        FactsNotPostedError: a posting rule or an account is missing; nothing is taken.
    """
    require(actor, Act.TAKE_SERVICER_FILE)
    file = _read(name, content, on=on)
    found: dict[int, MonthFinding] = {}
    posting = NOTHING
    with acting_for_state(Purpose.SERVICING, person=actor.person, at=at, subject=name):
        digest = ""
        for places, months in _in_parts(file):
            findings, taken = findings_of(actor, file, months, on=on)
            found.update(zip(places, findings, strict=True))
            if taken and not digest:
                with at_desk(actor):
                    digest = receive(RECEIVED_AS, name, content, by=actor.person, at=at).digest
            if taken:
                posting = posting.plus(_keep(actor, taken, digest, on=on, at=at))
            if progress is not None:
                progress(len(found), len(file.months))
    return ServicerFileTaken(file, tuple(found[place] for place in sorted(found)), posting)


def servicer_findings(taken: ServicerFileTaken, language: Language = "ko") -> bytes:
    """Write the rows that go back as XLSX, each with its reasons."""
    return annotated(taken.file, notes_of(taken.findings, taken.file), language)


def _read(name: str, content: bytes, *, on: date) -> ServicerFile:
    found = read_servicer_file(name, content, on=on)
    if not isinstance(found, ServicerFile):
        raise ServicerFileUnreadableError(name, found)
    return found


def _in_parts(file: ServicerFile) -> Iterator[tuple[list[int], list[ReportedMonth]]]:
    """Cut a file into parts of some contracts each; a contract's months stay together."""
    by_contract: dict[str, list[int]] = {}
    for place, month in enumerate(file.months):
        by_contract.setdefault(month.contract, []).append(place)
    contracts = list(by_contract)
    for start in range(0, len(contracts), CONTRACTS_AT_ONCE):
        part = contracts[start : start + CONTRACTS_AT_ONCE]
        places = [place for contract in part for place in by_contract[contract]]
        yield places, [file.months[place] for place in places]


def _keep(actor: Actor, taken: Sequence[Taken], digest: str, *, on: date, at: datetime) -> Posting:
    """Record what was found good, and post what follows."""
    record_facts(
        {each.contract.key: each.facts for each in taken if each.facts}, by=actor.person, at=at
    )
    keep_statements(
        [statement for each in taken for statement in each.statements],
        file=digest,
        institution=actor.institution,
        by=actor.person,
        at=at,
    )
    keep_differences([found for each in taken for found in each.differences], at=at)
    bring_uses_forward([use for each in taken for use in each.uses], on=on, at=at)
    keys = [each.contract.key for each in taken]
    # A cover that is itself reported is posted to the last month told of it, and no further.
    on_them = [
        each.key
        for each in contracts_by_keys(covers_on(keys))
        if each.servicing is Servicing.SERVICED
    ]
    posting = post_contracts(
        [*keys, *on_them],
        on=on,
        at=at,
        through={each.contract.key: each.through_on for each in taken},
    )
    for refused in posting.refused:
        if refused.contract in keys:
            raise FactsNotPostedError(contract=refused.contract, reason=refused.reason)
    return posting
