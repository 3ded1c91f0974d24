"""The forms of opening balances: what a list is of is told by its headings."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from majung.errors import Language
from majung.files import Column, Rows, read_rows
from majung.operations.servicing.opening_columns import COLUMNS, EXAMPLE
from majung.operations.servicing.openings.cover_columns import COVER_COLUMNS, COVER_EXAMPLE
from majung.operations.servicing.openings.fund_columns import FUND_COLUMNS, FUND_EXAMPLE


class OpeningForm(StrEnum):
    """What a list of opening balances is of."""

    LOANS = "loans"
    COVERS = "covers"
    FUNDS = "funds"

    def spoken(self, language: Language) -> str:
        """Name what is taken over."""
        return KOREAN[self] if language == "ko" else self.value

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, in the order of the blank list."""
        return _COLUMNS[self]

    @property
    def examples(self) -> Sequence[Mapping[str, str]]:
        """Rows that only show how to fill in the sheet."""
        return _EXAMPLES[self]


KOREAN = MappingProxyType(
    {
        OpeningForm.LOANS: "대출",
        OpeningForm.COVERS: "보험·보증",
        OpeningForm.FUNDS: "펀드",
    }
)
_COLUMNS: Mapping[OpeningForm, tuple[Column, ...]] = MappingProxyType(
    {
        OpeningForm.LOANS: COLUMNS,
        OpeningForm.COVERS: COVER_COLUMNS,
        OpeningForm.FUNDS: FUND_COLUMNS,
    }
)
_EXAMPLES: Mapping[OpeningForm, Sequence[Mapping[str, str]]] = MappingProxyType(
    {
        OpeningForm.LOANS: (EXAMPLE,),
        OpeningForm.COVERS: (COVER_EXAMPLE,),
        OpeningForm.FUNDS: FUND_EXAMPLE,
    }
)
#: The column that only lists of a form have.
_MARKS = MappingProxyType({OpeningForm.COVERS: "cover-ratio", OpeningForm.FUNDS: "contract"})
_MARKED = tuple(
    Column(form.value, column.names, required=False)
    for form, key in _MARKS.items()
    for column in _COLUMNS[form]
    if column.key == key
)


def form_of(name: str, content: bytes) -> OpeningForm:
    """Tell by its headings what a list is of; one without the mark of another is of loans."""
    found = read_rows(name, content, _MARKED)
    if isinstance(found, Rows):
        for form in _MARKS:
            if form.value in found.columns:
                return form
    return OpeningForm.LOANS
