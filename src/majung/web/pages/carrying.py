"""Files carried from the page that showed them to the act that admits them.

Nothing of files that are only looked at stays with the office: they travel inside the form,
signed, so that what is admitted is what was shown, to the person it was shown to.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core import signing
from django.http import QueryDict

from majung.errors import PolicyFinanceError

#: A field of a form takes ten thousand characters; what is carried is cut into several.
PIECE = 9_000
CARRIED = "carried"


class CarriedChangedError(PolicyFinanceError):
    """What is admitted is what the office showed, and to the person it was shown to."""

    kind = "carried-changed"


@dataclass(frozen=True, slots=True)
class Carried:
    """Files on their way.

    Attributes:
        sent: name and content of each file.
        shown: version in force that they were compared with; empty where there was none.
    """

    sent: tuple[tuple[str, bytes], ...]
    shown: str


def pieces_of(files: Mapping[str, bytes], *, shown: str, purpose: str) -> tuple[str, ...]:
    """Cut files into what the fields of a form take.

    Args:
        shown: version in force that the files were compared with.
        purpose: for whom and for which act they are carried.
    """
    written = {name: base64.b64encode(content).decode("ascii") for name, content in files.items()}
    text = signing.dumps({"files": written, "shown": shown}, salt=purpose, compress=True)
    return tuple(text[start : start + PIECE] for start in range(0, len(text), PIECE))


def carried(sent: QueryDict, *, purpose: str) -> Carried:
    """Return the files that a form carries.

    Raises:
        CarriedChangedError: the form holds anything else than what was shown.
    """
    try:
        read = signing.loads("".join(_pieces(sent)), salt=purpose)
    except signing.BadSignature as error:
        raise CarriedChangedError from error
    files = read["files"].items()
    return Carried(
        tuple((name, base64.b64decode(content)) for name, content in files), read["shown"]
    )


def _pieces(sent: QueryDict) -> Sequence[str]:
    return [each for each in sent.getlist(CARRIED) if isinstance(each, str)]
