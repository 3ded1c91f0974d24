"""Sections of the Korean Standard Industrial Classification: the letter over an industry's digits.

An industry is kept by its digits alone; the first two of them, the division, lie in one section.
The same digits can lie in another section in another revision.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from majung.applications.firm import Industry

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
