"""Days, amounts and numbers of firms stay on one line; the words around them may break."""

import pytest

from majung.web.templatetags.majung_words import unbroken


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("심사일 2024. 10. 2. 기준", '심사일 <span class="number">2024. 10. 2.</span> 기준'),
        ("as of 24 September 2024", 'as of <span class="number">24 September 2024</span>'),
        (
            "KRW 50,000,000 (2024-09-24, assumed)",
            '<span class="number">KRW 50,000,000</span> '
            '(<span class="number">2024-09-24</span>, assumed)',
        ),
        ("기업 999999-0000017", '기업 <span class="number">999999-0000017</span>'),
    ],
)
def test_a_day_an_amount_and_a_number_are_kept_whole(text, written):
    assert unbroken(text) == written


def test_a_text_that_is_nothing_else_is_left_alone_and_letters_of_markup_are_escaped():
    assert unbroken("2024. 10. 2.") == "2024. 10. 2."
    assert unbroken("<b> 2024-09-24") == '&lt;b&gt; <span class="number">2024-09-24</span>'
