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
from collections.abc import Callable, Iterable
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

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
    def __init__(self, rows: models.QuerySet[Any, AnswerT]) -> None:
        self._rows: Any = rows
        self._compiler: Any = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        # Also fills in which columns belong to which row, which the answers are read by.
        self._sql, self._values = self._compiler.as_sql()

    def answer(self, values: dict[str, Any]) -> list[AnswerT]:
        compiler = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        written = tuple(
            _written(values[value.name]) if isinstance(value, Place) else value
            for value in self._values
        )
        compiler.as_sql = lambda *_, **__: (self._sql, written)
        query = copy(self._rows.query)
        query.get_compiler = lambda *_, **__: compiler
        return list(
            self._rows._iterable_class(
                SimpleNamespace(
                    db=DEFAULT_DB_ALIAS,
                    query=query,
                    model=self._rows.model,
                    _fields=self._rows._fields,
                    _known_related_objects={},
                )
            )
        )


def _written(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
