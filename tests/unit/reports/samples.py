"""Contents of documents as an office would have them, on published figures where there are any.

Figures: Financial Services Commission releases on the five strategic sectors, 2024-06 (54.5 of
102.4 trillion by May 2024, 53.2 % against 41.7 %) and Hankook Ilbo 2023-06-26 (2023 by sector).
What was not published is OPEN; envelopes and overlaps are invented and marked 예시.
"""

from datetime import UTC, date, datetime
from fractions import Fraction

from majung.reports.cells import OPEN, percent, scaled
from majung.reports.documents.council_pack import (
    EnvelopeLine,
    OverlapLine,
    PacePoint,
    PackContent,
    Restatement,
    SupplyLine,
)
from majung.reports.documents.number_register import RegisterEntry
from majung.reports.model import Marking, Note, ProgrammeVersion, Watermark
from majung.rules import Label
from majung.values.money import Money

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
            "배제 대상: 같은 용도의 우대금리는 하나만 받을 수 있음 — 대환 후 종전 우대 종료 확인 필요",
            "Excluded: one preferential rate for one purpose — check that the earlier one ended",
        ),
    ),
)
NOTES = (
    Note(
        Label(
            "2024년 공급계획 102.4조 원은 한국산업은행·중소기업은행·신용보증기금의 계획 합계이며, 언론이 쓰는"
            " ‘102조 원’은 이를 반올림한 표현이다.",
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
