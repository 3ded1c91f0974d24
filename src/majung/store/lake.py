"""Parquet files: columns out and in, and SQL that others wrote, run over them.

DuckDB writes and reads; nothing here opens the database.  A file is written beside its place and
then renamed, so whoever reads finds the one before or the new one, never half of it.  A file may be
written, and gone through, some rows at a time: then no more of them are held, however many it has.
What a file says has a digest of its own, made of its columns and not of its bytes: another release
of DuckDB lays the same columns out in other bytes, as do parts cut elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from majung.errors import PolicyFinanceError

Arrays = Mapping[str, NDArray[Any]]
#: Rows of a file that are gone through at once.
ROWS_EACH = 50_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


class LakeFileNotUsableError(PolicyFinanceError):
    """A file of the lake is Parquet and has the columns that are read of it."""

    kind = "lake-file-not-usable"


class Kind(StrEnum):
    """What a column holds, as DuckDB names it."""

    TEXT = "VARCHAR"
    INTEGER = "BIGINT"
    SMALL = "INTEGER"
    NUMBER = "UBIGINT"
    FLOAT = "DOUBLE"
    FLAG = "BOOLEAN"
    DAY = "DATE"
    MOMENT = "TIMESTAMP"
    LIST = "BIGINT[]"


#: Arrays in which each kind stands: days as numbers of days and moments as microseconds since
#: 1970-01-01, lists as their whole numbers with commas between them.
DTYPES: Mapping[Kind, Any] = {
    Kind.TEXT: object,
    Kind.INTEGER: np.int64,
    Kind.SMALL: np.int32,
    Kind.NUMBER: np.uint64,
    Kind.FLOAT: np.float64,
    Kind.FLAG: np.bool_,
    Kind.DAY: np.int32,
    Kind.MOMENT: np.int64,
    Kind.LIST: object,
}


class Column(NamedTuple):
    """A column of a file: what it is called and what it holds."""

    name: str
    kind: Kind


class Coded(NamedTuple):
    """A column of texts of which few differ.

    Attributes:
        names: each once, sorted.
        codes: place of each row's text among them.
    """

    names: tuple[str, ...]
    codes: NDArray[np.int64]


#: Why DuckDB refuses, by the name of its refusal.
REASONS: Mapping[str, Mapping[str, str]] = {
    "missing": {"ko": "그런 파일이 없음", "en": "nothing is there"},
    "empty": {"ko": "빈 칸이 있음", "en": "a cell is empty"},
    "BinderException": {"ko": "있어야 할 열이 없음", "en": "a column is not there"},
    "ConversionException": {"ko": "열의 값이 다른 종류임", "en": "a column holds something else"},
    "InvalidInputException": {"ko": "Parquet 파일이 아님", "en": "it is no Parquet file"},
}


def arrays_of(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> dict[str, NDArray[Any]]:
    """Lay rows out as the arrays of columns; a number that is None is masked."""
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return {
        column.name: _array(each, DTYPES[column.kind])
        for column, each in zip(columns, values, strict=True)
    }


def _array(values: Sequence[Any], dtype: Any) -> NDArray[Any]:
    if dtype is object or None not in values:
        return np.array(list(values), dtype)
    filled = [0 if each is None else each for each in values]
    return np.ma.array(np.array(filled, dtype), mask=[each is None for each in values])


def written(
    file: Path, columns: Sequence[Column], arrays: Arrays, *, about: Mapping[str, str] = _NOTHING
) -> str:
    """Write columns as a Parquet file, whole or not at all; return the digest of what it says.

    Args:
        arrays: by the name of a column; what is masked stands as an empty cell.
        about: texts by key for the file's own metadata; they are no part of the digest.
    """
    given = {name: np.asanyarray(arrays[name], DTYPES[kind]) for name, kind in columns}
    with _whole(file) as unfinished:
        _copied(unfinished, columns, given, about)
    return digest_of(columns, given)


def written_in_parts(
    file: Path, columns: Sequence[Column], parts: Iterable[Arrays]
) -> tuple[str, int]:
    """Write columns that come some rows at a time as one Parquet file, whole or not at all.

    Returns:
        the digest of what it says, the same however the rows were cut, and how many they are.
    """
    digest = Digest(columns)
    with _whole(file) as unfinished, TemporaryDirectory(
        prefix=f"{file.name}.", dir=file.parent
    ) as beside:  # fmt: skip
        pieces: list[Path] = []
        for part in parts:
            pieces.append(Path(beside, f"{len(pieces):06d}.parquet"))
            _copied(pieces[-1], columns, part)
            digest.add(part)
        if not pieces:
            _copied(unfinished, columns, arrays_of(columns, []))
        elif len(pieces) == 1:
            pieces[0].replace(unfinished)
        else:
            _joined(pieces, unfinished)
    return digest.told(), digest.rows


def _copied(
    file: Path, columns: Sequence[Column], arrays: Arrays, about: Mapping[str, str] = _NOTHING
) -> None:
    picked = ", ".join(_written(column) for column in columns)
    told = ", ".join(f"{_identifier(key)}: '{_escaped(text)}'" for key, text in about.items())
    form = f"FORMAT parquet, KV_METADATA {{{told}}}" if told else "FORMAT parquet"
    with _duckdb() as engine:
        engine.register(
            "given", {name: np.asanyarray(arrays[name], DTYPES[kind]) for name, kind in columns}
        )
        engine.execute(
            f"COPY (SELECT {picked} FROM given)"  # noqa: S608 - columns of this release
            f" TO '{_quoted(file)}' ({form})"
        )


def _joined(files: Sequence[Path], file: Path) -> None:
    """Put the rows of files into one, one file after the other."""
    with _duckdb() as engine:
        # Each thread would hold rows of its own until its turn comes.
        engine.execute("SET threads = 1")
        engine.execute(
            f"COPY (SELECT * FROM {files_named(files)}) TO '{_quoted(file)}' (FORMAT parquet)"  # noqa: S608 - likewise
        )


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """Yield where a file is written; it takes its place when that went well."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    yield unfinished
    unfinished.replace(file)


