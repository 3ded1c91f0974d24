"""Real books are taken in whole, add up to what their publishers say, and tell what is odd.

Figures: control totals of the folder of official figures (sba, ibrd).
"""

from datetime import UTC, date, datetime

import pytest

from faults import HARMLESS, IN_MEANING, IN_ROWS, WHOLE, csv_text
from majung.errors import Problem
from majung.operations.acting import Actor, Role
from majung.operations.importing.import_sba_case import (
    BookElsewhereError,
    BookTooLargeError,
    import_sba_case,
)
from majung.operations.importing.import_world_bank import import_ibrd, import_miga
from majung.operations.importing.quality import quality_file
from majung.operations.importing.sba_case import COLUMNS, claims_paid, read_sba_case
from majung.operations.importing.world_bank import IBRD_COLUMNS, MIGA_COLUMNS
from majung.operations.policy import NotPermittedError
from majung.reports.freezing import Format
from majung.store.access import Purpose, acting_for_state
from majung.store.servicing.facts import FactRecordedDifferentlyError
from majung.store.servicing.ledger import balance_of, trial_balance_of
from majung.store.upkeep.digests import database_digest
from majung.values.money import Money

AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
ON = date(2024, 7, 4)
ADMINISTRATOR = Actor("administrator", "", frozenset({Role.ADMINISTRATOR}))
OFFICER = Actor("officer", "kdb", frozenset({Role.PROVIDER_OFFICER}))
APPROVER = Actor("approver", "sba", frozenset({Role.PROVIDER_APPROVER}))


def dollars(amount):
    return Money(round(amount * 100), "USD")


def test_the_real_guaranteed_loans_become_a_cover_book_with_their_published_totals(
    truth, fresh_database
):
    content = (truth / "sba" / "sba_case.csv").read_bytes()

    book = import_sba_case(ADMINISTRATOR, name="sba_case.csv", content=content, on=ON, at=AT)

    assert book.contracts == 2_102
    assert book.quality.total("disbursed") == dollars(510_233_620)
    assert book.quality.total("approved") == dollars(489_900_659)
    assert book.quality.total("guaranteed") == dollars(397_647_716)
    assert book.quality.total("charged-off") == dollars(42_101_130)
    assert book.claims == Money(2_731_356_646, "USD")
    assert book.claims.minor // 100 == 27_313_566
    assert dict(book.quality.by_kind) == {
        "quality-charged-off-after-term": 226,
        "quality-drawing-undated": 3,
        "quality-drawn-above-approved": 611,
        "quality-paid-in-full-charged-off": 11,
        "quality-term-zero": 3,
    }
    with acting_for_state(Purpose.AUDIT, person="auditor", at=AT):
        agency, treasury = trial_balance_of("sba.insurer"), trial_balance_of("treasury.state")
        paid = balance_of("sba.insurer", "claims-paid", currency="USD")
        recourse = balance_of("sba.insurer", "recourse-claims", currency="USD")
    assert (agency.differences, treasury.differences) == ({}, {})
    assert paid == recourse == book.claims


def sample(*rows):
    """A file of a few loans: number, drawn, lost, approved, guaranteed."""
    lines = [
        (number, "CA", "BANK", "15074", "36", "15600" if lost else "", "15095", drawn,
         "CHGOFF" if lost else "P I F", lost, approved, guaranteed)
        for number, drawn, lost, approved, guaranteed in rows
    ]  # fmt: skip
    return [tuple(str(cell) for cell in line) for line in lines]


HEADINGS = tuple(column.names[0] for column in COLUMNS)
LOANS = sample(("1001", 30_000, 0, 30_000, 15_000), ("1002", 90_000, 7_001, 60_000, 45_000))


def test_taking_the_same_book_in_again_does_nothing(fresh_database):
    content = csv_text(HEADINGS, LOANS).encode()
    first = import_sba_case(ADMINISTRATOR, name="case.csv", content=content, on=ON, at=AT)
    before = database_digest()

    again = import_sba_case(ADMINISTRATOR, name="case.csv", content=content, on=ON, at=AT)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.claims == again.claims == Money(525_075, "USD")
    assert database_digest() == before


