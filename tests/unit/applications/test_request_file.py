"""A request file: read as a whole, or everything that is wrong with it."""

import json
from pathlib import Path

import pytest

from majung.applications.indications.comparison import Comparison, comparison_from_tree
from majung.applications.indications.documents import comparison_document
from majung.applications.indications.indication import Order
from majung.applications.indications.request_file import Asked, asked_from_tree
from majung.applications.regions import Region
from majung.applications.statements import Standing
from majung.errors import sentence
from majung.files import Tree, read_tree
from majung.programmes.shelf import shelf
from majung.rules import Verdict
from majung.values.money import Money
from majung.values.rates import Rate

EXAMPLE = Path(__file__).parents[3] / "examples" / "indication" / "mid-cap-robot-line.yaml"
TEXT = EXAMPLE.read_text("utf-8")


def tree(text):
    read = read_tree("request.yaml", text.encode())
    assert isinstance(read, Tree), [problem.spoken("en") for problem in read]
    return read


def asked(text=TEXT):
    return asked_from_tree(tree(text), shelf().values())


def found(text):
    problems = asked(text)
    assert not isinstance(problems, Asked)
    return [(problem.place.line, problem.message.kind) for problem in problems]


def line_of(words, text=TEXT):
    return next(at for at, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_example_is_read():
    read = asked()

    application = read.application
    assert application.firm.name == "예시 한울로보틱스"
    assert application.site.region is Region.GYEONGNAM
    assert application.request.amount == Money(6_000_000_000)
    assert (application.request.months, application.request.grace_months) == (60, 12)
    assert application.held == ()
    assert read.order is Order.ALL_IN_COST
    assert {bank: quote.rate for bank, quote in read.quotes.items()} == {
        "shinhan": Rate.percent("5.0"),
        "ibk": Rate.percent("4.8"),
    }


def test_a_statement_keeps_who_said_it():
    arrears = [
        each for each in asked().application.statements.stated if each.fact == "wage-arrears"
    ]

    assert [(each.stated_by, each.standing, each.evidence) for each in arrears] == [
        ("고용노동부", Standing.CHECKED, "예시 조회 12")
    ]


def test_what_is_left_out_stays_open():
    lines = [line for line in TEXT.splitlines() if not line.startswith("benefits-held")]

    assert asked("\n".join(lines)).application.held is None


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("size: mid-cap", "size: huge", "word-unknown"),
        ("name: 예시 한울로보틱스", "nam: 예시 한울로보틱스", "key-unknown"),
        ("amount: 60억", "amount: 60", "unit-missing"),
        ("amount: 60억", "amount: 0원", "request-asks-nothing"),
        ("amount: 60억", "amount: 60억, 세금 별도", "unit-differs"),
        ("grace: 12 months", "grace: 60 months", "request-grace-too-long"),
        ("start-on: 2024-11-01", "start-on: 2024-13-01", "yaml-date-does-not-exist"),
        ("uses: [facility]", "uses: [holiday]", "fact-code-unknown"),
        ("region: 경남", "region: 평양", "region-not-readable"),
        ("industries: [29280/10]", "industries: [C29]", "industry-not-readable"),
        ("manufacturing-activities: [floor]", "manufacturing: [floor]", "fact-name-unknown"),
        (
            "manufacturing-activities: [floor]",
            "manufacturing-activities: [roof]",
            "case-fact-unfit",
        ),
        ("    evidence: 예시 조회 11\n", "", "evidence-not-named"),
        ("benefits-held: []", "benefits-held: [{product: nothing}]", "name-unknown"),
        ("bank: ibk", "bank: ibkk", "name-unknown"),
        ("bank: ibk", "bank: shinhan", "bank-quoted-twice"),
        ("cuts: {motie-cut: 0.5 %p}", "cuts: {moty-cut: 0.5 %p}", "name-unknown"),
        ("cuts: {motie-cut: 0.5 %p}", "cuts: {motie-cut: 0.5 %}", "unit-differs"),
        ("rate: 0.20 %p", "rate: 9 %p", "quote-below-zero"),
        ("order: all-in-cost", "order: ministry", "word-unknown"),
    ],
)
def test_a_fault_is_said_with_its_line(old, new, kind):
    text = changed(old, new)
    read = read_tree("request.yaml", text.encode())

    problems = asked(text) if isinstance(read, Tree) else read

    assert kind in [problem.message.kind for problem in problems]
    assert all(problem.place.line > 0 for problem in problems)
    assert all(problem.spoken("ko") and problem.spoken("en") for problem in problems)


