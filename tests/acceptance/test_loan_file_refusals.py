"""What is wrong with the facts of a loan's file is told with its place, all at once."""

LOAN = """\
name: 변동금리 대출
amount: 1,000만원
start-on: 2024-01-01
first-due-on: 2024-02-01
cycle: 1 month
instalments: 12 instalments
repayment: equal-principal
rate: [{name: base, rate: 6 %}]
day-count: A365
calendar: NONE
business-day: none
allocation: [interest, principal, late-interest, fee]
facts:
  - {on: 2024-02-01, kind: payment, amount: 1억KEPT}
"""


def test_a_payment_above_all_that_is_owed_is_told_with_its_place(command, tmp_path):
    (tmp_path / "loan.yaml").write_text(LOAN.replace("KEPT", ""), "utf-8")

    for words in (("schedule",), ("payoff", "--on", "2024-03-01")):
        status, out, err = command("loan", words[0], "loan.yaml", *words[1:])

        assert (status, out) == (1, "")
        assert err.startswith("loan.yaml:14:3: the payment '0001' of 1 February 2024 is")


def test_what_is_said_to_be_kept_is_kept(document, tmp_path):
    (tmp_path / "loan.yaml").write_text(LOAN.replace("KEPT", ", keep-excess: true"), "utf-8")

    found = document("loan", "payoff", "loan.yaml", "--on", "2024-03-01")

    assert int(found["overpaid"]["amount"]) > 0
