"""Figures are told whole: as a table, as JSON, between the marks of a page."""

import json

import pytest

from majung.bench.measuring import Machine, Measurement, measured, measured_each
from majung.bench.page import BEGIN, END, PageWithoutMarksError, as_block, as_document, write_block

MACHINE = Machine("a processor", 2, "Linux 6", "3.11.7", (("numpy", "2.4.6"),))
CLOSE = Measurement("a close", (0.3, 0.1, 0.2), 1_000, "contract", 0.25)


def test_a_measurement_tells_its_median_its_rate_and_whether_the_target_is_met():
    assert (CLOSE.median, CLOSE.rate, CLOSE.is_met) == (0.2, 5_000.0, True)
    assert Measurement("slow", (0.3,), target_seconds=0.25).is_met is False
    assert Measurement("untold", (0.3,)).is_met is None


def test_what_another_process_measured_is_read_as_it_was():
    written = json.loads(json.dumps(as_document(MACHINE, [CLOSE])))

    assert [Measurement.of_document(each) for each in written["measurements"]] == [CLOSE]


def test_a_table_names_machine_versions_and_targets():
    lines = as_block(MACHINE, [CLOSE]).splitlines()

    assert lines[0].startswith("a processor, 2 cores, Linux 6, Python 3.11.7; numpy 2.4.6.")
    assert lines[-1] == (
        "| a close | 200.0 ms | 100.0 ms–300.0 ms | 5,000 contracts | 250.0 ms, met |"
    )


def test_figures_are_written_between_the_marks_and_nothing_else_changes(tmp_path):
    page = tmp_path / "page.md"
    begin, end = BEGIN.format(name="measured"), END.format(name="measured")
    page.write_text(f"before\n{begin}\nold\n{end}\nafter\n", "utf-8")

    write_block(page, "new")

    assert page.read_text("utf-8") == f"before\n{begin}\n\nnew\n\n{end}\nafter\n"


def test_a_page_without_marks_is_refused(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing", "utf-8")

    with pytest.raises(PageWithoutMarksError):
        write_block(page, "new")


def test_what_can_be_done_again_is_warmed_up_and_what_cannot_is_not():
    done = []

    measured("again", lambda: done.append("again"), repeats=3)
    measured_each("once", [lambda: done.append("first"), lambda: done.append("second")])

    assert done == ["again"] * 4 + ["first", "second"]
