from example_rules import SIZE, STAFF, VOCABULARY, fact
from majung.errors import message
from majung.rules import FactType, Vocabulary
from majung.rules.citations import Label
from majung.rules.vocabulary import Quantity


def test_a_count_is_read_with_what_it_counts():
    assert Quantity(1200, Label("명", "persons")).spoken("ko") == "1,200명"
    assert Quantity(1200, Label("명", "persons")).spoken("en") == "1,200 persons"


def test_facts_that_fit_raise_no_objection():
    assert VOCABULARY.objections({"staff": 3, "size": "small", "arrears": False}) == ()


def test_everything_wrong_with_stated_facts_is_said_at_once():
    found = VOCABULARY.objections({"staff": "three", "size": "tiny", "stuff": 3})

    assert found == (
        message("fact-mistyped", fact=STAFF.label, value="three", type=FactType.COUNT),
        message(
            "fact-code-unknown",
            fact=SIZE.label,
            codes=("tiny",),
            known=("small", "medium", "large"),
        ),
        message("fact-unknown", fact="stuff"),
    )


def test_a_programmes_own_fact_stands_over_a_shared_one():
    own = fact("staff", FactType.MONEY, currency="USD")

    joined = VOCABULARY.joined(Vocabulary({"staff": own}))

    assert joined["staff"] == own
    assert joined["size"] == SIZE


def test_a_code_without_a_label_is_shown_as_it_is():
    assert SIZE.code_label("small") == Label("small (한)", "small")
    assert SIZE.code_label("26110") == "26110"


def test_only_facts_that_fit_are_kept():
    facts = {"staff": 3, "size": "tiny", "stuff": 3, "arrears": "no"}

    assert VOCABULARY.fitting(facts) == {"staff": 3}
