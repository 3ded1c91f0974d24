"""``majung council decision``: the record of one decision (결정기록), printed."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from majung.cli.given import require_place, written_to
from majung.cli.office import As, At, actor, now, open_office
from majung.cli.output import language, say
from majung.operations.council.decision_record import record_decision


def decision(
    key: str,
    file: Annotated[Path, Parameter(help="The PDF to write.")],
    /,
    *,
    as_: As = "",
    at: At = "",
) -> None:
    """Print the record of decision KEY: what was known, checked and waived, by whom, under what."""
    require_place(file)
    open_office()
    made = record_decision(actor(as_, at), key, at=now(), language=language())
    written_to(file, made.content)
    say(f"{file} · SHA-256 {made.digest}")
