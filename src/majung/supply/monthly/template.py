"""The blank workbook that institutions fill in: headings with units, lists to choose from, words.

What it writes, `read_report` reads; the second sheet explains every column and is never read.
"""

from majung.applications.regions import Region
from majung.errors import Language, message, sentence
from majung.files.blanks import BlankColumn, Guide, blank_workbook
from majung.programmes.supply_plans import SupplyPlan
from majung.programmes.supply_subjects import Named
from majung.supply.monthly import columns
from majung.supply.monthly.columns import COLUMNS
from majung.values.money import Unit
from majung.values.months import Month

ROWS_PREPARED = 500
WIDTH_MIN = 12
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
    choices = _choices(plan, institution, language)
    listed = [
        BlankColumn(
            heading=heading,
            width=max(WIDTH_MIN, 2 * len(heading)),
            choices=choices.get(key, ()),
        )
        for key, heading in _headings(plan, unit, language).items()
    ]
    guide = Guide(
        sheet=SHEETS[language][1],
        widths=(24, 100),
        rows=_guide(plan, institution, unit, language),
    )
    return blank_workbook(SHEETS[language][0], listed, guide, rows_prepared=ROWS_PREPARED)


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
