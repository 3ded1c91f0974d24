"""The lake: what the office posted, supplied and holds, as Parquet files made from the database."""

import json
import shutil
from datetime import UTC, date, timedelta
from functools import partial
from itertools import chain
from threading import Thread

import duckdb
import pytest
from django.db import connections

import claims_world
from majung.contracts.facts import Fact, FactKind
from majung.operations.acting import CLOCKWORK, Actor, Role
from majung.operations.lake.building import LakeNotWrittenError, build_lake
from majung.operations.lake.checking import Standing, check_lake
from majung.operations.lake.manifest import FORMAT, read_manifest
from majung.operations.lake.pages import EVENTS, events_page, supply_page
from majung.operations.policy import NotPermittedError
from majung.operations.risk.loss_settings import LossSettings
from majung.operations.risk.office.parquet import KEPT, snapshot
from majung.operations.risk.office.reading import office_portfolio
from majung.operations.risk.office.running import run_office
from majung.operations.risk.places import Place
from majung.operations.servicing.audit import sign_root
from majung.operations.servicing.close_day import close_until
from majung.operations.servicing.record_facts import record_facts
from majung.risk.losses.problems import PortfolioNotUsableError
from majung.store.access import Purpose, acting_for_state
from majung.store.lake import LakeFileNotUsableError, read, written
from majung.store.servicing.contracts import Series, contracts_of, sign
from majung.store.servicing.events import events_of
from majung.store.upkeep.accesses import accesses
from majung.values.calendars import calendar_of
from majung.values.months import Month
from servicing_world import LOAN, OFFICER, PRINCIPAL, SIGNED_ON, loan, moment, open_office

OCTOBER = date(2024, 10, 31)
SECRETARY = Actor("p-secretary", "fsc", frozenset({Role.SECRETARIAT}))


def recorded(key, kind, amount, on):
    fact = Fact(on, kind, key, amount)
    record_facts(OFFICER, {LOAN: [fact]}, on=on, at=moment(on), posts=False)


def closed(until, first=SIGNED_ON):
    close_until(CLOCKWORK, until=until, first=first, calendar=calendar_of("KR"), moment=moment)


@pytest.fixture
def office(fresh_database, tmp_path):
    """A loan drawn on 25 September, closed to the end of October, and the lake of that day."""
    open_office()
    recorded("d1", FactKind.DRAWDOWN, PRINCIPAL, SIGNED_ON)
    closed(OCTOBER)
    sign_root(CLOCKWORK, on=OCTOBER, seed=bytes(32), at=moment(OCTOBER))
    built(tmp_path)
    return tmp_path


def built(folder, on=OCTOBER, **wanted):
    return build_lake(CLOCKWORK, folder, on=on, at=moment(on), **wanted)


def standings(folder, on=OCTOBER):
    found = check_lake(CLOCKWORK, folder, at=moment(on))
    return found.is_whole, {each.standing for each in found.files}


def files(folder):
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.parquet"))


def sums(folder, what, of):
    return duckdb.sql(f"SELECT {what} FROM '{folder}/{of}/*.parquet'").fetchall()


def test_every_posted_event_stands_in_the_file_of_the_month_it_was_posted_in(office):
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(OCTOBER)):
        posted = events_of(LOAN)

    rows = sums(office, "kind, party, amount, effective_on, posted_on, recorded_at", "events")

    assert sorted(rows) == sorted(
        (
            each.event.kind.value, each.event.party, each.event.amount, each.event.effective_on,
            each.posted_on, each.recorded_at.astimezone(UTC).replace(tzinfo=None),
        )
        for each in posted
    )  # fmt: skip
    assert list(read_manifest(office).events) == ["2024-09", "2024-10"]


def test_a_supply_line_stands_in_the_file_of_the_month_it_belongs_to(office):
    assert sums(office, "contract, institution, instrument, amount, supplied_on", "supply") == [
        (LOAN, "hana", "loan", PRINCIPAL, SIGNED_ON)
    ]


