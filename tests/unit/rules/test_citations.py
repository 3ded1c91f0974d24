from example_rules import ACT
from majung.rules import Citation, Label, Status


def test_a_citation_names_the_source_and_the_place_in_it():
    assert Citation(ACT, "art. 53").spoken("en") == "the Act art. 53"
    assert Citation(ACT).spoken("ko") == "법"


def test_a_label_speaks_both_languages():
    assert Label("추천", "recommendation").spoken("ko") == "추천"
    assert Label("추천", "recommendation").spoken("en") == "recommendation"


def test_a_status_is_a_word_beside_a_figure():
    assert [status.spoken("ko") for status in Status] == ["공표", "가정"]
