"""Check digits for all numbers: what they catch, and that numbers read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.errors import PolicyFinanceError
from majung.values.identifiers import (
    BusinessNumber,
    BusinessNumberNotReadableError,
    CorporateNumber,
    CorporateNumberNotReadableError,
    parse_business_number,
    parse_corporate_number,
)

first12 = st.text("0123456789", min_size=12, max_size=12)
first9 = st.text("0123456789", min_size=9, max_size=9)
steps = st.integers(1, 9)


def _with_digit(digits, at, step):
    changed = str((int(digits[at]) + step) % 10)
    return digits[:at] + changed + digits[at + 1 :]


def _outcome(read, text):
    try:
        return read(text)
    except PolicyFinanceError as refusal:
        return refusal


@given(first12)
def test_a_corporate_number_with_its_check_digit_reads_back(digits):
    number = CorporateNumber.with_check_digit(digits)

    assert parse_corporate_number(str(number)) == parse_corporate_number(number.digits) == number


@given(first9)
def test_a_business_number_with_its_check_digit_reads_back(digits):
    number = BusinessNumber.with_check_digit(digits)

    assert parse_business_number(str(number)) == parse_business_number(number.digits) == number


@given(first12)
def test_exactly_one_digit_checks_a_corporate_number(digits):
    fitting = [last for last in "0123456789" if CorporateNumber(digits + last).has_check_digit]

    assert len(fitting) == 1


@given(first9)
def test_exactly_one_digit_checks_a_business_number(digits):
    fitting = [last for last in "0123456789" if BusinessNumber(digits + last).has_check_digit]

    assert len(fitting) == 1


@given(first12, st.sampled_from(range(0, 13, 2)), steps)
def test_a_slip_in_an_odd_place_of_a_corporate_number_is_caught(digits, at, step):
    # Places weighted 2 let a slip of five through: 2 x 5 is 10.  That is the rule's, not ours.
    slip = _with_digit(CorporateNumber.with_check_digit(digits).digits, at, step)

    with pytest.raises(CorporateNumberNotReadableError):
        parse_corporate_number(slip)


@given(first9, st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 9]), steps)
def test_a_slip_in_one_place_of_a_business_number_is_caught(digits, at, step):
    # Weights 1, 3 and 7 have no factor in common with ten; the ninth place has a rule of its own.
    slip = _with_digit(BusinessNumber.with_check_digit(digits).digits, at, step)

    with pytest.raises(BusinessNumberNotReadableError):
        parse_business_number(slip)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for read in (parse_corporate_number, parse_business_number):
        outcome = _outcome(read, text)
        if isinstance(outcome, PolicyFinanceError):
            assert outcome.spoken("ko")
        else:
            assert read(str(outcome)) == outcome
