import pytest

from example_programmes import KEXIM, MAKING, edited, line_of, problems_of_edit
from majung.errors import Place, message
from majung.programmes import Programme, load, shelf, shipped_files
from majung.programmes.loading import version_of
from majung.values.money import Money


def test_folders_before_the_names_of_files_are_ignored():
    files = {f"somewhere/{name}": text for name, text in shipped_files(KEXIM).items()}

    assert load(files) == shelf()[KEXIM]


@pytest.mark.parametrize("name", ["programme.yaml", "eligibility.yaml", "postings.yaml"])
def test_a_file_that_is_needed_is_asked_for(name):
    files = {key: text for key, text in shipped_files(KEXIM).items() if key != name}

    assert Place(name) in {problem.place for problem in load(files)}


def test_nothing_at_all_is_three_missing_files():
    assert [problem.message.kind for problem in load({})] == ["file-missing"] * 3


def test_loans_and_covers_miss_their_prices_and_funds_do_not():
    files = {name: text for name, text in shipped_files(MAKING).items() if name != "pricing.yaml"}

    missing = [p.message for p in load(files) if p.message.kind == "product-not-described"]

    assert missing == [
        message("product-not-described", product=product, file="pricing.yaml")
        for product in ("ai-plus-cover", "ai-am-preferential-loan")
    ]


def test_a_file_with_a_misspelt_name_is_named_with_the_one_that_was_meant():
    files = dict(shipped_files(KEXIM))
    files["case.yml"] = b"x: 1"

    assert [problem.message for problem in load(files)] == [
        message("file-unknown", name="case.yml", known=("cases.yaml",))
    ]


def test_other_files_of_the_folder_are_left_alone():
    files = {**shipped_files(KEXIM), "logo.png": b"\x89PNG", "NOTES.txt": b"notes"}

    assert isinstance(load(files), Programme)


@pytest.mark.parametrize("name", ["programme.yaml", "pricing.yaml", "cases.yaml"])
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"a: [1", b"- 1\n- 2\n", b"just words", b"x" * 2_000_000]
)
def test_rubbish_in_a_file_is_a_problem_of_that_file(name, content):
    found = load({**shipped_files(KEXIM), name: content})

    assert name in {problem.place.file for problem in found}


def test_a_file_in_the_encoding_of_korean_offices_is_read():
    files = {
        name: text.decode().encode("cp949") if name == "programme.yaml" else text
        for name, text in shipped_files(KEXIM).items()
    }

    assert load(files) == shelf()[KEXIM]


def test_the_version_is_of_what_decides():
    files = {name: {"a": 1} for name in ("programme.yaml", "eligibility.yaml")}

    assert version_of(files) == version_of({**files, "cases.yaml": {"cases": []}})
    assert version_of(files) != version_of({**files, "pricing.yaml": {}})
    assert version_of({"facts.yaml": {"a": 1, "b": 2}}) == version_of(
        {"facts.yaml": {"b": 2, "a": 1}}
    )


def test_a_problem_stands_on_the_line_of_its_slip():
    before, after = "2026-01-22: 최대 1.2 %p", "2026-01-22: 최대 1.2 %"

    assert problems_of_edit(KEXIM, "pricing.yaml", before, after) == [
        ("unit-differs", "pricing.yaml", line_of(KEXIM, "pricing.yaml", before))
    ]


def test_envelopes_that_lie_inside_each_other_are_found():
    found = load(
        edited(
            KEXIM,
            [
                (
                    "programme.yaml",
                    "    limit: {2026-01-22: 22조",
                    "    inside: ax-loans-and-guarantees\n    limit: {2026-01-22: 22조",
                )
            ],
        )
    )

    assert ("ax-total", "ax-loans-and-guarantees") in {
        problem.message.as_mapping().get("envelopes") for problem in found
    }


def test_problems_of_all_files_come_in_the_order_of_a_reader():
    found = load(
        edited(
            KEXIM,
            [
                ("programme.yaml", "country: KR", "contry: KR"),
                ("pricing.yaml", "payer: lender", "payer: bank"),
                ("postings.yaml", "defaulted: none", "defaulted: nothing"),
                ("cases.yaml", "verdict: met", "verdict: mit"),
            ],
        )
    )

    places = [problem.place for problem in found]
    assert places == sorted(places)
    assert {place.file for place in places} == {
        "programme.yaml", "pricing.yaml", "postings.yaml", "cases.yaml",
    }  # fmt: skip


def test_a_number_that_ends_is_read():
    found = load(
        edited(
            KEXIM,
            [("programme.yaml", "{2026-01-22: 4조,", "{2026-01-22: 4조, 2027-01-22: null,")],
        )
    )

    year = next(envelope for envelope in found.envelopes if envelope.key == "ax-year")
    assert [step.value for step in year.limit.steps] == [Money(4 * 10**12), None]


def test_one_mistake_in_a_shared_rule_is_one_problem_however_often_it_is_used():
    before, after = "evidence-age-max: 90 days", "evidence-age-max: 90"

    assert [kind for kind, _, _ in problems_of_edit(MAKING, "eligibility.yaml", before, after)] == [
        "unit-missing"
    ]


def test_a_programme_that_is_no_table_is_a_problem():
    found = load({**shipped_files(KEXIM), "programme.yaml": b"- kexim\n"})

    assert [
        problem.message.kind for problem in found if problem.place.file == "programme.yaml"
    ] == ["shape-differs"]
