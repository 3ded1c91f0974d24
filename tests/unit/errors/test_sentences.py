"""Every kind of message can be said in both languages, from the same values."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from string import Formatter

import pytest

from majung.errors import PolicyFinanceError, kinds, message, sentence
from majung.errors.sentences import worded
from majung.rules import Status
from majung.values.money import Money
from majung.values.rates import Rate

SAMPLES = ["마중", 1_234, Money(200_000_000), Rate.percent("0.7"), ("가", "나"), date(2024, 9, 24)]


class Sector(StrEnum):
    """A word that does not speak is written as it stands."""

    ROBOTS = "robots"


PARTICLES = {
    "은/는",
    "이/가",
    "을/를",
    "과/와",
    "으로/로",
    "이라/라",
    "이나/나",
    "이며/며",
    "이고/고",
    "이어야/여야",
}
BANNED = re.compile(r"\?|please|invalid|부탁|잘못된 입력", re.IGNORECASE)


def _places(template):
    return [(name, spec) for _, name, spec, _ in Formatter().parse(template) if name is not None]


def _said(template, sample, language):
    return worded(template, {name: sample for name, _ in _places(template)}, language)


def test_every_kind_is_said_in_korean_and_english_from_the_same_values():
    unequal = [
        kind
        for kind, templates in kinds().items()
        if sorted(templates) != ["en", "ko"]
        or {name for name, _ in _places(templates["ko"])}
        != {name for name, _ in _places(templates["en"])}
    ]

    assert unequal == []


def test_a_day_is_followed_by_the_particles_of_its_last_syllable():
    written = worded("{day:은/는} {day:으로/로}", {"day": date(2024, 9, 24)}, "ko")

    assert written == "2024. 9. 24.은 2024. 9. 24.로"


def test_korean_places_name_only_particles_that_exist():
    unknown = [
        (kind, spec)
        for kind, templates in kinds().items()
        for _, spec in _places(templates["ko"])
        if spec and spec not in PARTICLES
    ]

    assert unknown == []


def test_english_places_name_what_is_counted_as_one_and_as_many():
    unlike = [
        (kind, spec)
        for kind, templates in kinds().items()
        for _, spec in _places(templates["en"])
        if spec and not re.fullmatch(r"[a-z][a-z ]*/[a-z][a-z ]*", spec)
    ]

    assert unlike == []


@pytest.mark.parametrize(("count", "written"), [(0, "0 rows"), (1, "1 row"), (1_234, "1,234 rows")])
def test_what_is_counted_is_written_as_one_or_as_many(count, written):
    assert worded("{count:row/rows}", {"count": count}, "en") == written


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("sample", SAMPLES, ids=repr)
def test_every_sentence_can_be_said_about_any_value(sample, language):
    unfilled = [
        kind
        for kind, templates in kinds().items()
        for said in [_said(templates[language], sample, language)]
        if said != said.strip()
        or any(f"{{{name}" in said for name, _ in _places(templates[language]))
    ]

    assert unfilled == []


def test_no_sentence_asks_or_blames():
    asking = [
        (kind, found)
        for kind, templates in kinds().items()
        for template in templates.values()
        for found in BANNED.findall(template)
    ]

    assert asking == []


def test_kinds_are_plain_words_with_hyphens():
    odd = [kind for kind in kinds() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind)]

    assert odd == []


PARTICLE_CASES = [
    ("은행", "은행은", "은행이", "은행을", "은행과", "은행으로"),
    ("회사", "회사는", "회사가", "회사를", "회사와", "회사로"),
    ("서울", "서울은", "서울이", "서울을", "서울과", "서울로"),
    ("L-12", "L-12는", "L-12가", "L-12를", "L-12와", "L-12로"),
    ("1", "1은", "1이", "1을", "1과", "1로"),
    ("3", "3은", "3이", "3을", "3과", "3으로"),
    ("2024-09-24", "2024-09-24는", "2024-09-24가", "2024-09-24를", "2024-09-24와", "2024-09-24로"),
    ("30 %", "30 %는", "30 %가", "30 %를", "30 %와", "30 %로"),
    ("0.7 %p", "0.7 %p는", "0.7 %p가", "0.7 %p를", "0.7 %p와", "0.7 %p로"),
    ("(주)마중", "(주)마중은", "(주)마중이", "(주)마중을", "(주)마중과", "(주)마중으로"),
    ("USD", "USD는", "USD가", "USD를", "USD와", "USD로"),
    ("Hanil", "Hanil은", "Hanil이", "Hanil을", "Hanil과", "Hanil로"),
    ("KIM", "KIM은", "KIM이", "KIM을", "KIM과", "KIM으로"),
    ("‘기업’", "‘기업’은", "‘기업’이", "‘기업’을", "‘기업’과", "‘기업’으로"),
    ("", "는", "가", "를", "와", "로"),
]


@pytest.mark.parametrize("row", PARTICLE_CASES, ids=[row[0] for row in PARTICLE_CASES])
def test_particles_follow_how_a_word_ends(row):
    word, *expected = row
    pairs = ["은/는", "이/가", "을/를", "과/와", "으로/로"]

    assert [worded(f"{{word:{pair}}}", {"word": word}, "ko") for pair in pairs] == expected


WRITTEN = [
    ("마중", "마중", "마중"),
    (1_234_567, "1,234,567", "1,234,567"),
    (Decimal("1234.50"), "1,234.50", "1,234.50"),
    (True, "예", "yes"),
    (False, "아니요", "no"),
    (Money(350_000_000), "3억 5,000만 원", "KRW 350,000,000"),
    (date(2024, 9, 24), "2024. 9. 24.", "24 September 2024"),
    (
        datetime(2024, 9, 24, 10, 30, tzinfo=UTC),
        "2024. 9. 24. 19:30 KST",
        "24 September 2024 19:30 KST",
    ),
    (("가", 1_000), "가, 1,000", "가, 1,000"),
    (frozenset(("나", "가")), "가, 나", "가, 나"),
    ({"ko": "신용보증기금", "en": "KODIT"}, "신용보증기금", "KODIT"),
    (message("number-missing"), "숫자가 없습니다", "there is no number in it"),
    (None, "None", "None"),
    (Status.ASSUMED, "가정", "assumed"),
    (Sector.ROBOTS, "robots", "robots"),
    ({"fr": "banque"}, "{'fr': 'banque'}", "{'fr': 'banque'}"),
]


@pytest.mark.parametrize(
    ("value", "korean", "english"), WRITTEN, ids=[str(row[1]) for row in WRITTEN]
)
def test_values_are_written_as_each_language_does(value, korean, english):
    assert worded("{value}", {"value": value}, "ko") == korean
    assert worded("{value}", {"value": value}, "en") == english


def test_a_message_without_a_value_that_its_sentence_needs_cannot_be_said():
    with pytest.raises(KeyError, match="most"):
        sentence(message("rows-too-many"), "en")


def test_a_kind_without_sentences_cannot_be_said():
    with pytest.raises(KeyError, match="no-such-kind"):
        sentence(message("no-such-kind"), "ko")


def test_a_refusal_speaks_its_sentence():
    class EnvelopeSpentError(PolicyFinanceError):
        kind = "rows-too-many"

    refusal = EnvelopeSpentError(most=10)

    assert refusal.message == message("rows-too-many", most=10)
    assert str(refusal) == refusal.spoken("en") == sentence(refusal.message, "en")
    assert refusal.spoken("ko") == "목록을 읽지 않았습니다 — 10행을 넘습니다 — 나누어 올리면 됩니다"


def test_doubled_braces_are_written_as_braces():
    assert worded("{{{word}}}", {"word": "가"}, "ko") == "{가}"