@pytest.mark.parametrize("each", [1, 2, 3, 7])
def test_a_month_made_in_parts_is_the_month_made_whole(fresh_database, each):
    claims_world.open_office()
    claims_world.lend()
    closed(OCTOBER, first=SIGNED_ON)
    october, known_at = Month(2024, 10), moment(OCTOBER)
    pages = (
        partial(events_page, october, Series.REAL),
        partial(supply_page, october, Series.REAL, known_at=known_at),
    )

    with acting_for_state(Purpose.LAKE, person="test", at=known_at):
        found = [(rows_of(page(each=1_000)), rows_of(page(each=each))) for page in pages]

    for (whole,), parts in found:
        assert [*chain.from_iterable(parts)] == whole
        assert {len(part) for part in parts[:-1]} <= {each}
    assert [len(whole) for (whole,), _ in found] == [4, 2]


def rows_of(page):
    """Return the rows of a page, part by part."""
    names = [column.name for column in page.columns]
    return [list(zip(*(part[name].tolist() for name in names), strict=True)) for part in page.parts]


def test_the_page_says_up_to_where_the_lake_knows(office):
    manifest = read_manifest(office)

    assert manifest.watermark.at == moment(OCTOBER)
    assert manifest.watermark.signed_on == OCTOBER
    assert len(bytes.fromhex(manifest.watermark.root)) == 32
    assert manifest.watermark.blocks > 0
    assert set(manifest.programmes) >= {"ai-autonomous-manufacturing"}
    assert manifest.snapshot.rows == 1


def test_building_again_writes_no_month_and_changes_none(office):
    before = {name: (office / name).stat().st_mtime_ns for name in files(office)}

    again = built(office)

    assert again.months == ()
    months = {name: at for name, at in before.items() if not name.startswith("risk/")}
    assert {name: (office / name).stat().st_mtime_ns for name in months} == months


def test_only_months_touched_since_the_watermark_are_written(office):
    recorded("p1", FactKind.PAYMENT, 100_000_000, date(2024, 11, 25))
    closed(date(2024, 11, 29), first=date(2024, 11, 1))

    again = built(office, on=date(2024, 11, 29))

    # October's events stay; of supply nothing belongs to November, and the file of it says so.
    assert again.months == ("events/2024-11", "supply/2024-11")
    assert standings(office, date(2024, 11, 29)) == (True, {Standing.WHOLE})


def test_a_backdated_fact_is_posted_this_month_and_moves_the_supply_of_its_own(office):
    fact = Fact(SIGNED_ON, FactKind.REVERSAL, "r1", reverses="d1")
    record_facts(OFFICER, {LOAN: [fact]}, on=date(2024, 11, 4), at=moment(date(2024, 11, 4)),
                 posts=False)  # fmt: skip
    closed(date(2024, 11, 4), first=date(2024, 11, 1))

    again = built(office, on=date(2024, 11, 4))

    assert "events/2024-11" in again.months
    assert "events/2024-10" not in again.months
    assert "supply/2024-09" in again.months
    assert sums(office, "count(*)", "supply") == [(0,)]
    assert standings(office, date(2024, 11, 4)) == (True, {Standing.WHOLE})


def test_made_anew_the_lake_says_the_same(office, tmp_path):
    other = tmp_path / "other"
    built(other)
    before, after = read_manifest(office), read_manifest(other)

    assert after.events == before.events
    assert after.supply == before.supply
    assert after.snapshot.digests == before.snapshot.digests
    assert after.watermark == before.watermark
    assert built(office, is_whole=True).months == (
        "events/2024-09", "events/2024-10", "supply/2024-09", "supply/2024-10",
    )  # fmt: skip


def test_two_who_build_one_lake_do_so_one_after_the_other(office):
    def build():
        try:
            built(office, is_whole=True)
        finally:
            connections.close_all()

    builders = [Thread(target=build) for _ in range(3)]
    for each in builders:
        each.start()
    for each in builders:
        each.join()

    assert standings(office) == (True, {Standing.WHOLE})
    assert len(list((office / "risk").iterdir())) == 1


def test_the_lake_is_read_as_everything_stands_at_one_moment(office):
    def sign_another(key):
        try:
            with acting_for_state(Purpose.SERVICING, person="test", at=moment(OCTOBER)):
                sign([loan(key)], at=moment(OCTOBER))
        finally:
            connections.close_all()

    looks = dict.fromkeys((False, True))
    for as_one_moment in looks:
        with acting_for_state(
            Purpose.LAKE, person="test", at=moment(OCTOBER), as_one_moment=as_one_moment
        ):
            before = len(contracts_of())
            other = Thread(target=sign_another, args=[f"C-{as_one_moment}"])
            other.start()
            other.join()
            looks[as_one_moment] = len(contracts_of()) - before

    assert looks == {False: 1, True: 0}