def test_all_faults_are_said_at_once_in_the_order_of_the_file():
    text = changed("size: mid-cap", "size: huge").replace("amount: 60억", "amount: 60")
    text = text.replace("bank: ibk", "bank: ibkk")

    assert found(text) == [
        (line_of("size: mid-cap"), "word-unknown"),
        (line_of("amount: 60억"), "unit-missing"),
        (line_of("bank: ibk"), "name-unknown"),
    ]


def test_a_site_of_somebody_else_is_refused_where_it_stands():
    lines = TEXT.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  site:"))
    lines[at] = "  site: 999-81-00003"
    numbers = asked("\n".join(lines))

    assert [problem.place.line for problem in numbers] == [at + 1]


def test_a_bank_no_programme_names_gives_its_name():
    text = changed("bank: ibk", "bank: small\n    name: 예시은행").replace("motie-cut: 0.5 %p", "")

    assert asked(text).quotes["small"].name == "예시은행"


def test_the_example_compares_without_a_database():
    compared = comparison_from_tree(tree(TEXT), shelf().values())

    assert isinstance(compared, Comparison)
    by_key = {each.key: each for each in compared.indications}
    shinhan, ibk = (by_key[f"ai-am-preferential-loan@{bank}"] for bank in ("shinhan", "ibk"))
    assert (shinhan.rate.rate, ibk.rate.rate) == (Rate.percent("4.3"), Rate.percent("4.3"))
    assert [each.verdict for each in ibk.undertakings] == [Verdict.NOT_MET]
    assert "ai-am-preferential-loan+ai-plus-cover@shinhan" in by_key
    assert "own-loan@ibk" in by_key


def test_a_file_that_cannot_be_read_is_not_compared():
    problems = comparison_from_tree(tree(changed("size: mid-cap", "size: huge")), shelf().values())

    assert [problem.message.kind for problem in problems] == ["word-unknown"]


def test_the_document_is_plain_and_says_that_it_binds_nobody():
    document = comparison_document(comparison_from_tree(tree(TEXT), shelf().values()))

    assert json.loads(json.dumps(document)) == document
    assert document["is_binding"] is False
    assert "구속력이 없습니다" in document["notice"]["ko"]
    assert all(each["is_binding"] is False for each in document["indications"])


def test_the_document_shows_every_line_and_nothing_internal():
    compared = comparison_from_tree(tree(TEXT), shelf().values())
    document = comparison_document(compared)

    texts = json.dumps(document, ensure_ascii=False)
    assert [each["key"] for each in document["indications"]] == [
        each.key for each in compared.indications
    ]
    for shown, indication in zip(document["indications"], compared.indications, strict=True):
        lines = [Rate.from_json(line["rate"]) for line in shown["rate"]["lines"]]
        assert sum((line.value for line in lines), Rate.percent(0).value) == (
            indication.rate.rate.value
        )
        assert len(shown["instalments"]) == len(indication.instalments)
    assert "technical" not in texts
    assert "default_probabilities" not in texts
    assert len(document["assessments"]) == len(compared.assessments)


def test_the_document_says_what_was_left_out_in_both_languages():
    compared = comparison_from_tree(tree(TEXT), shelf().values())
    document = comparison_document(compared)

    assert [(each["reason"]["ko"], each["reason"]["en"]) for each in document["left_out"]] == [
        (sentence(each.reason, "ko"), sentence(each.reason, "en")) for each in compared.left_out
    ]
