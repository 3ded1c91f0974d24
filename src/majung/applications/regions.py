"""Where a financed site stands: the seventeen provinces and cities, capital area or not.

A firm has no region; its sites have.  A programme that pays more outside the capital area looks
at the site the money is for, never at the seat in the register.
"""

import unicodedata
from enum import StrEnum

from majung.errors import Language, PolicyFinanceError


class RegionNotReadableError(PolicyFinanceError):
    """A text names none of the seventeen regions."""

    kind = "region-not-readable"


class Region(StrEnum):
    """A province or city of the first tier (시·도), by the words used in files."""

    SEOUL = "seoul"
    BUSAN = "busan"
    DAEGU = "daegu"
    INCHEON = "incheon"
    GWANGJU = "gwangju"
    DAEJEON = "daejeon"
    ULSAN = "ulsan"
    SEJONG = "sejong"
    GYEONGGI = "gyeonggi"
    GANGWON = "gangwon"
    CHUNGBUK = "chungbuk"
    CHUNGNAM = "chungnam"
    JEONBUK = "jeonbuk"
    JEONNAM = "jeonnam"
    GYEONGBUK = "gyeongbuk"
    GYEONGNAM = "gyeongnam"
    JEJU = "jeju"

    @property
    def is_capital_area(self) -> bool:
        """Say whether the region is Seoul, Incheon or Gyeonggi (수도권).

        Source: 수도권정비계획법 제2조, 시행령 제2조.
        """
        return self in CAPITAL_AREA

    def spoken(self, language: Language) -> str:
        """Write the region by its short official name."""
        return KOREAN[self] if language == "ko" else self.value.capitalize()


CAPITAL_AREA = frozenset({Region.SEOUL, Region.INCHEON, Region.GYEONGGI})

KOREAN = {
    Region.SEOUL: "서울",
    Region.BUSAN: "부산",
    Region.DAEGU: "대구",
    Region.INCHEON: "인천",
    Region.GWANGJU: "광주",
    Region.DAEJEON: "대전",
    Region.ULSAN: "울산",
    Region.SEJONG: "세종",
    Region.GYEONGGI: "경기",
    Region.GANGWON: "강원",
    Region.CHUNGBUK: "충북",
    Region.CHUNGNAM: "충남",
    Region.JEONBUK: "전북",
    Region.JEONNAM: "전남",
    Region.GYEONGBUK: "경북",
    Region.GYEONGNAM: "경남",
    Region.JEJU: "제주",
}

#: Long forms whose beginning is not the short name, spaces taken out.
LONG_FORMS = {
    "충청북도": Region.CHUNGBUK,
    "충청남도": Region.CHUNGNAM,
    "전라북도": Region.JEONBUK,
    "전라남도": Region.JEONNAM,
    "경상북도": Region.GYEONGBUK,
    "경상남도": Region.GYEONGNAM,
}


def parse_region(text: str) -> Region:
    """Read a region or the beginning of an address: ``경기``, ``경상남도 창원시``, ``Gyeonggi-do``.

    Raises:
        RegionNotReadableError: the text begins with none of the seventeen names.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace(" ", "")
    for long_form, region in LONG_FORMS.items():
        if plain.startswith(long_form):
            return region
    for region in Region:
        if plain.startswith((KOREAN[region], region.value)):
            return region
    raise RegionNotReadableError(text=text, regions=tuple(Region))
