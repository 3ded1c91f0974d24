"""Lists that every file door can read, by door; and an office in which all of them stand open.

The command line, pages and the interface are tried with the same lists and the same faults.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from example_lists import business_number, corporate_number
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.importing.sba_case import COLUMNS as SBA_COLUMNS
from majung.operations.importing.world_bank import IBRD_COLUMNS, MIGA_COLUMNS
from majung.operations.intake.load_programmes import load_shelf
from majung.operations.intake.recommend import open_round
from majung.operations.risk.examples import example_file
from majung.operations.servicing.opening_columns import COLUMNS as OPENING_COLUMNS
from majung.operations.servicing.opening_columns import EXAMPLE
from majung.operations.supply.load_plans import load_plans
from majung.programmes import shelf, shipped_files
from majung.programmes.supply_plan_files import shipped_plan_files
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.people import RoleHeld, add_person, grant_role
from reported_world import HEADINGS, SEPTEMBER, open_reported
from risk_world import ASKED, LIST_HEAD, LIST_ROWS

AT = datetime(2024, 9, 25, tzinfo=UTC)
MINISTRY = Actor("p-motie", "motie", frozenset({Role.RECOMMENDER}))


@dataclass(frozen=True)
class Door:
    """A command that takes a list: words before and after the file, and a list it can read."""

    words: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: tuple[str, ...] = ()


def _first_names(columns):
    return tuple(column.names[0] for column in columns)


def _recommended(number):
    firm, site = str(corporate_number(number)), str(business_number(number))
    return (f"예시{number:03}", firm, site, "2024-10-01")


SBA_ROW = {
    "LoanNr_ChkDgt": "1001", "Name": "EXAMPLE", "State": "CA", "Bank": "BANK", "Term": "84",
    "ApprovalDate": "14000", "DisbursementDate": "14050", "ChgOffDate": "", "MIS_Status": "P I F",
}  # fmt: skip
COST_HEADINGS = (
    "묶음", "지원방식", "실행액", "만기(개월)", "금리", "보증비율", "보증료율", "부도율", "회수율",
)  # fmt: skip
COST_ROWS = tuple(
    (str(year), "보증", "100,000,000", "36", "5%", "90%", "0.7%", "8%", "40%")
    for year in (2023, 2024, 2025)
)
DESIGN_HEADINGS = (
    "계약번호", "등급", "업종", "지역", "프로그램", "잔액", "잔존만기(개월)", "금리", "보증비율",
    "보증료율",
)  # fmt: skip
DESIGN_ROWS = tuple(
    (f"G-{number}", "BB", "로봇", "영남", "설비보증", "500,000,000", "36", "6.4", "80", "0.9")
    for number in range(1, 4)
)
EXAMPLES = Path(__file__).parents[1] / "examples"
#: What the list of designs' doors stands beside.
DESIGNS = ("designs.yaml", b"grid: {cover: [80 %], cut: [1 %p]}\nscenarios: 100 scenarios\n")
ENVELOPE = ("envelope.yaml", "envelope: 3억\nscenarios: 100 scenarios\n".encode())
FIRMS = ("firms.csv", example_file("design", "firms.csv"))
PAST = ("past.csv", example_file("stress", "past.csv"))
CONTRACTS = ("contracts.csv", example_file("allocation", "contracts.csv"))
DOORS = {
    "recommendation-list": Door(
        ("recommendation", "check"),
        ("기업명", "법인등록번호", "사업자등록번호", "추천일"),
        (_recommended(1), _recommended(2), _recommended(3)),
        ("--round", "R-1", "--as", "p-motie"),
    ),
    "recommendation-taken": Door(
        ("recommendation", "take"),
        ("기업명", "법인등록번호", "사업자등록번호", "추천일"),
        (_recommended(1), _recommended(2), _recommended(3)),
        ("--round", "R-1", "--as", "p-motie"),
    ),
    "monthly-report": Door(
        ("supply", "report", "take"),
        ("기관", "기준월", "분야", "상품", "지역", "공급액(억원)", "기한연장(억원)"),
        tuple(("kdb", "2024-05", str(sector), "대출", "경남", "12", "1") for sector in range(1, 6)),
        ("--plan", "five-sectors-2024", "--as", "p-council", "--on", "2024-07-04"),
    ),
    "risk-cost": Door(("risk", "cost"), COST_HEADINGS, COST_ROWS, ("--flat", "3")),
    "risk-aid": Door(("risk", "aid"), COST_HEADINGS, COST_ROWS, ("--reference", "5")),
    "risk-curve": Door(
        ("risk", "cost", "costs.csv", "--curve"),
        ("만기(년)", "수익률(%)"),
        (("1", "2.5"), ("3", "2.7"), ("10", "3.0")),
    ),
    "risk-ecl": Door(
        ("risk", "ecl"),
        ("계약번호", "잔액", "1년 부도율(%)", "부도시손실률(%)", "연체일수", "잔존만기(년)"),
        tuple((f"L-{number}", "1000000", "0.5", "25", "0", "3") for number in range(1, 4)),
    ),
    "risk-capital": Door(
        ("risk", "capital"),
        ("계약번호", "잔액", "부도율(%)", "부도시손실률(%)"),
        tuple((f"L-{number}", "1000000", "0.5", "45") for number in range(1, 4)),
    ),
    "risk-design": Door(
        ("risk", "design"), DESIGN_HEADINGS, DESIGN_ROWS,
        ("--designs", str(EXAMPLES / "design" / "designs.yaml")),
    ),
    "risk-allocate": Door(
        ("risk", "allocate", str(EXAMPLES / "allocation" / "envelope.yaml"), "--from"),
        DESIGN_HEADINGS, DESIGN_ROWS,
    ),
    "risk-stress": Door(
        ("risk", "stress", str(EXAMPLES / "allocation" / "contracts.csv"), "--scenarios", "64",
         "--history", str(EXAMPLES / "stress" / "past.csv"), "--scenario"),
        ("분기", "실업률"),
        (("2025 Q1", "4.1"), ("2025 Q2", "5.0"), ("2025 Q3", "5.9")),
    ),
    "risk-calibration": Door(
        ("risk", "backtest", "calibration"),
        ("등급", "예측 부도율(%)", "건수", "부도건수"),
        (("A", "0.5", "1000", "5"), ("BBB", "1", "1000", "10"), ("BB", "3", "100", "4")),
    ),
    "ibrd": Door(
        ("import", "ibrd"),
        _first_names(IBRD_COLUMNS),
        tuple(
            ("05/31/2023 12:00:00 AM", key, "Chile", "100", "10", "20", "70", "30", "40", "1",
             "41", "0")
            for key in ("IBRD1", "IBRD2", "IBRD3")
        ),
    ),
    "miga": Door(
        ("import", "miga"),
        _first_names(MIGA_COLUMNS),
        tuple(
            ("2023", key, "Namibia", "1000", "07/15/2022", "06/29/2037")
            for key in ("14936", "14937", "14938")
        ),
    ),
    "sba-case": Door(
        ("import", "sba-case"),
        _first_names(SBA_COLUMNS),
        (),
    ),
}  # fmt: skip
REPORTED_LOANS = ("C-R1", "C-R2", "C-R3")
DOORS["servicer-file"] = Door(
    ("contract", "servicer-file"),
    HEADINGS,
    tuple((loan, *SEPTEMBER) for loan in REPORTED_LOANS),
    ("--as", "p-hana", "--on", "2025-01-10"),
)
DOORS["opening-balances"] = Door(
    ("contract", "opening-balances"),
    tuple(column.names[0] for column in OPENING_COLUMNS),
    tuple(
        tuple(
            {
                **EXAMPLE,
                "contract": f"H-{number}",
                "corporate-number": str(corporate_number(number)),
                "business-number": str(business_number(number)),
            }.get(column.key, "")
            for column in OPENING_COLUMNS
        )
        for number in (1, 2, 3)
    ),
    ("--as", "p-hana", "--on", "2025-01-10"),
)
DOORS["index-rates"] = Door(
    ("contract", "index-rates"),
    ("지표", "공시일", "금리"),
    tuple(("CD91", f"2024-10-{day}", "3.64") for day in (22, 23, 24)),
    ("--on", "2025-01-10"),
)
DOORS["monthly-report-checked"] = Door(
    ("supply", "report", "check"),
    DOORS["monthly-report"].headings,
    DOORS["monthly-report"].rows,
    DOORS["monthly-report"].more,
)
#: Good files that stand beside the one that is tried.
COMPANIONS: Mapping[str, bytes] = {
    "costs.csv": "\n".join(
        ",".join(f'"{cell}"' for cell in row) for row in (COST_HEADINGS, *COST_ROWS)
    ).encode(),
    "losses.csv": (LIST_HEAD + LIST_ROWS[0]).encode(),
}
#: Of these the good rows are taken while the bad ones go back.
PART_BY_PART = frozenset({"recommendation-taken", "servicer-file"})
#: Doors that read a tree: a list is never one, in whatever form it comes.
TREES: dict[str, Callable[[str], tuple[str, ...]]] = {
    "loan": lambda file: ("loan", "schedule", file),
    "payoff": lambda file: ("loan", "payoff", file, "--on", "2024-06-30"),
    "indication": lambda file: ("indication", "compare", file),
    "designs": lambda file: (
        "risk",
        "design",
        str(EXAMPLES / "design" / "firms.csv"),
        "--designs",
        file,
    ),
    "envelope": lambda file: ("risk", "allocate", file),
    "actus": lambda file: ("actus", "check", file),
    "application": lambda file: ("application", "submit", file, "--desk", "hana", "--as", "p-hana"),
    "compared": lambda file: ("application", "compare", "A-1", "--quotes", file),
    "indicated": lambda file: ("application", "indicate", "A-1", "--quotes", file),
    "proposed": lambda file: (
        "application",
        "propose",
        "A-1",
        "--product",
        "p",
        "--way",
        "w",
        "--document",
        "d",
        "--quotes",
        file,
    ),
    "public-key": lambda file: ("audit", "verify", "--public-key", file),
    "losses": lambda file: ("risk", "run", file),
    "layers": lambda file: ("risk", "run", "losses.csv", "--layers", file),
    "layers-stressed": lambda file: ("risk", "stress", "losses.csv", "--layers", file),
    "layers-asked": lambda file: ("risk", "runs", "ask", "--layers", file),
    "stress": lambda file: ("risk", "stress", file, "--history", file, "--scenario", file),
    "design-curve": lambda file: (
        "risk",
        "design",
        str(EXAMPLES / "design" / "firms.csv"),
        "--designs",
        str(EXAMPLES / "design" / "designs.yaml"),
        "--curve",
        file,
    ),
    "budgets": lambda file: ("risk", "backtest", "budgets", file, "--yields", file),
    "vintages": lambda file: ("risk", "backtest", "vintages", file),
}


COUNCIL = Actor("p-council", "kdb", frozenset({Role.SECRETARIAT}))
BANK = Actor("p-hana", "hana", frozenset({Role.PROVIDER_OFFICER}))
PLAN = "five-sectors-2024"


@dataclass(frozen=True)
class Upload:
    """A field for a file on a page, or an operation of the interface, for a door's list.

    Attributes:
        beside: other files that are sent along, by field: name and content.
        filled: fields that hold no file, by name.
    """

    door: str
    actor: Actor
    address: str
    field: str = "file"
    beside: Mapping[str, tuple[str, bytes]] = dataclasses.field(default_factory=dict)
    filled: Mapping[str, str] = dataclasses.field(default_factory=dict)


#: By the name of the address the form is sent to.
PAGES = {
    "reports": Upload("monthly-report", COUNCIL, f"/reports/?plan={PLAN}", "report-file"),
    "round": Upload("recommendation-taken", MINISTRY, "/recommendations/R-1", "list-file"),
    "servicer-files": Upload("servicer-file", BANK, "/servicer-files/", "servicer-file"),
    "opening-balances": Upload("opening-balances", BANK, "/opening-balances/", "opening-file"),
    "index-rates": Upload("index-rates", COUNCIL, "/index-rates/", "index-rates-file"),
    "designs": Upload("risk-design", BANK, "/designs/", "firms-file", {"design-file": DESIGNS}),
    "allocations": Upload(
        "risk-allocate", BANK, "/allocations/", "contracts-file", {"envelope-file": ENVELOPE}
    ),
    "risk-runs": Upload(
        "risk-stress", BANK, "/risk-runs/?once=1", "risk-scenario", {"risk-history": PAST}, ASKED
    ),
}
#: By the address as the description of the interface writes it.
OPERATIONS = {
    "/plans/{key}/reports": Upload("monthly-report", COUNCIL, f"/plans/{PLAN}/reports"),
    "/plans/{key}/report-checks": Upload("monthly-report", COUNCIL, f"/plans/{PLAN}/report-checks"),
    "/recommendation-rounds/{round_key}/lists": Upload(
        "recommendation-taken", MINISTRY, "/recommendation-rounds/R-1/lists"
    ),
    "/servicer-files": Upload("servicer-file", BANK, "/servicer-files"),
    "/servicer-file-checks": Upload("servicer-file", BANK, "/servicer-file-checks"),
    "/opening-balances": Upload("opening-balances", BANK, "/opening-balances"),
    "/opening-balance-checks": Upload("opening-balances", BANK, "/opening-balance-checks"),
    "/index-rates": Upload("index-rates", COUNCIL, "/index-rates"),
    "/index-rate-checks": Upload("index-rates", COUNCIL, "/index-rate-checks"),
    "/design-comparisons": Upload(
        "risk-design", BANK, "/design-comparisons", "firms", {"designs": DESIGNS}
    ),
    "/allocations": Upload(
        "risk-allocate", BANK, "/allocations", "contracts", {"envelope": ENVELOPE}
    ),
}

ADMINISTRATOR = Actor("p-admin", "sba", frozenset({Role.ADMINISTRATOR}))
SHIPPED, SHIPPED_PLAN = "kexim-ax", PLAN


@dataclass(frozen=True)
class Folder:
    """A page or an operation that takes trees: which file is spoilt, and what comes along.

    Attributes:
        beside: files in other fields: name and content.
    """

    spoilt: str
    actor: Actor
    address: str
    field: str
    files: Callable[[], Mapping[str, bytes]]
    beside: Mapping[str, tuple[str, bytes]] = dataclasses.field(default_factory=dict)


def _programme_files() -> Mapping[str, bytes]:
    return shipped_files(SHIPPED)


def _plan_files() -> Mapping[str, bytes]:
    return shipped_plan_files(SHIPPED_PLAN)


def _alone() -> Mapping[str, bytes]:
    return {}


#: Pages that read trees: a list is never one, so every fault and every list is refused.
TREE_PAGES = {
    "programme-files": Folder(
        "programme.yaml", ADMINISTRATOR, "/programme-files/", "programme-file", _programme_files
    ),
    "plans": Folder("plan.yaml", COUNCIL, "/plans/", "plan-file", _plan_files),
    "comparisons": Folder("request.yaml", BANK, "/comparisons/", "request-file", _alone),
    "designs": Folder(
        "designs.yaml", BANK, "/designs/", "design-file", _alone, {"firms-file": FIRMS}
    ),
    "allocations": Folder(
        "envelope.yaml",
        BANK,
        "/allocations/",
        "envelope-file",
        _alone,
        {"contracts-file": CONTRACTS},
    ),
}
TREE_OPERATIONS = {
    "/programme-checks": Folder(
        "programme.yaml", ADMINISTRATOR, "/programme-checks", "files", _programme_files
    ),
    "/programme-versions": Folder(
        "programme.yaml", ADMINISTRATOR, "/programme-versions", "files", _programme_files
    ),
    "/plan-checks": Folder("plan.yaml", COUNCIL, "/plan-checks", "files", _plan_files),
    "/plan-versions": Folder("plan.yaml", COUNCIL, "/plan-versions", "files", _plan_files),
    "/comparisons": Folder("request.yaml", BANK, "/comparisons", "file", _alone),
    "/design-comparisons": Folder(
        "designs.yaml", BANK, "/design-comparisons", "designs", _alone, {"firms": FIRMS}
    ),
    "/allocations": Folder(
        "envelope.yaml", BANK, "/allocations", "envelope", _alone, {"contracts": CONTRACTS}
    ),
}
#: Books of others: by the page, where the book is chosen, and by the interface.
BOOKS = ("ibrd", "miga", "sba-case")
BOOK_OPERATIONS = frozenset({"/imports/{book}", "/import-checks/{book}"})
BOOK_PAGE = "imports"


def open_doors() -> None:
    """Open an office with a round of the ministry, loans that a bank reports, and their people."""
    load_shelf(CLOCKWORK, at=AT)
    load_plans(CLOCKWORK, at=AT)
    with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
        for person, institution, role in (
            ("p-motie", "motie", Role.RECOMMENDER),
            ("p-council", "kdb", Role.SECRETARIAT),
            ("p-hana", "hana", Role.PROVIDER_OFFICER),
            ("p-admin", "sba", Role.ADMINISTRATOR),
        ):
            add_person(person)
            grant_role(
                RoleHeld(
                    person=person,
                    role=role.value,
                    institution=institution,
                    from_on=date(2024, 1, 1),
                )
            )
    programme = shelf()["ai-autonomous-manufacturing"]
    rule = programme.recommendations[0].key
    open_round(MINISTRY, programme, rule, key="R-1", opens_on=date(2024, 9, 24), at=AT)
    open_reported(*REPORTED_LOANS)


def sba_rows(headings):
    """Three loans of the case, in columns that are those of the file."""
    amounts = {"DisbursementGross": "1000", "GrAppv": "900", "SBA_Appv": "700", "ChgOffPrinGr": "0"}
    row = {**SBA_ROW, **amounts}
    return tuple(
        tuple({**row, "LoanNr_ChkDgt": number}.get(heading, "1") for heading in headings)
        for number in ("1001", "1002", "1003")
    )
