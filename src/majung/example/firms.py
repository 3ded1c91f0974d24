"""Firms that do not exist: their numbers lie in a range no registry gives out."""

from datetime import date

from majung.applications.firm import Firm, Industry, Site, SizeClass
from majung.applications.regions import Region
from majung.example.draws import Draws
from majung.values.identifiers import BusinessNumber, CorporateNumber

#: No registry office has the number 999999, and no tax office the number 900.
REGISTRY, TAX_OFFICE, COMPANY = "999999", "900", "81"
FIRST_SERIAL = 100_000
KSIC = 10
WORDS_BEFORE = ("한울", "가람", "두레", "새벽", "마루", "온빛", "너울", "미르", "다온", "슬기")
WORDS_AFTER = (
    "로보틱스",
    "정밀",
    "소재",
    "비전",
    "제어",
    "모빌리티",
    "반도체",
    "솔루션",
    "기공",
    "시스템",
)
INDUSTRIES = ("29280", "26110", "28114", "30399", "58222", "62010", "24199", "27216")
SIZES = {"mid-cap": 18, "medium": 44, "small": 34, "micro": 4}
REGIONS = {
    "gyeonggi": 24, "seoul": 14, "incheon": 6, "gyeongnam": 14, "gyeongbuk": 8, "ulsan": 6,
    "busan": 6, "daegu": 6, "chungnam": 6, "chungbuk": 4, "jeonbuk": 2, "jeonnam": 2,
    "gwangju": 2,
}  # fmt: skip


def firm_of(draws: Draws, index: int, *, size: SizeClass | None = None) -> Firm:
    """Return the firm of an index; the same index gives the same firm.

    Args:
        size: where the world says how large it is.
    """
    serial = FIRST_SERIAL + index
    identity = CorporateNumber.with_check_digit(f"{REGISTRY}{serial:06d}")
    site = BusinessNumber.with_check_digit(f"{TAX_OFFICE}{COMPANY}{serial % 10_000:04d}")
    before = draws.one_of(WORDS_BEFORE, "firm-word-before", index)
    after = draws.one_of(WORDS_AFTER, "firm-word-after", index)
    return Firm(
        identity=identity,
        name=f"예시 {before}{after} {index + 1:03d}",
        size=size or SizeClass(draws.weighted(SIZES, "firm-size", index)),
        sites=(Site(site, Region(draws.weighted(REGIONS, "firm-region", index)), "본사"),),
        industries=(Industry(draws.one_of(INDUSTRIES, "firm-industry", index), KSIC),),
        established_on=date(2024 - draws.between(2, 30, "firm-age", index), 3, 2),
    )
