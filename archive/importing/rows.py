"""Many new rows in one statement, without what an ORM does for each value of each.

An import writes twenty rows for every article. Building instances and SQL for the ten that only link took
longer than everything else; for the others the fields still make the values, and the SQL is built once.
PostgreSQL receives whole columns as binary arrays: quoting every value was a tenth of an import.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import batched
from typing import Any

import psycopg
from django.db import connection, models

Values = dict[str, Any]
"""A row by its columns, foreign keys as keys."""


def insert(model: type[models.Model], rows: Sequence[Values]) -> None:
    """Write rows that all name the same columns; the columns they do not name take their defaults.

    Only for tables whose columns need nothing at save: no cleaning, nothing derived.
    """
    if not rows:
        return
    named = tuple(rows[0])
    fields, defaults = _fields_and_defaults(model, named)
    _write(model, fields, [(*row.values(), *defaults) for row in rows])


def create[Instance: models.Model](instances: Iterable[Instance]) -> list[Instance]:
    """Write new instances of one model as `bulk_create` does, and give them their keys; return them.

    Each field prepares its value as at every save. What the database computes is not read back.
    """
    instances = list(instances)
    if not instances:
        return instances
    model = type(instances[0])
    fields = _written(model)
    values = [
        tuple(field.get_db_prep_save(field.pre_save(one, True), connection) for field in fields)
        for one in instances
    ]
    for one, key in zip(instances, _write(model, fields, values, returning=True), strict=True):
        one.pk = key
        one._state.adding, one._state.db = False, connection.alias
    return instances


def _write(
    model: type[models.Model],
    fields: tuple[models.Field, ...],
    rows: Sequence[tuple[Any, ...]],
    *,
    returning: bool = False,
) -> list[int]:
    """Write rows in their order; return their keys where they are asked for."""
    options = model._meta
    into = f"{options.db_table} ({', '.join(connection.ops.quote_name(field.column) for field in fields)})"
    ending = f" RETURNING {options.pk.column}" if returning else ""  # type: ignore[union-attr]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%b::{_type(field)}[]" for field in fields)
        sql = f"INSERT INTO {into} SELECT * FROM unnest({arrays}){ending}"  # noqa: S608
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(sql, list(map(list, zip(*rows, strict=True))))
            return [key for (key,) in cursor] if returning else []
    keys: list[int] = []
    place = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        if not returning:
            cursor.executemany(f"INSERT INTO {into} VALUES {place}", rows)  # noqa: S608
            return keys
        for some in batched(rows, connection.ops.bulk_batch_size(fields, rows)):
            places = ", ".join([place] * len(some))
            sql = f"INSERT INTO {into} VALUES {places}{ending}"  # noqa: S608
            cursor.execute(sql, [value for row in some for value in row])
            keys += (key for (key,) in cursor.fetchall())
    return keys


@cache
def _written(model: type[models.Model]) -> tuple[models.Field, ...]:
    return tuple(field for field in model._meta.concrete_fields if not (field.primary_key or field.generated))


@cache
def _fields_and_defaults(
    model: type[models.Model], named: tuple[str, ...]
) -> tuple[tuple[models.Field, ...], tuple[Any, ...]]:
    """Return the fields, the named ones first, and the defaults of the others."""
    fields = {field.attname: field for field in _written(model)}
    missing = [name for name in fields if name not in named]
    return (
        tuple(fields[name] for name in (*named, *missing)),
        tuple(fields[name].get_default() for name in missing),
    )


@cache
def _type(field: models.Field) -> str:
    """Return the type of a column on PostgreSQL.

    Texts are given as such, without their length: PostgreSQL would cut what it is told to cast, and refuses
    what it is told to store.
    """
    plain = (field.db_type(connection) or "").partition("(")[0]
    return "text" if plain == "varchar" else plain
