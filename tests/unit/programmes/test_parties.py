from datetime import date

from majung.programmes import shelf
from majung.values.rates import Rate, Ratio

PROGRAMME = shelf()["ai-autonomous-manufacturing"]
AGREEMENT = PROGRAMME.agreements[0]


def test_a_ministry_is_called_what_it_was_called_on_the_day():
    ministry = PROGRAMME.party("motie")

    assert ministry.name_on(date(2024, 9, 24)).ko == "산업통상자원부"
    assert ministry.name_on(date(2025, 9, 30)).ko == "산업통상자원부"
    assert ministry.name_on(date(2025, 10, 1)).ko == "산업통상부"


def test_before_its_first_name_a_body_has_its_first_name():
    assert PROGRAMME.party("hana").name_on(date(1990, 1, 1)).en == "Hana Bank"


def test_an_undertaking_is_per_bank_and_product():
    loan = AGREEMENT.undertaking_of("ibk", "ai-am-preferential-loan")
    cover = AGREEMENT.undertaking_of("ibk", "ai-plus-cover")

    assert loan.rate_cut.value_on(date(2024, 10, 1)) == Rate.percent("0.7")
    assert cover.cover_ratio.value_on(date(2024, 10, 1)) == Ratio.percent(100)
    assert AGREEMENT.undertaking_of("ksure", "ai-plus-cover") is None
