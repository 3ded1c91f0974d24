from majung.errors import sentence
from majung.programmes import diff, load, said_by, shelf, shipped_files

KEY = "ai-autonomous-manufacturing"
OLD = shelf()[KEY]


def _changed(file, *pairs):
    files = dict(shipped_files(KEY))
    text = files[file].decode()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return load({**files, file: text.encode()})


def _said(new, language="en"):
    return [sentence(change, language) for change in diff(OLD, new)]


def test_nothing_changed_says_nothing():
    assert diff(OLD, OLD) == ()


def test_a_comment_is_no_change_and_keeps_the_version():
    new = _changed("programme.yaml", ("country: KR", "# where it holds\n\ncountry: KR"))

    assert diff(OLD, new) == ()
    assert new.version == OLD.version


def test_another_writing_of_a_number_is_no_change_in_words():
    new = _changed("programme.yaml", ("2000억", "0.2조"))

    assert diff(OLD, new) == ()
    assert new.version != OLD.version


def test_changed_numbers_rules_and_accounts_are_listed_by_their_paths():
    assert _said(
        _changed(
            "programme.yaml",
            ("{2024-09-24: 2000억,", "{2024-09-24: 2000억, 2025-01-01: 3000억,"),
        )
    ) == [
        "envelopes › preferential-loan-total › limit › 2025-01-01: added —"
        " KRW 300,000,000,000 (2025-01-01)"
    ]
    assert _said(_changed("eligibility.yaml", ("at-most: 7 years", "at-most: 5 years")), "ko") == [
        "products › ai-am-sub-fund › eligibility › parts › young-firm › limit: 7 → 5"
    ]
    assert _said(_changed("postings.yaml", ("{debit: fund-expenses, credit: cash}", "none"))) == [
        "postings › fund › fund-expense: fund-expenses / cash → none"
    ]


def test_a_removed_rule_is_listed_with_what_it_said():
    rule = """      - rule: unlisted
        label: {ko: 비상장기업일 것, en: not listed}
        fact: listed
        holds: false
        source: fund-practice
        status: assumed
"""
    files = dict(shipped_files(KEY))
    new = load(
        {
            **files,
            "eligibility.yaml": files["eligibility.yaml"].replace(rule.encode(), b""),
            "cases.yaml": b"cases: []\n",
        }
    )

    assert _said(new) == [
        f"products › ai-am-sub-fund › eligibility › parts › unlisted › {name}: removed — {said}"
        for name, said in [
            (
                "citation",
                "Terms seen in calls of Korean policy funds (ranges of published figures)",
            ),
            ("expected", "no"),
            ("fact", "listed"),
            ("helps", "the look-up at the exchange"),
            ("key", "unlisted"),
            ("label", "not listed"),
            ("status", "assumed"),
        ]
    ]


def test_everything_a_programme_says_has_a_path_of_its_own():
    said = said_by(OLD)

    assert said["products", "ai-am-sub-fund", "eligibility", "parts", "young-firm", "limit"] == 7
    assert said["envelopes", "sub-fund-total", "scope"] == "programme"
    assert all(value not in (None, "") for value in said.values())
