"""Questions to the database whose SQL is made once: for pages that are asked for often, in one shape.

Django makes the SQL of a query anew each time, which for a wide one takes longer than its answer. Here the
query is built once, with marks in the place of its values; from then on only the values are put in. The
instant by which `published()` asks is one of them.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

Value = int | str | dt.date
Values = dict[str, Value | tuple[Value, ...]]
SIZES = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
"""How many keys a question takes: the next of these, so that few shapes are met."""
NO_KEY = 0
"""A key that no row has."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\Z")


class Prepared:
    """A question to the rows of a model.

    `build(*shape, **values)` returns its query. Values are numbers, texts, days or lists of keys, never None;
    whatever decides how the query is built is its shape.
    """

    def __init__(self, model: type[Model], build: Callable[..., QuerySet]) -> None:
        self.model, self.build = model, build
        self.made: dict[Hashable, tuple[QuerySet, SQLCompiler, str, list[Callable[..., Any]]]] = {}

    def rows(self, *shape: Hashable, **values: Value | Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the answer: one query."""
        _query_set, compiler = self._ready(shape, values)
        return compiler.results_iter(compiler.execute_sql())

    def records(self, *shape: Hashable, **values: Value | Sequence[int]) -> list[Any]:
        """Return the answer as records, those that the query selects with them included: one query."""
        query_set, compiler = self._ready(shape, values)
        source = SimpleNamespace(
            db=compiler.using,
            model=query_set.model,
            query=SimpleNamespace(get_compiler=lambda **_: compiler),
            _fetch_mode=query_set._fetch_mode,
            _known_related_objects={},
            _hints={},
        )
        return list(ModelIterable(source))

    def _ready(self, shape: tuple[Hashable, ...], values: dict[str, Any]) -> tuple[QuerySet, SQLCompiler]:
        """Return the question with its values in place."""
        using = router.db_for_read(self.model)
        given: Values = {name: _padded(value) for name, value in values.items()}
        sizes = tuple(len(value) for value in given.values() if isinstance(value, tuple))
        key = (using, shape, tuple(given), sizes)
        if (made := self.made.get(key)) is None:
            made = self.made[key] = self._make(using, shape, given)
        query_set, compiler, sql, places = made
        ready = copy.copy(compiler)
        ready.connection = connections[using]
        asked = tuple(place(given, ready.connection) for place in places)
        ready.as_sql = lambda *_args, **_kwargs: (sql, asked)  # type: ignore[method-assign]
        return query_set, ready

    def _make(
        self, using: str, shape: tuple[Hashable, ...], given: Values
    ) -> tuple[QuerySet, SQLCompiler, str, list[Callable[..., Any]]]:
        """Build the question with marks, and find the place of each in the parameters of its SQL."""
        numbers = count(1)
        found: dict[Any, tuple[str, int | None]] = {}
        marks: dict[str, Any] = {}
        for name, value in given.items():
            if isinstance(value, tuple):
                marks[name] = tuple(_mark(one, next(numbers)) for one in value)
                found |= {mark: (name, place) for place, mark in enumerate(marks[name])}
            else:
                marks[name] = _mark(value, next(numbers))
                found[marks[name]] = (name, None)
                found[str(marks[name])] = (name, None)
        query_set = self.build(*shape, **marks)
        compiler = query_set.query.get_compiler(using=using)
        sql, parameters = compiler.as_sql()
        return query_set, compiler, sql, [_place(parameter, found) for parameter in parameters]


def _padded(value: Any) -> Any:
    """Return keys as one of few numbers of keys; any other value as it is."""
    if isinstance(value, (int, str, dt.date)):
        return value
    keys = tuple(value)
    size = next((size for size in SIZES if size >= len(keys)), len(keys))
    nothing = "" if keys and isinstance(keys[0], str) else NO_KEY
    return keys + (nothing,) * (size - len(keys))


def _mark(value: Value, number: int) -> Value:
    """Return a value of the same type that stands nowhere else in a query."""
    if isinstance(value, str):
        return f"mark {number}"
    return (
        7_340_000_000 + number if isinstance(value, int) else dt.date(9000, 1, 1) + dt.timedelta(days=number)
    )


def _place(parameter: Any, found: dict[Any, tuple[str, int | None]]) -> Callable[..., Any]:
    """Return what gives the parameter its value: (given, connection) to the value."""
    if isinstance(parameter, dt.datetime) or (isinstance(parameter, str) and _INSTANT.match(parameter)):
        return lambda _given, connection: connection.ops.adapt_datetimefield_value(timezone.now())
    try:
        name, at = found[parameter]
    except (KeyError, TypeError):
        return lambda _given, _connection: parameter
    kind = type(parameter)
    convert = (lambda value: value) if kind in (int, dt.date) else kind
    if at is None:
        return lambda given, _connection: convert(given[name])
    return lambda given, _connection: convert(given[name][at])
