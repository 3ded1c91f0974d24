import pytest

from majung.ledger import (
    Account,
    AccountClass,
    AccountCodeTwiceError,
    AccountMissingError,
    Chart,
    Side,
    code_of,
    member_of,
)

LOANS = Account("loans", "대출금", "Loans", AccountClass.ASSET)
CASH = Account("cash", "현금", "Cash", AccountClass.ASSET)


def test_a_chart_keeps_the_order_it_was_given():
    assert tuple(Chart.of([LOANS, CASH])) == (LOANS, CASH)


def test_a_chart_has_each_code_once():
    again = Account("loans", "대여금", "Lending", AccountClass.ASSET)

    with pytest.raises(AccountCodeTwiceError) as refusal:
        Chart.of([LOANS, again])

    assert refusal.value.spoken("ko") == (
        "계정 ‘loans’: 이미 loans 대출금이 이 코드를 씁니다 — 계정 코드는 한 번만 쓸 수 있습니다"
        " — 둘 중 하나의 코드를 바꾸면 됩니다"
    )


def test_a_sub_account_belongs_to_the_account_before_the_colon():
    chart = Chart.of([LOANS])

    assert chart.account("loans:110111-1234567") == LOANS
    assert "loans:110111-1234567" in chart
    assert code_of("loans:a:b") == "loans"
    assert member_of("loans:a:b") == "a:b"
    assert member_of("loans") == ""


def test_an_account_outside_the_chart_is_refused():
    with pytest.raises(AccountMissingError) as refusal:
        Chart.of([LOANS]).account("cash:x")

    assert refusal.value.message.value("code") == "cash"


@pytest.mark.parametrize("code", ["", "a:b"])
def test_a_code_is_a_word_without_a_colon(code):
    with pytest.raises(ValueError, match="without a colon"):
        Account(code, "", "", AccountClass.ASSET)


def test_assets_expenses_and_memoranda_grow_on_the_debit_side():
    grows_on = {account_class: account_class.grows_on for account_class in AccountClass}

    assert grows_on == {
        AccountClass.ASSET: Side.DEBIT,
        AccountClass.LIABILITY: Side.CREDIT,
        AccountClass.EQUITY: Side.CREDIT,
        AccountClass.INCOME: Side.CREDIT,
        AccountClass.EXPENSE: Side.DEBIT,
        AccountClass.MEMORANDUM: Side.DEBIT,
    }


def test_an_account_is_spoken_with_code_and_name():
    assert LOANS.spoken("ko") == "loans 대출금"
    assert LOANS.spoken("en") == "loans Loans"
