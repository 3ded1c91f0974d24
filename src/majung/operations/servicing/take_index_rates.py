"""Taking a list of index rates: what published indexes were, for every loan that follows them.

With a bad row nothing is taken.  Good rates are kept, the reset days that waited for them are
fixed, and what a fixing told otherwise is corrected: only the difference is posted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from majung.contracts.index_rates import IndexRate, IndexRateList, read_index_rates
from majung.errors import Language, Problem
from majung.operations.acting import Actor, Role
from majung.operations.policy import Act, require
from majung.operations.servicing.fix_rates import wanted_fixings
from majung.operations.servicing.posting import Posting, Refused, post_contracts
from majung.store.access import Purpose, acting_for_state
from majung.store.intake.received import receive
from majung.store.servicing.contracts import covers_on, set_next_due
from majung.store.servicing.facts import record_facts
from majung.store.servicing.index_rates import (
    ToldRate,
    followed,
    keep_rates,
    latest_rates,
    loans_following,
)

RECEIVED_AS = "index-rates"
LOANS_AT_ONCE = 500
NOTHING = Posting()


@dataclass(frozen=True, slots=True)
class IndexRatesTaken:
    """What became of a list of index rates.

    Attributes:
        rows: None where the file is no list.
        problems: everything that is wrong; with any, nothing was taken.
        rates: all good rows.
        fresh: those that were not known, or were told otherwise.
        not_followed: indexes in the list that no loan follows: mostly a slip of the pen.
        fixed: how many loans took a fixing or a correction.
        refused: loans that could not be posted, and why; their fixings are kept.
    """

    rows: IndexRateList | None
    problems: tuple[Problem, ...]
    rates: tuple[IndexRate, ...] = ()
    fresh: tuple[IndexRate, ...] = ()
    not_followed: tuple[str, ...] = ()
    fixed: int = 0
    posting: Posting = NOTHING

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Return the loans that could not be posted, and why."""
        return self.posting.refused


def check_index_rates(
    actor: Actor, name: str, content: bytes, *, on: date, at: datetime
) -> IndexRatesTaken:
    """Read a list without taking it: every problem, and which indexes no loan follows.

    Raises:
        NotPermittedError: the actor is neither of the secretariat nor administrator.
    """
    require(actor, Act.TAKE_INDEX_RATES)
    with acting_for_state(Purpose.SERVICING, person=_person(actor), at=at, subject=name):
        return _read(name, content, on=on)


def take_index_rates(
    actor: Actor, name: str, content: bytes, *, on: date, at: datetime
) -> IndexRatesTaken:
    """Take a list of index rates; with any problem in it nothing is taken.

    The same list again changes nothing.

    Args:
        name: of the file, as its sender called it.
        on: the day of posting: reset days up to it are fixed.

    Raises:
        NotPermittedError: the actor is neither of the secretariat nor administrator.
    """
    require(actor, Act.TAKE_INDEX_RATES)
    person = _person(actor)
    with acting_for_state(Purpose.SERVICING, person=person, at=at, subject=name):
        read = _read(name, content, on=on)
        if read.problems:
            return read
        receive(RECEIVED_AS, name, content, by=person, at=at)
        fresh = keep_rates(read.rates, by=person, at=at)
        fixed, posting = 0, NOTHING
        for keys in _following(sorted({each.index for each in fresh})):
            wanted = wanted_fixings(keys, on=on)
            if wanted:
                record_facts(wanted, by=person, at=at)
                posting = posting.plus(_post(list(wanted), on=on, at=at))
                fixed += len(wanted)
        return IndexRatesTaken(read.rows, (), read.rates, fresh, read.not_followed, fixed, posting)


def index_rates(actor: Actor, *, count_max: int) -> tuple[ToldRate, ...]:
    """Return what indexes were, latest day first; they are published, so everybody may know.

    Raises:
        NotPermittedError: the actor holds no role that reads contracts.
    """
    require(actor, Act.READ_OWN)
    return latest_rates(count_max=count_max)


def index_rate_findings(taken: IndexRatesTaken, language: Language = "ko") -> bytes:
    """Write the bad rows as XLSX, each with its reasons; empty where the file was no list."""
    return b"" if taken.rows is None else taken.rows.returned(language)


def _person(actor: Actor) -> str:
    return actor.person or Role.CLOCKWORK.value


def _read(name: str, content: bytes, *, on: date) -> IndexRatesTaken:
    found = read_index_rates(name, content, on=on)
    if not isinstance(found, IndexRateList):
        return IndexRatesTaken(None, found)
    known = followed()
    unknown = sorted({each.index for each in found.rates} - set(known))
    return IndexRatesTaken(found, found.problems, found.rates, not_followed=tuple(unknown))


def _following(indexes: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the loans that follow some indexes, part by part."""
    after = ""
    while indexes:
        keys = loans_following(indexes, after=after, count_max=LOANS_AT_ONCE)
        if not keys:
            return
        yield keys
        after = keys[-1]


def _post(keys: Sequence[str], *, on: date, at: datetime) -> Posting:
    """Post what fixings bring; what cannot be posted is due again at the next close."""
    posting = post_contracts([*keys, *covers_on(keys)], on=on, at=at)
    left = {each.contract for each in posting.refused}
    set_next_due(dict.fromkeys(left, on))
    return posting
