"""Template tags that put words, values and parts of documents on a page.

Nothing is formatted here: phrases come from the catalogue, values speak for themselves, and parts
of documents are written by the same code that writes PDF and XLSX.
"""

import re
from datetime import date, datetime

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from majung.errors import Language, Message, Speakable
from majung.reports.cells import day as day_cell
from majung.reports.cells import moment as moment_cell
from majung.reports.cells import written
from majung.reports.model import Part
from majung.reports.texts import said
from majung.web.pages.menu import groups_for
from majung.web.pages.parts import shown_part
from majung.web.pages.wording import phrase

register = template.Library()

#: A day in either language, an amount of money with its currency, a number of a firm or a site.
_TOGETHER = re.compile(
    r"(\d{4}\. \d{1,2}\. \d{1,2}\.|\d{4}-\d{2}-\d{2}|\b\d{1,2} [A-Z][a-z]+ \d{4}\b"
    r"|[−-]?[A-Z]{3} [\d,.]*\d|\b\d{6}-\d{7}\b|\b\d{3}-\d{2}-\d{5}\b)"
)


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **values: object) -> str:
    """Write a fixed phrase in the reader's language."""
    return phrase(key, **values).spoken(_language(context))


@register.simple_tag(takes_context=True)
def spoken(context: template.Context, value: object) -> str:
    """Write a value the way officials of the reader's language do."""
    return _said(value, _language(context))


@register.simple_tag(takes_context=True)
def part(context: template.Context, shown: Part) -> SafeString:
    """Put a part of a document on the page."""
    name, values = shown_part(shown, _language(context))
    return render_to_string(f"majung/parts/{name}.html", {**values, "language": _language(context)})


@register.simple_tag(takes_context=True)
def sums(context: template.Context, shown: Part) -> SafeString:
    """Put names and values beside each other, as the sums under a headline."""
    _, values = shown_part(shown, _language(context))
    return render_to_string("majung/parts/sums.html", values)


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep days, amounts and numbers of firms on one line; every other text may break."""
    pieces = [text] if _TOGETHER.fullmatch(text) else _TOGETHER.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="number">{}</span>', piece) if place % 2 else piece,)
            for place, piece in enumerate(pieces)
        ),
    )


@register.simple_tag
def file_kind(name: str) -> str:
    """Return the kind of a file as its ending tells it: ``PDF``."""
    return name.rpartition(".")[2].upper()


def _language(context: template.Context) -> Language:
    return "en" if context.get("language") == "en" else "ko"


def _said(value: object, language: Language) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return written(moment_cell(value), language)
        case date():
            return written(day_cell(value), language)
        case bool():
            return phrase("yes" if value else "no").spoken(language)
        case int():
            return f"{value:,}"
        case str() | Message() | Speakable():
            return said(value, language)
        case _:
            return str(value)


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[dict[str, object]]:
    """Return the subjects of the menu open to whoever acts, with the entries of the one shown."""
    language, section = _language(context), str(context.get("section", ""))

    def name(kind: str, key: str) -> str:
        return phrase(f"{kind}-{key}").spoken(language)

    shown: list[dict[str, object]] = []
    for group in groups_for(context["actor"]):
        is_current = group.holds(section)
        is_single = len(group.entries) == 1
        entries = [
            {"name": name("menu", key), "address": to, "is_current": key == section}
            for key, to in group.entries
        ]
        shown.append(
            {
                "name": entries[0]["name"] if is_single else name("menu-of", group.key),
                "address": group.address,
                "is_current": is_current,
                "entries": entries if is_current and not is_single else [],
            }
        )
    return shown