def test_a_check_finds_everything_as_the_database_says(office):
    assert standings(office) == (True, {Standing.WHOLE})


def test_a_check_tells_what_was_recorded_since(office):
    closed(date(2024, 11, 25), first=date(2024, 11, 1))

    is_whole, found = standings(office, date(2024, 11, 25))

    assert is_whole
    assert Standing.BEHIND in found


@pytest.mark.parametrize("spoil", ["cut", "taken away", "another file"])
def test_a_check_finds_a_spoiled_file(office, spoil):
    file = office / read_manifest(office).events["2024-10"].file
    if spoil == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif spoil == "taken away":
        file.unlink()
    else:
        shutil.copy(office / read_manifest(office).events["2024-09"].file, file)

    assert standings(office) == (False, {Standing.WHOLE, Standing.SPOILED})


def test_a_check_finds_a_file_that_says_something_else_than_the_database(office):
    manifest = json.loads((office / "manifest.json").read_text("utf-8"))
    named = manifest["events"]["2024-10"]
    arrays = read(EVENTS, [office / named["file"]])
    arrays["amount"][0] += 1
    named["digest"] = written(office / named["file"], EVENTS, arrays)
    (office / "manifest.json").write_text(json.dumps(manifest), "utf-8")

    assert standings(office) == (False, {Standing.WHOLE, Standing.DIFFERS})


def test_a_snapshot_of_which_a_part_is_gone_is_found(office):
    folder = office / read_manifest(office).snapshot.folder
    (folder / "about.json").unlink()

    assert standings(office) == (False, {Standing.WHOLE, Standing.SPOILED})


def test_what_cannot_be_written_leaves_the_lake_as_it_was(office):
    before = (office / "manifest.json").read_bytes()
    shutil.rmtree(office / "risk")
    (office / "risk").write_text("no folder", "utf-8")

    with pytest.raises(LakeNotWrittenError) as refusal:
        built(office, on=OCTOBER + timedelta(days=1))

    assert "a file stands where a folder is needed" in refusal.value.spoken("en")

    assert (office / "manifest.json").read_bytes() == before
    (office / "risk").unlink()
    built(office)
    assert standings(office) == (True, {Standing.WHOLE})


def test_what_a_killed_build_left_is_swept_by_the_next(office):
    (office / "events" / "2024-10.0000.parquet.unfinished").write_bytes(b"half")
    (office / "risk" / "2024-10-31.unfinished").mkdir()
    (office / "risk" / "2024-10-30.20241030T120000000000").mkdir()

    built(office)

    left = [each.name for each in office.rglob("*") if "unfinished" in each.name]
    assert left == []
    assert len(list((office / "risk").iterdir())) == 1


def test_real_and_invented_contracts_never_share_a_lake(office, tmp_path):
    example = tmp_path / "example"

    made = built(example, series=Series.EXAMPLE)

    assert (made.manifest.series, made.manifest.events, made.manifest.snapshot.rows) == (
        "example", {}, 0,
    )  # fmt: skip
    # A lake of another series is no beginning: everything is made anew.
    again = built(example, series=Series.REAL)
    assert again.manifest.series == "real"
    assert again.months != ()


def test_a_look_at_every_institution_is_logged_and_not_for_everybody(office):
    with acting_for_state(Purpose.AUDIT, person="test", at=moment(OCTOBER)):
        looks = [each for each in accesses(last_at=moment(OCTOBER)) if each.purpose == "lake"]

    assert [(each.person, each.subject) for each in looks] == [("clockwork", "real")]
    with pytest.raises(NotPermittedError):
        build_lake(SECRETARY, office, on=OCTOBER, at=moment(OCTOBER))
    with pytest.raises(NotPermittedError):
        check_lake(SECRETARY, office, at=moment(OCTOBER))