def read(columns: Sequence[Column], files: Sequence[Path]) -> dict[str, NDArray[Any]]:
    """Return columns of files, one file after the other, their rows as they stand.

    Raises:
        LakeFileNotUsableError: a file is not there, is no Parquet file, lacks a column, or a cell
            of it is empty or holds something else.
    """
    return _found(columns, files, files_named(files))


def read_in_parts(
    file: Path, columns: Sequence[Column], *, each: int = ROWS_EACH
) -> Iterator[dict[str, NDArray[Any]]]:
    """Return columns of a file some rows at a time, as they stand; one part of a file without any.

    Raises:
        LakeFileNotUsableError: as `read`.
    """
    source = f"read_parquet('{_quoted(file)}', file_row_number = true)"
    for first in range(0, max(rows_in(file), 1), each):
        last = first + each - 1
        yield _found(columns, [file], f"{source} WHERE file_row_number BETWEEN {first} AND {last}")


def _found(
    columns: Sequence[Column], files: Sequence[Path], source: str
) -> dict[str, NDArray[Any]]:
    picked = ", ".join(_read(column) for column in columns)
    found = ask(f"SELECT {picked} FROM {source}", files=files)  # noqa: S608 - likewise
    return {name: np.asarray(found[name], DTYPES[kind]) for name, kind in columns}


def rows_in(file: Path) -> int:
    """Return how many rows a file has, without reading them.

    Raises:
        LakeFileNotUsableError: as `ask`.
    """
    counted = f"SELECT count(*) AS rows FROM {files_named([file])}"  # noqa: S608 - a path, quoted
    return int(ask(counted, files=[file])["rows"][0])


def read_words(names: Sequence[str], files: Sequence[Path]) -> dict[str, Coded]:
    """Return columns of texts of which few differ, each text once.

    Raises:
        LakeFileNotUsableError: as `read`.
    """
    source = files_named(files)
    words: dict[str, tuple[str, ...]] = {}
    for name in names:
        known = _identifier(name)
        found = ask(
            f"SELECT DISTINCT CAST({known} AS VARCHAR) AS word FROM {source}",  # noqa: S608 - likewise
            files=files,
        )
        words[name] = tuple(sorted(found["word"].tolist()))
    codes = ", ".join(_code(name, words[name]) for name in names)
    found = ask(f"SELECT {codes} FROM {source}", files=files)  # noqa: S608 - likewise
    return {name: Coded(words[name], found[name].astype(np.int64)) for name in names}


def ask(query: str, *, files: Sequence[Path] = ()) -> dict[str, NDArray[Any]]:
    """Run SQL that somebody else wrote and return its columns.

    Args:
        query: names its files as `files_named` does.
        files: those it names.

    Raises:
        LakeFileNotUsableError: a file is not there, DuckDB refuses the files or the query, or a
            cell of the answer is empty.
    """
    named = ", ".join(map(str, files)) or "—"
    for file in files:
        if not file.is_file():
            raise LakeFileNotUsableError(file=str(file), reason=REASONS["missing"])
    with _duckdb() as engine:
        try:
            found = engine.execute(query).fetchnumpy()
        except duckdb.Error as refusal:
            reason = REASONS.get(type(refusal).__name__, REASONS["InvalidInputException"])
            raise LakeFileNotUsableError(file=named, reason=reason) from refusal
    for values in found.values():
        if isinstance(values, np.ma.MaskedArray) and np.ma.getmaskarray(values).any():
            raise LakeFileNotUsableError(file=named, reason=REASONS["empty"])
    return {name: np.asarray(values) for name, values in found.items()}


