"""Money adds up, shares out and is read and written as officials do."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from majung.errors import message
from majung.values.money import (
    AmountNotReadableError,
    CurrencyMismatchError,
    CurrencyNotKnownError,
    Money,
    parse_money,
    unit_name,
)
from majung.values.rounding import Rounding

READABLE = [
    ("2,000억", 200_000_000_000),
    ("10조", 10_000_000_000_000),
    ("1조 2,345억", 1_234_500_000_000),
    ("1조2345억", 1_234_500_000_000),
    ("3억 5,000만원", 350_000_000),
    ("3억 5,000만 원", 350_000_000),
    ("1,234,567원", 1_234_567),
    ("1234567", 1_234_567),
    ("0", 0),
    ("0원", 0),
    ("영원", 0),
    ("1.5조", 1_500_000_000_000),
    ("2,345.6억 원", 234_560_000_000),
    ("1억 2,000", 100_002_000),
    ("0.00001억", 1_000),
    ("일억이천만원", 120_000_000),
    ("1억2천만", 120_000_000),
    ("삼백오십만원", 3_500_000),
    ("십이만", 120_000),
    ("5백만원", 5_000_000),
    ("500백만원", 500_000_000),
    ("1,234천원", 1_234_000),
    ("12십억", 12_000_000_000),
    ("천만", 10_000_000),
    ("2경", 20_000_000_000_000_000),
    ("금 일억이천만원정", 120_000_000),
    ("금 120,000,000원 정", 120_000_000),
    ("₩1,000", 1_000),
    ("￦１，０００", 1_000),
    ("２０００억　원", 200_000_000_000),
    ("KRW 200,000,000,000", 200_000_000_000),
    ("200 billion won", 200_000_000_000),
    ("-1,200", -1_200),
    ("−1,200", -1_200),
    ("△1,200", -1_200),
    ("▲ 3억", -300_000_000),
    ("＋5", 5),
    ("  7 ", 7),
    ("999,999,999,999,999,999", 999_999_999_999_999_999),
]


@pytest.mark.parametrize(("text", "won"), READABLE, ids=[text for text, _ in READABLE])
def test_amounts_are_read_as_officials_write_them(text, won):
    assert parse_money(text) == Money(won, "KRW")


FOREIGN = [
    ("USD 1,234.56", Money(123_456, "USD")),
    ("1,234.56 USD", Money(123_456, "USD")),
    ("$1,234.5", Money(123_450, "USD")),
    ("US$ 3", Money(300, "USD")),
    ("-$5", Money(-500, "USD")),
    ("$-5", Money(-500, "USD")),
    ("△$5", Money(-500, "USD")),
    ("$5 million", Money(500_000_000, "USD")),
    ("1억 달러", Money(10_000_000_000, "USD")),
    ("500만불", Money(500_000_000, "USD")),
    ("300엔", Money(300, "JPY")),
    ("€0.01", Money(1, "EUR")),
]


@pytest.mark.parametrize(("text", "amount"), FOREIGN, ids=[text for text, _ in FOREIGN])
def test_a_currency_in_the_text_counts(text, amount):
    assert parse_money(text) == amount


def test_an_amount_without_a_currency_has_the_one_expected():
    assert parse_money("1,234.56", "USD") == Money(123_456, "USD")


UNREADABLE = [
    ("", message("number-missing")),
    ("원", message("number-missing")),
    ("-", message("number-missing")),
    ("abc", message("number-part-not-known", part="abc")),
    ("5억쯤", message("number-part-not-known", part="쯤")),
    ("--5", message("number-part-not-known", part="-5")),
    ("△-5", message("number-part-not-known", part="-5")),
    ("(1,200)", message("number-part-not-known", part="(1,200)")),
    ("2,00억", message("number-separators-misplaced", number="2,00")),
    ("1,23,456", message("number-separators-misplaced", number="1,23,456")),
    ("1,234,", message("number-separators-misplaced", number="1,234,")),
    ("1조 12,345억", message("number-parts-unclear", part="억")),
    ("1억 1조", message("number-parts-unclear", part="조")),
    ("1억 2억", message("number-parts-unclear", part="억")),
    ("1만 10,000", message("number-parts-unclear", part="10000")),
    ("2천 15백", message("number-parts-unclear", part="백")),
    ("3백 200", message("number-parts-unclear", part="200")),
    ("일 이", message("number-parts-unclear", part="이")),
    ("1 2", message("number-parts-unclear", part="2")),
    ("1.5조 2,000억", message("number-fraction-among-parts")),
    ("1.5", message("amount-too-fine", currency="KRW", places=0)),
    ("12345678901234567890", message("amount-too-large", digits=18)),
    ("1,000,000,000,000,000,000", message("amount-too-large", digits=18)),
    ("9" * 61, message("number-too-long", longest=60)),
    ("٣", message("number-part-not-known", part="٣")),
    ("#REF!", message("number-part-not-known", part="#ref!")),
    ("=1+1", message("number-part-not-known", part="=1+1")),
]


@pytest.mark.parametrize(("text", "reason"), UNREADABLE, ids=[text for text, _ in UNREADABLE])
def test_what_could_be_misread_is_refused_with_its_reason(text, reason):
    with pytest.raises(AmountNotReadableError) as refusal:
        parse_money(text)

    assert refusal.value.message == message("amount-not-readable", text=text.strip(), reason=reason)


def test_cents_finer_than_a_cent_are_refused():
    with pytest.raises(AmountNotReadableError) as refusal:
        parse_money("USD 1.234")

    assert refusal.value.message.value("reason") == message(
        "amount-too-fine", currency="USD", places=2
    )


def test_a_refusal_says_what_helps_in_both_languages():
    with pytest.raises(AmountNotReadableError) as refusal:
        parse_money("2,00억")

    assert refusal.value.spoken("en") == (
        "the amount '2,00억' cannot be read — the separators of '2,00' do not stand at the"
        " thousands — write it like '2,000억', '3억 5,000만원', '1,234,567원' or 'USD 1,234.56'"
    )
    assert refusal.value.spoken("ko") == (
        "금액 ‘2,00억’: 읽을 수 없습니다 — ‘2,00’의 쉼표나 소수점이 세 자리 구분과 맞지"
        " 않습니다 — ‘2,000억’, ‘3억 5,000만원’, ‘1,234,567원’, ‘USD 1,234.56’처럼 적으면 됩니다"
    )


SPOKEN = [
    (0, "0원"),
    (1, "1원"),
    (9_999, "9,999원"),
    (10_000, "1만 원"),
    (1_234_567, "1,234,567원"),
    (1_230_000, "123만 원"),
    (350_000_000, "3억 5,000만 원"),
    (200_000_000_000, "2,000억 원"),
    (54_500_000_000_000, "54조 5,000억 원"),
    (10_000_000_000_000, "10조 원"),
    (20_000_000_000_000_000, "2경 원"),
    (-200_000_000_000, "-2,000억 원"),
    (-1, "-1원"),
]


@pytest.mark.parametrize(("won", "words"), SPOKEN, ids=[words for _, words in SPOKEN])
def test_won_are_written_in_large_units_where_that_is_exact(won, words):
    assert Money(won).spoken("ko") == words


def test_english_and_other_currencies_are_written_with_their_code():
    assert Money(200_000_000_000).spoken("en") == "KRW 200,000,000,000"
    assert Money(123_456, "USD").spoken("ko") == "USD 1,234.56"
    assert Money(-5, "USD").spoken("en") == "USD -0.05"


def test_a_table_cell_has_digits_and_no_unit():
    assert Money(-1_234_567).written() == "-1,234,567"
    assert Money(123_400, "USD").written() == "1,234.00"


ROUNDED = [
    (54_500_000_000_000, "조", 1, "54.5조 원", "KRW 54.5 trillion"),
    (102_450_000_000_000, "조", 1, "102.5조 원", "KRW 102.5 trillion"),
    (-102_450_000_000_000, "조", 1, "-102.5조 원", "KRW -102.5 trillion"),
    (7_377_349_999_999, "억", 0, "73,773억 원", "KRW 73,773 × 100 million"),
    (7_377_350_000_000, "억", 0, "73,774억 원", "KRW 73,774 × 100 million"),
    (1_499_999, "백만", 0, "1백만 원", "KRW 1 million"),
    (1_234_567, "원", 0, "1,234,567원", "KRW 1,234,567"),
]


@pytest.mark.parametrize(("won", "unit", "places", "korean", "english"), ROUNDED)
def test_council_tables_round_half_up_in_a_unit(won, unit, places, korean, english):
    amount = Money(won)

    assert amount.rounded_to(unit, places, language="ko") == korean
    assert amount.rounded_to(unit, places, language="en") == english


def test_a_column_states_its_unit_once():
    assert Money(7_377_300_000_000).in_unit("억") == "73,773"
    assert Money(150_000_000, "USD").in_unit("백만", 1) == "1.5"
    assert unit_name("억", "KRW", "ko") == "억 원"
    assert unit_name("억", "KRW", "en") == "KRW 100 million"
    assert unit_name("백만", "USD", "ko") == "백만 USD"
    assert unit_name("원", "KRW", "en") == "KRW"


def test_amounts_of_one_currency_add_compare_and_change_sign():
    one, other = Money(1_000), Money(400)

    assert (one + other, one - other, -one, abs(-one)) == (
        Money(1_400),
        Money(600),
        Money(-1_000),
        Money(1_000),
    )
    assert (other < one, other <= one, one > other, one >= one, one < one) == (
        True,
        True,
        True,
        True,
        False,
    )
    assert Money.total([one, other, other]) == Money(1_800)
    assert Money.total([], "USD") == Money(0, "USD")


@pytest.mark.parametrize(
    "combine",
    [
        lambda one, other: one + other,
        lambda one, other: one - other,
        lambda one, other: one < other,
        lambda one, other: one <= other,
        lambda one, other: one > other,
        lambda one, other: one >= other,
        lambda one, other: Money.total([one, other]),
    ],
)
def test_amounts_of_two_currencies_never_meet(combine):
    with pytest.raises(CurrencyMismatchError):
        combine(Money(1), Money(1, "USD"))


def test_amounts_of_two_currencies_differ():
    assert Money(0) != Money(0, "USD")


@pytest.mark.parametrize("minor", [1.0, np.int64(1), True, "1", Decimal(1)])
def test_only_whole_numbers_count_minor_units(minor):
    with pytest.raises(TypeError, match="whole minor units"):
        Money(minor)


def test_a_currency_without_a_known_minor_unit_is_refused():
    with pytest.raises(CurrencyNotKnownError) as refusal:
        Money(1, "XXX")

    assert refusal.value.message.value("currency") == "XXX"


def test_a_share_is_rounded_the_way_the_contract_says():
    amount = Money(1_000_001)

    assert amount.times(Fraction(1, 3), Rounding.DOWN) == Money(333_333)
    assert amount.times(Fraction(1, 3), Rounding.UP) == Money(333_334)
    assert amount.times(Decimal("0.5"), Rounding.HALF_EVEN) == Money(500_000)
    assert amount.times(2, Rounding.DOWN) == Money(2_000_002)


def test_shares_leave_nothing_over():
    assert Money(100).split([1, 1, 1]) == (Money(33), Money(33), Money(34))
    assert Money(-100).split([1, 1, 1]) == (Money(-33), Money(-33), Money(-34))
    assert Money(500_000_000_000).split([1_500, 3_500]) == (
        Money(150_000_000_000),
        Money(350_000_000_000),
    )
    assert Money(7).split([0, 1, 0]) == (Money(0), Money(7), Money(0))


@pytest.mark.parametrize("weights", [[], [0], [2, -1]])
def test_shares_need_weights(weights):
    with pytest.raises(ValueError, match="weights of 0 or more"):
        Money(1).split(weights)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Money(1_500), {"amount": "1500", "currency": "KRW"}),
        (Money(1_234, "USD"), {"amount": "12.34", "currency": "USD"}),
        (Money(-1_200, "USD"), {"amount": "-12.00", "currency": "USD"}),
        (Money(0, "EUR"), {"amount": "0.00", "currency": "EUR"}),
    ],
)
def test_interfaces_write_a_decimal_string_and_a_currency(amount, written):
    assert amount.as_json() == written
    assert Money.from_json(written) == amount


@pytest.mark.parametrize(
    ("amount", "currency"), [("1.5", "KRW"), ("1e5", "KRW"), ("", "KRW"), ("9" * 19, "KRW")]
)
def test_interfaces_refuse_what_is_no_plain_amount(amount, currency):
    with pytest.raises(AmountNotReadableError):
        Money.from_json({"amount": amount, "currency": currency})
