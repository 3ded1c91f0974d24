from datetime import date

import pytest

from majung.errors import Place, Problem, message
from majung.ledger import Account, AccountClass, Chart, opening_entry
from majung.ledger.lists import read_chart, read_opening_balances
from majung.values.money import Money

CHART = Chart.of(
    [
        Account("1010", "현금", "Cash", AccountClass.ASSET),
        Account("2010", "예수금", "예수금", AccountClass.LIABILITY),
        Account("9010", "보증채무", "Covers", AccountClass.MEMORANDUM),
    ]
)
LIST = (
    "계정코드,계정과목,영문명,구분\n"
    "1010,현금,Cash,자산\n"
    "2010,예수금,,부채\n"
    "9010,보증채무,Covers,비망\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_chart_is_read_in_the_encodings_offices_use(encoding):
    assert read_chart("accounts.csv", LIST.encode(encoding)) == CHART


def test_a_chart_in_english_is_read():
    text = "code,name,class\n1010,Cash,asset\n2010,Deposits,Liability\n"

    assert read_chart("accounts.csv", text.encode()) == Chart.of(
        [
            Account("1010", "Cash", "Cash", AccountClass.ASSET),
            Account("2010", "Deposits", "Deposits", AccountClass.LIABILITY),
        ]
    )


def test_all_faults_of_a_chart_are_said_with_their_places():
    text = "계정코드,계정과목,구분\n10:10,현금,자산\n2010,예수금,부재\n2010,예수금,부채\n"

    found = read_chart("accounts.csv", text.encode())

    assert [(str(problem.place), problem.message.kind) for problem in found] == [
        ("accounts.csv:2:1", "account-code-not-a-word"),
        ("accounts.csv:3:3", "account-class-unknown"),
        ("accounts.csv:4", "row-repeated"),
    ]


def test_opening_balances_are_read_with_debits_positive():
    text = (
        "계정코드,거래처,차변,대변\n"
        '1010,,"1,500,000",\n'
        "2010,가나다,,2억\n"
        "2010,라마바,,10만원\n"
        "9010,,0,0\n"
    )

    found = read_opening_balances("opening.csv", text.encode("cp949"), CHART)

    assert found == {
        "1010": Money(1_500_000),
        "2010:가나다": Money(-200_000_000),
        "2010:라마바": Money(-100_000),
    }
    entry = opening_entry("kdb", found, against="3010", opened_on=date(2024, 1, 1))
    assert entry.postings[-1].amount == Money(198_600_000)


def test_opening_balances_may_be_in_other_currencies():
    text = "code,debit,credit,currency\n1010,12.34,,usd\n"

    assert read_opening_balances("o.csv", text.encode(), CHART) == {"1010": Money(1_234, "USD")}


def test_all_faults_of_opening_balances_are_said_with_their_places():
    text = "code,debit,credit\n1010,5,7\n2010,-5,\n7777,1,\n9010,many,\n"

    found = read_opening_balances("o.csv", text.encode(), CHART)

    assert [(str(problem.place), problem.message.kind) for problem in found] == [
        ("o.csv:2", "opening-not-one-side"),
        ("o.csv:3", "opening-not-one-side"),
        ("o.csv:4:1", "opening-account-missing"),
        ("o.csv:5:2", "amount-not-readable"),
    ]


def test_an_account_has_one_currency_when_it_is_opened():
    text = "code,debit,credit,currency\n1010,1,,KRW\n1010,1,,USD\n"

    assert read_opening_balances("o.csv", text.encode(), CHART) == (
        Problem(Place("o.csv", 3), message("opening-currencies-mixed", account="1010")),
    )


def test_a_currency_nobody_knows_is_a_problem():
    text = "code,debit,credit,currency\n1010,1,,XXX\n"

    found = read_opening_balances("o.csv", text.encode(), CHART)

    assert {problem.message.kind for problem in found} == {"currency-not-known"}


def test_an_empty_list_is_a_problem():
    empty = (Problem(Place("a.csv"), message("list-without-rows", file="a.csv")),)

    assert read_chart("a.csv", b"code,name,class\n") == empty
    assert read_opening_balances("a.csv", b"code,debit,credit\n", CHART) == empty


def test_a_list_without_its_columns_is_refused_as_a_whole():
    assert [p.place.file for p in read_chart("a.csv", b"x,y\n1,2\n")] == ["a.csv"]
    assert [p.place.file for p in read_opening_balances("a.csv", b"\x00", CHART)] == ["a.csv"]
