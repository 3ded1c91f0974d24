from fractions import Fraction
from xml.etree import ElementTree

import pytest

from majung.reports.cells import percent
from majung.reports.charts import Bars, Series
from majung.reports.model import Chart
from majung.reports.renderers import look
from majung.reports.renderers.chart_images import page_svg, png, svg
from majung.reports.renderers.chart_marks import Width

SVG = "{http://www.w3.org/2000/svg}"
PNG_SIGN = b"\x89PNG\r\n\x1a\n"


def _chart(name="가", title="분야별 집행률"):
    values = Series("집행률", (percent(Fraction(474, 1000)),))
    drawn = Bars("분야", (name,), values, Series("목표집행률", (percent(Fraction(5, 12)),)))
    return Chart("bars", title, "막대와 목표", drawn)


def _texts(image):
    return ["".join(text.itertext()) for text in ElementTree.fromstring(image).iter(f"{SVG}text")]


def test_an_image_says_its_title_and_what_it_shows():
    image = ElementTree.fromstring(svg(_chart(title="A & B <c>"), "ko"))

    assert image.get("role") == "img"
    assert image.get("lang") == "ko"
    assert image.get("aria-labelledby") == "bars-640-title bars-640-about"
    assert image.find(f"{SVG}title").text == "A & B <c>"
    assert image.find(f"{SVG}desc").text == "막대와 목표"


def test_the_figures_are_text_in_the_image():
    texts = _texts(svg(_chart(), "ko"))

    assert [text for text in texts if text in {"가", "47.4 %", "(단위: %)"}] == [
        "가",
        "47.4 %",
        "(단위: %)",
    ]


@pytest.mark.parametrize("name", ["<script>x()</script>", '"quoted" \\ {braces} datum.x', "=1+1"])
def test_a_hostile_name_is_shown_and_does_nothing(name):
    image = svg(_chart(name), "ko")

    assert name in _texts(image)
    assert "<script" not in image


def test_the_strictest_page_policy_shows_it():
    tree = ElementTree.fromstring(page_svg(_chart(), "en"))

    attributes = {name for element in tree.iter() for name in element.attrib}
    assert attributes & {"style", "href", "onload", "onclick"} == set()
    assert list(tree.iter(f"{SVG}style")) == []


def test_a_page_sets_it_in_the_fonts_of_the_reader():
    fonts = {
        element.get("font-family")
        for element in ElementTree.fromstring(page_svg(_chart(), "ko")).iter(f"{SVG}text")
    }

    assert fonts == {look.PAGE_FONTS}


@pytest.mark.parametrize("width", list(Width))
def test_the_image_is_as_wide_as_asked(width):
    assert ElementTree.fromstring(svg(_chart(), "ko", width)).get("width") == str(int(width))


def test_the_same_chart_gives_the_same_bytes():
    assert svg(_chart(), "ko") == svg(_chart(), "ko")
    assert png(_chart(), "ko") == png(_chart(), "ko")


def test_dots_are_twice_as_many_as_the_drawing_is_wide():
    dots = png(_chart(), "ko")

    assert dots[:8] == PNG_SIGN
    assert int.from_bytes(dots[16:20]) == 2 * Width.WIDE
