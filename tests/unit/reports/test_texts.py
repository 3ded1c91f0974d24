import tomllib
from importlib import resources
from string import Formatter

import pytest

from majung.errors import message
from majung.reports.texts import said, word
from majung.rules import Label, Status

WORDS = tomllib.loads(resources.files("majung.reports").joinpath("words.toml").read_text("utf-8"))


def test_a_text_is_said_in_the_language_asked_for():
    assert said("그대로", "en") == "그대로"
    assert said(Label("분야", "Sector"), "ko") == "분야"
    assert said(Label("분야", "Sector"), "en") == "Sector"
    assert said(message("any-met", rule="업종"), "ko") == "업종: 하나 이상 충족"


def test_an_enumeration_that_can_speak_is_spoken_and_not_spelled():
    assert said(Status.ASSUMED, "ko") == "가정"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("가\x00나", "가\N{REPLACEMENT CHARACTER}나"),
        ("가\ud800나", "가\N{REPLACEMENT CHARACTER}나"),
        ("1,000\u202e만원", "1,000\N{REPLACEMENT CHARACTER}만원"),
        ("가\r\n나\r다", "가\n나\n다"),
        ("가\u2028나", "가\N{REPLACEMENT CHARACTER}나"),
        ("가\t나", "가\t나"),
        ("=1+1", "=1+1"),
    ],
)
def test_what_no_file_can_hold_becomes_visible(typed, shown):
    assert said(typed, "ko") == shown


def test_a_place_is_filled_with_text_that_may_hold_braces():
    assert word("restates", number="{x}").ko == "문서번호 {x}의 다음 수치를 정정합니다."


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_word_has_both_languages_and_the_same_places_in_both(key):
    pair = WORDS[key]
    places = {
        language: {name for _, name, _, _ in Formatter().parse(text) if name}
        for language, text in pair.items()
    }

    assert sorted(pair) == ["en", "ko"]
    assert places["ko"] == places["en"] or key == "legend-minus"


def test_no_word_is_left_over():
    folder = resources.files("majung.reports")
    sources = "".join(
        file.read_text("utf-8")
        for place in (folder, folder / "renderers", folder / "documents")
        for file in place.iterdir()
        if file.name.endswith(".py")
    ).replace("'", '"')
    made = ("kind-", "marking-", "verdict-")

    unused = [key for key in WORDS if f'"{key}"' not in sources and not key.startswith(made)]

    assert unused == []
