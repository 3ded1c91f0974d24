"""The numbers of firms: read with or without hyphens, refused where the check digit differs."""

import pytest

from majung.errors import message
from majung.values.identifiers import (
    BusinessNumber,
    BusinessNumberNotReadableError,
    CorporateNumber,
    CorporateNumberNotReadableError,
    parse_business_number,
    parse_corporate_number,
)


@pytest.mark.parametrize(
    "text",
    ["130111-0006246", "1301110006246", "１３０１１１－０００６２４６", " 130111 - 0006246 "],
)
def test_a_corporate_number_is_read_with_and_without_its_hyphen(text):
    # The number of a listed company, from its public register entry.
    assert parse_corporate_number(text) == CorporateNumber("1301110006246")


@pytest.mark.parametrize("text", ["124-81-00998", "1248100998", "１２４-８１-００９９８"])
def test_a_business_number_is_read_with_and_without_its_hyphens(text):
    # The number that the same company prints on its pages.
    assert parse_business_number(text) == BusinessNumber("1248100998")


def test_the_check_digit_of_the_rule_s_own_example():
    # The rule's worked example: 110111-006243 gives a sum of 28 and so the digit 2.
    assert CorporateNumber.with_check_digit("110111006243") == CorporateNumber("1101110062432")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", message("not-digits-alone")),
        ("130111-000624A", message("not-digits-alone")),
        ("٣" * 13, message("not-digits-alone")),
        ("130111-000624", message("digits-count-differs", found=12, wanted=13)),
        ("130111-00062460", message("digits-count-differs", found=14, wanted=13)),
        ("130111-0006247", message("check-digit-differs")),
        ("310111-0006246", message("check-digit-differs")),
    ],
)
def test_what_is_no_corporate_number_is_refused_with_its_reason(text, reason):
    with pytest.raises(CorporateNumberNotReadableError) as refusal:
        parse_corporate_number(text)

    assert refusal.value.message == message(
        "corporate-number-not-readable", text=text, reason=reason
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", message("not-digits-alone")),
        ("124-81-0099", message("digits-count-differs", found=9, wanted=10)),
        ("124-81-00999", message("check-digit-differs")),
    ],
)
def test_what_is_no_business_number_is_refused_with_its_reason(text, reason):
    with pytest.raises(BusinessNumberNotReadableError) as refusal:
        parse_business_number(text)

    assert refusal.value.message == message(
        "business-number-not-readable", text=text, reason=reason
    )


def test_a_number_whose_extract_shows_no_check_digit_can_be_taken_on_purpose():
    number = parse_corporate_number("130111-0006247", without_check=True)

    assert number == CorporateNumber("1301110006247")
    assert not number.has_check_digit


def test_numbers_are_written_with_hyphens():
    corporate, business = CorporateNumber("1301110006246"), BusinessNumber("1248100998")

    assert (str(corporate), corporate.spoken("ko")) == ("130111-0006246", "130111-0006246")
    assert (str(business), business.spoken("en")) == ("124-81-00998", "124-81-00998")


@pytest.mark.parametrize("digits", ["", "130111-0006246", "13011100062467"])
def test_a_number_is_made_of_plain_digits_only(digits):
    with pytest.raises(ValueError, match="13 digits wanted"):
        CorporateNumber(digits)
    with pytest.raises(ValueError, match="10 digits wanted"):
        BusinessNumber(digits)
