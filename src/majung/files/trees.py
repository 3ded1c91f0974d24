"""YAML 1.2 to a tree whose every node knows its line and column.

Scalars keep what was meant: `0.7` is a decimal and never a float, `01110` and `30E360` stay text,
`on` is a word, `2024-09-24` is a day.  Keys are always text.  A file cannot unfold into more than
it shows: depth and number of nodes are limited, those that aliases repeat included.
"""

from dataclasses import dataclass, field

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from majung.errors import Message, Place, Problem, in_order, message
from majung.files.growing import Growth, Path, Places, Value, nearest
from majung.files.kinds import Content, content_of
from majung.files.parsed import parsed, parsed_once
from majung.files.syntax import syntax_problems
from majung.files.texts import Text, decoded

#: A programme file has a few hundred lines; a megabyte of YAML is a mistake.
SIZE_MAX = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file says, with the place of every node.

    Attributes:
        name: of the file, as the user gave it.
        value: plain dictionaries (keys are text), lists and scalars: text, whole numbers,
            decimals, truths, days, nothing.
        encoding: that the file was read as.
    """

    name: str
    value: Value
    encoding: str
    _places: Places = field(repr=False)

    def place(self, path: Path = ()) -> Place:
        """Return where a value stands; for one that is missing, where it would belong."""
        return nearest(self._places.values, self._real(path))

    def key_place(self, path: Path) -> Place:
        """Return where the key of a value stands, for a key that is not known."""
        return self._places.keys.get(self._real(path)) or self.place(path)

    def written(self, path: Path) -> str:
        """Return a scalar as it was written: ``1.50`` for the decimal 1.50.

        Raises:
            KeyError: the path leads to no scalar.
        """
        return self._places.written[self._places.followed(path)]

    def _real(self, path: Path) -> Path:
        """Follow the aliases around a node; a node that is an alias stands where it stands."""
        return (*self._places.followed(path[:-1]), *path[-1:])


def read_tree(name: str, content: bytes, *, is_kept: bool = False) -> Tree | tuple[Problem, ...]:
    """Read a YAML 1.2 file, or say everything that is wrong with it.

    Keys that stand twice, tags, merge keys, days that do not exist and numbers without an end are
    problems; anchors and aliases are read.

    Args:
        name: of the file, for places.
        is_kept: whether to keep what the parser says, for files that are read at every start.
    """
    text = _text_of(content)
    if isinstance(text, Message):
        return (Problem(Place(name), text),)
    growth = Growth(name)
    try:
        for said in parsed_once(text.text) if is_kept else parsed(text.text):
            growth.take(said)
            if growth.is_over:
                break
    except YAMLError as error:
        return in_order((*growth.problems, *_syntax_problems(name, text.text, error)))
    if growth.problems:
        return in_order(growth.problems)
    if growth.value is None:
        return (Problem(Place(name), message("file-empty")),)
    return Tree(name, growth.value, text.encoding, growth.places)


def _text_of(content: bytes) -> Text | Message:
    kind = content_of(content, size_max=SIZE_MAX)
    if isinstance(kind, Message):
        return kind
    return message("file-not-yaml") if kind is Content.WORKBOOK else decoded(content)


def _syntax_problems(name: str, text: str, error: YAMLError) -> tuple[Problem, ...]:
    if isinstance(error, MarkedYAMLError):
        return syntax_problems(name, text, error.problem or "", error.problem_mark)
    return syntax_problems(name, text, str(error), None)
