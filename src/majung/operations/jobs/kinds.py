"""Kinds of jobs, and what binding one takes.

A job has two halves.  Its work runs outside of a transaction, may take hours, tells how far it is
and may be begun again by another worker.  What the work returns is called in the one transaction
that also says that the job is done: both are kept, or neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from majung.errors import Language
from majung.store.access import Purpose
from majung.store.jobs.work import Taken

#: Told how many steps are done, and of how many; raises where the job is to stop.
Tell = Callable[[int, int], None]
Effects = Callable[[], None]
#: Among the arguments of a job: what files hold that were handed in with it.
CONTENT = "content"


class JobKind(StrEnum):
    """What a job does."""

    CLOSE = "close"
    RISK_RUN = "risk-run"
    DESIGNS = "design-comparison"
    ALLOCATION = "allocation"

    def spoken(self, language: Language) -> str:
        """Write the kind as officials call it."""
        return KOREAN[self] if language == "ko" else self.value.replace("-", " ")


KOREAN = {
    JobKind.CLOSE: "일 마감",
    JobKind.RISK_RUN: "위험 산출",
    JobKind.DESIGNS: "설계안 비교",
    JobKind.ALLOCATION: "한도 배분",
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a kind of job does.

    Attributes:
        purpose: for which the State looks, where the office itself asked for the job.
        work: does it, and returns what keeps its result.
    """

    purpose: Purpose
    work: Callable[[Taken, Tell], Effects]


def nothing_more() -> None:
    """Keep nothing: the work has kept everything it did in transactions of its own."""
