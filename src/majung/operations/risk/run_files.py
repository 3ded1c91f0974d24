"""A risk run as a file: the report that its page shows, as PDF, workbook, document or JSON."""

from datetime import datetime

from majung.errors import Language
from majung.operations.acting import Actor
from majung.operations.reading_names import names
from majung.operations.risk.reading_runs import WORD, risk_run
from majung.operations.risk.run_report import run_report
from majung.reports.freezing import MEDIA_TYPES, Format, render
from majung.store.council.packs import Document
from majung.store.refusals import NotRecordedError

#: What a run is handed out as.
FORMATS = (Format.PDF, Format.XLSX, Format.HWPX, Format.JSON)


def run_file(
    actor: Actor, key: str, ending: str, *, at: datetime, language: Language = "ko"
) -> Document:
    """Return a run that is done as a file.

    Args:
        ending: of the file's name: pdf, xlsx, hwpx or json.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
        NotRecordedError: no such run, it is not done, or it is handed out in no such form.
    """
    run = risk_run(actor, key, at=at)
    if run.result is None or ending not in FORMATS:
        raise NotRecordedError(what=WORD, key=f"{key}.{ending}")
    wanted = Format(ending)
    report = run_report(run, names(on=run.wanted.on, at=at), language=language)
    (file,) = render(report, wanted)
    return Document(file.name, MEDIA_TYPES[wanted], file.content)
