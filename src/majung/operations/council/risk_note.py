"""The technical note of a pack: a kept risk run's headline, and all that it rests on."""

from datetime import datetime

from majung.operations.acting import Actor
from majung.operations.reading_names import names
from majung.operations.risk.loss_notes import run_notes
from majung.operations.risk.reading_runs import WORD, risk_run
from majung.operations.risk.run_report import figure_lines
from majung.operations.risk.run_settings import setting_lines
from majung.reports.documents.pack_content import RiskNote
from majung.store.refusals import NotRecordedError


def risk_note(actor: Actor, key: str, *, at: datetime) -> RiskNote | None:
    """Return the note on a run as it was kept; None where none was chosen.

    Raises:
        NotRecordedError: no such run of the actor's institution, or it is not done.
    """
    if not key:
        return None
    run = risk_run(actor, key, at=at)
    if run.result is None:
        raise NotRecordedError(what=WORD, key=key)
    lines = setting_lines(run, names(on=run.wanted.on, at=at))
    return RiskNote(figure_lines(run), tuple(lines), run_notes(run.result.found))
