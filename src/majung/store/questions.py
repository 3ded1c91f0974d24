"""Questions to the database that are put into words once and asked often.

To turn a queryset into SQL takes longer than the answer, and an act asks the same dozen questions
each time.  A `Question` is a queryset with places left open; it is compiled when it is first
asked, and afterwards only its values change::

    _STEPS = Question(lambda number: Step.objects.filter(application__number=number))

    for row in _STEPS(number="2024-0001"): ...

What it returns is what the queryset returns, rows of the same classes in the same order.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

from majung.store.asking import ask

AnswerT = TypeVar("AnswerT")


class Place(models.Expression):
    """A place in a question, where a value comes when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.TextField())
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        """Leave the place open."""
        return "%s", [self]


@models.Field.register_lookup
class AmongLookup(models.Lookup):
    """``among``: one of a list, whose length may differ each time (``__in`` fixes it)."""

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Write it as PostgreSQL's ``= ANY``."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_values, *right_values]


class Question(Generic[AnswerT]):
    """A queryset with places left open, compiled once.

    Args:
        ask: makes the queryset from the places.  It is called once, so it must not look at them.
        names: of the places; those of the parameters of `ask` where it names them itself.

    A place holds a value or a row that is pointed to, never None, and a list only with
    ``__among``.
    """

    def __init__(
        self, ask: Callable[..., models.QuerySet[Any, AnswerT]], names: Iterable[str] | None = None
    ) -> None:
        self._ask = ask
        self._names = tuple(inspect.signature(ask).parameters if names is None else names)
        self._asked: _Compiled[AnswerT] | None = None

    def __call__(self, **values: Any) -> list[AnswerT]:
        """Return the rows for the values, which are given by name."""
        if self._asked is None:
            self._asked = _Compiled(self._ask(**{name: Place(name) for name in self._names}))
        return self._asked.answer(values)

    def first(self, **values: Any) -> AnswerT | None:
        """Return the first row for the values, or None."""
        found = self(**values)
        return found[0] if found else None


class NarrowedQuestion(Generic[AnswerT]):
    """Rows narrowed by whatever is given: a `Question` for each choice of names.

    Args:
        rows: all of them, in their order.
    """

    def __init__(self, rows: models.QuerySet[Any, AnswerT]) -> None:
        self._rows = rows
        self._asked: dict[tuple[str, ...], Question[AnswerT]] = {}

    def __call__(self, **values: Any) -> list[AnswerT]:
        """Return the rows of which every value holds; an empty one does not narrow."""
        given = {name: value for name, value in values.items() if value not in ("", None)}
        names = tuple(given)
        if names not in self._asked:
            self._asked[names] = Question(self._rows.filter, names)
        return self._asked[names](**given)


class _Compiled(Generic[AnswerT]):
    """A queryset in words, with what turns a row of the answer into what was asked for."""

    def __init__(self, rows: models.QuerySet[Any, AnswerT]) -> None:
        compiler: Any = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        # Also fills in which columns belong to which row.
        self._sql, self._values = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        self._converters = list(compiler.get_converters(columns).items())
        self._read = _reader(rows, compiler)

    def answer(self, values: dict[str, Any]) -> list[AnswerT]:
        given = [
            _written(values[value.name]) if isinstance(value, Place) else value
            for value in self._values
        ]
        found = ask(self._sql, given)
        if not self._converters:
            return [self._read(row) for row in found]
        connection = connections[DEFAULT_DB_ALIAS]
        return [self._read(self._converted(row, connection)) for row in found]

    def _converted(self, row: tuple[Any, ...], connection: Any) -> Sequence[Any]:
        values = list(row)
        for place, (converters, column) in self._converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return values


def _reader(rows: Any, compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Return what makes an answer of the columns of a row, as the queryset would."""
    if rows._iterable_class is FlatValuesListIterable:
        return itemgetter(0)
    if rows._iterable_class is ValuesListIterable:
        return tuple
    assert rows._iterable_class is ModelIterable, "a question asks for rows or lists of values"
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[first:last]]
    pointed_to = get_related_populators(  # type: ignore[call-arg] # the stubs are a version ahead
        compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
    )
    added = tuple(compiler.annotation_col_map.items())

    def read(row: Sequence[Any]) -> Any:
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for populator in pointed_to:
            populator.populate(row, made)
        for name, place in added:
            setattr(made, name, row[place])
        return made

    return read


def _written(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
