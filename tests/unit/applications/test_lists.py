"""Recommendation lists row by row, and many lists as one register."""

from datetime import date

import pytest

from example_lists import (
    business_number,
    corporate_number,
    list_bytes,
    list_row,
    round_,
    thirteen_lists,
)
from majung.applications.firm import ProprietorKey
from majung.applications.lists import COLUMNS, Known, merge_lists, read_list
from majung.applications.succession import Succession, SuccessionKind
from majung.errors import sentence
from majung.files import read_rows
from majung.values.money import Money

KNOWN = Known({"혁신 프리미어 1000": "premier-1000", "AX": "kexim-ax"})


OPEN_ROUND = round_()


def read(*rows, round_=OPEN_ROUND, known=KNOWN, encoding="utf-8"):
    return read_list("list.csv", list_bytes(*rows, encoding=encoding), round_, known)


def kinds(listed):
    return [
        (finding.row.place.line, [problem.message.kind for problem in finding.problems])
        for finding in listed.findings
        if finding.problems
    ]


def test_a_good_row_becomes_a_recommendation():
    listed = read(
        list_row(7, 과제번호="P-1", 추천금액="20억", 추천일="2025-05-02", 유효기한="2025-12-31")
    )

    (taken,) = listed.taken
    assert (taken.firm, taken.site) == (corporate_number(7), business_number(7))
    assert (taken.from_on, taken.until_on) == (date(2025, 5, 2), date(2025, 12, 31))
    assert (taken.project, taken.amount) == ("P-1", Money(2_000_000_000))
    assert (taken.file, taken.line, taken.recommender) == ("list.csv", 2, "motie")


def test_what_a_row_leaves_out_is_the_round_s():
    (taken,) = read(list_row(7)).taken

    assert (taken.from_on, taken.until_on) == (date(2025, 5, 1), date(2026, 12, 31))


def test_a_list_in_the_encoding_of_korean_offices_is_read():
    assert len(read(list_row(7), encoding="cp949").taken) == 1


ROUND = round_(needs_project=False, amount_max=Money(10**10))


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"기업명": ""}, ["firm-name-missing"]),
        ({"사업자등록번호": ""}, ["business-number-missing"]),
        ({"사업자등록번호": "123-45-67890"}, ["business-number-not-readable"]),
        ({"법인등록번호": "110111-1234567"}, ["corporate-number-not-readable"]),
        ({"법인등록번호": ""}, ["corporate-number-missing"]),
        ({"프로그램": "없는 사업"}, ["programme-unknown"]),
        ({"프로그램": "AX"}, ["programme-of-other-round"]),
        ({"추천일": "2025-04-30"}, ["recommended-outside-round"]),
        ({"추천일": "2025-07-01"}, ["recommended-outside-round"]),
        ({"추천일": "25.5.1"}, ["date-not-readable"]),
        ({"추천일": "2025-02-30"}, ["date-not-readable"]),
        ({"추천일": "2025-06-30", "유효기한": "2025-06-29"}, ["validity-ends-first"]),
        ({"유효기한": "2027-01-01"}, ["validity-too-long"]),
        ({"추천금액": "많이"}, ["amount-not-readable"]),
        ({"추천금액": "0원"}, ["recommended-amount-not-positive"]),
        ({"추천금액": "100억 1원"}, ["recommended-amount-too-large"]),
    ],
)
def test_a_row_says_what_is_wrong_with_it(cells, found):
    listed = read(list_row(7, **cells), round_=ROUND)

    assert (listed.taken, kinds(listed)) == ((), [(2, found)])


def test_a_row_says_everything_that_is_wrong_with_it_in_the_order_of_its_cells():
    listed = read(list_row(7, 기업명="", 사업자등록번호="1", 추천일="x", 추천금액="y"))

    assert kinds(listed) == [
        (
            2,
            [
                "firm-name-missing",
                "business-number-not-readable",
                "amount-not-readable",
                "date-not-readable",
            ],
        )
    ]


def test_a_round_that_asks_for_projects_sends_rows_without_one_back():
    listed = read(list_row(7), list_row(8, 과제번호="P-8"), round_=round_(needs_project=True))

    assert kinds(listed) == [(2, ["project-missing"])]
    assert [taken.project for taken in listed.taken] == ["P-8"]


def test_good_rows_are_taken_while_bad_rows_go_back():
    listed = read(list_row(1), list_row(2, 기업명=""), list_row(3))

    assert [taken.line for taken in listed.taken] == [2, 4]
    assert kinds(listed) == [(3, ["firm-name-missing"])]


