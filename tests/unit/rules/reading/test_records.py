from dataclasses import dataclass

import pytest

from majung.errors import Place, message
from majung.files import read_tree
from majung.rules.reading.korean import KOREAN, spoken_name
from majung.rules.reading.nodes import Node, Reading, UnreadableError
from majung.rules.reading.records import Check, Key, Record, list_of
from majung.rules.reading.words import NAME, YES_OR_NO, name_of, new_name


@dataclass(frozen=True)
class Pair:
    first: str
    second: str


def _check(node, first, second):
    if first == second:
        node.refuse(message("list-empty"))


PAIR = Record(
    "party",
    "Two names.",
    Pair,
    (
        Key("first", new_name("party"), "one"),
        Key("second", NAME, "other", default="none"),
    ),
    checks=(Check(("first", "second"), _check),),
)


def _node(text):
    tree = read_tree("pairs.yaml", text.encode())
    return Node(tree.value, (), tree, Reading())


def _problems(node):
    return [(str(problem.place), problem.message) for problem in node.reading.found()]


def test_a_key_that_is_left_out_takes_its_default():
    assert PAIR.read(_node("first: a")) == Pair("a", "none")
    assert PAIR.read(_node("first: a\nsecond: null")) == Pair("a", "none")


def test_unknown_and_missing_keys_are_reported_together():
    node = _node("frist: a\nsecond: b")

    with pytest.raises(UnreadableError):
        PAIR.read(node)

    assert _problems(node) == [
        (
            "pairs.yaml:1:1",
            message("key-unknown", word="frist", meant=("first",), record=spoken_name("party")),
        ),
        ("pairs.yaml:1:1", message("key-missing", key="first", record=spoken_name("party"))),
    ]


def test_every_member_of_a_list_is_read_before_giving_up():
    node = _node("- {first: A}\n- {first: b}\n- {first: B}")

    with pytest.raises(UnreadableError):
        list_of(PAIR.reader).read(node)

    assert [place for place, _ in _problems(node)] == ["pairs.yaml:1:11", "pairs.yaml:3:11"]


def test_a_check_runs_when_what_it_needs_was_read_even_if_the_rest_was_not():
    node = _node("first: a\nsecond: a\nthird: a")

    with pytest.raises(UnreadableError):
        PAIR.read(node)

    assert {found.kind for _, found in _problems(node)} == {"list-empty", "key-unknown"}


def test_a_value_that_stands_elsewhere_and_could_not_be_read_stops_the_record():
    with pytest.raises(UnreadableError):
        PAIR.read(_node("first: a"), {"second": None})


def test_a_name_is_defined_once_and_used_only_if_defined():
    node = _node("- {first: a, second: x}\n- {first: a, second: y}")
    list_of(PAIR.reader).read(node)
    node.reading.refer("party", "aa", node)
    node.reading.check_references()

    assert _problems(node) == [
        (
            "pairs.yaml:1:1",
            message("name-unknown", word="aa", meant=("a",), what=spoken_name("party")),
        ),
        (
            "pairs.yaml:2:11",
            message("name-twice", what=spoken_name("party"), name="a", first="pairs.yaml:1:11"),
        ),
    ]


@pytest.mark.parametrize("written", ["Ai-plus", "ai plus", "ai_plus", "-ai", "ai--plus", "협약"])
def test_a_name_has_small_letters_digits_and_hyphens_only(written):
    node = _node(f"{{first: '{written}'}}")

    with pytest.raises(UnreadableError):
        PAIR.read(node)

    assert [found.kind for _, found in _problems(node)] == ["name-malformed"]


@pytest.mark.parametrize("text", ["first", "[first]", "3"])
def test_a_table_is_a_table(text):
    node = _node(text)

    with pytest.raises(UnreadableError):
        PAIR.read(node)

    assert _problems(node)[0][1].kind == "shape-differs"


def test_true_and_false_are_the_only_claims():
    with pytest.raises(UnreadableError):
        YES_OR_NO.read(_node("1"))


def test_a_place_of_a_name_that_is_used_is_kept():
    node = _node("party-a")
    name_of("party").read(node)
    node.reading.check_references()

    assert node.reading.problems[0].place == Place("pairs.yaml", 1, 1)


def test_what_is_named_has_a_korean_name():
    assert all(name == name.strip() and korean for name, korean in KOREAN.items())
    assert spoken_name("envelope") == {"ko": "한도", "en": "envelope"}
