"""Colours, fonts and sizes of all documents.

Colours follow the conventions of the Korean government design system; pairs that must be told
apart differ in lightness, so they hold in grey print and for every kind of colour vision, and no
meaning rests on a colour alone.
"""

import pylopdf_fonts_ko

INK = "#1e2124"
INK_SOFT = "#464c53"
INK_FAINT = "#6d7882"
LINE = "#b1b8be"
LINE_SOFT = "#e6e8ea"
GROUND = "#f4f5f6"
PAPER = "#ffffff"
PRIMARY = "#0b50d0"
PRIMARY_SOFT = "#86aff9"
PRIMARY_GROUND = "#ecf2fe"
WARNING = "#9e2f00"

#: Light to dark, for figures of a matrix.
STEPS = ("#ecf2fe", "#b1cefb", "#86aff9", "#4c87f6", "#256ef4", "#0b50d0")
#: On steps of this index and above, text is white.
STEP_OF_WHITE_TEXT = 4

#: Documents carry this font; the wheel that brings it holds no bold, so weight is drawn.
DOCUMENT_FONT = "Noto Sans KR"
#: Pages use what the reader's machine has.
PAGE_FONTS = (
    "Pretendard GOV, Pretendard, Noto Sans KR, Apple SD Gothic Neo, Malgun Gothic, sans-serif"
)
#: Fonts that every installation of the Korean word processor has.
HANGUL_BODY_FONT = "함초롬바탕"
HANGUL_TABLE_FONT = "함초롬돋움"


def font_folder() -> str:
    """Return the folder of the document fonts."""
    return str(pylopdf_fonts_ko.sans_path().parent)
