"""The secretariat reads how far the plan has come, and institutions report what they supplied."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from faults import IN_MEANING, IN_ROWS, WHOLE
from majung.errors import sentence
from majung.files import Column, read_rows
from majung.operations.policy import NotPermittedError
from majung.operations.supply.envelope_use import OF_BORROWERS, envelope_use
from majung.operations.supply.exposures import exposure_register, exposure_seen
from majung.operations.supply.ledger_supply import ledger_supply
from majung.operations.supply.load_plans import SupplyPlanUnreadableError, load_plan, load_plans
from majung.operations.supply.overlaps import overlap_reading
from majung.operations.supply.reading import Wanted, dashboard, pace_reading, published_pace
from majung.operations.supply.take_monthly_report import (
    SeriesOfAnotherWorldError,
    blank_report,
    report_findings,
    report_history,
    take_monthly_report,
)
from majung.programmes import SupplyBasis
from majung.programmes.parties import DatedName
from majung.programmes.supply_plan_files import shipped_plan_files, supply_plan
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.parties.institutions import Institution, institution, register
from majung.store.servicing.contracts import Series
from majung.store.upkeep.accesses import accesses
from majung.store.upkeep.digests import database_digest
from majung.supply.exposure import ExposureField
from majung.supply.exposure import Purpose as LookUp
from majung.supply.targets import SeriesSource
from majung.values.money import Money
from supply_world import AT as LATER
from supply_world import (
    AUDITOR,
    EOK,
    FIRM,
    IBK_OFFICER,
    KDB_OFFICER,
    ON,
    OTHER_FIRM,
    SECRETARY,
    cover,
    live,
    loan,
    open_office,
)

AT = datetime(2024, 7, 4, 1, 0, tzinfo=UTC)
TRILLION = 10**12
MAY_2024 = Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31))


HEADINGS = "기관,기준월,분야,상품,지역,공급액(억원),기한연장(억원)"


@pytest.fixture
def office(fresh_database):
    """An office with the programmes of the shelf, the plans of the council and two firms."""
    open_office()


def report(*lines, headings=HEADINGS):
    return "\n".join((headings, *lines)).encode()


def of_all_sectors(institution, month, *amounts):
    """Lines of a month, an amount in 억 for each of the five sectors."""
    return [
        f"{institution},{month},{number},대출,경남,{amount},0"
        for number, amount in enumerate(amounts, start=1)
    ]


def take(actor, content, *, at=AT, series=Series.REAL, plan="five-sectors-2024"):
    return take_monthly_report(
        actor, plan=plan, name="월보.csv", content=content, on=date(2024, 7, 4), at=at,
        series=series,
    )  # fmt: skip


def test_the_dashboard_shows_the_published_pace_against_elapsed_time(office):
    page = dashboard(SECRETARY, MAY_2024, at=AT)

    assert page.pace.headline.supplied == Money(54_500_000_000_000)
    assert page.pace.headline.target == Money(102_400_000_000_000)
    assert page.pace.headline.rate == Fraction(545, 1024)
    assert page.pace.elapsed == Fraction(5, 12)
    assert [point.supplied for point in page.points[3:6]] == [None, Money(54_500_000_000_000), None]
    assert page.points[11].expected == Money(102_400_000_000_000)
    assert [each.method.value for each in page.forecasts] == ["straight"]
    assert {use.programme for use in page.envelopes} == {
        "ai-autonomous-manufacturing",
        "ai-policy-finance",
        "kexim-ax",
        "us-sba-7a",
    }
    assert page.contracts.total == Money(0)


def test_the_pace_of_2023_shows_computed_sector_rates_beside_the_printed_ones(office):
    reading, _ = pace_reading(
        SECRETARY, Wanted(plan="five-sectors-2023", as_of=date(2023, 5, 31)), at=AT
    )

    printed = [line.printed.share.spoken("en") for line in reading.sectors]
    computed = [round(line.rate * 1000) for line in reading.sectors]
    assert computed == [473, 468, 486, 833, 452]
    assert printed == ["47.4 %", "46.9 %", "48.6 %", "83.3 %", "45.2 %"]
    assert round(reading.headline.rate * 1000) == 505
    assert reading.headline.supplied == Money(463_306 * 10**8)


def test_the_pace_of_2025_passes_its_target_with_sector_targets_open():
    wanted = Wanted(plan="five-sectors-2025", as_of=date(2025, 9, 30), revision=2)

    reading = published_pace(supply_plan(wanted.plan), wanted)

    assert reading.headline.rate == Fraction(1382, 1380)
    assert reading.elapsed == Fraction(3, 4)
    assert [line.target for line in reading.sectors] == [None] * 5


def test_an_institution_of_a_plan_is_called_what_the_register_calls_it_in_its_year(office):
    for year, name in ((2024, "가상은행"), (2025, "새이름은행")):
        names = (DatedName(date(year, 3, 1), Label(name, name)),)
        with acting_for_state(Purpose.ADMINISTRATION, person="test", at=AT):
            register(replace(institution("ibk"), names=names))

    called = {}
    for year in (2024, 2025):
        plan = f"five-sectors-{year}"
        reading, _ = pace_reading(SECRETARY, Wanted(plan=plan, as_of=date(year, 5, 31)), at=AT)
        called |= {plan: next(each for each in reading.plan.institutions if each.key == "ibk")}

    assert called["five-sectors-2024"].name.ko == "가상은행"
    assert called["five-sectors-2025"].name.ko == "새이름은행"
    assert "중소기업은행" in called["five-sectors-2024"].written()


def test_a_monthly_report_fills_what_nobody_published(office):
    lines = [
        line
        for institution in ("산업은행", "기업은행", "신보")
        for line in of_all_sectors(institution, "2024-06", 10, 20, 30, 40, 50)
    ]

    taken = take(SECRETARY, report(*lines))
    page = dashboard(SECRETARY, Wanted(plan="five-sectors-2024", as_of=date(2024, 6, 30)), at=AT)

    assert taken.is_taken
    assert len(taken.submissions) == 3
    assert page.pace.headline.supplied == Money(54_500_000_000_000 + 450 * EOK)
    assert [line.supplied for line in page.pace.sectors] == [None] * 5
    assert "monthly 2024-06 (3)" in page.watermark


def test_a_resubmission_replaces_its_month_tells_what_changed_and_keeps_both(office):
    first = take(KDB_OFFICER, report(*of_all_sectors("KDB", "2024-06", 1, 2, 3, 4, 5)))
    again = take(KDB_OFFICER, report(*of_all_sectors("KDB", "2024-06", 1, 2, 3, 4, 5)))
    later = take(KDB_OFFICER, report(*of_all_sectors("KDB", "2024-06", 1, 2, 3, 4, 6)))

    history = report_history(KDB_OFFICER, plan="five-sectors-2024", at=AT)

    assert (first.is_new, again.is_new, later.is_new) == (True, False, True)
    (change,) = later.changes
    assert (change.before.amount, change.after.amount) == (Money(5 * EOK), Money(6 * EOK))
    assert [each.number for each in history] == [1, 2]
    assert [sum(row.amount.minor for row in each.rows) for each in history] == [15 * EOK, 16 * EOK]


def test_an_officer_reports_for_the_own_institution_and_reads_its_reports_only(office):
    other = take(KDB_OFFICER, report(*of_all_sectors("기업은행", "2024-06", 1, 2, 3, 4, 5)))
    take(IBK_OFFICER, report(*of_all_sectors("기업은행", "2024-06", 1, 2, 3, 4, 5)))

    assert [problem.message.kind for problem in other.problems] == ["report-of-another"] * 5
    assert report_history(KDB_OFFICER, plan="five-sectors-2024", at=AT) == ()
    assert len(report_history(SECRETARY, plan="five-sectors-2024", at=AT)) == 1


def test_a_report_with_one_bad_row_is_not_taken_and_goes_back_with_its_reason(office):
    before = database_digest()
    lines = of_all_sectors("KDB", "2024-06", 1, 2, 3, 4, "오억")

    taken = take(KDB_OFFICER, report(*lines))
    returned = read_rows("back.xlsx", report_findings(taken), (Column("why", ("반려 사유",)),))

    assert not taken.is_taken
    (row,) = returned.rows
    assert row.values["why"] == sentence(taken.problems[0].message, "ko")
    assert database_digest() == before


def test_every_fault_of_a_report_is_told_and_nothing_of_it_is_taken(office):
    headings = HEADINGS.split(",")
    rows = [line.split(",") for line in of_all_sectors("KDB", "2024-06", 1, 2, 3, 4, 5)]
    before = database_digest()

    for fault, make in {**IN_ROWS, **WHOLE, **IN_MEANING}.items():
        if fault in {"impossible-dates", "korean-digits"}:  # no day in it; Korean digits are read
            continue
        name, content = make(headings, rows)
        taken = take_monthly_report(
            KDB_OFFICER, plan="five-sectors-2024", name=name, content=content,
            on=date(2024, 7, 4), at=AT,
        )  # fmt: skip
        assert not taken.is_taken, fault
        assert all(each.spoken("ko") and each.spoken("en") for each in taken.problems), fault
        assert taken.problems, fault
        assert database_digest() == before, fault


def test_what_an_invented_institution_reports_stays_out_of_the_real_series(office):
    with acting_for_state(Purpose.EXAMPLE, person="test", at=AT):
        names = (DatedName(date(2020, 1, 1), Label("예시은행", "Example Bank")),)
        register(Institution("example-bank", "lender", names, is_example=True))
    invented = report(*of_all_sectors("예시은행", "2024-01", 1, 2, 3, 4, 5))

    with pytest.raises(SeriesOfAnotherWorldError):
        take(SECRETARY, invented)
    taken = take(SECRETARY, invented, series=Series.EXAMPLE)

    assert taken.is_taken
    january = Wanted(plan="five-sectors-2024", as_of=date(2024, 1, 31))
    assert pace_reading(SECRETARY, january, at=AT)[0].outside == ()
    page = dashboard(SECRETARY, replace(january, source=SeriesSource.EXAMPLE), at=AT)
    assert page.is_example
    assert page.pace.outside == (("example-bank", Money(15 * EOK)),)


def test_a_loan_and_the_cover_on_it_are_two_supplies_and_reach_the_firm_once(office):
    live(loan("L-1", "ibk", "ai-am-preferential-loan"), cover("V-1", "L-1"), at=LATER)

    supplied = ledger_supply(SECRETARY, "five-sectors-2024", as_of=ON, at=LATER)

    assert supplied.whole.institutions_sum == Money(75 * EOK + 85 * EOK)
    assert supplied.whole.reaching_firms == Money(75 * EOK)
    assert supplied.within.institutions_sum == Money(75 * EOK)
    assert [(each.product, each.contracts, each.amount) for each in supplied.products] == [
        ("ai-am-preferential-loan", 1, Money(75 * EOK)),
        ("ai-plus-cover", 1, Money(85 * EOK)),
    ]
    assert supplied.regional.share == 1


def test_what_counts_as_supply_is_the_basis(office):
    live(loan("L-1", "ibk", "ai-am-preferential-loan"), cover("V-1", "L-1"), at=LATER)

    amounts = {
        basis: [
            line.amount.minor // EOK
            for line in ledger_supply(
                SECRETARY, "five-sectors-2024", as_of=ON, at=LATER, basis=basis
            ).lines
        ]
        for basis in (*SupplyBasis, None)
    }

    assert amounts == {
        SupplyBasis.RECOMMENDED: [],
        SupplyBasis.APPROVED: [100, 85],
        SupplyBasis.DRAWN: [75],
        SupplyBasis.INSURED: [85],
        SupplyBasis.OUTSTANDING: [75, 85],
        None: [75, 85],
    }


def test_contracts_of_a_later_day_can_stand_beside_a_publication(office):
    live(loan("L-1", "kdb", "kdb-ai-low-rate-loan"), at=LATER)

    page = dashboard(SECRETARY, replace(MAY_2024, contracts_on=ON), at=LATER)

    assert page.pace.headline.supplied == Money(54_500_000_000_000)
    assert page.contracts.total == Money(75 * EOK)


def test_the_ledger_gives_a_pace_only_where_it_knows_everything(office):
    live(loan("L-1", "kdb", "kdb-ai-low-rate-loan"), at=LATER)
    wanted = Wanted(plan="five-sectors-2024", as_of=ON, source=SeriesSource.LEDGER)

    some = dashboard(SECRETARY, wanted, at=LATER).pace
    whole = dashboard(
        SECRETARY, replace(wanted, complete=frozenset({"kdb", "ibk", "kodit"})), at=LATER
    ).pace

    assert some.headline.supplied is None
    assert whole.headline.supplied == Money(75 * EOK)
    assert [line.supplied.minor // EOK for line in whole.sectors] == [75, 0, 0, 0, 0]


def test_invented_contracts_never_enter_a_real_figure(office):
    live(
        loan("L-1", "kdb", "kdb-ai-low-rate-loan"),
        loan("L-2", "kdb", "kdb-ai-low-rate-loan", series=Series.EXAMPLE, firm=OTHER_FIRM),
        at=LATER,
    )

    real = ledger_supply(SECRETARY, "five-sectors-2024", as_of=ON, at=LATER)
    example = ledger_supply(
        SECRETARY, "five-sectors-2024", as_of=ON, at=LATER, source=SeriesSource.EXAMPLE
    )

    assert [line.contract for line in real.lines] == ["L-1"]
    assert [line.contract for line in example.lines] == ["L-2"]


def test_what_was_recorded_later_is_not_in_an_earlier_watermark(office):
    live(loan("L-1", "kdb", "kdb-ai-low-rate-loan"), at=LATER)

    before = ledger_supply(SECRETARY, "five-sectors-2024", as_of=ON, at=AT)

    assert before.lines == ()


def test_an_officer_sees_the_supply_of_the_own_institution_only(office):
    live(
        loan("L-1", "kdb", "kdb-ai-low-rate-loan"),
        loan("L-2", "ibk", "ai-am-preferential-loan", firm=OTHER_FIRM),
        at=LATER,
    )

    page = dashboard(IBK_OFFICER, Wanted(plan="five-sectors-2024", as_of=ON), at=LATER)

    assert not page.is_whole
    assert [line.contract for line in page.contracts.lines] == ["L-2"]


def test_a_firm_that_holds_several_benefits_is_found_with_what_they_may_break(office):
    live(
        loan("L-1", "ibk", "ai-am-preferential-loan"),
        loan("L-2", "kdb", "kdb-ai-low-rate-loan"),
        cover("V-1", "L-1"),
        loan("L-3", "ibk", "ai-am-preferential-loan", firm=OTHER_FIRM),
        at=LATER,
    )

    found = overlap_reading(SECRETARY, on=ON, at=LATER)

    (overlap,) = found.overlaps
    broken = found.violations_of(overlap.firm)
    assert (found.firms, len(overlap.benefits)) == (2, 3)
    assert overlap.institutions == ("ibk", "kdb", "ksure")
    # Nobody stated a project, so whether both loans serve one need is for somebody to look at.
    assert {(each.first.contract, each.second.contract, each.is_certain) for each in broken} == {
        ("L-1", "L-2", False)
    }


def test_the_register_of_exposures_counts_a_covered_loan_once(office):
    live(loan("L-1", "ibk", "ai-am-preferential-loan"), cover("V-1", "L-1"), at=LATER)

    exposure = exposure_register(AUDITOR, on=ON, at=LATER).firms[0]

    assert exposure.outstanding == Money(75 * EOK)
    assert exposure.covered == Money(75 * EOK)
    assert exposure.institutions == ("ibk", "ksure")


def test_another_institution_sees_yes_or_no_and_each_look_is_written_down(office):
    live(loan("L-1", "ibk", "ai-am-preferential-loan"), at=LATER)

    seen = exposure_seen(KDB_OFFICER, FIRM, on=ON, at=LATER)
    by_consent = LookUp("credit-assessment", "동의 2024-31", frozenset({ExposureField.OUTSTANDING}))
    more = exposure_seen(KDB_OFFICER, FIRM, on=ON, at=LATER, look_up=by_consent)

    assert (seen.own, seen.others_hold_benefit, seen.outstanding) == (None, True, None)
    assert (more.outstanding, more.institutions) == (Money(75 * EOK), None)
    with acting_for_state(Purpose.AUDIT, person="auditor", at=LATER):
        bases = [access.legal_basis for access in accesses() if access.person == "p-kdb"]
    assert sorted(bases) == ["benefit-held", "credit-assessment: 동의 2024-31"]


def test_envelopes_show_what_is_used_and_left_without_single_borrowers(office):
    uses = envelope_use(KDB_OFFICER, at=AT, programme="ai-autonomous-manufacturing")

    total = next(use for use in uses if use.envelope == "ai-plus-total")
    assert total.room == Money(10 * TRILLION)
    assert {use.limit.scope for use in uses} & OF_BORROWERS == set()
    assert [use.member_name.ko for use in uses if use.envelope == "preferential-loan-bank"] == [
        "하나은행",
        "IBK기업은행",
        "신한은행",
    ]


def test_a_further_publication_makes_a_new_version_of_the_plan(office):
    files = dict(shipped_plan_files("five-sectors-2024"))
    more = files["published.yaml"] + (
        b"  - through: 2024-06-30\n    revision: 1\n    source: fsc-2024-07-04\n"
        b"    total: {amount: \xec\x97\x86\xec\x9d\x8c}\n"
    )

    with pytest.raises(SupplyPlanUnreadableError):
        load_plan(SECRETARY, {**files, "published.yaml": more}, at=LATER)
    june = more.replace("없음".encode(), "60.1조".encode())
    taken = load_plan(SECRETARY, {**files, "published.yaml": june}, at=LATER)

    assert (taken.is_new, load_plan(SECRETARY, files, at=LATER).is_new) == (True, False)
    reading, _ = pace_reading(
        SECRETARY, Wanted(plan="five-sectors-2024", as_of=date(2024, 6, 30)), at=LATER
    )
    assert reading.headline.supplied == Money(60_100_000_000_000)


def test_an_officer_takes_no_plan_in(office):
    with pytest.raises(NotPermittedError):
        load_plans(KDB_OFFICER, at=AT)


def test_the_blank_report_of_an_institution_is_taken_once_it_is_filled(office):
    workbook = blank_report(KDB_OFFICER, plan="five-sectors-2024", at=AT)

    assert workbook.startswith(b"PK")
    assert workbook == blank_report(SECRETARY, plan="five-sectors-2024", at=AT, of="kdb")
