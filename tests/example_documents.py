"""Contents of documents as an office would have them, on published figures where there are any.

Figures: Financial Services Commission releases on the five strategic sectors, 2024-06 (54.5 of
102.4 trillion by May 2024, 53.2 % against 41.7 %) and Hankook Ilbo 2023-06-26 (2023 by sector).
What was not published is OPEN; envelopes and overlaps are invented and marked 예시.
"""

from datetime import UTC, date, datetime
from fractions import Fraction

from majung.errors import message
from majung.reports.cells import NOT_STATED, OPEN, Cell, amount, percent, points, scaled, words
from majung.reports.documents.decision_record import DecisionContent, KnownFact, WaivedRule
from majung.reports.documents.number_register import RegisterEntry
from majung.reports.documents.outlines import outline_of
from majung.reports.documents.pack_content import (
    EnvelopeLine,
    MatrixLine,
    OverlapLine,
    PacePoint,
    PackContent,
    Restatement,
    SupplyLine,
    SupplyMatrix,
)
from majung.reports.model import KeyValue, Marking, Note, ProgrammeVersion, Signature, Watermark
from majung.rules import Citation, Finding, Label, Source, Status, Verdict
from majung.values.money import Money
from majung.values.rates import Rate

TRILLION, HUNDRED_MILLION = 10**12, 10**8
SECTORS = (
    Label("글로벌 초격차산업", "Industries with a lead"),
    Label("미래유망산업", "Promising industries"),
    Label("사업재편·산업구조고도화", "Restructuring and upgrading"),
    Label("유니콘·벤처·중소·중견 육성", "Unicorns, ventures, SMEs and mid-caps"),
    Label("경영애로 해소", "Firms in difficulty"),
)
TARGETS_2024 = ("17.6", "22.1", "21.4", "12.6", "28.7")
TARGETS_2023 = ("15.6", "20.3", "20.5", "9.05", "26.4")
SUPPLIED_2023 = (73_773, 95_064, 99_689, 75_425, 119_355)
RATES_2023 = ("47.4", "46.9", "48.6", "83.3", "45.2")
ELAPSED = Fraction(5, 12)
MONTHS = tuple(Label(f"{month}월", f"{month:02}") for month in range(1, 13))


def trillions(number):
    return Money(int(Fraction(number) * TRILLION))


def hundred_millions(number):
    return Money(number * HUNDRED_MILLION)


def share(percentage):
    return Fraction(percentage) / 100


WATERMARK_2024 = Watermark(
    date(2024, 5, 31),
    datetime(2024, 6, 26, 0, 0, tzinfo=UTC),
    Label("기관 보고", "reported by institutions"),
)


