"""What is to be known of losses that were found before a figure of them is used."""

from collections.abc import Iterator

from majung.errors import Message, message
from majung.operations.risk.loss_readings import LossReading
from majung.operations.risk.methods import level_of
from majung.operations.risk.office.office_run import OfficeRun

#: From this share on a single contract is told of.
LARGE = 0.10
#: Fewer scenarios beyond the level than this are told of.
FEW = 10


def loss_notes(reading: LossReading) -> tuple[Message, ...]:
    """Say that few scenarios or a single contract make the tail, where they do."""
    return tuple(_told(reading))


def run_notes(found: OfficeRun) -> tuple[Message, ...]:
    """Say the same of the office's contracts, and what was supposed or left out."""
    return (*loss_notes(found.losses), *found.notes)


def _told(reading: LossReading) -> Iterator[Message]:
    settings = reading.settings
    beyond = round(settings.scenarios * (1.0 - settings.level))
    if beyond < FEW:
        yield message(
            "risk-note-thin-tail",
            scenarios=settings.scenarios,
            level=level_of(settings),
            count=beyond,
        )
    if reading.largest >= LARGE:
        yield message("risk-note-largest", share=f"{reading.largest:.0%}")
