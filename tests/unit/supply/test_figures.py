from datetime import date
from fractions import Fraction

import pytest

from example_supply import PAPER, eok
from majung.errors import sentence
from majung.supply.figures import Definition, Figure, distinct, ratio_text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Fraction(545, 1024), "0.5322"),
        (Fraction(5, 12), "0.4167"),
        (Fraction(1), "1.0000"),
        (Fraction(-1, 20_000), "-0.0001"),
        (Fraction(1, 20_001), "0.0000"),
    ],
)
def test_a_ratio_is_written_half_up_to_four_decimals(ratio, text):
    assert ratio_text(ratio) == text


@pytest.mark.parametrize("definition", Definition)
def test_every_definition_has_words_in_both_languages(definition):
    assert sentence(definition.message, "ko")
    assert sentence(definition.message, "en")


def figure(value):
    return Figure(
        "p.total.pace", Definition.PACE, value, date(2024, 5, 31), "reported", "mark", (PAPER,)
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (Fraction(1, 3), "0.3333"),
        (eok(1), {"amount": "100000000", "currency": "KRW"}),
        (7, 7),
    ],
)
def test_a_figure_is_written_for_interfaces(value, written):
    assert figure(value).as_json() == {
        "key": "p.total.pace",
        "definition": "pace",
        "value": written,
        "as_of": "2024-05-31",
        "series": "reported",
        "watermark": "mark",
        "sources": [
            {
                "key": "paper",
                "ko": "예시 자료",
                "en": "example paper",
                "publisher": "",
                "published_on": "",
                "address": "",
            }
        ],
    }


def test_a_citation_stands_once():
    assert distinct((PAPER, PAPER)) == (PAPER,)
