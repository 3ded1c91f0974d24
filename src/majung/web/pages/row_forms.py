"""Forms with rows that repeat: partners, participants, members; more rows without a script.

A row is begun once something is written into it; what is only chosen in a list begins none.  The
button that adds rows sends the form as it stands and gets it back with more of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from majung.web.pages.forms import OfficeForm, language_now
from majung.web.pages.wording import phrase

#: Names the button that adds rows; its value says to what.
MORE = "more"
ADDED = 3
ROWS_MAX = 40
FieldMaker = Callable[[], forms.Field]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind.

    Attributes:
        columns: what makes each field of a row; none of them required by itself.
        needed: columns without which a row that was begun is not whole.
        count: rows shown at first.
        written: of rows that are shown filled in, the values by column.
    """

    name: str
    columns: Mapping[str, FieldMaker]
    needed: tuple[str, ...]
    count: int = ADDED
    written: Sequence[Mapping[str, object]] = ()

    def named(self, number: int, column: str) -> str:
        """Return the name of a field."""
        return f"{self.name}-{number}-{column}"


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Fields that stand together under a legend; fields by themselves have none."""

    legend: str
    fields: Sequence[forms.BoundField]
    more: str = ""
    more_name: str = ""


class RowsForm(OfficeForm):
    """A form of named fields and of rows that repeat."""

    def __init__(
        self,
        fields: Mapping[str, forms.Field],
        rows: Sequence[Rows],
        sent: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> None:
        self.rows = tuple(rows)
        self.counts = {each.name: _count(each, sent) for each in self.rows}
        adds = asks_for_rows(self.rows, sent)
        given = dict(fields)
        labels: dict[str, str] = {}
        first = dict(initial or {})
        language = language_now()
        for each in self.rows:
            for number in range(1, self.counts[each.name] + 1):
                for column, make in each.columns.items():
                    name = each.named(number, column)
                    given[name] = make()
                    labels[name] = phrase(f"field-{each.name}-{column}").spoken(language)
                    if number <= len(each.written):
                        first[name] = each.written[number - 1].get(column)
        if adds:
            first |= {name: sent.get(name, "") for name in given}
        super().__init__(given, None if adds else sent, initial=first, labels=labels, key=key)

    def clean(self) -> dict[str, Any]:
        """Say of each row that was begun what is missing in it."""
        given = super().clean() or self.cleaned_data
        for each in self.rows:
            for number in range(1, self.counts[each.name] + 1):
                if not self._is_begun(each, number):
                    continue
                for column in each.needed:
                    name = each.named(number, column)
                    if name not in self.errors and given.get(name) in (None, ""):
                        self.add_error(name, phrase("row-not-whole").spoken(language_now()))
        return given

    def given(self, name: str) -> list[dict[str, Any]]:
        """Return the rows that were begun, in their order, by column."""
        (rows,) = (each for each in self.rows if each.name == name)
        return [
            {column: self.cleaned_data.get(rows.named(number, column)) for column in rows.columns}
            for number in range(1, self.counts[name] + 1)
            if self._is_begun(rows, number)
        ]

    def _is_begun(self, rows: Rows, number: int) -> bool:
        return any(
            str(self.data.get(rows.named(number, column), "")).strip()
            for column in rows.columns
            if not isinstance(self.fields[rows.named(number, column)], forms.ChoiceField)
        )

    @property
    def problems(self) -> list[dict[str, str]]:
        """Return what is wrong, each with its row, so that many rows are told apart."""
        told = super().problems
        legends = {
            f"#{field.id_for_label}": each.legend
            for each in self.laid_out
            if each.legend
            for field in each.fields
        }
        return [
            {**each, "text": " · ".join(filter(None, (legends.get(each["address"]), each["text"])))}
            for each in told
        ]

    @property
    def laid_out(self) -> list[LaidOut]:
        """Return the fields by themselves, then each row under its legend."""
        in_rows = {
            each.named(number, column)
            for each in self.rows
            for number in range(1, self.counts[each.name] + 1)
            for column in each.columns
        }
        found = [LaidOut("", [self[name] for name in self.fields if name not in in_rows])]
        language = language_now()
        for each in self.rows:
            last = self.counts[each.name]
            for number in range(1, last + 1):
                legend = phrase(f"row-{each.name}", number=number).spoken(language)
                bound = [self[each.named(number, column)] for column in each.columns]
                if number == last and last < ROWS_MAX:
                    more = phrase(f"more-{each.name}").spoken(language)
                    found.append(LaidOut(legend, bound, more, each.name))
                else:
                    found.append(LaidOut(legend, bound))
        return found


def asks_for_rows(rows: Sequence[Rows], sent: Any) -> bool:
    """Say whether a form was sent to get more rows, not to be done."""
    return sent is not None and sent.get(MORE) in {each.name for each in rows}


def _count(rows: Rows, sent: Any) -> int:
    if sent is None:
        return min(ROWS_MAX, max(rows.count, len(rows.written) + 1))
    sent_ones = (
        number
        for number in range(1, ROWS_MAX + 1)
        if any(rows.named(number, column) in sent for column in rows.columns)
    )
    last = max(sent_ones, default=0)
    last = max(last, rows.count)
    return min(ROWS_MAX, last + ADDED) if sent.get(MORE) == rows.name else last
