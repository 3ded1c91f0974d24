from datetime import date

import pytest

from majung.programmes import shelf

KEXIM = shelf()["kexim-ax"]
COUNCIL = shelf()["ai-policy-finance"]


def _keys(envelopes):
    return [envelope.key for envelope in envelopes]


def test_a_loan_without_a_preferential_cut_leaves_the_preferential_limit_alone():
    assert _keys(KEXIM.envelopes_used("ax-loan", [])) == [
        "ax-total", "ax-loans-and-guarantees", "ax-year", "ax-firm", "ax-group",
    ]  # fmt: skip


@pytest.mark.parametrize("granted", [["small-firm-cut"], ["small-firm-cut", "regional-cut"]])
def test_a_loan_with_a_cut_uses_the_limit_the_cut_names_and_what_lies_inside(granted):
    used = KEXIM.envelopes_used("ax-loan", granted)

    assert used == KEXIM.envelopes_of("ax-loan")
    assert {"ax-preferential-limit", "ax-region"} <= set(_keys(used))


def test_envelopes_of_a_product_that_names_none_in_its_cuts_are_all_used():
    programme = shelf()["ai-autonomous-manufacturing"]

    assert programme.envelopes_used("ai-plus-cover", []) == programme.envelopes_of("ai-plus-cover")


def test_a_loan_of_one_year_and_a_fund_of_three_share_a_programme():
    def open_on(day):
        return [product.key for product in COUNCIL.open_products(day)]

    assert open_on(date(2024, 7, 3)) == []
    assert open_on(date(2024, 12, 31)) == ["kdb-ai-low-rate-loan", "ai-korea-fund"]
    assert open_on(date(2025, 1, 1)) == ["ai-korea-fund"]


def test_a_programme_closes_after_its_last_day():
    assert KEXIM.is_open_on(date(2031, 1, 21))
    assert not KEXIM.is_open_on(date(2031, 1, 22))
    assert KEXIM.open_products(date(2031, 1, 22)) == ()


def test_what_a_programme_does_not_have_is_named():
    with pytest.raises(KeyError, match="programme kexim-ax has no product loan"):
        KEXIM.product("loan")
    with pytest.raises(KeyError, match="programme kexim-ax has no party kdb"):
        KEXIM.party("kdb")
