"""Programmes that ship with a few words changed, for tests of what is then wrong."""

from majung.programmes import load, shipped_files

#: The smallest programme that has everything a loan needs.
KEXIM = "kexim-ax"
MAKING = "ai-autonomous-manufacturing"


def edited(key, changes):
    """Return the files of a programme with words replaced, all of which must stand there."""
    files = dict(shipped_files(key))
    for file, before, after in changes:
        text = files[file].decode()
        assert before in text, f"{file} of {key} does not say {before!r}"
        files[file] = text.replace(before, after, 1).encode()
    return files


def problems_of_edit(key, file, before, after):
    """Return kind and line of every problem after one edit."""
    found = load(edited(key, [(file, before, after)]))
    return [(problem.message.kind, problem.place.file, problem.place.line) for problem in found]


def line_of(key, file, words):
    """Return the line on which words stand in a file of a programme."""
    text = shipped_files(key)[file].decode()
    return text[: text.index(words)].count("\n") + 1
