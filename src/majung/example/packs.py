"""The council's pack of the example year: the published figures, and the example world's limits."""

from datetime import date
from threading import Thread

from majung.example.moments import evening
from majung.example.people import SECRETARIAT
from majung.example.play import Play
from majung.operations.acting import CLOCKWORK
from majung.operations.council.contents import Meeting
from majung.operations.council.draft_pack import draft_pack
from majung.operations.council.freeze_pack import FrozenPack, freeze_pack
from majung.operations.supply.load_plans import load_plans
from majung.operations.supply.reading import Wanted
from majung.reports.freezing import PACK_FORMATS, render
from majung.reports.model import DocumentKind, Paragraph, Report, Watermark
from majung.reports.renderers.chart_images import start_drawing
from majung.rules import Label
from majung.store.servicing.contracts import Series
from majung.supply.targets import SeriesSource

PLAN = "five-sectors-2024"
#: The last day of which the execution of the 2024 plan was published.
PUBLISHED_UNTIL = date(2024, 5, 31)
NAME = Label(
    "[예시] 제7차 정책금융지원협의회 점검자료",
    "[example] 7th Policy Finance Support Council, review",
)
NOTE = Label(
    "공급실적은 공표된 값이며, 한도·중복수혜·계약은 예시 자료입니다.",
    "Supply is as published; limits, overlaps and contracts are of the example world.",
)


def freeze_council_pack(_play: Play, on: date) -> FrozenPack:
    """Take the plans in, draft the pack and freeze it at the end of a day.

    The secretariat has been welcomed.
    """
    at = evening(on)
    load_plans(CLOCKWORK, at=at)
    meeting = Meeting(
        key="council-pack-2024-05",
        number="예시-2024-7",
        name=NAME,
        held_on=on,
        reading=Wanted(
            plan=PLAN,
            as_of=PUBLISHED_UNTIL,
            source=SeriesSource.REPORTED,
            series=Series.EXAMPLE,
        ),
        notes=(NOTE,),
    )
    drafted = draft_pack(SECRETARIAT.actor, meeting, at=at)
    return freeze_pack(SECRETARIAT.actor, drafted.key, on=on, at=at)


def start_printing(_play: Play, on: date) -> None:
    """Start what prints the pack: seconds, the first time, in which other work goes on."""
    Thread(target=_print_a_leaf, args=(on,), daemon=True).start()


def _print_a_leaf(on: date) -> None:
    start_drawing()
    watermark = Watermark(on, evening(on), NAME.en)
    leaf = Report(
        key="leaf",
        kind=DocumentKind.COUNCIL_PACK,
        language="ko",
        title=NAME.ko,
        watermark=watermark,
        parts=(Paragraph(NOTE.ko),),
    )
    for wanted in PACK_FORMATS:
        render(leaf, wanted)
