"""The blank lists of opening balances: headings with notes, choices, and example rows."""

from majung.errors import Language, message, sentence
from majung.files.blanks import BlankColumn, Guide, blank_workbook
from majung.operations.servicing.openings.forms import OpeningForm

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
    columns = [
        BlankColumn(
            heading=heading(column.names, language),
            width=WIDTH,
            note=_note(column.key, language),
            choices=CHOICES.get(column.key, ()),
            examples=[example.get(column.key, "") for example in form.examples],
        )
        for column in form.columns
    ]
    guide = Guide(
        sheet=SHEETS[language][1],
        widths=(24, 10, 100),
        heads=HEADS[language],
        rows=[
            (
                heading(column.names, language),
                REQUIRED[language][not column.required],
                _note(column.key, language),
            )
            for column in form.columns
        ],
    )
    return blank_workbook(
        SHEETS[language][0], columns, guide, rows_prepared=ROWS_PREPARED, frozen_columns=1
    )


def heading(names: tuple[str, ...], language: Language) -> str:
    """Return the heading of a column: the first Korean one, or the first English one."""
    english = [name for name in names if name.isascii()]
    return english[0] if language == "en" and english else names[0]


def _note(key: str, language: Language) -> str:
    return sentence(message(f"opening-column-{key}"), language)
