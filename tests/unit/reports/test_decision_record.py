from dataclasses import replace

from example_documents import decision, finding
from majung.reports.cells import NOT_STATED, Cell, written
from majung.reports.documents.decision_record import decision_record
from majung.reports.documents.outlines import outline_of
from majung.reports.model import Heading, KeyValues, Mark, Outline, Paragraph, Signatures
from majung.reports.tables import Table
from majung.reports.texts import said
from majung.rules import Status


def _tables(report):
    return {part.key: part for part in report.parts if isinstance(part, Table)}


def test_the_record_says_what_was_asked_and_what_was_granted():
    (lines, _terms) = [
        part.lines for part in decision_record(decision()).parts if isinstance(part, KeyValues)
    ]

    shown = {said(line.name, "ko"): written(line.cell, "ko") for line in lines}

    assert shown == {
        "기업": "예시정밀공업 (110111-0000015)",
        "신청번호": "2024-0041",
        "상품": "AI 자율제조 우대금리 대출",
        "결정": "감액 승인",
        "신청금액": "80억 원",
        "결정금액": "65억 5,000만 원",
        "결정일": "2024. 10. 31.",
        "결재문서 번호": "여신기획부-2024-1187",
        "사유": "설비 견적 대비 필요자금이 65.5억 원으로 확인되어 감액함",
    }


def test_what_nobody_stated_stands_as_open_and_is_counted():
    known = _tables(decision_record(decision()))["known"]

    assert known.rows[2].cells[1] == Cell(NOT_STATED)
    assert [said(note, "ko") for note in known.notes] == [
        "미확인 사실이 1건 있으며, 미확인은 충족으로 보지 않습니다."
    ]


def test_a_waiver_names_rule_reason_authority_and_day():
    waived = _tables(decision_record(decision()))["waived"]

    assert waived.written(waived.rows[0], "ko") == (
        "매출액 1,200억 원 이하",
        "미충족",
        "협약 제5조 단서: 선도프로젝트 참여기업은 위원회 의결로 예외를 둘 수 있음",
        "여신위원회",
        "2024. 10. 29.",
    )


def test_nothing_waived_and_nothing_checked_are_said():
    report = decision_record(decision(waived=(), checked=()))

    assert said(_tables(report)["waived"].empty, "en") == "Nothing was waived"
    assert "심사한 기준이 기록되지 않았습니다." in [
        said(part.text, "ko") for part in report.parts if isinstance(part, Paragraph)
    ]


def test_the_record_names_the_version_under_which_it_can_be_computed_again():
    report = decision_record(decision())

    assert [version.key for version in report.programmes] == ["ai-autonomous-manufacturing"]
    assert any(
        "09ab" * 16 in said(part.text, "ko") for part in report.parts if isinstance(part, Paragraph)
    )


def test_who_decided_are_roles_with_moments_and_numbers():
    (signatures,) = [
        part for part in decision_record(decision()).parts if isinstance(part, Signatures)
    ]

    assert [(said(line.act, "en"), said(line.role, "en")) for line in signatures.lines] == [
        ("Proposed", "credit officer"),
        ("Approved", "head of credit, within authority"),
        ("Notified", "credit officer"),
    ]


def test_a_committee_and_an_appeal_are_shown_where_there_are_any():
    plain = decision_record(decision(appeal=""))
    resolved = decision_record(decision(minutes="여신위원회 2024-17차"))

    headings = [said(part.text, "ko") for part in plain.parts if isinstance(part, Heading)]
    (lines, _terms) = [part.lines for part in resolved.parts if isinstance(part, KeyValues)]
    assert "이의신청" not in headings
    assert [line.cell for line in lines if said(line.name, "ko") == "위원회 의결"] == [
        Cell("여신위원회 2024-17차")
    ]


def test_an_outline_keeps_the_tree_and_says_what_helps_only_where_it_is_open():
    outline = outline_of(finding(), "요건 심사")

    assert [(line.depth, line.mark) for line in outline.lines] == [
        (0, Mark.NOT_MET),
        (1, Mark.MET),
        (1, Mark.OPEN),
        (1, Mark.NOT_MET),
    ]
    assert [bool(line.helps) for line in outline.lines] == [False, False, True, False]
    assert [line.source for line in outline.lines] == ["", "", Status.ASSUMED, ""]
    assert isinstance(outline, Outline)


def test_a_branch_is_not_marked_assumed_where_its_leaf_is():
    assumed = replace(finding(), status=Status.ASSUMED)

    assert [line.source for line in outline_of(assumed).lines] == ["", "", Status.ASSUMED, ""]
