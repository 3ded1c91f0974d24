"""The page on how to write a programme: its example loads, its key reference is the reader's."""

import os
import re
from pathlib import Path

from majung.errors import sentence
from majung.programmes import Programme, load, run_cases
from majung.programmes.reading.documentation import key_reference

PAGE = Path(__file__).parents[3] / "docs" / "programmes.md"
MARK = "<!-- keys -->\n"


def _files_of_the_page():
    blocks = re.findall(r'```yaml title="([^"]+)"\n(.*?)```', PAGE.read_text("utf-8"), re.DOTALL)
    return {name: text.encode() for name, text in blocks}


def test_the_example_of_the_page_is_a_programme():
    loaded = load(_files_of_the_page())

    assert isinstance(loaded, Programme), [problem.spoken("en") for problem in loaded]


def test_the_cases_of_the_page_hold():
    outcomes = run_cases(load(_files_of_the_page()))

    assert [sentence(found, "en") for each in outcomes for found in each.differences] == []
    assert len(outcomes) == 4


def test_the_key_reference_of_the_page_is_what_the_reader_reads():
    prose, _, written = PAGE.read_text("utf-8").partition(MARK)
    if os.environ.get("UPDATE"):
        PAGE.write_text(prose + MARK + "\n" + key_reference(), "utf-8")
        written = "\n" + key_reference()

    assert written == "\n" + key_reference()
