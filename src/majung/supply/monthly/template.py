"""The blank workbook that institutions fill in: headings with units, lists to choose from, words.

What it writes, `read_report` reads; the second sheet explains every column and is never read.
"""

import io
from datetime import UTC, datetime

import xlsxwriter

from majung.applications.regions import Region
from majung.errors import Language, message, sentence
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Named
from majung.supply.monthly import columns
from majung.supply.monthly.columns import COLUMNS
from majung.values.money import Unit
from majung.values.months import Month

#: Workbooks state when they were made; the same template must give the same bytes.
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
ROWS_PREPARED = 500
SHEETS = {"ko": ("공급실적", "작성요령"), "en": ("Supply", "How to fill in")}
#: In a unit, of the names of the column: the first Korean and the English one.
_ENGLISH_HEADINGS = {
    columns.INSTITUTION: "Institution",
    columns.MONTH: "Month",
    columns.SECTOR: "Sector",
    columns.PRODUCT: "Product",
    columns.REGION: "Region",
    columns.THEME: "Theme",
    columns.AMOUNT: "Supplied",
    columns.RENEWALS: "Renewals",
    columns.CONTRACTS: "Contracts",
    columns.FIRMS: "Firms",
}
_ENGLISH_UNITS = {"억": "100 million KRW", "백만": "million KRW", "원": "KRW"}


def report_template(
    plan: SupplyPlan, institution: Named, *, unit: Unit = "억", language: Language = "ko"
) -> bytes:
    """Write a blank report of an institution for a plan's year, as XLSX.

    Args:
        unit: that amounts are reported in: 억, 백만 or 원.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE_AT})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEETS[language][0])
        choices = _choices(plan, institution, language)
        for index, (key, heading) in enumerate(_headings(plan, unit, language).items()):
            sheet.write_string(0, index, heading, bold)
            sheet.set_column(index, index, max(12, 2 * len(heading)), text)
            if key in choices:
                sheet.data_validation(
                    1, index, ROWS_PREPARED, index, {"validate": "list", "source": choices[key]}
                )
        sheet.freeze_panes(1, 0)
        guide = book.add_worksheet(SHEETS[language][1])
        guide.set_column(0, 0, 24)
        guide.set_column(1, 1, 100)
        for line, (heading, words) in enumerate(_guide(plan, institution, unit, language)):
            guide.write_string(line, 0, heading, bold)
            guide.write_string(line, 1, words, wrapped)
    return target.getvalue()


def _headings(plan: SupplyPlan, unit: Unit, language: Language) -> dict[str, str]:
    """Return the heading of each column, amounts with their unit; themes only where there are."""
    headings: dict[str, str] = {}
    for column in COLUMNS:
        if column.key == columns.THEME and not plan.themes:
            continue
        is_amount = column.key in (columns.AMOUNT, columns.RENEWALS)
        if language == "ko":
            word = "원" if unit == "원" else f"{unit}원"
            headings[column.key] = f"{column.names[0]}({word})" if is_amount else column.names[0]
        else:
            english = _ENGLISH_HEADINGS[column.key]
            named = f"{english} ({_ENGLISH_UNITS[unit]})"
            headings[column.key] = named if is_amount else english
    return headings


def _choices(plan: SupplyPlan, institution: Named, language: Language) -> dict[str, list[str]]:
    """Return what a cell is chosen from, by column."""
    months = [str(Month(plan.year, number)) for number in range(1, 13)]
    choices = {
        columns.INSTITUTION: [institution.name.spoken(language)],
        columns.MONTH: months,
        columns.REGION: [region.spoken(language) for region in Region],
    }
    if plan.themes:
        choices[columns.THEME] = [theme.name.spoken(language) for theme in plan.themes]
    return choices


def _guide(
    plan: SupplyPlan, institution: Named, unit: Unit, language: Language
) -> list[tuple[str, str]]:
    """Explain every column, with the sectors that may be written."""
    sectors = tuple(sector.name for sector in plan.sectors)
    values = {
        "plan": plan.name,
        "institution": institution.name,
        "sectors": sectors,
        "themes": tuple(theme.name for theme in plan.themes),
        "unit": unit if language == "ko" else _ENGLISH_UNITS[unit],
    }
    title = {"ko": "이 파일", "en": "This file"}[language]
    about = sentence(message("template-about", **values), language)
    return [
        (title, about),
        *(
            (heading, sentence(message(f"template-{key}", **values), language))
            for key, heading in _headings(plan, unit, language).items()
        ),
    ]
