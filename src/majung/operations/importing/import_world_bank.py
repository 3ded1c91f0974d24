"""Reading the World Bank's statements: totals and odd rows; nothing is kept."""

from majung.errors import Problem
from majung.operations.acting import Actor
from majung.operations.importing.quality import QualityReport
from majung.operations.importing.world_bank import ibrd_statement, miga_statement
from majung.operations.policy import Act, require


def import_ibrd(actor: Actor, *, name: str, content: bytes) -> QualityReport | tuple[Problem, ...]:
    """Read the IBRD's statement of loans and guarantees, or return everything wrong with it.

    Raises:
        NotPermittedError: the actor is neither an officer nor an administrator.
    """
    require(actor, Act.IMPORT_BOOK)
    return ibrd_statement(name, content)


def import_miga(actor: Actor, *, name: str, content: bytes) -> QualityReport | tuple[Problem, ...]:
    """Read MIGA's list of issued guarantees, or return everything wrong with it.

    Raises:
        NotPermittedError: the actor is neither an officer nor an administrator.
    """
    require(actor, Act.IMPORT_BOOK)
    return miga_statement(name, content)