def test_what_goes_back_carries_its_reasons_and_can_be_sent_again():
    listed = read(list_row(1), list_row(2, 기업명="", 추천일="2025-04-30"))

    returned = read_rows("returned.xlsx", listed.returned("ko"), COLUMNS)

    (row,) = returned.rows
    reasons = " ".join(sentence(problem.message, "ko") for problem in listed.findings[1].problems)
    assert row.values["business-number"] == str(business_number(2))
    assert row.cells[-2:] == (reasons, "3")


def test_what_goes_back_as_text_carries_the_same_rows():
    listed = read(list_row(1), list_row(2, 기업명=""))

    returned = read_rows("returned.csv", listed.returned_csv("en"), COLUMNS)

    assert [row.values["business-number"] for row in returned.rows] == [str(business_number(2))]


def test_a_list_without_bad_rows_has_nothing_to_go_back():
    assert not read(list_row(1)).has_bad_rows


def test_a_firm_stands_in_a_list_once():
    again = list_row(1, 사업자등록번호=str(business_number(2)))

    listed = read(list_row(1), again)

    assert kinds(listed) == [(3, ["firm-repeated"])]


def test_a_row_that_goes_back_does_not_keep_its_repetition_out():
    listed = read(list_row(1, 기업명=""), list_row(1))

    assert [taken.line for taken in listed.taken] == [3]


def test_the_quota_is_filled_by_good_rows_in_the_order_of_the_list():
    rows = [list_row(1, 기업명=""), list_row(2), list_row(3), list_row(4)]

    listed = read(*rows, round_=round_(quota=2))

    assert [taken.line for taken in listed.taken] == [3, 4]
    assert kinds(listed) == [(2, ["firm-name-missing"]), (5, ["quota-filled"])]


def test_a_row_without_a_corporate_number_is_the_firm_its_site_belongs_to():
    known = Known(KNOWN.programmes, {business_number(7): corporate_number(7)})

    (taken,) = read(list_row(7, 법인등록번호=""), known=known).taken

    assert taken.firm == corporate_number(7)


def test_a_proprietor_nobody_registered_is_known_by_the_site():
    site = business_number(7, kind="12")

    (taken,) = read(list_row(7, 법인등록번호="", 사업자등록번호=str(site))).taken

    assert taken.firm == ProprietorKey(site.digits)


def test_a_site_of_another_firm_goes_back():
    known = Known(KNOWN.programmes, {business_number(7): corporate_number(8)})

    assert kinds(read(list_row(7), known=known)) == [(2, ["site-of-other-firm"])]


def test_a_file_that_is_no_list_is_a_problem_as_a_whole():
    problems = read_list("list.csv", b"hello,world\n1,2\n", round_(), KNOWN)

    assert [problem.message.kind for problem in problems] == ["header-not-found"]


def test_thirteen_lists_with_542_rows_are_509_firms_of_which_30_were_chosen_more_than_once():
    """Source: Innovation Premier 1000, 13 ministries: 542 selections, 509 firms, 30 overlaps."""
    lists = [
        read(*(list_row(number) for number in numbers), round_=round_(ministry))
        for ministry, numbers in thirteen_lists().items()
    ]

    taken = [each for listed in lists for each in listed.taken]
    firms = merge_lists(taken, on=date(2025, 7, 1))

    assert (len(lists), len(taken), len(firms)) == (13, 542, 509)
    assert sum(firm.is_chosen_more_than_once for firm in firms) == 30
    assert sum(len(firm.recommendations) for firm in firms) == 542
    assert all(len(firm.recommenders) == len(firm.recommendations) for firm in firms)


def test_a_proprietor_that_incorporated_between_two_lists_is_one_firm():
    site = business_number(7, kind="12")
    (early,) = read(list_row(7, 법인등록번호="", 사업자등록번호=str(site))).taken
    (late,) = read(list_row(7), round_=round_("mss")).taken
    incorporated = Succession(SuccessionKind.INCORPORATION, early.firm, late.firm, date(2025, 6, 1))

    before = merge_lists([early, late], successions=[incorporated], on=date(2025, 5, 31))
    after = merge_lists([early, late], successions=[incorporated], on=date(2025, 6, 1))

    assert [len(firm.recommendations) for firm in before] == [1, 1]
    assert [(firm.firm, firm.recommenders) for firm in after] == [(late.firm, ("motie", "mss"))]
