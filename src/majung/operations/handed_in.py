"""Folders of files as they are handed in: a programme's or a plan's, sent file by file.

Nothing that would not be read is taken: a name that the folder does not know, or that stands
twice, is a problem.  A README may come along and is left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from majung.errors import Place, Problem, in_order, message

LEFT_OUT = "README.md"
#: A folder holds six files at most; more is not looked at.
FILES_MAX = 20


def folder_of(
    sent: Sequence[tuple[str, bytes]], *, known: Iterable[str]
) -> Mapping[str, bytes] | tuple[Problem, ...]:
    """Return the files of a folder by name, or what is wrong with their names.

    Args:
        sent: name and content of each file, in the order of sending.
        known: names of the files that the folder may hold.
    """
    names = tuple(known)
    if len(sent) > FILES_MAX:
        said = message("handed-in-too-many", count=len(sent), most=FILES_MAX, known=names)
        return (Problem(Place(sent[0][0]), said),)
    times = Counter(name for name, _ in sent)
    problems = [
        Problem(Place(name), message("handed-in-twice", name=name, count=count))
        for name, count in times.items()
        if count > 1
    ]
    problems += [
        Problem(Place(name), message("handed-in-unknown", name=name, known=names))
        for name in times
        if name not in names and name != LEFT_OUT
    ]
    if problems:
        return in_order(problems)
    return {name: content for name, content in sent if name != LEFT_OUT}