def test_a_loan_that_says_otherwise_than_before_is_refused_and_nothing_is_taken(fresh_database):
    content = csv_text(HEADINGS, LOANS).encode()
    import_sba_case(ADMINISTRATOR, name="case.csv", content=content, on=ON, at=AT)
    before = database_digest()
    other = sample(("1003", 1, 0, 10, 5), ("1002", 90_000, 7_002, 60_000, 45_000))

    with pytest.raises(FactRecordedDifferentlyError):
        import_sba_case(
            ADMINISTRATOR,
            name="other.csv",
            content=csv_text(HEADINGS, other).encode(),
            on=ON,
            at=AT,
        )

    assert database_digest() == before


def test_every_fault_of_a_file_is_told_and_nothing_of_it_is_taken(fresh_database):
    before = database_digest()

    for fault, make in {**IN_ROWS, **WHOLE, **IN_MEANING}.items():
        if fault == "impossible-dates":  # days are counted here, so none of them is touched
            continue
        name, content = make(HEADINGS, LOANS)
        taken = import_sba_case(ADMINISTRATOR, name=name, content=content, on=ON, at=AT)
        assert isinstance(taken, tuple), fault
        assert taken, fault
        assert all(problem.spoken("ko") and problem.spoken("en") for problem in taken), fault
        assert database_digest() == before, fault


@pytest.mark.parametrize("form", sorted(HARMLESS))
def test_the_case_is_read_the_same_in_every_form(form):
    name, content = HARMLESS[form](HEADINGS, LOANS)

    loans = read_sba_case(name, content)

    assert [(loan.number, claims_paid(loan).minor) for loan in loans] == [
        ("1001", 0),
        ("1002", 525_075),
    ]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (("1001", 1, 0, 100, 101), "import-part-above-whole"),
        (("1001", 1, 101, 100, 50), "import-part-above-whole"),
        (("1001", 1, 0, 0, 0), "import-amount-is-zero"),
        (("1001", 1, 0, "1e3", 50), "import-number-not-readable"),
        (("1001", "0.001", 0, 100, 50), "import-amount-too-fine"),
        (("", 1, 0, 100, 50), "import-cell-missing"),
    ],
)
def test_a_row_that_no_cover_can_hold_keeps_the_file_out(changed, kind):
    content = csv_text(HEADINGS, [*LOANS[1:], *sample(changed)]).encode()

    problems = read_sba_case("case.csv", content)

    assert kind in [problem.message.kind for problem in problems]
    assert {problem.place.line for problem in problems} == {3}


@pytest.mark.parametrize("door", [import_ibrd, import_miga])
def test_faulty_statements_of_the_world_bank_are_told(door):
    columns, row = STATEMENTS[door]
    headings = tuple(column.names[0] for column in columns)

    assert not isinstance(
        door(ADMINISTRATOR, name="x.csv", content=csv_text(headings, [row, OTHER[door]]).encode()),
        tuple,
    )
    for fault, make in {**IN_ROWS, **WHOLE}.items():
        name, content = make(headings, [row, OTHER[door]])
        found = door(ADMINISTRATOR, name=name, content=content)
        assert isinstance(found, tuple), fault
        assert all(isinstance(problem, Problem) and problem.spoken("ko") for problem in found)


STATEMENTS = {
    import_ibrd: (
        IBRD_COLUMNS,
        ("05/31/2023 12:00:00 AM", "IBRD1", "Korea", "100", "10", "20", "70", "30", "40", "1", "41",
         "0"),
    ),
    import_miga: (
        MIGA_COLUMNS,
        ("2023", "14936", "Namibia", "1,000.5", "07/15/2022", "06/29/2037"),
    ),
}  # fmt: skip
OTHER = {
    import_ibrd: ("05/31/2023 12:00:00 AM", "IBRD2", "Chile", "100", "10", "20", "71", "30", "40",
                  "1", "42", "0"),
    import_miga: ("2023", "14936", "Chad", "-5", "07/15/2022", "06/29/2021"),
}  # fmt: skip


