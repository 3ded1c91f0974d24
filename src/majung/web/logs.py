"""What the office writes down of its own running: a line of JSON an occurrence, on stderr.

No line holds anybody's data.  Requests are named by the pattern of their address, never by the
address itself, which may name a firm; of a failure its kind and the places in the code are kept,
never its text, which may quote what somebody sent.
"""

import logging
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

FRAMES_MAX = 12


def office_logging() -> dict[str, Any]:
    """Return how Django shall log: everything through one formatter, to stderr."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _chain(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        # Django's own lines would quote addresses: what they tell is told by the request's line.
        "loggers": {
            "django": {"handlers": [], "level": "CRITICAL"},
            "majung": {"handlers": ["stderr"], "level": "INFO"},
        },
    }


def _chain() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_texts,
    ]


def without_texts(_: Any, __: str, event: EventDict) -> EventDict:
    """Put the kind of a failure and its places in the code instead of its text."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        found = found or record.exc_info
        record.exc_info, record.exc_text = None, None
    if isinstance(found, tuple) and found[0] is not None:
        event["failure"] = found[0].__name__
        event["at"] = places(found[2])
    return event


def places(trace: TracebackType | None) -> list[str]:
    """Return the innermost places of a failure, as module and line."""
    found = []
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "?")
        found.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-FRAMES_MAX:]