def files_named(files: Sequence[Path]) -> str:
    """Return files as SQL names them together."""
    named = ", ".join(f"'{_quoted(file)}'" for file in files)
    return f"read_parquet([{named}])"


class Digest:
    """The SHA-256 of what columns say: names, kinds, and values in their order.

    The rows may come in parts; how they were cut says nothing.  Of texts and lists it is made of
    what they say together and of how long each is, so that none runs over into the next; of numbers
    also of which cells are empty.

    Attributes:
        rows: how many came.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        """Begin with no row."""
        self.rows = 0
        self._columns = columns
        self._values = [sha256() for _ in columns]
        self._lengths = [sha256() for _ in columns]

    def add(self, arrays: Arrays) -> None:
        """Add rows behind those that came before."""
        before = self.rows
        self.rows += len(arrays[self._columns[0].name])
        digests = zip(self._columns, self._values, self._lengths, strict=True)
        for (name, kind), said, lengths in digests:
            values = np.asanyarray(arrays[name], DTYPES[kind])
            if isinstance(values, np.ma.MaskedArray):
                lengths.update((before + np.flatnonzero(values.mask)).astype("<i8").tobytes())
            if kind in (Kind.TEXT, Kind.LIST):
                texts = values.tolist()
                said.update("".join(texts).encode())
                lengths.update(np.fromiter(map(len, texts), "<u4", len(texts)).tobytes())
            else:
                said.update(values.astype(values.dtype.newbyteorder("<")).tobytes())

    def of_parts(self, parts: Iterable[Arrays]) -> str:
        """Add all rows that come, and return the digest."""
        for part in parts:
            self.add(part)
        return self.told()

    def told(self) -> str:
        """Return the digest of what came so far, hexadecimal."""
        whole = sha256()
        for (name, kind), *said in zip(self._columns, self._values, self._lengths, strict=True):
            whole.update(f"{name}:{kind}:{self.rows}\n".encode())
            for each in said:
                whole.update(each.digest())
        return whole.hexdigest()


def digest_of(columns: Sequence[Column], arrays: Arrays) -> str:
    """Return the digest of columns that are there whole."""
    return Digest(columns).of_parts([arrays])


def digest_in(file: Path, columns: Sequence[Column]) -> str:
    """Return the digest of what a file says, gone through some rows at a time.

    Raises:
        LakeFileNotUsableError: as `read`.
    """
    return Digest(columns).of_parts(read_in_parts(file, columns))


@contextmanager
def _duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield an engine of its own, that keeps the order of rows and reaches nothing but files."""
    engine = duckdb.connect(":memory:")
    try:
        engine.execute("SET autoinstall_known_extensions = false")
        engine.execute("SET autoload_known_extensions = false")
        engine.execute("SET preserve_insertion_order = true")
        yield engine
    finally:
        engine.close()


def _written(column: Column) -> str:
    name = _identifier(column.name)
    if column.kind is Kind.DAY:
        return f"(DATE '1970-01-01' + {name}) AS {name}"
    if column.kind is Kind.MOMENT:
        return f"make_timestamp({name}) AS {name}"
    if column.kind is Kind.LIST:
        parts = f"CAST(string_split({name}, ',') AS BIGINT[])"
        return f"CASE WHEN {name} = '' THEN CAST([] AS BIGINT[]) ELSE {parts} END AS {name}"
    return f"CAST({name} AS {column.kind.value}) AS {name}"


def _read(column: Column) -> str:
    name = _identifier(column.name)
    if column.kind is Kind.DAY:
        return f"CAST({name} - DATE '1970-01-01' AS INTEGER) AS {name}"
    if column.kind is Kind.MOMENT:
        return f"epoch_us({name}) AS {name}"
    if column.kind is Kind.LIST:
        return f"coalesce(array_to_string({name}, ','), '') AS {name}"
    return f"CAST({name} AS {column.kind.value}) AS {name}"


def _code(name: str, words: Sequence[str]) -> str:
    """Return the place of a text among those of its column, as SQL."""
    known = _identifier(name)
    told = ", ".join(f"'{_escaped(word)}'" for word in words) or "''"
    return f"CAST(enum_code(CAST({known} AS ENUM({told}))) AS BIGINT) AS {known}"


def _identifier(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _quoted(file: Path) -> str:
    return _escaped(str(file))


def _escaped(text: str) -> str:
    return text.replace("'", "''")
