"""The blank lists of opening balances: headings with notes, choices, and example rows."""

import io
from datetime import UTC, datetime

import xlsxwriter

from majung.errors import Language, message, sentence
from majung.operations.servicing.openings.forms import OpeningForm

#: Workbooks state when they were made; the same template must give the same bytes.
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
ROWS_PREPARED = 5_000
WIDTH = 18
SHEETS = {"ko": ("기초잔액", "작성요령"), "en": ("Opening balances", "How to fill in")}
HEADS = {"ko": ("열", "필수", "쓰는 법"), "en": ("Column", "Required", "What to write")}
#: What is chosen from, by column.
CHOICES = {
    "repayment": ("만기일시", "원리금균등", "원금균등"),
    "servicing": ("직접", "보고"),
    "premium-timing": ("일시납", "연납", "분기납"),
    "premium-basis": ("보험금액", "보험잔액"),
}
REQUIRED = {"ko": ("필수", ""), "en": ("required", "")}


def opening_template(language: Language = "ko", form: OpeningForm = OpeningForm.LOANS) -> bytes:
    """Write the blank list of a form as XLSX; its example begins with 예시 and is never read.

    Amounts, days and numbers are cells of text, so that nothing a spreadsheet guesses at is lost.
    """
    target, columns = io.BytesIO(), form.columns
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE_AT})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#666666"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEETS[language][0])
        sheet.set_column(0, len(columns) - 1, WIDTH, text)
        for index, column in enumerate(columns):
            sheet.write_string(0, index, heading(column.names, language), bold)
            for line, example in enumerate(form.examples, start=1):
                sheet.write_string(line, index, example.get(column.key, ""), grey)
            sheet.write_comment(0, index, _note(column.key, language))
            if column.key in CHOICES:
                choice = {"validate": "list", "source": list(CHOICES[column.key])}
                sheet.data_validation(1, index, ROWS_PREPARED, index, choice)
        sheet.freeze_panes(1, 1)
        guide = book.add_worksheet(SHEETS[language][1])
        for index, width in enumerate((24, 10, 100)):
            guide.set_column(index, index, width)
            guide.write_string(0, index, HEADS[language][index], bold)
        for line, column in enumerate(columns, start=1):
            guide.write_string(line, 0, heading(column.names, language), bold)
            guide.write_string(line, 1, REQUIRED[language][not column.required], wrapped)
            guide.write_string(line, 2, _note(column.key, language), wrapped)
    return target.getvalue()


def heading(names: tuple[str, ...], language: Language) -> str:
    """Return the heading of a column: the first Korean one, or the first English one."""
    english = [name for name in names if name.isascii()]
    return english[0] if language == "en" and english else names[0]


def _note(key: str, language: Language) -> str:
    return sentence(message(f"opening-column-{key}"), language)