def test_a_run_over_the_lake_is_the_run_over_the_office_to_the_bit(office):
    held = office_portfolio(SECRETARY, on=OCTOBER, at=moment(OCTOBER))
    kept = snapshot(office / read_manifest(office).snapshot.folder)

    assert (kept.stakes, kept.remarks, kept.watermark) == (
        held.stakes, held.remarks, held.watermark,
    )  # fmt: skip
    settings = LossSettings(scenarios=512, seed=3)
    runs = [run_office(each, settings, place=Place.LOCAL) for each in (held, kept)]
    assert runs[0] == runs[1]


def test_the_commands_build_check_show_and_run(command, document, tmp_path):
    claims_world.open_office()
    claims_world.lend()
    lake = tmp_path / "lake"

    made = document("lake", "build", "--on", "2024-12-31", "--folder", lake)
    shown = document("lake", "show", "--folder", lake)
    checked = document("lake", "check", "--folder", lake)

    assert made["snapshot"] == shown["snapshot"]
    assert made["snapshot"]["rows"] == 2
    assert checked["is_whole"]
    given = ("risk", "run", "--scenarios", "512", "--seed", "5")
    over_lake = document(*given, "--lake", lake, "--out", "snapshot.parquet")
    over_office = document(*given, "--office", "--day", "2024-12-31")
    assert over_lake.pop("watermark")[:15] == over_office.pop("watermark")[:15]
    # The contracts stand in the lake already: what is written is what the run found.
    assert (over_office.pop("files"), over_lake.pop("files")) == (
        [], ["snapshot.parquet", "snapshot.years.parquet", "snapshot.lines.parquet"]
    )  # fmt: skip
    written = duckdb.sql(f"SELECT expected_loss FROM '{tmp_path}/snapshot.parquet'").fetchall()
    assert written[0] == (round(over_lake["expected_loss"]["value"]),)
    assert over_lake == over_office


def test_people_read_what_the_lake_holds(command, tmp_path, monkeypatch):
    monkeypatch.setenv("MAJUNG_LANGUAGE", "ko")
    claims_world.open_office()

    assert command("lake", "show", "--folder", tmp_path)[0] == 1
    assert command("lake", "check", "--folder", tmp_path)[0] == 1
    status, out, _ = command("lake", "build", "--folder", tmp_path)
    assert status == 0
    assert "새로 쓸 달이 없음" in out
    status, out, _ = command("lake", "check", "--folder", tmp_path)
    assert (status, "모두 온전함" in out) == (0, True)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("outstanding", -1, "outstanding of contract 1 is -1.0"),
        ("share", 1.5, "share of contract 1 is 1.5"),
        ("grade", "CCC", "grade of contract 1 is CCC"),
        ("grade", "", "grade of contract 1 is —"),
        ("interest_rate", float("nan"), "a cell is empty"),
        ("shape", 7, "a contract points to a shape that is not there"),
    ],
)
def test_a_snapshot_with_a_value_that_cannot_be_used_is_refused(office, column, value, said):
    folder = office / read_manifest(office).snapshot.folder
    arrays = read(KEPT, [folder / "contracts-000.parquet"])
    arrays[column][0] = value
    written(folder / "contracts-000.parquet", KEPT, arrays)

    with pytest.raises((PortfolioNotUsableError, LakeFileNotUsableError)) as refusal:
        run_office(snapshot(folder), LossSettings(scenarios=64), place=Place.LOCAL)

    assert said in refusal.value.spoken("en")


@pytest.mark.parametrize("file", ["about.json", "contracts-000.parquet", "shapes.parquet"])
@pytest.mark.parametrize("content", [b"", b"{}", None])
def test_a_snapshot_with_a_file_that_cannot_be_used_is_refused(office, file, content):
    folder = office / read_manifest(office).snapshot.folder
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)

    with pytest.raises(LakeFileNotUsableError):
        snapshot(folder)


def test_a_page_that_cannot_be_read_is_told_and_made_anew(office):
    (office / "manifest.json").write_text(f'{{"format": {FORMAT}}}', "utf-8")

    with pytest.raises(LakeFileNotUsableError):
        built(office)

    assert built(office, is_whole=True).months != ()


def test_a_lake_of_another_form_is_made_anew(office):
    told = json.loads((office / "manifest.json").read_text("utf-8"))
    (office / "manifest.json").write_text(json.dumps({**told, "format": 0}), "utf-8")

    assert built(office).months != ()