def _curve(total, supplied):
    return tuple(
        PacePoint(name, supplied.get(month, OPEN), Money(total.minor * month // 12))
        for month, name in enumerate(MONTHS, start=1)
    )


def pack_2024(**changes):
    total = trillions("102.4")
    content = {
        "key": "council-pack-2024-05",
        "number": "협의회-2024-07",
        "year": 2024,
        "meeting": Label("제7차 정책금융지원협의회 안건자료", "7th Policy Finance Support Council"),
        "issuer": Label("협의회 사무국", "Council secretariat"),
        "held_on": date(2024, 7, 4),
        "watermark": WATERMARK_2024,
        "total": SupplyLine(
            name=Label("합계", "Total"),
            target=total,
            supplied=trillions("54.5"),
            pace=Fraction(545, 1024),
            published_pace=share("53.2"),
            trace="supply/five-sectors-2024/total",
        ),
        "elapsed": ELAPSED,
        "curve": Label("경과 월수÷12(월할)", "completed months over twelve"),
        "sectors": tuple(
            SupplyLine(name=name, target=trillions(target))
            for name, target in zip(SECTORS, TARGETS_2024, strict=True)
        ),
        "points": _curve(total, {5: trillions("54.5")}),
        "institutions": tuple(
            SupplyLine(name=name)
            for name in (
                Label("한국산업은행", "Korea Development Bank"),
                Label("중소기업은행", "Industrial Bank of Korea"),
                Label("신용보증기금", "Korea Credit Guarantee Fund"),
            )
        ),
        "institutions_sum": trillions("54.5"),
        "matrices": (MATRIX,),
        "envelopes": ENVELOPES,
        "overlaps": OVERLAPS,
        "notes": NOTES,
        "register": REGISTER,
        "markings": (Marking.EXAMPLE,),
        "programmes": (
            ProgrammeVersion("five-sectors-2024", "4f1c" * 16),
            ProgrammeVersion("ai-autonomous-manufacturing", "09ab" * 16),
        ),
    }
    return PackContent(**{**content, **changes})


def pack_2023():
    """The 2023 figures by sector: computed rates beside published ones that differ a little."""
    supplied = [hundred_millions(number) for number in SUPPLIED_2023]
    targets = [trillions(number) for number in TARGETS_2023]
    total, whole = hundred_millions(sum(SUPPLIED_2023)), trillions("91.8")
    return pack_2024(
        key="council-pack-2023-05",
        number="협의회-2023-04",
        year=2023,
        meeting=Label("정책금융지원협의회 안건자료", "Policy Finance Support Council"),
        watermark=Watermark(
            date(2023, 5, 31), datetime(2023, 6, 26, tzinfo=UTC), WATERMARK_2024.series
        ),
        total=SupplyLine(
            name=Label("합계", "Total"),
            target=whole,
            supplied=total,
            pace=Fraction(total.minor, whole.minor),
            published_pace=share("50.5"),
        ),
        sectors=tuple(
            SupplyLine(
                name=name,
                target=target,
                supplied=amount,
                pace=Fraction(amount.minor, target.minor),
                published_pace=share(rate),
            )
            for name, target, amount, rate in zip(
                SECTORS, targets, supplied, RATES_2023, strict=True
            )
        ),
        points=_curve(whole, {5: total}),
        institutions=(),
        institutions_sum=OPEN,
        matrices=(),
        envelopes=(),
        overlaps=(),
        markings=(),
        register=(),
    )


def corrected_pack():
    """A pack that corrects another, with a figure below zero."""
    return pack_2024(
        key="council-pack-2024-05-correction",
        number="협의회-2024-08",
        restates="협의회-2024-07",
        restatements=(
            Restatement(
                Label("2024년 5월 말 공급실적(누계)", "Supply to the end of May 2024"),
                scaled(trillions("54.3"), "조", 1),
                scaled(trillions("54.5"), "조", 1),
                Label(
                    "보증 연계 대출 1건의 실적이 늦게 보고됨",
                    "One institution reported a month late",
                ),
            ),
        ),
        total=SupplyLine(
            name=Label("합계", "Total"),
            target=trillions("102.4"),
            supplied=trillions("40.1"),
            pace=Fraction(401, 1024),
        ),
    )


MATRIX = SupplyMatrix(
    "regions",
    Label("지역·기관별 공급(예시)", "Supply by region and institution (example)"),
    Label("지역", "Region"),
    (
        Label("한국산업은행", "KDB"),
        Label("중소기업은행", "IBK"),
        Label("신용보증기금", "KODIT"),
        Label("기술보증기금", "KIBO"),
    ),
    (
        MatrixLine(
            Label("수도권", "Capital area"), tuple(map(hundred_millions, (820, 530, 310, 140)))
        ),
        MatrixLine(Label("동남권", "Southeast"), tuple(map(hundred_millions, (210, 180, 90, 45)))),
        MatrixLine(Label("호남권", "Honam"), (*map(hundred_millions, (95, 110, 30)), OPEN)),
    ),
)
ENVELOPES = (
    EnvelopeLine(
        programme=Label("AI 자율제조 전용 보험(AI Plus+)", "AI Plus+ cover"),
        scope=Label("5년 합계", "five years"),
        basis=Label("보험금액", "insured"),
        cap=trillions(10),
        used=hundred_millions(1_234),
        reserved=hundred_millions(180),
        trace="envelopes/ai-plus",
    ),
    EnvelopeLine(
        programme=Label("AI 자율제조 우대금리 대출", "AI-AM preferential loan"),
        scope=Label("신한·기업·하나 합계", "Shinhan, IBK and Hana"),
        basis=Label("승인액", "approved"),
        cap=hundred_millions(2_000),
        used=hundred_millions(1_915),
        reserved=hundred_millions(120),
    ),
    EnvelopeLine(
        programme=Label("AI 자율제조 자펀드", "AI-AM sub-fund"),
        scope=Label("결성액", "fund size"),
        basis=Label("투자액", "invested"),
        cap=hundred_millions(450),
        used=hundred_millions(0),
        reserved=hundred_millions(0),
    ),
)
OVERLAPS = (
    OverlapLine(
        firm=Label("예시정밀공업 (110111-0000015)", "Example Precision (110111-0000015)"),
        benefits=(
            Label("AI 자율제조 우대금리 대출", "AI-AM preferential loan"),
            Label("AI 자율제조 전용 보험(AI Plus+)", "AI Plus+ cover"),
        ),
        amount=hundred_millions(85),
        finding=Label(
            "결합 허용: 협약 제5조에 따라 대출과 보험을 함께 받을 수 있음",
            "Allowed: agreement art. 5 lets loan and cover be combined",
        ),
    ),
    OverlapLine(
        firm=Label("예시로보틱스 (110111-0000023)", "Example Robotics (110111-0000023)"),
        benefits=(
            Label("KDB AI 저금리 대출", "KDB AI low-rate loan"),
            Label("AI 자율제조 우대금리 대출", "AI-AM preferential loan"),
        ),
        amount=hundred_millions(130),
        finding=Label(
            "배제 대상: 같은 용도의 우대금리는 하나만 가능 — 대환 뒤 종전 우대의 종료를 확인할 것",
            "Excluded: one preferential rate for one purpose — check that the earlier one ended",
        ),
    ),
)
NOTES = (
    Note(
        Label(
            "2024년 공급계획 102.4조 원은 한국산업은행·중소기업은행·신용보증기금의 계획 합계이며,"
            " 언론이 쓰는 ‘102조 원’은 이를 반올림한 표현이다.",
            "The 2024 plan of 102.4 trillion won sums the plans of KDB, IBK and KODIT; the press"
            " rounds it to 102.",
        ),
        Label("금융위원회 보도자료", "Financial Services Commission release"),
        date(2024, 6, 26),
    ),
    Note(
        Label(
            "분야별·기관별 공급실적은 공표되지 않아 미공표로 둔다.",
            "Supply by sector and by institution was not published and stays open.",
        )
    ),
)
REGISTER = (
    RegisterEntry(
        number="2024-0701",
        definition=Label(
            "2024년 1~5월 5대 중점전략분야 공급실적(3개 기관, 총액, 갱신 포함)",
            "Supply in the five sectors, January to May 2024 (three institutions, gross)",
        ),
        figure=scaled(trillions("54.5"), "조", 1),
        source=Label("기관 월 보고", "monthly reports"),
        as_of=date(2024, 5, 31),
        released_before=scaled(trillions("54.3"), "조", 1),
    ),
    RegisterEntry(
        number="2024-0702",
        definition=Label(
            "위 실적을 2024년 공급계획으로 나눈 집행률", "The above over the plan of 2024"
        ),
        figure=percent(Fraction(545, 1024)),
        source=Label("계산", "computed"),
        as_of=date(2024, 5, 31),
    ),
)


ACT = Citation(Source("agreement", Label("협약(2024-09-24)", "Agreement of 2024-09-24")), "제5조")


def _finding(key, verdict, reason, **more):
    content = {"label": Label(key, key), "citation": ACT, "status": Status.REPORTED}
    return Finding(rule_key=key, verdict=verdict, reason=reason, **{**content, **more})


def finding():
    """A whole with a met, an open and an unmet part; the open one is our assumption."""
    revenue = {"fact": Label("매출액", "revenue"), "source": ACT}
    parts = (
        _finding(
            "recommended",
            Verdict.MET,
            message(
                "one-of-met",
                fact=Label("산업부 추천", "MOTIE's recommendation"),
                value=Label("2024-1차", "round 2024-1"),
                source=ACT,
            ),
        ),
        _finding(
            "export-link",
            Verdict.OPEN,
            message("fact-not-stated", fact=Label("수출 연관", "export link"), source=ACT),
            status=Status.ASSUMED,
            missing=frozenset({"export_link"}),
            helps=Label(
                "수출신고필증 또는 수출계획서를 내면 판정됨", "an export declaration decides it"
            ),
        ),
        _finding(
            "size",
            Verdict.NOT_MET,
            message(
                "at-most-not-met",
                value=hundred_millions(1_300),
                limit=hundred_millions(1_200),
                **revenue,
            ),
        ),
    )
    whole = Label("AI 자율제조 우대금리 대출 요건", "Terms of the preferential loan")
    return _finding("all", Verdict.NOT_MET, message("all-not-met", rule=whole), parts=parts)


def decision(**changes):
    content = {
        "key": "decision-2024-0041",
        "number": "결정-2024-0041",
        "document": "여신기획부-2024-1187",
        "issuer": Label("예시은행", "Example Bank"),
        "firm": Label("예시정밀공업 (110111-0000015)", "Example Precision (110111-0000015)"),
        "application": "2024-0041",
        "programme": Label("AI 자율제조 금융지원", "AI autonomous-manufacturing finance"),
        "product": Label("AI 자율제조 우대금리 대출", "AI-AM preferential loan"),
        "kind": Label("감액 승인", "reduced"),
        "asked": hundred_millions(80),
        "granted": Money(6_550_000_000),
        "decided_on": date(2024, 10, 31),
        "reason": Label(
            "설비 견적 대비 필요자금이 65.5억 원으로 확인되어 감액함",
            "The quotation shows a need of 6.55 billion won",
        ),
        "watermark": Watermark(
            date(2024, 10, 31),
            datetime(2024, 10, 31, 7, 42, tzinfo=UTC),
            Label("원장", "ledger"),
        ),
        "programme_version": ProgrammeVersion("ai-autonomous-manufacturing", "09ab" * 16),
        "terms": (
            KeyValue(Label("기준금리(CD 91일)", "Base (CD 91 days)"), percent(RATE, None)),
            KeyValue(Label("가산금리", "Add-on"), percent(Rate.percent("1.55"), None)),
            KeyValue(
                Label("우대금리(은행 부담)", "Preferential cut (paid by the bank)"),
                points(-Rate.percent("0.7"), None),
            ),
            KeyValue(Label("적용금리", "Rate"), percent(Rate.percent("4.27"), None)),
            KeyValue(Label("만기", "Term"), words(Label("5년(거치 1년)", "5 years, 1 of grace"))),
        ),
        "known": KNOWN,
        "checked": (outline_of(finding(), Label("요건 심사", "Eligibility")),),
        "waived": WAIVED,
        "signatures": (
            Signature(
                Label("기안", "Proposed"),
                Label("예시은행", "Example Bank"),
                Label("여신심사역", "credit officer"),
                datetime(2024, 10, 30, 1, 5, tzinfo=UTC),
            ),
            Signature(
                Label("승인", "Approved"),
                Label("예시은행", "Example Bank"),
                Label("여신심사부장(전결)", "head of credit, within authority"),
                datetime(2024, 10, 31, 7, 42, tzinfo=UTC),
                "여신기획부-2024-1187",
            ),
            Signature(
                Label("통지", "Notified"),
                Label("예시은행", "Example Bank"),
                Label("여신심사역", "credit officer"),
            ),
        ),
        "appeal": Label(
            "결정을 안 날부터 1개월, 결정이 있은 날부터 3개월 안에 이의를 신청할 수 있으며,"
            " 접수 후 1개월 안에 처리 결과를 알립니다.",
            "An objection may be filed within one month of knowing, three months of the act.",
        ),
        "markings": (Marking.EXAMPLE,),
    }
    return DecisionContent(**{**content, **changes})


RATE = Rate.percent("3.42")
KNOWN = (
    KnownFact(
        name=Label("매출액(2023년)", "Revenue, 2023"),
        value=amount(hundred_millions(1_300)),
        standing=Label("증빙", "evidenced"),
        source=Label("재무제표(국세청 발급)", "financial statement"),
        as_of=date(2023, 12, 31),
    ),
    KnownFact(
        name=Label("임금체불 여부", "Wages in arrears"),
        value=words(Label("없음", "none")),
        standing=Label("조회", "looked up"),
        source=Label("고용노동부 조회 회신 2024-10-28", "reply of 2024-10-28"),
        as_of=date(2024, 10, 28),
    ),
    KnownFact(name=Label("수출 연관", "Export link"), value=Cell(NOT_STATED)),
)
WAIVED = (
    WaivedRule(
        rule=Label("매출액 1,200억 원 이하", "Revenue up to 120 billion won"),
        verdict=Label("미충족", "not met"),
        reason=Label(
            "협약 제5조 단서: 선도프로젝트 참여기업은 위원회 의결로 예외를 둘 수 있음",
            "Agreement art. 5: the committee may except members of a leading project",
        ),
        by=Label("여신위원회", "credit committee"),
        on=date(2024, 10, 29),
    ),
)
