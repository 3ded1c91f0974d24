"""Bytes become text, cells become plain."""

import pytest

from majung.errors import message
from majung.files.texts import Text, decoded, normalised


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 BOM"),
        ("utf-16", "UTF-16"),
        ("cp949", "CP949"),
        ("euc-kr", "CP949"),
    ],
)
def test_korean_text_is_read_in_every_encoding_it_comes_in(codec, encoding):
    assert decoded("자율제조 금융지원\n".encode(codec)) == Text("자율제조 금융지원\n", encoding)


def test_letters_beyond_euc_kr_are_read():
    # 똠 and 펲 are in CP949 and not in EUC-KR.
    assert decoded("똠펲".encode("cp949")) == Text("똠펲", "CP949")


def test_the_line_that_is_no_text_is_told():
    assert decoded(b"one\ntwo\n\xff\xff\n") == message("encoding-not-known", at_line=3)
    assert decoded(b"\xef\xbb\xbfone\n\xff") == message("encoding-not-known", at_line=2)
    assert decoded(b"\xff\xfea") == message("encoding-not-known", at_line=1)


def test_controls_are_no_text():
    assert decoded("a\x01b".encode("utf-16")) == message("file-not-text")


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        (" 마중 ", "마중"),
        ("㈜마중", "(주)마중"),
        ("１２３，４５６", "123,456"),
        ("ＡＩ　자율제조", "AI 자율제조"),
        ("가\u00a0나\n다", "가 나 다"),
        ("\ufeff가\u200b나", "가나"),
        ("각", "각"),
        ("", ""),
    ],
)
def test_a_cell_is_brought_to_plain_form(cell, plain):
    assert normalised(cell) == plain
