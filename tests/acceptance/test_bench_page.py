"""``majung bench … --page``: a page that cannot take figures is refused before it is measured."""

import pytest

BENCHES = ((), ("risk",), ("scale",), ("close",), ("lake",), ("contracts",),
           ("pages", "http://127.0.0.1:9", "--name", "n", "--password", "p"))  # fmt: skip


@pytest.mark.parametrize("words", BENCHES)
def test_a_page_that_is_not_there_is_refused(command, words):
    status, out, err = command("bench", *words, "--page", "none.md")

    assert (status, out) == (1, "")
    assert err.startswith("none.md cannot be opened — nothing is there")


@pytest.mark.parametrize("text", ["no marks", "<!-- risk: end --> <!-- risk: begin -->"])
def test_a_page_without_its_marks_is_refused_with_what_to_put(command, tmp_path, text):
    (tmp_path / "page.md").write_text(text, "utf-8")

    status, out, err = command("bench", "risk", "--page", "page.md")

    assert (status, out) == (1, "")
    assert err == (
        "page.md has no place for figures — they are written between the lines "
        "<!-- risk: begin --> and <!-- risk: end --> — put both on the page, in this order\n"
    )
    assert (tmp_path / "page.md").read_text("utf-8") == text
