"""Many rows of one plain table in one statement, without a model instance for each.

An import writes ten link rows for every article; building instances and SQL for them took longer than
everything else. Only for tables whose columns need nothing at save: no cleaning, nothing derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

Values = dict[str, Any]
"""A row by its columns, foreign keys as keys."""


def insert(model: type[models.Model], rows: Sequence[Values]) -> None:
    """Write rows that all name the same columns; the columns they do not name take their defaults."""
    if not rows:
        return
    named = tuple(rows[0])
    sql, defaults = _statement(model, named)
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(*row.values(), *defaults) for row in rows])


@cache
def _statement(model: type[models.Model], named: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    missing = [name for name in fields if name not in named]
    columns = ", ".join(fields[name].column for name in (*named, *missing))
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})"  # noqa: S608
    return sql, tuple(fields[name].get_default() for name in missing)
