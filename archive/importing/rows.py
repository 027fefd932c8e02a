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
    columns, types, defaults = _shape(model, named)
    values = [(*row.values(), *defaults) for row in rows]
    into = f"{model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{one}[]" for one in types)
            by_column = list(map(list, zip(*values, strict=True)))
            cursor.execute(f"INSERT INTO {into} SELECT * FROM unnest({arrays})", by_column)  # noqa: S608
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608


@cache
def _shape(
    model: type[models.Model], named: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Any, ...]]:
    """Return the columns with their types, the named ones first, and the defaults of the others.

    Texts are given as such, without their length: PostgreSQL would cut what it is told to cast, and refuses
    what it is told to store.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    missing = [name for name in fields if name not in named]
    ordered = [fields[name] for name in (*named, *missing)]
    types = (field.db_type(connection).partition("(")[0] for field in ordered)
    return (
        tuple(field.column for field in ordered),
        tuple("text" if one == "varchar" else one for one in types),
        tuple(fields[name].get_default() for name in missing),
    )
