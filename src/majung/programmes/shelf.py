"""The programmes that ship, read from their folders when they are first asked for.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from majung.programmes.loading import load
from majung.programmes.programme import Programme

#: In the order in which they are shown.
SHIPPED = ("ai-autonomous-manufacturing", "ai-policy-finance", "kexim-ax", "us-sba-7a")


def shelf() -> Mapping[str, Programme]:
    """Return the programmes that ship, by key; each is read once, when it is first used."""
    return _SHELF


def shipped_files(key: str) -> Mapping[str, bytes]:
    """Return the files of a programme that ships, by name.

    Raises:
        KeyError: no programme of that key ships.
    """
    if key not in SHIPPED:
        raise KeyError(key)
    return {file.name: file.read_bytes() for file in _folder(key).iterdir() if file.is_file()}


def _folder(key: str) -> Traversable:
    return resources.files("majung.programmes").joinpath("shelf").joinpath(key)


class _Shelf(Mapping[str, Programme]):
    def __getitem__(self, key: str) -> Programme:
        return _shipped(key)

    def __iter__(self) -> Iterator[str]:
        return iter(SHIPPED)

    def __len__(self) -> int:
        return len(SHIPPED)


_SHELF = _Shelf()


@cache
def _shipped(key: str) -> Programme:
    found = load(shipped_files(key))
    if not isinstance(found, Programme):
        lines = "\n".join(problem.spoken("en") for problem in found)
        raise ValueError(f"the programme {key} on the shelf cannot be read:\n{lines}")
    return found
