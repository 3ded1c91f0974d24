"""Parts of a snapshot that workers read by themselves: a path travels, not the contracts.

A worker sees the same folder as whoever asks, by the same path.  Words of a part are known by their
places among the words of the whole snapshot, so what parts give adds up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from majung.operations.risk.loss_settings import grades
from majung.operations.risk.office.columns import RiskColumns, Words, loss_list_of
from majung.operations.risk.office.parquet import columns_in
from majung.risk.losses.exact import CONTRACTS_EACH
from majung.risk.losses.layout import in_cells
from majung.risk.losses.portfolio import Portfolio
from majung.store.lake import rows_in

#: Columns of words that a run tells contracts apart by.
TOLD_APART = ("programme", "sector", "region", "grade")


@dataclass(frozen=True, slots=True)
class LakePart:
    """Some contracts of one file of a snapshot.

    Attributes:
        file: the contracts.
        shapes: how they come down.
        words: of the whole snapshot, by the columns of `TOLD_APART`.
        piece: which share of the file, counted from nought; `pieces` shares are the file.
        conversion: share of what may still be drawn that is expected to be.
    """

    file: Path
    shapes: Path
    words: tuple[tuple[str, ...], ...]
    piece: int
    pieces: int
    conversion: float = 0.0

    def __call__(self) -> Portfolio:
        """Read the contracts, where the work is done.

        Raises:
            LakeFileNotUsableError: a file is not there or not usable.
        """
        whole = _contracts(self.file, self.shapes, self.words, self.conversion)
        return whole.part(np.array_split(in_cells(whole), self.pieces)[self.piece])


def lake_parts(
    files: Sequence[Path], shapes: Path, columns: RiskColumns, *, conversion: float = 0.0
) -> tuple[LakePart, ...]:
    """Return a snapshot as parts, in the order of its files.

    Args:
        files: of contracts.
        shapes: the file of shapes.
        columns: of the whole snapshot.
        conversion: share of what may still be drawn that is expected to be.
    """
    words = tuple(getattr(columns, name).names for name in TOLD_APART)
    found = []
    for file in files:
        pieces = max(-(-rows_in(file) // CONTRACTS_EACH), 1)
        found += [
            LakePart(file.resolve(), shapes.resolve(), words, piece, pieces, conversion)
            for piece in range(pieces)
        ]
    return tuple(found)


@lru_cache(maxsize=1)
def _contracts(
    file: Path, shapes: Path, words: tuple[tuple[str, ...], ...], conversion: float
) -> Portfolio:
    """Read a file of contracts; the pieces of one file mostly come to one worker in a row."""
    columns = columns_in([file], shapes)
    programme, sector, region, grade = (
        _among(getattr(columns, name), known) for name, known in zip(TOLD_APART, words, strict=True)
    )
    known_alike = replace(columns, programme=programme, sector=sector, region=region, grade=grade)
    return loss_list_of(known_alike, scale=grades(), conversion=conversion).portfolio


def _among(words: Words, known: tuple[str, ...]) -> Words:
    """Return words by their places among those of the whole."""
    places = np.searchsorted(np.array(known, object).astype(str), words.names).astype(np.int64)
    return Words(known, places[words.codes])
