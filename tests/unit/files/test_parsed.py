"""What a parser says of a text is kept, and read again only while it is whole."""

import json
from hashlib import sha256

import pytest

from majung.files import Tree, read_tree
from majung.files.parsed import CACHE_VARIABLE, KEPT_MAX, parsed, parsed_once
from majung.programmes import shipped_files

TEXT = "a: [1, 0.5]\nb: &b '01'\nc: *b\n"
ODD = 'lone: "\\ud800"\nline: "\\L"\ntagged: !!str 5\nblock: |\n  하나\n\n  둘\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder of nothing kept."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def _change(file, old, new):
    content = file.read_bytes()
    assert old in content
    file.write_bytes(content.replace(old, new))


@pytest.mark.parametrize("text", [TEXT, ODD], ids=["plain", "odd"])
def test_what_is_said_again_is_what_was_said_first(text, folder):
    first = list(parsed_once(text))

    assert len(list(folder.iterdir())) == 1
    assert list(parsed_once(text)) == first == list(parsed(text))


def test_what_is_kept_is_read_and_not_parsed_again(folder):
    list(parsed_once(TEXT))
    (file,) = folder.iterdir()
    written = json.dumps([["document", 1, 1, 1, 1, "", False, "", None]]).encode()
    _forge(file, written)

    assert [said.kind for said in parsed_once(TEXT)] == ["document"]


@pytest.mark.parametrize("content", [b"", b"\n", b"[]", b"0\n[]", b"\xff\n\xff"])
def test_a_torn_file_is_parsed_again_and_kept_anew(content, folder):
    whole = list(parsed_once(TEXT))
    (file,) = folder.iterdir()
    kept = file.read_bytes()
    file.write_bytes(content)

    assert list(parsed_once(TEXT)) == whole
    assert file.read_bytes() == kept


def test_one_changed_byte_is_noticed(folder):
    list(parsed_once(TEXT))
    (file,) = folder.iterdir()
    _change(file, b"0.5", b"0.7")

    assert (
        read_tree("x", TEXT.encode(), is_kept=True).value["a"][1]
        == read_tree("x", TEXT.encode()).value["a"][1]
    )


def test_a_text_that_cannot_be_parsed_is_not_kept(folder):
    problems = read_tree("x", b"a: [1", is_kept=True)

    assert problems == read_tree("x", b"a: [1")
    assert list(folder.iterdir()) == []


def test_where_nothing_can_be_written_a_file_is_parsed(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))

    assert read_tree("x", TEXT.encode(), is_kept=True) == read_tree("x", TEXT.encode())


def test_a_full_folder_is_emptied(folder):
    folder.mkdir()
    for number in range(KEPT_MAX):
        (folder / str(number)).touch()

    list(parsed_once(TEXT))

    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("name", ["programme.yaml", "eligibility.yaml", "postings.yaml"])
def test_a_programme_read_again_has_the_same_values_and_places(name):
    content = shipped_files("ai-autonomous-manufacturing")[name]
    anew = read_tree(name, content)
    read_tree(name, content, is_kept=True)
    again = read_tree(name, content, is_kept=True)

    assert isinstance(anew, Tree)
    assert again == anew


def _forge(file, written):
    """Write what is kept as the machine itself would."""
    file.write_bytes(sha256(written).hexdigest().encode() + b"\n" + written)
