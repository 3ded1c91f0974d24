"""Sections of the Korean Standard Industrial Classification: the letter over an industry's digits.

An industry is kept by its digits alone; the first two of them, the division, lie in one section.
The same digits can lie in another section in another revision.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from majung.applications.firm import Industry
from majung.rules.citations import Label

#: First division of each section, rising, by revision; the section lasts until the next begins.
#: Source: Statistics Korea, KSIC revisions 9 (2007), 10 (2017) and 11 (2024), tables of sections.
_LATER = (
    (1, "A"), (5, "B"), (10, "C"), (35, "D"), (36, "E"), (41, "F"), (45, "G"), (49, "H"),
    (55, "I"), (58, "J"), (64, "K"), (68, "L"), (70, "M"), (74, "N"), (84, "O"), (85, "P"),
    (86, "Q"), (90, "R"), (94, "S"), (97, "T"), (99, "U"),
)  # fmt: skip
SECTIONS: Mapping[int, Sequence[tuple[int, str]]] = MappingProxyType(
    {
        # Water supply stood beside electricity and gas.
        9: tuple((37 if section == "E" else first, section) for first, section in _LATER),
        10: _LATER,
        11: _LATER,
    }
)
#: What sections are called, by letter.
#: Source: Statistics Korea, KSIC revision 10 (2017); English names shortened.
SECTION_NAMES: Mapping[str, Label] = MappingProxyType({
    "A": Label("농업, 임업 및 어업", "Agriculture, forestry and fishing"),
    "B": Label("광업", "Mining and quarrying"),
    "C": Label("제조업", "Manufacturing"),
    "D": Label("전기, 가스, 증기 및 공기조절 공급업", "Electricity, gas and steam"),
    "E": Label("수도, 하수 및 폐기물 처리, 원료 재생업", "Water supply, sewage and waste"),
    "F": Label("건설업", "Construction"),
    "G": Label("도매 및 소매업", "Wholesale and retail trade"),
    "H": Label("운수 및 창고업", "Transportation and storage"),
    "I": Label("숙박 및 음식점업", "Accommodation and food service"),
    "J": Label("정보통신업", "Information and communication"),
    "K": Label("금융 및 보험업", "Financial and insurance activities"),
    "L": Label("부동산업", "Real estate activities"),
    "M": Label("전문, 과학 및 기술 서비스업", "Professional, scientific and technical services"),
    "N": Label("사업시설 관리, 사업 지원 및 임대 서비스업", "Business support and rental services"),
    "O": Label("공공 행정, 국방 및 사회보장 행정", "Public administration and defence"),
    "P": Label("교육 서비스업", "Education"),
    "Q": Label("보건업 및 사회복지 서비스업", "Human health and social work"),
    "R": Label("예술, 스포츠 및 여가관련 서비스업", "Arts, sports and recreation"),
    "S": Label("협회 및 단체, 수리 및 기타 개인 서비스업", "Organisations and personal services"),
    "T": Label("가구 내 고용활동", "Households as employers"),
    "U": Label("국제 및 외국기관", "International and foreign bodies"),
})  # fmt: skip


def section_of(industry: Industry) -> str:
    """Return the section letter of an industry; empty where its revision is not known here.

    >>> section_of(Industry("29280", 10))
    'C'
    >>> section_of(Industry("36", 9)), section_of(Industry("36", 10))
    ('D', 'E')
    """
    division = int(industry.code[:2])
    found = ""
    for first, section in SECTIONS.get(industry.revision, ()):
        if first > division:
            break
        found = section
    return found