def test_a_statement_whose_parts_do_not_add_up_is_taken_and_told():
    columns, row = STATEMENTS[import_ibrd]
    headings = tuple(column.names[0] for column in columns)
    content = csv_text(headings, [row, OTHER[import_ibrd]]).encode()

    statement = import_ibrd(ADMINISTRATOR, name="x.csv", content=content)

    assert [(finding.key, finding.kind) for finding in statement.findings] == [
        ("IBRD2", "quality-obligation-differs"),
        ("IBRD2", "quality-original-differs"),
        ("IBRD2", "quality-disbursed-differs"),
    ]
    assert statement.total("obligation") == dollars(83)


def test_the_quality_report_is_printed_as_a_workbook_and_as_json():
    columns, row = STATEMENTS[import_miga]
    headings = tuple(column.names[0] for column in columns)
    content = csv_text(headings, [row, OTHER[import_miga]]).encode()
    issued = import_miga(ADMINISTRATOR, name="miga.csv", content=content)

    workbook = quality_file(issued, Format.XLSX, at=AT)

    assert workbook == quality_file(issued, Format.XLSX, at=AT)
    assert workbook.content.startswith(b"PK")
    assert issued.as_json()["findings_by_kind"] == {
        "quality-amount-below-zero": 1,
        "quality-expires-before-start": 1,
        "quality-project-again": 1,
    }
    assert issued.as_json()["totals"]["issued"] == {"amount": "995.50", "currency": "USD"}


def test_a_book_of_contracts_is_taken_in_by_its_own_institution(fresh_database):
    content = csv_text(HEADINGS, LOANS).encode()
    agency = Actor("officer", "sba", frozenset({Role.PROVIDER_OFFICER}))

    with pytest.raises(BookElsewhereError):
        import_sba_case(OFFICER, name="case.csv", content=content, on=ON, at=AT)
    with pytest.raises(NotPermittedError):
        import_sba_case(APPROVER, name="case.csv", content=content, on=ON, at=AT)
    with pytest.raises(NotPermittedError):
        import_ibrd(APPROVER, name="ibrd.csv", content=b"")
    taken = import_sba_case(agency, name="case.csv", content=content, on=ON, at=AT)

    assert (taken.contracts, taken.claims) == (2, Money(525_075, "USD"))


def test_a_book_too_large_to_wait_for_is_refused_with_what_it_would_take(fresh_database):
    content = csv_text(HEADINGS, LOANS).encode()
    before = database_digest()

    with pytest.raises(BookTooLargeError) as refused:
        import_sba_case(ADMINISTRATOR, name="case.csv", content=content, on=ON, at=AT, loans_max=1)

    assert "대출 2건, 반입에 약 1분 걸림" in refused.value.spoken("ko")
    assert database_digest() == before


def test_the_statement_of_the_ibrd_adds_up_to_its_published_totals(truth):
    content = (truth / "ibrd" / "ibrd_2023-05-31.csv").read_bytes()

    statement = import_ibrd(ADMINISTRATOR, name="ibrd.csv", content=content)

    billions = {
        key: round(statement.total(key).minor / 10**11, 3)
        for key in (
            "original",
            "cancelled",
            "undisbursed",
            "disbursed",
            "repaid",
            "due",
            "exchange",
            "obligation",
        )
    }
    assert billions == {
        "original": 842.007,
        "cancelled": 103.266,
        "undisbursed": 73.694,
        "disbursed": 667.420,
        "repaid": 415.101,
        "due": 249.381,
        "exchange": -7.937,
        "obligation": 241.443,
    }
    assert (statement.rows, statement.total("countries")) == (9_012, 147)
    assert statement.as_of == date(2023, 5, 31)
    kinds = dict(statement.by_kind)
    assert "quality-obligation-differs" not in kinds
    assert kinds == {
        "quality-amount-below-zero": 237,
        "quality-disbursed-differs": 201,
        "quality-original-differs": 882,
    }


def test_the_list_of_miga_adds_up_and_names_its_repeated_projects(truth):
    content = (truth / "ibrd" / "miga_issued.csv").read_bytes()

    issued = import_miga(ADMINISTRATOR, name="miga.csv", content=content)

    assert issued.rows == 509
    assert round(issued.total("issued").minor / 10**11, 3) == 50.366
    assert len(issued.of_kind("quality-project-again")) == 92
    assert len(issued.of_kind("quality-finer-than-cent")) == 24
    assert len(issued.of_kind("quality-amount-below-zero")) == 8
